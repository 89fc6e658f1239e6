"""Language data from a snapshot of one release of Unicode's CLDR, which `python -m tests.cldr` generates.

The snapshot is JSON with one topic per line, and only the lines needed are parsed, which takes a millisecond.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

_ROOT = "und"


@cache
def data(topic: str) -> Any:
    """Return the data of a topic, such as `numbers` or `names in bn`, or None if there is none."""
    start = f'\n"{topic}":'.encode()
    snapshot = _snapshot()
    begin = snapshot.find(start)
    if begin < 0:
        return None
    begin += len(start)
    return json.loads(snapshot[begin : snapshot.index(b"\n", begin)].rstrip(b","))


def data_of(tag: str, topic: str) -> Any:
    """Return the data of a topic for a language, or for the nearest locale it inherits from."""
    by_locale = data(topic)
    return next(by_locale[locale] for locale in (*lineage(tag), _ROOT) if locale in by_locale)


def lineage(tag: str) -> Iterator[str]:
    """Yield a locale and its ancestors: `es-MX`, `es-419`, `es`; `zh-TW` is treated as `zh-Hant-TW`."""
    parents = data("parents")
    locale = _with_script(tag)
    while locale:
        yield locale
        above = parents.get(locale)
        locale = locale.rpartition("-")[0] if above is None else above


def script(tag: str) -> str | None:
    """Return the script that a tag names, or its region implies; None if it is the usual one of the language."""
    named = (part for part in tag.split("-")[1:] if len(part) == 4 and part.isalpha())
    return next(named, None) or data("scripts in regions").get(_with_region(tag))


def _with_script(tag: str) -> str:
    language, _, rest = tag.partition("-")
    implied = data("scripts in regions").get(_with_region(tag))
    return f"{language}-{implied}-{rest}" if implied else tag


def _with_region(tag: str) -> str:
    return "-".join(tag.split("-")[:2])


@cache
def _snapshot() -> bytes:
    return Path(__file__).with_name("snapshot.json").read_bytes()
