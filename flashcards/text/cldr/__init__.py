"""What Unicode's CLDR says of languages, from the snapshot of one release that `python -m tests.cldr` makes.

The snapshot is JSON of which each line is read by itself, so that what is asked of one language takes a millisecond.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

_ROOT = "und"


@cache
def told(topic: str) -> Any:
    """What the snapshot says about a topic, such as `numbers` or `names in bn`; None where that is nothing."""
    start = f'\n"{topic}":'.encode()
    snapshot = _snapshot()
    begin = snapshot.find(start)
    if begin < 0:
        return None
    begin += len(start)
    return json.loads(snapshot[begin : snapshot.index(b"\n", begin)].rstrip(b","))


def told_of(tag: str, topic: str) -> Any:
    """What the snapshot says about a topic for a language, or for the nearest that it takes after."""
    known = told(topic)
    return next(known[locale] for locale in (*lineage(tag), _ROOT) if locale in known)


def lineage(tag: str) -> Iterator[str]:
    """A language tag, and those it takes after: `es-MX`, then `es-419`, then `es`; `zh-TW` is read as `zh-Hant-TW`."""
    parents = told("parents")
    locale = _with_script(tag)
    while locale:
        yield locale
        above = parents.get(locale)
        locale = locale.rpartition("-")[0] if above is None else above


def script(tag: str) -> str | None:
    """The script that a tag names, or that its region implies; None where it is the language's usual one."""
    named = (part for part in tag.split("-")[1:] if len(part) == 4 and part.isalpha())
    return next(named, None) or told("scripts in regions").get(_with_region(tag))


def _with_script(tag: str) -> str:
    language, _, rest = tag.partition("-")
    implied = told("scripts in regions").get(_with_region(tag))
    return f"{language}-{implied}-{rest}" if implied else tag


def _with_region(tag: str) -> str:
    return "-".join(tag.split("-")[:2])


@cache
def _snapshot() -> bytes:
    return Path(__file__).with_name("snapshot.json").read_bytes()
