"""Differences as an HTML page: each card before and after, side by side, each in its own frame."""

import difflib
import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from flashcards.anki.snapshot import NoteSnapshot
from flashcards.cards.frame import cleaned, frame_style, frames, page_policy, with_frames
from flashcards.cards.notetypes import NOTETYPES
from flashcards.cards.notetypes.notetype import Notetype
from flashcards.cards.template import as_shown, card_sides
from flashcards.diff.difference import SIGNS, Change, Difference, Kind
from flashcards.text.language import direction, is_language, own_name

_PLAIN = next(iter(NOTETYPES.values()))
_PLACE = re.compile("@@([a-z]+)@@")
_MARKS = 1  # the index of the stylesheet that marks changed words, after the one of Anki's client
# A package may come from anyone, and the time for longer texts grows faster than their length
_LONGEST = 10_000  # characters of a field on the page
_MOST_WORDS = 400  # of a field, to find the words that differ


class _Cards:
    """The sides of cards on a page, and their stylesheets, each with an index."""

    def __init__(self) -> None:
        self.sides: list[tuple[str, int, str, str]] = []
        self._styles: dict[str, int] = {_file("marks.css"): _MARKS}

    @property
    def frames(self) -> Mapping[str, Any]:
        return frames(self._styles, loads_files=False)

    def add(self, side: str, css: str, language: str) -> int:
        """Add a side; returns its index."""
        tag = language if is_language(language) else ""
        number = self._styles.setdefault(css, len(self._styles) + 1)
        self.sides.append((side, number, tag, direction(tag) if tag else "auto"))
        return len(self.sides) - 1


class _Shown(NamedTuple):
    """A note before or after, with the words that differ marked."""

    name: str
    note: NoteSnapshot
    fields: Mapping[str, str]


def page_of(difference: Difference, summary: str, remarks: Iterable[str]) -> str:
    """The page, in one file; `remarks` are shown below its heading."""
    notes: dict[str, list[Change]] = {}
    for change in difference.notes:
        notes.setdefault(change.note.id, []).append(change)
    cards = _Cards()
    body = "".join(_note(note_id, each, cards) for note_id, each in notes.items())
    head = _decks(difference.notes) + "".join(
        f'<p class="aside">{html.escape(each)}</p>' for each in (*remarks, *_styles_left_out(difference.notes))
    )
    return _filled(cards, summary=html.escape(summary), head=head, body=body)


def _decks(changes: Sequence[Change]) -> str:
    """The list of changed decks, with their versions if they have any."""
    versions: dict[str, dict[str, None]] = {}
    for change in changes:
        for note in filter(None, (change.old, change.new)):
            versions.setdefault(note.deck.partition("::")[0], {}).update({note.version: None} if note.version else {})
    items = "".join(
        f'<li>{html.escape(deck)} <span class="version">{html.escape(_arrow(each))}</span></li>'
        for deck, each in versions.items()
    )
    return f'<ul class="decks">{items}</ul>' if items else ""


def _arrow(versions: Iterable[str]) -> str:
    return " → ".join(versions)


def _styles_left_out(changes: Sequence[Change]) -> Iterator[str]:
    """Remarks about stylesheets that are not shown, with the reason."""
    styled = {note.css: note for change in changes for note in (change.old, change.new) if note}
    for css, note in styled.items():
        if note.notetype and (flaw := frame_style(css).flaw):
            reason = f"{flaw.flaw.message} (line {flaw.line}, column {flaw.column})"
            yield f"the style of '{note.deck}' is not shown, the default style is used instead: {reason}"


def _note(note_id: str, changes: Sequence[Change], cards: _Cards) -> str:
    kinds = [kind for kind in Kind if any(kind in change.kinds for change in changes)]
    badges = "".join(f'<span class="kind {kind}" title="{SIGNS[kind]}">{kind}</span>' for kind in kinds)
    heading = f"<h2><code>{html.escape(note_id)}</code>{badges}</h2>"
    rows = "".join(_row(change, cards) for change in changes)
    return f'<section class="note" id="{html.escape(note_id)}">{heading}{rows}</section>'


def _row(change: Change, cards: _Cards) -> str:
    """A note in one study language, before and after."""
    language = change.note.language
    named = f"<h3>{html.escape(own_name(language))}</h3>" if language else ""
    figures = "".join(_figure(shown, cards) for shown in _before_and_after(change))
    return f'{named}<div class="pair">{figures}</div>{_tags(change)}'


def _figure(shown: _Shown, cards: _Cards) -> str:
    side, note = _backs(shown.fields, shown.note.notetype), shown.note
    number = cards.add(side, _css(note), note.language)
    title = html.escape(f"{note.id}, {shown.name}")
    glass = f'<div class="glass" data-card="{number}" data-title="{title}"></div>'
    return f'<figure class="{shown.name}"><figcaption>{shown.name}</figcaption>{glass}</figure>'


def _css(note: NoteSnapshot) -> str:
    """The CSS of a note's own note type; the default CSS if it cannot be shown."""
    return (frame_style(note.css).css if note.notetype else "") or NOTETYPES.get(note.notetype, _PLAIN).css


def _tags(change: Change) -> str:
    old, new = (" ".join(note.tags) if note else "" for note in (change.old, change.new))
    if old == new:
        return ""
    return f'<p class="tags"><del>{html.escape(old)}</del> <ins>{html.escape(new)}</ins></p>'


def _backs(fields: Mapping[str, str], key: str) -> str:
    """The backs of the cards of a note, which show all its fields, sanitised."""
    notetype = NOTETYPES.get(key, _PLAIN)
    filled = {**{field.name: "" for field in notetype.fields}, **fields}
    cards = notetype.cards_of([filled[field.name] for field in notetype.fields])
    return "<hr>".join(_back(notetype, filled, card) for card in cards)


def _back(notetype: Notetype, fields: Mapping[str, str], card: int) -> str:
    template = notetype.template_of(card)
    sides = card_sides(template.front, template.back, fields, ordinal=card, is_cloze=notetype.is_cloze)
    _, back = as_shown(sides, fields, ordinal=card)
    return cleaned(back, shows_files=False)


def _before_and_after(change: Change) -> Iterator[_Shown]:
    old, new = (_shortened(note.fields) if note else {} for note in (change.old, change.new))
    if old and new:
        for name in change.changed_fields():
            if "<" not in old.get(name, "") + new.get(name, ""):  # marks could split tags
                old[name], new[name] = _marked_words(old.get(name, ""), new.get(name, ""))
    for name, note, fields in (("before", change.old, old), ("after", change.new, new)):
        if note and fields:
            yield _Shown(name, note, fields)


def _shortened(fields: Mapping[str, str]) -> dict[str, str]:
    """Fields cut to a length, and without speech markers, so that rendering takes linear time."""
    return {name: _cut(text).replace("[anki:", "&#91;anki:") for name, text in fields.items()}


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


def _marked_words(old: str, new: str) -> tuple[str, str]:
    words = old.split(" "), new.split(" ")
    if max(map(len, words)) > _MOST_WORDS:
        return f"<del>{old}</del>", f"<ins>{new}</ins>"
    before, after = [], []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, *words, autojunk=False).get_opcodes():
        gone, come = " ".join(words[0][a:b]), " ".join(words[1][c:d])
        before += [gone] if tag == "equal" else [f"<del>{gone}</del>"] * bool(gone)
        after += [come] if tag == "equal" else [f"<ins>{come}</ins>"] * bool(come)
    return " ".join(before), " ".join(after)


def _filled(cards: _Cards, **parts: str) -> str:
    """Fill in the page template, with a policy that lets the page load nothing."""
    script, style, framed = with_frames(_file("page.js")), _file("page.css"), cards.frames
    values = {
        **parts,
        "style": style,
        "script": script,
        "data": _in_script({"frames": framed, "marks": _MARKS, "cards": cards.sides}),
        "policy": html.escape(page_policy(script, style, framed, loads_files=False)),
    }
    return _PLACE.sub(lambda match: values[match[1]], _file("page.html"))


def _in_script(data: object) -> str:
    """Data as JSON that cannot end the script element it is in."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


@cache
def _file(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
