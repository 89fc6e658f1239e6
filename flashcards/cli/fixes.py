"""The safe fixes of `flashcards check --fix`, and a report of them."""

import codecs
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from flashcards.cli.output import print_json, say, say_wrote, write_files
from flashcards.cli.states import read_states
from flashcards.cli.texts import patch, text_of
from flashcards.compile.cache import opened_cache
from flashcards.deckfile.discovery import DeckFiles
from flashcards.lint.engine import repairs
from flashcards.lint.registry import FIXERS
from flashcards.model.problem import has_errors
from flashcards.system.regular_files import open_file, read_file
from flashcards.text.decode import decode
from flashcards.text.phrases import counted
from flashcards.yamltext.edit import Repair, repaired

_BYTE_ORDER_MARK = "byte-order-mark"


class FixedFile(NamedTuple):
    """A file with safe fixes: its path, its text before and after them, and a line about each of them."""

    path: Path
    old: str
    new: str
    lines: tuple[str, ...]


def fix(sources: Sequence[DeckFiles]) -> None:
    """Apply the safe fixes of decks, and say which they are."""
    fixed = fixes(sources)
    write_files({file.path: file.new for file in fixed})
    _say_lines(fixed, "fixed")
    say_wrote(*(file.path for file in fixed), err=True)


def show_fixes(sources: Sequence[DeckFiles]) -> bool:
    """Show the safe fixes of decks as a patch, without applying them; returns whether there are any."""
    fixed = fixes(sources)
    print_json({"fixes": [line for file in fixed for line in file.lines]})
    for file in fixed:
        say(patch(file.path, file.old, file.new), nl=False)
    _say_lines(fixed, "to fix")
    return bool(fixed)


def fixes(sources: Sequence[DeckFiles]) -> Sequence[FixedFile]:
    """The files that safe fixes change."""
    by_file: dict[Path, list[Repair]] = {path: [] for source in sources for path in source.all if _is_marked(path)}
    with opened_cache() as cache:
        for deck in read_states(sources, cache).heads:
            for repair in repairs(deck):
                by_file.setdefault(repair.location.path, []).append(repair)
    return [file for path, own in by_file.items() if (file := _fixed(path, own)).lines]


def _fixed(path: Path, own: Sequence[Repair]) -> FixedFile:
    text, is_marked = text_of(path), _is_marked(path)
    done = repaired(text, own)
    lines = [f"{path}:1:1: byte order mark removed [{_BYTE_ORDER_MARK}]"] if is_marked else []
    lines += [f"{repair.location}: {_what(repair.rules)}" for repair in done.made]
    return FixedFile(path, "\ufeff" * is_marked + text, done.text, tuple(lines))


def _what(rules: Iterable[str]) -> str:
    return ", ".join(f"{FIXERS[rule]} [{rule}]" for rule in rules)


def _is_marked(path: Path) -> bool:
    """Whether a file begins with a byte order mark, and is UTF-8 otherwise."""
    with open_file(path) as file:
        if file.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
            return False
    content = read_file(path)
    return not has_errors(decode(content, path).problems)


def _say_lines(fixed: Sequence[FixedFile], outcome: str) -> None:
    lines = [line for file in fixed for line in file.lines]
    for line in lines:
        say(line, err=True)
    say(f"{counted(len(lines), 'place')} {outcome}" if lines else "nothing to fix", err=True)
