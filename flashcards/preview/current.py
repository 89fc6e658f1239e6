"""The site that is shown now, and the threads that wait for the next one."""

from collections.abc import Iterator
from threading import Condition

from flashcards.preview.site import Site


class CurrentSite:
    """Holds one site at a time; safe for threads that read it, replace it, and wait for changes."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._changed = Condition()

    @property
    def site(self) -> Site:
        return self._site

    def show(self, site: Site) -> bool:
        """Replace the site; returns whether the new one differs."""
        with self._changed:
            is_another = site != self._site
            self._site = site
            if is_another:
                self._changed.notify_all()
        return is_another

    def versions(self, *, patience: float) -> Iterator[str]:
        """Yield the current version and each later one; an empty string after `patience` seconds without any."""
        seen = ""
        while True:
            with self._changed:
                if self._site.version == seen:
                    self._changed.wait(patience)
                version = self._site.version
            yield "" if version == seen else version
            seen = version
