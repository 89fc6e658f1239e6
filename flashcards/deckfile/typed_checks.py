"""Check that typed answers can be typed."""

import re
from collections.abc import Mapping

from flashcards.model.deck import Texts
from flashcards.text.markdown import references, to_html
from flashcards.text.media import kind_of
from flashcards.yamltext.entry import Entry

FORMULA = re.compile(r"\\[(\[]")


def check_typed_answers(entry: Entry, parts: Mapping[str, Texts]) -> None:
    """Report answers that cannot be typed on a keyboard."""
    for language, text in parts.get("answer", {}).items():
        if what := _untypable(text.value):
            hint = "delete 'type: typed' to ask it without typing"
            noun, offset = what
            entry.at_text(text, "cannot-be-typed", f"{noun} cannot be typed", hint, language, offset=offset)


def _untypable(answer: str) -> tuple[str, int] | None:
    """What cannot be typed in an answer, and where it begins."""
    for reference in references(answer):
        return f"a {kind_of(reference) or 'file'}", max(answer.find("!["), 0)
    if FORMULA.search(to_html(answer)):
        return "a formula", answer.index("$")
    return ("an answer of several lines", answer.index("\n")) if "\n" in answer else None
