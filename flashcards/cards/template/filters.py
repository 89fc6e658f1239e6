"""Anki's template filters, `{{filter:Field}}`, by name."""

import re
from collections.abc import Callable, Mapping
from html.entities import name2codepoint

from flashcards.cards.template.context import Context
from flashcards.cards.template.parser import Replacement
from flashcards.text import cloze

Filter = Callable[[str, str, Context], str]
"""From a field's value, the field's name and the context to the filtered value."""

_ENTITY = re.compile(r"&(?:#x(?P<hexadecimal>[0-9a-fA-F]+);|#(?P<decimal>[0-9]+);|(?P<name>[A-Za-z0-9]+);)|&")
_RUBY = re.compile(r" ?([^ >]+?)\[(.+?)\]")
_TYPE_PREFIXES: Mapping[tuple[str, ...], str] = {("cloze", "type"): "cloze:", ("nc", "type"): "nc:"}


def type_marker(field: Replacement) -> str:
    """The marker where an answer is typed, `[[type:Name]]`, for a field whose outermost filter is `type`."""
    return f"[[type:{_TYPE_PREFIXES.get(field.filters, '')}{field.name}]]" if field.name else ""


def strip_html(text: str, *_: object) -> str:
    """Remove tags, and decode entities."""
    return decode_entities(cloze.MARKUP.sub("", text))


def decode_entities(text: str) -> str:
    """Decode HTML entities; Anki knows those of HTML 4, and decodes none where one is unknown."""
    if "&" not in text:
        return text
    try:
        return _ENTITY.sub(_character, text).replace("\u00a0", " ")
    except (KeyError, ValueError, OverflowError):
        return text


def _character(entity: re.Match[str]) -> str:
    if not (entity["hexadecimal"] or entity["decimal"]):
        return chr(name2codepoint[entity["name"]])
    character = chr(int(entity["hexadecimal"], 16) if entity["hexadecimal"] else int(entity["decimal"]))
    character.encode()  # fails for a lone surrogate, which is not a character
    return character


def _hint(text: str, name: str, _: Context) -> str:
    if not text.strip():
        return text
    return f"\n<details class=hint><summary>\n{name}</summary>\n<div class=hint>{text}</div></details>\n"


def _cloze(text: str, _: str, context: Context) -> str:
    show = cloze.revealed if context.is_answer else cloze.hidden
    return show(text, context.ordinal)


def _cloze_only(text: str, _: str, context: Context) -> str:
    show = cloze.revealed_only if context.is_answer else cloze.hidden_only
    return show(text, context.ordinal)


def _ruby(form: str) -> Filter:
    """A filter for words with readings in brackets, `漢字[かんじ]`; `form` is formatted with `word` and `reading`."""

    def formatted(match: re.Match[str]) -> str:
        return match[0] if match[2].startswith("sound:") else form.format(word=match[1], reading=match[2])

    return lambda text, *_: _RUBY.sub(formatted, text.replace("&nbsp;", " "))


FILTERS: Mapping[str, Filter] = {
    "type": lambda _, name, __: f"[[type:{name}]]",
    "text": strip_html,
    "hint": _hint,
    "cloze": _cloze,
    "cloze-only": _cloze_only,
    "furigana": _ruby("<ruby><rb>{word}</rb><rt>{reading}</rt></ruby>"),
    "kanji": _ruby("{word}"),
    "kana": _ruby("{reading}"),
}
