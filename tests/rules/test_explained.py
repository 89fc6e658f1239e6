"""Every name that a problem shows in brackets is explained, and the examples show that error."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent, indent

import pytest

import flashcards
from flashcards.deckfile.discovery import DeckFiles
from flashcards.lint.explained import errors, explain, explained
from flashcards.lint.registry import ALL_RULES, LEDGER_RULES, RULES
from flashcards.source.article import outline_of
from flashcards.text.decode import lines_of
from flashcards.text.hazards import HAZARDS
from tests.conftest import Run
from tests.pipeline import lint, read_decks
from tests.readme import MANUAL

MISTAKES = Path(__file__).parents[1] / "mistakes"
_NAME = re.compile("[a-z]+(?:-[a-z]+)*")

# Errors whose examples are of two releases, of a ledger or of a digest
_NOT_OF_A_DECK = {
    *("changed-note-type", "changed-pair", "changed-title", "left-edition", "renumbered-cloze", "reused-id"),
    *("stale-text", "vanished-cloze", "vanished-language", "vanished-note", "vanished-pair", "void-review"),
    *("draft", "ledger", "front-matter", "malformed-date", "malformed-line", "unknown-kind"),
}
_OF_AN_ARTICLE = {
    *("ambiguous-title", "empty-heading", "mixed-heading", "no-bullet", "no-heading", "no-points", "unknown-heading"),
}
_HEAD = {"id": "rivers", "uid": "0123456789abcdef", "title": "{en: Rivers}", "languages": "[en]"}
_NOTES = """\
notes:
  - id: ganges
    question: {en: Which sea does the Ganges reach?}
    answer: {en: the Bay of Bengal}
"""


def names_in_code() -> set[str]:
    """The names that the code gives to problems: constants that are an argument `rule` of a function."""
    modules = [ast.parse(path.read_text("utf-8")) for path in Path(flashcards.__file__).parent.rglob("*.py")]
    places: dict[str, set[int]] = {}
    for module in modules:
        for name, parameters in _signatures(module):
            if "rule" in parameters:
                places.setdefault(name, set()).add(parameters.index("rule"))
    return {name for module in modules for name in _given(module, places) if _NAME.fullmatch(name)}


def _signatures(module: ast.Module) -> Iterator[tuple[str, list[str]]]:
    """The names of functions, methods and classes with those of their arguments."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef):
            parameters = [each.arg for each in node.args.args]
            yield node.name, parameters[parameters[:1] in (["self"], ["cls"]) :]
        elif isinstance(node, ast.ClassDef):
            yield (
                node.name,
                [
                    each.target.id
                    for each in node.body
                    if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
                ],
            )
            for each in node.body:
                if isinstance(each, ast.FunctionDef) and each.name == "__init__":
                    yield node.name, [argument.arg for argument in each.args.args[1:]]


def _given(module: ast.Module, places: dict[str, set[int]]) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            given = [node.args[at] for at in places.get(name, ()) if at < len(node.args)]
            given += [keyword.value for keyword in node.keywords if keyword.arg == "rule"]
            yield from (each.value for each in given if isinstance(each, ast.Constant) and isinstance(each.value, str))


@pytest.mark.slow
def test_every_name_is_explained() -> None:
    shown = {
        name
        for path in MISTAKES.glob("*.txt")
        for name in re.findall(
            r": (?:error|warning|info): .* \[([a-z-]+)\]$", path.read_text(encoding="utf-8"), re.MULTILINE
        )
    }
    assert len(shown) > 50
    names = names_in_code()
    assert len(names) > 60
    assert {*shown, *names} - {*explained()} == set()
    of_constants = {
        "card-template",
        "duplicate-title",
        "duplicate-uid",
        "draft",
        "found-html",
        "kind",
        "left-out",
        "other-form",
        "speech",
        *HAZARDS,
    }
    assert errors().keys() - names - of_constants == {*LEDGER_RULES}


def test_they_are_in_order_and_no_rule_is_explained_twice() -> None:
    assert [*errors()] == sorted(errors())
    assert errors().keys() & RULES.keys() == set()
    assert {name for name in LEDGER_RULES if not explain(name).startswith(f"{name} ({ALL_RULES[name]})\n\n")} == set()


def example(name: str, kind: str) -> str:
    found = re.search(rf"^{kind}::\n\n((?:    .*\n|\n)+)", explain(name), re.MULTILINE)
    return dedent(found[1]).rstrip("\n") + "\n" if found else ""


def deck_with(shown: str) -> str:
    """The deck of which an example shows what matters: notes, keys of the head, or more."""
    if shown.startswith("- "):
        shown = f"notes:\n{indent(shown, '  ')}"
    parts = re.split(r"^(?=notes:|sections:)", shown, maxsplit=1, flags=re.MULTILINE)
    own, rest = ("", shown) if not shown.startswith("deck:") else (parts[0], "".join(parts[1:]))
    keys = {*re.findall(r"^  (\w+):", own, re.MULTILINE)}
    head = "".join(f"  {key}: {value}\n" for key, value in _HEAD.items() if key not in keys)
    own = own.removeprefix("deck:\n").strip("\n")
    return f"deck:\n{head}{own}\n{rest or _NOTES}"


def found_in(name: str, kind: str, folder: Path) -> set[str]:
    """The errors in an example."""
    path = folder / "example"
    if name in _OF_AN_ARTICLE:
        found = {problem.rule for problem in outline_of(lines_of(example(name, kind)), path).problems}
    else:
        path.write_text(deck_with(example(name, kind)), encoding="utf-8")
        reading = read_decks([DeckFiles((path,), folder)])
        found = {problem.rule for problem in (*reading.problems, *lint(reading.decks))}
    return found & errors().keys()


WITH_EXAMPLES = [name for name in errors() if example(name, "Wrong") and name not in _NOT_OF_A_DECK]


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_wrong_has_this_error_alone(name: str, tmp_path: Path) -> None:
    assert found_in(name, "Wrong", tmp_path) == {name}


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_right_has_none(name: str, tmp_path: Path) -> None:
    assert found_in(name, "Right", tmp_path) == set()


def test_manual_lists_every_error() -> None:
    text = MANUAL.read_text(encoding="utf-8")
    table = text[text.index("| harm | errors |") :]
    listed = {*re.findall("`([a-z…-]+)`", table[: table.index("\n\n")])}
    patterns = [name.replace("…", ".+") for name in listed]
    harmful = [name for name, text in errors().items() if "error" in text.split("\n")[0] and name not in _OF_AN_ARTICLE]
    assert [name for name in harmful if not any(re.fullmatch(pattern, name) for pattern in patterns)] == []
    assert [pattern for pattern in patterns if not any(re.fullmatch(pattern, name) for name in harmful)] == []


def test_an_unknown_name_has_a_suggestion(run: Run) -> None:
    assert "there is no rule or error 'stale-txt'; did you mean 'stale-text'?" in (
        run("check", "--explain", "stale-txt", expect=2).stderr
    )
