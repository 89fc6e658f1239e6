"""Problems in machine-readable formats: JSON, GitHub annotations and SARIF."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flashcards import __version__
from flashcards.model.problem import Problem, Severity

# What GitHub's own toolkit escapes (actions/toolkit, packages/core/src/command.ts); '%' first
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_LEVELS = {Severity.INFO: ("notice", "note")}  # severities that GitHub and SARIF name differently
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}


def problems_json(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """Return problems as JSON data."""
    return [
        {
            "path": str(problem.location.path),
            "line": problem.location.line,
            "column": problem.location.column,
            "severity": str(problem.severity),
            "rule": problem.rule,
            "message": problem.message,
            "hint": problem.hint,
        }
        for problem in problems
    ]


def github(problems: Sequence[Problem]) -> str:
    """Format problems as GitHub workflow commands, one per line, which GitHub shows as annotations."""
    return "".join(f"{_annotation(problem)}\n" for problem in problems)


def sarif(problems: Sequence[Problem]) -> str:
    """Format problems as a SARIF 2.1.0 log; paths are relative to the source root, and columns count characters."""
    rules = tuple(dict.fromkeys(problem.rule for problem in problems))
    run = {
        "tool": {
            "driver": {"name": "flashcards", "version": __version__, "rules": [{"id": rule} for rule in rules]},
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, rules.index(problem.rule)) for problem in problems],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


FORMATS: Mapping[str, Callable[[Sequence[Problem]], str]] = {"github": github, "sarif": sarif}
"""Formatters by their name in `--format`."""


def _annotation(problem: Problem) -> str:
    place = problem.location
    properties = {
        "file": place.path.as_posix(),
        "line": str(place.line),
        "col": str(place.column),
        "title": problem.rule,
    }
    written = ",".join(f"{name}={_escaped(value, _PROPERTY)}" for name, value in properties.items())
    level, _ = _LEVELS.get(problem.severity, (problem.severity, ""))
    return f"::{level} {written}::{_escaped(_said(problem), _DATA)}"


def _escaped(text: str, escapes: Mapping[str, str]) -> str:
    for letter, escape in escapes.items():
        text = text.replace(letter, escape)
    return text


def _result(problem: Problem, rule_index: int) -> dict[str, Any]:
    place = problem.location
    return {
        "ruleId": problem.rule,
        "ruleIndex": rule_index,
        "level": _LEVELS.get(problem.severity, ("", str(problem.severity)))[1],
        "message": {"text": _said(problem)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": _artifact(place.path),
                    "region": {"startLine": place.line, "startColumn": place.column},
                }
            }
        ],
    }


def _artifact(path: Path) -> dict[str, str]:
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(path.as_posix()), "uriBaseId": "%SRCROOT%"}


def _said(problem: Problem) -> str:
    return f"{problem.message}\nhint: {problem.hint}" if problem.hint else problem.message
