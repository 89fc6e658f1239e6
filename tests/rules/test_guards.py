"""A rule finds the same in the notes that it examines as it would in all notes."""

import inspect
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashcards.deckfile.discovery import DeckFiles
from flashcards.lint.finding import Finding, TextRef
from flashcards.lint.pattern import Phrases
from flashcards.lint.registry import ACROSS, RULES, load
from flashcards.lint.regular import is_regular, regular_in
from flashcards.lint.word_index import WordIndex
from flashcards.model.deck import Deck, Section, Text
from tests.pipeline import read_decks
from tests.rules.test_examples import deck_with, example

ROOT = Path(__file__).parents[2]
DECKS = [*sorted((ROOT / "tests" / "corpus").glob("*.yaml")), *sorted((ROOT / "decks").glob("*.yaml"))]


def read(path: Path) -> Deck:
    reading = read_decks([DeckFiles((path,), path.parent)])
    assert reading.problems == ()
    return reading.decks[0]


SINGLE = tuple(rule for rule in RULES if rule not in ACROSS)


class Unsorted(WordIndex):
    """An index in which no text is known to be regular, so that rules examine every note."""

    @property
    def irregular(self) -> set[int]:
        return {*range(len(self.notes))}

    def _is_regular(self, ref: TextRef) -> bool:
        return False


def found_in(index: WordIndex) -> dict[str, list[Finding]]:
    return {name: sorted(load(name).check(index), key=_place) for name in SINGLE}


def _place(found: Finding) -> tuple[int, int]:
    return found.ref.text.line, found.ref.text.column


@pytest.mark.parametrize("path", DECKS, ids=lambda path: path.stem)
def test_finds_the_same_in_whole_decks(path: Path) -> None:
    assert found_in(WordIndex(deck := read(path))) == found_in(Unsorted(deck))


@pytest.mark.slow
@pytest.mark.parametrize("rule", SINGLE)
def test_finds_the_same_in_each_example(rule: str, tmp_path: Path) -> None:
    for kind in ("Wrong", "Right"):
        path = tmp_path / "example.yaml"
        path.write_text(deck_with(example(rule, kind)), encoding="utf-8")
        assert found_in(WordIndex(deck := read(path))) == found_in(Unsorted(deck))


# Questions and answers, some of which break a rule, by language; Bengali and English ones are those of the decks
SAID: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "es": (
        (
            "¿En qué año llegó el hombre a la Luna?",
            "¿Cuántos habitantes tiene España según el censo de 2021?",
            "Explica la fotosíntesis.",
            "¿Qué río pasa por Sevilla, el Tajo o el Guadalquivir?",
            "¿Quién escribió este texto?",
        ),
        ("1969", "47,4 millones", "Sí", "Rojo, verde y azul", "El Guadalquivir"),
    ),
    "hi": (
        (
            "भारत का राष्ट्रीय पक्षी कौन-सा है?",
            "अामाशय कहाँ है ?",
            "गंगा नदी कहाँ से निकलती है और कहाँ गिरती है?",
            "प्रकाश की व्याख्या करें",
            "इस लेख में किसने क्या कहा?",
        ),
        ("मोर", "पेट में|", "१९४७ में", "लाल, हरा और नीला", "30 लाख", "नहीं"),
    ),
    "ar": (("ما عاصمة مصر؟", "متى بدأت الحرب مؤخرا؟", "من كتب هذا النص"), ("القاهرة", "نعم", "أحمر، أخضر، أزرق")),
    "ja": (("光の三原色は何ですか？", "水の化学式は何か。", "最近の首相は誰"), ("富士山", "赤、緑、青", "DNA", "はい")),
    "fr": (("Quelle est la capitale de la France ?", "Où est né Molière?"), ("Paris", "En 1802", "Oui, à Besançon")),
}
SPOKEN = [
    ("bn", "en"),
    ("bn", "en"),
    ("bn", "en"),
    ("en", "es"),
    ("hi", "en"),
    ("fr", "es"),
    ("ar", "ja"),
    ("en-GB", "en-US"),
]
# What comes into a text and may break a rule, or hide from a guard, besides the words that rules know
PIECES = (
    *("ডাকে", "‘ক’", "“খ গ”", "(ঘ)", "৩০ লাখ", "১,২০০", "কী কী", "কে কেন", "না, না", "উল্লেখ", "২০২০ সালে", "AI", "ক’র"),
    *("‘a’", "“b c”", "(d)", "30 million", "1,200", "CO2", "1990s", "this article,", "last year", "king’s", "stars’"),
    *("this's", "well-known", "a/b", "é", "ſo", "thİs", "“so?”", '"5"', "TODO", "`x`", "$x$", "<b>", "&amp;", "*b*"),
    *(
        "–",
        "-",
        ",",
        ".",
        "?",
        "।",
        "|",
        "(",
        "”",
        "’",
        ":",
        " ",
        "\u00a0",
        "\u200c",
        "অা",
        "\n",
        "\n- a\n- b",
        "{{c1::x}}",
    ),
)


def pool() -> Mapping[tuple[str, str], Sequence[str]]:
    """Texts by language and part."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for deck in map(read, DECKS):
        for note in deck.notes:
            for part, texts in note.parts.items():
                for language, text in texts.items():
                    found[language, part].append(text.value)
    for language, (questions, answers) in SAID.items():
        found[language, "question"], found[language, "answer"] = [*questions], [*answers]
    return found


def known_words() -> Sequence[str]:
    sources = "".join(inspect.getsource(inspect.getmodule(load(name).check) or inspect) for name in SINGLE)
    return [*dict.fromkeys(re.findall(r"[\u0980-\u09fe]+|[\u0900-\u097f]+|\b[a-záéíóúñ]{1,12}\b", sources))]


EMPTY = replace(read(DECKS[0]), title={}, description={}, notes=())
NOTE = next(iter(read(DECKS[0]).notes))
POOL = pool()
INSERTED = st.one_of(st.sampled_from(PIECES), st.sampled_from(known_words()))


@st.composite
def edited(draw: st.DrawFn, language: str, part: str) -> str:
    """What was said somewhere, with some words put in or left out."""
    said = draw(st.sampled_from(POOL[language.split("-")[0], part])).split(" ")
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(said)))
        if draw(st.booleans()):
            said.insert(place, draw(INSERTED))
        else:
            del said[place : place + 1]
    return " ".join(said).strip() or "x"


def deck_saying(
    languages: Sequence[str], titles: Sequence[Sequence[str]], notes: Sequence[Mapping[str, Sequence[str]]]
) -> Deck:
    """A deck with a section for each title and these notes in turn; each text is given in each language."""
    lines = itertools.count(1)

    def said(each: Sequence[str]) -> Mapping[str, Text]:
        return {tag: Text(text, next(lines), 1) for tag, text in zip(languages, each, strict=True)}

    sections = {str(number): Section(str(number), said(title), EMPTY.location) for number, title in enumerate(titles)}
    made = (
        NOTE._replace(section=str(number % 2), parts={part: said(each) for part, each in parts.items()})
        for number, parts in enumerate(notes)
    )
    return replace(EMPTY, languages=tuple(languages), complete=tuple(languages), sections=sections, notes=tuple(made))


@st.composite
def decks(draw: st.DrawFn) -> Deck:
    languages = draw(st.sampled_from(SPOKEN))

    def said(part: str) -> Sequence[str]:
        return [draw(edited(language, part)) for language in languages]

    titles = [said("answer"), said("answer")]
    notes = [{part: said(part) for part in ("question", "answer")} for _ in range(draw(st.integers(1, 5)))]
    return deck_saying(languages, titles, notes)


@pytest.mark.slow
@settings(derandomize=True, deadline=None, max_examples=60)
@given(decks())
def test_finds_the_same_in_texts_that_were_edited(deck: Deck) -> None:
    assert found_in(WordIndex(deck)) == found_in(Unsorted(deck))


def lettered(letters: Sequence[str], random: Random) -> str:
    """A text of some letters, many of them in words and marks of a regular order."""

    def word() -> str:
        inside = random.choice([*("",) * 9, *("’", "'", ".", ",", ":", "/", "–", "-", "//")])
        behind = random.choice([*("",) * 9, *(",", ";", ":", ".", "!", "%", "।", "’", "..")])
        return "".join([*random.choices(letters, k=3), inside, *random.choices(letters, k=2), behind])

    around = random.choice([*("{}",) * 6, "“{}”", "‘{}’", '"{}"', "({})", "({}", "– {}"])
    said = around.format(" ".join(word() for _ in range(random.randint(1, 3))))
    return f"{word()} {said}" + random.choice(["", "", "?", "?", "??", " ?"])


@pytest.mark.parametrize("language", ["bn", "hi", "en", "es", "fr"])
def test_finds_the_same_in_texts_of_any_letters(language: str) -> None:
    letters = [each for each in map(chr, range(0x0A00)) if is_regular(each, language)]
    letters += ["য\u09bc", "র\u09bc", "ক\u093c", "न\u093c", "অ\u09be", "\u09c7\u09be", "अ\u093e", "TODO", "T", "BC"] * 2
    random = Random(language)
    said = [text for text in (lettered(letters, random) for _ in range(2000)) if is_regular(text, language)]
    deck = deck_saying([language], [[text] for text in said], [{"question": [text], "answer": [text]} for text in said])
    deck = replace(deck, title={language: Text(said[0], 0, 1)})
    assert len(said) > 20
    assert found_in(WordIndex(deck)) == found_in(Unsorted(deck))


def phrases_of(table: object) -> Iterator[tuple[str, Phrases]]:
    for key, value in table.items() if isinstance(table, Mapping) else ():
        yield from [(key, value)] if isinstance(value, Phrases) else ((key, each) for _, each in phrases_of(value))


PHRASES = [
    (name, language, phrases)
    for name in SINGLE
    for table in vars(inspect.getmodule(load(name).check)).values()
    for language, phrases in phrases_of(table)
    if regular_in(language)
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "language", "phrases"), PHRASES, ids=["-".join(row[:2]) for row in PHRASES])
def test_finds_a_word_of_each_phrase(name: str, language: str, phrases: Phrases) -> None:
    letters = "".join(each for each in map(chr, range(0x0A00)) if is_regular(each, language))
    alphabet = st.sampled_from(letters + "\u093c\u09bc -,;:?।")
    seen: list[str] = []

    @settings(derandomize=True, deadline=None, max_examples=60)
    @given(st.from_regex(phrases._compiled, alphabet=alphabet))
    def finds_it(text: str) -> None:
        text = re.sub(" +", " ", text).strip()
        for said in (text, f"a{text}", f"¿a{text}"):
            if is_regular(said, language) and phrases.search(said):
                index = WordIndex(deck_saying([language], [], [{"question": [said]}]))
                assert index.with_phrase("question", {language: phrases}) == {0}
                seen.append(said)

    finds_it()
    assert seen
