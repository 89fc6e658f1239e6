"""What is left out of a text, what a card of it shows, and which marks do not work."""

import pytest

from flashcards.text.cloze import (
    Cloze,
    ClozeError,
    MalformedCloze,
    clozes,
    hidden,
    malformed,
    numbers,
    revealed,
    to_type,
    without_clozes,
)

WATER = "Water is {{c1::two parts}} {{c2::hydrogen::which gas?}} and {{c1::one part}} oxygen."


def test_each_number_is_a_card() -> None:
    assert numbers(WATER) == (1, 2)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("no cloze", ()),
        ("{{c3::a}} {{c1::b}} {{c3::c}}", (1, 3)),
        ("{{c2::a {{c1::b}} c}}", (1, 2)),
        ("{{c1,3::a}}", (1, 3)),
        ("{{c0::a}} {{c1::b}}", (1,)),
        ("{{c501::a}} {{c9000::b}}", (500,)),
        ("{{c1::a}} {{c2::b {{c3::c}}", (1,)),
        ("{{c1:a}} {{C1::b}} {{ c1::c}} {{c::d}}", ()),
        (f"{{{{c{'9' * 5000}::a}}}}", ()),
    ],
)
def test_only_what_anki_makes_a_card_of_has_a_number(text: str, found: tuple[int, ...]) -> None:
    assert numbers(text) == found


def test_the_first_card_leaves_out_what_is_numbered_1() -> None:
    assert hidden(WATER, 0) == (
        'Water is <span class="cloze" data-cloze="two&#x20;parts" data-ordinal="1">[...]</span> '
        '<span class="cloze-inactive" data-ordinal="2">hydrogen</span> and '
        '<span class="cloze" data-cloze="one&#x20;part" data-ordinal="1">[...]</span> oxygen.'
    )
    assert revealed(WATER, 0) == (
        'Water is <span class="cloze" data-ordinal="1">two parts</span> '
        '<span class="cloze-inactive" data-ordinal="2">hydrogen</span> and '
        '<span class="cloze" data-ordinal="1">one part</span> oxygen.'
    )


def test_a_hint_stands_where_the_words_were() -> None:
    assert '<span class="cloze" data-cloze="hydrogen" data-ordinal="2">[which gas?]</span>' in hidden(WATER, 1)


def test_a_text_without_the_number_has_nothing_to_show() -> None:
    assert hidden(WATER, 2) == revealed(WATER, 2) == ""


def test_a_cloze_inside_a_cloze_is_shown_on_the_others_card() -> None:
    text = "{{c1::মহাকর্ষ বল {{c2::ভরের}} উপর নির্ভর করে}}"
    assert hidden(text, 1) == (
        '<span class="cloze-inactive" data-ordinal="1">মহাকর্ষ বল '
        '<span class="cloze" data-cloze="ভরের" data-ordinal="2">[...]</span> উপর নির্ভর করে</span>'
    )


def test_words_left_out_of_maths_are_dots_and_no_markup() -> None:
    assert hidden(r"\(E = {{c1::mc^2}}\)", 0) == r"\(E = [...]\)"
    assert revealed(r"\(E = {{c1::mc^2}}\)", 0) == r"\(E = mc^2\)"


def test_what_is_left_out_can_be_looked_up_by_its_number() -> None:
    assert clozes("{{c2::a {{c1::b::h}}}} {{c1::c}}") == {
        1: (Cloze(8, "b", "h"), Cloze(23, "c", None)),
        2: (Cloze(0, "a b", None),),
    }


def test_a_text_reads_as_if_nothing_were_left_out() -> None:
    assert without_clozes(WATER) == "Water is two parts hydrogen and one part oxygen."
    assert without_clozes("{{c1::a}} and {{c2::b {{c3::c}}") == "a and {{c2::b {{c3::c}}"


def test_one_answer_is_typed_once() -> None:
    assert to_type("{{c1::দশ}} taka and {{c1::দশ}} paisa", 0) == "দশ"
    assert to_type(WATER, 0) == "two parts, one part"


@pytest.mark.parametrize(
    ("text", "offset", "mark", "error"),
    [
        ("Water is {{c1::wet}.", 9, "{{c1::", ClozeError.UNCLOSED),
        ("Water is {{{c1::wet}.", 10, "{{c1::", ClozeError.UNCLOSED),
        ("Water is {{c1::wet}} }}.", 21, "}}", ClozeError.STRAY),
        (r"{{c1::\frac{1}{x^{2}}}}", 21, "}}", ClozeError.STRAY),
        ("Water is {{c1:wet}}.", 9, "{{c1:", ClozeError.SINGLE_COLON),
        ("Water is {{C1::wet}}.", 9, "{{C1::", ClozeError.UNREAD),
        ("Water is {{ c1::wet}}.", 9, "{{ c1::", ClozeError.UNREAD),
        ("Water is {{c::wet}}.", 9, "{{c::", ClozeError.UNREAD),
        ("জল {{c১::ভেজা}}", 3, "{{c১::", ClozeError.UNREAD),
        ("{{c1::write {{Field}} so}}", 12, "{{", ClozeError.BRACES),
        ("Water is {{c1::}}.", 9, "{{c1::", ClozeError.EMPTY),
        ("Water is {{c1:: <br>::hint}}.", 9, "{{c1::", ClozeError.EMPTY),
        ("Water is {{c0::wet}}.", 9, "{{c0::", ClozeError.ZERO),
        ("Water is {{c501::wet}}.", 9, "{{c501::", ClozeError.HIGH),
        ("Water is {{c70000::wet}}.", 9, "{{c70000::", ClozeError.HIGH),
        ("{{c1,2::Water}} is wet.", 0, "{{c1,2::", ClozeError.SEVERAL),
        ("{{c1::a{{c2::b{{c3::c{{c4::d}}}}}}}}", 21, "{{c4::", ClozeError.DEEP),
    ],
)
def test_a_mark_that_does_not_work_is_pointed_at(text: str, offset: int, mark: str, error: ClozeError) -> None:
    assert malformed(text) == (MalformedCloze(offset, mark, error),)


@pytest.mark.parametrize(
    "text",
    [
        WATER,
        "{{c1::a {{c2::b {{c3::c}}}}}}",
        "{{c1::<img src=a.png>}} {{c2::[sound:b.mp3]}} {{{c3::c}}}",
        "{{c10::a:b}} and {{Field}} of a template",
        r"{{c1::\frac{1}{x^{2} } }}",
        "nothing left out",
    ],
)
def test_a_mark_that_works_is_let_be(text: str) -> None:
    assert malformed(text) == ()
