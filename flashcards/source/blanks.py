"""The blanks of a digest: texts that are still to be written."""

from flashcards.model.problem import Location, Problem, Severity

UNFINISHED = "TODO"
"""The beginning of a text that is still to be written, which the rule 'placeholder' recognizes."""

_SIGNS = (UNFINISHED, "FIXME", "TBC", "TBD", "???")

PLACEHOLDER = "placeholder"


def is_to_write(text: str) -> bool:
    """Whether a text is a placeholder."""
    return bool(blank_in(text))


def blank_in(text: str) -> str:
    """The placeholder in a text, or an empty string."""
    if not any(sign in text for sign in _SIGNS):
        return ""
    from flashcards.lint.rules.placeholder import placeholder_in  # takes long to load

    return placeholder_in(text)


def blank(text: str, place: Location, what: str, hint: str, language: str = "", *, on_cards: bool) -> Problem | None:
    """The problem of a text that is still to be written: a warning if cards would show it; None if it is written."""
    mark = blank_in(text)
    if not mark:
        return None
    severity = Severity.WARNING if on_cards else Severity.INFO
    return Problem(place, PLACEHOLDER, f"'{mark}' is a placeholder in {what}", hint, severity, language)
