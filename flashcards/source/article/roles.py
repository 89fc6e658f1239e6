"""The role of each line in an article, from the line and its neighbours: title, prose, heading or bullet."""

from collections.abc import Sequence

from flashcards.source.article.lines import Line, Role
from flashcards.source.article.prose import is_continued, is_prose, is_sentence
from flashcards.source.headings import heading_key, is_one_word, kinds_by_heading, kinds_in
from flashcards.source.widths import columns

_MAX_HEADING = 60  # columns


def with_roles(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with their roles, and the kind of each heading."""
    classified = [line._replace(role=Role.TITLE) for line in lines[: _masthead_length(lines)]]
    in_paragraph = False  # inside a paragraph that is wrapped over several lines
    for i, line in enumerate(lines[len(classified) :], len(classified)):
        following = lines[i + 1] if i + 1 < len(lines) else None
        if kind := _kind_of_heading(line, following):
            classified.append(line._replace(role=Role.HEADING, kind=kind))
        elif line.has_marker:
            classified.append(line._replace(role=Role.BULLET))
        else:
            is_wrapped = is_continued(line, following)
            continues = not line.is_after_blank and (in_paragraph or line.text[:1].islower())
            reads_as_prose = not line.level and (is_wrapped or continues or is_prose(line.text))
            in_paragraph = (is_wrapped or continues) and not is_sentence(line.text)
            classified.append(line._replace(role=Role.PROSE if reads_as_prose else Role.TITLE))
            continue
        in_paragraph = False
    return _with_markdown_titles_only(classified)


def is_section_title(line: Line, below: Sequence[Line]) -> bool:
    """Whether a line is the title of a section; above a bullet it is an unknown heading."""
    return line.role is Role.TITLE and not any(following.role is Role.BULLET for following in below)


def _masthead_length(lines: Sequence[Line]) -> int:
    """The number of lines before the first blank one, if they are a title, role, author or date; else 0."""
    size = next((i for i, line in enumerate(lines) if line.is_after_blank and i), len(lines))
    pairs = zip(lines[:size], (*lines[1:], None), strict=False)
    has_content = any(
        line.level or line.has_marker or is_prose(line.text) or _kind_of_heading(line, following)
        for line, following in pairs
    )
    return 0 if has_content else size


def _with_markdown_titles_only(lines: Sequence[Line]) -> tuple[Line, ...]:
    """With two or more Markdown titles, turn titles without hashes below the first one into prose."""
    marked = [i for i, line in enumerate(lines) if line.level and line.role is Role.TITLE]
    if len(marked) < 2:
        return tuple(lines)
    return tuple(
        line._replace(role=Role.PROSE) if i > marked[0] and line.role is Role.TITLE and not line.level else line
        for i, line in enumerate(lines)
    )


def _kind_of_heading(line: Line, following: Line | None) -> str:
    """The kind of key point that a line is the heading of; empty if it is not a heading.

    A heading of the table is one, and so is a short line above bullets that contains one. A single
    word has to be marked as a heading, because it may as well be a section title.
    """
    is_marked = line.ends_with_colon or line.is_bold or line.level
    is_above_bullets = bool(following and following.has_marker)
    if line.has_bullet or columns(line.text) > _MAX_HEADING:
        return ""
    key, kinds = heading_key(line.text), kinds_by_heading()
    if key in kinds and (is_marked or is_above_bullets or not is_one_word(key)):
        return kinds[key]
    contained = kinds_in(key) if is_above_bullets and line.ordinal < 0 and not is_sentence(line.text) else ()
    return contained[0] if contained else ""
