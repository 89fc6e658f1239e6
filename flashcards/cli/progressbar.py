"""A progress bar on the terminal."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from flashcards.system.progress import Step


@contextmanager
def bar(doing: str, length: int) -> Iterator[Step]:
    """Show the count and the time left; the bar is erased at the end, so that only results remain."""
    with click.progressbar(
        length=length,
        label=f"{doing:9}",
        show_pos=True,
        update_min_steps=max(1, length // 100),
        width=30,
        fill_char="━",
        empty_char="─",
        bar_template="%(label)s %(bar)s %(info)s",
        file=sys.stderr,
    ) as progress:
        yield progress.update
    click.echo("\x1b[1A\x1b[2K", nl=False, err=True)
