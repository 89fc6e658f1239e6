"""Text files of other programs, in an encoding that is certain or asked for."""

import codecs
import re
from pathlib import Path
from typing import NamedTuple

from flashcards.model.problem import FlashcardsError
from flashcards.system.regular_files import open_file
from flashcards.text.decode import position

LARGEST = 64
"""The size in megabytes of the largest text file that is read."""

_MEGABYTE = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LIKELY = ("cp932", "euc-jp", "gb18030", "big5", "euc-kr", "cp1252", "cp1250", "cp1251")
_MOST_READINGS = 4
_LOOKED_AT = 10_000  # bytes at the beginning that may show that a file is not of text
_OTHERS = {
    b"PK\x03\x04": "if it is an Excel workbook, give its name the suffix '.xlsx'",
    b"\xd0\xcf\x11\xe0": "if it is an Excel workbook, save it as .xlsx, or as CSV in UTF-8",
}
_SHOWN = 12  # characters on each side of one that is not UTF-8


class TextFile(NamedTuple):
    """The text of a file, without a byte order mark, and the name of its encoding."""

    text: str
    encoding: str


def read_text_file(path: Path, encoding: str) -> TextFile:
    """Read a file in the `encoding` that was asked for, or else in that of its byte order mark, or else in UTF-8."""
    content = _content(path)
    bom, marked = next(((bom, name) for bom, name in _BOMS if content.startswith(bom)), (b"", "utf-8"))
    if content[:4] in _OTHERS:
        raise _no_text(path, content)
    if b"\0" in content[:4] and not bom and not encoding:
        guess = "utf-16-be" if content[:1] == b"\0" else "utf-16-le"
        raise FlashcardsError(f"'{path}' is not UTF-8", f"if it is UTF-16, say so: `--encoding {guess}`")
    name = encoding or marked
    try:
        text = content[len(bom) if codecs.lookup(name).name == codecs.lookup(marked).name else 0 :].decode(name)
    except UnicodeDecodeError as error:
        raise _not_in(name, content, error, path, is_asked=bool(encoding)) from error
    if "\0" in text:
        raise _no_text(path, content)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return TextFile(text, "UTF-8" if name == "utf-8" else name)


def _content(path: Path) -> bytes:
    try:
        with open_file(path) as file:
            content = file.read(LARGEST * _MEGABYTE + 1)
    except OSError as error:
        raise FlashcardsError(f"cannot read '{path}': {error.strerror or error}") from error
    if len(content) > LARGEST * _MEGABYTE:
        raise FlashcardsError(f"'{path}' is larger than {LARGEST} MB", "import it in several smaller files")
    return content


def _not_in(name: str, content: bytes, error: UnicodeDecodeError, path: Path, *, is_asked: bool) -> FlashcardsError:
    line, column = position(content[: error.start].decode(name, "replace"), error.start)
    message = f"{path}:{line}:{column}: the byte 0x{content[error.start]:02X} is not {name.upper()}"
    if is_asked:
        return FlashcardsError(message, "name another encoding, or save the file as UTF-8")
    if any(byte < 32 and byte not in b"\t\r\n" for byte in content[:_LOOKED_AT]):
        return _no_text(path, content)
    is_of_mac = b"\r" in content and b"\n" not in content  # as Excel saves 'CSV (Macintosh)'
    likely = [each for each in (*(["mac_roman"] if is_of_mac else []), *_LIKELY) if _fits(content, each)]
    likely = likely[:_MOST_READINGS]
    read = ", ".join(f"'{_around(content, error.start, each)}' in `--encoding {each}`" for each in likely)
    hint = "save the file as UTF-8, or say its encoding"
    return FlashcardsError(message, f"{hint}: here it reads {read}" if read else hint)


def _no_text(path: Path, content: bytes) -> FlashcardsError:
    hint = _OTHERS.get(content[:4], "export it as CSV or as plain text in UTF-8")
    return FlashcardsError(f"'{path}' is not a text file", hint)


def _fits(content: bytes, encoding: str) -> bool:
    """Whether all bytes at the beginning stand for characters in an encoding."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(content[:_MEGABYTE])
    except UnicodeDecodeError:
        return False
    return True


def _around(content: bytes, at: int, encoding: str) -> str:
    """The characters around a byte, on its line."""
    begin = max(content.rfind(b"\n", 0, at), content.rfind(b"\r", 0, at)) + 1
    end = re.split(b"[\r\n]", content[at : at + 4 * _SHOWN])[0]
    return (content[begin:at].decode(encoding, "ignore")[-_SHOWN:] + end.decode(encoding, "ignore")[:_SHOWN]).strip()
