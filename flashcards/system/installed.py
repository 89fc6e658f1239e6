"""How this program was installed."""

import json

DISTRIBUTION = "flashcards-compiler"
"""The name under which pip installs this program."""


def requirement(version: str) -> str:
    """What pip installs to get this program in this version, from where it was installed."""
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        origin = json.loads(distribution(DISTRIBUTION).read_text("direct_url.json") or "{}")
        commit = origin["vcs_info"]["commit_id"]
    except (PackageNotFoundError, KeyError, ValueError):
        return f"{DISTRIBUTION}=={version}"
    return f"{DISTRIBUTION} @ git+{origin['url']}@{commit}"
