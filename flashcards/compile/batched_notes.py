"""The notes of a package, from what is kept of the slices of its deck."""

from array import array
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from flashcards.anki.package import PackageNote
from flashcards.compile.batch import FORMS, forms_of
from flashcards.compile.cache import Drawer
from flashcards.compile.fields import Form, in_version
from flashcards.compile.slicewise import NeedsWholeError, SlicedDeck


class Moments(NamedTuple):
    """The stamps of notes in an edition: their ids, and their `mod`s; the versions only where notes tell of theirs.

    All are zero, or empty, for a note that the edition does not hold.
    """

    ids: "array[int]"
    mods: "array[int]"
    versions: list[str]

    def extend(self, other: "Moments") -> None:
        self.ids.extend(other.ids)
        self.mods.extend(other.mods)
        self.versions.extend(other.versions)


class BatchedNotes(Collection[PackageNote]):
    """The notes of a package, made one by one whenever they are asked for."""

    def __init__(
        self,
        deck: SlicedDeck,
        number: int,
        count: int,
        moments: Moments,
        others: Mapping[int, tuple[Form | None, ...]],
        drawer: Drawer,
    ) -> None:
        self._count = count
        self._deck = deck
        self._number = number
        self._moments = moments
        self._others = others
        self._drawer = drawer

    def __len__(self) -> int:
        return self._count

    def __contains__(self, note: object) -> bool:
        return any(each == note for each in self)

    def __iter__(self) -> Iterator[PackageNote]:
        edition, moments = self._deck.editions[self._number], self._moments
        first = 0
        for key in self._deck.keys:
            data = self._drawer.get(key, FORMS)
            forms = None if data is None else forms_of(data)
            if forms is None:
                self._drawer.drop(key)  # so that the next build finds it missing, and fills it in
                raise NeedsWholeError
            names, types, columns = forms
            guids, fields, tags, cards = columns[self._number]
            end = first + len(names)
            for at in self._others.keys() & range(first, end):
                if form := self._others[at][self._number]:
                    _, fields[at - first], tags[at - first], cards[at - first], _ = form
            if edition.deck.report:
                known = zip(fields, names, moments.versions[first:end], strict=True)
                fields = [
                    in_version(fields, edition, name, version) if fields else () for fields, name, version in known
                ]
            stamps = moments.ids[first:end], moments.mods[first:end]
            notes = map(PackageNote, types, guids, *stamps, fields, tags, cards, range(first + 1, end + 1))
            yield from notes if all(guids) else (note for note in notes if note.guid)
            first = end
