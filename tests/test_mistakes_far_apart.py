"""The gallery's deck of some 700 notes, with mistakes that notes in different chunks and files make together.

A chunk has at most 512 notes, so that the first and the last notes of `first.yaml` are never in the same one. To
write down what is printed now, run `pytest tests/test_mistakes_far_apart.py --accept`, and read the text aloud.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.test_mistakes import GALLERY

HEAD = """\
deck:
  id: numbers
  uid: 5c1f0e7a9b3d48e2a6f4c0d1
  title: {bn: সংখ্যা, en: Numbers}
  languages: [bn, en]
sections:
  - {id: small, title: {bn: ছোট, en: Small}}
  - {id: large, title: {bn: বড়, en: Large}}
"""
BLOCK = """\
  - id: {id}
    section: {section}
    tags: [{tag}]
    question:
      bn: {asked_bn}-এর পরে কোন সংখ্যা আসে?
      en: Which number comes after {asked}?
    {answer}:
      bn: {next_bn}
      en: {next}
{retired}"""
FLOW = """\
  {{id: {id}, section: {section}, tags: [{tag}],
    question: {{bn: {asked_bn}-এর পরে কোন সংখ্যা আসে?, en: 'Which number comes after {asked}?'}},
    {answer}: {{bn: {next_bn}, en: {next}}},
{retired}  }},
"""
FILES: Mapping[str, Sequence[int]] = {"first": range(1, 601), "second": range(601, 691), "third": range(691, 692)}
RETIRED = "    retired: {{reason: {{bn: এটি ভুল ছিল, en: It was wrong}}, replaced_by: {}}}\n"

# By the number of a note: what it has in the place of what is right
ERRORS: Mapping[int, Mapping[str, str]] = {
    3: {"id": "number-2"},
    5: {"tag": "Counting"},
    150: {"section": "smal"},
    300: {"answer": "anwser"},
    450: {"retired": RETIRED.format("number-9999")},
    580: {"retired": RETIRED.format("number-7")},  # which is there, in another chunk
    590: {"id": "number-4"},
    599: {"section": "lagre"},
    620: {"id": "number-500"},
    660: {"retired": RETIRED.format("number-6600")},
    680: {"tag": "Numbers"},
    690: {"answer": "answers"},
    691: {"next": "692: it is even"},
}
WARNINGS: Mapping[int, Mapping[str, str]] = {  # rules judge a deck without errors
    5: {"tag": "Counting"},
    200: {"asked": "199", "next": "200"},
    300: {"next": "302"},
    595: {"asked": "6", "next": "7"},
    610: {"asked": "400", "next": "401"},
    680: {"tag": "Numbers", "asked": "6", "next": "7"},
}
DIGITS = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")


ProblemList = Mapping[int, Mapping[str, str]]
Layout = Callable[[Sequence[int], ProblemList], str]


def note(number: int, mistake: Mapping[str, str], layout: str) -> str:
    values = {
        "id": f"number-{number}",
        "section": "small" if number <= 300 else "large",
        "tag": "counting" if number <= 600 else "numbers",
        "asked": str(number),
        "next": str(number + 1),
        "answer": "answer",
        "retired": "",
    }
    values |= mistake
    asked = int(values["asked"])
    in_bengali = {f"{name}_bn": str(value).translate(DIGITS) for name, value in (("asked", asked), ("next", asked + 1))}
    return layout.format_map(values | in_bengali)


def in_blocks(numbers: Sequence[int], mistakes: ProblemList) -> str:
    return "notes:\n" + "".join(note(number, mistakes.get(number, {}), BLOCK) for number in numbers)


def below_a_quoted_key(numbers: Sequence[int], mistakes: ProblemList) -> str:
    """The same lines, in a file where only a parser can tell where notes begin: it is one chunk."""
    return in_blocks(numbers, mistakes).replace("notes:\n", '"notes":\n', 1)


def in_flow_style(numbers: Sequence[int], mistakes: ProblemList) -> str:
    """Other lines, and one chunk."""
    return "notes: [\n" + "".join(note(number, mistakes.get(number, {}), FLOW) for number in numbers) + "]\n"


def write(mistakes: ProblemList, layout: Layout) -> None:
    folder = Path("numbers")
    folder.mkdir(exist_ok=True)
    (folder / "deck.yaml").write_text(HEAD, encoding="utf-8")
    for name, numbers in FILES.items():
        laid_out = in_blocks if name == "third" else layout  # where its mistake of syntax hides no other
        (folder / f"{name}.yaml").write_text(laid_out(numbers, mistakes), encoding="utf-8")


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("kind", "status"), [("errors", 1), ("warnings", 0)])
def test_reports_what_is_wrong_in_several_chunks(
    kind: str, status: int, run: Run, expect: Callable[[str, Path], None]
) -> None:
    mistakes = {"errors": ERRORS, "warnings": WARNINGS}[kind]
    golden = GALLERY / f"far-apart-{kind}.txt"
    write(mistakes, in_blocks)
    expect(run("check", "numbers", expect=status).stdout, golden)
    expect(run("check", "numbers", expect=status).stdout, golden)  # from the cache
    write(mistakes, below_a_quoted_key)
    expect(run("check", "numbers", expect=status).stdout, golden)


def test_builds_nothing_of_it(run: Run) -> None:
    write(ERRORS, in_blocks)
    run("build", "numbers", expect=1)
    assert sorted(path.name for path in Path().rglob("*")) == [
        "deck.yaml",
        "first.yaml",
        "numbers",
        "second.yaml",
        "third.yaml",
    ]


@pytest.mark.slow
@pytest.mark.parametrize(("mistakes", "status"), [(ERRORS, 1), (WARNINGS, 0)], ids=["errors", "warnings"])
def test_reports_the_same_of_a_deck_in_flow_style(mistakes: ProblemList, status: int, run: Run) -> None:
    found = []
    for layout in (in_blocks, in_flow_style):
        write(mistakes, layout)
        problems = json.loads(run("check", "--json", "numbers", expect=status).stdout)["problems"]
        found.append([(problem["path"], problem["severity"], problem["rule"]) for problem in problems])
    assert found[0] == found[1]
