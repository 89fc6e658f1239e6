r"""An author's Markdown as the HTML of an Anki field.

It is CommonMark with tables, ~~strikethrough~~, $maths$ and coloured code. But an answer on a card
is shorter than a page, and where CommonMark would swallow or turn what was meant, it stays as it was
written:

* A text of one line has no blocks: '1. FC Köln', '- 5 °C', '> 50 %' and '# of atoms' are text.
* A list has two items or more, with the numbers its author gave them; '+' begins none.
* '2*3*4', 'x**2', '__init__' and '____' are no emphasis; '$5 and $10' is no maths.
* A backslash escapes what would be Markdown there, and else is one: 'C:\.git', '\d', '\(x\)'.
* A tag counts where it is closed and holds something; '<br>' counts between what it parts.
* A tag, link or picture that a card cannot hold, and a table with cells to spare, are text.
* '>' begins a quote below a blank line or a colon, and '#' a heading that has something below it.
* Underlined headings, footnotes and definitions of links are none.

Almost all texts are plain, and pass by all that this folder has.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from flashcards.text import html as markup

if TYPE_CHECKING:
    from flashcards.model.problem import Flaw

_NO_MEDIA: Mapping[str, str] = MappingProxyType({})

# All that any rule of this folder may take for its own. Each choice begins with a sign that stands for itself:
# then a text without any of these signs is left at once
_TAKEN = (
    r"`",
    r"\\(?=[^\w\s]|_)",
    r"\*(?=\S)",
    r"_(?=[^\s_])",
    r"~~",
    r"<(?=[A-Za-z/!?])",
    r"&(?=\#?\w+;)",
    r"\$(?=[^$]*\$)",
    r"\]\(",
    r"\n(?:(?<=\s\n)|(?=[\s\#>*|:$=\[-]|[0-9]+[.)]))",
    r"\#(?<!..)(?=[^\n]*\n)",
    r">(?<!..)(?=[^\n]*\n)",
)
_MARKED_IN_CLOZES = re.compile("|".join(_TAKEN), re.DOTALL)
_MARKED = re.compile("|".join((*_TAKEN, r"\{\{[cC]")), re.DOTALL)
# A tag, a link or picture, a block of code and what other dialects have in lines of their own has one of these, and
# nothing else is lost
_MAY_LOSE = re.compile(r"<|\]\(|```|~~~|\]:|\n(?:===|---|##)")

# A line in which nothing is marked but **words** and `code`, of which a card shows every letter and sign
_EDGE = r"(?:[^\W_]|[\u0900-\u0dff])"
_ORDINARY = r"[^\\`*_~<&$\[\]!#>|{}\n]"
SIMPLY_MARKED = re.compile(
    rf"(?:{_ORDINARY}|(?<!\S)\*\*(?={_EDGE}){_ORDINARY}*(?<={_EDGE})\*\*(?![\w*]|[\u0900-\u0dff])|(?<!`)`[^`\n|]+`(?!`))+"
)


def to_html(text: str, media: Mapping[str, str] = _NO_MEDIA, *, plays: bool = True, has_clozes: bool = False) -> str:
    """HTML in the form Anki stores (NFC), which does nothing: no scripts, no tags of Anki's, no addresses but links'.

    `media` has the names of files by the paths that `references` gives; a file it lacks leaves what
    the author wrote. Recordings and videos are Anki's to play where `plays`, else they have buttons.
    Where the text `has_clozes`, their marks stay as they are, round all else and inside it. A text
    that is plain is as `markup.to_html` has it.
    """
    if not (_MARKED_IN_CLOZES if has_clozes else _MARKED).search(text):
        return markup.to_html(text)
    from flashcards.text.markdown.parser import parsed
    from flashcards.text.markdown.renderer import rendered

    return rendered(parsed(text, media, has_clozes=has_clozes), media, plays=plays, has_clozes=has_clozes)


def references(text: str) -> tuple[str, ...]:
    """The relative paths of the files a text shows, percent-decoded, in their order, each of them once."""
    if "](" not in text and "<" not in text:
        return ()
    from flashcards.text.markdown.parser import parsed

    inline = (token for block in parsed(text) for token in block.children or ())
    return tuple(dict.fromkeys(path for token in inline if (path := token.meta.get("path"))))


def notices(text: str, *, has_clozes: bool = False) -> "Iterator[Flaw]":
    """What of a text its card does not show, and what of its signs may have been meant otherwise."""
    if not (_MARKED_IN_CLOZES if has_clozes else _MARKED).search(text) and not (has_clozes or "|" in text):
        return iter(())
    if not has_clozes and SIMPLY_MARKED.fullmatch(text):
        return iter(())
    from flashcards.text.markdown.noticing import notices

    return notices(text, has_clozes=has_clozes)


def lost(text: str) -> tuple[str, ...]:
    """The markup a card cannot hold, as it was written: tags, attributes, addresses, languages of code.

    It is shown, and does nothing.
    """
    if not _MAY_LOSE.search(text):
        return ()
    from flashcards.text.markdown.losses import losses
    from flashcards.text.markdown.parser import parsed

    return tuple(dict.fromkeys(losses(parsed(text))))
