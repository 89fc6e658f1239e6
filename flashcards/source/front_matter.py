"""The front matter of a source file: titles, speaker, citation and address."""

import re
from pathlib import Path

from flashcards.model.source import Source
from flashcards.text.language import is_language
from flashcards.yamltext.document import Pairs, parse
from flashcards.yamltext.entry import Entry, Pattern, ProblemList

_DATE = Pattern(
    re.compile("[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"),
    "malformed-date",
    "a date",
    "a date, such as '2024-03-29'",
)
_LANGUAGE = Pattern(re.compile("[A-Za-z0-9-]+"), "unknown-language", "a language", "a BCP 47 tag, such as 'bn'")
_URL = Pattern(
    re.compile(r"https?://[^\s\"'<>]+"),
    "malformed-url",
    "an address",
    "a whole address, beginning with 'https://'",
    longest=2000,
)


def read_front_matter(text: str, path: Path, mistakes: ProblemList) -> Source:
    """Read the YAML above the key points; problems are added to `mistakes`."""
    document = parse(text, path)
    mistakes.problems += document.problems
    texts: dict[str, dict[str, str]] = {"title": {}, "speaker": {}, "interviewer": {}, "citation": {}}
    url = None
    if isinstance(document.root, Pairs):
        entry = Entry(document.root, "the front matter", mistakes)
        for key, by_language in texts.items():
            languages = tuple(texts["title"])
            values = entry.texts(key, languages, required=key in ("title", "citation"))
            by_language |= {language: value.value for language, value in values.items()}
        entry.word("date", _DATE)
        language = entry.word("language", _LANGUAGE)
        if language and not is_language(language.value):
            entry.at_text(language, "unknown-language", f"'{language}' is not a language")
        url = entry.word("url", _URL)
        entry.close()
    return Source(path.stem, texts["title"], texts["speaker"], texts["citation"], url.value if url else "", {})
