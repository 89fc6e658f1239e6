"""A stand-in for a library while another one is imported that needs little of it."""

import functools
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

_NAME = "cached_property"


@contextmanager
def pythons_cached_property() -> Iterator[None]:
    """Have Python's own `cached_property` in the place of the library of that name.

    The library loads asyncio, which takes longer than to write a small deck. genanki has it for two
    properties that are no coroutines, for which Python's own does the same.
    """
    known = sys.modules.get(_NAME)
    stand_in = ModuleType(_NAME)
    stand_in.__dict__[_NAME] = functools.cached_property
    sys.modules[_NAME] = stand_in
    try:
        yield
    finally:
        del sys.modules[_NAME]
        if known:
            sys.modules[_NAME] = known
