"""What Anki shows of a deck below its name: Markdown, in the study language."""

import re
from collections.abc import Collection, Iterator, Mapping

from flashcards.edition import Edition
from flashcards.labels import labelled, labels
from flashcards.language import in_digits, name_in, number

_LICENSE_PAGES: Mapping[str, str] = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC-BY-NC-4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "CC-BY-NC-SA-4.0": "https://creativecommons.org/licenses/by-nc-sa/4.0/",
}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")


def describe(edition: Edition, types: Collection[str], notes: int, cards: int) -> str:
    """The author's description, then what the deck holds (so many `notes` and `cards`), from what and on what terms.

    `types` are those of the notes: words alone are asked in both languages, and no language is a tap away.
    """
    deck = edition.deck
    said = deck.description.get(edition.study)
    # a line of its own for each would push "Study Now" out of Anki's window, where every line break shows
    facts = " · ".join(_facts(edition, types, notes, cards))
    return f"{said}\n\n{facts}" if said else facts


def _facts(edition: Edition, types: Collection[str], notes: int, cards: int) -> Iterator[str]:
    deck, tag = edition.deck, edition.study
    words = labels(tag)
    asked = words.asked if edition.support else words.asked_alone
    asked = "{study} ↔ {support}" if {*types} == {"word"} else asked
    yield asked.format(study=name_in(tag, tag), support=name_in(edition.support, tag) if edition.support else "")
    yield words.counts.format(notes=number(notes, tag), cards=number(cards, tag))
    if deck.source and (citation := deck.source.citation.get(tag)):
        yield labelled(tag, words.source, _link(citation, deck.source.url))
    if deck.authors:
        yield labelled(tag, words.authors, _plain(", ".join(deck.authors)))
    if deck.license:
        yield labelled(tag, words.license, _link(deck.license, _LICENSE_PAGES.get(deck.license, "")))
    if deck.version:
        yield labelled(tag, words.version, in_digits(deck.version, tag))


def _link(text: str, url: str) -> str:
    return f"[{_plain(text)}]({url})" if url else _plain(text)


def _plain(text: str) -> str:
    """Text with nothing Markdown would take for its own."""
    return _MARKDOWN.sub(r"\\\1", text)
