"""Which note type a note is of, and whether its cloze marks are those of one."""

from collections.abc import Iterable, Mapping

from flashcards.cloze import Flaw, clozes, malformed
from flashcards.deck import Text, Texts
from flashcards.deckfile.entry import Entry, meant
from flashcards.notetypes import NOTETYPES
from flashcards.notetypes.notetype import Notetype

_DEFAULT = next(iter(NOTETYPES))

_PARTS = tuple(dict.fromkeys(part.name for notetype in NOTETYPES.values() for part in notetype.parts))

# A part that only one note type has says which it is
_TOLD_BY = {
    part.name: key
    for key, notetype in NOTETYPES.items()
    for part in notetype.parts
    if sum(part in each.parts for each in NOTETYPES.values()) == 1
}

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


def read_notetype(entry: Entry) -> Notetype:
    """The note type that a note names, or shows by its parts; parts of another are noted."""
    named = entry.text("type")
    if named and named.value not in NOTETYPES:
        entry.at("type", "unknown-note-type", f"there is no note type '{named}'", meant(named.value, NOTETYPES))
    key = next((key for part, key in _TOLD_BY.items() if entry.has(part)), _DEFAULT)
    notetype = NOTETYPES[named.value if named and named.value in NOTETYPES else key]
    own = [part.name for part in notetype.parts]
    for part in _PARTS:
        if part not in own and entry.has(part):
            message = f"'{part}' is no part of a '{notetype.key}' note"
            entry.at_key(part, "other-note-type", message, f"its parts are {', '.join(own)}: write a second note")
            entry.skip(part)
    return notetype


def check_clozes(entry: Entry, parts: Mapping[str, Texts], notetype: Notetype) -> None:
    """Note marks that Anki would not read, and numbers that one language has and another has not."""
    for part in notetype.parts:
        if part.has_clozes and _have_sound_marks(entry, parts[part.name].values()):
            _check_numbers(entry, parts[part.name])


def _have_sound_marks(entry: Entry, texts: Iterable[Text]) -> bool:
    return sum(not _has_sound_marks(entry, text) for text in texts) == 0  # of all of them, not up to the first


def _has_sound_marks(entry: Entry, text: Text) -> bool:
    flawed = malformed(text.value)
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
    if not texts:
        return
    first, *others = ((language, text, set(clozes(text.value))) for language, text in texts.items())
    for language, text, numbers in others:
        for number in sorted(first[2] - numbers):
            message = f"c{number} is left out in '{first[0]}' and not in '{language}'"
            entry.at_text(text, "cloze", message, f"write '{{{{c{number}::…}}}}' here too")
        for number in sorted(numbers - first[2]):
            message = f"c{number} is left out in '{language}' and not in '{first[0]}'"
            entry.at_text(first[1], "cloze", message, f"write '{{{{c{number}::…}}}}' here too")
