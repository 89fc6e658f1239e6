"""The site that is shown now, and those who wait for the next."""

from collections.abc import Iterator
from threading import Condition

from flashcards.preview.site import Site


class Stage:
    """Holds one site at a time; threads may look at it, change it, and wait for its changes."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._changed = Condition()

    @property
    def site(self) -> Site:
        return self._site

    def show(self, site: Site) -> bool:
        """Put a site in the place of the one before; returns whether it is another."""
        with self._changed:
            is_another = site != self._site
            self._site = site
            if is_another:
                self._changed.notify_all()
        return is_another

    def versions(self, *, patience: float) -> Iterator[str]:
        """The version there is and each that follows; nothing, whenever none came for `patience` seconds."""
        seen = ""
        while True:
            with self._changed:
                if self._site.version == seen:
                    self._changed.wait(patience)
                version = self._site.version
            yield "" if version == seen else version
            seen = version
