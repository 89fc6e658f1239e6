"""Texts with so little markup that their cards certainly show every character of them, and some if there is markup."""

import re
from functools import cache, lru_cache

_TEXTS = 4096  # of a chunk, which several rules examine
_EDGE = r"(?:[^\W_\u115f\u1160\u3164\uffa0]|[\u0900-\u0dff])"  # Hangul fillers are letters that show nothing
_TAGS = "b|em|i|small|strong|sub|sup|u"
_ADDRESS = "https?://[A-Za-z0-9][A-Za-z0-9./?=:-]*+"


@lru_cache(_TEXTS)
def is_simply_marked(text: str) -> bool:
    """Whether a text is a line, or a list of lines, whose only markup is simple.

    This is **words**, `code`, <b>tags</b> and [links](https://example.org), without others in them, except in tags.
    """
    return (_list() if "\n" in text else _line()).fullmatch(text) is not None


@cache
def _line() -> re.Pattern[str]:
    return re.compile(_marked(""))


@cache
def _list() -> re.Pattern[str]:
    item = rf"(?:^|\n)- (?=(?:\*\*)?{_EDGE}|[`<\[]){_marked('|')}"  # a bar may be of a table
    return re.compile(rf"(?=.*\n)(?>(?:{item})+)")


def _marked(excluded: str) -> str:
    word = rf"[^\\`*_~<&$\[\]!#>{{}}\n{excluded}]++|!(?!\[)"
    inside = rf"(?={_EDGE})(?>(?:{word})*)(?<={_EDGE})"
    code = rf"(?<!`)`(?=[^`]*(?:[!-_a-~]|{_EDGE}))[^`\n{excluded}]++`(?!`)"
    strong = rf"(?<![^\s>])\*\*{inside}\*\*(?![\w*]|[\u0900-\u0dff])"
    tag = rf"<(?P<tag>{_TAGS})>(?=(?:\*\*)?{_EDGE}|`)(?>(?:{word}|{strong}|{code})+)</(?P=tag)>"
    link = rf"\[{inside}\]\({_ADDRESS}\)"
    return f"(?>(?:{word}|{strong}|{code}|{tag}|{link})+)"
