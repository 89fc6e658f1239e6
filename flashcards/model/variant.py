"""Variants: packages of one study language with more notes or fewer, and the same ids for those they share."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from flashcards.model.deck import Text

DEFAULT = "default"
"""What messages and `--accept` call the package without a variant, so that no variant can have this name."""

DEFAULT_ONLY = frozenset(("",))
"""The names of the packages of a note in a deck without variants: only the default one, whose name is empty."""


class Variant(NamedTuple):
    """The notes that one package takes: those with a tag in `given`, and those with none `of_any` variant's tags.

    In a deck file it is an edition, by its name below `editions`, and `given` is its `with`. The default package has an
    empty name and no tags.
    """

    name: str
    given: tuple[Text, ...]
    of_any: frozenset[str]

    def takes(self, tags: Collection[str]) -> bool:
        """Whether the package contains a note with these tags of the author."""
        return self.of_any.isdisjoint(tags) or any(tag.value in tags for tag in self.given)


def variants_of(declared: Mapping[str, Sequence[Text]]) -> tuple[Variant, ...]:
    """The default package and the variants, by the tags of each; none if none are declared: then it has all notes."""
    of_any = frozenset(tag.value for given in declared.values() for tag in given)
    named = [Variant(name, tuple(given), of_any) for name, given in declared.items()]
    return (Variant("", (), of_any), *named) if named else ()


def shown(name: str) -> str:
    """The name of a variant in tables and options."""
    return name or DEFAULT


def package(name: str) -> str:
    """The package of a variant in a message."""
    return f"'{name}'" if name else "the default package"
