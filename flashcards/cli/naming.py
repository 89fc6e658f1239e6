"""The id and title of a new deck."""

import sys
from collections.abc import Sequence
from typing import NamedTuple

import click

from flashcards.cli.document import document


class Naming(NamedTuple):
    """An id, and a title in the study language, which may be empty."""

    id: str
    title: str


def named(name: str, title: str, options: Sequence[str]) -> Naming:
    """The id and title of a deck, from what the user calls it.

    If that cannot be an id, it is the title, and an id is asked for on a terminal; elsewhere BadParameter is raised
    with the command to run, which ends in the `options`.
    """
    if _is_id(name):
        naming = Naming(name, title)
    elif sys.stdin.isatty() and sys.stdout.isatty() and not document():
        naming = _asked(title or name, _slug(name))
    else:
        raise click.BadParameter(_refusal(name, title, options), param_hint="NAME")
    check_title(naming.title)
    return naming


def _asked(title: str, suggested: str) -> Naming:
    question = f"An id for '{title}', of letters a-z, digits and hyphens; it never changes"
    return Naming(click.prompt(question, default=suggested or None, value_proc=_valid_id), title)


def _valid_id(text: str) -> str:
    from flashcards.yamltext.entry import SLUG

    if not _is_id(text):
        raise click.UsageError(f"'{text}' cannot be a deck's id; write {SLUG.wanted(text)}")
    return text


def _refusal(name: str, title: str, options: Sequence[str]) -> str:
    from shlex import join

    command = join(("flashcards", "new", _slug(name) or "ID", "--title", title or name, *options))
    return f"'{name}' cannot be a deck's id, which is a name for commands; make it the title: `{command}`"


def _is_id(text: str) -> bool:
    from flashcards.yamltext.entry import SLUG

    return SLUG.fits(text)


def _slug(text: str) -> str:
    from flashcards.source.slug import slug

    return slug(text)


def check_title(title: str) -> None:
    """Raise BadParameter for a title that Anki would change."""
    from flashcards.text.anki_names import deck_name_flaw

    if title and (flaw := deck_name_flaw(title)):
        message = f"the title {flaw.message}, which Anki would change; {flaw.hint}"
        raise click.BadParameter(message, param_hint="--title")
