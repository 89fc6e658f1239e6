"""Texts as YAML scalars that are read back as the same texts."""

import json
import re

# A text that does not begin with an indicator of YAML, and contains nothing that would end a plain scalar
_PLAIN = re.compile(r"(?![-?:,\[\]{}#&*!|>'\"%@`\s])(?!.*(: |:$| #|\s$))[^\n]+")
_FLOW_INDICATORS = re.compile(r"[,\[\]{}]")
_NULLS = ("null", "~")
_UNPRINTABLE = re.compile("[^\\n -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def can_be_plain(text: str, *, is_in_flow: bool) -> bool:
    """Whether a text can be written without quotes."""
    is_plain = _PLAIN.fullmatch(text) and text not in _NULLS
    return bool(is_plain) and not (is_in_flow and _FLOW_INDICATORS.search(text))


def quoted(text: str) -> str:
    """A text in double quotes, with escapes for what YAML would not keep."""
    return _UNPRINTABLE.sub(_escape, json.dumps(text, ensure_ascii=False))


def scalar(text: str, *, is_in_flow: bool = False) -> str:
    """A text of one line, without quotes if it needs none."""
    is_plain = can_be_plain(text, is_in_flow=is_in_flow) and not _UNPRINTABLE.search(text)
    return text if is_plain else quoted(text)


def block_scalar(text: str, indent: int) -> str:
    """A text as a value in block style; one of several lines is written below a '|'."""
    if "\n" not in text:
        return scalar(text)
    if text != text.strip() or _UNPRINTABLE.search(text):
        return quoted(text)
    margin = " " * indent
    return "|\n" + "\n".join(f"{margin}{line}" if line else "" for line in text.split("\n"))


def _escape(letter: re.Match[str]) -> str:
    code = ord(letter[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
