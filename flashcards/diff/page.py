"""Differences as an HTML page: each card before and after, side by side, each in its own frame."""

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from flashcards.anki.snapshot import NoteSnapshot
from flashcards.cards.frame import cleaned, frame_style, frames, page_policy, with_frames
from flashcards.cards.frame.packing import Packing
from flashcards.cards.notetypes import NOTETYPES
from flashcards.cards.notetypes.notetype import Notetype
from flashcards.cards.template import as_shown, card_sides
from flashcards.diff.difference import SIGNS, Change, ChangeKind, Difference
from flashcards.diff.marks import with_marks
from flashcards.diff.pictures import as_names
from flashcards.text.language import direction, is_language, own_name

_PLAIN = next(iter(NOTETYPES.values()))
_PLACE = re.compile("@@([a-z]+)@@")
_MARKS = 1  # the index of the stylesheet that marks changed words, after the one of Anki's client
# A package may come from anyone, and the time for longer texts grows faster than their length
_LONGEST = 10_000  # characters of a field on the page
_LEFT_OUT = ("Voice", "Report")  # speech and a link, of which the page would show only that they are there
_MARKED_ASIDES = ("Topic", "Source")  # the others are not on the card, or not as text
_PICTURE = '<span class="picture">{}</span>'


class _Cards:
    """The cards on a page, packed, with what is around them: a stylesheet, a language and its direction."""

    def __init__(self) -> None:
        self.packing = Packing()
        self._styles: dict[str, int] = {_file("marks.css"): _MARKS}
        self._looks: dict[tuple[int, str, str], int] = {}

    @property
    def frames(self) -> Mapping[str, Any]:
        return frames(self._styles, loads_files=False)

    @property
    def looks(self) -> Sequence[tuple[int, str, str]]:
        return tuple(self._looks)

    def add(self, side: str, css: str, language: str) -> list[int]:
        """Pack a side: the number of its look, then its text."""
        tag = language if is_language(language) else ""
        number = self._styles.setdefault(css, len(self._styles) + 1)
        look = number, tag, direction(tag) if tag else "auto"
        return [self._looks.setdefault(look, len(self._looks)), *self.packing.side(side)]


def page_of(difference: Difference, summary: str, remarks: Iterable[str]) -> str:
    """The page, in one file; `remarks` are shown below its heading."""
    notes: dict[str, list[Change]] = {}
    for change in difference.notes:
        notes.setdefault(change.note.id, []).append(change)
    cards = _Cards()
    shown = [_note(note_id, each, cards) for note_id, each in notes.items()]
    head = _decks(difference.notes) + "".join(
        f'<p class="aside">{html.escape(each)}</p>' for each in (*remarks, *_styles_left_out(difference.notes))
    )
    return _filled(cards, shown, summary=html.escape(summary), head=head)


def _decks(changes: Sequence[Change]) -> str:
    """The list of changed decks, with their versions if they have any."""
    versions: dict[str, dict[str, None]] = {}
    for change in changes:
        for note in filter(None, (change.old, change.new)):
            versions.setdefault(note.deck.partition("::")[0], {}).update({note.version: None} if note.version else {})
    items = "".join(
        f'<li><bdi>{html.escape(deck)}</bdi> <bdi class="version">{html.escape(" → ".join(each))}</bdi></li>'
        for deck, each in versions.items()
    )
    return f'<ul class="decks">{items}</ul>' if items else ""


def _styles_left_out(changes: Sequence[Change]) -> Iterator[str]:
    """Remarks about stylesheets that are not shown, with the reason."""
    styled = {note.css: note for change in changes for note in (change.old, change.new) if note}
    for css, note in styled.items():
        if note.notetype and (flaw := frame_style(css).flaw):
            reason = f"{flaw.flaw.message} (line {flaw.line}, column {flaw.column})"
            yield f"the style of '{note.deck}' is not shown, the default style is used instead: {reason}"


def _note(note_id: str, changes: Sequence[Change], cards: _Cards) -> list[Any]:
    """A note as data for the script: its id, what happened to it, and its rows."""
    kinds = [kind for kind in ChangeKind if any(kind in change.kinds for change in changes)]
    return [note_id, kinds, [_row(row, cards) for row in _rows(changes)]]


def _rows(changes: Iterable[Change]) -> Iterable[Sequence[Change]]:
    """The changes of a note: those with the same texts, in languages that are a tap away from each other, together."""
    rows: dict[frozenset[tuple[str, str]], list[Change]] = {}
    for change in changes:
        old, new = (note.fields if note else {} for note in (change.old, change.new))
        names = change.own_fields() or change.changed_fields()
        texts = frozenset((old.get(name, ""), new.get(name, "")) for name in names)
        rows.setdefault(next((row for row in rows if texts <= row), texts), []).append(change)
    return rows.values()


def _row(changes: Sequence[Change], cards: _Cards) -> list[Any]:
    """A row as data for the script: languages, the card of the first before and after, and tags that went and came."""
    change = changes[0]
    sides = [
        cards.add(_backs(fields, note), _css(note), note.language) if note and fields else None
        for note, fields in zip((change.old, change.new), _before_and_after(change), strict=True)
    ]
    old, new = (note.tags if note else () for note in (change.old, change.new))
    tags = [" ".join(tag for tag in own if tag not in other) for own, other in ((old, new), (new, old))]
    return [[own_name(each.note.language) for each in changes if each.note.language], *sides, *tags]


def _css(note: NoteSnapshot) -> str:
    """The CSS of a note's own note type; the default CSS if it cannot be shown."""
    return (frame_style(note.css).css if note.notetype else "") or NOTETYPES.get(note.notetype, _PLAIN).css


def _backs(fields: Mapping[str, str], note: NoteSnapshot) -> str:
    """The backs of the cards of a note, which show all its fields, sanitised."""
    if note.templates:
        return "<hr>".join(_own_backs(fields, note))
    notetype = NOTETYPES.get(note.notetype, _PLAIN)
    filled = {**{field.name: "" for field in notetype.fields}, **fields}
    cards = notetype.cards_of([filled[field.name] for field in notetype.fields])
    return "<hr>".join(_back(notetype, filled, card) for card in cards)


def _own_backs(fields: Mapping[str, str], note: NoteSnapshot) -> Iterator[str]:
    """The backs of the cards of an author's own kind."""
    filled = {**dict.fromkeys(note.fields, ""), **fields}
    for number, (front, back) in enumerate(note.templates):
        try:
            sides = card_sides(front, back, filled, ordinal=number)
        except (KeyError, ValueError):  # a package that was edited
            continue
        if not sides.is_blank:
            yield cleaned(as_shown(sides, filled, ordinal=number)[1], shows_files=False)


def _back(notetype: Notetype, fields: Mapping[str, str], card: int) -> str:
    template = notetype.template_of(card)
    sides = card_sides(template.front, template.back, fields, ordinal=card, is_cloze=notetype.is_cloze)
    _, back = as_shown(sides, fields, ordinal=card)
    return cleaned(back, shows_files=False)


def _before_and_after(change: Change) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The fields before and after, with the words that differ marked; empty for a note that is new or gone."""
    old, new = (_shortened(note.fields) if note else {} for note in (change.old, change.new))
    if old and new:
        for name in {*change.own_fields(), *_MARKED_ASIDES}.intersection(change.changed_fields()):
            old[name], new[name] = with_marks(old.get(name, ""), new.get(name, ""))
    return old, new


def _shortened(fields: Mapping[str, str]) -> dict[str, str]:
    """Fields cut to a length, and without speech markers, so that rendering takes linear time."""
    shown = {name: text for name, text in fields.items() if name not in _LEFT_OUT}
    return {name: as_names(_cut(text), _PICTURE).replace("[anki:", "&#91;anki:") for name, text in shown.items()}


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


def _filled(cards: _Cards, notes: Sequence[object], **parts: str) -> str:
    """Fill in the page template, with a policy that lets the page load nothing."""
    script, style, framed = with_frames(_file("page.js")), _file("page.css"), cards.frames
    data = {
        "frames": framed,
        "marks": _MARKS,
        "signs": SIGNS,
        "looks": cards.looks,
        "skeletons": cards.packing.skeletons,
        "texts": cards.packing.texts,
        "notes": notes,
    }
    values = {
        **parts,
        "style": style,
        "script": script,
        "data": _in_script(data),
        "policy": html.escape(page_policy(script, style, framed, loads_files=False)),
    }
    return _PLACE.sub(lambda match: values[match[1]], _file("page.html"))


def _in_script(data: object) -> str:
    """Data as JSON that cannot end the script element it is in."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


@cache
def _file(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
