"""What the shell completes: the names of decks, notes, languages, editions, rules, versions and revisions.

Decks are searched for words, not parsed, so that a key is answered at once and a deck with mistakes does not matter.
Whatever goes wrong completes nothing, because a shell has no place for an error.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from pathlib import Path
from typing import TypeAlias

from click import Context, Parameter
from click.shell_completion import CompletionItem

Complete: TypeAlias = Callable[[Context, Parameter, str], list[CompletionItem]]

_HEAD = 1 << 16  # bytes; the block `deck:` is near the beginning of a file
_NOTES = re.compile(r"^notes:", re.MULTILINE)
_COMMENT = re.compile(r"(?:^|\s)#.*")
_ID = re.compile(r"(?:^|[{,])[ -]*id:\s*[\"']?([a-z0-9][a-z0-9-]*)", re.MULTILINE)
_LANGUAGES = re.compile(r"\blanguages:\s*(\[[^\]]*\]|(?:\s*-\s*\S+[^\n]*)+)")
_TAG = re.compile(r"(?<![\w#-])[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*(?![\w-])")
_EDITIONS = re.compile(r"^ +editions:(.*(?:\n {3,}.*)*)", re.MULTILINE)
_EDITION = re.compile(r"([a-z0-9-]+):\s*(?:\{\s*)?with:")
_VERSION = re.compile(r"\bversion:\s*[\"']?([0-9]+(?:\.[0-9]+)+)")


def _completes(words: Callable[[Context], Iterable[str]], *, also_files: bool = False) -> Complete:
    """A function for Click that completes some words, in their order; with `also_files`, paths if no word fits."""

    @wraps(words)
    def complete(ctx: Context, param: Parameter, incomplete: str) -> list[CompletionItem]:
        try:
            fitting = [word for word in dict.fromkeys(words(ctx)) if word.startswith(incomplete)]
        except Exception:  # of any kind: see above
            fitting = []
        found = [CompletionItem(word) for word in fitting]
        return found or [CompletionItem(incomplete, type="file")] if also_files else found

    return complete


def _deck_names(_: Context) -> Iterator[str]:
    """The ids of decks, and the names of their files where these are others."""
    for files in _decks():
        yield from _ID.findall(_head(files[0]).partition("deck:")[2])[:1]
        yield files[0].parent.name if files[0].stem == "deck" else files[0].stem


def _note_ids(ctx: Context) -> Iterator[str]:
    for files in _decks(ctx.params.get("deck")):
        for file in files:
            notes = _NOTES.split(_text(file), maxsplit=1)
            yield from _ID.findall(notes[1]) if len(notes) > 1 else ()


def _notes_or_decks(ctx: Context) -> Iterator[str]:
    """Ids of notes; after `--all`, names of decks."""
    yield from _deck_names(ctx) if ctx.params.get("is_whole") else _note_ids(ctx)


def _languages(_: Context) -> Iterator[str]:
    for files in _decks():
        for listed in _LANGUAGES.findall(_head(files[0]))[:1]:
            yield from _TAG.findall(listed)


def _all_languages(ctx: Context) -> Iterator[str]:
    """The languages of decks, then all that have a name."""
    from flashcards.text.cldr import data
    from flashcards.text.language import is_language

    yield from _languages(ctx)
    yield from filter(is_language, sorted(data("names in en")))


def _rules(_: Context) -> Iterator[str]:
    from flashcards.lint.explained import explained

    yield from explained()


def _variants(_: Context) -> Iterator[str]:
    for files in _decks():
        for block in _EDITIONS.findall(_head(files[0])):
            yield from _EDITION.findall(block)


def _versions(_: Context) -> Iterator[str]:
    for files in _decks():
        yield from _VERSION.findall(_head(files[0]))[:1]


def _revisions(ctx: Context) -> Iterator[str]:
    from flashcards.system.git import tags

    yield from _deck_names(ctx)
    yield "HEAD"
    yield from tags()


def _decks(name: str | None = None) -> Iterator[tuple[Path, ...]]:
    """The files of each deck."""
    from flashcards.deckfile.discovery import find_decks, find_project

    yield from (deck.files for deck in find_decks([name] if name else [], find_project().decks))


def _head(path: Path) -> str:
    """The text of a file above its notes, without comments."""
    from flashcards.system.regular_files import open_file

    with open_file(path) as file:
        head = file.read(_HEAD).decode(errors="replace")
    return _COMMENT.sub("", _NOTES.split(head, maxsplit=1)[0])


def _text(path: Path) -> str:
    from flashcards.system.regular_files import read_file

    return read_file(path).decode(errors="replace")


decks = _completes(_deck_names, also_files=True)
note_ids = _completes(_note_ids)
notes_or_decks = _completes(_notes_or_decks)
languages = _completes(_languages)
all_languages = _completes(_all_languages)
rules = _completes(_rules)
variants = _completes(_variants)
versions = _completes(_versions)
revisions = _completes(_revisions, also_files=True)
