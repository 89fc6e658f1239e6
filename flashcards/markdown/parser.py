"""A text as tokens: CommonMark's, less those that would swallow what a short answer means."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING
from urllib.parse import unquote

from flashcards.markdown import clozes
from flashcards.markdown.spans import MATHS, PICTURE
from flashcards.markdown.tags import BLOCKS, is_address, refuse, settle_tags
from flashcards.media import is_elsewhere

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_ITEM = re.compile(r"(?:[0-9]{1,9}([.)])|([-*]))[ \t]+(?=\S)")
_ITEMS = re.compile(rf"^[ \t>]*{_ITEM.pattern}", re.MULTILINE)
_HEADING = re.compile(r"#{1,6}[ \t]+(?!#+[ \t]*$)\S")
_RULE = re.compile(r"(?:-{3,}|\*{3,})[ \t]*")
_COMPARISON = re.compile(r">(?:[>=]|[ ]?[-+−]?[$€£¥₹৳]?\d)")
_UNDER_HEAD = re.compile(r"[|:-][|:\s-]*")
_CELL_END = re.compile(r"(?<!\\)\|")
_NAME_IN_CODE = re.compile(r"(?<![A-Za-z0-9_])__[a-z][a-z0-9_]*?__(?![A-Za-z0-9_])")
# After a digit or before one, and after a letter alone, as in 'a*b*c'; 'walk*ed*' and 'c**a**t' are emphasis
_PRODUCT = re.compile(r"(?<=\d)\*+|(?<=\w)\*+(?=\d)|(?<=[A-Za-z])(?<![^\W_][A-Za-z])\*(?!\*)")
_ESCAPED = re.compile(r"\\(?:[*_`$~<&|]|(?<![^\n]\\)[-#>])")

_BlockRule = Callable[["StateBlock", int, int, bool], bool]
_InlineRule = Callable[["StateInline", bool], bool]


def parsed(text: str, media: Mapping[str, str] | None = None, *, has_clozes: bool = False) -> list["Token"]:
    """A text in tokens, with all that a card cannot hold made text; without `media`, all files are there."""
    text = unicodedata.normalize("NFC", text)
    if has_clozes:
        text = clozes.glued(text)
    parser = _parser()
    tokens = parser.parse(text, {}) if "\n" in text.strip() else parser.parseInline(text, {})
    settle_tags(tokens, media)
    _settle_blocks(tokens)
    return tokens


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt, rules_block
    from markdown_it.rules_inline import emphasis

    parser = MarkdownIt("commonmark", {"maxNesting": 100})
    parser.enable(["table", "strikethrough"]).disable(["code", "html_block", "lheading", "reference"])
    parser.validateLink = is_address  # type: ignore[assignment,method-assign]
    for name, fits, rule, ends in (
        ("table", _is_table, rules_block.table, ["paragraph"]),
        ("fence", _is_fence, rules_block.fence, ["paragraph", "blockquote", "list"]),
        ("blockquote", _is_quote, rules_block.blockquote, ["paragraph", "blockquote", "list"]),
        ("hr", _is_rule, rules_block.hr, ["paragraph", "blockquote", "list"]),
        ("list", _is_list, rules_block.list_block, ["paragraph", "blockquote"]),
        ("heading", _is_heading, rules_block.heading, ["paragraph", "blockquote"]),
    ):
        parser.block.ruler.at(name, _where(fits, rule), {"alt": ends})
    parser.block.ruler.before("fence", "display", _display, {"alt": ["paragraph", "blockquote", "list"]})
    parser.inline.ruler.at("escape", _escape)
    parser.inline.ruler.before("escape", "maths", _maths)
    parser.inline.ruler.at("image", _picture)
    parser.inline.ruler.at("emphasis", _emphasis(emphasis.tokenize))
    return parser


def _where(fits: Callable[["StateBlock", int], bool], rule: _BlockRule) -> _BlockRule:
    return lambda state, line, end, silent: fits(state, line) and rule(state, line, end, silent)


def _line(state: "StateBlock", line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _is_fence(state: "StateBlock", line: int) -> bool:
    return line + 1 < state.lineMax and not re.search("[{}]{2}", _line(state, line))


def _is_heading(state: "StateBlock", line: int) -> bool:
    return _HEADING.match(_line(state, line)) is not None


def _is_rule(state: "StateBlock", line: int) -> bool:
    """Three hyphens or stars alone, between blank lines and with something before them."""
    is_alone = line > 0 and state.isEmpty(line - 1) and line + 1 < state.lineMax
    return is_alone and _RULE.fullmatch(_line(state, line)) is not None


def _is_quote(state: "StateBlock", line: int) -> bool:
    text = _line(state, line)
    return text.startswith(">") and len(text) > 1 and not _COMPARISON.match(text)


def _is_list(state: "StateBlock", line: int) -> bool:
    """Whether another line begins as this one does: an item alone is a year, a temperature or a footnote."""
    item = _ITEM.match(_line(state, line))
    return item is not None and _markers(state.src)[item.groups("")] > 1


@lru_cache(maxsize=1)
def _markers(text: str) -> Counter[tuple[str, ...]]:
    """How many lines of a text begin as items do, by the sign that says so."""
    return Counter(_ITEMS.findall(text))


def _is_table(state: "StateBlock", line: int) -> bool:
    """Whether no row has more cells than the head: Markdown drops them."""
    if line + 1 >= state.lineMax or not _UNDER_HEAD.fullmatch(_line(state, line + 1)):
        return False
    rows = takewhile(lambda row: not state.isEmpty(row), range(line + 2, state.lineMax))
    return all(_cells(_line(state, row)) <= _cells(_line(state, line)) for row in rows)


def _cells(row: str) -> int:
    first, *others = _CELL_END.split(row.strip())
    return bool(first) + len(others) - (others[-1:] == [""])


def _display(state: "StateBlock", first: int, end: int, silent: bool) -> bool:
    """Maths in lines of its own, which may begin as lists and quotes do."""
    if not _line(state, first).startswith("$$"):
        return False
    for line in range(first, end):
        if state.isEmpty(line) or state.sCount[line] < state.blkIndent:
            return False
        found = MATHS.fullmatch(state.getLines(first, line + 1, state.blkIndent, False).strip())
        if found and clozes.are_whole(found[0]):
            if not silent:
                token = state.push("display", "", 0)
                token.content = found["display"]
                state.line = line + 1
            return True
    return False


def _escape(state: "StateInline", silent: bool) -> bool:
    begun = state.src[state.src.rfind("\n", 0, state.pos) + 1 : state.pos]
    is_number = begun.isdecimal() and state.src[state.pos : state.pos + 2] in ("\\.", "\\)")
    if not is_number and not _ESCAPED.match(state.src, state.pos):
        return False
    if not silent:
        state.pending += state.src[state.pos + 1]
    state.pos += 2
    return True


def _maths(state: "StateInline", silent: bool) -> bool:
    found = MATHS.match(state.src, state.pos)
    if not found or not clozes.are_whole(found[0]):
        return False
    if not silent:
        token = state.push("display" if found["display"] else "maths", "", 0)
        token.content = found["display"] or found["inline"]
    state.pos = found.end()
    return True


def _picture(state: "StateInline", silent: bool) -> bool:
    """A picture by its relative path; what has a cloze in it could not be left out, and is text."""
    found = PICTURE.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        token = state.push("media", "", 0)
        token.content = found[0]
        token.meta = {"alt": found["alt"].replace("\n", " "), "title": found["title"] or ""}
        path = unquote(found["quoted"] or found["path"]).strip()
        if is_elsewhere(path):
            refuse(token, path)
        elif clozes.MARK.search(found[0]):
            refuse(token)
        else:
            token.meta["path"] = path
    state.pos = found.end()
    return True


def _emphasis(rule: _InlineRule) -> _InlineRule:
    """Emphasis, but for what is code or arithmetic: '2*3*4', 'x**2', '__init__'."""

    def emphasis(state: "StateInline", silent: bool) -> bool:
        name = _NAME_IN_CODE.match(state.src, state.pos)
        if name:
            if not silent:
                state.pending += name[0]
            state.pos = name.end()
            return True
        is_product = _PRODUCT.match(state.src, state.pos)
        known = len(state.delimiters)
        is_taken = rule(state, silent)
        for delimiter in state.delimiters[known:] if is_product else ():
            delimiter.open = False
        return is_taken

    return emphasis


def _settle_blocks(tokens: Sequence["Token"]) -> None:
    is_alone = len(tokens) == 3 and tokens[0].type == "paragraph_open"
    for index, token in enumerate(tokens):
        if "style" in token.attrs:  # how Markdown aligns a column
            token.attrs = {"align": str(token.attrs["style"]).removeprefix("text-align:")}
        elif token.type == "paragraph_open" and (is_alone or _needs_no_paragraph(tokens[index + 1])):
            token.hidden = tokens[index + 2].hidden = True
        elif token.type == "ordered_list_open":
            _number(token, tokens[index + 1 :])


def _needs_no_paragraph(line: "Token") -> bool:
    children = line.children or ()
    return clozes.are_alone(line.content) or any(
        token.type == "html_inline" and token.meta["tag"] in BLOCKS for token in children
    )


def _number(opened: "Token", following: Sequence["Token"]) -> None:
    """Give items the numbers they have, unless all have the same: Markdown would make 1948 of a 1971 after 1947."""
    items: list[Token] = []
    for token in following:
        if token.type == "list_item_open" and token.level == opened.level + 1:
            items.append(token)
        elif token.type == "ordered_list_close" and token.level == opened.level:
            break
    numbers = [int(item.info) for item in items]
    if len({*numbers}) == 1:
        return
    for item, number, before in zip(items[1:], numbers[1:], numbers, strict=False):
        if number != before + 1:
            item.attrSet("value", number)
