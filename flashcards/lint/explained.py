"""Explanations of the names that problems show in brackets: of rules from their docstrings, of others from a file."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from flashcards.lint.registry import FIXERS, RULES, documentation

_OFF = "off"
_FILE = Path(__file__).with_name("errors.txt")
_PART = re.compile(r"^# (\S+ \(.*\))\n", re.MULTILINE)


def explain(name: str) -> str:
    """Explain a rule or an error: its severity, what it means, and how to fix it, with examples."""
    if name not in RULES:
        return errors()[name]
    can_fix = "; `flashcards check --fix` fixes it" if name in FIXERS else ""
    return f"{name} ({RULES[name] or _OFF}{can_fix})\n\n{documentation(name)}\n"


def explained() -> tuple[str, ...]:
    """The names that can be explained."""
    return (*RULES, *errors())


@cache
def errors() -> Mapping[str, str]:
    """The explanations of names that are not of rules of style."""
    _, *parts = _PART.split(_FILE.read_text(encoding="utf-8"))
    return {
        title.split()[0]: f"{title}\n\n{text.rstrip()}\n" for title, text in zip(parts[::2], parts[1::2], strict=True)
    }
