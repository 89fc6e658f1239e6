"""A note as one line of a release text."""

import html
import re
from collections.abc import Mapping

from flashcards.model.deck import Language, Note
from flashcards.text.cloze import hidden, numbers
from flashcards.text.html import to_html as plain_html
from flashcards.text.markdown import to_html
from flashcards.text.media import MediaKind, kind_of

# Elements whose content a single line cannot show
_SHAPED = re.compile("<(?:img|video|table|ul|ol|pre)[ >]")
_PLAYED = re.compile(r"\[sound:([^]]*)\]")
_LEFT_OUT = re.compile('<span class="cloze" [^>]*>.*?</span>', re.DOTALL)
_ENDS = re.compile("<br ?/?>|<hr ?/?>|</(?:p|div|li|h[1-6]|td|th|blockquote|pre|dt|dd|caption|figcaption|rb|rt)>")
_TAG = re.compile("<[^>]*>")
_MATHS = re.compile(r"\\[(\[](.*?)\\[)\]]", re.DOTALL)
_MARKDOWN = re.compile(r"[\\`*<\[~]|(?<!\w)_|_(?!\w)|^[#>+-](?=\s)")


def sample(note: Note, language: Language, support: Language = "") -> str:
    """A note's question and answer, or its cloze text with a gap; an empty string if one line cannot show it.

    A word is followed by its translation into the `support` language.
    """
    texts = _texts(note, language)[: 1 if note.has_clozes or note.is_word else 2]
    if note.is_word:
        texts += _texts(note, support)[:1]
    lines = [] if any(map(_has_shape, texts)) else [_words(text) for text in texts]
    if note.has_clozes and "…" not in "".join(lines):
        return ""
    return _escaped(" — ".join(lines)) if all(lines) else ""


def prompt(note: Note, language: Language) -> str:
    """A note's question as one line, or its id if the question has no words."""
    return _escaped(next(map(_words, _texts(note, language)), "")) or note.id


def _texts(note: Note, language: Language) -> list[str]:
    """The HTML of a note's parts; of a cloze text, the front of its first card."""
    names = {reference: media.name for reference, media in note.media.items()}
    written = {part: texts[language].value for part, texts in note.parts.items() if language in texts}
    if not note.has_clozes:
        return [_shown(note, part, text, names) for part, text in written.items()]
    fields = [to_html(text, names, has_clozes=True) for text in [*written.values()][:1]]
    fronts = [hidden(field, next(iter(numbers(field)), 1) - 1) for field in fields]
    return [_LEFT_OUT.sub("…", front).replace("[...]", "…") for front in fronts]  # maths has no tags


def _shown(note: Note, part: str, text: str, names: Mapping[str, str]) -> str:
    if note.is_raw(part):
        return text
    return plain_html(text) if note.is_literal(part) else to_html(text, names)


def _has_shape(field: str) -> bool:
    has_commands = any("\\" in tex for tex in _MATHS.findall(field))  # such as \frac; 'E = mc^2' can be read
    return has_commands or bool(_SHAPED.search(field)) or MediaKind.VIDEO in map(kind_of, _PLAYED.findall(field))


def _words(field: str) -> str:
    """A field without markup, as one line."""
    text = _TAG.sub("", _ENDS.sub(" ", _MATHS.sub(r"\1", _PLAYED.sub(" ", field))))
    return " ".join(html.unescape(text).split())


def _escaped(line: str) -> str:
    """A line in which Markdown finds no markup."""
    return _MARKDOWN.sub(r"\\\g<0>", line)
