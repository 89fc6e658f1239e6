"""A regular expression that is compiled when first used, because a run needs few of those in the rules."""

import re
from collections.abc import Callable, Iterator
from functools import cached_property


class Pattern:
    """A lazy `re.compile`: each method is replaced by that of the compiled pattern when first used."""

    def __init__(self, source: str, flags: int = 0) -> None:
        self._source = source
        self._flags = flags

    @cached_property
    def search(self) -> Callable[[str], re.Match[str] | None]:
        return self._compiled.search

    @cached_property
    def match(self) -> Callable[..., re.Match[str] | None]:
        return self._compiled.match

    @cached_property
    def fullmatch(self) -> Callable[[str], re.Match[str] | None]:
        return self._compiled.fullmatch

    @cached_property
    def findall(self) -> Callable[[str], list[str]]:
        return self._compiled.findall

    @cached_property
    def finditer(self) -> Callable[[str], Iterator[re.Match[str]]]:
        return self._compiled.finditer

    @cached_property
    def split(self) -> Callable[[str], list[str]]:
        return self._compiled.split

    @cached_property
    def sub(self) -> Callable[[str | Callable[[re.Match[str]], str], str], str]:
        return self._compiled.sub

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._source, self._flags)


class Phrases(Pattern):
    """Alternatives, each with words in «» of which every match has one, so that texts without these need no search.

    They are written as in `WordIndex.with_word`: «un-|-ing» are a beginning and an end of a word.
    """

    def __init__(self, *alternatives: str, flags: int = 0) -> None:
        self.words = tuple(dict.fromkeys(word for each in alternatives for word in _words(each)))
        super().__init__("|".join(_MARKED.sub(_unmarked, each) for each in alternatives), flags)


_MARKED = re.compile("«([^«»]+)»")


def _words(alternative: str) -> Iterator[str]:
    marked = _MARKED.findall(alternative)
    if not marked:
        raise ValueError(f"no words are marked in {alternative}")
    return (word for words in marked for word in words.split("|"))


def _unmarked(words: re.Match[str]) -> str:
    return f"(?:{'|'.join(word.strip('-') for word in words[1].split('|'))})"
