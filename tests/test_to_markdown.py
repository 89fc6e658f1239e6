"""The HTML of a field becomes Markdown that shows the same, or stays as it is."""

import pytest

from flashcards.text.to_markdown import Converted, from_html, from_plain
from flashcards.text.to_markdown.source import Fields

MEDIA = {name: f"media/{name}" for name in ("map.png", "my map.png", "koel.mp3")}
FIELDS = Fields(MEDIA)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("dog", "dog"),
        ("a &amp; b", "a & b"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("<b>dog</b>", "**dog**"),
        ("the <b>dog </b>barks", "the **dog** barks"),
        ("<u>x</u> <i>y</i>", "<u>x</u> *y*"),
        ("H<sub>2</sub>O", "H<sub>2</sub>O"),
        ("a<br>b", "a\nb"),
        ("a<br><br>b", "a\n\nb"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("a<div><br></div><div>b</div>", "a\n\nb"),
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("x<br>&nbsp;<br>", "x"),
        ("Bonjour&nbsp;!", "Bonjour\u00a0!"),
        ("<ul><li>a</li><li>b <b>c</b></li></ul>", "- a\n- b **c**"),
        ("first<ol><li>a</li><li>b</li></ol>last", "first\n\n1. a\n2. b\n\nlast"),
        ('<a href="https://example.org/a_b">here</a>', "[here](https://example.org/a_b)"),
        ("<code>a_b</code>", "`a_b`"),
        ("<pre>a\n  b</pre>", "```\na\n  b\n```"),
        ("**x** <b>y</b>", "\\*\\*x\\*\\* **y**"),
        ("# a<br>- b<br>- c", "\\# a\n\\- b\n\\- c"),
        ("1. x<br>2. y", "1\\. x\n2\\. y"),
        ("[$]a^2 &lt; b[/$] and \\(c\\)", "$a^2 < b$ and $c$"),
        ("[$$]x[/$$] \\[y\\]", "$$x$$ $$y$$"),
        ("[latex]$x$[/latex]", "$x$"),
        ("the \\(n\\)th, 2\\(x\\)", "the $n$&#116;h, &#50;$x$"),
        ("\\(a<br>b\\) \\(c\\)\\(d\\)", "$a b$ $c$ $d$"),
        ("\\[a<br><br>b\\]", "$$a\nb$$"),
        ('<img src="map.png">', "![](media/map.png)"),
        ('<img alt="a map" src="my%20map.png">', "![a map](<media/my map.png>)"),
        ("word [sound:koel.mp3]", "word ![](media/koel.mp3)"),
        ("<span>x</span><!-- note -->", "x"),
        ("ক<b>খ</b>গ", "ক**খ**গ"),
    ],
)
def test_a_field_is_markdown(field: str, text: str) -> None:
    assert from_html(field, FIELDS) == Converted(text)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("{{c1::<b>x</b>::hint}} is <i>y</i>", "{{c1::**x**::hint}} is *y*"),
        ("{{c1::a<br>b}}", "{{c1::a\nb}}"),
        ("{{c1::a}}<div>{{c2::b}}</div>", "{{c1::a}}\n{{c2::b}}"),
        ("\\({{c1::x}}\\)", "${{c1::x}}$"),
    ],
)
def test_cloze_marks_stay(field: str, text: str) -> None:
    assert from_html(field, Fields(MEDIA, has_clozes=True)) == Converted(text)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("<ul><li>a</li></ul>", "<ul><li>a</li></ul>"),
        ("<blockquote>a</blockquote>", "<blockquote>a</blockquote>"),
        ('<img src="map.png" width="40">', '<img src="media/map.png" width="40">'),
        ("<table><tr><td>a</td></tr></table>", "<table><tbody><tr><td>a</td></tr></tbody></table>"),
    ],
)
def test_what_markdown_cannot_say_stays_html(field: str, text: str) -> None:
    assert from_html(field, FIELDS) == Converted(text, is_html=True)


@pytest.mark.parametrize(
    ("field", "converted"),
    [
        ('<span style="color: red">x</span>', Converted("x", lost=("style",))),
        ('<span style="color: rgb(0, 0, 0);">x</span>', Converted("x")),
        ("<font color=red>x</font>", Converted("x", lost=("<font>",))),
        ("<script>alert(1)</script>x", Converted("x", lost=("<script>",))),
        ('<b onclick="alert(1)">x</b>', Converted("**x**", lost=("onclick",))),
        ("[latex]\\textbf{a}[/latex]", Converted("\\textbf{a}", lost=("[latex]",))),
        ('x <img src="https://example.org/a.png">', Converted("x", missing=("https://example.org/a.png",))),
        ("[sound:none.mp3]", Converted("", missing=("none.mp3",))),
        (
            '\\(5 $ x\\) <img src="map.png">',
            Converted("&#92;(5 &#36; x&#92;) ![](media/map.png)", lost=("formulas",)),
        ),
        ("<iframe>a</iframe> <u onclick=alert(1)>b</u>", Converted("a <u>b</u>", lost=("<iframe>", "onclick"))),
        ("x [sound:none.mp3]", Converted("x", missing=("none.mp3",))),
    ],
)
def test_what_is_lost_is_said(field: str, converted: Converted) -> None:
    assert from_html(field, FIELDS) == converted


@pytest.mark.parametrize("text", ["a*b*c", "x_y_", "C:\\new", "5 > 3", "\\(a\\)", "a [b] c"])
def test_plain_text_that_needs_no_escape_has_none(text: str) -> None:
    assert from_plain(text) == Converted(text)
