"""Formulas are typeset where a browser can do so, and are shown as source where Anki alone can."""

import pytest

from flashcards.preview.chemistry import without_chemistry
from flashcards.preview.maths import as_line
from flashcards.preview.notes import on_page


def source(tex: str) -> str:
    return f'<code class="preview-formula" lang="zxx" dir="ltr">{tex}</code>'


@pytest.mark.parametrize(
    ("side", "shown"),
    [
        (r"is \(x\).", 'is <math dir="ltr"><mi>x</mi></math>.'),
        (
            r"\[\frac{a}{b}\]",
            '<math dir="ltr" display="block"><mfrac><mi>a</mi><mi>b</mi></mfrac></math>',
        ),
        (r"\(a &lt; b\)", '<math dir="ltr"><mi>a</mi><mo>&lt;</mo><mi>b</mi></math>'),
        (r"\(\text{a &amp;lt; b}\)", source(r"\(\text{a &amp;lt; b}\)")),
        (r"\(\smash{x}\)", source(r"\(\smash{x}\)")),
        (r"\(\R\)", source(r"\(\R\)")),  # a mistake in Anki, though the typesetter knows it
        (r"\(x^\)", source(r"\(x^\)")),
        (
            r"\(\newcommand{\R}{\mathbb{R}} \R\) \(\R\)",
            '<math dir="ltr"><mi>ℝ</mi></math> <math dir="ltr"><mi>ℝ</mi></math>',
        ),
        (
            r'\(x = \)<span class="cloze" data-cloze="2">[...]</span>',
            r'<math dir="ltr"><mi>x</mi><mo rspace="0">=</mo></math><span class="cloze" data-cloze="2">[...]</span>',
        ),
        (r'<span title="\(x\)">no</span>', r'<span title="\(x\)">no</span>'),
        (r"C:\dir", r"C:\dir"),
    ],
)
def test_a_formula_is_typeset_or_shown_as_source(side: str, shown: str) -> None:
    assert on_page(side) == shown


def test_a_line_of_text_has_the_formula_alone() -> None:
    assert as_line(r"What is \(a^2\), or \[b\]?") == "What is a^2, or b?"
    assert as_line(r"C:\dir (x)") == r"C:\dir (x)"


@pytest.mark.parametrize(
    "tex",
    [r"\text{<script>alert(1)</script>}", r"\href{javascript:alert(1)}{x}", r"\style{background:url(x)}{y}"],
)
def test_nothing_in_a_formula_is_html(tex: str) -> None:
    side = on_page(rf"\({tex.replace('<', '&lt;').replace('>', '&gt;')}\)")
    assert "<script" not in side
    assert "<a" not in side
    assert "url(" not in side or side.startswith("<code")


@pytest.mark.parametrize(
    ("written", "made"),
    [
        (r"\ce{2H2O}", r"{2\,\mathrm{H}_{2}\mathrm{O}}"),
        (r"\ce{SO4^2-}", r"{\mathrm{S}\mathrm{O}_{4}^{2-}}"),
        (
            r"\ce{H+ + OH- <=> H2O}",
            r"{\mathrm{H}^{+} + \mathrm{O}\mathrm{H}^{-} \rightleftharpoons \mathrm{H}_{2}\mathrm{O}}",
        ),
        (r"\ce{A ->[\Delta] B v}", r"{\mathrm{A} \xrightarrow{\Delta} \mathrm{B} \downarrow}"),
        (
            r"\ce{A ->[H2O][T] B}",
            r"{\mathrm{A} \xrightarrow[{\mathrm{T}}]{{\mathrm{H}_{2}\mathrm{O}}} \mathrm{B}}",
        ),
        (r"\ce{^{14}_{6}C}", r"{{}^{14}_{6}\mathrm{C}}"),
        (r"[\ce{Na+}] = x", r"[{\mathrm{Na}^{+}}] = x"),
        (r"\ce{$x$ Na}", r"\ce{$x$ Na}"),
        (r"\ce{A ->[+2OH-] B}", r"\ce{A ->[+2OH-] B}"),
        ("x^2", "x^2"),
    ],
)
def test_chemistry_is_written_in_other_commands_if_it_is_understood(written: str, made: str) -> None:
    assert without_chemistry(written) == made
