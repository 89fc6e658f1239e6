"""No question is asked twice.

Signs and case tell questions apart, as C, C++ and C# do; the marks at the ends and the case of the first letter do not.

Wrong::

    - question:
        bn: নীল নদ কোন সাগরে পড়ে?
        en: Into which sea does the Nile flow?
      answer:
        bn: ভূমধ্যসাগরে
        en: The Mediterranean
    - question:
        bn: নীল নদ কোন সাগরে পড়ে?
        en: Into which sea does the Nile flow?
      answer:
        bn: ভূমধ্যসাগরে
        en: The Mediterranean

Right::

    - question:
        bn: নীল নদ কোন সাগরে পড়ে?
        en: Into which sea does the Nile flow?
      answer:
        bn: ভূমধ্যসাগরে
        en: The Mediterranean
    - question:
        bn: আমাজন নদী কোন মহাসাগরে পড়ে?
        en: Into which ocean does the Amazon flow?
      answer:
        bn: আটলান্টিক মহাসাগরে
        en: The Atlantic
"""

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from operator import eq

from flashcards.lint.across import Match, Row, Rows, hash64, once_each, to_numbers, to_text
from flashcards.lint.finding import each_part
from flashcards.lint.pattern import Pattern
from flashcards.lint.word_index import WordIndex
from flashcards.text.nfc import to_nfc

RULE = "duplicate-question"

_MARKS = Pattern(r"^[¿¡]|(?<=[^\s!-/:-@\[-`{-~]) ?[?？؟.।!！]+$")


def collect(index: WordIndex) -> Rows:
    """A number for each question, which is the same for the same question."""
    texts = [ref for note in index.notes for ref in each_part(note, "question")]
    numbers = (hash64(f"{ref.tag}\x1f{_normal(ref.text.value)}") for ref in texts)
    return Rows.of(texts, index.numbers, RULE, to_text(numbers), len(index.notes))


def compare(chunks: Sequence[Rows]) -> Iterator[Match]:
    asked = [to_numbers(rows.values) for rows in chunks]
    ordered = sorted(chain.from_iterable(asked))
    repeated = {one for one, is_same in zip(ordered, map(eq, ordered, islice(ordered, 1, None))) if is_same}  # noqa: B905
    return once_each(_repeated(asked, repeated) if repeated else iter(()), chunks)


def _repeated(asked: Sequence[Sequence[int]], repeated: set[int]) -> Iterator[Match]:
    first: dict[int, Row] = {}
    for chunk, numbers in enumerate(asked):
        for row, number in enumerate(numbers):
            if number in repeated and (other := first.setdefault(number, (chunk, row))) != (chunk, row):
                message = "this question is already asked at {other}"
                yield Match((chunk, row), message, "delete one of the two, or say what tells them apart", other)


def _normal(text: str) -> str:
    """A question as it compares; a mark after its last word does not count."""
    in_nfc = " ".join(to_nfc(text).split())
    bare = _MARKS.sub("", in_nfc)
    return bare[:1].casefold() + bare[1:]
