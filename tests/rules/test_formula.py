"""Mistakes in formulas are those that MathJax finds, each at its place, and prices and code are no formulas."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.lint.dollars import Stray, stray_dollar
from flashcards.text.tex import TexFlaw, flaws
from flashcards.text.tex.clozes import revealed

VERDICTS = Path(__file__).parents[1] / "mathjax" / "verdicts.tsv"


def verdicts() -> dict[str, str]:
    lines = VERDICTS.read_text(encoding="utf-8").splitlines()
    return {tex: error for error, tex in (line.split("\t", 1) for line in lines)}


def test_nothing_that_mathjax_typesets_is_a_mistake() -> None:
    """Except a comment, which MathJax leaves out, and its author did not mean."""
    found = {tex: [*flaws(tex, {})] for tex, error in verdicts().items() if error == "-"}
    wrong = {tex: own for tex, own in found.items() if own and not own[0].message.startswith("'%'")}
    assert wrong == {}


def test_nearly_all_that_mathjax_refuses_is_found() -> None:
    refused = {tex: error for tex, error in verdicts().items() if error != "-"}
    missed = [tex for tex in refused if not [*flaws(tex, {})]]
    rare = [tex for tex in missed if not any(name in tex for name in RARE)]
    assert rare == []
    assert len(missed) < len(refused) / 10


# What is not looked into: chemistry, lengths, definitions, \limits, and maths in text
RARE = (
    r"\ce{",
    r"\pu{",
    r"\hspace",
    r"\hskip",
    r"\rule",
    r"\of",
    r"\newcommand",
    r"\def",
    r"\Declare",
    r"\let",
    r"limits",
    r"\text",
    r"\root",
)


@pytest.mark.parametrize(
    ("tex", "offset", "message", "hint"),
    [
        (r"Q = A \cdott v", 6, r"unknown command '\cdott'", r"did you mean '\cdot'?"),
        (r"\R", 0, r"unknown command '\R'", r"write '\mathbb{R}'"),
        (
            r"\xyzzy x",
            0,
            r"unknown command '\xyzzy'",
            r"define it in the formula, as in '\newcommand{\xyzzy}{…}', or write it with other commands",
        ),
        (r"\frac{A}{v", 8, "'{' is not closed", r"write '}' where the group ends, or '\{' to show it"),
        (r"x_{i", 2, "'{' is not closed", r"write '}' where the group ends, or '\{' to show it"),
        ("a } b", 2, "unmatched '}'", r"delete it, or write '\}' to show it"),
        (r"x + \frac{A}", 4, r"'\frac' has 1 of 2 arguments", r"write '\frac{…}{…}'"),
        (r"\sqrt", 0, r"'\sqrt' lacks its argument", r"write '\sqrt{…}'"),
        (r"\sqrt[3", 5, r"'[' after '\sqrt' is not closed", r"write ']', or '\sqrt{}[' to show it"),
        (
            r"\left( a",
            0,
            r"'\left' without '\right'",
            r"write '\right' before the closing bracket, or '\right.' for none",
        ),
        (
            r"a \right)",
            2,
            r"'\right' without '\left'",
            r"write '\left' before the opening bracket, or '\left.' for none",
        ),
        (r"\left{ a \right}", 0, r"'{ a \right}' after '\left' is no bracket", r"write '\{'"),
        (r"\begin{cases} a", 0, r"'\begin{cases}' without '\end{cases}'", r"write '\end{cases}' where it ends"),
        (
            r"\begin{pmatrix} a \end{bmatrix}",
            18,
            r"'\begin{pmatrix}' ends with '\end{bmatrix}'",
            r"write '\end{pmatrix}'",
        ),
        (r"\begin{matrx} a \end{matrx}", 0, "unknown environment 'matrx'", "did you mean 'matrix'?"),
        ("x^a^b", 3, "two superscripts after each other", "use braces, as in '{x^a}^b'"),
        ("x^", 1, "'^' without a superscript", "write '^{…}'"),
        (
            "a & b",
            2,
            "'&' is outside a table",
            r"write '\&' to show it, or put the lines between '\begin{aligned}' and '\end{aligned}'",
        ),
        ("50% of x", 2, "'%' begins a comment, so 'of x' is not shown", r"write '\%'"),
    ],
)
def test_a_mistake_is_told_where_it_is(tex: str, offset: int, message: str, hint: str) -> None:
    assert [*flaws(tex, {})] == [TexFlaw(offset, message, hint)]


def test_deep_nesting_ends() -> None:
    assert [*flaws(r"\sqrt{" * 5000 + "}" * 5000, {})] == []
    assert [each.message for each in flaws("{" * 5000, {})] == ["'{' is not closed"]


PIECES = st.sampled_from(
    [*"\\{}^_&%#'[]$()|* 1aক\n", "$$", "\\\\", "{{c1::", "}}", "::"]
    + [rf"\{name}" for name in "frac sqrt left right middle big text verb ce def let newcommand x".split()]
    + [r"\begin{cases}", r"\end{cases}", r"\begin", r"\DeclarePairedDelimiter", r"\newenvironment"]
)


@given(st.lists(PIECES, max_size=16).map("".join))
def test_whatever_is_written_each_mistake_has_a_place_and_a_hint(text: str) -> None:
    shown = revealed(text)
    found = [*flaws(text, {}), *(flaws(shown.tex, {}) if shown else ())]
    assert all(0 <= each.offset <= len(text) and each.message and each.hint for each in found)
    stray = stray_dollar(text)
    assert stray is None or text[stray.offset] == "$"


def test_each_unknown_command_is_told() -> None:
    assert [(each.offset, each.message) for each in flaws(r"\alpa + \frac{\betta}{2}", {})] == [
        (0, r"unknown command '\alpa'"),
        (14, r"unknown command '\betta'"),
    ]


def test_what_a_formula_defines_is_known_in_the_next() -> None:
    macros: dict[str, str] = {}
    assert [*flaws(r"\newcommand{\vect}[1]{\mathbf{#1}} \vect{a}", macros)] == []
    assert [*flaws(r"\vect{b}", macros)] == []
    assert [each.message for each in flaws(r"\vect", macros)] == [r"'\vect' lacks its argument"]


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        (r"\frac{ {{c1::A}} }{v}", r"\frac{ A }{v}"),
        (r"x^{{{c1::2::an exponent}}}", "x^{2}"),
        (r"{{c1::\frac{a}{b}}} + {{c2::x_{ {{c3::i}} }::index}}", r"\frac{a}{b} + x_{ i }"),
        (r"\frac{{c1::A}}{v}", r"\fracA{v}"),
    ],
)
def test_clozes_are_shown_as_on_the_back(tex: str, shown: str) -> None:
    found = revealed(tex)
    assert found is not None
    assert found.tex == shown
    assert [tex[offset] for offset in found.offsets] == [*shown]


@pytest.mark.parametrize("tex", ["{{c1::a", "a}} b", "x {{c1::{a}} }"])
def test_half_a_cloze_makes_no_formula(tex: str) -> None:
    assert revealed(tex) is None


CLOSE = r"write '$' at the end of the formula, or '\$' to show it"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (r"The flow is $Q = A \cdot v", Stray(12, "'$' is not closed", CLOSE)),
        ("The area is $x^2.", Stray(12, "'$' is not closed", CLOSE)),
        ("is $Q = Av", Stray(3, "'$' is not closed", CLOSE)),
        (r"First $a^2$, then $b_1", Stray(18, "'$' is not closed", CLOSE)),
        (
            r"It is $$ \frac{a}{b}",
            Stray(6, "'$$' is not closed", r"write '$$' at the end of the formula, or '\$' to show it"),
        ),
        (
            r"It is \frac{a}{b}$.",
            Stray(17, "'$' closes no formula", r"write '$' where the formula begins, or '\$' to show it"),
        ),
        ("It is $ x^2$.", Stray(6, "a space after '$' keeps this from being a formula", "delete the space")),
        ("It is $x^2 $.", Stray(11, "a space before '$' keeps this from being a formula", "delete the space")),
        ("It is $$x^2$.", Stray(6, "'$$' is closed by '$'", "write '$$' on both sides")),
        (
            "It is $x^2\n+ 1$.",
            Stray(6, "'$' is not closed on its line", "write the formula on one line, or between '$$'"),
        ),
        (
            "the $n^2$th",
            Stray(
                8,
                "'t' after '$' keeps this from being a formula",
                "put a space after it, or write the whole word in the formula",
            ),
        ),
        ("an area of $a^2 costs $5", Stray(11, "'$' is not closed", CLOSE)),
        ("first $a_1 and then $b_2$", Stray(6, "'$' is not closed", CLOSE)),
        ("**Note** `$x^2` is $x^2", Stray(19, "'$' is not closed", CLOSE)),
    ],
)
def test_a_dollar_sign_without_its_partner_is_told(text: str, found: Stray) -> None:
    assert stray_dollar(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "$5",
        "It costs $5.",
        "US$ 5 and $6",
        "from $5 to $10 for 3 m^2",
        r"\$5 and x^2",
        r"\$x^2\$",
        "`echo $HOME` and `$x = 5`",
        "```sh\necho $x_1\n```",
        "$HOME is a path, and $PATH is another",
        "the shell's $PATH_TO_BIN",
        "$x = 5;",
        'my $name = "Ana"',
        "a | b",
        "$E = mc^2$ and $a^2 + b^2 = c^2$",
        "$$\n\\frac{a}{b}\n$$",
        "A$AP Rocky and Ke$ha",
        "paid in $US for an area of x^2",
        "x^2 of them cost 5$",
        "an area of x^2, and $5",
        "$US is a currency\n\n- x^2\n- y_1",
        "$5 and `x` for x^2",
        "৳৫ বা $৬",
    ],
)
def test_prices_and_code_are_no_formulas(text: str) -> None:
    assert stray_dollar(text) is None
