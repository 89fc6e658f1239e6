"""The description that Anki shows below the name of a deck: Markdown, in the study language."""

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
_LONGEST = 100  # characters of the version label and a version
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")


def describe(edition: Edition, types: Collection[str], notes: int, cards: int) -> str:
    """The author's description, then the languages, the numbers of notes and cards, the source, authors and licence.

    `types` are the note types in use: a deck with only words is asked in both languages.
    """
    deck = edition.deck
    own = deck.description.get(edition.study)
    # one line, because Anki shows every line break, and a line for each would push "Study Now" out of its window
    facts = " · ".join(_facts(edition, types, notes, cards))
    return f"{own}\n\n{facts}" if own else facts


def version_in(description: str) -> str:
    """The version at the end of a description, in any language with labels; an empty string if it has none."""
    match = _version().search(description[-_LONGEST:])
    return "".join(each if each == "." else str(decimal(each)) for each in match[1]) if match else ""


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
    if names := [name for author in deck.authors if (name := author.get(tag))]:
        yield labelled(tag, words.authors, _plain(", ".join(names)))
    if deck.license:
        yield labelled(tag, words.license, _link(deck.license, _LICENSE_PAGES.get(deck.license, "")))
    if deck.version:
        yield labelled(tag, words.version, in_digits(deck.version, tag))


def _link(text: str, url: str) -> str:
    return f"[{_plain(text)}]({url})" if url else _plain(text)


def _plain(text: str) -> str:
    """Text in which Markdown finds no markup."""
    return _MARKDOWN.sub(r"\\\1", text)
