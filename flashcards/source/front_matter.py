"""The front matter of a source file: titles, speaker, citation and address."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from flashcards.model.deck import Text
from flashcards.model.problem import Problem
from flashcards.model.source import Source
from flashcards.source.blanks import blank
from flashcards.text.language import is_language
from flashcards.yamltext.document import Pairs, parse
from flashcards.yamltext.entry import Entry, ProblemList, WordForm

_DATE = WordForm(
    re.compile("[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"),
    "malformed-date",
    "a date",
    "a date, such as '2024-03-29'",
)
_LANGUAGE = WordForm(re.compile("[A-Za-z0-9-]+"), "unknown-language", "a language", "a BCP 47 tag, such as 'bn'")
_URL = WordForm(
    re.compile(r"https?://[^\s\"'<>]+"),
    "malformed-url",
    "an address",
    "a whole address, beginning with 'https://'",
    longest=2000,
)
_WORDS = {"date": _DATE, "language": _LANGUAGE, "url": _URL}
FENCE = "---"
_REQUIRED = ("title", "citation")
_ON_CARDS = ("speaker", "citation")


def end_of_front_matter(lines: Sequence[str]) -> int:
    """The index of the `---` that ends the front matter; 0 without one, as it begins with such a line at the top."""
    fences = [number for number, line in enumerate(lines) if line.rstrip() == FENCE]
    return fences[1] if len(fences) > 1 and fences[0] == 0 else 0


def read_front_matter(text: str, path: Path, mistakes: ProblemList) -> Source:
    """Read the YAML above the key points; problems are added to `mistakes`.

    A blank that cards show is a problem, and the others are the `blanks` of the source.
    """
    document = parse(text, path)
    mistakes.problems += document.problems
    texts: dict[str, dict[str, str]] = {"title": {}, "speaker": {}, "interviewer": {}, "citation": {}}
    url = None
    blanks: list[Problem] = []
    if isinstance(document.root, Pairs):
        entry = Entry(document.root, "the front matter", mistakes)
        for key, by_language in texts.items():
            languages = tuple(texts["title"])
            values = entry.texts(key, languages, required=key in _REQUIRED)
            by_language |= {language: value.value for language, value in values.items()}
            (mistakes.problems if key in _ON_CARDS else blanks).extend(_blanks(entry, key, values.items()))
        words = {key: _word(entry, key, pattern, blanks) for key, pattern in _WORDS.items()}
        language, url = words["language"], words["url"]
        if language and not is_language(language.value):
            entry.at_text(language, "unknown-language", f"'{language}' is not a language")
        entry.close()
    return Source(
        path.stem,
        texts["title"],
        texts["speaker"],
        texts["citation"],
        url.value if url else "",
        {},
        tuple(blanks),
    )


def _word(entry: Entry, key: str, pattern: WordForm, blanks: list[Problem]) -> Text | None:
    """Read a word, or a blank for it, which is added to `blanks`."""
    text = entry.text(key)
    found = [*_blanks(entry, key, [("", text)])] if text else []
    blanks += found
    return entry.word(key, pattern) if text and not found else None


def _blanks(entry: Entry, key: str, texts: Iterable[tuple[str, Text]]) -> Iterator[Problem]:
    hint = "write it" if key in _REQUIRED else f"write it, or delete '{key}'"
    for language, text in texts:
        if found := blank(text.value, entry.place(text), f"'{key}'", hint, language, on_cards=key in _ON_CARDS):
            yield found
