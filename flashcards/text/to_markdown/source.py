"""An HTML field of Anki, whose formulas and files are held by letters that every tool leaves alone."""

import html as entities
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote

from flashcards.text import html
from flashcards.text.markdown import lost, references, to_html
from flashcards.text.media import is_elsewhere
from flashcards.text.to_markdown.same import canonical, kept_tags

TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)((?>(?:\"[^\"]*\"|'[^']*'|[^'\"<>]++){0,200}))>")
_TAG_OR_SIGN = re.compile(f"{TAG.pattern}|<")
_ATTRIBUTE = re.compile(r"""([^\s=/"'<>]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))""")
_COMMENT = re.compile(r"<!--.{0,1000}?-->", re.DOTALL)
_SOUND = re.compile(r"\[sound:([^\]\n]{0,500})\]")
_SPEECH = re.compile(r"\[anki:tts\b[^\]]{0,500}\]|\[/anki:tts\]|\[anki:play:[^\]]{0,500}\]")
_FORMULA = re.compile(
    r"\[latex\](?P<latex>.{1,1000}?)\[/latex\]|\[\$\](?P<a>.{1,1000}?)\[/\$\]"
    r"|\[\$\$\](?P<b>.{1,1000}?)\[/\$\$\]|\\\((?P<c>.{1,1000}?)\\\)|\\\[(?P<d>.{1,1000}?)\\\]",
    re.DOTALL | re.IGNORECASE,
)
_INLINE = ("a", "c")
_IN_LATEX = re.compile(
    r"\$\$(?P<display>[^$]+)\$\$|\$(?P<inline>[^$]+)\$"
    r"|\\begin\{(?:displaymath|math)\}(?P<math>.*)\\end\{(?:displaymath|math)\}|(?P<environment>\\begin\{(?:align|"
    r"equation|gather|eqnarray)\*?\}.*\\end\{\w+\*?\})",
    re.DOTALL,
)
_BLANK_LINE = re.compile(r"\n\s*\n")
_LOOK = re.compile(r"style=.*(?:background|color:(?! *(?:rgb\(0, ?0, ?0\)|black|#0{3,6}\b))|weight|decoration|italic)")
_HELD = re.compile("\ue000([0-9]+)\ue001")  # a place held for a formula or a file, in letters that no text uses
_HELD_WITH_LETTERS = re.compile(rf"(\w)?{_HELD.pattern}(\w)?")  # '$a$b' would be no formula
_NEIGHBOURS = re.compile("(?<=\ue001)(?=\ue000)")  # which '$a$$b$' would not keep apart
_HOLDERS = re.compile("[\ue000\ue001]")
_WITH_THEIR_TEXT = ("script", "style")  # tags that are removed with all that is in them
_DIVS = (
    (re.compile(r"<div>\s*(?:<br ?/?>)?\s*</div>"), "<br>"),
    (re.compile(r"<br ?/?>\s*</div>"), "</div>"),
    (re.compile(r"</div>\s*<div>"), "<br>"),
    (re.compile(r"</?div>"), "<br>"),
)
BREAK = re.compile(r"\s*<br ?/?>\s*")


class Fields(NamedTuple):
    """How fields are converted: the path of each media file by its name, and whether cloze marks are kept."""

    media: Mapping[str, str]
    has_clozes: bool = False


class _Held(NamedTuple):
    """A formula or a file as we write it, and as it is rendered."""

    written: str
    rendered: str


def with_breaks(field: str) -> str:
    """A field with line breaks instead of blocks, as Anki's editor writes them."""
    for pattern, new in _DIVS if "<div" in field or "</div" in field else ():
        field = pattern.sub(new, field)
    return field


def media_names(field: str) -> Iterator[str]:
    """The names of the files that an HTML field shows or plays, without those that are elsewhere."""
    for sound in _SOUND.finditer(field) if "[sound:" in field else ():
        yield entities.unescape(sound[1])
    for tag in TAG.finditer(field) if "src" in field.lower() else ():
        source = _attributes(tag[3]).get("src", "") if "src" in tag[3].lower() else ""
        if source and not is_elsewhere(source):
            yield unquote(source)


def exact_names(field: str) -> Iterator[str]:
    """The names of the files that Anki finds in a field: exactly as they are written, also with a '%20'."""
    for sound in _SOUND.finditer(field) if "[sound:" in field else ():
        yield entities.unescape(sound[1])
    for tag in TAG.finditer(field) if "<" in field else ():
        written = tag[3].lower()
        found = _attributes(tag[3]) if "src" in written or "data" in written else {}
        source = found.get("src") or (found.get("data", "") if tag[2].lower() == "object" else "")
        if source and not is_elsewhere(source):
            yield source


def with_names(field: str, names: Mapping[str, str]) -> str:
    """A field that shows or plays files under other names, by those that it has for them."""

    def sound(found: re.Match[str]) -> str:
        return f"[sound:{entities.escape(names.get(entities.unescape(found[1]), found[1]), quote=False)}]"

    def source(found: re.Match[str]) -> str:
        name = names.get(unquote(_attributes(found[0]).get("src", "")))
        return f'src="{entities.escape(name)}"' if name else found[0]

    def tag(found: re.Match[str]) -> str:
        return _ATTRIBUTE.sub(source, found[0])

    return TAG.sub(tag, _SOUND.sub(sound, field)) if names else field


class GuardedField:
    """A field whose formulas and files are held by letters that every tool leaves alone."""

    def __init__(self, field: str, how: Fields, *, is_plain: bool = False) -> None:
        self._how = how
        self._held: list[_Held] = []
        self._paths: dict[str, str] = {}
        self._lost: dict[str, None] = {}
        self._missing: dict[str, None] = {}
        self.text = _HOLDERS.sub("", field) if is_plain else self._prepared(_HOLDERS.sub("", field))
        self._shown = canonical(self._rendered(self.text))

    def _prepared(self, text: str) -> str:
        if "[" in text or "\\" in text:
            text = _NEIGHBOURS.sub(" ", _FORMULA.sub(self._formula, text))
            text = _SOUND.sub(self._sound, _SPEECH.sub(self._speech, text))
        if "<" in text:
            text = _TAG_OR_SIGN.sub(self._tag, _COMMENT.sub("", text))
        text = text.replace("&nbsp;", "\u00a0")
        return _trimmed(with_breaks(text))

    @property
    def lost(self) -> tuple[str, ...]:
        return tuple(self._lost)

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(self._missing)

    def restored(self, text: str) -> str:
        """A text with what we write for all that is held; a letter beside a formula is written as its number."""
        return _HELD_WITH_LETTERS.sub(self._restored_one, text)

    def _restored_one(self, held: re.Match[str]) -> str:
        before, number, after = held.groups(default="")
        written = self._held[int(number)].written
        if not written.startswith("$") or written.startswith("$$"):
            return before + written + after
        return f"{before and f'&#{ord(before)};'}{written}{after and f'&#{ord(after)};'}"

    def with_spelled_formulas(self) -> str:
        """The field with its formulas as they are written, which shows them as text."""
        return _HELD.sub(
            lambda held: held[0] if _is_file(self._held[int(held[1])]) else self._rendered(held[0]), self.text
        )

    def has_formulas(self, text: str) -> bool:
        """Whether a text of ours has all formulas of the field."""
        shown = to_html(text, self._paths, has_clozes=self._how.has_clozes)
        return all(each.rendered in shown for each in self._held if not _is_file(each))

    def shows(self, text: str) -> bool:
        """Whether a text of ours shows what the field shows, and says nothing that it does not show."""
        if lost(text) or not {*references(text)} <= self._paths.keys():
            return False
        return canonical(to_html(text, self._paths, has_clozes=self._how.has_clozes)) == self._shown

    def first_that_shows(self, candidates: Iterator[str]) -> str:
        """The first candidate that shows what the field shows; empty if none does."""
        return next((text for each in candidates if self.shows(text := self.restored(each))), "")

    def _rendered(self, text: str) -> str:
        return _HELD.sub(lambda held: self._held[int(held[1])].rendered, text)

    def _hold(self, written: str, rendered: str) -> str:
        self._held.append(_Held(written, rendered))
        return f"\ue000{len(self._held) - 1}\ue001"

    def _formula(self, match: re.Match[str]) -> str:
        kind = match.lastgroup or ""
        content = _BLANK_LINE.sub("\n", html.to_plain(match[kind]).replace("\u00a0", " ").strip())
        is_inline = kind in _INLINE
        if kind == "latex":
            inner = _IN_LATEX.fullmatch(content)
            if inner is None:
                self._lost["[latex]"] = None
                return entities.escape(content, quote=False)
            is_inline = inner.lastgroup == "inline"
            content = inner[inner.lastgroup or 0].strip()
        if not content:
            return ""
        if is_inline and "%" not in content:
            content = " ".join(content.split("\n"))
        written = f"${content}$" if is_inline else f"$${content}$$"
        rendered = rf"\({content}\)" if is_inline else rf"\[{content}\]"
        return self._hold(written, entities.escape(rendered, quote=False))

    def _speech(self, match: re.Match[str]) -> str:
        self._lost["[anki:…]"] = None
        return ""

    def _sound(self, match: re.Match[str]) -> str:
        name = entities.unescape(match[1])
        path = self._path(name)
        return self._hold(f"![]({_address(path)})", f"[sound:{entities.escape(path, quote=False)}]") if path else ""

    def _path(self, name: str) -> str:
        """The path of a file; empty if there is none, which is noted."""
        path = self._how.media.get(name, "")
        if path:
            self._paths[path] = path
        else:
            self._missing[name[:200]] = None
        return path

    def _tag(self, tag: re.Match[str]) -> str:
        """Keep of a tag what ours may have; a '<' that begins none is text."""
        if tag[2] is None:
            return "&lt;"
        name = tag[2].lower()
        allowed = kept_tags().get(name)
        if name in ("br", "div", "span") and not tag[3].strip(" /"):
            return "" if name == "span" else f"<{tag[1]}{name}>"
        if allowed is None:
            if name != "span":
                self._lost[f"<{name}>"] = None
            elif _LOOK.search(tag[3]):
                self._lost["style"] = None
            return tag[0] if name in _WITH_THEIR_TEXT else ""
        if tag[1]:
            return f"</{name}>"
        given = _attributes(tag[3])
        for each in given.keys() - allowed:
            self._lost[each] = None
        kept = {each: value for each, value in given.items() if each in allowed and each != "class"}
        if "src" in given:
            path = self._path(given["src"] if is_elsewhere(given["src"]) else unquote(given["src"]))
            if not path:
                return ""
            if name == "img" and kept.keys() <= {"src", "alt"} and not re.search(r"[\[\]]", kept.get("alt", "")):
                alt = kept.get("alt", "").strip()
                rendered = f'<img src="{entities.escape(path)}" alt="{entities.escape(alt)}">'
                return self._hold(f"![{alt}]({_address(path)})", rendered)
            kept["src"] = path
        written = [f' {each}="{entities.escape(value)}"' for each, value in kept.items()]
        return f"<{name}{''.join(written)}>"


def _attributes(written: str) -> Mapping[str, str]:
    return {
        each[1].lower(): entities.unescape(each[2] or each[3] or each[4] or "") for each in _ATTRIBUTE.finditer(written)
    }


def _is_file(held: _Held) -> bool:
    return held.rendered.startswith(("<img", "[sound:"))


def _address(path: str) -> str:
    """A path as the address of a picture."""
    return f"<{path}>" if re.search(r"[\s()]", path) else path


def _trimmed(text: str) -> str:
    """A text without the space and line breaks at its ends."""
    lines = BREAK.split(text)
    seen = [number for number, line in enumerate(lines) if line.strip()]
    return "<br>".join(lines[seen[0] : seen[-1] + 1]).strip() if seen else ""
