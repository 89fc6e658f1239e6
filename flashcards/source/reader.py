"""Source files (`source/<id>.md`) to sources.

A source file is a digest of a text, in Markdown: a front matter of YAML, then for each section its
key points by kind::

    ---
    title:
      bn: …
      en: …
    speaker: …            # in each language, like the title
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
      - clauses: role, operations     # if it has several things to know; notes cover each

The heading of a kind is any that an article may have. A text that begins with `TODO` is still to be written. All other
lines are for people, such as quotations of the article, which begin with `>`.
"""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from flashcards.model.problem import Location, Problem, Severity
from flashcards.model.source import KINDS, KeyPoint, Source
from flashcards.source.blanks import blank
from flashcards.source.front_matter import FENCE, end_of_front_matter, read_front_matter
from flashcards.source.headings import heading_hint, kinds_of_heading
from flashcards.system.regular_files import is_file
from flashcards.text.decode import decode, lines_of
from flashcards.yamltext.entry import ID, ProblemList

_SECTION = re.compile(r"## +(?P<id>.*)")
_KIND = re.compile(r"### +(?P<kind>.*?):?\s*")
_POINT = re.compile(r"- +\*\*(?P<id>[^*]*)\*\*\s*")
_TEXT = re.compile(r" *- +(?P<language>[A-Za-z0-9-]+): +(?P<text>\S.*)")
_CLAUSES = re.compile(r" *- +clauses: +(?P<clauses>\S.*)")
# What a heading, a key point or a text looks like if a space, a dash, a star or a colon is wrong
_HEADING_SLIP = re.compile(r"\s*(?P<mark>#{2,3})(?P<name>[^#\s].*?)\s*")
_LEVEL_SLIP = re.compile(r"(?P<mark>#{1,4}) +(?P<name>[^#\s].*?):?\s*")  # with too many '#', or too few
_POINT_SLIP = re.compile(r"\s*[-–—•+*]?\s*\*{0,2}(?P<name>[\w-]+\.[\w-]+)\*{0,2}\s*")
_TEXT_SLIP = re.compile(r"\s*(?P<mark>[-–—•+]?)\s*(?P<name>[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)(?P<colon>\s*[:：])?.*")
_CLAUSE = re.compile(r"[^\s,][^,]*")
_POINT_ID = re.compile(f"{ID.pattern}\\.{ID.pattern}")


class SourceReading(NamedTuple):
    """What could be read of a source file, the problems of reading it, and the file's text."""

    source: Source
    problems: tuple[Problem, ...]
    text: str


def find_source(name: str, folder: Path) -> tuple[Path | None, tuple[str, ...]]:
    """The file of a source in the nearest `source/` folder, beside the deck or above it.

    Without such a file, None and the names of the sources that exist.
    """
    existing: list[str] = []
    here = Path(os.path.abspath(folder))  # noqa: PTH100  # without '..', but through a symbolic link as it was given
    for ancestor in (here, *here.parents):
        sources = ancestor / "source"
        if is_file(sources / f"{name}.md"):
            return _relative_as(folder, sources / f"{name}.md"), ()
        existing += sorted(path.stem for path in sources.glob("*.md"))
    return None, tuple(existing)


def _relative_as(folder: Path, path: Path) -> Path:
    """The path relative to the current folder if the deck's folder was given so, for readable messages."""
    return path if folder.is_absolute() else Path(os.path.relpath(path))


def read_source(content: bytes, path: Path) -> SourceReading:
    """Read a source file."""
    text, problems = decode(content, path)
    lines = lines_of(text)
    mistakes = ProblemList(path)
    mistakes.problems += problems
    front_matter_end, body_start = _split(lines, mistakes)
    front_matter = Source(path.stem, {}, {}, {}, "", {})
    if body_start:
        front_matter = read_front_matter("\n".join(lines[:front_matter_end]), path, mistakes)
    points = _PointReader(path, mistakes, tuple(front_matter.title))
    for number, line in enumerate(lines[body_start:], body_start + 1):
        points.read(line, number)
    read = points.close()
    source = replace(front_matter, points=read, blanks=(*front_matter.blanks, *points.blanks))
    return SourceReading(source, tuple(mistakes.problems), text)


def _split(lines: Sequence[str], mistakes: ProblemList) -> tuple[int, int]:
    """The index of the line below the front matter, and of the first line of the body; both 0 without one."""
    end = end_of_front_matter(lines)
    if not end:
        message = "this source file has no front matter"
        hint = f"put '{FENCE}', the title, the citation and '{FENCE}' at its top"
        if lines[0].rstrip() == FENCE:
            message, hint = "the front matter has no end", f"put '{FENCE}' on a line of its own below it"
        mistakes.problems.append(Problem(Location(mistakes.path, 1, 1), "front-matter", message, hint))
    return end, end + 1 if end else 0


def _meant(mark: str, name: str) -> str:
    """The mark of a heading that has another one: '##' of a section, '###' of a kind; empty if it is right."""
    is_id = bool(ID.fullmatch(name))
    if mark == "####":
        return "###" if kinds_of_heading(name) else ""
    if mark == "##":
        return "###" if kinds_of_heading(name) and not is_id else ""
    return "##" if mark == "#" and is_id else ""


class _PointReader:
    """Reads the key points of the body line by line."""

    def __init__(self, path: Path, mistakes: ProblemList, languages: tuple[str, ...]) -> None:
        self._path = path
        self._mistakes = mistakes
        self._languages = languages
        self._section = ""
        self._kind: str | None = None  # empty under a heading that was reported
        self._point: KeyPoint | None = None
        self._texts: dict[str, str] = {}
        self._points: dict[str, KeyPoint] = {}
        self.blanks: list[Problem] = []

    def close(self) -> dict[str, KeyPoint]:
        """Finish the last point; returns all by id."""
        self._close_point()
        return self._points

    def read(self, line: str, number: int) -> None:
        """Read one line; `number` counts from 1 in the whole file."""
        if match := _HEADING_SLIP.fullmatch(line):
            heading = f"{match['mark']} {match['name']}"
            self._slip(match, number, "this heading has no space after '#'", f"write '{heading}'")
            self.read(heading, number)
        elif (match := _LEVEL_SLIP.fullmatch(line)) and (mark := _meant(match["mark"], match["name"])):
            self._slip(match, number, f"this heading is written with '{mark}'", f"write '{mark} {match['name']}'")
            self.read(f"{mark} {match['name']}", number)
        else:
            taken = (take(self, match, number) for form, take in _LINES if (match := form.fullmatch(line)))
            if not any(taken) and self._section and not line.lstrip().startswith(">"):
                self._report_slip(line, number)

    def _take_section(self, match: re.Match[str], number: int) -> bool:
        self._close_point()
        self._section, self._kind = match["id"].strip(), None
        if not ID.fullmatch(self._section):
            message = f"'{self._section}' cannot be a section's id"
            self._problem(match.string, number, "malformed-id", message, match["id"])
        return True

    def _take_kind(self, match: re.Match[str], number: int) -> bool:
        self._close_point()
        self._kind = self._kind_of(match["kind"], match.string, number)
        return True

    def _take_point(self, match: re.Match[str], number: int) -> bool:
        self._close_point()
        self._open_point(match["id"], match.string, number)
        return True

    def _take_clauses(self, match: re.Match[str], number: int) -> bool:
        if self._point:
            self._point = replace(self._point, clauses=tuple(self._clauses(match, number)))
        return self._point is not None

    def _take_text(self, match: re.Match[str], number: int) -> bool:
        """Take a text of the point, or else of the title of the section, which `section_titles` reads."""
        if not self._point:
            if self._section:
                self._note_blank(match, number, f"the title of '{self._section}'")
            return bool(self._section)
        self._note_blank(match, number, f"'{self._point.id}'")
        language = match["language"]
        if self._languages and language not in self._languages:
            hint = f"the title is given in {', '.join(self._languages)}"
            message = f"'{language}' is not a language of this source"
            self._problem(match.string, number, "unknown-language", message, language, hint)
            missing = set(self._languages) - self._texts.keys()
            self._texts |= dict.fromkeys(missing, "")  # it is meant as one of these
        self._texts[language] = match["text"].strip()
        return True

    def _report_slip(self, line: str, number: int) -> None:
        """Report a line that seems to be a key point or a text, and is not written as one."""
        if found := _POINT_SLIP.fullmatch(line):
            message = f"this seems to be the key point '{found['name']}', and is not read"
            self._slip(found, number, message, f"write '- **{found['name']}**' at the beginning of the line")
        elif (found := _TEXT_SLIP.fullmatch(line)) and found["name"] in self._languages:
            language = found["name"]
            if found["colon"] or (self._point and found["mark"]):
                message = f"this seems to be a text in '{language}', and is not read"
                self._slip(found, number, message, f"write '{'  ' * bool(self._point)}- {language}: …'")
                self._texts.setdefault(language, "")  # it is not missing too

    def _slip(self, found: re.Match[str], number: int, message: str, hint: str) -> None:
        column = len(found.string) - len(found.string.lstrip()) + 1
        self._mistakes.problems.append(Problem(Location(self._path, number, column), "malformed-line", message, hint))

    def _clauses(self, match: re.Match[str], number: int) -> Iterator[str]:
        """The clauses of a key point, without those that are reported."""
        seen: set[str] = set()
        for found in _CLAUSE.finditer(match.string, match.start("clauses")):
            clause, place = found[0].strip(), Location(self._path, number, found.start() + 1)
            if not ID.fullmatch(clause):
                message = f"'{clause}' cannot be a clause's id"
                hint = "list short names with commas between them, such as 'clauses: governance, talent'"
                self._mistakes.problems.append(Problem(place, "malformed-id", message, hint))
            elif clause in seen:
                message = f"the clause '{clause}' is already in this list"
                hint = "give each clause an id of its own"
                self._mistakes.problems.append(Problem(place, "duplicate-id", message, hint))
            else:
                seen.add(clause)
                yield clause

    def _kind_of(self, heading: str, line: str, number: int) -> str:
        """The kind of key point that a heading names; empty if it is reported."""
        place = Location(self._path, number, line.index(heading) + 1)
        listed = ", ".join(f"'{kind.capitalize()}'" for kind in KINDS)
        if found := blank(heading, place, "the heading of key points", f"write one of: {listed}", on_cards=True):
            self._mistakes.problems.append(found)
            return ""
        kinds = kinds_of_heading(heading)
        if not kinds:
            hint = heading_hint(heading, self._languages)
            self._problem(line, number, "unknown-kind", f"'{heading}' is not a kind of key point", heading, hint)
        elif len(kinds) > 1:
            message = f"this heading names more than one kind of key point; the points below are read as {kinds[0]}s"
            hint = "give each kind a heading of its own"
            self._mistakes.problems.append(Problem(place, "mixed-heading", message, hint, Severity.WARNING))
        return next(iter(kinds), "")

    def _note_blank(self, match: re.Match[str], number: int, what: str) -> None:
        place = Location(self._path, number, match.start("text") + 1)
        found = blank(match["text"], place, what, "write it in your own words", match["language"], on_cards=False)
        if found:
            self.blanks.append(found)

    def _open_point(self, point: str, line: str, number: int) -> None:
        place = Location(self._path, number, line.index(point) + 1)
        if not _POINT_ID.fullmatch(point) or point.split(".")[0] != self._section:
            hint = f"write '{self._section}.' and a short name, such as '{self._section}.first-rule'"
            self._problem(line, number, "malformed-id", f"'{point}' cannot be a key point's id here", point, hint)
        elif point in self._points:
            message = f"the key point '{point}' is already at {self._points[point].location}"
            self._problem(line, number, "duplicate-id", message, point, "give this one an id of its own")
        if self._kind is None:
            hint = f"put a heading above it, such as '### {next(iter(KINDS)).capitalize()}'"
            self._problem(line, number, "unknown-kind", f"no heading names the kind of '{point}'", point, hint)
        self._point = KeyPoint(point, self._kind or "", {}, place)

    def _close_point(self) -> None:
        if self._point:
            point, texts = self._point, dict(self._texts)
            self._points.setdefault(point.id, replace(point, texts=texts))
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


# The kinds of lines, each with the method that takes it, unless it is at another place
_LINES: Sequence[tuple[re.Pattern[str], Callable[[_PointReader, re.Match[str], int], bool]]] = (
    (_SECTION, _PointReader._take_section),
    (_KIND, _PointReader._take_kind),
    (_POINT, _PointReader._take_point),
    (_CLAUSES, _PointReader._take_clauses),
    (_TEXT, _PointReader._take_text),
)
