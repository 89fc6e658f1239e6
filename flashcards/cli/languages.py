"""The languages that a command is given."""

from collections.abc import Collection, Sequence

import click

LANGUAGES = ("bn", "en")
"""The languages of a deck that names none, the study language first."""


def check_languages(tags: Sequence[str]) -> None:
    """Raise BadParameter for a tag that is not a language."""
    from flashcards.text.language import intended, is_language

    for tag in tags:
        if not is_language(tag):
            meant = intended(tag)
            hint = f"did you mean '{meant}'?" if meant else "use a BCP 47 tag, such as 'bn'"
            message = f"'{tag}' is not a language; {hint}"
            raise click.BadParameter(message, param_hint="--language")


def check_languages_of(deck: str, known: Collection[str], tags: Sequence[str]) -> None:
    """Raise BadParameter for a language that a deck with the `known` ones lacks."""
    for tag in tags:
        if tag not in known:
            message = f"'{deck}' has no language '{tag}'; use one of: {', '.join(known)}"
            raise click.BadParameter(message, param_hint="--language")
