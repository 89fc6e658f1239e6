"""Changes as text, Markdown, data, or a page of cards before and after."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from flashcards.anki.snapshot import NoteSnapshot
from flashcards.cards.notetypes import NOTETYPES
from flashcards.diff.difference import SIGNS, Change, Difference, Kind, LookChange
from flashcards.diff.page import page_of
from flashcards.text.html import to_plain
from flashcards.text.language import own_name

Writer = Callable[[Difference], str]

_MARKUP = re.compile(r"[!#$*<>@\[\\\]_`|~]|&(?=[#\w]+;)")  # what Markdown could take for a mark, or HTML in it
_OTHER = " 2"  # how the name of a field in the other language ends


def as_text(found: Difference) -> str:
    """Each change with the fields that differ, the old text marked with - and the new with +."""
    lines = [summary(found)]
    if found.looks:
        lines += ["", *(f"look: {_look_told(look, look.new.name)}" for look in found.looks)]
    for language, group in by_language(found.notes):
        lines += ["", f"{language}:"]
        for change in group:
            lines += ["", f"{' + '.join(change.kinds)}  {change.note.id}"]
            for name, old, new in _texts(change):
                lines += [f"  {name}", *_marked("-", old), *_marked("+", new)]
    return "\n".join(lines) + "\n"


def as_markdown(found: Difference) -> str:
    """The same for a comment on a pull request: what learners will see, then each note folded away."""
    lines = [f"**{summary(found)}**"]
    if found.looks:
        lines += ["", *(f"- look: {_look_told(look, _inert(look.new.name))}" for look in found.looks)]
    for language, group in by_language(found.notes):
        lines += ["", f"### {_inert(language)}", ""]
        counts = Counter(kind for change in group for kind in change.kinds)
        lines += [f"- {counts[kind]} {kind}: {SIGNS[kind]}" for kind in Kind if counts[kind]]
        for change in group:
            lines += [
                "",
                f"<details><summary>{' + '.join(change.kinds)}: <code>{_inert(change.note.id)}</code></summary>",
                "",
            ]
            for name, old, new in _texts(change):
                lines += [
                    f"**{_inert(name)}**",
                    "",
                    "```diff",
                    *_marked("-", old, ""),
                    *_marked("+", new, ""),
                    "```",
                    "",
                ]
            lines += ["</details>"]
    return "\n".join(lines) + "\n"


def as_json(found: Difference) -> str:
    """Changes as data; fields are HTML."""
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
        for change in found.notes
    ]
    looks = [{"notetype": look.new.name, "id": look.new.id, "changed": list(look.changed)} for look in found.looks]
    return json.dumps({"changes": changes, "looks": looks}, ensure_ascii=False, indent=2) + "\n"


def as_page(found: Difference) -> str:
    """A page that needs nothing else: each changed note with its cards as they were and will be, side by side."""
    return page_of(found, summary(found), [_look_told(look, look.new.name) for look in found.looks])


WRITERS: Mapping[str, Writer] = {"text": as_text, "markdown": as_markdown, "json": as_json, "html": as_page}
"""How changes can be told, by the name of the format."""


def summary(found: Difference) -> str:
    """How many notes changed, in which ways: `2 reworded, new look`; a note counts once for all its languages."""
    notes: dict[Kind, set[str]] = {}
    for change in found.notes:
        for kind in change.kinds:
            notes.setdefault(kind, set()).add(change.note.id)
    counted = [f"{len(notes[kind])} {kind}" for kind in Kind if kind in notes]
    return ", ".join([*counted, *["new look"] * bool(found.looks)]) or "nothing changes for learners"


def by_language(changes: Sequence[Change]) -> Iterator[tuple[str, list[Change]]]:
    """Changes by the language that is studied, called by its own name."""
    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(change.note.language, []).append(change)
    for tag, group in groups.items():
        yield own_name(tag) if tag else "no language", group


def _look_told(look: LookChange, name: str) -> str:
    return f"the cards of '{name}' look different; a learner's own styling in the note type is replaced"


def _inert(text: str) -> str:
    """Text in one line that is nothing but text in Markdown, and in HTML within it."""
    return _MARKUP.sub(lambda sign: f"&#{ord(sign[0])};", " ".join(text.split()))


def _texts(change: Change) -> Iterator[tuple[str, str, str]]:
    """The names of fields that differ, with what a learner read in them and will read."""
    old, new = (note.fields if note else {} for note in (change.old, change.new))
    for name in change.changed_fields():
        if (change.old and change.new) or name not in _asides(change.note):
            yield _called(name, change.note), to_plain(old.get(name, "")), to_plain(new.get(name, ""))
    tags = [" ".join(note.tags) if note else "" for note in (change.old, change.new)]
    if tags[0] != tags[1]:
        yield "Tags", tags[0], tags[1]


def _asides(note: NoteSnapshot) -> Iterator[str]:
    """The fields that no author writes, of which a note that comes or goes says nothing."""
    fields = NOTETYPES[note.notetype].fields if note.notetype else ()
    return (field.name for field in fields if field.is_aside)


def _called(name: str, note: NoteSnapshot) -> str:
    """What a field is called: `Answer (English)` for one in the other language."""
    part, language = name.removesuffix(_OTHER), to_plain(note.fields.get("Label 2", ""))
    return f"{part} ({language})" if part != name and language and name not in _asides(note) else name


def _marked(sign: str, text: str, indent: str = "    ") -> list[str]:
    return [f"{indent}{sign} {line}" for line in text.splitlines()]


def _data(note: NoteSnapshot | None) -> object:
    return {"id": note.id, "deck": note.deck, "fields": dict(note.fields), "tags": list(note.tags)} if note else None
