"""What runs, loads or breaks a card in the HTML of a template."""

import pytest

from flashcards.text.template_html import active_in, active_in_css, flaws_in


@pytest.mark.parametrize(
    "html",
    [
        *("<script>x</script>", "<SCRIPT src=x>", "<img/src='x'/onerror=alert(1)>", "<b onclick='x'>b</b>"),
        *("<a href=' java\tscript:x'>a</a>", "<a href='&#106;avascript:x'>a</a>", "<iframe srcdoc='x'></iframe>"),
        *("<img src=https://example.org/x.png>", "<img src='//example.org/x'>", "<video poster='http://a.b/c'>"),
        *("<p style='background: url(https://a.b/c)'>p</p>", "<style>@import 'x';</style>"),
        *("<!--><script>x</script>-->", "<!-- <script>x</script> -->", "<style><!--</style><img onerror=x>-->"),
        *("<svg onload=x>", "<object data=x>", "<form action=x>", "<meta http-equiv=refresh>", "<link href=x>"),
        "<p title='<script>'>",
    ],
)
def test_what_runs_or_loads_is_found(html: str) -> None:
    assert active_in(html) != ()
    assert flaws_in(html) != ()


@pytest.mark.parametrize(
    "html",
    [
        *("<b class='a'>{{capital}}</b>", "a < b, <3", "<hr id=answer>", "<a href='https://example.org'>more</a>"),
        *('<div lang="{{Lang}}" dir="auto">x</div>', "<!-- <b> --><br>", "<details><summary>s</summary>t</details>"),
    ],
)
def test_what_a_card_may_have_is_left_alone(html: str) -> None:
    assert (active_in(html), flaws_in(html)) == ((), ())


@pytest.mark.parametrize("html", ["<blink>x</blink>", "<b>x", "x</b>", "<b><i>x</b></i>", "<b title='{{a}}'>x</b>"])
def test_what_only_an_author_must_not_write_is_not_active(html: str) -> None:
    assert active_in(html) == ()
    assert len(flaws_in(html)) == 1


def test_css_that_loads_is_found_at_its_place() -> None:
    assert [each.offset for each in active_in_css("a { b: url( 'http://c') } @import x;")] == [7, 26]
    assert active_in_css(".card { background: url(_paper.png) }") == ()


@pytest.mark.parametrize(
    "piece", ["{{", "<!--", "<a ", "<a b='", "<style>", "<div>", "</", "<![", "<script>", "<p a='{{"]
)
def test_a_long_template_is_checked_in_no_time(piece: str) -> None:
    flaws_in(piece * (30_000 // len(piece)))
