"""An author's Markdown in a field shows what was meant, loses nothing and does nothing."""

import html
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from anki.collection import AddNoteRequest, Collection
from hypothesis import assume, given
from hypothesis import strategies as st

from flashcards.text import cloze, markdown
from flashcards.text import html as markup
from flashcards.text.markdown import lost, references, to_html
from flashcards.text.markdown.clozes import GLUE
from flashcards.text.markdown.tags import TAGS

MEDIA = {"map.png": "map-1.png", "my map.png": "my-map-2.png", "koel.mp3": "koel-3.mp3", "flight.webm": "flight-4.webm"}
STYLESHEETS = Path(markdown.__file__).parents[2] / "cards" / "notetypes"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("a **b**, *c* and ~~d~~", "a <strong>b</strong>, <em>c</em> and <s>d</s>"),
        ("**ঢাকা**র মানুষ, *নদী*তে", "<strong>ঢাকা</strong>র মানুষ, <em>নদী</em>তে"),
        ("これは**Machine Learning**です", "これは<strong>Machine Learning</strong>です"),
        ("*either*/or, *a b*/*c*", "<em>either</em>/or, <em>a b</em>/<em>c</em>"),
        ("walk*ed*, c**a**t", "walk<em>ed</em>, c<strong>a</strong>t"),
        ("`print(1 < 2)`", "<code>print(1 &lt; 2)</code>"),
        ("H<sub>2</sub>O, <kbd>Ctrl</kbd>", "H<sub>2</sub>O, <kbd>Ctrl</kbd>"),
        ("<ruby>漢<rt>かん</ruby>", "<ruby>漢<rt>かん</rt></ruby>"),
        ('<span lang="fr" dir="ltr" class="x">oui</span>', '<span lang="fr" dir="ltr" class="x">oui</span>'),
        ("two\nlines", "two<br>lines"),
        ("two  \nlines<br>\nand three", "two<br>lines<br>\nand three"),
        ("one\n\ntwo\nthree", "<p>one</p>\n<p>two<br>three</p>"),
        (
            "Code:\n\n    x = 1\n\nই",
            '<p>Code:</p>\n<pre class="highlight" dir="ltr"><code>x = 1</code></pre>\n<p>ই</p>',
        ),
        ("কবিতা:\n\n    আমার সোনার বাংলা", "<p>কবিতা:</p>\n<p>আমার সোনার বাংলা</p>"),
        ("one\n\n---\n\ntwo", "<p>one</p>\n<hr>\n<p>two</p>"),
        ("# Rivers\nPadma", "<h1>Rivers</h1>\n<p>Padma</p>"),
        ("He said:\n> Go\n> now", "<p>He said:</p>\n<blockquote>\n<p>Go<br>now</p>\n</blockquote>"),
        ("- a\n- b\n  - c\n  - d", "<ul>\n<li>a</li>\n<li>b\n<ul>\n<li>c</li>\n<li>d</li>\n</ul>\n</li>\n</ul>"),
        ("3) c\n4) d", '<ol start="3">\n<li>c</li>\n<li>d</li>\n</ol>'),
        ("1. a\n1. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        (
            "| a | b |\n|---|--:|\n| *1* | 2 |",
            '<table>\n<thead>\n<tr>\n<th>a</th>\n<th align="right">b</th>\n</tr>\n</thead>\n'
            '<tbody>\n<tr>\n<td><em>1</em></td>\n<td align="right">2</td>\n</tr>\n</tbody>\n</table>',
        ),
        (
            "<table>\n<tr><td>a **b**\n</table>",
            "<table>\n<tbody><tr><td>a <strong>b</strong>\n</td></tr></tbody></table>",
        ),
        ("[Padma](https://example.org/?a=1&b=2)", '<a href="https://example.org/?a=1&amp;b=2">Padma</a>'),
        (
            "<https://example.org> https://example.org",
            '<a href="https://example.org">https://example.org</a> https://example.org',
        ),
        ("AT&amp;T&nbsp;&lt;3", "AT&amp;T\u00a0&lt;3"),
        (r"\*not\* \_this\_ \`nor\` \$that\$ 1984\. \<b>", "*not* _this_ `nor` $that$ 1984\\. &lt;b&gt;"),
        ("cafe\u0301 **e\u0301**", "café <strong>é</strong>"),
    ],
)
def test_markdown_is_shown(text: str, field: str) -> None:
    assert to_html(text) == field


@pytest.mark.parametrize(
    "text",
    [
        "1. FC Köln",
        "1984.",
        "1947. Partition",
        "- 5 °C",
        "-",
        "+5",
        "+ 5\n+ 7",
        "> 50 %",
        "> 50 %\n>= 40 %\n> ৳৫",
        ">>> 1 + 1\n2",
        "# of protons",
        "#",
        "---",
        "- - -",
        "-.-\n---\n-.",
        "debit\n---\ncredit",
        "Title\n===",
        "100 °C\n* at sea level",
        "The capital is ____.",
        "___",
        "2*3*4, 2 * 3 * 4, a*b*c",
        "x**2 + y**2",
        "a_b_c, __init__, ____",
        "f(*args, **kwargs)",
        "/*comment*/ int x; /* and another */",
        "foo*bar + baz*qux",
        "**/*.py",
        "*.o,*.a",
        r"C:\*",
        r"C:\_a\_b",
        "<user>_<host>_<port>",
        "$5 and $10",
        "US$5 or US$6, $5-$10, ৳5",
        "$HOME/$USER and $PATH",
        "5$ and 6$",
        "for $5 or 10$",
        r"C:\new, C:\.git, \\server\share, \d+\s",
        "[1]: a footnote",
        "[x] done, [note][2]",
        "f[x](y)",
        "x<y and y>z",
        "a<b and b>c",
        "List<String>, Vec<a>",
        "AT&T, R&D;",
        "a | b\n--",
        "| a | b |\n|---|---|\n| 1 | 2 | 3 |",
        "৩০ কোটি । ১. ক\n২. খ",
    ],
)
def test_what_is_no_markdown_stays_as_it_was_written(text: str) -> None:
    assert to_html(text) == html.escape(text, quote=False).replace("\n", "<br>")


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (
            "1947. Partition\n1971. Freedom",
            '<ol start="1947">\n<li>Partition</li>\n<li value="1971">Freedom</li>\n</ol>',
        ),
        ("3. c\n4. d\n7. g", '<ol start="3">\n<li>c</li>\n<li>d</li>\n<li value="7">g</li>\n</ol>'),
    ],
)
def test_a_list_keeps_its_numbers(text: str, field: str) -> None:
    assert to_html(text) == field


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (r"$x^2 < 3$", r"\(x^2 &lt; 3\)"),
        (r"so $$\frac{a}{b}$$ is", r"so \[\frac{a}{b}\] is"),
        ("so\n$$\n- a\n+ b\n$$\nis", "<p>so</p>\n\\[\n- a\n+ b\n\\]<p>is</p>"),
        ("$a_1*b_2*c$টি", r"\(a_1*b_2*c\)টি"),
        (r"$5\%$ of $3x$ costs $5", r"\(5\%\) of \(3x\) costs $5"),
    ],
)
def test_maths_is_for_mathjax(text: str, field: str) -> None:
    assert to_html(text) == field


def test_code_is_in_colour() -> None:
    text = "```python\ndef f(x):  # 'no'\n    return x < 2\n```"
    assert to_html(text) == (
        '<pre class="highlight" dir="ltr"><code><span class="k">def</span> <span class="nf">f</span>(x):  '
        '<span class="c"># \'no\'</span>\n    <span class="k">return</span> x &lt; '
        '<span class="m">2</span></code></pre>'
    )
    assert to_html("```\n<b>\n\n  *x*\n```") == (
        '<pre class="highlight" dir="ltr"><code>&lt;b&gt;\n\n  *x*</code></pre>'
    )


@pytest.mark.parametrize(
    ("text", "plays", "field"),
    [
        ("![The delta](map.png)", True, '<img src="map-1.png" alt="The delta">'),
        ('![](my%20map.png "North is up")', True, '<img src="my-map-2.png" alt="" title="North is up">'),
        ("![a > b](my map.png)", True, '<img src="my-map-2.png" alt="a &gt; b">'),
        ('<img alt="a" width="50%" src="map.png">', True, '<img src="map-1.png" alt="a" width="50%">'),
        ("![](koel.mp3) ![](flight.webm)", True, "[sound:koel-3.mp3] [sound:flight-4.webm]"),
        ("![](koel.mp3)", False, '<audio controls src="koel-3.mp3"></audio>'),
        ("![](flight.webm)", False, '<video controls src="flight-4.webm"></video>'),
        ("![A koel](koel.mp3)", True, '<span title="A koel">[sound:koel-3.mp3]</span>'),
        ('<audio src="koel.mp3"></audio>', False, '<audio controls src="koel-3.mp3"></audio>'),
        ("![](gone.png)", True, "![](gone.png)"),
        ('<img src="gone.png">', True, '&lt;img src="gone.png"&gt;'),
        ("[![](map.png)](https://example.org)", True, '<a href="https://example.org"><img src="map-1.png" alt=""></a>'),
    ],
)
def test_files_are_shown_and_played(text: str, plays: bool, field: str) -> None:
    shown = to_html(text, MEDIA, plays=plays)
    assert shown.replace("&gt;", ">") == field.replace("&gt;", ">")


def test_references_are_paths_in_their_order() -> None:
    text = '![](b/my%20map.png) `![](code.png)` ![](../a.mp3)\n<img src="x%20y.png"> ![](b/my map.png) ![](https://e.org/z.png)'
    assert references(text) == ("b/my map.png", "../a.mp3", "x y.png")
    assert references("a](b, x < y") == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<script>alert(1)</script>", ("<script>",)),
        ("<b onclick='x()' style=\"color: red\">hi</b>", ("onclick='x()'", 'style="color: red"')),
        (
            "<font color=red>hi</font> <br/> <iframe src='https://e.org'>",
            ("<font color=red>", "<br/>", "<iframe src='https://e.org'>"),
        ),
        ("![](https://e.org/z.png) <img src='//e.org/z.png'>", ("https://e.org/z.png", "//e.org/z.png")),
        ("[a](javascript:x) [b](page.html) [c](#top) f[x](y)", ("javascript:x", "page.html", "#top")),
        ("<i>open, and closed</b>", ("</b>", "<i>")),
        ("<!-- later -->", ("<!-- later -->",)),
        ("```pythn\nx\n```", ("```pythn",)),
        ("<details>\n<pre>x</pre>", ("<details>", "<pre>")),
        ("```python\n<script>\n```\n`<b>` **a** <b>b</b> x<y and y>z List<String>", ()),
        ("plain", ()),
    ],
)
def test_what_a_card_cannot_hold_is_known_and_shown(text: str, found: tuple[str, ...]) -> None:
    assert sorted(lost(text)) == sorted(found)
    shown = html.unescape(re.sub("<[^>]*>", "", to_html(text)))
    assert all(each.strip("`") in shown or "```" in each for each in found)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("[sound:a.mp3] **b**", "&#91;sound:a.mp3] <strong>b</strong>"),
        ("`[sound:a.mp3]`", "<code>&#91;sound:a.mp3]</code>"),
        ("&#91;sound:a.mp3]", "&#91;sound:a.mp3]"),
        (
            "[SOUND:x] [anki:tts] [latex]x[/latex] [$]x[/$] *",
            "&#91;SOUND:x] &#91;anki:tts] &#91;latex]x&#91;/latex] &#91;$]x&#91;/$] *",
        ),
        ("{{c1::a}} {{F}}", "&#123;{c1::a}} {{F}}"),
        (r"\(x\) \[y\]", r"<span>\</span>(x<span>\</span>) <span>\</span>[y<span>\</span>]"),
        ('![[sound:a.mp3]](map.png "[latex]")', '<img src="map-1.png" alt="&#91;sound:a.mp3]" title="&#91;latex]">'),
    ],
)
def test_what_anki_would_act_on_does_nothing(text: str, field: str) -> None:
    assert to_html(text, MEDIA) == field


TEXTS = st.text(
    st.sampled_from("*_`$<>#-+.|&;!?()[]{}\\~=:/ \n12aক।র")
    | st.characters(exclude_categories=("Cc", "Cs"), exclude_characters=GLUE),
    max_size=30,
).map(str.strip)


@given(TEXTS, st.booleans())
def test_a_plain_text_is_as_markdown_would_have_it(text: str, has_clozes: bool) -> None:
    fast = to_html(text, has_clozes=has_clozes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown, "_MARKED", re.compile(""))
        patch.setattr(markdown, "_MARKED_IN_CLOZES", re.compile(""))
        slow = to_html(text, has_clozes=has_clozes)
    assert fast == slow


@given(
    st.lists(
        st.sampled_from([*"*_`$#-+.|!()[]~>\n 1", "- ", "1. ", "```\n", "|---|\n", "ক", "word", "](", "$$", "**"])
    ).map("".join)
)
def test_no_word_is_lost(text: str) -> None:
    assume(not re.search("(?:```|~~~)[^\n]", text))  # behind a fence stands a language
    shown = html.unescape(re.sub("<[^>]*>", "", to_html(text, MEDIA)))
    assert re.findall(r"[^\W\d_]", shown) == re.findall(r"[^\W\d_]", text)


@given(st.text(st.sampled_from("<>/=\"' abipxscrtonlkhef:&;-!{}[]()$*`\n"), max_size=60))
def test_no_text_does_anything(text: str) -> None:
    shown = to_html(text, MEDIA)
    assert {*re.findall(r"<([a-z0-9]+)", shown)} <= TAGS.keys()
    assert not re.search(r"<[^>]*\s(?:on\w+|style|srcset|formaction)\s*=", shown)
    assert not re.search(r"<(?!a\b)[^>]*\s(?:src|href)=\"(?!map-1|my-map-2|koel-3|flight-4)", shown)
    assert unicodedata.is_normalized("NFC", shown)


def test_plain_texts_need_no_library() -> None:
    program = (
        "import sys; from flashcards.text.markdown import lost, references, to_html\n"
        "to_html('a < b, {{c1::x}} 1. FC [note] $5', has_clozes=True); references('x'); lost('x')\n"
        "print([name for name in ('markdown_it', 'mdit_py_plugins', 'pygments', 'nh3') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, encoding="utf-8")
    assert done.stdout == "[]\n"


class Anki:
    """Anki's own backend, with a note of the cloze note type it comes with."""

    def __init__(self, folder: Path) -> None:
        self.collection = Collection(str(folder / "collection.anki2"))

    def cards_of(self, field: str) -> dict[int, str]:
        """The front of each card there is for a field, by the number of its cloze, less its tags."""
        notetype = self.collection.models.by_name("Cloze")
        note = self.collection.new_note(notetype)
        note.fields[0] = field
        self.collection.add_notes([AddNoteRequest(note, self.collection.decks.id("Default"))])
        cards = [(card.ord + 1, card.question(browser=False)) for card in note.cards()]
        return {number: plain(re.sub(r"<style>.*?</style>", "", side, flags=re.DOTALL)) for number, side in cards}


def plain(side: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub("<[^>]*>", "", side))).strip()


@pytest.fixture(scope="module")
def anki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    anki = Anki(tmp_path_factory.mktemp("anki"))
    yield anki
    anki.collection.close()


@pytest.mark.parametrize(
    ("text", "cards"),
    [
        ("**{{c1::ঢাকা}}**র নদী {{c2::বুড়িগঙ্গা::নাম}}", {1: "[...]র নদী বুড়িগঙ্গা", 2: "ঢাকার নদী [নাম]"}),
        ("x**{{c1::a}}** {{c1::*b* **c**}}d", {1: "x[...] [...]d"}),
        ("{{c1::a *b {{c2::c}}*}}", {1: "[...]", 2: "a b [...]"}),
        ("{{c1,2::A}} and {{c2::`b`}}", {1: "[...] and b", 2: "[...] and [...]"}),
        ("`{{c1::print}}(x)` {{c2::`{a:{b}}`::a set}}", {1: "[...](x) {a:{b}}", 2: "print(x) [a set]"}),
        ("$\\frac{1}{{{c1::2}}}$", {1: r"\(\frac{1}{[...]}\)"}),
        ("{{c1::$\\frac{a}{\\sqrt{b}}$}} is", {1: "[...] is"}),
        (
            "{{c1::$}} is money, and so is {{c2::€$}}",
            {1: "[...] is money, and so is €$", 2: "$ is money, and so is [...]"},
        ),
        ("[the {{c1::Padma}}](https://example.org)", {1: "the [...]"}),
        ("[x](https://example.org/{{c1::a}})", {1: "[x](https://example.org/[...])"}),
        ("{{c1::[x](https://example.org)}} {{c2::![](map.png)}}", {1: "[...]", 2: "x [...]"}),
        ("![{{c1::a}}](map.png)", {1: "![[...]](map.png)"}),
        ("- {{c1::a}}\n- b {{c2::c}}", {1: "[...] b c", 2: "a b [...]"}),
        ("Rivers\n{{c1::\n- a\n- b\n}}", {1: "Rivers[...]"}),
        ("| a | {{c1::b}} |\n|---|---|\n| {{c2::1}} | 2 |", {1: "a [...] 1 2", 2: "a b [...] 2"}),
        ("{{c1::```python\nx = {}\n```}}", {1: "[...]"}),
        ("```python\nx = {{c1::{1: {2: 3}}}}\n```", {1: "x = [...]"}),
        ("<b>{{c1::a</b>}} {{c2::<u>}}", {1: "[...] <u>", 2: "a [...]"}),
        ("[sound:x] {{c1::a}}", {1: "[sound:x] [...]"}),
    ],
)
def test_clozes_are_the_same_to_anki(anki: Anki, text: str, cards: dict[int, str]) -> None:
    field = to_html(text, MEDIA, has_clozes=True)
    assert anki.cards_of(field) == cards
    assert cloze.numbers(field) == cloze.numbers(markup.to_html(text)) == tuple(cards)


CLOZE_TEXTS = st.recursive(
    st.sampled_from(
        "a|র| |**b**|`x`|`{a:{b}}`|$x$|$\\frac{a}{\\sqrt{b}}$|[t](https://e.org)|![](map.png)|<b>q</b>|\n|\n- a\n- b\n|"
        "\n```py\nx={1:{2:3}}\n```\n|\n¦ a ¦ b ¦\n¦---¦---¦\n¦ 1 ¦ 2 ¦\n|*|**|_|`|$|](|<".split("|")
    ).map(lambda piece: piece.replace("¦", "|")),
    lambda parts: (
        st.builds(
            lambda number, inside, hint: f"{{{{c{number}::{''.join(inside)}{hint}}}}}",
            st.sampled_from(["1", "2", "3", "1,2"]),
            st.lists(parts, min_size=1, max_size=3),
            st.sampled_from(["", "::hint", "::**h**"]),
        )
        | st.builds(
            lambda round_it, inside: round_it[0] + "".join(inside) + round_it[1],
            st.sampled_from(
                [("**", "**"), ("*", "*"), ("$", "$"), ("`", "`"), ("[", "](https://e.org)"), ("- ", "\n- z\n")]
            ),
            st.lists(parts, min_size=1, max_size=3),
        )
    ),
    max_leaves=8,
)


@given(st.lists(CLOZE_TEXTS, min_size=1, max_size=5).map("".join).map(str.strip))
def test_no_cloze_is_lost(text: str) -> None:
    field = to_html(text, MEDIA, has_clozes=True)
    begins = re.compile(r"\{\{c[0-9,]+::")
    assert begins.findall(field) == begins.findall(text)
    assert {*cloze.numbers(field)} >= {*cloze.numbers(text)}


@pytest.mark.parametrize("plays", [True, False])
def test_anki_finds_the_files(plays: bool, tmp_path: Path) -> None:
    collection = Collection(str(tmp_path / "collection.anki2"))
    for name in MEDIA.values():
        assert collection.media.write_data(name, b"x") == name
    note = collection.new_note(collection.models.by_name("Basic"))
    text = '![a > b](map.png) <img alt="x" src="my%20map.png"> ![](koel.mp3) ![A](flight.webm)'
    note.fields = [to_html(text, MEDIA, plays=plays), ""]
    collection.add_notes([AddNoteRequest(note, collection.decks.id("Default"))])
    checked = collection.media.check()
    assert (list(checked.unused), list(checked.missing)) == ([], [])
    collection.close()


def luminance(colour: tuple[float, ...]) -> float:
    channels = (value / 255 for value in colour)
    red, green, blue = (each / 12.92 if each <= 0.03928 else ((each + 0.055) / 1.055) ** 2.4 for each in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def over(below: tuple[float, ...], above: tuple[float, ...], share: float) -> tuple[float, ...]:
    return tuple(a * share + b * (1 - share) for a, b in zip(above, below, strict=True))


def rgb(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


# Below code is a tint, once more where it stands in the box of the other language: of each theme by day, and by
# night on the backgrounds of desktop and AnkiDroid
DAY = [("#ffffff", (11, 90, 82), 0.06), ("#faf6ed", (130, 90, 40), 0.08), ("#ffffff", (0, 45, 110), 0.07)]
NIGHT = [(ground, (255, 255, 255), share) for ground in ("#2c2c2c", "#000000", "#303030") for share in (0.075, 0.12)]


@pytest.mark.parametrize(("scheme", "grounds"), [(0, DAY), (1, NIGHT)], ids=["day", "night"])
def test_code_is_readable(scheme: int, grounds: list[tuple[str, tuple[float, ...], float]]) -> None:
    css = (STYLESHEETS / "highlight.css").read_text(encoding="utf-8")
    colours = re.findall(r"--qa-\w+: (#[0-9a-f]{6})", re.findall(r"\{([^}]*--qa-[^}]*)\}", css)[scheme])
    assert len(colours) == 6
    for ground, tint, share in grounds:
        once = over(rgb(ground), tint, share)
        assert (
            min(contrast(rgb(colour), below) for colour in colours for below in (once, over(once, tint, share))) >= 4.5
        )
