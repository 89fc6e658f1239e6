"""Render tokens as the HTML of a field."""

import html
import re
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from flashcards.text.markdown import clozes
from flashcards.text.markdown.colours import coloured, is_short, lexer
from flashcards.text.markdown.tags import BLOCKS, TAGS
from flashcards.text.media import MediaKind, kind_of

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from nh3 import Cleaner

# What Anki plays, speaks or typesets anywhere in a field, as in text/html.py, and the beginning of a cloze
_ACTIVE = re.compile(r"\[(?=sound:|anki:|latex\]|/latex\]|\$\$?\]|/\$\$?\])|\{(?=\{c)", re.IGNORECASE)
_TYPESET = re.compile(r"\\(?=[()\[\]])")
_BRACE = "\ufdd1"  # placeholder for a brace as an entity, which the cleaner would decode

_Env = MutableMapping[str, Any]
_PLAYED = re.compile(r'<(audio|video) src="([^"]*)" controls=""></\1>')


def rendered(tokens: Sequence["Token"], media: Mapping[str, str], *, plays: bool, has_clozes: bool) -> str:
    """Render inert HTML; only cloze marks, and with `plays` sound tags, are for Anki to process."""
    tool = _tool()
    shown: str = tool.renderer.render(tokens, tool.options, {"has_clozes": has_clozes})
    shown = _cleaner(frozenset(media.values())).clean(shown.replace(clozes.GLUE, "").strip())
    shown = clozes.guarded(shown.replace("&nbsp;", "\u00a0").replace(_BRACE, "&#125;"))
    shown = _ACTIVE.sub(lambda mark: mark[0] if has_clozes and mark[0] == "{" else f"&#{ord(mark[0])};", shown)
    return _PLAYED.sub(r"[sound:\2]" if plays else r'<\1 controls src="\2"></\1>', shown)


@cache
def _tool() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    tool = MarkdownIt("commonmark", {"xhtmlOut": False})
    for kind, render in _RENDERERS.items():
        tool.add_render_rule(kind, render)
    return tool


def _text(_: object, tokens: Sequence["Token"], index: int, *__: object) -> str:
    """Render text; a tag inside '\\(' keeps Anki from reading it as maths."""
    text = tokens[index].content
    if index and tokens[index - 1].markup == "autolink":
        text = text.replace("::", f":{clozes.COLON}")
    return _TYPESET.sub(r"<span>\\</span>", html.escape(text, quote=False))


def _break(_: object, tokens: Sequence["Token"], index: int, *__: object) -> str:
    """Render a line break, unless an adjacent block tag makes one already."""
    beside = [token.meta.get("tag") for token in tokens[max(0, index - 1) : index + 2]]
    return "\n" if beside[0] == "br" or not BLOCKS.isdisjoint(beside) else "<br>"


def _code(_: object, tokens: Sequence["Token"], index: int, __: object, env: _Env) -> str:
    return f"<code>{_escaped_code(tokens[index].content, env)}</code>"


def _fence(_: object, tokens: Sequence["Token"], index: int, __: object, env: _Env) -> str:
    """Render a code block, highlighted if its language is known and that would not split a cloze."""
    code = tokens[index].content.rstrip("\n")
    language = lexer(tokens[index].info) if is_short(code) else None
    is_torn = env["has_clozes"] and clozes.MARK.search(code)
    shown = _apart(coloured(code, language), env) if language and not is_torn else _escaped_code(code, env)
    return f'<pre class="highlight" dir="ltr"><code>{shown}</code></pre>\n'


def _escaped_code(code: str, env: _Env) -> str:
    return _apart(html.escape(code.replace(clozes.GLUE, ""), quote=False), env)


def _apart(code: str, env: _Env) -> str:
    return clozes.apart(code, _BRACE) if env["has_clozes"] else code


def _maths(_: object, tokens: Sequence["Token"], index: int, __: object, env: _Env) -> str:
    tex = tokens[index].content.replace(clozes.GLUE, "")
    if env["has_clozes"]:
        tex = clozes.apart(tex, "} ")  # as Anki's manual recommends
    return (r"\[%s\]" if tokens[index].type == "display" else r"\(%s\)") % html.escape(tex, quote=False)


def _media(_: object, tokens: Sequence["Token"], index: int, *__: object) -> str:
    """Render media; `src` comes first, because Anki searches for it only up to '>', which `alt` may contain."""
    meta = tokens[index].meta
    kind, source = kind_of(meta["path"]), f'src="{html.escape(meta["name"])}"'
    if kind not in (MediaKind.SOUND, MediaKind.VIDEO):
        title = f' title="{html.escape(meta["title"])}"' if meta["title"] else ""
        return f'<img {source} alt="{html.escape(meta["alt"])}"{title}>'
    tag = "audio" if kind is MediaKind.SOUND else "video"
    title, shown = html.escape(meta["title"] or meta["alt"]), f"<{tag} {source} controls></{tag}>"
    return f'<span title="{title}">{shown}</span>' if title else shown


_RENDERERS: Mapping[str, Callable[..., str]] = {
    "code_block": _fence,
    "code_inline": _code,
    "display": _maths,
    "fence": _fence,
    "hardbreak": _break,
    "maths": _maths,
    "media": _media,
    "softbreak": _break,
    "text": _text,
}


@lru_cache(maxsize=64)
def _cleaner(names: frozenset[str]) -> "Cleaner":
    """A cleaner that balances tags and, as a second line of defence, removes all that are not in `TAGS`."""
    from nh3 import Cleaner

    return Cleaner(
        tags={*TAGS},
        clean_content_tags=set(),
        attributes={tag: {*attributes} for tag, attributes in TAGS.items()},
        attribute_filter=lambda _, name, value: None if name == "src" and value not in names else value,
        link_rel=None,
        url_schemes={"http", "https", "mailto"},
    )
