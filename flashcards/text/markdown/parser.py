"""Parse a text into markdown-it tokens, with the rules of this dialect in place of CommonMark's."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from flashcards.text.markdown import clozes, tables
from flashcards.text.markdown.emphasis import settle_emphasis
from flashcards.text.markdown.environment import Taken, fresh, taken_by
from flashcards.text.markdown.spans import MATHS, PICTURE
from flashcards.text.markdown.tags import BLOCKS, is_address, refuse, settle_tags
from flashcards.text.media import is_elsewhere
from flashcards.text.nfc import to_nfc

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_ITEM = re.compile(r"(?:[0-9]{1,9}([.)])|([-*]))[ \t]+(?=\S)")
_ITEMS = re.compile(rf"^[ \t>]*{_ITEM.pattern}", re.MULTILINE)
_HEADING = re.compile(r"(#{1,6})[ \t]+(?!#+[ \t]*$)\S")
_QUOTE = re.compile(r">[ \t]*\S")
_BRINGS_UP = re.compile(r"[:,;—–-][*_~]*\s*$")  # the end of a line that a quote may follow directly
_RULE = re.compile(r"(?:-{3,}|\*{3,})[ \t]*")
_COMPARISON = re.compile(r">(?:[>=]|[ ]?[-+−]?[$€£¥₹৳]?\d)")
_NAME_IN_CODE = re.compile(r"(?<![A-Za-z0-9_])__[a-z][a-z0-9_]*?__(?![A-Za-z0-9_])")
# After or before a digit, and after a single letter, as in 'a*b*c'; 'walk*ed*' and 'c**a**t' are emphasis
_PRODUCT = re.compile(
    r"(?<=\d)\*+|(?<=\w)\*+(?=\d)|(?<=[A-Za-z])(?<![^\W_][A-Za-z])\*(?!\*)|"
    r"\*+(?=\.\w|/)"  # names of files, as in '**/*.py'
)
_IN_PATH = re.compile(r"(?<!\w)[A-Za-z]:\\[^\s`]*\Z")
_LONGEST_PATH = 100
_DECLARED = re.compile(r"<(?:!--|!\[CDATA\[|!|\?)")
_DECLARATIONS: Mapping[str, str] = {"<!--": "-->", "<![CDATA[": "]]>", "<!": ">", "<?": "?>"}
_LATIN = re.compile(r"[A-Za-z{}()=;<>]")
_NAMES_JOINED = re.compile(r"(?<=>)_(?=<)")  # as in '<user>_<host>'
_NO_LABEL = re.compile(r"\[\s*\]")
_ESCAPED = re.compile(r"\\(?:[*_`$~<&|]|(?<![^\n]\\)[-#>])")

_SCANS = 30  # average number of scans of a character for the end of a link label, which bounds the time

_DOLLAR = re.compile(r"(?<!\\)(?:\\\\)*\$")
_COLONS = re.compile(r"\\:(?=:)|(?<=:)\\:")  # as in 'std:\:sort', which Anki must not read as a hint
_LONGEST_NUMBER = 9
_DEEPEST = 40  # markdown-it drops everything nested more than a hundred levels deep

# Where an inline rule of this dialect may begin, or a link end; markdown-it's own list has as many again
_SIGN = re.compile(r"[\n!$&*<\[\\\]_`~]")

_BlockRule = Callable[["StateBlock", int, int, bool], bool]
_InlineRule = Callable[["StateInline", bool], bool]


def parsed(
    text: str, media: Mapping[str, str] | None = None, *, has_clozes: bool = False, taken: Taken | None = None
) -> list["Token"]:
    """Parse a text; unsupported markup becomes text. Without `media`, all files are assumed to exist.

    Syntax that no token records is added to `taken`.
    """
    text = to_nfc(text)
    if has_clozes:
        text = clozes.glued(text)
    parser, env = _parser(), fresh(text, has_clozes=has_clozes, taken=taken)
    if "\n" not in text.strip():
        tokens = parser.parseInline(text, env)
    elif tables.has_guarded(guarded := tables.guarded(text)):
        tokens = tables.bared(parser.parse(guarded, env))
    else:
        tokens = parser.parse(text, env)
    settle_tags(tokens, media)
    if "*" in text:
        for token in tokens:
            settle_emphasis(token.children or ())
    _settle_blocks(tokens)
    return tokens


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt, rules_block, rules_inline
    from markdown_it.rules_inline import emphasis

    parser = MarkdownIt("commonmark", {"maxNesting": 100})
    parser.enable(["table", "strikethrough"]).disable(["html_block", "lheading", "reference"])
    parser.validateLink = is_address  # type: ignore[assignment,method-assign]
    parser.helpers = _Helpers  # type: ignore[assignment]
    parser.inline.terminator_re = _SIGN
    for name, begins, fits, rule, ends in (
        ("table", "", tables.is_table, rules_block.table, ["paragraph"]),
        ("code", "", _is_code, rules_block.code, []),
        ("fence", "`~", _is_fence, _fence(rules_block.fence), ["paragraph", "blockquote", "list"]),
        ("blockquote", ">", _is_quote, rules_block.blockquote, ["paragraph", "blockquote", "list"]),
        ("hr", "-*", _is_rule, rules_block.hr, ["paragraph", "blockquote", "list"]),
        ("list", "-*0123456789", _is_list, rules_block.list_block, ["paragraph", "blockquote"]),
        ("heading", "#", _is_heading, rules_block.heading, ["paragraph", "blockquote"]),
    ):
        parser.block.ruler.at(name, _where(begins, fits, rule), {"alt": ends})
    display = _where("$", lambda *_: True, _display)
    parser.block.ruler.before("fence", "display", display, {"alt": ["paragraph", "blockquote", "list"]})
    parser.inline.ruler.at("escape", _escape)
    parser.inline.ruler.before("escape", "maths", _maths)
    parser.inline.ruler.at("image", _picture)
    parser.inline.ruler.at("html_inline", _html(rules_inline.html_inline))
    parser.inline.ruler.at("link", _link(rules_inline.link))
    parser.inline.ruler.at("entity", _entity(rules_inline.entity))
    parser.inline.ruler.at("emphasis", _emphasis(emphasis.tokenize))
    return parser


class _Helpers:
    """markdown-it's helpers, with a limit on the search for the end of a label in texts of many open brackets."""

    @staticmethod
    def parseLinkLabel(state: "StateInline", start: int, disableNested: bool = False) -> int:  # noqa: N802, N803
        from markdown_it import helpers

        if state.env["scanned"] > _SCANS * state.env["length"]:
            return -1
        end = helpers.parseLinkLabel(state, start, disableNested)
        state.env["scanned"] += (end if end >= 0 else state.posMax) - start
        return end

    @staticmethod
    def parseLinkDestination(text: str, position: int, maximum: int) -> object:  # noqa: N802
        from markdown_it import helpers

        return helpers.parseLinkDestination(text, position, maximum)

    @staticmethod
    def parseLinkTitle(*given: Any) -> object:  # noqa: N802
        from markdown_it import helpers

        return helpers.parseLinkTitle(*given)


def _where(begins: str, fits: Callable[["StateBlock", int, bool], bool], rule: _BlockRule) -> _BlockRule:
    """A rule that is tried only at a line that fits, and begins with one of some signs, if there are any."""

    def where(state: "StateBlock", line: int, end: int, silent: bool) -> bool:
        if begins and _line(state, line)[:1] not in begins:
            return False
        return fits(state, line, silent) and rule(state, line, end, silent)

    return where


def _line(state: "StateBlock", line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _is_fence(state: "StateBlock", line: int, _: bool) -> bool:
    return line + 1 < state.lineMax and not re.search("[{}]{2}", _line(state, line))


def _fence(rule: _BlockRule) -> _BlockRule:
    """Parse a code block, and record whether it is closed."""

    def fence(state: "StateBlock", first: int, end: int, silent: bool) -> bool:
        if not rule(state, first, end, silent):
            return False
        if not silent:
            last, markup = state.line - 1, state.tokens[-1].markup
            state.tokens[-1].meta["is_closed"] = last > first and set(_line(state, last).strip()) == set(markup)
        return True

    return fence


def _is_code(state: "StateBlock", line: int, _: bool) -> bool:
    """Whether an indented line is code: it contains ASCII; verse in another script may be indented as well."""
    return _LATIN.search(_line(state, line)) is not None


def _is_heading(state: "StateBlock", line: int, silent: bool) -> bool:
    """Whether a line is a heading: text follows, and no paragraph continues in it: '# apt update' is a command."""
    match = _HEADING.match(_line(state, line))
    if match is None or silent:
        return False
    below = next((row for row in range(line + 1, state.lineMax) if not state.isEmpty(row)), None)
    deeper = None if below is None else _HEADING.match(_line(state, below))
    return below is not None and (deeper is None or len(deeper[1]) > len(match[1]))


def _is_rule(state: "StateBlock", line: int, _: bool) -> bool:
    """Whether a line is a rule: hyphens or stars alone, between empty lines, and not the first line."""
    is_alone = line > 0 and state.isEmpty(line - 1) and line + 1 < state.lineMax
    return is_alone and _RULE.fullmatch(_line(state, line)) is not None


def _is_quote(state: "StateBlock", line: int, silent: bool) -> bool:
    """Whether a line begins a quote; directly below another line, '>' may be a shell redirection."""
    text = _line(state, line)
    goes_on = silent and not _BRINGS_UP.search(_line(state, line - 1))
    is_quote = _QUOTE.match(text) is not None and not _COMPARISON.match(text)
    return is_quote and not goes_on and state.level < _DEEPEST


def _is_list(state: "StateBlock", line: int, _: bool) -> bool:
    """Whether a list has a second item: a single one is more likely a year, a temperature or a footnote."""
    item = _ITEM.match(_line(state, line))
    return item is not None and _markers(state.src)[item.groups("")] > 1 and state.level < _DEEPEST


@lru_cache(maxsize=1)
def _markers(text: str) -> Counter[tuple[str, ...]]:
    """Count the lines of a text that begin like list items, by their marker."""
    return Counter(_ITEMS.findall(text))


def _display(state: "StateBlock", first: int, end: int, silent: bool) -> bool:
    """Parse display maths, whose lines may begin like lists and quotes."""
    last = _end_of_display(state, first, end)
    if last is None:
        return False
    match = MATHS.fullmatch(state.getLines(first, last + 1, state.blkIndent, False).strip())
    if not match or not clozes.are_whole(match[0]):
        return False
    if not silent:
        token = state.push("display", "", 0)
        token.content = match["display"]
        state.line = last + 1
    return True


def _end_of_display(state: "StateBlock", first: int, end: int) -> int | None:
    """The line with the next dollar sign, which must be the end of the maths."""
    if not _line(state, first).startswith("$$") or state.is_code_block(first):
        return None
    for line in range(first, end):
        if state.isEmpty(line) or state.sCount[line] < state.blkIndent:
            return None
        if _DOLLAR.search(_line(state, line), 2 if line == first else 0):
            return line
    return None


def _escape(state: "StateInline", silent: bool) -> bool:
    begun = state.src[max(0, state.pos - _LONGEST_NUMBER - 1) : state.pos].rpartition("\n")
    is_number = (begun[1] or state.pos <= _LONGEST_NUMBER) and begun[2].isdecimal()
    is_number = is_number and state.src[state.pos : state.pos + 2] in ("\\.", "\\)")
    is_colon = state.env["has_clozes"] and _COLONS.match(state.src, state.pos)
    if not (is_number or is_colon or _ESCAPED.match(state.src, state.pos)):
        return False
    if _IN_PATH.search(state.src[max(0, state.pos - _LONGEST_PATH) : state.pos + 1]):
        return False
    if not silent:
        state.pending += clozes.COLON if is_colon else state.src[state.pos + 1]
        taken_by(state.env).add("\\")
    state.pos += 2
    return True


def _entity(rule: _InlineRule) -> _InlineRule:
    """Parse an entity, and record how it was written."""

    def entity(state: "StateInline", silent: bool) -> bool:
        begin = state.pos
        if not rule(state, silent):
            return False
        if not silent:
            taken_by(state.env).entity(state.src[begin : state.pos], state.tokens[-1].content)
        return True

    return entity


def _html(rule: _InlineRule) -> _InlineRule:
    """Parse inline HTML; the end of a comment or declaration is searched for only if one follows."""

    def html(state: "StateInline", silent: bool) -> bool:
        begun = _DECLARED.match(state.src, state.pos)
        if begun and _last(state.src, _DECLARATIONS[begun[0]]) < state.pos:
            return False
        return rule(state, silent)

    return html


@lru_cache(maxsize=8)
def _last(text: str, end: str) -> int:
    return text.rfind(end)


def _link(rule: _InlineRule) -> _InlineRule:
    """Parse a link, whose label must not be empty."""

    def link(state: "StateInline", silent: bool) -> bool:
        begin, first = state.pos, len(state.tokens)
        if _NO_LABEL.match(state.src, begin) or not rule(state, silent):
            return False
        if not silent:
            opened = next(token for token in state.tokens[first:] if token.type == "link_open")
            opened.meta["target"] = "[" + state.src[state.md.helpers.parseLinkLabel(state, begin) : state.pos]
        return True

    return link


def _maths(state: "StateInline", silent: bool) -> bool:
    match = MATHS.match(state.src, state.pos)
    if not match or not clozes.are_whole(match[0]):
        return False
    if not silent:
        token = state.push("display" if match["display"] else "maths", "", 0)
        token.content = match["display"] or match["inline"]
    state.pos = match.end()
    return True


def _picture(state: "StateInline", silent: bool) -> bool:
    """Parse a picture with a relative path; one that contains a cloze is text, because it could not be hidden."""
    match = PICTURE.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        token = state.push("media", "", 0)
        token.content = match[0]
        token.meta = {"alt": match["alt"].replace("\n", " "), "title": match["title"] or ""}
        path = unquote(match["quoted"] or match["path"]).strip()
        if is_elsewhere(path):
            refuse(token, path)
        elif clozes.MARK.search(match[0]):
            refuse(token)
        else:
            token.meta["path"] = path
    state.pos = match.end()
    return True


def _emphasis(rule: _InlineRule) -> _InlineRule:
    """Parse emphasis, except in code and arithmetic: '2*3*4', 'x**2', '__init__'."""

    def emphasis(state: "StateInline", silent: bool) -> bool:
        name = _NAME_IN_CODE.match(state.src, state.pos) or _NAMES_JOINED.match(state.src, state.pos)
        if name:
            if not silent:
                state.pending += name[0]
            state.pos = name.end()
            return True
        is_product = _PRODUCT.match(state.src, state.pos)
        before = len(state.delimiters)
        is_taken = rule(state, silent)
        for delimiter in state.delimiters[before:] if is_product else ():
            delimiter.open = False
        return is_taken

    return emphasis


def _settle_blocks(tokens: Sequence["Token"]) -> None:
    is_alone = len(tokens) == 3 and tokens[0].type == "paragraph_open"
    for index, token in enumerate(tokens):
        if "style" in token.attrs:  # the alignment of a column
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
    """Keep the numbers of items unless all are equal: Markdown would turn '1947.', '1971.' into 1947, 1948."""
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
