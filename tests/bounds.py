"""The dependencies by setup.cfg: `python -m tests.bounds` prints the lowest release of each, as constraints for pip.

With `--newest`, it fails instead where one that is installed is not the newest there is, because a bound shuts that
out.
"""

import configparser
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

SETUP = Path(__file__).parents[1] / "setup.cfg"
REQUIREMENT = re.compile(r"([a-z0-9-]+)>=([0-9.]+)(,<[0-9.]+)?")


def lowest() -> Iterator[tuple[str, str]]:
    """The name and the lowest release of each library that flashcards needs."""
    setup = configparser.ConfigParser()
    setup.read(SETUP, encoding="utf-8")
    for line in setup["options"]["install_requires"].split():
        requirement = REQUIREMENT.fullmatch(line)
        if not requirement:
            raise SystemExit(f"{SETUP} has no lowest release in '{line}'")
        yield requirement[1], requirement[2]


def shut_out() -> list[str]:
    """The libraries of which there is a newer release than the one installed here."""
    pip = [sys.executable, "-m", "pip", "list", "--outdated", "--format", "json"]
    found = json.loads(subprocess.run(pip, check=True, stdout=subprocess.PIPE).stdout)
    ours = {name for name, _ in lowest()}
    return [f"{each['name']} {each['latest_version']}" for each in found if each["name"].lower() in ours]


if __name__ == "__main__":
    if "--newest" not in sys.argv:
        sys.stdout.writelines(f"{name}=={version}\n" for name, version in lowest())
    elif newer := shut_out():
        raise SystemExit(f"setup.cfg shuts out {', '.join(newer)}")
