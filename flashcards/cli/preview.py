"""`flashcards preview`."""

import gc
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashcards.cli import options
from flashcards.cli.document import document
from flashcards.cli.output import print_json, report_left_out, say, say_wrote, show_problems
from flashcards.cli.states import named_states
from flashcards.cli.texts import texts_with
from flashcards.compile.deck import problems_of
from flashcards.deckfile.discovery import find_project
from flashcards.model.problem import Problem
from flashcards.report.terminal import summary
from flashcards.text.phrases import counted

if TYPE_CHECKING:
    from flashcards.preview.gallery import Gallery


@click.command()
@options.decks
@click.option("--watch", is_flag=True, help="Update the page whenever a file is saved.")
@click.option(
    "-o",
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the page to a folder instead of serving it.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help="The port of the page [default: any free port]",
)
@click.option(
    "--open/--no-open",
    "opens",
    default=None,
    help="Open the page in the browser [default: with --watch, if the output is a terminal]",
)
@click.option("--json", is_flag=True, expose_value=False, help="With -o, print one JSON document, whatever happens.")
def preview(decks: Sequence[str], out: Path | None, port: int, *, watch: bool, opens: bool | None) -> None:
    """Show every card in the browser.

    Serves a page that shows the front and back of each card as Anki shows it, on a phone and a
    desktop, in light and dark mode; with search, filters, the problems of each note, and the
    coverage of key points. Only this machine can open it, and it loads nothing from the network.
    Ctrl-C stops it.

    With --watch, the page follows what is saved: it opens in the browser, and shows the note that
    was edited last, or the one with the mistake; a deck with errors keeps its last valid cards, with
    the errors above them. With -o, the page is written to a folder, to be opened from there or put on
    any web server.

    Readers without Anki study on the page with the keyboard (press s), and print the cards on paper
    (press p).

    \b
    Examples:
      flashcards preview --open
      flashcards preview world-rivers --watch
      flashcards preview -o dist/gallery
    """
    if out and (watch or port or opens):
        raise click.UsageError("-o cannot be combined with --watch, --port or --open")
    if document() and not out:
        raise click.UsageError("--json needs -o")
    if out:
        _write(decks, out)
    else:
        problems, gallery = _load(decks)
        show_problems(problems, err=True)
        if opens is None:  # for an author at a desk, and not for a script
            opens = watch and sys.stdout.isatty()
        _serve(decks, problems, gallery, port, watch=watch, opens=opens)


def _load(decks: Sequence[str]) -> "tuple[Sequence[Problem], Gallery]":
    """The problems of decks and their gallery, from the current files."""
    from flashcards.preview.gallery import gallery_of

    with named_states(decks) as states:
        return states.problems, gallery_of(states.decks, states.problems, texts_with(states.problems))


def _write(decks: Sequence[str], out: Path) -> None:
    """Write the page of the decks that have no errors."""
    from flashcards.preview.gallery import gallery_of
    from flashcards.preview.site import PAGE, site_of, write_site

    with named_states(decks) as states:
        problems, texts = states.problems, texts_with(states.problems)
        show_problems(problems, texts, err=True)
        left_out = states.left_out("written")
        print_json({"notes": 0, "cards": 0, "size": 0})
        if states.valid:
            own = problems_of(state.problems for state in states.valid)
            gallery = gallery_of(states.valid, own, texts)
            size = write_site(site_of(gallery), out)
            print_json({"notes": gallery.note_count, "cards": gallery.card_count, "size": size})
            say_wrote(out / PAGE, note=f"{_counts(gallery)}  {size / 1000:,.0f} kB")
        report_left_out(left_out, "" if states.valid else f"nothing was written: {summary(problems)}")


def _serve(
    decks: Sequence[str], problems: Sequence[Problem], gallery: "Gallery", port: int, *, watch: bool, opens: bool
) -> None:
    from flashcards.preview.current import CurrentSite
    from flashcards.preview.live import live_reload
    from flashcards.preview.server import PreviewServer
    from flashcards.preview.site import site_of

    gc.enable()  # unlike other commands, this one runs for hours
    current = CurrentSite(site_of(gallery, watched=watch))
    project = find_project()
    folders = [project.decks, project.root / "source", *(Path(name) for name in decks if Path(name).is_dir())]
    watching = live_reload(current, gallery, _reloader(decks, problems), folders) if watch else nullcontext()
    with PreviewServer(current, port) as server, watching:
        say(f"{server.address}  {_counts(gallery)}{'  watching' if watch else ''}  (Ctrl-C to stop)")
        if opens:
            click.launch(server.address)
        server.serve_forever(poll_interval=0.05)


def _reloader(decks: Sequence[str], problems: Sequence[Problem]) -> Callable[[], "Gallery"]:
    """A function that reloads the gallery, and prints the problems of the decks whenever they change."""
    printed = problems

    def reload() -> "Gallery":
        nonlocal printed
        current, gallery = _load(decks)
        if current != printed:
            show_problems(current, err=True)
            say(summary(current) or "no problems")
            printed = current
        return gallery

    return reload


def _counts(gallery: "Gallery") -> str:
    return f"{counted(gallery.note_count, 'note')}, {counted(gallery.card_count, 'card')}"
