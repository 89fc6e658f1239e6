"""A stage that shows what decks are now, through all that their authors do to them."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from flashcards.model.problem import FlashcardsError
from flashcards.preview.current import Stage
from flashcards.preview.gallery import Gallery, with_decks_before
from flashcards.preview.site import site_of

Look = Callable[[], Gallery]


@contextmanager
def kept_up(stage: Stage, gallery: Gallery, look: Look, roots: Iterable[Path]) -> Iterator[None]:
    """Look at the decks anew whenever a file changes that makes them, and show what is there.

    Mistakes are shown too, above the cards as they were before. `roots` are folders of decks and
    sources; those of the files that were read are watched with them.
    """
    from flashcards.preview.watch import watching  # loads what only this needs

    shown = [gallery]

    def act() -> None:
        shown[0] = _looked(look, shown[0])
        stage.show(site_of(shown[0], watched=True))

    stop = Event()
    thread = Thread(target=watching, args=(lambda: _folders(roots, shown[0]), act, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=1)


def _looked(look: Look, before: Gallery) -> Gallery:
    try:
        gallery = look()
    except FlashcardsError as error:
        gallery = Gallery(trouble=str(error))
    except OSError as error:
        gallery = Gallery(trouble=f"cannot read '{error.filename}': {error.strerror or error}")
    except Exception as error:  # a mistake of ours must not end the watching, which nobody would notice
        gallery = Gallery(trouble=f"flashcards has failed; please report it: {error!r}")
    return with_decks_before(gallery, before)


def _folders(roots: Iterable[Path], gallery: Gallery) -> Iterator[Path]:
    """This folder, where others appear; the roots with all below them; those of the files that were read."""
    yield Path()
    for root in roots:
        for folder, inside, _ in os.walk(root):
            inside[:] = [name for name in inside if not name.startswith(".")]
            yield Path(folder)
    yield from (path.parent for path in gallery.files)
