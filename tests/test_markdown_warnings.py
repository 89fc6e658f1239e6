"""What a card does not show, or shows otherwise than may have been meant, is said of its text; and nothing else is."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.text.html import is_blank
from flashcards.text.markdown import losses, lost, markdown_warnings, to_html, warnings
from flashcards.text.markdown.parser import parsed
from flashcards.text.markdown.simple import is_simply_marked

SHOW_TAG = "to show it, put it between backticks"
SHOW_ENTITY = "to show it as written, put it between backticks"
ESCAPE = "put a backslash before it"
CELLS = "give every row as many cells as the header"
COLONS = "if '::' belongs to the answer, put it between backticks, or write ':\\:'"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("Which <br> tag?", "'<br>' is read as a tag and not shown", SHOW_TAG),
        ("Use <b> and </b> for it", "'<b>' is read as a tag and not shown", SHOW_TAG),
        ("one &nbsp; two", "'&nbsp;' is an invisible character", SHOW_ENTITY),
        ("|a|b|\n|-|-|\n|1|2|3|", "'|1|2|3|' is not part of a table: it has 3 cells, and the header 2", CELLS),
        ("|a|b|\n|-|\n|1|2|", "'|-|' is not part of a table: it has 1 cell, and the header above it 2", CELLS),
        (
            "|a|b|\n|1|2|",
            "'|a|b|' is not part of a table: there is no line of hyphens below it",
            "write '|---|---|' below it",
        ),
        (
            "a | b | c\n1 | 2 | 3",
            "'a | b | c' is not part of a table: there is no line of hyphens below it",
            "write '|---|---|---|' below it",
        ),
        (
            "a | b\n1 | 2\n3 | 4",
            "'a | b' is not part of a table: there is no line of hyphens below it",
            "write '|---|---|' below it",
        ),
        (
            "So:\n\n```sh\ndate",
            "the code after '```' is not closed",
            "write '```' on a line of its own below the code",
        ),
        ("# apt update\nbrings the lists", "'#' turns 'apt update' into a heading", ESCAPE),
        ("sort:\n> names.txt", "'>' turns 'names.txt' into a quote", ESCAPE),
        ("```python title=x\ny\n```", "'title=x' after '```' is not shown", "start the code on the next line"),
        (
            '<audio src="a.mp3">the koel</audio>',
            "'thekoel' is lost: it is not shown on the card",
            "write it as text, without tags around it",
        ),
    ],
)
def test_says_what_is_not_shown(text: str, message: str, hint: str) -> None:
    assert [(each.message, each.hint) for each in markdown_warnings(text)] == [(message, hint)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{c1::std::sort}}", "'sort' is read as a hint, so the answer is only 'std'"),
        ("{{c1::Foo::BAR}}", "'BAR' is read as a hint, so the answer is only 'Foo'"),
        ("{{c1::Vec::new()}}", "'new()' is read as a hint, so the answer is only 'Vec'"),
        ("{{c1::fe80::1}}", "'1' is read as a hint, so the answer is only 'fe80'"),
        ("{{c1::Paris::the city::capital}}", "'the city::capital' is read as a hint, so the answer is only 'Paris'"),
        ("`{{c1::std::sort}}`", "'sort' is read as a hint, so the answer is only 'std'"),
        ("{{c1::a::h {{c2::b}} c::i}}", "'h' is read as a hint, so the answer is only 'ab c'"),
        ("{{c1::Paris::}}", "'Paris' has an empty hint"),
    ],
)
def test_says_what_is_taken_for_a_hint(text: str, message: str) -> None:
    assert [(each.message, each.hint) for each in markdown_warnings(text, has_clozes=True)] == [(message, COLONS)]


@pytest.mark.parametrize(
    "text",
    [
        "{{c1::Brazil::country}}",
        "{{c2::ব্রাজিলের::দেশ}}",
        "{{c1::JavaScript::language}} {{c1::`a::b`::code}} {{c1::Foo:\\:BAR}} {{c1::the war::1914}} {{c1::**a**::h}}",
        "<b>x</b> <i>y</i> a<br>b\n<br>\nc AT&amp;T&nbsp;3",
        "Rivers:\n\n> Go\n> now\n\n# Rivers\nPadma\n\n1. a\n2. b\n\n***\n\n```py\nx\n````",
        "<table>\n<tr><td></td><td>x</td></tr>\n</table>",
        "|a|b|\n|-|-|\n|`x|y`|\\||\n|$P(A|B)$|",
        "a | b",
        "a | b\nc | d",
        "x || y\nz",
        "> ```py\n> x\n> ```\n\n- a\n\n  ~~~\n  b\n  ~~~~\n\n- c",
        '[a](https://e.org "t") <https://e.org> ![a](b.png) $x$ `c` ~~d~~',
        "plain",
    ],
)
def test_is_silent_on_what_is_shown(text: str) -> None:
    assert [*markdown_warnings(text, has_clozes="{{c" in text)] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Title\n===\ntext", ("===",)),
        ("Title\n---\n\ntext", ("---",)),
        ("debit\n---\ncredit", ()),
        ("[here][e]\n\n[e]: https://example.org", ("[e]: https://example.org",)),
        ("[1]: a footnote", ()),
        ("A fact[^1].\n\n[^1]: Its source", ("[^1]: Its source",)),
        ("Rivers:\n## The Padma\nis one", ("## The Padma",)),
        ("```\n===\n```\n`[^1]: x`", ()),
    ],
)
def test_other_markdown_is_shown_as_it_is_written(text: str, found: tuple[str, ...]) -> None:
    assert lost(text) == found


MARKS = [
    "**",
    "*",
    "`",
    "``",
    " **",
    "** ",
    "_",
    "|",
    "\\",
    "1. ",
    "- ",
    "\n- ",
    "<b>",
    "</b>",
    "<sub>",
    "](",
    "![",
    "[",
]
WHOLE = ["<b>word</b>", "<u>**b**</u>", "[a](https://example.org/c)", "`c`", "**d**", "http://e.f", "(https://a-b.c)"]
PIECES = st.sampled_from([*"ab ক ী.,?:;()-+=1\"'!", *MARKS, *WHOLE, "word", "কী", "😀"])


@given(st.lists(PIECES, max_size=14).map("".join))
def test_of_a_text_that_is_simply_marked_there_is_nothing_to_say(text: str) -> None:
    if is_simply_marked(text):
        assert [*warnings.markdown_warnings(text, has_clozes=False)] == []
        assert [*losses.losses(parsed(text))] == []
        assert "**" not in re.sub("<code>.*?</code>", "", to_html(text))
        assert not is_blank(to_html(text)) or not re.search("[*`<[]", text)


@pytest.mark.parametrize(
    "text",
    [
        "<b>**1887**</b>, as `a|b` | says [here](https://example.org/a-b)!",
        "- **এক** আর <sub>2</sub>\n- `two` and [three](https://example.org)",
    ],
)
def test_usual_markup_is_simple(text: str) -> None:
    assert is_simply_marked(text)
