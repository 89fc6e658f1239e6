"""What was asked, who does it, how it went."""

import os
from typing import Any

import click

from flashcards import __version__
from flashcards.cli.build import build
from flashcards.cli.check import check
from flashcards.cli.confirm import confirm
from flashcards.cli.coverage import coverage
from flashcards.cli.diff import diff
from flashcards.cli.new import new
from flashcards.cli.outline import outline
from flashcards.cli.output import fail
from flashcards.cli.po import po
from flashcards.cli.rehearse import rehearse
from flashcards.cli.release import release
from flashcards.cli.schema import schema
from flashcards.cli.stats import stats
from flashcards.cli.todo import todo
from flashcards.problem import FlashcardsError

COMMANDS = (outline, new, check, coverage, todo, confirm, po, stats, build, diff, rehearse, release, schema)
"""The commands, in the order a deck meets them."""


class _Group(click.Group):
    """Commands that tell what stops them in one line, and never in a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except FlashcardsError as error:
            fail(str(error), error.hint)
        except OSError as error:
            fail(f"cannot read or write '{error.filename}': {error.strerror or error}")
        except KeyboardInterrupt:
            click.echo("stopped", err=True)
            ctx.exit(130)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


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


for _command in COMMANDS:
    main.add_command(_command)
