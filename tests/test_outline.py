"""Articles in many hands, and the decks begun from them."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from flashcards.cli import main
from flashcards.deckfile.discovery import DeckFiles
from flashcards.deckfile.stubs import stub_deck
from flashcards.model.outline import Outline
from flashcards.model.problem import FlashcardsError
from flashcards.model.source import KINDS, Source
from flashcards.source.article import outline_of
from flashcards.source.headings import heading_key, headings, kinds_by_heading
from flashcards.source.outline import read_outline, section_titles
from flashcards.source.reader import read_source
from flashcards.text.language import is_language
from flashcards.yamltext.document import Items, Pairs, Scalar, parse
from tests.document import document
from tests.pipeline import lint, read_decks

ROOT = Path(__file__).parents[1]
SCHEMA = json.loads((ROOT / "flashcards/deckfile/deck.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["outline", *words])


def told(text: str) -> list[str]:
    """An article's outline in short: titles, sections, points, then what is not sure and where."""
    found = read_outline(text.encode(), Path("a.txt")).outline
    lines = [f"= {title}" for title in found.titles]
    for section in found.sections:
        lines.append(f"{section.id} {section.title}".rstrip())
        lines += [f"  {point.id} {point.kind or '?'} [{point.label}] {point.text}" for point in section.points]
    return lines + [f"! {p.location.line}:{p.location.column} {p.rule}" for p in found.problems]


ENGLISH = """\
The well of Abenra
keeper of the northern wells
by Ama Nkrumah • 2021-06-04

A village without a river has little choice. This one dug, and dug again.
Why the village dug twice: a lesson in patience
The first well ran dry after one summer. Nobody had asked the elders.
Key Learnings:
- Depth before width: a deep well outlasts a wide one.
- "Ask first" rule: the elders knew where the rock was: under the fig tree.
Who keeps the rope?
Every house keeps it for a week.
Key Practices:
- Turns: one week for each house.
"We only ever borrowed the water" - Ama Nkrumah
"""


def test_an_article_is_shown_by_sections_and_points() -> None:
    Path("well.txt").write_text(ENGLISH, encoding="utf-8")
    said = run("well.txt")
    assert (said.exit_code, said.stderr) == (0, "")
    assert said.stdout == (
        "The well of Abenra\n"
        "keeper of the northern wells\n"
        "by Ama Nkrumah • 2021-06-04\n"
        "\n"
        "why-the-village-dug-twice  Why the village dug twice: a lesson in patience\n"
        "  why-the-village-dug-twice.depth-before-width  learning  "
        "Depth before width: a deep well outlasts a wide one.\n"
        "  why-the-village-dug-twice.ask-first-rule      learning  "
        '"Ask first" rule: the elders knew where the rock was: under the fig tree.\n'
        "\n"
        "who-keeps-the-rope  Who keeps the rope?\n"
        "  who-keeps-the-rope.turns  practice  Turns: one week for each house.\n"
    )


def test_it_is_printed_as_json() -> None:
    Path("well.txt").write_text("Key facts:\n- Age: ten years.\nFish\n- none\n", encoding="utf-8")
    assert json.loads(run("well.txt", "--json").stdout) == document(
        "outline",
        titles=[],
        sections=[
            {
                "id": "section-1",
                "title": "",
                "line": 1,
                "points": [{"id": "section-1.age", "kind": "fact", "label": "Age", "text": "ten years.", "line": 2}],
            },
            {
                "id": "fish",
                "title": "Fish",
                "line": 3,
                "points": [{"id": "fish.none", "kind": None, "label": None, "text": "none", "line": 4}],
            },
        ],
        problems=[
            {
                "path": "well.txt",
                "line": 4,
                "column": 3,
                "severity": "warning",
                "rule": "no-heading",
                "message": "no heading names the kind of these points",
                "hint": "put a heading such as 'Key Learnings:' above them if they are key points",
            }
        ],
    )


BENGALI = """\
আবেনরার কুয়া
লেখা: আমা এনক্রুমা

কেন দুবার খুঁড়তে হলো: Abenra গ্রামের কথা
প্রথম কুয়াটি এক গ্রীষ্মেই শুকিয়ে যায়।
মূল শিক্ষা
- গভীরতা: গভীর কুয়া বেশি দিন টেকে।
- "আগে জিজ্ঞাসা": পাথর কোথায়, তা প্রবীণেরা জানতেন।
দড়ি কে রাখে?
সবাই পালা করে রাখে।
১. করণীয়:
১. পালা – প্রতি বাড়ি এক সপ্তাহ।
২. তেল – মাসে একবার।
"""
HINDI = """\
अबेनरा का कुआँ

गाँव ने दो बार क्यों खोदा
पहला कुआँ एक गर्मी में सूख गया।
**मुख्य सीख**
* गहराई: गहरा कुआँ देर तक चलता है।
रस्सी कौन सँभालता है?
सब बारी-बारी से सँभालते हैं।
मुख्य अंतर्दृष्टि:
* बारी: हर घर एक सप्ताह।
"""
SPANISH = """\
El pozo de Abenra
por Ama Nkrumah

Por qué la aldea cavó dos veces
El primer pozo se secó en un verano.
LECCIONES CLAVE
• Profundidad y tamaño: un pozo hondo dura más.
¿Quién cuida la cuerda?
Todos la cuidan por turnos.
Buenas practicas:
– Turnos: una semana por casa.
"""
ARABIC = """\
بئر أبنرا
بقلم أما نكروما

لماذا حفرت القرية مرتين
جفت البئر الأولى في صيف واحد.
الدروس المستفادة:
- العمق: البئر العميقة تدوم أطول.
من يحفظ الحبل؟
الجميع يحفظونه بالتناوب.
أفضل الممارسات:
- التناوب: أسبوع لكل بيت.
"""
JAPANESE = """\
アベンラの井戸
アマ・ンクルマ著

なぜ二度掘ったのか
最初の井戸は一夏で涸れた。
重要な学び：
・深さ：深い井戸は長くもつ。
・「縄：太さ」の教え：一本でよい。
誰が縄を守るか
皆が順番に守る。
主な気づき
1、順番：一週間ずつ。
2、油：月に一度。
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            BENGALI,
            [
                "= আবেনরার কুয়া",
                "= লেখা: আমা এনক্রুমা",
                "section-1 কেন দুবার খুঁড়তে হলো: Abenra গ্রামের কথা",
                "  section-1.learning-1 learning [গভীরতা] গভীর কুয়া বেশি দিন টেকে।",
                "  section-1.learning-2 learning [আগে জিজ্ঞাসা] পাথর কোথায়, তা প্রবীণেরা জানতেন।",
                "section-2 দড়ি কে রাখে?",
                "  section-2.practice-1 practice [পালা] প্রতি বাড়ি এক সপ্তাহ।",
                "  section-2.practice-2 practice [তেল] মাসে একবার।",
            ],
            id="bengali",
        ),
        pytest.param(
            HINDI,
            [
                "= अबेनरा का कुआँ",
                "section-1 गाँव ने दो बार क्यों खोदा",
                "  section-1.learning-1 learning [गहराई] गहरा कुआँ देर तक चलता है।",
                "section-2 रस्सी कौन सँभालता है?",
                "  section-2.insight-1 insight [बारी] हर घर एक सप्ताह।",
            ],
            id="hindi",
        ),
        pytest.param(
            SPANISH,
            [
                "= El pozo de Abenra",
                "= por Ama Nkrumah",
                "por-que-la-aldea-cavo Por qué la aldea cavó dos veces",
                "  por-que-la-aldea-cavo.profundidad-y-tamano learning [Profundidad y tamaño] un pozo hondo dura más.",
                "quien-cuida-la-cuerda ¿Quién cuida la cuerda?",
                "  quien-cuida-la-cuerda.turnos practice [Turnos] una semana por casa.",
            ],
            id="spanish",
        ),
        pytest.param(
            ARABIC,
            [
                "= بئر أبنرا",
                "= بقلم أما نكروما",
                "section-1 لماذا حفرت القرية مرتين",
                "  section-1.learning-1 learning [العمق] البئر العميقة تدوم أطول.",
                "section-2 من يحفظ الحبل؟",
                "  section-2.practice-1 practice [التناوب] أسبوع لكل بيت.",
            ],
            id="arabic",
        ),
        pytest.param(
            JAPANESE,
            [
                "= アベンラの井戸",
                "= アマ・ンクルマ著",
                "section-1 なぜ二度掘ったのか",
                "  section-1.learning-1 learning [深さ] 深い井戸は長くもつ。",
                "  section-1.learning-2 learning [「縄：太さ」の教え] 一本でよい。",
                "section-2 誰が縄を守るか",
                "  section-2.insight-1 insight [順番] 一週間ずつ。",
                "  section-2.insight-2 insight [油] 月に一度。",
            ],
            id="japanese",
        ),
    ],
)
def test_articles_are_read_in_their_languages(text: str, expected: list[str]) -> None:
    assert told(text) == expected


MARKDOWN = """\
---
layout: post
---
# The well of Abenra

*by Ama Nkrumah*

## Why the village dug twice

The village dug
its well twice, as the old
Maryam had said.

### Key Takeaways

* **Depth before width**: a deep well outlasts a wide one.
* **Ask first:** the elders knew where
  the rock was.

## 2. Who keeps the rope

Everyone does.

### Our best practices for ropes

1. Rope rules – one rope for each house.
2. Oil – once a month,
and in summer twice.

---

| not | a point |
"""


INTRODUCED = """\
El agua en Levante
Por Ana Ruiz • 2024-05-02

Introducción
Hace años que llueve poco.

La sequía
Llueve poco en verano.
Puntos clave:
- Escasez: el agua falta cada verano.
Cifras clave:
- Huerta: consume el 80 %.
"""


@pytest.mark.parametrize("text", [INTRODUCED, INTRODUCED.replace("\n", "\n\n"), INTRODUCED.replace("02\n\n", "02\n")])
def test_an_introduction_without_points_is_a_section_and_not_a_title(text: str) -> None:
    assert told(text) == [
        "= El agua en Levante",
        "= Por Ana Ruiz • 2024-05-02",
        "introduccion Introducción",
        "la-sequia La sequía",
        "  la-sequia.escasez learning [Escasez] el agua falta cada verano.",
        "  la-sequia.huerta fact [Huerta] consume el 80 %.",
    ]


def test_a_heading_of_no_kind_is_answered_in_the_language_of_the_others(tmp_path: Path) -> None:
    path = tmp_path / "eau.md"
    path.write_text(
        "# L'eau\n\n## La sécheresse\n\n### Points clés\n\n- Rareté : en été.\n\n"
        "### Risques clés\n\n- Pollution : les nappes.\n\n### Pratique clés\n\n- Compter.\n",
        encoding="utf-8",
    )
    problems = read_outline(path.read_bytes(), path).outline.problems
    assert [(problem.message, problem.hint) for problem in problems] == [
        (
            "'Risques clés' names no kind of key point",
            "write 'enseignements clés', 'idées clés', 'pratiques clés' or 'faits clés'",
        ),
        ("'Pratique clés' names no kind of key point", "did you mean 'pratiques clés'?"),
    ]


def test_markdown_is_read_by_its_marks() -> None:
    assert told(MARKDOWN) == [
        "= The well of Abenra",
        "why-the-village-dug-twice Why the village dug twice",
        "  why-the-village-dug-twice.depth-before-width learning [Depth before width] a deep well outlasts a wide one.",
        "  why-the-village-dug-twice.ask-first learning [Ask first] the elders knew where the rock was.",
        "who-keeps-the-rope Who keeps the rope",
        "  who-keeps-the-rope.rope-rules practice [Rope rules] one rope for each house.",
        "  who-keeps-the-rope.oil practice [Oil] once a month, and in summer twice.",
    ]


def test_an_editors_marks_make_no_difference() -> None:
    windows = ENGLISH.replace("\n", "\r\n").replace("- ", "\t-\t").replace("Learnings:", "Learnings :  ")
    loose = (
        ENGLISH.replace("\n", "\n\n").replace("Abenra\n\nkeeper", "Abenra\nkeeper").replace("wells\n\nby", "wells\nby")
    )
    plain = [line.split(" ", 1)[0] for line in told(ENGLISH)]
    assert told(windows) == told(ENGLISH)
    assert [line.split(" ", 1)[0] for line in told(loose)] == plain
    assert told("\ufeff" + ENGLISH) == [*told(ENGLISH), "! 1:1 byte-order-mark"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", ["! 1:1 no-points"], id="an empty file"),
        pytest.param("He came.\nHe went.\n", ["! 1:1 no-points"], id="no list"),
        pytest.param("Facts\n", ["= Facts", "! 1:1 no-points"], id="a heading alone"),
        pytest.param(
            "Key Learnings:\n- one: 1\n- one: 2\n- 3\n",
            [
                "section-1",
                "  section-1.one learning [one] 1",
                "  section-1.one-2 learning [one] 2",
                "  section-1.learning-3 learning [] 3",
            ],
            id="no sections",
        ),
        pytest.param(
            "- one: 1\n- two: 2\n",
            ["section-1", "  section-1.one ? [one] 1", "  section-1.two ? [two] 2", "! 1:3 no-heading"],
            id="a list alone",
        ),
        pytest.param(
            "T\n\nA\nProse.\nKey Lernings:\n- one: 1\n",
            ["= T", "a A", "  a.one ? [one] 1", "! 5:1 unknown-heading"],
            id="a misspelt heading",
        ),
        pytest.param(
            "T\n\nA\nProse.\nKey Learnings & Insights:\n- one: 1\n",
            ["= T", "a A", "  a.one learning [one] 1", "! 5:1 mixed-heading"],
            id="a heading of two kinds",
        ),
        pytest.param(
            "T\n\nA\nProse.\nKey facts\nDepth: deep\nAge: old.\nB: more\nProse.\nKey facts\n",
            [
                *("= T", "a A", "  a.depth fact [Depth] deep", "  a.age fact [Age] old.", "b B: more"),
                *("! 6:1 no-bullet", "! 10:1 empty-heading"),
            ],
            id="bullets lost in pasting",
        ),
        pytest.param(
            "T\nBy me\nProse.\nKey facts\n- one: 1\n",
            ["= T", "by-me By me", "  by-me.one fact [one] 1", "! 2:1 ambiguous-title"],
            id="a byline or a section",
        ),
        pytest.param(
            "T\n\nProse.\nKey facts\n- one: 1\n\nB\nProse.\nKey facts\n- two: 2\n",
            [
                "= T",
                "section-1",
                "  section-1.one fact [one] 1",
                "b B",
                "  b.two fact [two] 2",
                "! 1:1 ambiguous-title",
            ],
            id="the article's title or a section's",
        ),
        pytest.param(
            "A\nProse.\nKey facts\n- one: 1\nB\nC\nProse.\n",
            ["a A", "  a.one fact [one] 1", "c C", "! 5:1 ambiguous-title"],
            id="two titles in a row",
        ),
        pytest.param(
            "1. A\nProse.\nKey facts:\n1. one: 1\n2. two: 2\n3. B\nProse.\nKey facts:\n1. three: 3\n",
            ["a A", "  a.one fact [one] 1", "  a.two fact [two] 2", "b B", "  b.three fact [three] 3"],
            id="sections and points numbered alike",
        ),
        pytest.param(
            "A\nProse.\nFacts\n- one:\n  - at 12:30\n  - see https://example.org\nLessons\nLong prose.\n",
            ["a A", "  a.one fact [one] at 12:30 see https://example.org", "lessons Lessons"],
            id="lists in lists, and a word that is no heading",
        ),
    ],
)
def test_what_is_ambiguous_is_read_one_way_and_reported(text: str, expected: list[str]) -> None:
    assert told(text) == expected


def test_a_warning_shows_the_line_and_a_way_out() -> None:
    Path("a.txt").write_text("A\nProse.\nKey Lernings:\n- one: 1\n", encoding="utf-8")
    said = run("a.txt")
    assert (said.exit_code, said.stdout) == (0, "\na  A\n  a.one  ?         one: 1\n")
    assert said.stderr == (
        "a.txt:3:1: warning: 'Key Lernings' names no kind of key point [unknown-heading]\n"
        "  3 | Key Lernings:\n"
        "      ^\n"
        "  hint: did you mean 'key learnings'?\n"
    )


def test_a_file_without_key_points_fails_and_one_that_is_not_there_is_misuse() -> None:
    Path("a.txt").write_text("He came.\n", encoding="utf-8")
    said = run("a.txt")
    assert (said.exit_code, said.stdout) == (1, "")
    assert said.stderr.startswith("a.txt:1:1: error: there are no key points here [no-points]\n")
    assert run("b.txt").exit_code == 2


@pytest.mark.parametrize("language", headings())
def test_every_heading_of_the_table_is_read_in_every_form(language: str) -> None:
    for kind, phrases in headings()[language].items():
        for phrase in phrases:
            for form in ("{}:", "{}", "## {}", "**{}**:", "3. {}：", "__{}:__", "🔑 {} —"):
                found = outline_of([form.format(phrase), "- x: y"], Path("a"))
                assert [point.kind for section in found.sections for point in section.points] == [kind], (phrase, form)
                assert found.problems == ()


def test_the_table_has_every_kind_in_each_language_and_no_heading_of_two_kinds() -> None:
    assert headings().keys() >= {"en", "bn", "hi", "es", "ar", "ja", "fr", "de", "pt", "zh", "ru"}
    assert all(map(is_language, headings()))
    for language, kinds in headings().items():
        assert (language, [*kinds]) == (language, [*KINDS.values()])
        for kind, phrases in kinds.items():
            assert phrases
            assert {kinds_by_heading()[heading_key(phrase)] for phrase in phrases} == {kind}


PIECES = [
    "",
    " ",
    "Title",
    "by me",
    "Prose.",
    "Key Learnings:",
    "**Facts**",
    "- a: b",
    "  - c",
    "1. d",
    "2) e – f",
    "## G",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=9))
def test_whatever_is_written_is_read_without_a_traceback_and_ids_are_unique(lines: list[str]) -> None:
    found: Outline = read_outline("\n".join(lines).encode("utf-8", "surrogatepass"), Path("a")).outline
    ids = [point.id for section in found.sections for point in section.points]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*", each) for each in ids)


SOURCE = """\
---
title:
  hi: "अबेनरा का \\"कुआँ\\""
  en: "The well of Abenra"
citation:
  hi: अमा
  en: Ama
---

Our own words.

## digging

- hi: खुदाई
- en: Digging: twice

### Key learnings

- **digging.depth**
  - hi: गहरा कुआँ देर तक चलता है।
  - en: A deep well outlasts a wide one.

### Facts

- **digging.age**
  - hi: कुआँ दस साल पुराना है।
  - en: The well is ten years old.

## rope

- hi: रस्सी
- en: The rope

### Key practices

- **rope.age**
  - hi: हर साल नई रस्सी लो।
  - en: Buy a new rope every year.
"""


def test_a_source_file_is_shown_by_its_own_ids_in_its_first_language() -> None:
    assert told(SOURCE) == [
        '= अबेनरा का "कुआँ"',
        "= The well of Abenra",
        "digging खुदाई",
        "  digging.depth learning [] गहरा कुआँ देर तक चलता है।",
        "  digging.age fact [] कुआँ दस साल पुराना है।",
        "rope रस्सी",
        "  rope.age practice [] हर साल नई रस्सी लो।",
    ]
    assert told(SOURCE.replace("rope.age", "Rope.age"))[-1] == "! 36:5 malformed-id"


def the_source(name: str = "abenra", text: str = SOURCE) -> Source:
    Path("source").mkdir(exist_ok=True)
    path = Path(f"source/{name}.md")
    path.write_text(text, encoding="utf-8")
    return read_source(path.read_bytes(), path).source


def test_a_deck_begun_from_a_source_has_a_note_to_write_for_each_key_point() -> None:
    titles = {name: title.texts for name, title in section_titles(SOURCE.split("\n"), Path("a")).items()}
    text = stub_deck("wells", ("en", "hi"), the_source(), titles)
    assert (
        re.sub("uid: [0-9a-f]{32}\n", "uid: RANDOM\n", text)
        == """\
# yaml-language-server: $schema=deck.schema.json
# A note to write for each key point of source/abenra.md. Put a question and its answer, in
# every language, where TODO stands; `flashcards todo` lists what is left. Split a point into
# as many notes as it has things worth asking, each with an id of its own; delete a note that asks
# nothing new. Never change an id: learners' progress depends on it.

deck:
  id: wells
  uid: RANDOM
  title:
    en: "The well of Abenra"
    hi: "TODO: the deck's name (hi)"
  languages: [en, hi]
  source: abenra
  license: CC-BY-4.0

sections:
  - id: digging
    title:  # shown above every question of the section: it must give no answer away
      en: "Digging: twice"
      hi: "खुदाई"
  - id: rope
    title:  # shown above every question of the section: it must give no answer away
      en: "The rope"
      hi: "रस्सी"

notes:
  # Key learning: ask why it is so, or what follows from it
  #   en: A deep well outlasts a wide one.
  #   hi: गहरा कुआँ देर तक चलता है।
  - id: depth
    section: digging
    covers: [digging.depth]
    question:
      en: "TODO: one question with one right answer"
      hi: "TODO: one question with one right answer"
    answer:
      en: "TODO: the answer, as short as can be"
      hi: "TODO: the answer, as short as can be"

  # Fact: ask for one name, number, date or term
  #   en: The well is ten years old.
  #   hi: कुआँ दस साल पुराना है।
  - id: age
    section: digging
    covers: [digging.age]
    question:
      en: "TODO: one question with one right answer"
      hi: "TODO: one question with one right answer"
    answer:
      en: "TODO: the answer, as short as can be"
      hi: "TODO: the answer, as short as can be"

  # Key practice: ask who should do what, and to what end
  #   en: Buy a new rope every year.
  #   hi: हर साल नई रस्सी लो।
  - id: rope-age
    section: rope
    covers: [rope.age]
    question:
      en: "TODO: one question with one right answer"
      hi: "TODO: one question with one right answer"
    answer:
      en: "TODO: the answer, as short as can be"
      hi: "TODO: the answer, as short as can be"
"""
    )


@pytest.mark.parametrize("languages", [("en", "hi"), ("hi",), ("bn", "pt-BR", "en")])
def test_nothing_is_wrong_with_it_but_what_is_to_be_written(languages: tuple[str, ...]) -> None:
    text = stub_deck("wells", languages, the_source())
    Path("decks").mkdir()
    path = Path("decks/wells.yaml")
    path.write_text(text, encoding="utf-8")
    reading = read_decks([DeckFiles((path,), path.parent)])
    assert {problem.rule for problem in (*reading.problems, *lint(reading.decks))} == {"placeholder"}
    written = re.sub('TODO: ([^"]*)', r"Done: \1", text)
    assert list(Draft202012Validator(SCHEMA).iter_errors(data(parse(written, path).root))) == []
    path.write_text(
        re.sub("Done: the deck's name[^\"]*", lambda found: f"Wells {found.start()}", written), encoding="utf-8"
    )
    (deck,) = read_decks([DeckFiles((path,), path.parent)]).decks
    assert [note.covers for note in deck.notes] == [("digging.depth",), ("digging.age",), ("rope.age",)]


def data(node: object) -> object:
    """A deck file as an editor hands it to the schema."""
    match node:
        case Pairs():
            return {key.value: data(value) for key, value in node.pairs}
        case Items():
            return [data(item) for item in node.items]
        case Scalar():
            return node.value
    raise AssertionError(node)


def test_each_deck_begun_from_a_source_has_a_uid_of_its_own() -> None:
    source = the_source()
    assert stub_deck("wells", ("en",), source) != stub_deck("wells", ("en",), source)


def test_titles_that_are_alike_are_distinguished() -> None:
    source = the_source(text=SOURCE.replace('"अबेनरा का \\"कुआँ\\""', "THE WELL OF ABENRA"))
    assert '    en: "The well of Abenra"\n    hi: "THE WELL OF ABENRA (hi)"\n' in stub_deck("w", ("en", "hi"), source)


def test_no_deck_can_be_begun_from_a_source_without_points_or_of_an_odd_name() -> None:
    with pytest.raises(FlashcardsError, match=r"^'source/abenra.md' has no key points$"):
        stub_deck("wells", ("en",), the_source(text=SOURCE.split("## digging")[0]))
    with pytest.raises(FlashcardsError, match=r"^'My Wells' is not a valid name of a source$") as raised:
        stub_deck("wells", ("en",), the_source(name="My Wells"))
    assert raised.value.hint == "rename it to 'my-wells.md'"
