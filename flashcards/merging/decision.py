"""What a learner's text is: an edit to take, an older release, a conflict, or nothing.

Anki gives an edited note the time of the edit as its `mod`; until then it has that of the build which it came from.

=================  ==================  ===========  ===========  =====================================
their `mod`        what they were      their text   our text     their text is
                   given is known
=================  ==================  ===========  ===========  =====================================
any                either              as ours      any          the same
any                yes                 as given     differs      the same: only we have changed it
any                yes                 differs      as given     an edit
any                yes                 differs      differs      a conflict: we have changed it as well
before the build   no                  differs      any          of an older release
since the build    no                  differs      any          a conflict: what we changed is unknown
no last build      no                  differs      any          a conflict: what we changed is unknown
=================  ==================  ===========  ===========  =====================================

What they were given is known from packages, and from the deck itself as long as it is as it was last built:

- the version with their `mod`, which nobody has edited since
- otherwise, of those before their `mod`, the one that has most of their texts, and of several such the latest
- none that is later than the latest build that they have, if they do not have the last one
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple


class Fate(StrEnum):
    """What a learner's text is."""

    SAME = "same"
    EDIT = "edit"
    OLDER = "older"
    CONFLICT = "conflict"


class Version(NamedTuple):
    """What a note shows by the names of its fields, since the time `mod`, in seconds since 1970."""

    mod: int
    texts: Mapping[str, str]


def given(theirs: Version, known: Sequence[Version]) -> Version | None:
    """The version that a learner was given, of all that are known; None if none can be it."""
    exact = next((version for version in known if version.mod == theirs.mod), None)
    before = [version for version in known if version.mod < theirs.mod]
    return exact or max(before, key=lambda version: (_shared(version, theirs), version.mod), default=None)


def fate(theirs: str, base: str | None, ours: str, *, is_before: bool) -> Fate:
    """What a learner's text is; `base` is what the learner was given, None if that is not known.

    `is_before` is whether their `mod` is before that of the last build.
    """
    if theirs in (ours, base):
        return Fate.SAME
    if base is None:
        return Fate.OLDER if is_before else Fate.CONFLICT
    return Fate.EDIT if ours == base else Fate.CONFLICT


def _shared(one: Version, other: Version) -> int:
    return sum(one.texts.get(name) == text for name, text in other.texts.items())
