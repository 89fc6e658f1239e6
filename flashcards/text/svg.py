"""Active content in SVG files: scripts, external addresses and embedded documents.

As a picture on a card an SVG file is inert. Opened by itself, in a gallery on a shared host, it is a
document of that host: its scripts run and its addresses load. So everything a browser acts on is refused;
what it only draws or ignores, such as metadata of drawing programs, is allowed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from xml.parsers import expat

_SVG = ("http://www.w3.org/2000/svg", "")  # elements in no namespace only look like SVG
# Other namespaces that a browser acts on
_FOREIGN: Mapping[str, str] = {
    "http://www.w3.org/1999/xhtml": "HTML",
    "http://www.w3.org/1998/Math/MathML": "MathML",
    "http://www.w3.org/1999/XSL/Transform": "a transformation",
    "http://www.w3.org/2001/XInclude": "another file",
    "http://www.w3.org/2001/xml-events": "a script",
    "http://www.mozilla.org/xbl": "a script",
}
_ELEMENTS: Mapping[str, str] = {
    **dict.fromkeys(("script", "handler", "listener"), "a script"),
    **dict.fromkeys(("audio", "embed", "iframe", "object", "video"), "another file"),
}
_ANIMATIONS = ("set", "animate", "animatecolor", "animatemotion", "animatetransform")
_ADDRESSES = ("href", "src", "base", "ping")
_TEXTS = re.compile("(?:aria|data)-|(?:id|class|title|alt|role)$")  # attributes that are never CSS

_HERE = re.compile(r"#|data:(?:image/(?:png|jpe?g|gif|webp|avif|bmp)|font/|application/(?:x-)?font)", re.IGNORECASE)
_LINK = re.compile("https?://|mailto:", re.IGNORECASE)  # loads nothing until it is clicked
_ADDRESS = re.compile(r"""\b(?:url|src)\([ \t\r\n\f]*["']?[ \t\r\n\f]*([^)"']*)""", re.IGNORECASE)
_LOADING = re.compile(r"@import|\bimage\(|image-set\(", re.IGNORECASE)  # these load plain strings
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})(?:\r\n|[ \t\r\n\f])?|(.))", re.DOTALL)

_LONGEST_ENTITY = 1000  # drawing programs name namespaces by them
_MOST_CSS = 2**20
_BLOCK = 2**16


class _RefusedError(Exception):
    """The file contains active content, or cannot be parsed."""


def activity(path: Path) -> str:
    """Describe the first active content of an SVG file, as `contains a script (line 3)`; empty if it has none.

    Time and memory are bounded by the file's size. Raises OSError if it cannot be read.
    """
    with path.open("rb") as file:
        return activity_in(iter(lambda: file.read(_BLOCK), b""))


def activity_in(blocks: Iterable[bytes]) -> str:
    """Describe the first active content of an SVG file, given its content in blocks of bytes."""
    reader = _Reader()
    try:
        for block in blocks:
            reader.feed(block)
        reader.feed(b"", is_last=True)
    except _RefusedError as found:
        return f"{found} (line {reader.line})"
    except expat.ExpatError as error:
        return f"is not valid SVG: {expat.ErrorString(error.code)} (line {error.lineno})"
    except (ValueError, LookupError):  # a multi-byte or unknown encoding
        return "is in an unsupported encoding"
    return ""


class _Reader:
    """Streaming XML reader that raises `_RefusedError` for active content; it buffers only the current style sheet."""

    def __init__(self) -> None:
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.ProcessingInstructionHandler = self._instruction
        parser.EntityDeclHandler = self._entity
        parser.SkippedEntityHandler = self._skipped
        self._depth = 0
        self._style_depth = 0  # of the style sheet it is inside, or 0
        self._css: list[str] = []
        self._css_size = 0

    @property
    def line(self) -> int:
        return self._parser.CurrentLineNumber

    def feed(self, data: bytes, *, is_last: bool = False) -> None:
        self._parser.Parse(data, is_last)

    def _start(self, element: str, attributes: Mapping[str, str]) -> None:
        namespace, name = _parted(element)
        self._depth += 1
        if self._depth == 1 and (namespace not in _SVG or name != "svg"):
            where = f" in the namespace '{namespace}'" if namespace not in _SVG else ""
            raise _RefusedError(f"is not SVG: its root element is '{name}'{where}")
        content = _FOREIGN.get(namespace) or (_ELEMENTS.get(name.lower()) if namespace in _SVG else None)
        if content:
            raise _RefusedError(f"contains {content}")
        _refuse(_in_attributes(name.lower(), attributes))
        if name.lower() == "style" and not self._style_depth:
            self._style_depth = self._depth

    def _end(self, _: str) -> None:
        if self._depth == self._style_depth:
            _refuse(_in_css("".join(self._css)))
            self._style_depth, self._css = 0, []
        self._depth -= 1

    def _text(self, text: str) -> None:
        if not self._style_depth:
            return
        self._css.append(text)
        self._css_size += len(text)
        if self._css_size > _MOST_CSS:
            raise _RefusedError("contains more than a megabyte of CSS")

    def _instruction(self, target: str, _: str) -> None:
        if target.lower() == "xml-stylesheet":
            raise _RefusedError("loads a style sheet from another file")

    def _entity(self, name: str, is_parameter: bool, value: str | None, *_: str | None) -> None:
        if is_parameter or value is None:
            raise _RefusedError(f"contains the entity '{name}', which may expand to anything")
        if "&" in value or "<" in value or len(value) > _LONGEST_ENTITY:
            raise _RefusedError(f"contains the entity '{name}', which is longer than a word")

    def _skipped(self, name: str, _: bool) -> None:
        raise _RefusedError(f"contains the undefined entity '{name}'")


def _refuse(contents: Iterator[str]) -> None:
    for content in contents:
        raise _RefusedError(f"contains {content}")


def _parted(name: str) -> tuple[str, str]:
    """Split the name of an element or attribute into namespace and local name."""
    namespace, _, local = name.rpartition(" ")
    return namespace, local


def _in_attributes(element: str, attributes: Mapping[str, str]) -> Iterator[str]:
    for written, value in attributes.items():
        namespace, name = _parted(written.lower())
        if name in _ADDRESSES:
            yield from _in_address(element, value)
        elif namespace:
            continue  # metadata of a drawing program
        elif name.startswith("on"):
            yield f"a script, '{name}'"
        elif name == "attributename" and element in _ANIMATIONS and _is_acted_on(value):
            yield f"an animation of '{value.strip()}'"
        elif not _TEXTS.match(name):
            yield from _in_css(value)


def _in_address(element: str, value: str) -> Iterator[str]:
    if value and not _HERE.match(value) and not (element == "a" and _LINK.match(value)):
        yield f"an address, '{value[:40]}'"


def _is_acted_on(attribute: str) -> bool:
    name = attribute.strip().rpartition(":")[2].lower()
    return name in _ADDRESSES or name.startswith("on")


def _in_css(css: str) -> Iterator[str]:
    """External addresses in a style sheet, or in an attribute value that may be CSS."""
    if not any(sign in css for sign in "(@\\"):
        return
    plain = _ESCAPE.sub(_unescaped, css)
    if match := _LOADING.search(plain):
        yield f"'{match[0]}', which loads another file"
    for address in _ADDRESS.findall(plain):
        if not _HERE.match(address):
            yield f"an address, '{address[:40]}'"


def _unescaped(found: re.Match[str]) -> str:
    if not found[1]:
        return found[2]
    code = int(found[1], 16)
    return chr(code) if 0 < code < 0x110000 else "\ufffd"
