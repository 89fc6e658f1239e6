"""Changes as text, Markdown, data, or a page of cards before and after."""

import difflib
import html
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from flashcards.diff import Change, Difference, Kind, LookChange
from flashcards.language import own_name
from flashcards.markdown.harmless import harmless
from flashcards.markup import to_plain
from flashcards.notetypes import NOTETYPES
from flashcards.notetypes.dress import without_learners_style
from flashcards.notetypes.notetype import Notetype
from flashcards.policy import policy
from flashcards.rendering import as_shown, card_sides
from flashcards.snapshot import NoteSnapshot

Writer = Callable[[Difference], str]

_PLAIN = next(iter(NOTETYPES.values()))

_PLACE = re.compile("@@([a-z]+)@@")
# A package may come from anyone; what is longer takes time that grows faster than its length
_LONGEST = 10_000  # characters of a field on the page
_MOST_WORDS = 400  # of a field in which those that differ are found
_MARKUP = re.compile(r"[!#$*<>@\[\\\]_`|~]|&(?=[#\w]+;)")  # what Markdown could take for a mark, or HTML in it
_OTHER = " 2"  # how the name of a field in the other language ends

_SIGNS: Mapping[Kind, str] = {
    Kind.NEW: "new cards to learn",
    Kind.REWORDED: "the text is replaced; progress stays",
    Kind.RENAMED: "only the id at the card's foot changes; progress stays",
    Kind.MOVED: "another section; the card stays in its deck",
    Kind.RETAGGED: "the tags are replaced",
    Kind.RETIRED: "the card says that it is retired, and why",
    Kind.GONE: "learners keep the card, and nothing reaches it any more",
    Kind.OTHER: "what stands around the text changes",
}


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
        lines += [f"- {counts[kind]} {kind}: {_SIGNS[kind]}" for kind in Kind if counts[kind]]
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
    """A page that needs nothing else: each changed note as its cards were and will be, the languages side by side."""
    notes: dict[str, list[Change]] = {}
    for change in found.notes:
        notes.setdefault(change.note.id, []).append(change)
    looks = "".join(f"<p>look: {html.escape(_look_told(look, look.new.name))}</p>" for look in found.looks)
    body = looks + "".join(_note_on_page(note_id, each) for note_id, each in notes.items())
    return _filled(summary=html.escape(summary(found)), body=body)


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


def _note_on_page(note_id: str, changes: Sequence[Change]) -> str:
    kinds = [kind for kind in Kind if any(kind in change.kinds for change in changes)]
    badges = "".join(f'<span class="kind {kind}" title="{_SIGNS[kind]}">{kind}</span>' for kind in kinds)
    columns = "".join(_column(change) for change in changes)
    heading = f"<h2><code>{html.escape(note_id)}</code>{badges}</h2>"
    return (
        f'<section class="note" id="{html.escape(note_id)}">{heading}<div class="languages">{columns}</div></section>'
    )


def _column(change: Change) -> str:
    """A note in one study language, before above after."""
    old, new = _highlighted(change)
    notetype = change.note.notetype
    sides = [
        f'<figure><figcaption>{caption}</figcaption><div class="card">{_backs(fields, notetype)}</div></figure>'
        for caption, fields in (("before", old), ("after", new))
        if fields
    ]
    tags = "".join(
        f'<p class="tags"><del>{html.escape(old)}</del> <ins>{html.escape(new)}</ins></p>'
        for name, old, new in _texts(change)
        if name == "Tags"
    )
    return f"<div>{''.join(sides)}{tags}</div>"


def _backs(fields: Mapping[str, str], key: str) -> str:
    """The backs of the cards, which show all of the note, with the other language open."""
    notetype = NOTETYPES.get(key, _PLAIN)
    filled = {**{field.name: "" for field in notetype.fields}, **fields}
    cards = notetype.cards_of([filled[field.name] for field in notetype.fields])
    return "<hr>".join(_back(notetype, filled, card) for card in cards)


def _back(notetype: Notetype, fields: Mapping[str, str], card: int) -> str:
    template = notetype.template_of(card)
    sides = card_sides(template.front, template.back, fields, ordinal=card, is_cloze=notetype.is_cloze)
    _, back = as_shown(sides, fields, ordinal=card)
    return harmless(without_learners_style(back).replace("<details ", "<details open "))


def _highlighted(change: Change) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The fields before and after, with the words marked that differ."""
    old, new = (_shortened(note.fields) if note else {} for note in (change.old, change.new))
    if old and new:
        for name in change.changed_fields():
            if "<" not in old.get(name, "") + new.get(name, ""):  # marks among tags could part them
                old[name], new[name] = _marked_words(old.get(name, ""), new.get(name, ""))
    return old, new


def _shortened(fields: Mapping[str, str]) -> dict[str, str]:
    """Fields that are shown in a time that grows with their length: cut, and with no beginning of speech in them."""
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


def _filled(**parts: str) -> str:
    """The page, with its style, its script, and what it may load: nothing."""
    style, script = _PLAIN.css + _file("diff.css"), _file("diff.js")
    known = {
        **parts,
        "style": style,
        "script": script,
        "policy": policy(script=script, styles=[style], loads_files=False),
    }
    return _PLACE.sub(lambda place: known[place[1]], _file("diff.html"))


@cache
def _file(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
