"""Live reload: a site that follows the files of its decks."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path
from threading import Event, Thread

from flashcards.model.problem import FlashcardsError
from flashcards.preview.current import CurrentSite
from flashcards.preview.edited import edited_note
from flashcards.preview.gallery import Gallery, with_last_valid_decks
from flashcards.preview.site import site_of

Reload = Callable[[], Gallery]


@contextmanager
def live_reload(current: CurrentSite, gallery: Gallery, reload: Reload, roots: Iterable[Path]) -> Iterator[None]:
    """Read the decks again whenever one of their files changes, and show the result.

    While a deck has mistakes they are shown above its cards as they were before. `roots` are folders of decks and
    sources; the folders of the files that were read are watched as well.
    """
    from flashcards.preview.watch import folders_below, watching  # loads what only this needs

    shown = [gallery]

    def act() -> None:
        shown[0] = _reloaded(reload, shown[0])
        current.show(site_of(shown[0], watched=True))

    stop = Event()

    def folders() -> Iterator[Path]:
        return chain([Path()], folders_below(roots), (path.parent for path in shown[0].files))

    thread = Thread(target=watching, args=(folders, act, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=1)


def _reloaded(reload: Reload, before: Gallery) -> Gallery:
    try:
        gallery = reload()
    except FlashcardsError as error:
        gallery = Gallery(trouble=str(error))
    except OSError as error:
        gallery = Gallery(trouble=f"cannot read '{error.filename}': {error.strerror or error}")
    except Exception as error:  # our own bug must not end the watching unnoticed
        gallery = Gallery(trouble=f"flashcards has failed; please report it: {error!r}")
    shown = with_last_valid_decks(gallery, before)
    return replace(shown, edited=edited_note(before, shown) or before.edited)
