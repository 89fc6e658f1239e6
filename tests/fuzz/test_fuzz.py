"""No input ends in a traceback, comes to anything active on a card, or hangs."""

import os
import re
import signal
import sqlite3
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings

from flashcards.anki.unpack import unpack
from flashcards.cli import main
from flashcards.deckfile.template import new_deck
from flashcards.model.problem import FlashcardsError
from flashcards.source.outline import read_outline
from flashcards.text.css import stylesheet
from flashcards.text.markdown import to_html
from tests.fuzz.mutants import mutants
from tests.test_outline import ENGLISH
from tests.test_stylesheet import ADDRESSES, BREAKOUTS, GOOD, NAMED

pytestmark = pytest.mark.slow

TESTS = Path(__file__).parents[1]
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "150"))
_HANGS = 120  # seconds: no input takes a hundredth of it

fuzzed = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="FUZZ_EXAMPLES" not in os.environ,
    suppress_health_check=[*HealthCheck],
    database=None,
)


@pytest.fixture(autouse=True)
def _an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A folder for the files; what hangs ends with a traceback that shows where."""
    monkeypatch.chdir(tmp_path)
    yield
    signal.alarm(0)


def in_time(act: Any, *words: Any) -> Any:
    signal.alarm(_HANGS)
    return act(*words)


def run(*words: str) -> None:
    """Run a command: it ends with an exit code of ours, and shows no control character."""
    result = in_time(lambda: CliRunner().invoke(main, words, prog_name="flashcards"))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code in (0, 1, 2)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", result.output)


def put(path: str, content: str | bytes) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))


_SIGNS = [*"{}[]()<>|>&*!%@`'\"#:;,.-_=+~^$\\/?\n\t \r\0\x1b\ufeff\u00a0\u200d\u2028é\u09cd中\U0001f600"]
_YAML = [
    *_SIGNS,
    "- ",
    ": ",
    "---\n",
    "...\n",
    "<<: ",
    "&a ",
    "*a",
    "!!str ",
    "|\n",
    ">-\n",
    "\n  ",
    "{{c1::",
    "}}",
    "::",
]
_YAML += [
    "id: x\n",
    "notes:\n",
    "deck:\n",
    "question: ",
    "type: typed\n",
    "retired: ",
    "was: [",
    "lint: {",
    "languages: [",
]
_MARKDOWN = [
    *_SIGNS,
    "$$",
    "```",
    "**",
    "~~",
    "![",
    "](",
    "<b>",
    "</b>",
    "<i",
    "<!--",
    "<![CDATA[",
    "&nbsp;",
    "&#x1b;",
    "{{c1::",
]
_MARKDOWN += [
    "<script>",
    "javascript:alert(1)",
    "onerror=",
    "[sound:",
    "{{Front}}",
    "| - |\n",
    "\n\n",
    "    ",
    "> ",
    "1. ",
    "# ",
]

GALLERY = sorted((TESTS / "mistakes").glob("*.yaml"))
DECKS = [*(path.read_bytes() for path in GALLERY), new_deck("planets", ["bn", "en"]).encode()]
TEXTS = [
    "Which *planet* is **closest** to the Sun?",
    "| a | b |\n|---|---|\n| `x|y` | $P(A|B)$ |",
    "```python\ndef f(x):\n    return x\n```",
    "Sort with {{c1::`std::sort`}} or {{c2::$x :: y$::hint}}.",
    "<ul><li>one</li><li>[two](https://example.org/a::b)</li></ul>",
    "$$\\frac{a}{b}$$ and \\(x\\) > 50 %",
    "1. one\n2. two\n   - three\n\n> quoted\n",
]


def _bytes(pieces: Sequence[str]) -> list[bytes]:
    return [*(piece.encode() for piece in pieces), b"\xff", b"\xc3", b"\xed\xa0\x80", b"\x00", b"\xff\xfe"]


@fuzzed
@given(mutants(DECKS, _bytes(_YAML)))
def test_deck_files(content: bytes) -> None:
    put("decks/planets.yaml", content)
    run("check")
    run("build")
    for ledger in Path("decks").glob("*.ledger"):
        ledger.unlink()


LEDGER = (TESTS.parent / "decks/mostaque-2024.ledger").read_bytes()[:2500]


@fuzzed
@given(mutants([LEDGER], [*_bytes([*_SIGNS, "note ", "released ", "version 1.0 ", "accepted ", " - ", "\nnote "])]))
def test_ledgers(content: bytes) -> None:
    put("decks/planets.yaml", new_deck("mostaque-2024", ["bn", "en"]))
    put("decks/mostaque-2024.ledger", content)
    run("check")
    run("build")
    run("release")


PO = """\
msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

#. planets
msgctxt "closest-planet/question"
msgid "সূর্যের সবচেয়ে কাছের গ্রহ কোনটি?"
msgstr "Which planet is closest to the Sun?"
"""


@fuzzed
@given(
    mutants(
        [PO.encode(), PO.encode("utf-16")], _bytes([*_SIGNS, "msgid ", 'msgstr "', "#, fuzzy\n", "#~ ", "msgctxt "])
    )
)
def test_po_files(content: bytes) -> None:
    put("decks/planets.yaml", new_deck("planets", ["bn", "en"]))
    put("en.po", content)
    run("po", "import", "en.po")


SOURCE = (TESTS.parent / "source/mostaque-2024.md").read_bytes()[:4000]


@fuzzed
@given(mutants([SOURCE], _bytes([*_YAML, "## ", "### Facts\n", "- **a.b**\n", "  - en: "])))
def test_source_files(content: bytes) -> None:
    put("decks/planets.yaml", new_deck("planets", ["bn", "en"]).replace("  license:", "  source: sky\n  license:"))
    put("source/sky.md", content)
    run("check")
    run("new", "sky", "--from", "source/sky.md")
    Path("decks/sky.yaml").unlink(missing_ok=True)


@fuzzed
@given(mutants([ENGLISH.encode(), SOURCE], _bytes([*_SIGNS, "Key Learnings:\n", "- ", "## ", "1. ", "**a**: "])))
def test_outlines(content: bytes) -> None:
    in_time(read_outline, content, Path("a.txt"))


_ACTIVE = frozenset(
    "script style iframe object embed form input button link meta base svg math frame applet template".split()
)
_ADDRESSES = re.compile(r"(https?|mailto):", re.IGNORECASE)


class Inspector(HTMLParser):
    """Finds what does anything on a card, or loads."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in _ACTIVE, tag
        for name, value in attrs:
            assert not name.startswith("on"), name
            assert name not in ("style", "srcset", "background", "formaction", "srcdoc"), name
            address = re.sub(r"[\x00-\x20]", "", value or "")
            if name == "href":
                assert not address or _ADDRESSES.match(address), address
            elif name in ("src", "poster", "data"):
                assert ":" not in address.split("/")[0], address
                assert not address.startswith(("/", "\\")), address

    handle_startendtag = handle_starttag


@fuzzed
@given(mutants(TEXTS, _MARKDOWN))
def test_markdown(text: str) -> None:
    for has_clozes in (False, True):
        html = in_time(lambda has_clozes=has_clozes: to_html(text, has_clozes=has_clozes))
        inspector = Inspector()
        inspector.feed(html)
        inspector.close()
        assert "[sound:" not in html
        assert "[anki:" not in html
        assert has_clozes or not re.search(r"\{\{c", html, re.IGNORECASE)  # what Anki would take for a cloze


@fuzzed
@given(
    mutants(
        [GOOD, *(f".x{{background:{each.format(ADDRESSES[0])}}}" for each in NAMED)], [*_SIGNS, *BREAKOUTS, *ADDRESSES]
    )
)
def test_css(css: str) -> None:
    sheet = in_time(stylesheet, css)
    if not sheet.flaws:
        written = sheet.with_names({})
        assert stylesheet(written).with_names({}) == written
        assert not re.search(r"</|<!|<[A-Za-z]", written)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of ours."""
    folder = tmp_path_factory.mktemp("package")
    (folder / "decks").mkdir()
    (folder / "decks/planets.yaml").write_text(new_deck("planets", ["bn", "en"]), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert CliRunner().invoke(main, ["build"]).exit_code == 0
    return folder / "dist" / "planets-en.apkg"


def test_packages(package: Path) -> None:
    import zipfile

    from tests.anki.test_package_reader import pack

    with zipfile.ZipFile(package) as archive:
        database = archive.read("collection.anki2")

    @fuzzed
    @given(mutants([package.read_bytes()], _bytes(_SIGNS)))
    def of_bytes(content: bytes) -> None:
        _unpack(content)

    @fuzzed
    @given(mutants([database], _bytes([*_SIGNS, "CREATE VIEW", '{"1": 2}', "null"])))
    def of_databases(content: bytes) -> None:
        _unpack(pack(content, zipfile.ZIP_STORED))

    of_bytes()
    of_databases()


def _unpack(content: bytes) -> None:
    put("x.apkg", content)
    try:
        in_time(unpack, Path("x.apkg"))
    except FlashcardsError:
        pass
    except sqlite3.Error as error:
        raise AssertionError(content) from error
