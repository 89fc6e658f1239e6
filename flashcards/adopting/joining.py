"""Packages of a deck in several languages as one deck: which of their notes are one note."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from flashcards.adopting.gates import Gate
from flashcards.adopting.published import Published, is_same_schema
from flashcards.model.deck import Language
from flashcards.model.foreign import ForeignNote, ForeignNotetype
from flashcards.model.problem import FlashcardsError
from flashcards.text.anki_names import LEARNERS_TAGS
from flashcards.text.html import to_plain
from flashcards.text.nfc import to_nfc
from flashcards.text.phrases import listing
from flashcards.text.suggest import suggestion
from flashcards.text.to_markdown.source import exact_names

ORDER = "order"
"""Instead of a field by which notes are joined: their order in the packages."""

_RULE = "partners-differ"
_SHOWN = 5  # notes in a message

Row = dict[Language, ForeignNote]
_Of = Callable[[Language, ForeignNote], str | int]


class Joined(NamedTuple):
    """What learners have in each study language, as one deck.

    By language, `notes` are what is one note, `notetypes` what is one note type, `homes` the names of what is one
    subdeck, of which the first is the deck itself. `gates` are what stands in the way of single notes, each of which is
    left out.
    """

    published: Mapping[Language, Published]
    notes: tuple[Mapping[Language, ForeignNote], ...]
    notetypes: tuple[Mapping[Language, ForeignNotetype], ...]
    homes: tuple[Mapping[Language, str], ...]
    gates: tuple[Gate, ...]

    @property
    def alone(self) -> Iterator[tuple[Language, tuple[ForeignNote, ...]]]:
        """Each language with the notes of other languages that it lacks."""
        for language in self.published:
            others = (row for row in self.notes if language not in row and not self.is_retired(row))
            if lacking := tuple(next(iter(row.values())) for row in others):
                yield language, lacking

    def is_retired(self, row: Mapping[Language, ForeignNote]) -> bool:
        """Whether only older packages contain a note."""
        return any(note.guid in self.published[language].retired for language, note in row.items())


def join(published: Mapping[Language, Published], fields: Sequence[str]) -> Joined:
    """Join the notes of packages by the first of some fields that a note has, or by their order.

    Raises FlashcardsError where a field does not say for certain which notes are one.
    """
    keys = {language: _keys(each, fields) for language, each in published.items()} if len(published) > 1 else {}
    if fields == (ORDER,) and len({len([*filter(None, own)]) for own in keys.values()}) > 1:
        counts = " and ".join(f"{len([*filter(None, own)]):,}" for own in keys.values())
        message = f"the packages have {counts} notes, so that their order does not say which are one"
        raise FlashcardsError(message, "name a field that is the same in all of them: `--join FIELD`")
    rows = _rows(published, keys)
    if keys and all(len(row) == 1 for row in rows):
        names = " and ".join(f"'{each.package.path}'" for each in published.values())
        hint = "name a field that is the same in all of them, such as one with a picture, or `--join order`"
        raise FlashcardsError(f"no note of {names} has the same {_or(fields)}", hint)
    root: dict[Language, str | int] = {language: each.deck for language, each in published.items()}
    if len({*root.values()}) < len(root):
        message = f"the packages of two languages have the deck '{next(iter(root.values()))}', which learners have once"
        raise FlashcardsError(message, "adopt each language as a deck of its own, in a project of its own")
    homes, moved = _groups(rows, lambda _, note: note.deck, [root])
    types, retyped = _groups(rows, lambda _, note: note.notetype, [])
    notetypes = tuple({tag: published[tag].notetypes[int(key)] for tag, key in own.items()} for own in types)
    _check_schemas(notetypes)
    gates = (
        _gate(moved, "another subdeck", "move them in Anki"),
        _gate(retyped, "another note type", "change it in Anki"),
        _gate([*_retagged(rows)], "other tags", "make the tags of all languages the same in Anki"),
    )
    joined = [{tag: str(name) for tag, name in own.items()} for own in homes]
    kept = tuple(row for row in rows if row)
    known = _known_to_crowdanki(joined, published)
    return Joined(published, kept, notetypes, known, tuple(gate for gate in gates if gate.notes))


def _known_to_crowdanki(
    homes: Sequence[Mapping[Language, str]], published: Mapping[Language, Published]
) -> tuple[Mapping[Language, str], ...]:
    """The subdecks, of folders also those without notes: later notes in them go to the deck that learners have."""
    taken = {(tag, to_nfc(name)) for home in homes for tag, name in home.items()}
    known = [*homes]
    for empty in _without_notes(homes, published):
        if not taken & empty.items():
            taken |= empty.items()
            known.append(empty)
    return tuple(known)


def _without_notes(
    homes: Sequence[Mapping[Language, str]], published: Mapping[Language, Published]
) -> Iterator[Mapping[Language, str]]:
    """The decks that CrowdAnki knows; in several languages, those that are as far above the same subdeck."""
    roots = {tag: to_nfc(each.deck) for tag, each in published.items()}
    if len(published) == 1:
        [(tag, own)] = published.items()
        yield from ({tag: name} for name in own.package.crowdanki if name.startswith(f"{roots[tag]}::"))
        return
    for home in homes[1:]:
        steps = {tag: to_nfc(name).removeprefix(f"{roots[tag]}::").split("::") for tag, name in home.items()}
        depths = {len(each) for each in steps.values()}
        for end in range(1, max(depths) if len(depths) == 1 else 1):
            above = {tag: "::".join((roots[tag], *each[:end])) for tag, each in steps.items()}
            if all(name in published[tag].package.crowdanki for tag, name in above.items()):
                yield above


def _gate(notes: Sequence[ForeignNote], what: str, way: str) -> Gate:
    message = f"with {what} than in the first language: a note of ours is the same in all languages"
    return Gate(_RULE, message, f"{way}, and export the deck again", tuple(notes))


def _keys(published: Published, fields: Sequence[str]) -> Sequence[str]:
    """What identifies each note of a language in the others; empty for a note without it, or one that is retired."""
    notes = published.package.notes
    keys = _keys_of_all(published, fields)
    return ["" if note.guid in published.retired else key for note, key in zip(notes, keys, strict=True)]


def _keys_of_all(published: Published, fields: Sequence[str]) -> Sequence[str]:
    names = {name for each in published.notetypes.values() for name in each.field_names}
    if fields == (ORDER,) and ORDER not in names:
        return [f"{number}" for number in range(len(published.package.notes))]
    known = [name for name in fields if name in names]
    if not known:
        hint = f"{suggestion(fields[0], sorted(names))} (`--join` can be repeated: a field for each package)"
        raise FlashcardsError(f"'{published.package.path}' has no field {_or(fields)}", hint)
    keys = []
    for note in published.package.notes:
        texts = dict(zip(published.notetypes[note.notetype].field_names, note.fields, strict=True))
        keys.append(next(filter(None, (_key(texts.get(name, "")) for name in known)), ""))
    for key, count in Counter(filter(None, keys)).items():
        if count > 1:
            same = [note for note, own in zip(published.package.notes, keys, strict=True) if own == key]
            shown = listing([f"'{first_text(note)}'" for note in same], _SHOWN)
            message = f"{_or(known)} is the same in {count:,} notes of '{published.package.path}': {shown}"
            raise FlashcardsError(message, "name a field that is another in each note: of several, the first is used")
    return keys


def _key(field: str) -> str:
    """The files that a field shows, or else its text."""
    return "\n".join(map(to_nfc, exact_names(field))) or " ".join(to_plain(to_nfc(field)).split())


def _rows(published: Mapping[Language, Published], keys: Mapping[Language, Sequence[str]]) -> list[Row]:
    """The notes by language, those with the same key in one row."""
    rows, by_key = list[Row](), dict[str, Row]()
    for language, each in published.items():
        for place, note in enumerate(each.package.notes):
            key = keys[language][place] if keys else ""
            row = by_key.setdefault(key, {}) if key else {}
            if not row:
                rows.append(row)
            row[language] = note
    return rows


def _groups(
    rows: Sequence[Row], value_of: _Of, groups: list[dict[Language, str | int]]
) -> tuple[list[dict[Language, str | int]], list[ForeignNote]]:
    """What is one in all languages, after the known `groups`; notes that contradict others are removed from rows."""
    place = {(language, value): number for number, own in enumerate(groups) for language, value in own.items()}
    removed = []
    for row in rows:
        number = -1
        for language, note in [*row.items()]:
            value = value_of(language, note)
            known = place.get((language, value), -1)
            if number < 0 or known == number:
                number = known if known >= 0 else len(groups)
            elif known >= 0 or language in groups[number]:
                removed.append(row.pop(language))
                continue
            if number == len(groups):
                groups.append({})
            groups[number][language] = value
            place[language, value] = number
    return groups, removed


def _retagged(rows: Sequence[Row]) -> Iterator[ForeignNote]:
    for row in rows:
        first, *others = row
        tags = own_tags(row[first])
        yield from [row.pop(language) for language in others if own_tags(row[language]) != tags]


def own_tags(note: ForeignNote) -> tuple[str, ...]:
    """The tags of a note, sorted, without those of a learner."""
    return tuple(sorted({tag for tag in note.tags if tag.casefold() not in LEARNERS_TAGS}))


def _check_schemas(notetypes: Sequence[Mapping[Language, ForeignNotetype]]) -> None:
    """Raise FlashcardsError if a note of ours cannot be both of two note types."""
    for own in notetypes:
        first, *others = own.values()
        for each in others:
            if len(each.fields) != len(first.fields) or each.is_cloze != first.is_cloze:
                message = f"the notes of '{first.name}' and of '{each.name}' are joined, and have other fields"
                raise FlashcardsError(message, "adopt each language as a deck of its own")
            if each.id == first.id and not is_same_schema(first, each):
                message = f"two packages have the note type '{each.name}' with other fields or cards"
                raise FlashcardsError(message, "learners can have only one of them: export both from one collection")


def same_fields(first: ForeignNotetype, other: ForeignNotetype) -> tuple[int, ...]:
    """The place in one note type of each field of another: by their names, or else by their order."""
    names = first.field_names
    is_named = {*names} == {*other.field_names}
    return tuple(names.index(name) if is_named else place for place, name in enumerate(other.field_names))


def first_text(note: ForeignNote) -> str:
    """The beginning of the first text of a note, for messages."""
    return next(filter(None, (" ".join(to_plain(field[:500]).split())[:30] for field in note.fields)), note.guid)


def _or(fields: Sequence[str]) -> str:
    return " or ".join(f"'{name}'" for name in fields)
