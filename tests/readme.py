"""What the README and the manual of deck files show a user to type, and the example deck.

`python -m tests.readme build` prints the command that builds the deck, `… test` the one that tests.
"""

import re
import sys
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"
MANUAL = README.parent / "decks" / "README.md"


def blocks(language: str) -> list[str]:
    """The code blocks of a language, in order, first those of the README."""
    text = "".join(path.read_text(encoding="utf-8") for path in (README, MANUAL))
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return [block for name, block in fenced if name == language]


def command(name: str) -> str:
    """One of the two commands."""
    return blocks("sh")[{"build": 0, "test": 1}[name]]


if __name__ == "__main__":
    sys.stdout.write(command(sys.argv[1]))
