"""`flashcards preview`."""

import gc
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashcards.cli import options
from flashcards.cli.output import fail, say, show_problems
from flashcards.cli.result import texts_with
from flashcards.cli.states import named_states
from flashcards.model.problem import Problem, has_errors
from flashcards.report.terminal import counted, summary

if TYPE_CHECKING:
    from flashcards.preview.gallery import Gallery

_SOURCES = Path("source")


@click.command()
@options.decks
@click.option("--watch", is_flag=True, help="Show each change as soon as a file is saved.")
@click.option(
    "-o",
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the page to a folder instead, to share it.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help="The port to be found at; by default, any that is free.",
)
@click.option("--open/--no-open", "opens", default=False, help="Open the page in the browser.")
def preview(decks: Sequence[str], out: Path | None, port: int, *, watch: bool, opens: bool) -> None:
    """Look at every card before Anki does.

    Shows them on a page in the browser as each client does: front and back, on a phone and a
    desktop, in light and dark; with search, filters, the problems of each note, and the key points
    that are covered. The page is for this machine alone and loads nothing from the network;
    Ctrl-C ends it.

    With --watch, a page that is open changes as soon as a file is saved, and shows mistakes above
    the cards as they were before. With -o, the page is written to a folder, to be opened as it is
    or put on any web server.

    \b
    Examples:
      flashcards preview --open
      flashcards preview world-rivers --watch
      flashcards preview -o gallery
    """
    if out and (watch or port or opens):
        raise click.UsageError("-o writes a page and ends; leave --watch, --port and --open out")
    problems, gallery = _looked_at(decks)
    show_problems(problems, texts_with(problems), err=True)
    if out:
        _write(problems, gallery, out)
    else:
        _serve(decks, problems, gallery, port, watch=watch, opens=opens)


def _looked_at(decks: Sequence[str]) -> "tuple[Sequence[Problem], Gallery]":
    """Decks as they are now, with all that is wrong with them."""
    from flashcards.preview.gallery import gallery_of

    with named_states(decks) as found:
        return found.problems, gallery_of(found.decks, found.problems, texts_with(found.problems))


def _write(problems: Sequence[Problem], gallery: "Gallery", out: Path) -> None:
    from flashcards.preview.site import PAGE, site_of, write_site

    if has_errors(problems):
        fail(f"nothing was written: {summary(problems)}")
    size = write_site(site_of(gallery), out)
    say(f"{out / PAGE}  {_counts(gallery)}  {size / 1000:,.0f} kB")


def _serve(
    decks: Sequence[str], problems: Sequence[Problem], gallery: "Gallery", port: int, *, watch: bool, opens: bool
) -> None:
    from flashcards.preview.current import CurrentSite
    from flashcards.preview.live import live_reload
    from flashcards.preview.server import PreviewServer
    from flashcards.preview.site import site_of

    gc.enable()  # unlike other commands, this one goes on and on
    current = CurrentSite(site_of(gallery, watched=watch))
    folders = [options.DECKS, _SOURCES, *(Path(name) for name in decks if Path(name).is_dir())]
    watching = live_reload(current, gallery, _looks(decks, problems), folders) if watch else nullcontext()
    with PreviewServer(current, port) as server, watching:
        say(f"{server.address}  {_counts(gallery)}{'  watching' if watch else ''}  (Ctrl-C ends it)")
        if opens:
            click.launch(server.address)
        server.serve_forever(poll_interval=0.05)


def _looks(decks: Sequence[str], problems: Sequence[Problem]) -> Callable[[], "Gallery"]:
    """What looks at the decks as they are now; what is wrong with them is told on the terminal whenever it changes."""
    told = problems

    def look() -> "Gallery":
        nonlocal told
        now, gallery = _looked_at(decks)
        if now != told:
            show_problems(now, texts_with(now), err=True)
            say(summary(now) or "nothing is wrong")
            told = now
        return gallery

    return look


def _counts(gallery: "Gallery") -> str:
    return f"{counted(gallery.note_count, 'note')}, {counted(gallery.card_count, 'card')}"
