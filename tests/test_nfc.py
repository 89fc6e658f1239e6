"""A text comes in the form NFC, whether that is found out soon or late."""

import re
import unicodedata
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from flashcards.text.nfc import JOINED, STABLE, TURNED, to_nfc

LETTERS = [letter for letter in map(chr, range(0x3000)) if re.fullmatch(f"[{STABLE}]", letter)]
MARKS = [letter for letter in LETTERS if unicodedata.category(letter)[0] == "M"]


def is_stable(text: str) -> bool:
    return JOINED not in text and TURNED not in text


def test_what_is_taken_for_stable_is_left_as_it_stands() -> None:
    """No letter changes, no two next to each other do, and no run of marks behind one."""
    told = [*LETTERS, *map("".join, product(LETTERS, repeat=2)), *map("".join, product("কা", MARKS, MARKS, MARKS))]
    assert len(LETTERS) > 400
    assert [text for text in told if is_stable(text) and unicodedata.normalize("NFC", text) != text] == []


def test_what_is_not_stable_is_normalized() -> None:
    assert to_nfc("ক\u09c7\u09be") == "ক\u09cb"
    assert to_nfc("ক\u09cd\u09bc") == "ক\u09bc\u09cd"
    assert to_nfc("সম\u09dfে") == "সম\u09af\u09bcে"
    assert to_nfc("cafe\u0301") == "café"


@given(st.text(st.sampled_from([*LETTERS[:200], *MARKS, "\u09dc", "\u09d7", "\u0301", "e", "ñ"])))
def test_any_text_is_as_unicode_has_it(text: str) -> None:
    assert to_nfc(text) == unicodedata.normalize("NFC", text)
