"""Fields of another tool to texts of ours that give the same bytes back; the rest stays HTML as it was found."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from flashcards.lint.rules.placeholder import placeholder_in
from flashcards.text.markdown import lost, references, to_html
from flashcards.text.nfc import to_nfc
from flashcards.text.to_markdown import LONGEST, from_html
from flashcards.text.to_markdown.source import Fields, exact_names

_DROPPED = re.compile("[\x00-\x08\x0b-\x1f\x7f]")  # by Anki from fields, when it imports them
_NEVER = re.compile(r"<(?:div|font|iframe|img|p|script|span|style|table)\b|<br ?/>|&nbsp;")  # in no text of ours
_TAG = re.compile(r"<(?!br>)/?[a-z]")
_PLAIN = re.compile(r"[^<&\[\]\\`*_~$|!#>{}:@/\n\r\u00a0-]*")  # neither HTML nor Markdown


class AdoptedText(NamedTuple):
    """A text of a note; with `is_raw`, HTML as it was found."""

    value: str
    is_raw: bool = False


def as_learners_have(field: str) -> str:
    """A field as it is in learners' collections after an import."""
    return to_nfc(_DROPPED.sub("", field) if _DROPPED.search(field) else field)


def adopted_text(field: str, paths: Mapping[str, str], *, has_clozes: bool) -> AdoptedText:
    """The text of a field; `paths` are those of media files by their names.

    What would be a placeholder, such as '…', is HTML, so that the note is no draft.
    """
    if placeholder_in(field):
        return AdoptedText(field, is_raw=True)
    if _PLAIN.fullmatch(field) and field == field.strip() and "  " not in field and to_html(field) == field:
        return AdoptedText(field)
    if len(field) <= LONGEST and field == field.strip() and not _NEVER.search(field):
        for candidate in _candidates(field, paths, has_clozes=has_clozes):
            if _gives(candidate, field, paths, has_clozes=has_clozes):
                return AdoptedText(candidate)
    return AdoptedText(field, is_raw=True)


def _candidates(field: str, paths: Mapping[str, str], *, has_clozes: bool) -> Iterator[str]:
    if not _TAG.search(field):
        yield from_html(field, Fields(paths, has_clozes)).text
    yield field


def _gives(text: str, field: str, paths: Mapping[str, str], *, has_clozes: bool) -> bool:
    """Whether a text is rendered to a field, and nothing of it is lost."""
    if not text or text != text.strip():
        return False
    names = {path: name for name, path in paths.items()}
    shown = {*references(text)}
    if not shown <= names.keys() or (not shown and any(exact_names(field))):
        return False
    return to_html(text, names, has_clozes=has_clozes) == field and not lost(text)
