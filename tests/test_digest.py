"""From an article to a digest in one's own words."""

import json
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashcards.model.problem import has_errors
from flashcards.source.digest import digest_text
from flashcards.source.facts import facts_of
from flashcards.source.headings import headings
from flashcards.source.outline import read_outline
from flashcards.source.reader import read_source
from flashcards.text.decode import lines_of
from tests.conftest import Run
from tests.readme import blocks
from tests.test_outline import PIECES


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("agua.txt").write_text(ARTICLE, encoding="utf-8")


ARTICLE = """\
El agua en Levante
por Ana Ruiz • 2024-05-02

Introducción
Hace años que llueve poco. Este artículo cuenta por qué.

La sequía
Llueve poco en verano, y la huerta lo nota.
Aprendizajes clave:
- Escasez: el agua falta cada verano.
- "Riego a manta": la huerta consume el 80 %.
Más cosas:
- Precio: el agua es barata.
"""

DIGEST = """\
---
# > por Ana Ruiz • 2024-05-02
title:
  es: "El agua en Levante"
  en: "TODO: the title of the article"
speaker:  # above each question; delete it if the article is nobody's words
  es: "TODO: who says it"
  en: "TODO: who says it"
citation:  # below each answer
  es: "TODO: author, title, where and when it was published"
  en: "TODO: author, title, where and when it was published"
date: 2024-05-02
language: es
---

Write each text in your own words where TODO stands. Lines that begin with `>` quote the article, and are
skipped: delete them when you have written the texts. Never change an id in bold: notes name the points they cover by
it.

## la-sequia

> La sequía

- es: TODO: the title of the section
- en: TODO: the title of the section

### Key learnings

- **la-sequia.escasez**
  > Escasez: el agua falta cada verano.
  - es: TODO: the key point
  - en: TODO: the key point
- **la-sequia.riego-a-manta**
  > Riego a manta: la huerta consume el 80 %.
  - es: TODO: the key point
  - en: TODO: the key point

### TODO: Key learnings, Key insights, Key practices or Facts

- **la-sequia.precio**
  > Precio: el agua es barata.
  - es: TODO: the key point
  - en: TODO: the key point
"""


def test_an_article_becomes_a_digest_to_fill_in(run: Run) -> None:
    said = run("outline", "agua.txt", "--write", "source/agua.md")
    assert said.stdout == (
        "wrote source/agua.md  1 section  3 key points  es + en\n"
        "  left out, because they have no key points: 'Introducción'\n"
        "  put it into your own words: 14 texts to write, marked TODO\n"
        "  then, or meanwhile, run `flashcards new agua --from source/agua.md`\n"
    )
    assert "'Más cosas' names no kind of key point" in said.stderr
    assert Path("source/agua.md").read_text(encoding="utf-8") == DIGEST


def test_no_sentence_of_the_article_is_a_text_of_the_digest(run: Run) -> None:
    run("outline", "agua.txt", "--write", "source/agua.md", "-l", "es")
    source = read_source(Path("source/agua.md").read_bytes(), Path("source/agua.md")).source
    assert source.title == {"es": "El agua en Levante"}
    assert {text for point in source.points.values() for text in point.texts.values()} == {"TODO: the key point"}


def test_what_is_to_be_written_is_no_error_and_what_cards_would_show_is_a_warning() -> None:
    reading = read_source(DIGEST.encode(), Path("source/agua.md"))
    assert [(str(each.severity), each.location.line, each.message) for each in reading.problems] == [
        ("warning", 7, "'TODO' is a placeholder in 'speaker'"),
        ("warning", 8, "'TODO' is a placeholder in 'speaker'"),
        ("warning", 10, "'TODO' is a placeholder in 'citation'"),
        ("warning", 11, "'TODO' is a placeholder in 'citation'"),
        ("warning", 38, "'TODO' is a placeholder in the heading of key points"),
    ]
    assert [(each.location.line, each.location.column, each.language) for each in reading.source.blanks] == [
        (5, 7, "en"),
        *((24, 7, "es"), (25, 7, "en")),
        *((31, 9, "es"), (32, 9, "en"), (35, 9, "es"), (36, 9, "en"), (42, 9, "es"), (43, 9, "en")),
    ]
    undated = read_source(DIGEST.replace("2024-05-02\nl", "TODO\nl").encode(), Path("source/agua.md"))
    assert undated.source.blanks[1].message == "'TODO' is a placeholder in 'date'"
    assert undated.problems == reading.problems


def test_a_digest_is_written_once(run: Run) -> None:
    run("outline", "agua.txt", "--write", "source/agua.md", "-l", "es")
    before = Path("source/agua.md").read_bytes()
    said = run("outline", "agua.txt", "--write", "source/agua.md", expect=1).stderr
    assert said.endswith(
        "error: 'source/agua.md' already exists\n  hint: choose another name; or delete it, to begin it again\n"
    )
    assert Path("source/agua.md").read_bytes() == before
    said = run("outline", "source/agua.md", "--write", "source/again.md", expect=1).stderr
    assert said == (
        "error: 'source/agua.md' is a digest already\n  hint: run `flashcards new agua --from source/agua.md`\n"
    )


def test_it_is_told_as_json(run: Run) -> None:
    data = json.loads(run("outline", "agua.txt", "--write", "source/agua.md", "--json").stdout)
    assert (data["wrote"], data["languages"], data["to_write"]) == (["source/agua.md"], ["es", "en"], 14)
    assert [section["id"] for section in data["sections"]] == ["introduccion", "la-sequia"]
    assert [problem["rule"] for problem in data["problems"]] == ["unknown-heading"]


def test_nothing_is_written_of_an_article_without_key_points(run: Run) -> None:
    Path("a.txt").write_text("Vino.\n", encoding="utf-8")
    assert "no-points" in run("outline", "a.txt", "--write", "source/a.md", expect=1).stderr
    assert not Path("source").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--write", "agua.md"], "decks would not find 'agua.md'; write source/agua.md"),
        (["--write", "source/El río.md"], "'source/El río.md' cannot be a digest; write source/el-rio.md"),
        (
            ["--write", f"source/{'a' * 65}.md"],
            f"'source/{'a' * 65}.md' cannot be a digest; write source/{'a' * 40}.md",
        ),
        (["--write", "source/agua.txt"], "'source/agua.txt' cannot be a digest; write source/agua.md"),
        (["--write", "source/agua.md", "-l", "eng"], "'eng' is not a language"),
        (["-l", "es"], "--language is for a digest: add --write source/NAME.md"),
    ],
)
def test_misuse_is_answered_with_what_to_write(words: list[str], message: str, run: Run) -> None:
    assert message in " ".join(run("outline", "agua.txt", *words, expect=2).stderr.split())
    assert not Path("source").exists()


FRONT = """\
---
title: "Rivers: a view"
author: Asha Rahman
date: 2025-01-02
lang: EN
link: https://example.org/rivers
---

## Asia

### Key figures

- The Yangtze is 6300 km long.
"""


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (ARTICLE, ("El agua en Levante", "2024-05-02", "es", "", ("por Ana Ruiz • 2024-05-02",))),
        (FRONT, ("Rivers: a view", "2025-01-02", "en", "https://example.org/rivers", ("Asha Rahman",))),
        ("# T\n\nby me, 2024-01-02 to 2024-01-03\n\n## A\n\n### Facts\n\n- x\n", ("T", "", "", "", None)),
        ("কুয়া\n\nখনন\nকুয়াটি শুকিয়ে যায়।\nKey Learnings:\n- গভীরতা: গভীর কুয়া টেকে।\n", ("কুয়া", "", "bn", "", ())),
        ("井戸\n\n掘る\n皆が掘る。\n重要な学び：\n・深さ：深い。\n", ("井戸", "", "ja", "", ())),
        ("बारिश\n\nपानी\nबारिश होती है।\nKey Facts:\n- एक: पहला\n", ("बारिश", "", "", "", ())),
        ("مضمون\n\nحصہ\nیہ ایک جملہ ہے۔\nKey Facts:\n- ایک: پہلا\n", ("مضمون", "", "ur", "", ())),
    ],
)
def test_what_is_certain_is_taken_from_the_article(text: str, facts: tuple[object, ...]) -> None:
    outline = read_outline(text.encode(), Path("a.md")).outline
    title, date, language, url, others = facts_of(outline, lines_of(text), ("ur", "bn", "en"))
    assert (title, date, language, url) == facts[:4]
    assert facts[4] is None or others == facts[4]


# The first article of the Universal Declaration of Human Rights
RIGHTS = {
    "da": "Alle mennesker er født frie og lige i værdighed og rettigheder. De er udstyret med fornuft og samvittighed, "
    "og de bør handle mod hverandre i en broderskabets ånd.",
    "de": "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und Gewissen begabt "
    "und sollen einander im Geist der Brüderlichkeit begegnen.",
    "en": "All human beings are born free and equal in dignity and rights. They are endowed with reason and conscience "
    "and should act towards one another in a spirit of brotherhood.",
    "es": "Todos los seres humanos nacen libres e iguales en dignidad y derechos y, dotados como están de razón y "
    "conciencia, deben comportarse fraternalmente los unos con los otros.",
    "fr": "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison et de "
    "conscience et doivent agir les uns envers les autres dans un esprit de fraternité.",
    "id": "Semua orang dilahirkan merdeka dan mempunyai martabat dan hak-hak yang sama. Mereka dikaruniai akal dan "
    "hati nurani dan hendaknya bergaul satu sama lain dalam semangat persaudaraan.",
    "pt": "Todos os seres humanos nascem livres e iguais em dignidade e em direitos. Dotados de razão e de "
    "consciência, devem agir uns para com os outros em espírito de fraternidade.",
    "": "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw.",  # too short to be certain
}


@pytest.mark.parametrize("language", RIGHTS)
def test_the_language_of_an_article_in_latin_script_is_told_by_its_common_words(language: str) -> None:
    text = f"T\n\nA\n{RIGHTS[language]}\nKey Facts:\n- x\n"
    outline = read_outline(text.encode(), Path("a.txt")).outline
    assert facts_of(outline, lines_of(text), ("bn", "en")).language == language


def test_an_article_in_an_uncertain_language_needs_the_languages_of_the_digest(run: Run) -> None:
    Path("q.txt").write_text("Zzz\n\nKey Facts:\n- Xyz\n", encoding="utf-8")
    assert (
        "the language of 'q.txt' is not certain; name those of the digest: "
        "`flashcards outline q.txt --write source/q.md -l TAG -l en`"
    ) in run("outline", "q.txt", "--write", "source/q.md", expect=2).stderr
    run("outline", "q.txt", "--write", "source/q.md", "-l", "sw", "-l", "en")
    text = Path("source/q.md").read_text(encoding="utf-8")
    assert text.startswith('---\n# > Zzz\ntitle:\n  sw: "TODO: the title of the article"\n')


def kind_in_digest(heading: str) -> str:
    text = f"---\ntitle: {{en: T}}\ncitation: {{en: C}}\n---\n\n## a\n\n{heading}\n\n- **a.b**\n  - en: x\n"
    reading = read_source(text.encode(), Path("source/a.md"))
    return "" if any(each.rule == "unknown-kind" for each in reading.problems) else reading.source.points["a.b"].kind


@pytest.mark.parametrize("language", headings())
def test_a_heading_has_the_same_kind_in_a_digest_as_in_an_article(language: str) -> None:
    for kind, phrases in headings()[language].items():
        for phrase in phrases:
            for form in ("### {}", "### {}:", "### **{}**", "### 🔑 {} —", "### X {} Y"):
                heading = form.format(phrase.upper())
                article = read_outline(f"{heading}\n- x: y\n".encode(), Path("a.md")).outline
                assert kind_in_digest(heading) == article.sections[0].points[0].kind, heading
                assert "X" in form or kind_in_digest(heading) == kind


def test_a_heading_of_no_kind_is_answered_in_its_script() -> None:
    text = f"{DIGEST}\n## b\n\n### Riesgos\n\n### Prátcicas clave\n\n### Ideas clave y datos clave\n"
    problems = read_source(text.encode(), Path("source/agua.md")).problems
    assert [(each.message, each.hint) for each in problems if each.rule != "placeholder"] == [
        (
            "'Riesgos' is not a kind of key point",
            "write 'aprendizajes clave', 'ideas clave', 'prácticas clave' or 'datos clave'",
        ),
        ("'Prátcicas clave' is not a kind of key point", "did you mean 'prácticas clave'?"),
        (
            "this heading names more than one kind of key point; the points below are read as insights",
            "give each kind a heading of its own",
        ),
    ]


def test_the_digest_in_the_manual_is_read_as_it_says() -> None:
    [text] = blocks("markdown")
    reading = read_source(text.encode(), Path("source/agua.md"))
    assert reading.problems == ()
    assert [blank.message for blank in reading.source.blanks] == ["'TODO' is a placeholder in the title of 'drought'"]
    assert {key: (point.kind, [*point.texts]) for key, point in reading.source.points.items()} == {
        "drought.irrigation": ("learning", ["es", "en"])
    }


def test_the_digest_in_the_help_is_read_as_it_says(run: Run) -> None:
    said = run("outline", "--help").stdout
    text = dedent(said[said.index("    ---\n") : said.index("  Texts that begin")])
    reading = read_source(text.encode(), Path("source/agua.md"))
    assert reading.problems == ()
    assert [blank.location.line for blank in reading.source.blanks] == [2, 10, 15]
    assert [point.kind for point in reading.source.points.values()] == ["learning"]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(st.sampled_from([*PIECES, "---", "date: 2024-01-01", "title: x"]), st.text(max_size=12)), max_size=9
    )
)
def test_whatever_an_article_says_its_digest_is_read_without_errors(lines: list[str]) -> None:
    text = "\n".join([*lines, "Key Facts:", "- x"])
    outline, decoded = read_outline(text.encode("utf-8", "surrogatepass"), Path("a"))
    if not has_errors(outline.problems):
        digest = digest_text(outline, facts_of(outline, lines_of(decoded), ("bn", "en")), ("bn", "en"))
        reading = read_source(digest.encode(), Path("source/a.md"))
        assert not has_errors(reading.problems), (digest, reading.problems)
        assert [*reading.source.points] == [point.id for section in outline.sections for point in section.points]


SLIPS = {
    "- **well.two*": (19, 1, "'well.two', and is not read", "'- **well.two**' at the beginning of the line"),
    "– **well.two**": (19, 1, "'well.two', and is not read", "'- **well.two**' at the beginning of the line"),
    "  - **well.two**": (19, 3, "'well.two', and is not read", "'- **well.two**' at the beginning of the line"),
    "- well.two": (19, 1, "'well.two', and is not read", "'- **well.two**' at the beginning of the line"),
    "  -de: Zwei.": (21, 3, "a text in 'de', and is not read", "'  - de: …'"),
    "  - de：Zwei.": (21, 3, "a text in 'de', and is not read", "'  - de: …'"),
    "  - de Zwei.": (21, 3, "a text in 'de', and is not read", "'  - de: …'"),
    "  de: Zwei.": (21, 3, "a text in 'de', and is not read", "'  - de: …'"),
    "- fr:Le puits": (10, 1, "a text in 'fr', and is not read", "'- fr: …'"),
    "##well": (8, 1, "no space after '#'", "'## well'"),
    "###Key learnings": (13, 1, "no space after '#'", "'### Key learnings'"),
    "# well": (8, 1, "this heading is written with '##'", "'## well'"),
    "## Key learnings": (13, 1, "this heading is written with '###'", "'### Key learnings'"),
    "#### Key learnings": (13, 1, "this heading is written with '###'", "'### Key learnings'"),
    "  - en: Zwei.": (21, 5, "'en' is not a language of this source", "the title is given in fr, de"),
}
SLIPPED = """\
---
title: {fr: Puits, de: Brunnen}
citation: {fr: A, de: B}
---

Of this and that, en: whatever.

## well

- fr: Le puits
- de: Der Brunnen

### Key learnings

- **well.one**
  > fr: quoted
  - fr: Un.
  - de: Eins.
- **well.two**
  - fr: Deux.
  - de: Zwei.
"""


@pytest.mark.parametrize("slip", SLIPS)
def test_a_line_that_is_not_read_is_reported_at_its_place(slip: str) -> None:
    line, column, message, hint = SLIPS[slip]
    lines = SLIPPED.split("\n")
    lines[line - 1] = slip
    [problem] = read_source("\n".join(lines).encode(), Path("source/well.md")).problems
    assert problem.location[1:] == (line, column)
    assert message in problem.message
    assert problem.hint.removeprefix("write ") == hint


def test_prose_in_a_digest_is_no_slip() -> None:
    assert read_source(SLIPPED.encode(), Path("source/well.md")).problems == ()
