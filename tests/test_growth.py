"""What rendering and checking a text takes grows as its length does: calls are counted, and no clock is read.

What one call of a regular expression costs is not seen so. Their patterns are bounded instead, and read in review.
"""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from flashcards.report.terminal import problem_lines
from flashcards.source.outline import read_outline
from flashcards.text import cloze
from flashcards.text.decode import decode
from flashcards.text.markdown import lost, markdown_warnings, to_html
from flashcards.text.markdown.colours import is_short
from flashcards.text.to_markdown import from_html, from_plain
from flashcards.text.to_markdown.source import Fields

TEXTS = {
    "maths that is never closed": "$$a\n",
    "maths in lines": "$$\na\n$$\n",
    "maths of many lines": "$$\na",
    "tags closed by others": "<i></b>",
    "open tags": "<b>",
    "open blocks": "<div>",
    "open blocks in paragraphs": "<div>\n\n",
    "open lists": "<ul><li>",
    "open tables": "<table><tr><td>",
    "pre": "<pre>",
    "character data": "<![CDATA[",
    "comments": "<!--",
    "instructions": "<?",
    "brackets": "[",
    "brackets in pairs": "[a]",
    "links": "[a](https://e.org)",
    "links that are none": "[a](",
    "pictures that are none": "![a](",
    "stars": "*a ",
    "strikes": "~~a ",
    "backticks": "` a ``",
    "entities": "&amp;",
    "backslashes": "\\",
    "line breaks": "a<br>",
    "rows of a table that is none": "a|b\n-|-\n",
    "bars": "a|b\n",
    "items": "- a\n",
    "headings": "# a\n\n",
    "quotes": "> a\n\nb\n",
    "fences": "```\na\n```\n",
    "code": "    a\n\n",
    "clozes": "{{c1::a::h}}",
    "clozes that are none": "{{ ",
    "colons": "a::b ",
    "references": "[a]: b\n",
}


def calls_of(work: Callable[[], object]) -> int:
    """How many calls of functions, in Python and in C, some work takes."""
    count = 0

    def seen(_: Any, event: str, __: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


WORK: dict[str, Callable[[str], object]] = {
    "to_html": to_html,
    "to_html with clozes": lambda text: to_html(text, has_clozes=True),
    "lost": lost,
    "warnings": lambda text: [*markdown_warnings(text)],
    "warnings of clozes": lambda text: [*markdown_warnings(text, has_clozes=True)],
    "malformed": cloze.malformed,
    "from_html": lambda text: from_html(text, Fields({}, has_clozes=True)),
    "from_plain": from_plain,
}


@pytest.mark.slow
@pytest.mark.parametrize("work", WORK)
@pytest.mark.parametrize("text", TEXTS)
def test_twice_the_text_takes_twice_the_work(text: str, work: str) -> None:
    once, twice = (calls_of(partial(WORK[work], f"a\n{TEXTS[text] * count}")) for count in (200, 400))
    assert twice < 2.3 * once + 300


@pytest.mark.parametrize(
    ("code", "is_coloured"),
    [
        ("x = 1\n" * 90, True),
        ("x = 1\n" * 110, False),
        ("x" * 400, False),
        ("x" + " " * 70 + "y", False),
        ("x" + "\n" * 70 + "y", False),
    ],
)
def test_long_code_is_not_coloured(code: str, is_coloured: bool) -> None:
    assert is_short(code) is is_coloured
    assert ('<span class="m">' in to_html(f"```python\nx = 1\n{code}\n```")) is is_coloured


def test_deep_tags_are_text() -> None:
    field = to_html("<b>" * 200 + "x" + "</b>" * 200)
    assert (field.count("<b>"), field.count("&lt;b&gt;")) == (100, 100)


def shown(content: bytes) -> int:
    """How many letters a file's problems take on a terminal."""
    path = Path("a.yaml")
    text, problems = decode(content, path)
    return sum(len(each.text) for line in problem_lines(problems, {path: text}) for each in line)


def test_a_file_that_is_no_text_is_reported_in_a_few_lines() -> None:
    assert shown(b"a" + bytes(200_000)) == shown(b"a" + bytes(100_000)) < 5000
    assert shown("অ".encode() * 200_000 + b"\x07") < 500


def test_an_outline_of_equal_points_takes_calls_as_it_has_points() -> None:
    def calls(count: int) -> int:
        return calls_of(lambda: read_outline(b"# a\nKey Learnings:\n" + b"- a\n" * count, Path("a.md")))

    calls(10)  # what is made once is made now
    assert calls(2000) < 2.5 * calls(1000)
