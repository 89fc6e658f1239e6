"""HTML fields and plain texts to Markdown that shows the same on a card.

Whatever is proposed is rendered and compared with what the field shows. The first of these that shows the same is
taken: Markdown, Markdown with its characters escaped, the HTML as it is, the text alone.
"""

import html as entities
import re
from typing import NamedTuple

from flashcards.text import html
from flashcards.text.markdown import lost, references, to_html
from flashcards.text.to_markdown.candidates import converted, escaped, written
from flashcards.text.to_markdown.same import BLANKS, cleaner, one_blank
from flashcards.text.to_markdown.source import BREAK, TAG, Fields, GuardedField

MEDIA = "media"
"""The folder beside the deck that media files are copied to."""

LONGEST = 50_000
"""The characters of the longest field that is converted."""

_HTML = re.compile(r"[<&\[]|\\[(\[]")


class Converted(NamedTuple):
    """A text of ours. With `is_html` it is HTML, because Markdown would show something else.

    `lost` is the formatting that it does not have any more, `missing` the files that it does not show.
    """

    text: str
    is_html: bool = False
    lost: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def from_plain(text: str, *, has_clozes: bool = False) -> Converted:
    """Return Markdown that shows a plain text as it is written."""
    text = text.strip()
    plain = html.to_html(text)
    if to_html(text, has_clozes=has_clozes) == plain and not lost(text) and not references(text):
        return Converted(text)
    source = GuardedField(plain.replace("&#91;", "["), Fields({}, has_clozes), is_plain=True)
    return Converted(source.first_that_shows(written(text)) or escaped(text))


def from_html(field: str, how: Fields) -> Converted:
    """Return a text that shows what an HTML field of Anki shows."""
    if not _HTML.search(field):
        return from_plain(BLANKS.sub(one_blank, field), has_clozes=how.has_clozes)
    source = GuardedField(field, how)
    if not source.text:
        return Converted("", False, source.lost, source.missing)
    if not TAG.search(BREAK.sub("\n", source.text)):
        plain = entities.unescape(BREAK.sub("\n", BLANKS.sub(one_blank, source.text)))
        found = source.first_that_shows(written(plain))
    else:
        found = source.first_that_shows(converted(source.text))
    if found:
        return Converted(found, False, source.lost, source.missing)
    cleaned = source.restored(cleaner().clean(source.text))
    if source.shows(cleaned):
        return Converted(cleaned, True, source.lost, source.missing)
    plain = html.to_plain(source.text).strip()
    text = source.first_that_shows(written(plain)) or source.restored(escaped(plain))
    losses = _tags(source.text)
    if not source.has_formulas(text):
        text = source.restored(escaped(html.to_plain(source.with_spelled_formulas()).strip()))
        losses = (*losses, "formulas")
    return Converted(text, False, (*source.lost, *(losses or ("formatting",))), source.missing)


def _tags(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"<{tag[2].lower()}>" for tag in TAG.finditer(text) if tag[2].lower() != "br"))
