"""Read the variants of a deck, which are its `editions:`, and compare their tags with those of notes."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from flashcards.model.deck import Language, Text
from flashcards.model.edition import ALONE
from flashcards.model.problem import Problem
from flashcards.model.variant import DEFAULT, Variant, variants_of
from flashcards.text.suggest import suggestion
from flashcards.yamltext.entry import ID, Entry, WordForm

_KEY = "editions"
_HINT = "write a name and its tags below it, such as 'extended: {with: [capital]}'"
_NAME = WordForm(
    ID, "malformed-edition", "a valid name", "lowercase letters a-z, digits and single hyphens, such as 'extended'"
)


def read_variants(entry: Entry, languages: Sequence[Language]) -> tuple[Variant, ...]:
    """Read the variants of a deck in these languages."""
    block = entry.entry(_KEY, hint=_HINT)
    declared: dict[str, tuple[Text, ...]] = {}
    for name in entry.names_of(_KEY) if block else ():
        assert block is not None
        own = block.entry(name.value, hint="write its tags below it, such as 'with: [capital]'")
        _check_name(entry, name, languages)
        if own:
            declared[name.value] = own.words("with", required=True, example="capital")
            if own.is_empty_list("with"):
                hint = "write the tags of the notes that only this package has"
                own.at("with", "missing-text", f"the edition '{name}' has no tag: it would be the default one", hint)
            own.close()
    if block:
        block.close()
    return variants_of(declared)


def _check_name(entry: Entry, name: Text, languages: Sequence[Language]) -> None:
    """Report a name that cannot be in the name of a file, after the language."""
    if not _NAME.fits(name.value):
        corrected = _NAME.corrected(name.value)
        hint = f"did you mean '{corrected}'?" if corrected else f"use {_NAME.form}"
        entry.at_text(name, _NAME.rule, f"'{name}' is not {_NAME.noun}, and is part of the package's file name", hint)
    elif name.value == DEFAULT:
        message = f"'{DEFAULT}' is the package without the notes of editions"
        entry.at_text(name, _NAME.rule, message, "choose another name; what all learners get needs no edition")
    elif clash := next((tag for tag in (*languages, ALONE) if _begins(name.value, tag.lower())), None):
        what = f"the language '{clash}'" if clash in languages else f"the word '{ALONE}'"
        message = f"the edition '{name}' begins with {what}, which has the same place in file names"
        entry.at_text(name, _NAME.rule, message, "choose another name, such as 'extended'")


def _begins(name: str, word: str) -> bool:
    return name == word or name.startswith(f"{word}-")


def unknown_tags(variants: Sequence[Variant], path: Path, tags: Collection[str]) -> Iterator[Problem]:
    """Report tags of variants that no note has; the deck's notes have these."""
    for tag in (tag for variant in variants for tag in variant.given):
        if tag.value not in tags:
            hint = suggestion(tag.value, sorted(tags)) if tags else "give it to the notes that only this edition has"
            yield Problem(tag.place(path), "unknown-tag", f"no note has the tag '{tag}'", hint)


def nothing_for_all(variants: Sequence[Variant], path: Path) -> Problem:
    """The problem of a deck whose notes are all in variants only."""
    message = "every note has a tag of an edition: the default package would have none"
    hint = "delete the tag from the notes that all learners get"
    return Problem(variants[1].given[0].place(path), "empty-deck", message, hint)
