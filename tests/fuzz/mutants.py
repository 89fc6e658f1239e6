"""Texts and files that are nearly right: real ones with some pieces changed."""

from collections.abc import Sequence
from typing import TypeVar

from hypothesis import strategies as st

_Content = TypeVar("_Content", str, bytes)
_MOST = 6  # changes
_LONGEST = 40  # letters or bytes that one change takes away or repeats


def mutants(seeds: Sequence[_Content], pieces: Sequence[_Content]) -> st.SearchStrategy[_Content]:
    """One of the seeds with some changes: pieces put in; stretches taken away, repeated or moved; the rest cut off."""

    @st.composite
    def mutant(draw: st.DrawFn) -> _Content:
        content = draw(st.sampled_from(seeds))
        for _ in range(draw(st.integers(0, _MOST))):
            place = draw(st.integers(0, len(content)))
            end = min(len(content), place + draw(st.integers(0, _LONGEST)))
            before, stretch, after = content[:place], content[place:end], content[end:]
            match draw(st.integers(0, 5)):
                case 0:
                    content = before + after
                case 1:
                    content = before + stretch + draw(st.sampled_from(pieces)) + after
                case 2:
                    content = before + stretch * draw(st.integers(2, 30)) + after
                case 3:
                    content = before + draw(st.sampled_from(pieces)) + after
                case 4:
                    content = after + before + stretch
                case 5:
                    content = before
        return content

    return mutant()
