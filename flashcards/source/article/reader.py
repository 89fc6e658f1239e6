"""Lines with roles to an outline, read one by one with one line of lookahead."""

from collections.abc import Callable, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path

from flashcards.model.outline import Outline
from flashcards.model.problem import Location, Problem, Severity
from flashcards.source.article.lines import Line, Role
from flashcards.source.article.point_list import PointList
from flashcards.source.article.prose import is_prose
from flashcards.source.article.roles import is_section_title
from flashcards.source.article.sections import ReadSection, outline_sections, split_label
from flashcards.source.headings import heading_hint, is_introduction, kinds_of_heading, languages_of_headings


class ArticleReader:
    """Reads the lines of one article."""

    def __init__(self, path: Path, lines: Sequence[Line]) -> None:
        self._path = path
        self._lines = lines
        self._sections: list[ReadSection] = []
        self._list: PointList | None = None
        self._problems: list[Problem] = []

    def outline(self) -> Outline:
        """Read the article."""
        start = self._title_count()
        for line, following in zip_longest(self._lines[start:], self._lines[start + 1 :]):
            if self._list and line.role is not Role.HEADING and self._list.is_continued_by(line):
                self._list.extend_last(line)
            else:
                _STEPS[line.role](self, line, following)
        self._close_list()
        sections = tuple(outline_sections(self._sections, self._path))
        if not any(section.points for section in sections):
            hint = "put a heading such as 'Key Learnings:' above lines that begin with '- '"
            self._problems.append(
                Problem(Location(self._path, 1, 1), "no-points", "there are no key points here", hint)
            )
        return Outline(tuple(line.text for line in self._lines[:start]), sections, tuple(self._problems))

    def _title_count(self) -> int:
        """The number of title lines at the top; the last of them may be the title of the first section instead."""
        size = next((i for i, line in enumerate(self._lines) if line.role is not Role.TITLE or line.level > 1), None)
        if size is None:
            return len(self._lines)
        return size - 1 if size and self._last_is_section(size) else size

    def _last_is_section(self, size: int) -> bool:
        last, rest = self._lines[size - 1], self._lines[size:]
        next_title = next((i for i, line in enumerate(rest) if is_section_title(line, rest[i + 1 : i + 2])), None)
        has_points = any(line.role in (Role.HEADING, Role.BULLET) for line in rest[:next_title])
        is_directly_above = not rest[0].is_after_blank and (rest[0].role is Role.PROSE or next_title is not None)
        if last.level == 1 or rest[0].level:
            return False
        if not has_points:
            stands_alone = last.is_after_blank and is_directly_above and next_title is not None
            return size > 1 and (stands_alone or is_introduction(last.text))
        if is_directly_above:
            if size > 1 and not last.is_after_blank:
                hint = "leave a blank line below it if it is the article's, and above it if not"
                self._warn(last, "ambiguous-title", "this title is read as that of the first section", hint)
            return True
        if next_title is None or size > 1:
            return last.is_after_blank and next_title is not None
        hint = "put the article's title, and a blank line, above it if it is a section's"
        self._warn(last, "ambiguous-title", "this title is read as that of the article", hint)
        return False

    def read_title(self, line: Line, following: Line | None) -> None:
        """Begin a section, unless the line is a point without a bullet or an unknown heading."""
        below = following.role if following else None
        if self._is_point_without_bullet(line, following):
            self._add_without_bullet(line)
        elif below is Role.BULLET and (line.ends_with_colon or line.level > 2):
            self._unknown_heading(line)
        elif line.level or below in (Role.PROSE, Role.HEADING, Role.BULLET):
            self._close_list()
            self._sections.append(ReadSection(line.text, line, []))
        elif below:
            self._close_list()
            hint = "put prose below it if it is a section's title"
            self._warn(line, "ambiguous-title", "this line is neither prose nor above prose, and is skipped", hint)

    def read_prose(self, line: Line, following: Line | None) -> None:
        """End a list, unless the line is a point without a bullet."""
        if self._is_point_without_bullet(line, None):
            self._add_without_bullet(line)
        else:
            self._close_list()

    def read_heading(self, line: Line, following: Line | None) -> None:
        """Begin a list."""
        if len(kinds_of_heading(line.text)) > 1:
            message = f"this heading names more than one kind of key point; the points below are read as {line.kind}s"
            self._warn(line, "mixed-heading", message, "give each kind a heading of its own")
        self._open_list(line, line.kind)

    def read_bullet(self, line: Line, following: Line | None) -> None:
        """Add a point, unless the line is a numbered title or paragraph."""
        if self._list and not self._list.accepts(line, following):
            self._close_list()
        if self._list is None and not line.has_bullet and following and following.role is not Role.BULLET:
            role = Role.PROSE if is_prose(line.text) else Role.TITLE
            _STEPS[role](self, line, following)
            return
        if self._list is None:
            hint = "put a heading such as 'Key Learnings:' above them if they are key points"
            self._warn(line, "no-heading", "no heading names the kind of these points", hint)
        (self._list or self._open_list(line, "")).add(line)

    def _is_point_without_bullet(self, line: Line, following: Line | None) -> bool:
        """Whether this is a point of a list without bullets, which are often lost in copy and paste."""
        if self._list is None or not self._list.lacks_markers or line.level or not split_label(line.text).label:
            return False
        return not (following and following.role is Role.PROSE and not split_label(following.text).label)

    def _add_without_bullet(self, line: Line) -> None:
        if self._list:
            if not self._list.points:
                hint = "begin each with '- '"
                self._warn(line, "no-bullet", "these lines have no bullets; they are read as points", hint)
            self._list.add(line)

    def _unknown_heading(self, line: Line) -> None:
        languages = languages_of_headings(each.text for each in self._lines)
        hint = heading_hint(line.text, languages)
        self._warn(line, "unknown-heading", f"'{line.text.rstrip(':： ')}' names no kind of key point", hint)
        self._open_list(line, "")

    def _open_list(self, heading: Line, kind: str) -> PointList:
        self._close_list()
        if not self._sections:
            self._sections.append(ReadSection("", heading, []))
        points = self._list = PointList(heading, kind)
        self._sections[-1].lists.append(points)
        return points

    def _close_list(self) -> None:
        if self._list and not self._list.points:
            hint = "write them as lines that begin with '- '"
            self._warn(self._list.heading, "empty-heading", "there are no points below this heading", hint)
        self._list = None

    def _warn(self, line: Line, rule: str, message: str, hint: str) -> None:
        self._problems.append(Problem(line.location(self._path), rule, message, hint, Severity.WARNING))


_STEPS: Mapping[Role, Callable[[ArticleReader, Line, Line | None], None]] = {
    Role.TITLE: ArticleReader.read_title,
    Role.PROSE: ArticleReader.read_prose,
    Role.HEADING: ArticleReader.read_heading,
    Role.BULLET: ArticleReader.read_bullet,
}
