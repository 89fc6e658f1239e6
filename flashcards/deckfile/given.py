"""Notes that a program or a person has written outside a deck, as YAML or JSON."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from flashcards.cards.notetypes import PARTS
from flashcards.model.problem import Location, Problem
from flashcards.source.slug import slug_of, unused_slug
from flashcards.system.progress import with_progress
from flashcards.text.decode import decode, lines_of
from flashcards.yamltext.blocks import block, flow
from flashcards.yamltext.document import MAX_SYNTAX_PROBLEMS, Document, Items, Node, Pairs, Scalar, parse
from flashcards.yamltext.entry import Entry, ProblemList

_FENCE = re.compile(r"(\s*)```[a-z]*[ \t]*\n(.*)\n```\s*", re.DOTALL)
_PAIR = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_OF_ITS_DECK = ("deck", "sections")  # as in what `flashcards import --dry-run` prints
_FIRST = ("id", "section", "type", "draft", "covers")  # keys, in the order in which a note begins
_WIDTH = 116  # columns of a note on one line, without its dash


class Given(NamedTuple):
    """The mappings of some notes, the text they are in, and its problems as YAML."""

    notes: tuple[Pairs, ...]
    text: str
    problems: tuple[Problem, ...]


def read_given(content: bytes, path: Path) -> Given:
    """Read notes: a list of them, a deck file or other mapping with `notes:`, one note, or one in braces a line.

    A fence of three backticks around them, as in Markdown, is skipped.
    """
    text, unfit = decode(content, path)
    if fenced := _FENCE.fullmatch(text):
        text = f"{fenced[1]}\n{fenced[2]}\n"
    text = _PAIR.sub(_as_one, text)
    mistakes = ProblemList(path, text)
    documents = [*_documents(text, path)]
    notes = [note for document in documents for note in _notes(document, mistakes)]
    problems = (*unfit, *(problem for document in documents for problem in document.problems), *mistakes.problems)
    if not notes and not problems:
        message = "there are no notes here"
        hint = "write a list of notes, such as '- question: …', or objects, one a line"
        problems = (Problem(Location(path, 1, 1), "empty-file", message, hint),)
    return Given(tuple(notes), text, problems)


def _as_one(pair: re.Match[str]) -> str:
    """The YAML escape of a character that JSON escapes as two."""
    high, low = (int(half, 16) for half in pair.groups())
    return f"\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08x}"


def _documents(text: str, path: Path) -> Iterator[Document]:
    """The whole text as one document, or each of its lines."""
    lines = lines_of(text)
    begins = [line.lstrip()[:1] for line in lines if line.strip()]
    if len(begins) < 2 or {*begins} != {"{"}:
        yield parse(text, path)
        return
    flawed = 0
    for number, line in enumerate(with_progress("reading", lines), 1):
        if line.strip() and flawed < MAX_SYNTAX_PROBLEMS:
            document = parse(line.rstrip().removesuffix(","), path, first_line=number)
            flawed += bool(document.problems)
            yield document


def _notes(document: Document, mistakes: ProblemList) -> Iterator[Pairs]:
    match document.root:
        case Items() as root:
            yield from _mappings(root.items, mistakes)
        case Pairs(nodes={"notes": Items(items=items)}) as root:
            entry = Entry(root, "the notes to add", mistakes)
            for name in ("notes", *_OF_ITS_DECK):
                entry.skip(name)
            entry.close()
            yield from _mappings(items, mistakes)
        case Pairs() as root:
            yield root
        case Scalar(value=str(value)) as root if value:
            mistakes.at(root, "wrong-shape", "a note must be a mapping, such as 'question: …'", "write '- question: …'")


def _mappings(items: Sequence[Node], mistakes: ProblemList) -> Iterator[Pairs]:
    for item in items:
        if isinstance(item, Pairs):
            yield item
        else:
            mistakes.at(item, "wrong-shape", "a note must be a mapping, such as 'question: …'", "write '- question: …'")


def completed(note: Pairs, taken: dict[str, int], section: str, *, is_draft: bool) -> Pairs:
    """A note with an id of its own, and with a section if it names none; keys that are null are left out."""
    note = note.without(*(name for name, node in note.nodes.items() if _is_null(node)))
    if is_draft:
        note = note.beginning_with("draft", "true")
    if section and "section" not in note.nodes:
        note = note.beginning_with("section", section)
    if "id" not in note.nodes:
        note = note.beginning_with("id", unused_slug(slug_of(_texts(note)) or "note", taken))
    return note


def written(note: Pairs, *, is_on_one_line: bool) -> str:
    """A note as an item of a deck file; `is_on_one_line` if it fits and has no text of several lines."""
    names = sorted(note.nodes, key=lambda name: _FIRST.index(name) if name in _FIRST else len(_FIRST))
    ordered = note._replace(nodes={name: note.nodes[name] for name in names}, marks=())
    line = flow(ordered) if is_on_one_line else ""
    return line if line and len(line) <= _WIDTH and "\\n" not in line else block(ordered)


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.is_plain and node.value in ("null", "~", "")


def _texts(note: Pairs) -> Iterator[str]:
    """The texts of a note, part by part; of an author's own kind, those in several languages."""
    own = (name for name, node in note.nodes.items() if isinstance(node, Pairs))
    for part in dict.fromkeys((*PARTS, *own)):
        node = note.nodes.get(part)
        for each in node.nodes.values() if isinstance(node, Pairs) else [node]:
            if isinstance(each, Items):
                each = next(iter(each.items), None)
            if isinstance(each, Scalar):
                yield each.value
