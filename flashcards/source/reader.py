"""Source files (`source/<id>.md`) to digests.

A digest is Markdown: a front matter of YAML, then for each section its key points by kind::

    ---
    title:
      bn: …
      en: …
    speaker: …            # who says it; for each language, like the title
    citation: …           # the line at the foot of every card
    date: 2024-03-29
    language: bn
    ---

    ## founder

    - bn: the section's title
    - en: …

    ### Key learnings

    - **founder.not-for-everyone**
      - bn: the key point in our own words
      - en: …
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from flashcards.model.problem import Location, Problem
from flashcards.model.source import KINDS, Digest, KeyPoint
from flashcards.text.decode import decode, lines_of
from flashcards.text.language import is_language
from flashcards.text.suggest import suggestion
from flashcards.yamltext.document import Pairs, parse
from flashcards.yamltext.entry import ID, Entry, Mistakes, Pattern

_FENCE = "---"
_SECTION = re.compile(r"## +(?P<id>.*)")
_KIND = re.compile(r"### +(?P<kind>.*?):?\s*")
_POINT = re.compile(r"- +\*\*(?P<id>[^*]*)\*\*\s*")
_TEXT = re.compile(r" *- +(?P<language>[A-Za-z0-9-]+): +(?P<text>\S.*)")
_POINT_ID = re.compile(f"{ID.pattern}\\.{ID.pattern}")

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


class DigestReading(NamedTuple):
    """A digest as far as it could be read, what is wrong with it, and its text."""

    digest: Digest
    problems: tuple[Problem, ...]
    text: str


def find_digest(name: str, folder: Path) -> tuple[Path | None, tuple[str, ...]]:
    """The file of a digest: in the nearest `source/` beside the deck or above it, else the names there are."""
    known: list[str] = []
    for above in (folder.absolute(), *folder.absolute().parents):
        source = above / "source"
        if (source / f"{name}.md").is_file():
            return _as_named(source / f"{name}.md", folder), ()
        known += sorted(path.stem for path in source.glob("*.md"))
    return None, tuple(known)


def _as_named(path: Path, folder: Path) -> Path:
    """The path in the style the deck's was given in, so that it reads well in a message."""
    if folder.is_absolute():
        return path
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path


def read_digest(content: bytes, path: Path) -> DigestReading:
    """Read a source file."""
    text, problems = decode(content, path)
    lines = lines_of(text)
    mistakes = Mistakes(path)
    mistakes.problems += problems
    head, body = _split(lines, mistakes)
    digest = _DigestReader(path, mistakes).digest("\n".join(lines[:head]), lines, body)
    return DigestReading(digest, tuple(mistakes.problems), text)


def _split(lines: Sequence[str], mistakes: Mistakes) -> tuple[int, int]:
    """Where the front matter ends, and where the body begins."""
    fences = [i for i, line in enumerate(lines) if line.rstrip() == _FENCE]
    if len(fences) < 2 or fences[0] != 0:
        hint = f"put '{_FENCE}', the title, the citation and '{_FENCE}' at its top"
        place = Location(mistakes.path, 1, 1)
        mistakes.problems.append(Problem(place, "front-matter", "this source file has no front matter", hint))
        return 0, 0
    return fences[1], fences[1] + 1


class _DigestReader:
    """Reads the body line by line."""

    def __init__(self, path: Path, mistakes: Mistakes) -> None:
        self._path = path
        self._mistakes = mistakes
        self._section = ""
        self._kind: str | None = None  # empty under a heading that was told of
        self._point: KeyPoint | None = None
        self._texts: dict[str, str] = {}
        self._points: dict[str, KeyPoint] = {}
        self._languages: tuple[str, ...] = ()

    def digest(self, head: str, lines: Sequence[str], begin: int) -> Digest:
        facts = self._front_matter(head) if begin else Digest(self._path.stem, {}, {}, {}, "", {})
        self._languages = tuple(facts.title)
        for number, line in enumerate(lines[begin:], begin + 1):
            self._line(line, number)
        self._close()
        return Digest(facts.id, facts.title, facts.speaker, facts.citation, facts.url, self._points)

    def _front_matter(self, head: str) -> Digest:
        document = parse(head, self._path)
        self._mistakes.problems += document.problems
        texts: dict[str, dict[str, str]] = {"title": {}, "speaker": {}, "interviewer": {}, "citation": {}}
        url = None
        if isinstance(document.root, Pairs):
            entry = Entry(document.root, "the front matter", self._mistakes)
            for key, said in texts.items():
                languages = tuple(texts["title"])
                found = entry.texts(key, languages, required=key in ("title", "citation"))
                said |= {language: text.value for language, text in found.items()}
            entry.word("date", _DATE)
            language = entry.word("language", _LANGUAGE)
            if language and not is_language(language.value):
                entry.at_text(language, "unknown-language", f"'{language}' is not a language")
            url = entry.word("url", _URL)
            entry.close()
        return Digest(
            self._path.stem, texts["title"], texts["speaker"], texts["citation"], url.value if url else "", {}
        )

    def _line(self, line: str, number: int) -> None:
        if found := _SECTION.fullmatch(line):
            self._close()
            self._section, self._kind = found["id"].strip(), None
            if not ID.fullmatch(self._section):
                self._problem(line, number, "malformed-id", f"'{self._section}' cannot be a section's id", found["id"])
        elif found := _KIND.fullmatch(line):
            self._close()
            self._kind = KINDS.get(found["kind"].lower(), "")
            if not self._kind:
                hint = suggestion(found["kind"].lower(), KINDS)
                self._problem(
                    line, number, "unknown-kind", f"'{found['kind']}' is not a kind of key point", found["kind"], hint
                )
        elif found := _POINT.fullmatch(line):
            self._close()
            self._begin(found["id"], line, number)
        elif self._point and (found := _TEXT.fullmatch(line)):
            language = found["language"]
            if self._languages and language not in self._languages:
                hint = f"the title is given in {', '.join(self._languages)}"
                message = f"'{language}' is not a language of this source"
                self._problem(line, number, "unknown-language", message, language, hint)
            self._texts[language] = found["text"].strip()

    def _begin(self, point: str, line: str, number: int) -> None:
        place = Location(self._path, number, line.index(point) + 1)
        if not _POINT_ID.fullmatch(point) or point.split(".")[0] != self._section:
            hint = f"write '{self._section}.' and a short name, such as '{self._section}.first-rule'"
            self._problem(line, number, "malformed-id", f"'{point}' cannot be a key point's id here", point, hint)
        elif point in self._points:
            message = f"the key point '{point}' is already at {self._points[point].location}"
            self._problem(line, number, "duplicate-id", message, point, "give this one an id of its own")
        if self._kind is None:
            hint = f"put a heading above it, such as '### {next(iter(KINDS)).capitalize()}'"
            self._problem(line, number, "unknown-kind", f"'{point}' stands under no kind of key point", point, hint)
        self._point = KeyPoint(point, self._kind or "", {}, place)

    def _close(self) -> None:
        if self._point:
            point, texts = self._point, dict(self._texts)
            self._points.setdefault(point.id, KeyPoint(point.id, point.kind, texts, point.location))
            for language in self._languages:
                if language not in texts:
                    message = f"the key point '{point.id}' has no text in '{language}'"
                    hint = f"add '  - {language}: …' below it"
                    self._mistakes.problems.append(Problem(point.location, "missing-text", message, hint))
        self._point = None
        self._texts.clear()

    def _problem(self, line: str, number: int, rule: str, message: str, at: str, hint: str = "") -> None:
        place = Location(self._path, number, line.index(at) + 1)
        self._mistakes.problems.append(Problem(place, rule, message, hint))
