"""What Anki shows of a deck below its name: Markdown, in the study language."""

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from unicodedata import decimal

from flashcards.cards.labels import label_languages, labelled, labels
from flashcards.model.edition import Edition
from flashcards.text.language import in_digits, name_in, number

_LICENSE_PAGES: Mapping[str, str] = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC-BY-NC-4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "CC-BY-NC-SA-4.0": "https://creativecommons.org/licenses/by-nc-sa/4.0/",
}
_LONGEST = 100  # characters of a label and a version
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


def version_in(description: str) -> str:
    """The version that a description in any of our languages ends in; nothing where it names none."""
    found = _version().search(description[-_LONGEST:])
    return "".join(each if each == "." else str(decimal(each)) for each in found[1]) if found else ""


@cache
def _version() -> re.Pattern[str]:
    words = "|".join(sorted({re.escape(labels(tag).version) for tag in label_languages()}))
    return re.compile(rf"(?:{words})\s?[:：] ?(\d[\d.]*)\s*\Z")


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
