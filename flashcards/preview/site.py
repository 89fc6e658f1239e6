"""A page with its chunks and media, to be served or written to a folder."""

import hashlib
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO, NamedTuple

from flashcards.model.problem import FlashcardsError
from flashcards.preview.gallery import Gallery
from flashcards.preview.page import GENERATOR, RECEIVE, head_of, page_of, policy, script_of
from flashcards.system.atomic import atomic_writes
from flashcards.system.regular_files import open_file
from flashcards.text.svg import activity_in

PAGE = "index.html"
CHUNKS = "chunks"
MEDIA = "media"

_SCRIPT = ".js"


class Site(NamedTuple):
    """A page with its Content Security Policy, its chunks as JSON by id, and its media files by name.

    `head` is JSON that the page contains too, and loads again when `version` differs: when anything that is
    shown has changed.
    """

    version: str
    page: str
    policy: str
    head: str
    chunks: Mapping[str, str]
    media: Mapping[str, Path]

    def script(self, name: str) -> str | None:
        """The script file of a chunk, by its name; None where there is no such chunk."""
        file_id = name.removesuffix(_SCRIPT)
        content = self.chunks.get(file_id) if name.endswith(_SCRIPT) else None
        return None if content is None else script_of(file_id, content)


def site_of(gallery: Gallery, *, watched: bool = False) -> Site:
    """The site of a gallery."""
    head = head_of(gallery)
    version = hashlib.sha256(head.data.encode()).hexdigest()[:16]
    return Site(
        version=version,
        page=page_of(gallery, head.data, watched=version if watched else ""),
        policy=policy(gallery),
        head=head.data,
        chunks={**{chunk.file_id: chunk.content for chunk in gallery.chunks}, **head.loaded},
        media=gallery.media,
    )


def write_site(site: Site, folder: Path) -> int:
    """Write a site, all of it or nothing; returns the size of its page with its chunks, in bytes.

    An `index.html` that is not ours is left alone, and so is all else in the folder; chunks of ours that the page
    no longer loads are deleted.
    """
    page, chunks = folder / PAGE, folder / CHUNKS
    if page.exists() and not _is_ours(page):
        raise FlashcardsError(
            f"'{page}' already exists and is not a preview", hint="name another folder, or delete this file"
        )
    if chunks.exists() and not page.exists() and not _are_ours(chunks):
        raise FlashcardsError(
            f"'{chunks}' already exists and is not part of a preview", hint="name another folder, or delete this one"
        )
    with atomic_writes() as writes:
        scripts = writes.folder(chunks)
        sizes = [
            writes.write_text(scripts / f"{file_id}{_SCRIPT}", script_of(file_id, content))
            for file_id, content in site.chunks.items()
        ]
        for name, path in site.media.items():
            writes.write(folder / MEDIA / name, partial(_copy, path))
        size = writes.write_text(page, site.page)
        writes.place()
    return size + sum(sizes)


def _is_ours(page: Path) -> bool:
    with page.open(encoding="utf-8", errors="replace") as file:
        return f'<meta name="generator" content="{GENERATOR}"' in file.read(4000)


def _are_ours(chunks: Path) -> bool:
    """Whether a folder has nothing but chunks, as where a preview was killed before its page took its place."""
    return chunks.is_dir() and all(map(_is_chunk, chunks.iterdir()))


def _is_chunk(path: Path) -> bool:
    if path.suffix != _SCRIPT or not path.is_file():
        return False
    begin = RECEIVE.format(path.stem).encode()
    with open_file(path) as file:
        return file.read(len(begin)) == begin


def _copy(path: Path, file: BinaryIO) -> None:
    """Copy a file; an SVG that has become active since its deck was read is refused."""
    with open_file(path) as original:
        if path.suffix.lower() != ".svg":
            copyfileobj(original, file)
            return
        content = original.read()
    if active := activity_in([content]):
        raise FlashcardsError(f"'{path}' {active}", hint="it was changed meanwhile: run `flashcards check`")
    file.write(content)
