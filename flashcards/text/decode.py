"""Decode the bytes of a file, and report a wrong encoding and forbidden characters."""

import codecs
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from flashcards.model.problem import Location, Problem, Severity

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)

# The characters that YAML 1.2 forbids in a file (section 5.1), and the byte order mark
_UNFIT = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff"
_FIT = re.compile(f"[^{_UNFIT}]*")
_MOST_IN_A_LINE = 10  # forbidden characters reported per line: a binary file may have millions
_LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # as libyaml counts lines


class Decoded(NamedTuple):
    """The text of a file without forbidden characters, and the problems of its bytes."""

    text: str
    problems: tuple[Problem, ...]


def decode(content: bytes, path: Path) -> Decoded:
    """Decode a file; after a wrong encoding, the text is still decoded so that other problems are found."""
    text, problems = _decode_bytes(content, path)
    if is_valid_text(text):  # nearly always, and faster than searching for forbidden characters
        return Decoded(text, problems)
    return Decoded(re.sub(f"[{_UNFIT}]", "\ufffd", text), (*problems, *_forbidden(text, path)))


def is_valid_text(text: str) -> bool:
    """Whether a text contains no forbidden character."""
    return _FIT.fullmatch(text) is not None


def lines_of(text: str) -> list[str]:
    """Split a text into lines, without line breaks, as libyaml counts them."""
    return _LINE_BREAK.split(text)


def position(text: str, index: int) -> tuple[int, int]:
    """Return line and column, both from 1, of the character at `index`."""
    before = lines_of(text[:index])
    return len(before), len(before[-1]) + 1


def _decode_bytes(content: bytes, path: Path) -> Decoded:
    start = Location(path, 1, 1)
    for bom, encoding, name in _BOMS:
        if content.startswith(bom):
            problem = Problem(start, "encoding", f"this file is {name}", hint="save it as UTF-8")
            return Decoded(content[len(bom) :].decode(encoding, "replace"), (problem,))
    if content.startswith(codecs.BOM_UTF8):
        problem = Problem(
            start,
            "byte-order-mark",
            "this file begins with a byte order mark",
            hint="save it as UTF-8 without BOM; in a deck, `flashcards check --fix` does so",
            severity=Severity.WARNING,
        )
        text, problems = _decode_utf8(content[len(codecs.BOM_UTF8) :], path)
        return Decoded(text, (problem, *problems))
    if b"\0" in content[:4]:  # in UTF-16 every Latin letter has a zero byte
        encoding = "utf-16-be" if content[:1] == b"\0" else "utf-16-le"
        problem = Problem(start, "encoding", "this file is UTF-16", hint="save it as UTF-8")
        return Decoded(content.decode(encoding, "replace"), (problem,))
    return _decode_utf8(content, path)


def _decode_utf8(content: bytes, path: Path) -> Decoded:
    try:
        return Decoded(content.decode("utf-8"), ())
    except UnicodeDecodeError as error:
        line, column = position(content[: error.start].decode("utf-8"), error.start)
        problem = Problem(
            Location(path, line, column),
            "encoding",
            f"the byte 0x{content[error.start]:02X} is not UTF-8",
            hint="save the file as UTF-8",
        )
        return Decoded(content.decode("utf-8", "replace"), (problem,))


def _forbidden(text: str, path: Path) -> Iterator[Problem]:
    for number, line in enumerate(lines_of(text), 1):
        for match in islice(re.finditer(f"[{_UNFIT}]", line), _MOST_IN_A_LINE):
            yield Problem(
                Location(path, number, match.start() + 1),
                "control-character",
                f"the invisible character U+{ord(match[0]):04X} is not allowed in a text file",
                hint="delete it",
            )
