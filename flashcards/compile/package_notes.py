"""The notes of a package, streamed from the cached fields of chunks."""

from collections.abc import Collection, Iterator, Mapping
from itertools import compress

from flashcards.anki.package import PackageNote
from flashcards.compile.deck import CompiledDeck
from flashcards.compile.fields import FilledNote, in_version
from flashcards.compile.stamps import Stamps


class PackageNotes(Collection[PackageNote]):
    """The notes of a deck in the edition with this number; with a `variant`, by its number, those that it takes.

    By the place of the note, `filled` replace cached fields.
    """

    def __init__(
        self,
        deck: CompiledDeck,
        number: int,
        count: int,
        stamps: Stamps,
        filled: Mapping[int, tuple[FilledNote | None, ...]],
        variant: int | None = None,
    ) -> None:
        self._deck = deck
        self._number = number
        self._count = count
        self._stamps = stamps
        self._filled = filled
        self._variant = variant

    def __len__(self) -> int:
        return self._count

    def __contains__(self, note: object) -> bool:
        return any(each == note for each in self)

    def __iter__(self) -> Iterator[PackageNote]:
        edition, stamps = self._deck.editions[self._number], self._stamps
        first = 0
        for at in range(len(self._deck.chunks)):
            ids, types, guids, fields, tags, cards, contents, _ = self._deck.fields(at, self._number, is_new=False)
            end = first + len(ids)
            for place in self._filled.keys() & range(first, end):
                if note := self._filled[place][self._number]:
                    row = place - first
                    _, fields[row], tags[row], own, content = note
                    cards[row] = cards[row] if content == contents[row] else own
            if edition.deck.report:
                known = zip(types, fields, stamps.versions[first:end], strict=True)
                fields = [in_version(own, edition, version, key) if own else () for key, own, version in known]
            columns = (stamps.ids[first:end], stamps.mods[first:end], fields, tags, cards, range(first + 1, end + 1))
            notes: Iterator[PackageNote] = map(PackageNote, types, guids, *columns)
            if self._variant is not None:
                notes = compress(notes, [mask >> self._variant & 1 for mask in self._deck.index(at).taken])
            yield from notes if all(guids) else (note for note in notes if note.guid)
            first = end
