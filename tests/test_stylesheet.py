"""A deck's own CSS: what a card may have is written out again, and all else is refused."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from flashcards.cards.notetypes.notetype import read_text
from flashcards.deckfile.template import new_deck
from flashcards.text.css import stylesheet
from tests.conftest import Run

GOOD = r"""
/* a comment */
@media (min-width: 600px) and (400px <= width <= 700px) {
  .card > b:hover::before, [data-tags~="kind::insight"] { color: RED !important; content: "see http://x </b>" }
}
@keyframes fade { from { opacity: 0 } 50.5% { opacity: .5 } to { opacity: 1 } }
@font-face { font-family: 'My Font'; src: url(fonts/f.woff2) format("woff2"), local('x'); unicode-range: U+980-9FF }
.qa { --qa-accent: #0b6b61; & .b { top: calc(1px + 2 * (3em - 4px)) } @media print { color: blue } }
@layer base, deck;
.answer:not(.y, :lang(bn)) { background: url( "a%20b.png" ) no-repeat, linear-gradient(90deg, #fff, rgba(0,0,0,.5)) }
"""
WRITTEN = """\
@media (min-width: 600px) and (400px <= width <= 700px) { \
.card > b:hover::before, [data-tags~="kind::insight"] { color: RED !important; content: "see http://x \\3c /b\\3e "; }
}
@keyframes fade { from { opacity: 0; }
50.5% { opacity: .5; }
to { opacity: 1; }
}
@font-face { font-family: "My Font"; src: url("fonts/f.woff2") format("woff2"), local("x"); unicode-range: U+980-9FF; }
.qa { --qa-accent: #0b6b61; & .b { top: calc(1px + 2 * (3em - 4px)); }
@media print { color: blue; }
}
@layer base, deck;
.answer:not(.y, :lang(bn)) { background: url( "_ab.png" ) no-repeat, linear-gradient(90deg, #fff, rgba(0,0,0,.5)); }
"""


def test_css_is_written_from_its_parse_with_files_by_the_names_that_cards_know() -> None:
    sheet = stylesheet(GOOD)
    assert sheet.flaws == ()
    assert sheet.references == ("fonts/f.woff2", "a b.png")
    assert sheet.place_of("a b.png") == (10, 47)
    assert sheet.with_names({"a b.png": "_ab.png"}) == WRITTEN


@pytest.mark.parametrize("name", ["card.css", "highlight.css", "themes/paper.css", "themes/bold.css"])
def test_a_deck_may_write_all_that_our_own_stylesheets_do(name: str) -> None:
    assert stylesheet(read_text(name)).flaws == ()


@pytest.mark.parametrize(
    ("css", "message"),
    [
        (".a</style><script>alert(1)</script>{color:red}", "unexpected '<'"),
        (".a</style>{color:red}", "unexpected '<'"),
        ("@import 'x.css';", "'@import' is not allowed: it loads another stylesheet"),
        ("@namespace url(x);", "the rule '@namespace' is not allowed on a card"),
        (".a{color:expression(alert(1))}", "the function 'expression()' is not allowed on a card"),
        (".a{background:attr(href)}", "the function 'attr()' is not allowed on a card"),
        (".a{--b:{x:y}}", "this CSS is not allowed on a card"),
        (".a{background:url(a b.png)}", "this is not CSS"),
        (".a{color:red", "unclosed '{'"),
        (".a{color:red}}", "unmatched '}'"),
        (".a{color}", "expected 'property: value;'"),
        (f".a{{width:{'9' * 5000}px}}", "this number is too long"),
        ("(" * 2000, "brackets are nested more than 30 deep"),
        (".a{color:red}" * 20_000, "this CSS has more than 200,000 characters"),
        (".a{x:@b}", "this CSS is not allowed on a card"),
        (".a{x:y!z}", "unexpected '!'"),
    ],
)
def test_what_is_not_understood_is_refused(css: str, message: str) -> None:
    assert message in [flaw.message for _, _, flaw in stylesheet(css).flaws]


HOST = "127.0.0.1:9911/x"
# Ways to write an address elsewhere, then ways to name it, then places for it
ADDRESSES = [
    f"http://{HOST}",
    f"HtTp://{HOST}",
    f"//{HOST}",
    f"\\\\5c \\\\5c {HOST}".replace("\\\\", "\\"),
    f"\\/\\/{HOST}",
    f"\\68 ttp:\\2f\\2f {HOST}",
    f"ht\\9 tp://{HOST}",
    f" http://{HOST}",
    f"\\1 http://{HOST}",
    f"http:{HOST}",
    f"file:///{HOST}",
    f"blob:http://{HOST}",
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>".replace("'", "\\27 "),
    "javascript:alert(1)",
    f"/{HOST}",
]
NAMED = [
    "url('{}')",
    'url("{}")',
    "URL('{}')",
    "u\\72 l('{}')",
    "image-set('{}' 1x)",
    "image-set(url('{}') 1x)",
    "-webkit-image-set('{}' 1x)",
    "-WEBKIT-image-set('{}' 1x)",
    "image('{}')",
    "src('{}')",
    "cross-fade(url('{}'), red)",
    "'{}'",
    "var(--none, '{}')",
    "linear-gradient(red, blue), url('{}')",
]
PLACES = [
    ".x{{background-image:{}}}",
    ".x{{--a:{};background-image:var(--a)}}",
    ".x{{--a:{};background-image:image-set(var(--a) 1x)}}",
    ".x{{--a:{};background-image:-webkit-image-set(var(--a) 1x)}}",
    ".x{{& b{{background-image:{}}}}}",
    "@media all{{.x{{background-image:{}}}}}",
    "@supports (color:red){{@media all{{.x{{background-image:{}}}}}}}",
    ".x{{@media all{{background-image:{}}}}}",
    "@layer a{{.x{{background-image:{}}}}}",
    "@font-face{{font-family:f;src:{}}}.x{{font-family:f}}",
    "@property --p{{syntax:'*';inherits:false;initial-value:{}}}.x{{background-image:var(--p)}}",
    ".x::before{{content:{}}}",
    ".x{{list-style-image:{};cursor:{},auto;mask-image:{};border-image-source:{};filter:{};clip-path:{};shape-outside:{}}}",
    "@keyframes k{{from{{background-image:{}}}}}.x{{animation:k 1s}}",
    "@import {};",
    ".x{{content:'a';background-image:{}}}",
    ".x{{background:red;{};color:red}}",
    ".x[a={}]{{color:red}}",
]
BREAKOUTS = [
    "</style>",
    "<\\/style>",
    "\\3c/style>",
    "<!--",
    "-->",
    "]]>",
    "<script>",
    "\\<script\\>",
    "\\3c script\\3e ",
]
BREAKOUT_PLACES = [
    ".a{}{{color:red}}",
    ".a{{color{}:red}}",
    ".a{{color:{}}}",
    ".a{{--a:{}}}",
    ".a{{content:'{}'}}",
    "/*{}*/.a{{color:red}}",
    "@media {}{{.a{{color:red}}}}",
    "[x='{}']{{color:red}}",
    "@{}{{}}",
    ".a{{background:url('{}.png')}}",
    "{}",
    "@keyframes {}{{from{{color:red}}}}",
]


def variants() -> Iterator[str]:
    for address, named, place in product(ADDRESSES, NAMED, PLACES):
        yield place.format(*[named.format(address)] * place.count("{}"))
    for breakout, place in product(BREAKOUTS, BREAKOUT_PLACES):
        yield place.format(breakout + "<img src=x onerror=alert(1)>")
        yield place.format(breakout)


@pytest.mark.slow
def test_no_variant_that_is_accepted_asks_for_anything_or_leaves_its_element(browser: Browser) -> None:
    accepted = [(css, sheet.with_names({})) for css in variants() if not (sheet := stylesheet(css)).flaws]
    assert len(accepted) > 100  # else the page below shows nothing
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    styles = "".join(f"<style>{written}</style>" for _, written in accepted)
    page.set_content(f"<base href='http://127.0.0.1:9912/'>{styles}<p class='x a' a=b><b class='x'>text</b></p>")
    page.wait_for_timeout(300)
    assert [url for url in asked if "9911" in url or "9912" not in url] == []
    assert page.locator("style").count() == len(accepted)
    assert page.locator("img, script").count() == 0
    page.close()


@pytest.mark.slow
def test_the_page_does_ask_where_css_is_passed_through(browser: Browser) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(f"<style>.x{{background-image:-webkit-image-set('http://{HOST}' 1x)}}</style><p class=x>text</p>")
    page.wait_for_timeout(300)
    assert asked == [f"http://{HOST}"]
    page.close()


PIECES = st.sampled_from(
    [
        *"{}()[];:,'\"\\/*<>!@#.&-+~|=^$% \n\t",
        *("</style>", "url(", "@media", "@import", "content:", "--a:", "http:", "//", "/*", "*/", "<!--", "-->"),
        *("\\3c", "\\", "a", "color", "red", ".x", "1", "px", "var(", "image-set(", "é", "\0", "\f"),
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_whatever_is_written_is_accepted_again_and_has_no_tag(css: str) -> None:
    sheet = stylesheet(css)
    if not sheet.flaws:
        written = sheet.with_names({})
        assert stylesheet(written).with_names({}) == written
        assert "</" not in written
        assert "<!" not in written


def test_a_deck_with_such_a_style_is_not_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.chdir(tmp_path)
    Path("decks").mkdir()
    deck = new_deck("planets", ["bn", "en"])
    style = "  style: |\n    .a</style><script>alert(1)</script>{color:red}\n"
    Path("decks/planets.yaml").write_text(deck.replace("  license:", f"{style}  license:"), encoding="utf-8")
    assert "unexpected '<' (line 1 of the CSS) [style]" in run("build", expect=1).stderr
    assert not Path("dist").exists()
