"""The command line: one module a command; the only user of Click.

May import: model, system, text, yamltext, cards, lint, source, deckfile, anki, ledger, exporting, importing, compile,
merging, adopting, report, diff, preview, release.
"""

import atexit
import errno
import gc
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from keyword import iskeyword
from typing import Any, NoReturn

import click

from flashcards import __version__
from flashcards.cli.document import document, document_printed
from flashcards.cli.streams import configure_streams, drop_unwritten, visible
from flashcards.model.problem import FlashcardsError

COMMANDS: Mapping[str, str] = {
    "init": "Write a whole repository for decks.",
    "outline": "Show the sections and key points of an article, or write a digest of it.",
    "new": "Create a deck.",
    "import": "Make a deck of what is in other files.",
    "add": "Add notes that a program or a person has written to a deck.",
    "check": "Report all problems in decks.",
    "coverage": "Report which key points of the sources are covered by notes.",
    "todo": "List the texts to translate or to review again.",
    "confirm": "Confirm that stale notes are right as they are.",
    "export": "Write a deck for other programs.",
    "po": "Translate a deck with gettext PO files.",
    "speak": "Make recordings of a deck's texts with a program.",
    "stats": "Show statistics about decks.",
    "preview": "Show every card in the browser.",
    "build": "Compile decks into Anki packages.",
    "push": "Build a deck, and hand it to the Anki that runs here.",
    "pull": "Take what you have edited in Anki into the deck file.",
    "diff": "Show what changes for learners from OLD to NEW.",
    "rehearse": "Test what an update does to learners, in Anki's own backend.",
    "release": "Release a deck.",
    "schema": "Print the JSON Schema of deck files, or of the output of --json.",
}
"""Commands to their short help, in the order in which an author uses them; each is loaded only when it is run."""


class _Group(click.Group):
    """Commands that report an error in one line, never as a traceback."""

    def main(self, args: Sequence[str] | None = None, *more: Any, **kwargs: Any) -> Any:
        """Run with the cyclic garbage collector disabled: with millions of live objects, it doubles the run time."""
        configure_streams()
        atexit.register(drop_unwritten)
        atexit.register(gc.freeze)  # or Python collects at exit: a fifth of the time of a small deck
        was_enabled = gc.isenabled()
        gc.disable()
        try:
            words = sys.argv[1:] if args is None else [*args]
            with document_printed(words, COMMANDS):
                try:
                    return super().main(words, *more, **kwargs)
                except OSError as error:
                    _fail_to_read_or_write(error)
        except OSError as error:  # of a stream, in the JSON document or in Click's own output, such as the version
            if error.errno == errno.EPIPE:  # as Click ends where nobody reads on, such as `head`
                raise SystemExit(1) from None
            _fail_to_read_or_write(error)
        finally:
            if was_enabled:
                gc.enable()

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        try:
            return super().make_context(*args, **kwargs)
        except click.ClickException as error:
            _record(error)
            raise

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with _progress_shown():
                return super().invoke(ctx)
        except FlashcardsError as error:
            _fail(str(error), error.hint)
        except click.ClickException as error:
            vars(error).update(message=visible(error.message))
            _record(error)
            raise
        except KeyboardInterrupt:
            if data := document():
                data.fail("stopped")
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
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = getattr(import_module(f"flashcards.cli.{name}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Compile bilingual question-and-answer decks, written in YAML, into Anki packages.

    A DECK is a deck file or a folder that contains a deck.yaml, by path, or in decks/ by name, id or
    title. Without one, a command takes all decks. Commands run in the folder that contains decks/,
    or anywhere below it.

    \b
      flashcards new world-rivers    create a deck
      flashcards check               report all problems in all decks
      flashcards build               compile all decks into dist/
    """
    ctx.color = _wants_colour(os.environ)


def _wants_colour(environment: Mapping[str, str]) -> bool | None:
    """Whether the environment asks for colours or for none; None leaves it to each stream: a terminal has colours."""
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return False if environment.get("TERM") == "dumb" else None


def _progress_shown() -> AbstractContextManager[None]:
    """Show the progress of long tasks on a terminal."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        return nullcontext()
    from flashcards.cli.progressbar import bar
    from flashcards.system.progress import watched_by

    return watched_by(bar)


def _record(error: click.ClickException) -> None:
    """Put a usage error into the JSON document; Click prints it on standard error."""
    if data := document():
        context = getattr(error, "ctx", None)
        data.fail(error.format_message(), f"see `{context.command_path} --help`" if context else "")


def _fail_to_read_or_write(error: OSError) -> NoReturn:
    what = f"read or write '{error.filename}'" if error.filename else "write the output"
    _fail(f"cannot {what}: {error.strerror or error}")


def _fail(message: str, hint: str = "") -> NoReturn:
    from flashcards.cli.output import fail

    fail(message, hint)
