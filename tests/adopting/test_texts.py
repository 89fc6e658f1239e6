"""A field becomes Markdown only where that gives the same bytes back."""

import pytest

from flashcards.adopting.texts import AdoptedText, adopted_text, as_learners_have
from flashcards.text.markdown import to_html

PATHS = {"map.png": "media/geo/map.png", "rijn 1.mp3": "media/geo/rijn 1.mp3"}


@pytest.mark.parametrize(
    "field",
    [
        "Paris",
        "কুকুর",
        "a<br>b",
        "x &lt; y &amp; z",
        "Where does it <b>rise</b>?",
        "<i>old</i> name",
        "1. one",
        "a * b * c",
        "[sound:rijn 1.mp3]",
        r"\(a^2\)",
    ],
)
def test_it_is_markdown(field: str) -> None:
    found = adopted_text(field, PATHS, has_clozes=False)
    assert not found.is_raw
    assert to_html(found.value, {path: name for name, path in PATHS.items()}) == field


@pytest.mark.parametrize(
    "field",
    [
        " Paris",
        "Paris ",
        "a\nb",
        "a<br />b",
        "<div style='color:red'>by the sea</div>",
        "x &nbsp; y",
        '<img src="map.png">',
        '<img src="none.png">',
        "[sound:none.mp3]",
        '<span style="color:red">red</span>',
        "<script>x</script>",
        "a <b>b",
    ],
)
def test_it_stays_html(field: str) -> None:
    assert adopted_text(field, PATHS, has_clozes=False) == AdoptedText(field, is_raw=True)


def test_clozes_stay_clozes() -> None:
    text = "The {{c1::Atlantic::ocean}}, *{{c2::Brazil}}*"
    assert adopted_text(text.replace("*", "__"), {}, has_clozes=True).is_raw is False
    assert adopted_text("{{c1::a<br>b}}", {}, has_clozes=True) == AdoptedText("{{c1::a\nb}}")


def test_learners_have_a_field_as_anki_imports_it() -> None:
    assert as_learners_have("e\u0301\x07\n") == "é\n"
