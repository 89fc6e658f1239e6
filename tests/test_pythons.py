"""Every Python that setup.cfg allows, from 3.11.0 on, finds the same in a text."""

import re
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "flashcards"
_GROUP_KEPT = re.compile(r"\)(?:[*+?]|\{[0-9,]+\})\+")


def test_no_group_is_repeated_for_good() -> None:
    """`(?:ab)*+` takes half an `ab` along before Python 3.11.5 (gh-106052); `(?>(?:ab)*)` says the same everywhere."""
    sources = {path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8") for path in PACKAGE.rglob("*.py")}
    assert len(sources) > 100
    assert [(name, found[0]) for name, source in sources.items() for found in _GROUP_KEPT.finditer(source)] == []
