"""Signs tell at once what a text cannot have: what is looked for by them alone is what is there."""

from hypothesis import given
from hypothesis import strategies as st

from flashcards.lint.words import _SIGNS, _pattern, _pattern_for, has_list, has_table
from flashcards.text.markdown import lost
from flashcards.text.markdown.losses import losses
from flashcards.text.markdown.parser import parsed

_PIECES = [*"`~$<>&:/!()[]{}|-*1. \nab;", "```", "~~~", "](", "{{c1::", "}}", "https://", "<b>", "</b>", "&amp;"]
TEXTS = st.lists(st.sampled_from(_PIECES)).map("".join)


@given(TEXTS)
def test_what_is_no_prose_is_found_by_the_signs_a_text_has(text: str) -> None:
    pattern = _pattern_for(text)
    every = _pattern(frozenset(_SIGNS), is_listed=has_list(text), is_tabular=has_table(text))
    assert every is not None
    found = pattern.finditer(text) if pattern else ()
    assert [(each.span(), each.lastgroup) for each in found] == [
        (each.span(), each.lastgroup) for each in every.finditer(text)
    ]


@given(TEXTS)
def test_only_texts_with_certain_signs_lose_something(text: str) -> None:
    assert lost(text) == tuple(dict.fromkeys(losses(parsed(text))))
