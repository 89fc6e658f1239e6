"""What a glance at a deck shows, so that rules need look closely at few of its notes.

A rule may have a function `suspects`, which gives the places of the notes that may break it. It need
not think of notes with an odd text, for they are suspects of every rule. In all others words stand as
`ordinary` says: then what a rule looks for has certain words in it, and without them it is not there.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import chain, combinations, compress, pairwise
from operator import eq, itemgetter
from typing import NamedTuple, TypeVar

from flashcards.lint.finding import Said, each_note
from flashcards.lint.ordinary import is_ordinary, ordinary_in
from flashcards.lint.words import normal_words, stem, stems, words
from flashcards.model.deck import Deck, Language, Text, Texts

HEAD = -1
"""The place of titles and description, which are in no note."""

_T = TypeVar("_T")
_Column = tuple[str, Language]  # a part of all notes that have it, in one language


class _Index(NamedTuple):
    """Where each word is, in rising order, and each piece of words like 'king’s'."""

    words: dict[str, list[int]]
    pieces: dict[str, list[int]]


_value: Callable[[Text], str] = itemgetter(Text._fields.index("value"))  # half the price of the attribute


class Glance:
    """The notes of a deck that are to be learned, by what is in them; their places count these notes.

    `odd` are the places of those with a text that is not ordinary, or not known to be, or the same in two
    languages, or missing in one; `numbered`, by part, those with figures in an ordinary one. The rest is worked
    out when asked for.
    """

    def __init__(self, deck: Deck) -> None:
        self.deck = deck
        self.notes = tuple(each_note(deck))
        self.languages = _by_language(deck.languages)
        self.odd = {HEAD} if _has_odd_head(deck) else set[int]()
        self.numbered: dict[str, set[int]] = defaultdict(set)
        self._places: dict[_Column, Sequence[int]] = {}
        self._texts: dict[_Column, Sequence[str]] = {}
        self._words: dict[_Column, Sequence[Sequence[str]]] = {}
        self._stems: dict[_Column, Sequence[Sequence[str]]] = {}
        self._indexes: dict[_Column, _Index] = {}
        self._take_apart()
        for part, language in self._texts:
            self._judge(part, language)
        for one, other in combinations(self._texts, 2):
            if one[0] == other[0]:
                self.odd.update(self._places_of_the_same(one, other))
        if len(self.languages) < len(deck.languages):  # 'en-GB' and 'en-US': what one has, the other may lack
            self.odd.update(range(len(self.notes)))

    def closely(self, places: AbstractSet[int]) -> Deck:
        """The deck with its notes at some places and their sections, and with all of its head if HEAD is among them."""
        notes = tuple(self.notes[place] for place in sorted(places - {HEAD}))
        if HEAD in places:
            return replace(self.deck, notes=notes)
        used = {note.section for note in notes}
        sections = {name: section for name in used if (section := self.deck.sections.get(name))}
        return replace(self.deck, title={}, description={}, sections=sections, notes=notes)

    @property
    def all(self) -> set[int]:
        """The places of all notes, and of the head."""
        return {HEAD, *range(len(self.notes))}

    def said(self, part: str, language: Language, number: int) -> Said:
        """One of the texts of a part in a language, counted from 0."""
        places = self._places[part, language]
        note = self.notes[places[number]]
        tags = [tag for tag in self.languages[language] if tag in note.parts[part]]
        tag = tags[number - bisect_left(places, places[number])]
        return Said(note.parts[part][tag], language, part, note, note.location.path, tag)

    def texts(self, part: str, language: Language) -> Iterator[tuple[int, str]]:
        """The texts of a part in a language, each with its place."""
        return self._placed(part, language, self._texts.get((part, language), ()))

    def words(self, part: str, language: Language, *, keep: bool = True) -> Iterator[tuple[int, Sequence[str]]]:
        """The words of these texts; they take room, and may be forgotten."""
        column = part, language
        if column in self._words:
            return self._placed(part, language, self._words[column])
        found = (words(text) if place in self.odd else normal_words(text) for place, text in self.texts(part, language))
        if keep:
            self._words[column] = [*found]
            return self._placed(part, language, self._words[column])
        return self._placed(part, language, found)

    def stems(self, part: str, language: Language) -> Iterator[tuple[int, Sequence[str]]]:
        """The stems of such words as mean something."""
        column = part, language
        if column not in self._stems:
            stem_of = {word: stem(word, language) for word in self._index(part, language).words}
            self._stems[column] = [
                stems(text, language) if place in self.odd else [*filter(None, map(stem_of.__getitem__, told))]
                for (place, text), (_, told) in zip(self.texts(part, language), self.words(part, language), strict=True)
            ]
        return self._placed(part, language, self._stems[column])

    def having(self, part: str, wanted: Mapping[Language, Iterable[str]]) -> set[int]:
        """The notes which have one of the words in a part, by language.

        As in a dictionary, 'un-' is a word that begins so, '-ing' one that ends so, and '-o-' one with it
        inside. Of several words, as in 'last year', a note has each, wherever they are.
        """
        found = set[int]()
        for language, entries in wanted.items():
            index = self._index(part, language)
            for entry in entries:
                found |= set.intersection(*({*_places(index, word)} for word in entry.split()))
        return found

    def having_twice(self, part: str, wanted: Mapping[Language, Iterable[str]]) -> set[int]:
        """The notes which have one of the words two times in a part."""
        indexes = ((self._index(part, language), entries) for language, entries in wanted.items())
        places = (sorted(_places(index, word)) for index, entries in indexes for word in entries)
        return {one for each in places for one, other in pairwise(each) if one == other}

    def lacking(self, part: str, language: Language, is_wanted: Callable[[str], bool]) -> set[int]:
        """The notes which have no such word in a part."""
        wanted = (places for word, places in self._index(part, language).words.items() if is_wanted(word))
        return {*self._places.get((part, language), ())}.difference(*wanted)

    def _places_of_the_same(self, one: _Column, other: _Column) -> Iterable[int]:
        """The places where two columns have the same text."""
        if self._places[one] == self._places[other]:
            return compress(self._places[one], map(eq, self._texts[one], self._texts[other]))
        known = dict(self.texts(*one))
        return [place for place, text in self.texts(*other) if known.get(place) == text]

    def _take_apart(self) -> None:
        count = len(self.deck.languages)
        places_of: dict[str, list[int]] = defaultdict(list)
        for place, note in enumerate(self.notes):
            for part in note.parts:
                places_of[part].append(place)
        for part, places in places_of.items():
            said = [self.notes[place].parts[part] for place in places]
            if lacking := [place for place, texts in zip(places, said, strict=True) if len(texts) < count]:
                self.odd.update(lacking)
                self._take_what_is_there(part, [*zip(places, said, strict=True)])
                continue
            for language, tags in self.languages.items():
                texts = (map(_value, map(itemgetter(tag), said)) for tag in tags)
                self._texts[part, language] = [*chain.from_iterable(zip(*texts, strict=True))]
                self._places[part, language] = [place for place in places for _ in tags]

    def _take_what_is_there(self, part: str, said: Sequence[tuple[int, Texts]]) -> None:
        """The same for a part that some notes have not in all languages."""
        for language, tags in self.languages.items():
            there = [(place, texts[tag].value) for place, texts in said for tag in tags if tag in texts]
            self._texts[part, language] = [text for _, text in there]
            self._places[part, language] = [place for place, _ in there]

    def _judge(self, part: str, language: Language) -> None:
        ordinary = ordinary_in(language)
        if ordinary is None:
            self.odd.update(self._places[part, language])
            return
        is_plain, is_whole, has_figure = ordinary.plain.fullmatch, ordinary.whole.fullmatch, ordinary.figure.search
        for place, text in self.texts(part, language):
            if is_plain(text):
                continue
            if not is_whole(text):
                self.odd.add(place)
            elif has_figure(text):
                self.numbered[part].add(place)
        together = "\n".join(self._texts[part, language])
        for sign in ordinary.spoilt:
            if sign in together:
                self.odd.update(place for place, text in self.texts(part, language) if sign in text)

    def _placed(self, part: str, language: Language, each: Iterable[_T]) -> Iterator[tuple[int, _T]]:
        return zip(self._places.get((part, language), ()), each, strict=True)

    def _index(self, part: str, language: Language) -> _Index:
        column = part, language
        if column not in self._indexes:
            self._indexes[column] = _index(self.words(part, language))
        return self._indexes[column]


def _by_language(tags: Sequence[str]) -> Mapping[Language, Sequence[str]]:
    """The tags of each language, as the tables of the rules have it."""
    found: dict[Language, list[str]] = {}
    for tag in tags:
        found.setdefault(tag.split("-")[0], []).append(tag)
    return found


def aligned(one: Iterable[tuple[int, _T]], other: Iterable[tuple[int, _T]]) -> Iterator[tuple[int, _T, _T]]:
    """What two columns have at the same place, and the place; of several texts of the other there, the last."""
    known = dict(other)
    return ((place, each, known[place]) for place, each in one if place in known)


def _has_odd_head(deck: Deck) -> bool:
    texts = (deck.title, deck.description, *(section.title for section in deck.sections.values()))
    if any(each and len(each) < len(deck.languages) for each in texts):
        return True
    return not all(is_ordinary(text.value, tag.split("-")[0]) for each in texts for tag, text in each.items())


def _index(told: Iterable[tuple[int, Sequence[str]]]) -> _Index:
    index = _Index({}, {})
    for place, words_there in told:
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
    """Where a word is, or any with such a beginning, end or middle."""
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
