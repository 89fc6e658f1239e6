"""Warnings about a text's Markdown: what its card does not show, and syntax that may be unintended."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from flashcards.text.cloze import doubtful
from flashcards.text.html import shows_nothing, visible
from flashcards.text.markdown import tables
from flashcards.text.markdown.consumed import missing
from flashcards.text.markdown.environment import Taken
from flashcards.text.markdown.parser import parsed
from flashcards.text.markdown.renderer import rendered
from flashcards.text.markdown.tags import BLOCKS, PARTING

if TYPE_CHECKING:
    from markdown_it.token import Token

_COMMAND = re.compile(r"[a-z]|.*\s-{1,2}[A-Za-z]")
_FILE = re.compile(r"[A-Za-z0-9_./~-]+")
_IN_CODE = "put it between backticks"
_ESCAPE = "put a backslash before it"


class MarkdownWarning(NamedTuple):
    """A warning, how to act on it, and the part of the text that it is about, as it is written if that is known."""

    message: str
    hint: str
    written: str


def markdown_warnings(text: str, *, has_clozes: bool) -> Iterator[MarkdownWarning]:
    taken = Taken()
    tokens = parsed(text, has_clozes=has_clozes, taken=taken)
    field = rendered(tokens, {}, plays=False, has_clozes=has_clozes)
    if lost := missing(text, tokens, taken, field):
        message, hint = f"'{lost}' is lost: it is not shown on the card", "write it as text, without tags around it"
        yield MarkdownWarning(message, hint, lost)
    yield from _of_blocks(tokens)
    for block in tokens:
        yield from _of_tags(block.children or ())
    yield from _of_entities(text, taken)
    if has_clozes:
        yield from _of_hints(field)


def _of_blocks(tokens: Sequence["Token"]) -> Iterator[MarkdownWarning]:
    for block in tokens:
        if block.type != "fence":
            continue
        if others := " ".join(block.info.split()[1:]):
            message, hint = f"'{others}' after '{block.markup}' is not shown", "start the code on the next line"
            yield MarkdownWarning(message, hint, others)
        if not block.meta.get("is_closed"):
            hint = f"write '{block.markup}' on a line of its own below the code"
            yield MarkdownWarning(f"the code after '{block.markup}' is not closed", hint, block.markup + block.info)
    for opened, inside in pairwise(tokens):
        if opened.type == "heading_open" and _COMMAND.match(inside.content):
            message = f"'{opened.markup}' turns '{inside.content}' into a heading"
            yield MarkdownWarning(message, _ESCAPE, f"{opened.markup} {inside.content}")
        elif opened.type == "paragraph_open":
            for line, why, hint in tables.flaws(inside.content):
                yield MarkdownWarning(f"'{line}' is not part of a table: {why}", hint, line)
    for opened, _, inside in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opened.type == "blockquote_open" and _FILE.fullmatch(inside.content):
            yield MarkdownWarning(f"'>' turns '{inside.content}' into a quote", _ESCAPE, f"> {inside.content}")


def _of_tags(children: Sequence["Token"]) -> Iterator[MarkdownWarning]:
    """Tags that stand in a sentence like words."""
    for place, token in enumerate(children):
        tag = token.meta.get("tag", "")
        is_within = tag in PARTING or tag not in BLOCKS
        if token.type == "html_inline" and not token.markup.startswith("</") and is_within:
            before, behind = children[max(place - 1, 0)], children[min(place + 1, len(children) - 1)]
            begins = place == 0 and tag not in PARTING
            if (begins or _ends_in_space(before, -1)) and _ends_in_space(behind, 0):
                message = f"'{token.markup}' is read as a tag and not shown"
                yield MarkdownWarning(message, f"to show it, {_IN_CODE}", token.markup)


def _ends_in_space(token: "Token", end: int) -> bool:
    return token.type == "text" and token.content != "" and token.content[end].isspace()


def _of_entities(text: str, taken: Taken) -> Iterator[MarkdownWarning]:
    for written, letters in dict.fromkeys(taken.entities):
        if shows_nothing(letters) and re.search(rf"(?<!\S){re.escape(written)}(?!\S)", text):
            yield MarkdownWarning(
                f"'{written}' is an invisible character", f"to show it as written, {_IN_CODE}", written
            )


def _of_hints(field: str) -> Iterator[MarkdownWarning]:
    for answer, hint in doubtful(field):
        shown_hint, shown_answer = visible(hint).strip(), visible(answer).strip()
        message = (
            f"'{shown_hint}' is read as a hint, so the answer is only '{shown_answer}'"
            if shown_hint
            else f"'{shown_answer}' has an empty hint"
        )
        yield MarkdownWarning(message, f"if '::' belongs to the answer, {_IN_CODE}, or write ':\\:'", f"::{shown_hint}")
