"""A regular expression that is compiled when it is first used: of those that rules have, a run needs few."""

import re
from collections.abc import Callable
from functools import cached_property


class Pattern:
    """What `re.compile` gives, later."""

    def __init__(self, source: str, flags: int = 0) -> None:
        self._source = source
        self._flags = flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._source, self._flags)

    def search(self, text: str) -> re.Match[str] | None:
        return self._compiled.search(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self._compiled.fullmatch(text)

    def findall(self, text: str) -> list[str]:
        return self._compiled.findall(text)

    def split(self, text: str) -> list[str]:
        return self._compiled.split(text)

    def sub(self, by: str | Callable[[re.Match[str]], str], text: str) -> str:
        return self._compiled.sub(by, text)
