"""Which key points are covered, as an author or a CI job asks."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flashcards.cli import main
from tests.document import document

SOURCE = """\
---
title:
  en: The well of Abenra
  hi: अबेनरा का कुआँ
citation:
  en: Told by Ama Nkrumah
  hi: अमा न्क्रुमा ने बताया
---

## digging

- en: Digging
- hi: खुदाई

### Key learnings

- **digging.depth**
  - en: A deep well outlasts a wide one.
  - hi: गहरा कुआँ चौड़े से ज़्यादा चलता है।
- **digging.elders**
  - en: The elders knew where the rock was.
  - hi: बुज़ुर्ग जानते थे कि चट्टान कहाँ है।

## keeping

- en: Keeping
- hi: देखभाल

### Facts

- **keeping.houses**
  - en: A hundred houses share the rope.
  - hi: सौ घर एक रस्सी बाँटते हैं।
"""
HEAD = """\
deck:
  id: {name}
  uid: {uid}
  title: {{ {titles} }}
  languages: [{languages}]
  source: abenra
sections:
  - id: digging
    title: {{ {titles} }}
notes:
"""


@pytest.fixture(autouse=True)
def _with_a_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("decks").mkdir()
    Path("source").mkdir()
    Path("source/abenra.md").write_text(SOURCE, encoding="utf-8")


def write_deck(name: str, languages: tuple[str, ...], notes: dict[str, str], more: str = "") -> None:
    """A deck of notes, each with what it covers."""
    titles = ", ".join(f"{tag}: {name} {tag}" for tag in languages)
    texts = ", ".join(f"{tag}: x {tag}" for tag in languages)
    text = HEAD.format(name=name, uid=name[0] * 16, titles=titles, languages=", ".join(languages))
    for note, covers in notes.items():
        text += f"  - id: {note}\n    section: digging\n    covers: [{covers}]\n"
        text += f"    question: {{ {texts} }}\n    answer: {{ {texts} }}\n"
    Path(f"decks/{name}.yaml").write_text(text + more, encoding="utf-8")


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["coverage", *words])


def test_each_key_point_is_shown_with_its_notes_and_then_what_is_missing() -> None:
    write_deck("wells", ("en", "hi"), {"why-deep": "digging.depth, keeping.houses", "greeting": ""})
    assert run("wells").stdout == (
        "abenra: The well of Abenra\n"
        "                                en      hi\n"
        "digging                     1 of 2  1 of 2\n"
        "  digging.depth   learning       1       1  why-deep\n"
        "  digging.elders  learning       0       0\n"
        "keeping                     1 of 1  1 of 1\n"
        "  keeping.houses  fact           1       1  why-deep\n"
        "\n"
        "en: 2 of 3 key points covered (66.6 %)\n"
        "hi: 2 of 3 key points covered (66.6 %)\n"
        "\n"
        "key points with no note:\n"
        "  source/abenra.md:20:5: digging.elders\n"
        "\n"
        "notes that cover no key point:\n"
        "  decks/wells.yaml:16:5: greeting\n"
    )


def test_decks_of_one_source_are_taken_together_and_counted_by_language() -> None:
    write_deck("first", ("en", "hi"), {"why-deep": "digging.depth"})
    write_deck("second", ("hi",), {"who-knew": "digging.elders", "houses": "keeping.houses"})
    said = run()
    assert said.stdout == (
        "abenra: The well of Abenra\n"
        "                                en      hi\n"
        "digging                     1 of 2  2 of 2\n"
        "  digging.depth   learning       1       1  first/why-deep\n"
        "  digging.elders  learning       0       1  second/who-knew\n"
        "keeping                     0 of 1  1 of 1\n"
        "  keeping.houses  fact           0       1  second/houses\n"
        "\n"
        "en: 1 of 3 key points covered (33.3 %)\n"
        "hi: 3 of 3 key points covered (100 %)\n"
        "\n"
        "key points with no note:\n"
        "  source/abenra.md:20:5: digging.elders in en\n"
        "  source/abenra.md:31:5: keeping.houses in en\n"
    )


def test_many_notes_go_below_each_other_and_not_over_the_edge() -> None:
    write_deck("wells", ("en",), {f"note-number-{n}-of-many": "digging.depth" for n in range(5)})
    assert run().stdout.splitlines()[3:6] == [
        "  digging.depth   learning       5  note-number-0-of-many, note-number-1-of-many,",
        "                                    note-number-2-of-many, note-number-3-of-many,",
        "                                    note-number-4-of-many",
    ]


def test_it_is_printed_as_json() -> None:
    write_deck("wells", ("en",), {"why-deep": "digging.depth", "greeting": ""}, more=STUB)
    Path("decks/plain.yaml").write_text(
        "deck: {id: plain, uid: pppppppppppppppp, title: {en: P}, languages: [en]}\n"
        "notes: [{id: a, question: {en: Q}, answer: {en: A}}]\n",
        encoding="utf-8",
    )
    assert json.loads(run("--json").stdout) == document(
        "coverage",
        sources=[
            {
                "source": "abenra",
                "decks": ["wells"],
                "percent": {"en": 33.33},
                "sections": [
                    {
                        "id": "digging",
                        "points": [
                            {"id": "digging.depth", "kind": "learning", "notes": {"en": ["why-deep"]}, "drafts": []},
                            {"id": "digging.elders", "kind": "learning", "notes": {"en": []}, "drafts": ["who-knew"]},
                        ],
                    },
                    {
                        "id": "keeping",
                        "points": [{"id": "keeping.houses", "kind": "fact", "notes": {"en": []}, "drafts": []}],
                    },
                ],
                "points_without_notes": {"en": ["digging.elders", "keeping.houses"]},
                "points_begun": {"en": ["digging.elders"]},
                "notes_without_points": ["greeting"],
            }
        ],
        decks_without_source=["plain"],
    )


def test_a_retired_note_covers_nothing() -> None:
    retired = (
        "  - id: old\n    section: digging\n    covers: [digging.depth]\n    question: { en: Q }\n"
        "    answer: { en: A }\n    retired: { reason: { en: It was wrong. } }\n"
    )
    write_deck("wells", ("en",), {"houses": "keeping.houses"}, more=retired)
    assert "en: 1 of 3 key points covered (33.3 %)\n" in run().stdout


STUB = """\
  - id: who-knew
    section: digging
    covers: [digging.elders]
    question: { en: "TODO: ask" }
    answer: { en: "TODO: answer" }
"""


def test_a_key_point_with_a_stub_is_begun_and_not_covered() -> None:
    write_deck("wells", ("en",), {"why-deep": "digging.depth"}, more=STUB)
    assert run().stdout == (
        "abenra: The well of Abenra\n"
        "                                en\n"
        "digging                     1 of 2\n"
        "  digging.depth   learning       1  why-deep\n"
        "  digging.elders  learning       0  who-knew (draft)\n"
        "keeping                     0 of 1\n"
        "  keeping.houses  fact           0\n"
        "\n"
        "en: 1 of 3 key points covered (33.3 %), 1 begun\n"
        "\n"
        "key points with no note:\n"
        "  source/abenra.md:31:5: keeping.houses\n"
        "\n"
        "drafts to finish:\n"
        "  decks/wells.yaml:16:5: who-knew\n"
    )


def test_a_note_covers_nothing_in_a_language_in_which_it_is_not_asked_yet() -> None:
    write_deck("wells", ("en", "hi"), {"why-deep": "digging.depth", "houses": "keeping.houses"})
    path = Path("decks/wells.yaml")
    text = path.read_text("utf-8").replace("  source:", "  complete: [en]\n  source:")
    text = text.replace("answer: { en: x en, hi: x hi }", "answer: { en: x en }", 1)
    path.write_text(text.replace("hi: x hi }", 'hi: "TODO: ask" }', 3), "utf-8")
    said = run().stdout
    assert "en: 2 of 3 key points covered (66.6 %)\nhi: 0 of 3 key points covered (0 %)\n" in said
    assert "  source/abenra.md:17:5: digging.depth in hi\n" in said


def test_after_an_edit_notes_are_at_their_new_places_with_what_they_cover_now() -> None:
    write_deck("wells", ("en",), {"why-deep": "digging.depth", "greeting": ""})
    run()
    path = Path("decks/wells.yaml")
    text = path.read_text("utf-8").replace("notes:\n", "notes:\n\n# on wells\n\n")
    path.write_text(text.replace("[digging.depth]", "[digging.elders, digging.depth]"), "utf-8")
    assert run().stdout == (
        "abenra: The well of Abenra\n"
        "                                en\n"
        "digging                     2 of 2\n"
        "  digging.depth   learning       1  why-deep\n"
        "  digging.elders  learning       1  why-deep\n"
        "keeping                     0 of 1\n"
        "  keeping.houses  fact           0\n"
        "\n"
        "en: 2 of 3 key points covered (66.6 %)\n"
        "\n"
        "key points with no note:\n"
        "  source/abenra.md:31:5: keeping.houses\n"
        "\n"
        "notes that cover no key point:\n"
        "  decks/wells.yaml:19:5: greeting\n"
    )


@pytest.mark.parametrize(
    ("least", "code", "error"),
    [
        ("66", 0, ""),
        ("66.6", 0, ""),
        ("67", 1, "error: less than 67 % is covered: 66.6 % of 'abenra' in en, 66.6 % of 'abenra' in hi\n"),
    ],
)
def test_a_job_fails_where_too_little_is_covered(least: str, code: int, error: str) -> None:
    write_deck("wells", ("en", "hi"), {"why-deep": "digging.depth, keeping.houses"})
    said = run("--fail-under", least)
    assert (said.exit_code, said.stderr) == (code, error)


def test_a_job_that_has_nothing_to_cover_fails() -> None:
    write_deck("wells", ("en",), {"greeting": ""})
    path = Path("decks/wells.yaml")
    path.write_text(path.read_text(encoding="utf-8").replace("  source: abenra\n", ""), encoding="utf-8")
    assert run().stdout == "wells has no source\n"
    said = run("--fail-under", "1")
    assert (said.exit_code, said.stderr) == (
        1,
        "error: there are no key points to cover\n  hint: add 'source: …' below 'deck:'\n",
    )


def test_a_share_above_a_hundred_is_misuse() -> None:
    assert run("--fail-under", "101").exit_code == 2


def test_a_flawed_deck_is_not_counted() -> None:
    write_deck("wells", ("en",), {"why-deep": "digging.width"})
    said = run()
    assert (said.exit_code, said.stdout) == (1, "")
    assert said.stderr == (
        "decks/wells.yaml:13:14: error: 'digging.width' is not a key point of 'abenra' [unknown-key-point]\n"
        "  13 |     covers: [digging.width]\n"
        "                    ^\n"
        "  hint: did you mean 'digging.depth'?\n"
        "error: nothing was counted: 1 error\n"
    )


def test_a_point_with_clauses_is_covered_when_each_of_them_is() -> None:
    Path("source/abenra.md").write_text(
        SOURCE.replace("चलता है।\n", "चलता है।\n  - clauses: depth, width\n"), encoding="utf-8"
    )
    notes = {"why-deep": "digging.depth#depth", "rock": "digging.elders", "rope": "keeping.houses, digging.depth"}
    write_deck("wells", ("en", "hi"), notes)
    assert run("wells").stdout == (
        "abenra: The well of Abenra\n"
        "                                en      hi\n"
        "digging                     1 of 2  1 of 2\n"
        "  digging.depth   learning       2       2\n"
        "    #depth                       1       1  why-deep\n"
        "    #width                       0       0\n"
        "  digging.elders  learning       1       1  rock\n"
        "keeping                     1 of 1  1 of 1\n"
        "  keeping.houses  fact           1       1  rope\n"
        "\n"
        "en: 2 of 3 key points covered (66.6 %)\n"
        "hi: 2 of 3 key points covered (66.6 %)\n"
        "\n"
        "key points with no note:\n"
        "  source/abenra.md:17:5: digging.depth#width\n"
    )
    [source] = json.loads(run("wells", "--json").stdout)["sources"]
    assert source["points_without_notes"] == {"en": ["digging.depth#width"], "hi": ["digging.depth#width"]}
    assert source["sections"][0]["points"][0]["clauses"] == {
        "depth": {"en": ["why-deep"], "hi": ["why-deep"]},
        "width": {"en": [], "hi": []},
    }


def test_a_clause_that_is_not_there_is_reported_with_those_that_are() -> None:
    Path("source/abenra.md").write_text(
        SOURCE.replace("चलता है।\n", "चलता है।\n  - clauses: depth, width, Depth, width\n"), encoding="utf-8"
    )
    write_deck("wells", ("en", "hi"), {"why-deep": "digging.depth#dept"})
    said = run("wells")
    assert said.exit_code == 1
    assert [line for line in said.stderr.splitlines() if ": error: " in line or "hint:" in line] == [
        "decks/wells.yaml:13:14: error: 'digging.depth#dept' is not a key point of 'abenra' [unknown-key-point]",
        "  hint: did you mean 'digging.depth#depth'?",
        "source/abenra.md:20:28: error: 'Depth' cannot be a clause's id [malformed-id]",
        "  hint: list short names with commas between them, such as 'clauses: governance, talent'",
        "source/abenra.md:20:35: error: the clause 'width' is already in this list [duplicate-id]",
        "  hint: give each clause an id of its own",
    ]
