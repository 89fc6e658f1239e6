"""The notes of learners compared with those of a deck: which texts were edited, and what cannot be taken over."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from flashcards.anki.learner import LearnerNote
from flashcards.compile.fields import Filler
from flashcards.compile.present import PresentNote
from flashcards.merging.conversion import comparable, formatting, readable, text_of
from flashcards.merging.decision import Fate, Version, fate, given
from flashcards.merging.media import Clash, Files, Finder
from flashcards.merging.values import AddedFile, Comparison, Edit, Left, Seen
from flashcards.model.deck import Language, is_shared
from flashcards.model.problem import Flaw, Location
from flashcards.text.html import to_plain
from flashcards.text.to_markdown.source import media_names, with_names

Bases = Callable[[frozenset[str]], Mapping[str, Sequence[LearnerNote]]]
"""From guids to the notes of packages with them, by guid: what learners were given."""

_OF_THE_BUILD = frozenset(("ID", "Lang", "Lang 2", "Report"))  # they say which note it is, or change with each release
_EDITED_TOO = "it was edited in the deck file too"
_UNKNOWN = "it differs from the deck file, and what it was before the edit is not known"
_IN_HTML = "it shows a new file, which a text in 'raw' cannot"
_AS_MARKDOWN = "write the text as Markdown, and delete its name in 'raw'"
_BASE_HINT = "name the package that was edited: `--base OLD.apkg`"


class Pair(NamedTuple):
    """A learner's note and the same note of the deck; `versions` are those that the learner may have been given."""

    theirs: LearnerNote
    present: PresentNote
    versions: Sequence[Version] = ()


class _Found(NamedTuple):
    """A learner's text that differs."""

    pair: Pair
    field: str
    html: str
    fate: Fate
    reason: str


def compare(
    present: Sequence[PresentNote], theirs: Sequence[LearnerNote], bases: Bases, filler: Filler, find: Finder
) -> Comparison:
    """Compare the notes of learners with those of a deck in all editions; other notes are left out of account.

    `find` gets the files that edits show, and the deck does not have.
    """
    pairs, others = paired(present, theirs)
    differing = [found for pair in _with_versions(pairs, bases) for found in _differing(pair)]
    if files := _files(differing, present, find):
        edited = {id(found.pair): found.pair for found in differing}.values()
        differing = [found for pair in edited for found in _differing(_as_built(pair, files))]
    built = {(at, file.media.name if isinstance(file, AddedFile) else name): file for (at, name), file in files.items()}
    by_place: dict[tuple[Location, str, Language], list[_Found]] = {}
    left, older = [], dict[str, None]()
    for found in differing:
        if found.fate is Fate.OLDER:
            older[found.pair.present.note.id] = None
        elif found.field in found.pair.present.texts:
            by_place.setdefault(_place(found), []).append(found)
        else:
            left.append(_of_no_text(found))
    results = [_together(each, filler, built) for each in by_place.values()]
    edits = [each for each in results if isinstance(each, Edit)]
    left += (each for each in results if isinstance(each, Left))
    order = {note.note.id: place for place, note in enumerate(present)}
    return Comparison(
        tuple(sorted(edits, key=lambda edit: (order[edit.note.id], edit.location))),
        tuple(sorted(left, key=lambda each: (order[each.edit.note.id], each.edit.location))),
        tuple(sorted(_seen(pairs), key=lambda seen: order[seen.note.id])),
        tuple(map(_first_text, others)),
        len(older),
        len({pair.present.note.id for pair in pairs}),
    )


def paired(
    present: Sequence[PresentNote], theirs: Sequence[LearnerNote]
) -> tuple[Sequence[Pair], Sequence[LearnerNote]]:
    """The notes that both sides have, and those of the learner's deck that we do not have."""
    find = _Finder(present)
    pairs, others = [], []
    for note in theirs:
        if ours := find(note):
            pairs.append(Pair(note, ours))
        else:
            others.append(note)
    decks, names = {pair.theirs.deck for pair in pairs}, {note.notetype.name for note in present}
    return pairs, [note for note in others if note.deck in decks or note.notetype in names]


class _Finder:
    """Finds our note for a learner's, by its guid, or where that is not known, by what identifies it in its fields."""

    def __init__(self, present: Sequence[PresentNote]) -> None:
        self._sorted_by = {note.notetype.name: note.notetype.sort_field for note in present}
        self._by_key: dict[tuple[str, ...], list[PresentNote]] = {}
        for note in present:
            fields = {field.name: html for field, html in zip(note.notetype.fields, note.filled.fields, strict=True)}
            for key in ((note.guid,), _identity(note.notetype.name, note.notetype.sort_field, fields)):
                self._by_key.setdefault(key, []).append(note)

    def __call__(self, theirs: LearnerNote) -> PresentNote | None:
        sort_field = self._sorted_by.get(theirs.notetype, "")
        key = (theirs.guid,) if theirs.guid else _identity(theirs.notetype, sort_field, theirs.fields)
        found = self._by_key.get(key, [])
        if len({note.note.id for note in found}) != 1:
            return None
        same = [note for note in found if note.edition.support == theirs.fields.get("Lang 2")]
        return (same or found)[0]


def _identity(notetype: str, sort_field: str, fields: Mapping[str, str]) -> tuple[str, ...]:
    """What identifies a note without its guid: of ours its id and language, of an adopted one its sort field."""
    if "ID" in fields and "Lang" in fields:
        return notetype, fields["ID"], fields["Lang"]
    return notetype, comparable(fields.get(sort_field, ""))


def _first_text(note: LearnerNote) -> str:
    texts = (" ".join(to_plain(html).split()) for name, html in note.fields.items() if name != "ID")
    return next(filter(None, texts), "")


def _with_versions(pairs: Sequence[Pair], bases: Bases) -> Iterator[Pair]:
    """Those pairs that differ in a field, with the versions that the learner may have been given."""
    differing = [pair for pair in pairs if has_difference(pair)]
    packages = bases(frozenset(pair.present.guid for pair in differing)) if differing else {}
    known = [pair._replace(versions=[*_versions(pair, packages.get(pair.present.guid, ()))]) for pair in differing]
    is_behind = any(pair.theirs.mod < pair.present.mod for pair in pairs)
    builds = [pair.theirs.mod for pair in pairs if pair.theirs.mod == pair.present.mod]
    builds += (mod for pair in known for mod, _ in pair.versions if mod == pair.theirs.mod)
    latest = max(builds, default=0)
    for pair in known:
        versions = [version for version in pair.versions if not is_behind or version.mod <= latest]
        yield pair._replace(versions=versions)


def _versions(pair: Pair, packages: Sequence[LearnerNote]) -> Iterator[Version]:
    """The versions of a note in packages, and that of the deck as long as it is as it was last built."""
    for base in packages:
        if base.fields.get("Lang 2") == pair.theirs.fields.get("Lang 2"):
            yield Version(base.mod, {name: comparable(html) for name, html in base.fields.items()})
    if pair.present.is_built:
        yield Version(pair.present.mod, dict(_ours(pair.present)))


def has_difference(pair: Pair) -> bool:
    ours = zip(pair.present.notetype.fields, pair.present.filled.fields, strict=True)
    return any(pair.theirs.fields.get(field.name, html) != html for field, html in ours)


def has_edits(pair: Pair) -> bool:
    """Whether a learner's note shows something else than ours."""
    ours = dict(_ours(pair.present))
    return has_difference(pair) and any(
        comparable(html) != ours.get(name, comparable(html)) for name, html in pair.theirs.fields.items()
    )


def _ours(present: PresentNote) -> Iterator[tuple[str, str]]:
    """What our fields show, without those that say which note it is, or change with each release."""
    for field, html in zip(present.notetype.fields, present.filled.fields, strict=True):
        if field.name in present.texts or field.name not in _OF_THE_BUILD:
            yield field.name, comparable(html)


def _differing(pair: Pair) -> Iterator[_Found]:
    """The fields in which a learner's note differs, without those that only we have changed."""
    ours = dict(_ours(pair.present))
    theirs = {name: comparable(html) for name, html in pair.theirs.fields.items() if name in ours}
    base = given(Version(pair.theirs.mod, theirs), pair.versions)
    for name, text in theirs.items():
        before = base.texts.get(name) if base else None
        found = fate(text, before, ours[name], is_before=pair.theirs.mod < pair.present.mod)
        if found is Fate.SAME and text == ours[name] and name in pair.present.texts and _is_styled(pair, name):
            found = Fate.EDIT
        if found is Fate.SAME or (name not in pair.present.texts and (found is not Fate.EDIT or _is_derived(name))):
            continue
        yield _Found(pair, name, pair.theirs.fields[name], found, _UNKNOWN if base is None else _EDITED_TOO)


def _is_styled(pair: Pair, name: str) -> bool:
    """Whether a learner has only changed how a text looks, in a way that no deck file can say."""
    html, part = pair.theirs.fields[name], pair.present.texts[name].part
    return html != _field(pair.present, name) and not {*formatting(pair.present, part, html)} <= {
        *formatting(pair.present, part, _field(pair.present, name))
    }


def _field(present: PresentNote, name: str) -> str:
    return present.filled.fields[present.notetype.field_index(name)]


def _is_derived(name: str) -> bool:
    """Whether a field repeats a text, such as the answer that is typed, which is edited in its own field."""
    return name.startswith("Typed")


def _place(found: _Found) -> tuple[Location, str, Language]:
    """What identifies a text: one that is for all languages has one place in the file, others have a language."""
    edit = _edit(found, "")
    return edit.location, edit.part, "" if edit.old else edit.language


def _edit(found: _Found, new: str) -> Edit:
    present = found.pair.present
    part, language = present.texts[found.field]
    text = present.note.parts.get(part, {}).get(language)
    path = present.note.location.path
    place = text.place(path) if text else present.note.location
    return Edit(present.note, part, language, place, text.value if text else "", new)


def _of_no_text(found: _Found) -> Left:
    present = found.pair.present
    ours = to_plain(_field(present, found.field))
    edit = Edit(present.note, found.field, "", present.note.location, ours, to_plain(found.html))
    return Left(edit, f"the field '{found.field}' is not a text of the note", "edit the deck file by hand")


def _files(differing: Sequence[_Found], present: Sequence[PresentNote], find: Finder) -> Files:
    """The files that learners' texts show and ours do not, by their names in Anki: those of other notes, or added."""
    wanted: dict[Path, dict[str, None]] = {}
    for found in differing:
        if found.fate is not Fate.OLDER:
            names = _names(found.pair.present, found.html)
            wanted.setdefault(_folder(found.pair.present), {}).update(dict.fromkeys(names))
    if not any(wanted.values()):
        return {}
    known = {
        (_folder(own), media.name): AddedFile(reference, media)
        for own in present
        for reference, media in own.note.media.items()
    }
    return {**find({at: [name for name in own if (at, name) not in known] for at, own in wanted.items()}), **known}


def _names(present: PresentNote, html: str) -> Sequence[str]:
    """The names of the files that a learner's text shows, and the note does not."""
    own = {media.name for media in present.note.media.values()}
    return [name for name in media_names(html) if name not in own]


def _folder(present: PresentNote) -> Path:
    """The folder that the paths of files in a note are relative to."""
    return present.note.location.path.parent


def _as_built(pair: Pair, files: Files) -> Pair:
    """A learner's note with the names that a build gives to the files that were added in Anki."""
    folder, fields = _folder(pair.present), {}
    for name, html in pair.theirs.fields.items():
        shown = {each: files.get((folder, each)) for each in _names(pair.present, html)}
        names = {each: file.media.name for each, file in shown.items() if isinstance(file, AddedFile)}
        fields[name] = with_names(html, names)
    return pair._replace(theirs=pair.theirs._replace(fields=fields))


def _together(found: Sequence[_Found], filler: Filler, files: Files) -> Edit | Left:
    """One edit for a text that may be in several packages, or the reason why there is none."""
    results = [_result(each, filler, files) for each in found]
    left = next((each for each in results if isinstance(each, Left) and each.is_conflict), None)
    left = left or next((each for each in results if isinstance(each, Left)), None)
    if left:
        return left
    edits = [each for each in results if isinstance(each, Edit)]
    if len({edit.new for edit in edits}) > 1:
        return Left(edits[-1], f"it was edited in another way too: {edits[0].new}", is_conflict=True)
    return edits[0]


def _result(found: _Found, filler: Filler, files: Files) -> Edit | Left:
    present = found.pair.present
    shown = [files.get((_folder(present), name)) for name in _names(present, found.html)]
    added = [each for each in shown if isinstance(each, AddedFile)]
    edit, present = _edit(found, ""), _with_files(present, added)
    edit = edit._replace(new=readable(present, edit.part, found.html))
    if found.fate is Fate.CONFLICT:
        return Left(edit, found.reason, _BASE_HINT if found.reason == _UNKNOWN else "", is_conflict=True)
    if flaw := next((each for each in shown if isinstance(each, Flaw)), None):
        return Left(edit, *flaw, is_conflict=isinstance(flaw, Clash))
    if present.note.is_raw(edit.part) and any(file.place for file in added):
        return Left(edit, _IN_HTML, _AS_MARKDOWN)
    text = text_of(present, found.field, edit.part, edit.language, found.html, filler)
    return Left(edit, *text) if isinstance(text, Flaw) else edit._replace(new=text, files=tuple(added))


def _with_files(present: PresentNote, added: Sequence[AddedFile]) -> PresentNote:
    """A note as if it showed more files."""
    media = {**present.note.media, **{file.reference: file.media for file in added}}
    return present._replace(note=present.note._replace(media=media)) if added else present


def _seen(pairs: Sequence[Pair]) -> Iterator[Seen]:
    """The notes that learners have tagged or suspended, each once."""
    found: dict[str, Seen] = {}
    for theirs, present, _ in pairs:
        deck = present.edition.deck.id
        own = {*present.filled.tags}
        tags = [
            tag for tag in theirs.tags if tag not in own and not tag.startswith((f"{deck}::", "kind::")) and tag != deck
        ]
        if tags or theirs.is_suspended:
            known = found.get(present.note.id, Seen(present.note, (), False))
            merged = tuple(dict.fromkeys((*known.tags, *tags)))
            found[present.note.id] = Seen(present.note, merged, known.is_suspended or theirs.is_suspended)
    yield from found.values()


def languages_of(edit: Edit) -> tuple[Language, ...]:
    """The languages for which a text is given."""
    texts = edit.note.parts.get(edit.part, {})
    return tuple(texts) if is_shared(texts) else (edit.language,)
