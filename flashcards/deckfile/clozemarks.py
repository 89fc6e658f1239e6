"""Whether the cloze marks of a note are such as Anki reads."""

from collections.abc import Iterable, Mapping

from flashcards.cloze import Flaw, clozes, malformed
from flashcards.deck import Text, Texts
from flashcards.deckfile.entry import Entry
from flashcards.markdown import to_html
from flashcards.notetypes.notetype import Notetype

# What is wrong with a mark, and the way out
_FLAWS: Mapping[Flaw, tuple[str, str]] = {
    Flaw.UNCLOSED: ("'{mark}' is not closed", "write '}}' where the words that are left out end"),
    Flaw.STRAY: ("'{mark}' closes nothing", "write '{{c1::' where the words that are left out begin"),
    Flaw.SINGLE_COLON: ("'{mark}' is no cloze mark", "write '::' after the number"),
    Flaw.UNREAD: ("'{mark}' is no cloze mark", "write it as '{{c1::', with a small c, Latin digits and no blanks"),
    Flaw.BRACES: (
        "'{mark}' would end where the braces inside it do",
        "put a blank between two braces that belong to the text",
    ),
    Flaw.EMPTY: ("'{mark}' leaves out nothing", "put the words to be left out after '::'"),
    Flaw.ZERO: ("'{mark}' makes no card", "clozes are numbered from c1"),
    Flaw.HIGH: ("'{mark}' is higher than c500, where Anki's numbers end", "number clozes c1, c2, c3"),
    Flaw.SEVERAL: ("'{mark}' is read by the newest Anki only", "put one cloze into another: '{{c1::{{c2::…}}}}'"),
    Flaw.DEEP: ("'{mark}' is inside three others, which older Ankis do not read", "leave out less at a time"),
}


def check_clozes(entry: Entry, parts: Mapping[str, Texts], notetype: Notetype) -> None:
    """Note marks that Anki would not read, and numbers that one language has and another has not."""
    for part in notetype.parts:
        if part.has_clozes and part.name in parts and _have_sound_marks(entry, parts[part.name].values()):
            _check_numbers(entry, parts[part.name])


def _have_sound_marks(entry: Entry, texts: Iterable[Text]) -> bool:
    return sum(not _has_sound_marks(entry, text) for text in texts) == 0  # of all of them, not up to the first


def _has_sound_marks(entry: Entry, text: Text) -> bool:
    flawed = malformed(text.value)
    if flawed and not malformed(to_html(text.value, has_clozes=True)):
        flawed = ()  # braces of code and formulas are kept apart on the card
    for _, mark, flaw in flawed:
        message, hint = _FLAWS[flaw]
        entry.at_text(text, "cloze", message.format(mark=mark), hint)
    if not flawed and not clozes(text.value):
        message = "nothing is left out of this text"
        entry.at_text(text, "cloze", message, "write the words to be left out as '{{c1::…}}'")
        return False
    return not flawed


def _check_numbers(entry: Entry, texts: Texts) -> None:
    """Each language must leave out the same numbers: a card has both."""
    first, *others = ((language, text, set(clozes(text.value))) for language, text in texts.items())
    for language, text, numbers in others:
        for number in sorted(first[2] - numbers):
            message = f"c{number} is left out in '{first[0]}' and not in '{language}'"
            entry.at_text(text, "cloze", message, f"write '{{{{c{number}::…}}}}' here too")
        for number in sorted(numbers - first[2]):
            message = f"c{number} is left out in '{language}' and not in '{first[0]}'"
            entry.at_text(first[1], "cloze", message, f"write '{{{{c{number}::…}}}}' here too")
