"""Check that the texts of a card show something once they are rendered."""

import re
from collections.abc import Mapping

from flashcards.deckfile.note_kind import NoteKind
from flashcards.model.deck import Texts
from flashcards.text.html import is_blank, shows_nothing
from flashcards.text.markdown import to_html
from flashcards.text.markdown.simple import is_simply_marked
from flashcards.yamltext.entry import Entry

# Without one of these signs, a text shows what it says
_TURNED = re.compile(r"[<&`~$\[]")


def check_blanks(entry: Entry, parts: Mapping[str, Texts], note_kind: NoteKind) -> None:
    """Report required texts that show nothing on the card, and clozes that do."""
    for part in note_kind.parts:
        if part.is_required and part.name in parts and not (part.has_clozes or part.is_literal):
            for language, text in parts[part.name].items():
                if _is_blank(text.value):
                    message = f"'{part.name}.{language}' shows nothing on a card"
                    hint = "put it between backticks to show it as written"
                    entry.at_text(text, "missing-text", message, hint, language)


def _is_blank(text: str) -> bool:
    if not _TURNED.search(text):
        return not text[:1].isalnum() and shows_nothing(text)
    return not (text[:1].isalpha() or is_simply_marked(text)) and is_blank(to_html(text))
