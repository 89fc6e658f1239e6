"""Differences as text, Markdown, JSON, or a page of cards before and after."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from flashcards.anki.snapshot import NoteSnapshot
from flashcards.cards.notetypes import NOTETYPES
from flashcards.cards.notetypes.fields import ID, TAIL
from flashcards.cards.notetypes.of_kind import LABEL_FIELD, OTHER
from flashcards.diff.difference import SIGNS, Change, ChangeKind, Difference
from flashcards.diff.page import page_of
from flashcards.diff.pictures import as_names
from flashcards.text.html import to_plain
from flashcards.text.language import own_name

Writer = Callable[[Difference], str]

_MARKUP = re.compile(r"[!#$*<>@\[\\\]_`|~]|&(?=[#\w]+;)")  # characters that can begin markup in Markdown or HTML
_OURS = frozenset(field.name for field in (ID, *TAIL))


def as_text(difference: Difference) -> str:
    """Format changes with the fields that differ, old text after - and new text after +."""
    lines = [summary(difference)]
    if difference.notetypes:
        lines += ["", *(f"look: {_styling_line(each.new.name)}" for each in difference.notetypes)]
    for language, group in by_language(difference.notes):
        lines += ["", f"{language}:"]
        for change in group:
            lines += ["", f"{' + '.join(change.kinds)}  {change.note.id}"]
            for name, old, new in _texts(change):
                lines += [f"  {name}", *_marked("-", old), *_marked("+", new)]
    return "\n".join(lines) + "\n"


def as_markdown(difference: Difference) -> str:
    """Format changes for a comment on a pull request: a summary, then the fields of each note, collapsed."""
    lines = [f"**{summary(difference)}**"]
    if difference.notetypes:
        lines += ["", *(f"- look: {_styling_line(_escaped(each.new.name))}" for each in difference.notetypes)]
    for language, group in by_language(difference.notes):
        lines += ["", f"### {_escaped(language)}", ""]
        counts = Counter(kind for change in group for kind in change.kinds)
        lines += [f"- {counts[kind]} {kind}: {SIGNS[kind]}" for kind in ChangeKind if counts[kind]]
        for change in group:
            lines += [
                "",
                f"<details><summary>{' + '.join(change.kinds)}: <code>{_escaped(change.note.id)}</code></summary>",
                "",
            ]
            for name, old, new in _texts(change):
                lines += [
                    f"**{_escaped(name)}**",
                    "",
                    "```diff",
                    *_marked("-", old, ""),
                    *_marked("+", new, ""),
                    "```",
                    "",
                ]
            lines += ["</details>"]
    return "\n".join(lines) + "\n"


def difference_json(difference: Difference) -> dict[str, Any]:
    """Return changes as JSON data; fields are HTML."""
    changes = [
        {
            "id": change.note.id,
            "guid": change.note.guid,
            "language": change.note.language,
            "kinds": [str(kind) for kind in change.kinds],
            "fields": list(change.changed_fields()),
            "before": _data(change.old),
            "after": _data(change.new),
        }
        for change in difference.notes
    ]
    notetypes = [
        {"notetype": each.new.name, "id": each.new.id, "changed": list(each.changed)} for each in difference.notetypes
    ]
    return {"changes": changes, "notetypes": notetypes}


def as_page(difference: Difference) -> str:
    """Format changes as an HTML page in one file: each changed note with its cards before and after, side by side."""
    return page_of(difference, summary(difference), [_styling_line(each.new.name) for each in difference.notetypes])


WRITERS: Mapping[str, Writer] = {"text": as_text, "markdown": as_markdown, "html": as_page}
"""Formatters by the name of the format."""


def summary(difference: Difference) -> str:
    """Count changed notes by kind: `2 reworded, new look`; a note counts once for all its languages."""
    notes: dict[ChangeKind, set[str]] = {}
    for change in difference.notes:
        for kind in change.kinds:
            notes.setdefault(kind, set()).add(change.note.id)
    counted = [f"{len(notes[kind])} {kind}" for kind in ChangeKind if kind in notes]
    return ", ".join([*counted, *["new look"] * bool(difference.notetypes)]) or "nothing changes for learners"


def by_language(changes: Sequence[Change]) -> Iterator[tuple[str, list[Change]]]:
    """Group changes by the name of the study language in that language."""
    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(change.note.language, []).append(change)
    for tag, group in groups.items():
        yield own_name(tag) if tag else "no language", group


def _styling_line(notetype: str) -> str:
    return f"the cards of '{notetype}' look different; a learner's own styling in the note type is replaced"


def _escaped(text: str) -> str:
    """Escape a text for Markdown and for HTML in it, on one line."""
    return _MARKUP.sub(lambda sign: f"&#{ord(sign[0])};", " ".join(text.split()))


def _texts(change: Change) -> Iterator[tuple[str, str, str]]:
    """The labels of fields that differ, with the old and the new text without markup."""
    old, new = (note.fields if note else {} for note in (change.old, change.new))
    for name in change.changed_fields():
        if (change.old and change.new) or name not in _asides(change.note):
            yield _label(name, change.note), _plain(old.get(name, "")), _plain(new.get(name, ""))
    tags = [" ".join(note.tags) if note else "" for note in (change.old, change.new)]
    if tags[0] != tags[1]:
        yield "Tags", tags[0], tags[1]


def _asides(note: NoteSnapshot) -> Iterator[str]:
    """The fields that no author writes; they are not shown for a note that is new or gone."""
    if not note.notetype or note.notetype in NOTETYPES:
        fields = NOTETYPES[note.notetype].fields if note.notetype else ()
        return (field.name for field in fields if field.is_aside)
    return (name for name in note.fields if name in _OURS or name.startswith(LABEL_FIELD))


def _label(name: str, note: NoteSnapshot) -> str:
    """The label of a field: `Answer (English)` for one in the support language."""
    part, language = name.removesuffix(OTHER), to_plain(note.fields.get("Label 2", ""))
    return f"{part} ({language})" if part != name and language and name not in _asides(note) else name


def _plain(field: str) -> str:
    return to_plain(as_names(field, "[{}]"))


def _marked(sign: str, text: str, indent: str = "    ") -> list[str]:
    return [f"{indent}{sign} {line}" for line in text.splitlines() if line.strip()]


def _data(note: NoteSnapshot | None) -> object:
    return {"id": note.id, "deck": note.deck, "fields": dict(note.fields), "tags": list(note.tags)} if note else None
