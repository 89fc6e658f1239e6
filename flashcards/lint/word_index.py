"""The notes of a deck as rules look at them: by their words.

A text is regular if it is written as the module `regular` defines, as almost all are: it breaks no rule of spelling,
and has no code, maths or markup. A rule asks the index for the places of notes with certain words, and examines the
candidates: the notes there, and every note with an irregular text.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import NamedTuple, TypeVar

from flashcards.lint.columns import Column, Columns
from flashcards.lint.finding import TextRef, each_in_head, each_in_note, each_note, each_part, is_typed
from flashcards.lint.pattern import Pattern, Phrases
from flashcards.lint.regular import is_regular
from flashcards.lint.words import normal_words, stem, stems, words
from flashcards.model.deck import Deck, Language, Note
from flashcards.yamltext.elsewhere import place_in
from flashcards.yamltext.source import NO_SOURCE, SourceText

_T = TypeVar("_T")


class _Index(NamedTuple):
    """The places of each word, ascending, and of each piece of words like 'king’s'."""

    words: dict[str, list[int]]
    pieces: dict[str, list[int]]


class WordIndex:
    """The texts, words and stems of the notes to be learned, by part and language, each computed when first used.

    A place is the position of a note among these. The texts are in the files that `source_of` returns.
    """

    def __init__(self, deck: Deck, source_of: Callable[[Path], SourceText] = lambda _: NO_SOURCE) -> None:
        self.deck = deck
        self._source_of = source_of
        self.notes = tuple(each_note(deck))
        self.languages = _by_language(deck.languages)
        self._words: dict[Column, Sequence[Sequence[str]]] = {}
        self._stems: dict[Column, Sequence[Sequence[str]]] = {}
        self._indexes: dict[Column, _Index] = {}

    @property
    def parts(self) -> Iterable[str]:
        """The parts that any of the notes has."""
        return dict.fromkeys(part for part, _ in self._columns.texts)

    @property
    def irregular(self) -> AbstractSet[int]:
        """The places of notes with an irregular text."""
        return self._columns.irregular

    def candidates(self, *places: Iterable[int]) -> Iterator[Note]:
        """The notes at any of these places, and those with an irregular text, in order."""
        return map(self.notes.__getitem__, sorted({*self.irregular}.union(*places)))

    def irregular_texts(self, *, own: bool = False) -> Iterator[TextRef]:
        """The irregular texts of the head and the notes, also typed answers; `own` is as in `each_in_note`."""
        return (ref for ref in self._irregular_texts if own or ref.note is None or not ref.note.is_own(ref.part))

    @cached_property
    def _irregular_texts(self) -> Sequence[TextRef]:
        in_head = each_in_head(self.deck) if self.deck.title else ()  # elsewhere they are there to compare with
        in_notes = (ref for note in self.candidates() for ref in each_in_note(note, own=True))
        return [ref for ref in chain(in_head, in_notes) if is_typed(ref) or not self._is_regular(ref)]

    def narrowed(self, ref: TextRef, offset: int | None) -> TextRef:
        """A text at the place of one of its characters."""
        _, line, column = place_in(ref.text, offset, ref.path, self._source_of(ref.path))
        return ref._replace(text=ref.text._replace(line=line, column=column))

    @cached_property
    def numbers(self) -> dict[int, int]:
        """The places of the notes, by their identity."""
        return {id(note): place for place, note in enumerate(self.notes)}

    def ref(self, part: str, language: Language, number: int) -> TextRef:
        """The text with this number, from 0, among those of a part in a language."""
        places = self._columns.places[part, language]
        note = self.notes[places[number]]
        tags = [tag for tag in self.languages[language] if tag in note.parts[part]]
        tag = tags[number - bisect_left(places, places[number])]
        return TextRef(note.parts[part][tag], language, part, note, note.location.path, tag)

    def last_ref(self, part: str, language: Language, place: int) -> TextRef:
        """The text of a part of the note at a place in a language, the last of several."""
        return [ref for ref in each_part(self.notes[place], part) if ref.language == language][-1]

    def texts(self, part: str, language: Language) -> Iterator[tuple[int, str]]:
        """The texts of a part in a language, each with the place of its note."""
        return self._columns.placed((part, language))

    def words(self, part: str, language: Language) -> Iterator[tuple[int, Sequence[str]]]:
        """The words of these texts."""
        column = part, language
        if column not in self._words:
            irregular, texts = self.irregular, self.texts(part, language)
            self._words[column] = [words(text) if place in irregular else normal_words(text) for place, text in texts]
        return self._placed(part, language, self._words[column])

    def stems(self, part: str, language: Language) -> Iterator[tuple[int, Sequence[str]]]:
        """The stems of these words, without stop words."""
        column = part, language
        if column not in self._stems:
            irregular = self.irregular
            stem_of = {word: stem(word, language) for word in self._index(part, language).words}
            self._stems[column] = [
                stems(text, language) if place in irregular else [*filter(None, map(stem_of.__getitem__, found))]
                for (place, text), (_, found) in zip(
                    self.texts(part, language), self.words(part, language), strict=True
                )
            ]
        return self._placed(part, language, self._stems[column])

    def with_word(self, part: str, wanted: Mapping[Language, Iterable[str]]) -> set[int]:
        """The places of notes with one of the words in a part; words are listed by language.

        As in a dictionary, 'un-' is any word that begins so, '-ing' any that ends so, and '-o-' any that contains it.
        Of several words, as in 'last year' or 'so so', a text contains each, in any order, and as often.
        """
        found = set[int]()
        for language, entries in wanted.items():
            index = self._index(part, language)
            for entry in entries:
                if " " in entry:
                    found |= set.intersection(*(_places_of(index, *each) for each in Counter(entry.split()).items()))
                else:
                    found.update(_places(index, entry))
        return found

    def with_phrase(self, part: str, wanted: Mapping[Language, Pattern]) -> set[int]:
        """The places of notes in which the pattern of a language may be found: all, if the pattern marks no words."""
        found = self.with_word(
            part, {language: each.words for language, each in wanted.items() if isinstance(each, Phrases)}
        )
        others = (language for language, each in wanted.items() if not isinstance(each, Phrases))
        return found.union(*(self._columns.places.get((part, language), ()) for language in others))

    def without_word(self, part: str, language: Language, is_wanted: Callable[[str], bool]) -> set[int]:
        """The places of notes with no such word in a part."""
        wanted = (places for word, places in self._index(part, language).words.items() if is_wanted(word))
        return {*self._columns.places.get((part, language), ())}.difference(*wanted)

    def with_sign(self, part: str, signs: str) -> set[int]:
        """The places of notes with one of these characters in a part."""
        search = re.compile(f"[{re.escape(signs)}]").search
        return {place for language in self.languages for place, text in self.texts(part, language) if search(text)}

    def with_more_words(self, part: str, most: Mapping[Language, int]) -> set[int]:
        """The places of notes with more words in a part than these, by language."""
        counted = ((most[language], self.words(part, language)) for language in most)
        return {place for most_there, texts in counted for place, found in texts if len(found) > most_there}

    def with_stem(self, part: str, wanted: Mapping[Language, AbstractSet[str]]) -> set[int]:
        """The places of notes with one of the stems in a part; stems are by language."""
        texts = ((wanted[language], self.stems(part, language)) for language in wanted)
        return {place for stems, each in texts for place, found in each if not stems.isdisjoint(found)}

    def with_same_stem(self, part: str, other: str, language: Language) -> set[int]:
        """The places of notes with the same stem in two parts."""
        both = aligned(self.stems(part, language), self.stems(other, language))
        return {place for place, found, others in both if not {*found}.isdisjoint(others)}

    def without_ending(self, part: str, endings: Mapping[Language, tuple[str, ...]]) -> set[int]:
        """The places of notes with a text in a part that does not end with one of these, by language."""
        texts = ((ending, self.texts(part, language)) for language, ending in endings.items())
        return {place for ending, each in texts for place, text in each if not text.endswith(ending)}

    def with_figures(self, part: str) -> AbstractSet[int]:
        """The places of notes with figures in a regular text of a part."""
        return self._columns.numbered[part]

    def _is_regular(self, ref: TextRef) -> bool:
        return is_regular(ref.text.value, ref.language)

    @cached_property
    def _columns(self) -> Columns:
        return Columns(self.notes, self.languages)

    def _placed(self, part: str, language: Language, each: Iterable[_T]) -> Iterator[tuple[int, _T]]:
        return zip(self._columns.places.get((part, language), ()), each, strict=True)

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


def _places_of(index: _Index, wanted: str, count: int) -> set[int]:
    """The places that a word is at least so many times at."""
    places = [*_places(index, wanted)]
    return {*places} if count == 1 else {place for place, times in Counter(places).items() if times >= count}


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
