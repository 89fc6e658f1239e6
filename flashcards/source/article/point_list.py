"""The list of key points under one heading, while it is read."""

from flashcards.source.article.lines import Line, Role
from flashcards.source.article.prose import is_continued, is_prose, is_sentence


class PointList:
    """Points, each a first line and the texts of all its lines; a list without a heading has an empty kind."""

    def __init__(self, heading: Line, kind: str) -> None:
        self.heading = heading
        self.kind = kind
        self.points: list[tuple[Line, list[str]]] = []

    def add(self, line: Line) -> None:
        """Begin the next point."""
        self.points.append((line, [line.text]))

    def extend_last(self, line: Line) -> None:
        """Add a line to the last point."""
        self.points[-1][1].append(line.text)

    @property
    def lacks_markers(self) -> bool:
        """Whether no point, if there is any yet, has a bullet or number."""
        return not any(line.has_marker for line, _ in self.points)

    def is_continued_by(self, line: Line) -> bool:
        """Whether a line belongs to the last point."""
        if not self.points or (line.is_after_blank and not line.has_marker and line.indent == 0):
            return False
        last, texts = self.points[-1]
        first = self.points[0][0]
        if line.has_marker:
            return line.indent >= first.indent + 2
        is_wrapped = not line.is_after_blank and not is_sentence(texts[-1]) and line.text[:1].islower()
        return line.indent > last.indent or is_wrapped

    def accepts(self, line: Line, following: Line | None) -> bool:
        """Whether a line with a bullet or number is this list's next point."""
        if not self.points:
            return True
        last = self.points[-1][0]
        if line.has_bullet:
            return last.has_bullet
        is_above_prose = following is not None and following.role is Role.PROSE and not is_continued(line, following)
        is_title = is_above_prose and not is_prose(line.text)
        return line.ordinal == last.ordinal + 1 and not last.has_bullet and not is_title
