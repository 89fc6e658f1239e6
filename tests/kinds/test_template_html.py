"""What runs, loads or breaks a card in the HTML of a template."""

import pytest

from flashcards.text.template_html import flaws_in


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
    assert flaws_in(html) != ()


@pytest.mark.parametrize(
    "html",
    [
        *("<b class='a'>{{capital}}</b>", "a < b, <3", "<hr id=answer>", "<a href='https://example.org'>more</a>"),
        *('<div lang="{{Lang}}" dir="auto">x</div>', "<!-- <b> --><br>", "<details><summary>s</summary>t</details>"),
    ],
)
def test_what_a_card_may_have_is_left_alone(html: str) -> None:
    assert flaws_in(html) == ()


@pytest.mark.parametrize("html", ["<blink>x</blink>", "<b>x", "x</b>", "<b><i>x</b></i>", "<b title='{{a}}'>x</b>"])
def test_what_breaks_a_card_is_reported_once(html: str) -> None:
    assert len(flaws_in(html)) == 1


@pytest.mark.parametrize(
    "piece", ["{{", "<!--", "<a ", "<a b='", "<style>", "<div>", "</", "<![", "<script>", "<p a='{{"]
)
def test_a_long_template_is_checked_in_no_time(piece: str) -> None:
    flaws_in(piece * (30_000 // len(piece)))
