"""Clozes in a text, `{{c1::like this::hint}}`, as Anki parses and renders them.

Statements about Anki were tested with its backend, version 26.9.3 unless another one is named.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

MARKUP = re.compile(r"<!--.*?-->|<style.*?>.*?</style>|<script.*?>.*?</script>|<.*?>", re.DOTALL | re.IGNORECASE)
"""What Anki strips as HTML to get plain text."""

_BEGINS_OR_ENDS = re.compile(r"\{\{c([0-9,]+)::|\}\}")
_BRACES = re.compile(r"\{\{(?!\{)|\}\}")
_NOTHING = re.compile(r"(\s|&nbsp;|</?\w+ ?/?>)*")
_ALMOST = re.compile(r"\{\{\s*c[\s\d,]*:+", re.IGNORECASE)
_SINGLE_COLON = re.compile(r"\{\{c[0-9,]+:(?!:)")
# Names of C++, Rust, Ruby, Perl and PHP, and IPv6 addresses, that contain '::'
_NAMES = re.compile(
    r"(?:alloc|boost|core|crate|self|Self|std|super)::\w+.*|"
    r"[A-Za-z_]\w*::(?:[A-Z][A-Z0-9_]+|[A-Za-z]\w*[a-z][A-Z]\w*|\w*[A-Za-z0-9]_[A-Za-z]\w*|[A-Za-z_]\w*[(<].*)|"
    r"(?=[0-9]*[a-f:])(?=[a-f]*[0-9])[0-9a-f]{1,4}(?::[0-9a-f]{1,4})*::[0-9a-f]{1,4}(?::[0-9a-f]{1,4})*",
    re.DOTALL,
)
_MATHS = re.compile(r"\\[(\[].*?\\[)\]]", re.DOTALL)
_NAMED: Mapping[str, str] = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_HIGHEST = 500  # a higher number is mapped to this card, which then hides nothing
_NUMBER_BELOW = 2**16  # larger numbers are not parsed as numbers
_DEEPEST = 10
_DEEPEST_EVERYWHERE = 3  # in 24.11 a fourth level of nesting is not a cloze


class Cloze(NamedTuple):
    """A cloze: the offset where it begins, its plain text, and its hint."""

    offset: int
    text: str
    hint: str | None


class ClozeError(StrEnum):
    """Why a cloze is not what its author means."""

    UNCLOSED = "unclosed"
    """It has no end; Anki drops it and everything after it."""
    STRAY = "stray"
    """`}}` without a beginning, which is shown as text."""
    SINGLE_COLON = "single-colon"
    """One colon, as in `{{c1:x}}`, which is shown as text."""
    UNREAD = "unread"
    """Similar to a cloze, as `{{C1::x}}`, `{{ c1::x}}` and `{{c::x}}`, which are shown as text."""
    BRACES = "braces"
    """Braces inside a cloze, whose end Anki takes for the end of the cloze."""
    EMPTY = "empty"
    """It contains no text."""
    ZERO = "zero"
    """Number 0, which has no card."""
    HIGH = "high"
    """A number above 500, which has no card."""
    SEVERAL = "several"
    """Several numbers, `{{c1,2::x}}`, which Anki 24.11 and earlier do not support."""
    DEEP = "deep"
    """Nested in three clozes, which Anki 24.11 does not support, or in more than nine."""


class MalformedCloze(NamedTuple):
    """A malformed cloze: its offset, its opening or closing mark, and what is wrong."""

    offset: int
    mark: str
    error: ClozeError


class _Part(NamedTuple):
    """A parsed cloze, from `{{c1::` to its `}}`; `inside` contains text and nested clozes."""

    offset: int
    numbers: tuple[int, ...]
    inside: "list[str | _Part]"
    hints: list[str]

    @property
    def hint(self) -> str | None:
        return self.hints[-1] if self.hints else None

    def add(self, piece: str) -> None:
        text, is_hinted, hint = piece.partition("::")
        self.inside.append(text)
        if is_hinted:
            self.hints.append(hint)


def numbers(text: str) -> tuple[int, ...]:
    """Return the numbers that have cards, ascending; a note has those of all its fields."""
    listed = {number for part in _all_parts(text) for number in part.numbers}
    return tuple(sorted({min(number, _HIGHEST) for number in listed if number}))


def clozes(text: str) -> Mapping[int, tuple[Cloze, ...]]:
    """Return the clozes of a text by number, in text order."""
    by_number: dict[int, list[Cloze]] = {}
    for part in _all_parts(text):
        for number in part.numbers:
            by_number.setdefault(number, []).append(Cloze(part.offset, _plain(part.inside), part.hint))
    return {number: tuple(by_number[number]) for number in sorted(by_number)}


def hidden(text: str, ordinal: int) -> str:
    """Render the front of the card of this ordinal, from 0: its own clozes hidden, the others marked.

    Empty if the text has no cloze of this card.
    """
    return _of_card(text, ordinal, is_answer=False)


def revealed(text: str, ordinal: int) -> str:
    """Render the back of the card: its clozes shown and marked. Empty if the text has no cloze of this card."""
    return _of_card(text, ordinal, is_answer=True)


def hidden_only(text: str, ordinal: int) -> str:
    """Return only what the front shows in place of the card's clozes: hints or dots."""
    return ", ".join("..." if cloze.hint is None else cloze.hint for cloze in clozes(text).get(ordinal + 1, ()))


def revealed_only(text: str, ordinal: int) -> str:
    """Return only the card's answers."""
    return ", ".join(cloze.text for cloze in clozes(text).get(ordinal + 1, ()))


def to_type(text: str, ordinal: int) -> str:
    """Return the answer to type: the card's answers, written once if all are the same."""
    answers = [cloze.text for cloze in clozes(text).get(ordinal + 1, ())]
    return ", ".join(answers[:1] if len(set(answers)) == 1 else answers)


def without_clozes(text: str) -> str:
    """Replace clozes by their text; everything from an unclosed cloze on is left as written."""
    inside, end = _parsed(text)
    return _plain(inside) + text[end:]


def doubtful(text: str) -> Iterator[tuple[str, str]]:
    """Yield answers and hints whose separating `::` may belong to the answer instead."""
    for part in _all_parts(text):
        answer = _plain(part.inside)
        yield from ((answer, hint) for hint in part.hints[:-1])  # Anki shows only the last hint
        if part.hints and (not part.hint or _is_name(answer, part.hint)):
            yield answer, part.hints[-1]


def _is_name(before: str, behind: str) -> bool:
    """Whether `::` is part of a name, as in `std::sort`, `Foo::BAR` and `fe80::1`, unlike `Brazil::country`."""
    return "::" in behind or _NAMES.fullmatch(f"{before}::{behind}") is not None


def malformed(text: str) -> tuple[MalformedCloze, ...]:
    """Return the malformed clozes of a text, in text order."""
    malformed_clozes = [
        MalformedCloze(offset, mark, error) for offset, mark, error in (*_unbalanced(text), *_misnumbered(text))
    ]
    malformed_clozes += [
        MalformedCloze(part.offset, _mark_at(text, part.offset), ClozeError.EMPTY)
        for part in _all_parts(text)
        if _NOTHING.fullmatch(_plain(part.inside))
    ]
    return tuple(sorted(malformed_clozes))


def _all_parts(text: str) -> Iterator[_Part]:
    yield from _flat(_parsed(text)[0])


def _flat(inside: Sequence[str | _Part]) -> Iterator[_Part]:
    for piece in inside:
        if isinstance(piece, _Part):
            yield piece
            yield from _flat(piece.inside)


def _parsed(text: str) -> tuple[list[str | _Part], int]:
    """Parse a text; also return where parsing ends: at its end, or at the first unclosed cloze."""
    pieces: list[str | _Part] = []
    open_parts: list[_Part] = []
    done = 0
    for mark in _BEGINS_OR_ENDS.finditer(text):
        begun = _valid_numbers(mark[1]) if mark[1] else ()
        if not (begun or (open_parts and not mark[1])):
            continue
        _add(text[done : mark.start()], open_parts, pieces)
        done = mark.end()
        if not begun:
            part = open_parts.pop()
            (open_parts[-1].inside if open_parts else pieces).append(part)
        elif len(open_parts) < _DEEPEST:
            open_parts.append(_Part(mark.start(), begun, [], []))
    if open_parts:
        return pieces, open_parts[0].offset
    pieces.append(text[done:])
    return pieces, len(text)


def _add(piece: str, open_parts: Sequence[_Part], pieces: list[str | _Part]) -> None:
    if open_parts:
        open_parts[-1].add(piece)
    else:
        pieces.append(piece)


def _valid_numbers(listed: str) -> tuple[int, ...]:
    return tuple(sorted({number for number in _listed(listed) if number < _NUMBER_BELOW}))


def _listed(listed: str) -> list[int]:
    """Parse comma-separated numbers; six digits of a long one suffice to know that it is too high."""
    return [int(digits.lstrip("0")[:6] or "0") for digits in listed.split(",") if digits]


def _plain(inside: Sequence[str | _Part]) -> str:
    return "".join(piece if isinstance(piece, str) else _plain(piece.inside) for piece in inside)


def _of_card(text: str, ordinal: int, *, is_answer: bool) -> str:
    pieces, _ = _parsed(text)
    if not any(ordinal + 1 in part.numbers for part in _flat(pieces)):
        return ""
    shown = _shown(pieces, ordinal + 1, is_answer=is_answer)
    return _MATHS.sub(lambda maths: MARKUP.sub("", maths[0]), shown)  # MathJax would read tags as maths


def _shown(inside: Sequence[str | _Part], number: int, *, is_answer: bool) -> str:
    return "".join(piece if isinstance(piece, str) else _marked(piece, number, is_answer=is_answer) for piece in inside)


def _marked(part: _Part, number: int, *, is_answer: bool) -> str:
    text = _shown(part.inside, number, is_answer=is_answer)
    ordinals = ",".join(map(str, part.numbers))
    if number not in part.numbers:
        return f'<span class="cloze-inactive" data-ordinal="{ordinals}">{text}</span>'
    if is_answer:
        return f'<span class="cloze" data-ordinal="{ordinals}">{text}</span>'
    hint = "..." if part.hint is None else part.hint
    return f'<span class="cloze" data-cloze="{_attribute(text)}" data-ordinal="{ordinals}">[{hint}]</span>'


def _attribute(text: str) -> str:
    return "".join(map(_escaped, text))


def _escaped(letter: str) -> str:
    """Escape a character as Anki does: of the first 256 characters, all but ASCII letters and digits."""
    if letter in _NAMED:
        return _NAMED[letter]
    if ord(letter) > 0xFF or (letter.isascii() and letter.isalnum()):
        return letter
    return f"&#x{ord(letter):02X};"


def _unbalanced(text: str) -> Iterator[tuple[int, str, ClozeError]]:
    """Find unclosed clozes, unmatched ends and near misses, by pairing braces as an author does."""
    open_marks: list[tuple[int, bool]] = []
    open_clozes = 0
    for braces in _BRACES.finditer(text):
        at = braces.start()
        if braces[0] == "}}":
            if open_marks:
                open_clozes -= open_marks.pop()[1]
            else:
                yield at, "}}", ClozeError.STRAY
            continue
        is_cloze = _is_begun(text, at)
        open_marks.append((at, is_cloze))
        open_clozes += is_cloze
        if not is_cloze and (almost := _ALMOST.match(text, at)):
            yield at, almost[0], ClozeError.SINGLE_COLON if _SINGLE_COLON.match(text, at) else ClozeError.UNREAD
        elif not is_cloze and open_clozes:
            yield at, "{{", ClozeError.BRACES
    yield from ((at, _mark_at(text, at), ClozeError.UNCLOSED) for at, is_cloze in open_marks if is_cloze)


def _is_begun(text: str, at: int) -> bool:
    mark = _BEGINS_OR_ENDS.match(text, at)
    return bool(mark and mark[1] and mark[1].strip(","))


def _mark_at(text: str, at: int) -> str:
    mark = _BEGINS_OR_ENDS.match(text, at)
    return mark[0] if mark else text[at : at + 2]


def _misnumbered(text: str) -> Iterator[tuple[int, str, ClozeError]]:
    depth = 0
    for mark in _BEGINS_OR_ENDS.finditer(text):
        listed = _listed(mark[1] or "")
        if mark[0] == "}}":
            depth = max(0, depth - 1)
        elif listed:
            errors = {
                ClozeError.ZERO: 0 in listed,
                ClozeError.HIGH: max(listed) > _HIGHEST,
                ClozeError.SEVERAL: "," in mark[1],
                ClozeError.DEEP: depth >= _DEEPEST_EVERYWHERE,
            }
            yield from ((mark.start(), mark[0], error) for error, is_so in errors.items() if is_so)
            depth += 1
