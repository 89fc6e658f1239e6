"""A word index of a deck, used to preselect the notes that a rule must examine.

A rule may have a function `suspects`, which returns the places of the notes that may break it. It can
ignore notes with an irregular text, because every rule examines those. All other texts are written as
`regular` defines: there, what a rule searches for cannot occur without certain words.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cached_property
from itertools import chain, combinations, compress, pairwise
from operator import eq, itemgetter
from pathlib import Path
from typing import NamedTuple, TypeVar

from flashcards.lint.finding import TextRef, each_note
from flashcards.lint.regular import is_regular, regular_in
from flashcards.lint.words import normal_words, stem, stems, words
from flashcards.model.deck import Deck, Language, Text, Texts
from flashcards.yamltext.elsewhere import place_in
from flashcards.yamltext.source import NO_SOURCE, SourceText

HEAD = -1
"""The place of titles and the description, which are not in a note."""

_T = TypeVar("_T")
_Column = tuple[str, Language]  # a part of all notes that have it, in one language


class _Index(NamedTuple):
    """The places of each word, ascending, and of each piece of words like 'king’s'."""

    words: dict[str, list[int]]
    pieces: dict[str, list[int]]


_value: Callable[[Text], str] = itemgetter(Text._fields.index("value"))  # takes half the time of the attribute


class WordIndex:
    """The texts, words and stems of the notes to be learned, by part and language.

    A place is the position of a note among these. `irregular` are the places of notes with a text that is not
    regular, or not known to be, or the same in two languages, or missing in one; `numbered`, by part, those with
    figures in a regular text. Words, stems and indexes are computed when first used. The texts are in the files that
    `source_of` returns.
    """

    def __init__(self, deck: Deck, source_of: Callable[[Path], SourceText] = lambda _: NO_SOURCE) -> None:
        self.deck = deck
        self._source_of = source_of
        self.notes = tuple(each_note(deck))
        self.languages = _by_language(deck.languages)
        self.irregular = {HEAD} if _has_irregular_head(deck) else set[int]()
        self.numbered: dict[str, set[int]] = defaultdict(set)
        self._places: dict[_Column, Sequence[int]] = {}
        self._texts: dict[_Column, Sequence[str]] = {}
        self._words: dict[_Column, Sequence[Sequence[str]]] = {}
        self._stems: dict[_Column, Sequence[Sequence[str]]] = {}
        self._indexes: dict[_Column, _Index] = {}
        self._read_notes()
        for part, language in self._texts:
            self._find_irregular(part, language)
        for one, other in combinations(self._texts, 2):
            if one[0] == other[0]:
                self.irregular.update(self._places_of_equal(one, other))
        if len(self.languages) < len(deck.languages):  # 'en-GB' and 'en-US': one may lack what the other has
            self.irregular.update(range(len(self.notes)))

    def subset(self, places: AbstractSet[int]) -> Deck:
        """The deck with only the notes at these places and their sections; with its whole head if HEAD is included."""
        notes = tuple(self.notes[place] for place in sorted(places - {HEAD}))
        if HEAD in places:
            return replace(self.deck, notes=notes)
        used = {note.section for note in notes}
        sections = {name: section for name in used if (section := self.deck.sections.get(name))}
        return replace(self.deck, title={}, description={}, sections=sections, notes=notes)

    def narrowed(self, ref: TextRef, offset: int | None) -> TextRef:
        """A text at the place of one of its characters."""
        _, line, column = place_in(ref.text, offset, ref.path, self._source_of(ref.path))
        return ref._replace(text=ref.text._replace(line=line, column=column))

    @cached_property
    def numbers(self) -> dict[int, int]:
        """The places of the notes, by their identity."""
        return {id(note): place for place, note in enumerate(self.notes)}

    @property
    def all(self) -> set[int]:
        """The places of all notes, and HEAD."""
        return {HEAD, *range(len(self.notes))}

    def ref(self, part: str, language: Language, number: int) -> TextRef:
        """The text with this number, from 0, among those of a part in a language."""
        places = self._places[part, language]
        note = self.notes[places[number]]
        tags = [tag for tag in self.languages[language] if tag in note.parts[part]]
        tag = tags[number - bisect_left(places, places[number])]
        return TextRef(note.parts[part][tag], language, part, note, note.location.path, tag)

    def texts(self, part: str, language: Language) -> Iterator[tuple[int, str]]:
        """The texts of a part in a language, each with the place of its note."""
        return self._placed(part, language, self._texts.get((part, language), ()))

    def words(self, part: str, language: Language, *, keep: bool = True) -> Iterator[tuple[int, Sequence[str]]]:
        """The words of these texts, kept for the next call unless `keep` is false, to save memory."""
        column = part, language
        if column in self._words:
            return self._placed(part, language, self._words[column])
        found = (
            words(text) if place in self.irregular else normal_words(text) for place, text in self.texts(part, language)
        )
        if keep:
            self._words[column] = [*found]
            return self._placed(part, language, self._words[column])
        return self._placed(part, language, found)

    def stems(self, part: str, language: Language) -> Iterator[tuple[int, Sequence[str]]]:
        """The stems of these words, without stop words."""
        column = part, language
        if column not in self._stems:
            stem_of = {word: stem(word, language) for word in self._index(part, language).words}
            self._stems[column] = [
                stems(text, language) if place in self.irregular else [*filter(None, map(stem_of.__getitem__, found))]
                for (place, text), (_, found) in zip(
                    self.texts(part, language), self.words(part, language), strict=True
                )
            ]
        return self._placed(part, language, self._stems[column])

    def with_word(self, part: str, wanted: Mapping[Language, Iterable[str]]) -> set[int]:
        """The places of notes with one of the words in a part; words are listed by language.

        As in a dictionary, 'un-' is any word that begins so, '-ing' any that ends so, and '-o-' any that contains it.
        Of several words, as in 'last year', a note contains each, in any order.
        """
        found = set[int]()
        for language, entries in wanted.items():
            index = self._index(part, language)
            for entry in entries:
                found |= set.intersection(*({*_places(index, word)} for word in entry.split()))
        return found

    def with_word_twice(self, part: str, wanted: Mapping[Language, Iterable[str]]) -> set[int]:
        """The places of notes with one of the words twice in a part."""
        indexes = ((self._index(part, language), entries) for language, entries in wanted.items())
        places = (sorted(_places(index, word)) for index, entries in indexes for word in entries)
        return {one for each in places for one, other in pairwise(each) if one == other}

    def without_word(self, part: str, language: Language, is_wanted: Callable[[str], bool]) -> set[int]:
        """The places of notes with no such word in a part."""
        wanted = (places for word, places in self._index(part, language).words.items() if is_wanted(word))
        return {*self._places.get((part, language), ())}.difference(*wanted)

    def _places_of_equal(self, one: _Column, other: _Column) -> Iterable[int]:
        """The places where two columns contain the same text."""
        if self._places[one] == self._places[other]:
            return compress(self._places[one], map(eq, self._texts[one], self._texts[other]))
        known = dict(self.texts(*one))
        return [place for place, text in self.texts(*other) if known.get(place) == text]

    def _read_notes(self) -> None:
        count = len(self.deck.languages)
        places_of: dict[str, list[int]] = defaultdict(list)
        for place, note in enumerate(self.notes):
            for part in note.parts:
                places_of[part].append(place)
        for part, places in places_of.items():
            by_tag = [self.notes[place].parts[part] for place in places]
            if incomplete := [place for place, texts in zip(places, by_tag, strict=True) if len(texts) < count]:
                self.irregular.update(incomplete)
                self._read_partial(part, [*zip(places, by_tag, strict=True)])
                continue
            for language, tags in self.languages.items():
                texts = (map(_value, map(itemgetter(tag), by_tag)) for tag in tags)
                self._texts[part, language] = [*chain.from_iterable(zip(*texts, strict=True))]
                self._places[part, language] = [place for place in places for _ in tags]

    def _read_partial(self, part: str, by_tag: Sequence[tuple[int, Texts]]) -> None:
        """Read a part that is missing in a language in some notes."""
        for language, tags in self.languages.items():
            found = [(place, texts[tag].value) for place, texts in by_tag for tag in tags if tag in texts]
            self._texts[part, language] = [text for _, text in found]
            self._places[part, language] = [place for place, _ in found]

    def _find_irregular(self, part: str, language: Language) -> None:
        regular = regular_in(language)
        if regular is None:
            self.irregular.update(self._places[part, language])
            return
        is_plain, is_whole, has_figure = regular.plain.fullmatch, regular.whole.fullmatch, regular.figure.search
        for place, text in self.texts(part, language):
            if is_plain(text):
                continue
            if not is_whole(text):
                self.irregular.add(place)
            elif has_figure(text):
                self.numbered[part].add(place)
        together = "\n".join(self._texts[part, language])
        for sign in regular.spoilt:
            if sign in together:
                self.irregular.update(place for place, text in self.texts(part, language) if sign in text)

    def _placed(self, part: str, language: Language, each: Iterable[_T]) -> Iterator[tuple[int, _T]]:
        return zip(self._places.get((part, language), ()), each, strict=True)

    def _index(self, part: str, language: Language) -> _Index:
        column = part, language
        if column not in self._indexes:
            self._indexes[column] = _index(self.words(part, language))
        return self._indexes[column]


def _by_language(tags: Sequence[str]) -> Mapping[Language, Sequence[str]]:
    """The tags of each language, by its code in the tables of the rules: without script and region."""
    found: dict[Language, list[str]] = {}
    for tag in tags:
        found.setdefault(tag.split("-")[0], []).append(tag)
    return found


def aligned(one: Iterable[tuple[int, _T]], other: Iterable[tuple[int, _T]]) -> Iterator[tuple[int, _T, _T]]:
    """Join two columns by place: the place and both items; the last of several of `other`."""
    known = dict(other)
    return ((place, each, known[place]) for place, each in one if place in known)


def _has_irregular_head(deck: Deck) -> bool:
    texts = (deck.title, deck.description, *(section.title for section in deck.sections.values()))
    if any(each and len(each) < len(deck.languages) for each in texts):
        return True
    return not all(is_regular(text.value, tag.split("-")[0]) for each in texts for tag, text in each.items())


def _index(words_by_place: Iterable[tuple[int, Sequence[str]]]) -> _Index:
    index = _Index({}, {})
    for place, words_there in words_by_place:
        for word in words_there:
            if word in index.words:
                index.words[word].append(place)
            else:
                index.words[word] = [place]
    for word, places in index.words.items():
        if "’" in word or "'" in word:
            for piece in word.replace("'", "’").split("’"):
                index.pieces.setdefault(piece, []).extend(places)
    return index


def _places(index: _Index, wanted: str) -> Iterator[int]:
    """The places of a word, or of words with such a beginning, end or middle."""
    bare = wanted.strip("-")
    if bare == wanted:
        return chain(index.words.get(wanted, ()), index.pieces.get(wanted, ()))
    fits = _FITS[wanted.startswith("-"), wanted.endswith("-")]
    some = chain(index.words.items(), index.pieces.items())
    return chain.from_iterable(places for word, places in some if fits(word, bare))


_FITS: Mapping[tuple[bool, bool], Callable[[str, str], bool]] = {
    (False, True): str.startswith,
    (True, False): str.endswith,
    (True, True): str.__contains__,
}
