"""Rules judge what a text says, and not the Markdown it is written in; mending it leaves the Markdown whole."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashcards.deckfile.discovery import DeckFiles
from flashcards.lint.registry import FIXERS, Fixer, load
from flashcards.model.problem import Problem
from flashcards.text.markdown import references, to_html
from tests.pipeline import lint, read_decks

HEAD = """\
deck:
  id: markdown
  uid: 0123456789abcdef
  title: {bn: "মার্কডাউন", en: "Markdown"}
  languages: [bn, en]
notes:
"""
NOTE = """
  - id: a
    question: {bn: "ক কী?", en: "What is a?"}
"""
GOOD = r"""
  - id: code
    question:
      bn: |
        পাইথনের এই কোড কী দেখায়?

        ```python
        for i in range(3):
            print(i,  "x" )  # 12 , odd
        <tab>tab()
        ```
      en: |
        What does this Python code print?

        ```python
        for i in range(3):
            print(i,  "x" )  # 12 , odd
        <tab>tab()
        ```
    answer: {bn: "`0 x`, তারপর `1 x`", en: "`0 x`, then `1 x`"}
  - id: other-code
    question:
      bn: |
        পাইথনের এই কোড কী দেখায়?

        ```python
        for i in range(4):
            print(i)
        ```
      en: |
        What does this Python code print?

        ```python
        for i in range(4):
            print(i)
        ```
    answer: {bn: "`3`-এ শেষ", en: "It ends with `3`"}
  - id: plus
    question: {bn: "`a+b` কী করে?", en: "What does `a+b` do?"}
    answer: {bn: "**যোগ** করে", en: "It **adds**"}
  - id: minus
    question: {bn: "`a-b` কী করে?", en: "What does `a-b` do?"}
    answer: {bn: "**বিয়োগ** করে", en: "It **subtracts**"}
  - id: where
    question: {bn: "SQL-এ `WHERE x` কী করে?", en: "What does `WHERE x` do in SQL?"}
    answer: {bn: "সারি *বাছে*", en: "It *picks* rows"}
  - id: maths
    question: {bn: "$x^2 + 2x + 1$-এর উৎপাদক কী?", en: "What are the factors of $x^2 + 2x + 1$?"}
    answer: {bn: "$(x + 1)^2$", en: "$(x + 1)^2$"}
    note:
      bn: |
        কারণ
        $$
        (a + b)^2 = a^2 + 2ab + b^2 .
        $$
      en: |
        Because
        $$
        (a + b)^2 = a^2 + 2ab + b^2 .
        $$
  - id: table
    question:
      bn: |
        এই ছকে কোন নদী সবচেয়ে দীর্ঘ?

        | নদী     | দৈর্ঘ্য (কিমি) |
        | :------ | ---: |
        | পদ্মা   | ৩৪১  |
        | যমুনা   | ২৪০  |
      en: |
        Which river in this table is the longest?

        | River   | Length (km) |
        | :------ | ---: |
        | Padma   | 341  |
        | Jamuna  | 240  |
    answer: {bn: "পদ্মা", en: "The Padma"}
  - id: picture
    question:
      bn: |
        এই ছবিতে কোন নদী দেখা যায়?

        ![একটি নদীর মানচিত্র](nile.png)
      en: |
        Which river does this picture show?

        ![The map of a river](nile.png)
    answer: {bn: "নীল নদ", en: "The Nile"}
  - id: other-picture
    question:
      bn: |
        এই ছবিতে কোন নদী দেখা যায়?

        ![একটি নদীর মানচিত্র](my map 26.png)
      en: |
        Which river does this picture show?

        ![The map of a river](my map 26.png)
    answer: {bn: "আমাজন", en: "The Amazon"}
  - id: sound
    question: {bn: "কোন পাখি এভাবে ডাকে? ![](koel.mp3)", en: "Which bird calls like this? ![](koel.mp3)"}
    answer: {bn: "কোকিল", en: "The koel"}
    note:
      bn: "[কোকিল](https://bn.wikipedia.org/wiki/কোকিল) অন্যের বাসায় ডিম পাড়ে"
      en: "[Koels](https://en.wikipedia.org/wiki/Asian_koel) lay their eggs in nests of others"
  - id: tags
    question: {bn: "পানির সংকেত কী?", en: "What is the formula of water?"}
    answer: {bn: "H<sub>2</sub>O", en: "H<sub>2</sub>O"}
    note: {bn: "<kbd>Ctrl</kbd> চেপে ২৬&nbsp;কিমি<br>যাওয়া যায় না", en: "Not 26&nbsp;km<br>by <kbd>Ctrl</kbd>"}
  - id: choice
    question:
      bn: |
        এদের মধ্যে কোনটি মৌলিক সংখ্যা?

        1. চার
        2. পাঁচ
           - যা বিজোড়
           - আর ছোট
        3. ছয়
      en: |
        Which of them is a prime number?

        1. Four
        2. Five
           - which is odd
           - and small
        3. Six
    answer: {bn: "পাঁচ", en: "Five"}
    note:
      bn: |
        ## কারণ

        > দুই দিয়ে ভাগ যায় না

        ---

        -   প্রথম **কথা**
        -   দ্বিতীয় ~~কথা~~
      en: |
        ## Why

        > Two does not divide it

        ---

        -   The first **word**
        -   The second ~~word~~
  - id: cloze
    text:
      bn: "{{c1::ঢাকা}}র জনসংখ্যা {{c2::২ কোটি::কত}}, আর `x = {{c3::26}}`"
      en: "The population of {{c1::Dhaka}} is {{c2::20 million::how many}}, and `x = {{c3::26}}`"
"""


def problems_of(notes: str, folder: Path) -> tuple[Problem, ...]:
    for name in ("nile.png", "my map 26.png", "koel.mp3"):
        (folder / name).write_bytes(name.encode())
    path = folder / "markdown.yaml"
    path.write_text((HEAD + notes).replace("<tab>", "\t"), encoding="utf-8")
    reading = read_decks([DeckFiles((path,), folder)])
    assert reading.problems == ()
    return lint(reading.decks)


def test_is_silent_on_good_markdown(tmp_path: Path) -> None:
    assert problems_of(GOOD, tmp_path) == ()


@pytest.mark.parametrize(
    ("answer", "message", "hint"),
    [
        (
            "**Nile",
            "'**' begins or ends no strong text, and shows as it is",
            "write '**' at both ends, or '\\**' to show it",
        ),
        (
            "**Nile*",
            "'**' begins or ends no strong text, and shows as it is",
            "write '**' at both ends, or '\\**' to show it",
        ),
        ("![a] (koel.svg)", "this picture shows as text", "write '(' directly after ']'"),
        ("<b onclick='x()'>a</b>", "'onclick='x()'' is not allowed on a card, and shows as text", "delete it"),
        (
            "![a](https://example.org/a.png)",
            "'https://example.org/a.png' is not allowed on a card, and shows as text",
            "put the file beside the deck, and write its relative path",
        ),
        (
            "{{c1::a}}",
            "'{{c1::' is Anki's own markup, and shows as text",
            "only cloze notes have it: write `text:` instead of `question:` and `answer:`",
        ),
        (
            r"\(x\)",
            r"'\(' is Anki's own markup, and shows as text",
            "write maths between dollar signs, '$x^2$'",
        ),
        (
            "[sound:koel.mp3]",
            "'[sound:' is Anki's own markup, and shows as text",
            "write the path of the file, '![](koel.mp3)'",
        ),
    ],
)
def test_reports_markup_that_does_nothing(answer: str, message: str, hint: str, tmp_path: Path) -> None:
    quoted = answer.replace("'", "''")
    note = NOTE + f"    answer: {{bn: 'ক', en: '{quoted}'}}\n"
    found = [(each.rule, each.message, each.hint) for each in problems_of(note, tmp_path)]
    assert ("markup", message, hint) in found


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("**Ganges**", ["'**Ganges**' has to be typed exactly so: typed answers have no Markdown"]),
        ("`ls`", ["'`ls`' has to be typed exactly so: typed answers have no Markdown"]),
        ("C:\\*", []),
        ("&nbsp;", []),
        ("<br>", []),
        ("List<String>", []),
    ],
)
def test_an_answer_that_is_typed_has_no_markdown(answer: str, said: list[str], tmp_path: Path) -> None:
    note = NOTE + f"    type: typed\n    answer: {{bn: 'ক', en: '{answer}'}}\n"
    rules = ("markup", "lost-text")
    assert [each.message for each in problems_of(note, tmp_path) if each.rule in rules] == said


def test_reports_markdown_in_titles(tmp_path: Path) -> None:
    path = tmp_path / "markdown.yaml"
    head = HEAD.replace('"Markdown"', '"**Markdown**"')
    path.write_text(f"{head}{NOTE}    answer: {{bn: 'ক', en: 'a'}}\n", encoding="utf-8")
    [problem] = lint(read_decks([DeckFiles((path,), tmp_path)]).decks)
    assert problem.message == "'**Markdown**' is Markdown markup, but titles are plain text"


PROSE = ("নদী  ও সাগর |", "ঢাকা , 26 লাখ", "**নদী** .", "অামরা", "a\u00a0b", "*26* (26)", "[নদী](https://e.org/26) 26")
MARKED = (
    "`a | b  c . 26`",
    "$x | 26  y$",
    "$$\na  b | 26 .\n$$",
    "[নদী](https://e.org/২৬/a_b)",
    "![ছবি 26](my  map 26.png)",
    "![](карtа.png)",
    "H<sub>2</sub>O <b>26</b> <img src='26.png' alt='26  x'>",
    "| ক   | 26 |\n|---|:--:|\n|  খ  | 2 |",
    "```py\nx  = 26 .\n\ty|\n```",
    "1. নদী  ও\n2. সাগর |\n\t- ঢাকা\n\t- 26",
    "> 26 নদী |",
    "{{c1::নদী  ও::26}} {{c26::26}} .",
    "26&nbsp;কিমি<br>26",
)


@settings(deadline=None)
@given(
    st.lists(st.sampled_from((*PROSE, *MARKED)), min_size=1, max_size=5), st.sampled_from(["\n\n", " "]), st.booleans()
)
def test_fixing_leaves_markdown_whole(pieces: list[str], between: str, is_bengali: bool) -> None:
    text = (between if all("\n" not in piece for piece in pieces) else "\n\n").join(pieces)
    fixed = text
    for name in FIXERS:
        rule = load(name)
        assert isinstance(rule, Fixer)
        fixed = rule.fix(fixed, "bn" if is_bengali else "en")
    assert markup_of(fixed) == markup_of(text)


def markup_of(text: str) -> tuple[object, ...]:
    """The files, tags, code, maths and clozes of a text."""
    paths = references(text)
    field = to_html(text, {path: f"{place}.png" for place, path in enumerate(paths)}, has_clozes=True)
    return (
        paths,
        re.findall(r"<[^>]*>", re.sub(r'alt="[^"]*"', "", field)),
        re.findall(r"<code>(.*?)</code>", field, re.DOTALL),
        re.findall(r"\\\(.*?\\\)|\\\[.*?\\\]", field, re.DOTALL),
        re.findall(r"\{\{c[0-9]+::|\}\}", field),
    )
