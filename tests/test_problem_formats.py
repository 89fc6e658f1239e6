"""Problems as GitHub and code scanners read them."""

import json
from pathlib import Path

from flashcards import __version__
from flashcards.model.problem import Location, Problem, Severity
from flashcards.report.formats import FORMATS, github, sarif

PROBLEMS = (
    Problem(Location(Path("decks/a,b: 100%.yaml"), 3, 7), "unfinished", "'answer.bn' is still to be written"),
    Problem(
        Location(Path("decks/নদী.yaml"), 1, 1),
        "byte-order-mark",
        "50% of it,\r\nor: all",
        hint="save it",
        severity=Severity.WARNING,
    ),
    Problem(Location(Path("/home/ama/decks/wells.yaml"), 9, 2), "unfinished", "'note' is still to be written"),
)


def test_github_shows_a_problem_beside_its_line_whatever_letters_it_has() -> None:
    assert github(PROBLEMS).splitlines() == [
        "::error file=decks/a%2Cb%3A 100%25.yaml,line=3,col=7,title=unfinished::'answer.bn' is still to be written",
        "::warning file=decks/নদী.yaml,line=1,col=1,title=byte-order-mark::50%25 of it,%0D%0Aor: all%0Ahint: save it",
        "::error file=/home/ama/decks/wells.yaml,line=9,col=2,title=unfinished::'note' is still to be written",
    ]


def test_a_code_scanner_gets_each_problem_and_each_rule_once() -> None:
    def result(
        rule: str, index: int, level: str, text: str, artifact: dict[str, str], place: tuple[int, int]
    ) -> object:
        region = {"startLine": place[0], "startColumn": place[1]}
        return {
            "ruleId": rule,
            "ruleIndex": index,
            "level": level,
            "message": {"text": text},
            "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        }

    first = {"uri": "decks/a%2Cb%3A%20100%25.yaml", "uriBaseId": "%SRCROOT%"}
    second = {"uri": "decks/%E0%A6%A8%E0%A6%A6%E0%A7%80.yaml", "uriBaseId": "%SRCROOT%"}
    third = {"uri": "file:///home/ama/decks/wells.yaml"}
    rules = [{"id": "unfinished"}, {"id": "byte-order-mark"}]
    assert json.loads(sarif(PROBLEMS)) == {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "flashcards", "version": __version__, "rules": rules}},
                "columnKind": "unicodeCodePoints",
                "results": [
                    result("unfinished", 0, "error", "'answer.bn' is still to be written", first, (3, 7)),
                    result("byte-order-mark", 1, "warning", "50% of it,\r\nor: all\nhint: save it", second, (1, 1)),
                    result("unfinished", 0, "error", "'note' is still to be written", third, (9, 2)),
                ],
            }
        ],
    }


def test_where_nothing_is_wrong_a_scanner_gets_an_empty_log_and_github_nothing() -> None:
    assert github(()) == ""
    assert json.loads(sarif(()))["runs"][0]["results"] == []


def test_every_form_goes_by_a_name() -> None:
    assert {name: write(PROBLEMS) for name, write in FORMATS.items()} == {
        "github": github(PROBLEMS),
        "sarif": sarif(PROBLEMS),
    }
