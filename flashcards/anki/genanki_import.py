"""A replacement for the library `cached_property` while genanki is imported."""

import functools
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

_NAME = "cached_property"


@contextmanager
def pythons_cached_property() -> Iterator[None]:
    """Replace the library `cached_property` by `functools.cached_property`.

    The library loads asyncio, which takes longer than writing a small deck. genanki uses it for two
    properties that are not coroutines, for which both do the same.
    """
    original = sys.modules.get(_NAME)
    replacement = ModuleType(_NAME)
    replacement.__dict__[_NAME] = functools.cached_property
    sys.modules[_NAME] = replacement
    try:
        yield
    finally:
        del sys.modules[_NAME]
        if original:
            sys.modules[_NAME] = original
