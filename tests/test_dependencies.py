"""What flashcards needs is asked for with both bounds, and with a reason."""

import re
from itertools import pairwise

from tests.bounds import SETUP, lowest


def test_each_dependency_has_both_bounds_and_a_reason_above_it() -> None:
    [block] = re.findall(r"^install_requires =\n((?: {4}.+\n)+)", SETUP.read_text(encoding="utf-8"), re.MULTILINE)
    lines = ["", *map(str.strip, block.splitlines())]
    without = [
        line
        for above, line in pairwise(lines)
        if not line.startswith("#") and not (above.startswith("# ") and re.fullmatch(r"[\w-]+>=[\w.]+,<[\w.]+", line))
    ]
    assert without == []


def test_a_reason_is_no_dependency() -> None:
    assert [name for name, _ in lowest()][:2] == ["click", "genanki"]
