"""What was asked, who does it, how it went."""

import atexit
import gc
import os
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from typing import Any

import click

from flashcards import __version__
from flashcards.cli.streams import drop_unwritten, make_fit, visible
from flashcards.model.problem import FlashcardsError

COMMANDS: Mapping[str, str] = {
    "outline": "Tell the sections and key points of an article.",
    "new": "Begin a deck.",
    "check": "Tell everything that is wrong with decks.",
    "coverage": "Tell which key points of the sources are covered by notes.",
    "todo": "Tell what is to be translated or looked at again.",
    "confirm": "Say that notes are right as they are.",
    "po": "Translate a deck with gettext PO files.",
    "stats": "Tell how much there is in decks.",
    "preview": "Look at every card before Anki does.",
    "build": "Compile decks into Anki packages.",
    "diff": "Tell what changes for learners from OLD to NEW.",
    "rehearse": "Tell what an update does to a learner.",
    "release": "Release a deck.",
    "schema": "Print the JSON Schema of deck files, for editors.",
}
"""The commands in the order a deck meets them, each in a module of its name, which is loaded when it is run."""


class _Group(click.Group):
    """Commands that tell what stops them in one line, and never in a traceback."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run without looking for garbage: notes by the million are no garbage, and looking doubles the time."""
        make_fit()
        atexit.register(drop_unwritten)
        atexit.register(gc.freeze)  # or Python looks through it all as it ends: a fifth of what a small deck takes
        was_looking = gc.isenabled()
        gc.disable()
        try:
            return super().main(*args, **kwargs)
        except OSError as error:  # as well of a stream, in what Click says: a version, or how a command is used
            what = f"read or write '{error.filename}'" if error.filename else "write what was asked for"
            _fail(f"cannot {what}: {error.strerror or error}")
        finally:
            if was_looking:
                gc.enable()

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with _watched():
                return super().invoke(ctx)
        except FlashcardsError as error:
            _fail(str(error), error.hint)
        except click.ClickException as error:
            vars(error).update(message=visible(error.message))
            raise
        except KeyboardInterrupt:
            click.echo("stopped", err=True)
            ctx.exit(130)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        from flashcards.text.suggest import closest

        if args and args[0] not in COMMANDS and (match := closest(args[0], COMMANDS)):
            raise click.UsageError(f"there is no command '{args[0]}'; did you mean '{match}'?", ctx)
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"flashcards.cli.{cmd_name}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Compile bilingual question-and-answer decks, written in YAML, into Anki packages.

    A DECK is a deck file, a folder with a deck.yaml in it, or the name of either below decks/.
    Without one, a command takes all the decks there are.

    \b
      flashcards new world-rivers    begin a deck
      flashcards check               tell what is wrong with every deck
      flashcards build               compile every deck into dist/
    """
    if os.environ.get("NO_COLOR"):
        ctx.color = False


def _watched() -> AbstractContextManager[None]:
    """Show how far long work has come, on a terminal."""
    if not sys.stderr.isatty():
        return nullcontext()
    from flashcards.cli.progressbar import bar
    from flashcards.system.progress import watched_by

    return watched_by(bar)


def _fail(message: str, hint: str = "") -> None:
    from flashcards.cli.output import fail

    fail(message, hint)
