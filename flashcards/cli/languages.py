"""The languages of a new deck or digest."""

from collections.abc import Sequence

import click

LANGUAGES = ("bn", "en")
"""The languages of a deck that names none, the study language first."""


def check_languages(tags: Sequence[str]) -> None:
    """Raise BadParameter for a tag that is no language."""
    from flashcards.text.language import is_language

    for tag in tags:
        if not is_language(tag):
            message = f"'{tag}' is not a language; use a BCP 47 tag, such as 'bn'"
            raise click.BadParameter(message, param_hint="--language")
