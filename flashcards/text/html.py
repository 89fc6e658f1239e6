"""Plain text to the HTML of an Anki field, and back."""

import html
import re
import unicodedata

from flashcards.text.nfc import to_nfc

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\n": "<br>"})
_ESCAPED = re.compile("[&<>\n]")
# What Anki plays, speaks or typesets wherever it stands in a field (rslib text.rs, latex.rs, card_rendering)
_ANKI_TAG = re.compile(r"\[(?=sound:|anki:|latex\]|/latex\]|\$\$?\]|/\$\$?\])", re.IGNORECASE)

_BREAK = re.compile("<br ?/?>|</p>|</div>|</li>")
_BLOCK = re.compile("</(?:h[1-6]|button|section|table|t[rdh]|pre|blockquote|summary|figure|d[td])>|<hr ?/?>")
_STALE_MARK = re.compile(' <span class="stale"[^>]*>↻</span>')
_SPOKEN_MARK = re.compile(' <span class="spoken">.*?</span>', re.DOTALL)
_TAG = re.compile("<[^>]*>")
_ACCESS_KEY = ' accesskey="3"'  # 2 opens the other language; Anki has no shortcuts of Alt and a digit

_PICTURE_OR_SOUND = re.compile(r"<(?:img|audio|video)\b|\[sound:")
_TAG_WITH_VALUES = re.compile(r"""<[A-Za-z/!](?:"[^"]*"|[^">])*>""")
# Invisible characters in the Unicode categories of letters and marks, and visible ones in those of controls
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {
    chr(0xFE00 + selector) for selector in range(16)
}
_SEEN_CONTROLS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")


def to_html(text: str) -> str:
    """Escape plain text so that it is shown as written: NFC, without markup and without Anki's own tags."""
    escaped = to_nfc(text)
    if _ESCAPED.search(escaped):  # rarely, and searching is cheaper than translating
        escaped = escaped.translate(_ESCAPES)
    return _ANKI_TAG.sub("&#91;", escaped) if "[" in escaped else escaped


def to_attribute(text: str) -> str:
    """Escape plain text for an HTML attribute in double quotes."""
    return to_html(text).replace('"', "&quot;")


def to_plain(field: str) -> str:
    """Return the text of a field without markup, with line breaks for blocks."""
    marked, end, rest = _BREAK.sub("\n", field).rpartition(
        ">"
    )  # after the last '>', searching from each '<' would be wasted
    return html.unescape(_TAG.sub("", marked + end) + rest)


def to_line(field: str) -> str:
    """Return the text of a field on one line, with a space between blocks."""
    return " ".join(to_plain(_BLOCK.sub("\n", field)).split())


def visible(field: str) -> str:
    """Return the visible text of a field: without tags and their attributes."""
    return html.unescape(_TAG_WITH_VALUES.sub("", field))


def shows_nothing(text: str) -> bool:
    """Whether plain text contains only whitespace and invisible characters."""
    return not text.isalnum() and all(map(_is_unseen, text))


def is_blank(field: str) -> bool:
    """Whether a field contains no visible text, no picture and no sound."""
    return not _PICTURE_OR_SOUND.search(field) and shows_nothing(visible(field))


def _is_unseen(letter: str) -> bool:
    return (
        letter.isspace()
        or letter in _UNSEEN
        or (unicodedata.category(letter) in ("Cc", "Cf", "Zs", "Zl", "Zp") and letter not in _SEEN_CONTROLS)
    )


def stale_mark(title: str) -> str:
    """Return the mark after a text that may be out of date."""
    return f' <span class="stale" title="{to_attribute(title)}">↻</span>'


def spoken_mark(player: str) -> str:
    """Return what is after a text of which a program has made a recording."""
    return f' <span class="spoken">{player}</span>'


def without_speech(field: str) -> str:
    """Remove what `spoken_mark` adds, which is in no text of the author."""
    return _SPOKEN_MARK.sub("", field)


def with_access_key(link: str) -> str:
    """Add an access key to a link: in Anki's window Space and Return answer the card, whatever has the focus."""
    return link.replace("<a", f"<a{_ACCESS_KEY}", 1)


def without_access_key(field: str) -> str:
    """Remove what `with_access_key` adds; it is not content, so it does not make a note newer."""
    return field.replace(_ACCESS_KEY, "")


def without_marks(field: str) -> str:
    """Remove the marks that the build adds to a field."""
    return _STALE_MARK.sub("", without_access_key(field))
