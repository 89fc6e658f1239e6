"""A page with the files that its cards show, to be served or to be shared."""

import hashlib
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO, NamedTuple

from flashcards.model.problem import FlashcardsError
from flashcards.preview.gallery import Gallery
from flashcards.preview.page import GENERATOR, data_of, page_of, policy
from flashcards.system.atomic import staging
from flashcards.system.regular_files import open_file
from flashcards.text.svg import activity_in

PAGE = "index.html"
MEDIA = "media"


class Site(NamedTuple):
    """A page, what it may load, its data by themselves, and the files it shows by name.

    `version` differs when anything differs that the page shows.
    """

    version: str
    page: str
    policy: str
    data: str
    media: Mapping[str, Path]


def site_of(gallery: Gallery, *, watched: bool = False) -> Site:
    """The site of a gallery."""
    data = data_of(gallery)
    version = hashlib.sha256(data.encode()).hexdigest()[:16]
    return Site(
        version=version,
        page=page_of(gallery, data, watched=version if watched else ""),
        policy=policy(gallery),
        data=data,
        media=gallery.media,
    )


def write_site(site: Site, folder: Path) -> int:
    """Write a site, all of it or nothing; returns the size of its page in bytes.

    An `index.html` that is not ours is left alone, and so is all else in the folder.
    """
    page = folder / PAGE
    if page.exists() and not _is_ours(page):
        raise FlashcardsError(
            f"'{page}' is there already, and is no preview", hint="name another folder, or delete that file"
        )
    with staging() as stage:
        for name, path in site.media.items():
            stage.write(folder / MEDIA / name, partial(_copy, path))
        size = stage.write_text(page, site.page)
        stage.place()
    return size


def _is_ours(page: Path) -> bool:
    with page.open(encoding="utf-8", errors="replace") as file:
        return f'<meta name="generator" content="{GENERATOR}"' in file.read(4000)


def _copy(path: Path, file: BinaryIO) -> None:
    """Copy a file; an SVG that has become more than a picture since its deck was read is refused."""
    with open_file(path) as original:
        if path.suffix.lower() != ".svg":
            copyfileobj(original, file)
            return
        content = original.read()
    if active := activity_in([content]):
        raise FlashcardsError(f"'{path}' {active}", hint="it was changed meanwhile: run `flashcards check`")
    file.write(content)
