"""The texts of notes in columns, one for each part and language; and the notes with a text that is not regular."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, compress
from operator import eq, itemgetter

from flashcards.lint.regular import regular_in
from flashcards.model.deck import Language, Note, Text, Texts

Column = tuple[str, Language]
"""A part of all notes that have it, in one language."""

_value: Callable[[Text], str] = itemgetter(Text._fields.index("value"))  # takes half the time of the attribute


class Columns:
    """The texts of each column, and the place of the note of each: its position among the notes.

    `irregular` are the places of notes with a text that is not regular, or not known to be, or the same in two
    languages, or missing in one; `numbered`, by part, those with figures in a regular text. `languages` are without
    script and region; each has one or more of the tags that the texts have.
    """

    def __init__(self, notes: Sequence[Note], languages: Mapping[Language, Sequence[str]]) -> None:
        self.texts: dict[Column, Sequence[str]] = {}
        self.places: dict[Column, Sequence[int]] = {}
        self.irregular = set[int]()
        self.numbered: dict[str, set[int]] = defaultdict(set)
        self._languages = languages
        for part, texts in _by_part(notes).items():
            self._read(part, texts)
        for column in self.texts:
            self._find_irregular(column)
        for one, other in combinations(self.texts, 2):
            if one[0] == other[0]:
                self.irregular.update(self._places_of_equal(one, other))
        if any(len(tags) > 1 for tags in languages.values()):  # 'en-GB' and 'en-US': one may lack what the other has
            self.irregular.update(range(len(notes)))

    def placed(self, column: Column) -> Iterator[tuple[int, str]]:
        return zip(self.places.get(column, ()), self.texts.get(column, ()), strict=True)

    def _read(self, part: str, by_tag: Sequence[tuple[int, Texts]]) -> None:
        count = sum(map(len, self._languages.values()))
        incomplete = [place for place, texts in by_tag if len(texts) < count]
        self.irregular.update(incomplete)
        for language, tags in self._languages.items():
            if incomplete:
                found = [(place, texts[tag].value) for place, texts in by_tag for tag in tags if tag in texts]
                self.texts[part, language] = [text for _, text in found]
                self.places[part, language] = [place for place, _ in found]
            else:  # as almost always, and in a tenth of the time
                said = (map(_value, map(itemgetter(tag), (texts for _, texts in by_tag))) for tag in tags)
                self.texts[part, language] = [*chain.from_iterable(zip(*said, strict=True))]
                self.places[part, language] = [place for place, _ in by_tag for _ in tags]

    def _find_irregular(self, column: Column) -> None:
        part, language = column
        regular = regular_in(language)
        if regular is None:
            self.irregular.update(self.places[column])
            return
        is_plain, is_whole, has_figure = regular.plain.fullmatch, regular.whole.fullmatch, regular.figure.search
        for place, text in self.placed(column):
            if is_plain(text):
                continue
            if not is_whole(text):
                self.irregular.add(place)
            elif has_figure(text):
                self.numbered[part].add(place)
        together = "\n".join(self.texts[column])
        for sign in regular.spoilt:
            if sign in together:
                self.irregular.update(place for place, text in self.placed(column) if sign in text)

    def _places_of_equal(self, one: Column, other: Column) -> Iterable[int]:
        """The places where two columns contain the same text."""
        if self.places[one] == self.places[other]:
            return compress(self.places[one], map(eq, self.texts[one], self.texts[other]))
        known = dict(self.placed(one))
        return [place for place, text in self.placed(other) if known.get(place) == text]


def _by_part(notes: Sequence[Note]) -> Mapping[str, Sequence[tuple[int, Texts]]]:
    """The texts of each part by language, each with its place."""
    found: dict[str, list[tuple[int, Texts]]] = defaultdict(list)
    for place, note in enumerate(notes):
        for part, texts in note.parts.items():
            found[part].append((place, texts))
    return found
