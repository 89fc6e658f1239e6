"""Whether the cloze marks of a note are such as Anki reads."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from flashcards.deckfile.note_kind import NoteKind
from flashcards.model.deck import Text, Texts
from flashcards.model.problem import Flaw
from flashcards.text.cloze import Cloze, ClozeError, clozes, malformed
from flashcards.text.html import is_blank
from flashcards.text.markdown import to_html
from flashcards.yamltext.entry import Entry

# What is wrong with a mark, and the way out
_FLAWS: Mapping[ClozeError, Flaw] = {
    ClozeError.UNCLOSED: Flaw("unclosed cloze '{mark}'", "write '}}' at its end"),
    ClozeError.STRAY: Flaw("unmatched '{mark}'", "write '{{c1::' where the cloze starts"),
    ClozeError.SINGLE_COLON: Flaw("'{mark}' is not a cloze", "write '::' after the number"),
    ClozeError.UNREAD: Flaw(
        "'{mark}' is not a cloze", "write it as '{{c1::', with a lowercase c, digits 0-9 and no spaces"
    ),
    ClozeError.BRACES: Flaw(
        "'{mark}' inside a cloze: its '}}' would end the cloze",
        "put a space between two braces that belong to the text",
    ),
    ClozeError.EMPTY: Flaw("empty cloze '{mark}'", "write the words to hide after '::'"),
    ClozeError.ZERO: Flaw("'{mark}' makes no card", "number clozes from c1"),
    ClozeError.HIGH: Flaw("'{mark}' is above c500, the highest number Anki supports", "number clozes c1, c2, c3"),
    ClozeError.SEVERAL: Flaw("'{mark}' works only in the newest Anki", "nest the clozes instead: '{{c1::{{c2::…}}}}'"),
    ClozeError.DEEP: Flaw(
        "'{mark}' is inside three other clozes, which older versions of Anki do not support", "nest fewer clozes"
    ),
}

# Clozes with full-width signs, with brackets, or with one brace
_LIKE_ONE = re.compile(r"｛｛?[cｃ][0-9０-９]+|\{\{c[0-9]+(?:：|:：|：:)|\[\[c[0-9]+::|(?<!\{)\{c[0-9]+::")
_BEGINS = re.compile(r"\{\{c[0-9,]+::")
_MARK_OR_TAG = re.compile(r"(\{\{c[0-9,]+::)|(\}\})|<(/?)([a-z][a-z0-9]*)[^>]*>")
_WITHOUT_END = ("br", "hr", "img", "source", "wbr")
# The Markdown that an author wrote for a tag
_WRITTEN: Mapping[str, str] = {
    "strong": "'**'",
    "em": "'*'",
    "s": "'~~'",
    "code": "'`'",
    "a": "a link",
    "blockquote": "a quote",
    **dict.fromkeys(("ul", "ol", "li"), "a list"),
    **dict.fromkeys(("table", "thead", "tbody", "tr", "th", "td"), "a table"),
}


def check_clozes(entry: Entry, parts: Mapping[str, Texts], note_kind: NoteKind) -> None:
    """Report malformed clozes, and numbers that only some of the languages have."""
    own = [part.name for part in note_kind.parts if part.has_clozes]
    for name in own:
        if name in parts and _have_valid_marks(entry, parts[name].values(), is_only=len(own) == 1):
            _check_numbers(entry, parts[name])


def _have_valid_marks(entry: Entry, texts: Iterable[Text], *, is_only: bool) -> bool:
    # all texts, not only up to the first
    flawed = [text for text in texts if not _has_valid_marks(entry, text, is_only=is_only)]
    return not flawed


def _has_valid_marks(entry: Entry, text: Text, *, is_only: bool) -> bool:
    if like := _LIKE_ONE.search(text.value):
        hint = "write it as '{{c1::…}}', with two braces and two colons of a Latin keyboard"
        entry.at_text(text, "cloze", f"'{like[0]}' is not a cloze", hint, offset=like.start())
        return False
    flawed = malformed(text.value)
    field = to_html(text.value, has_clozes=True)
    if flawed and not malformed(field):
        flawed = ()  # braces in code and formulas are separated when rendered
    if not flawed and (blank := [at for at, shown, _ in _each_cloze(field) if is_blank(shown)]):
        message, hint = "a cloze shows nothing on its card", "put the hidden text between backticks"
        entry.at_text(text, "cloze", message, hint, offset=_offset_of(text, len(_BEGINS.findall(field[: min(blank)]))))
        return False
    for offset, mark, error in flawed:
        message, hint = _FLAWS[error]
        entry.at_text(text, "cloze", message.format(mark=mark), hint, offset=offset)
    if is_only and not flawed and not clozes(text.value):
        message = "this text contains no cloze"
        entry.at_text(text, "cloze", message, "mark the words to hide as '{{c1::…}}'")
        return False
    return not flawed and not ("<" in field and _is_crossed(entry, text, field))


def _each_cloze(field: str) -> Iterator[Cloze]:
    return (cloze for numbered in clozes(field).values() for cloze in numbered)


def _offset_of(text: Text, number: int) -> int | None:
    """Where the cloze with this number, from 0, begins: a field has the same clozes as its text, in the same order."""
    begins = [found.start() for found in _BEGINS.finditer(text.value)]
    return begins[number] if number < len(begins) else None


def _is_crossed(entry: Entry, text: Text, field: str) -> bool:
    """Whether clozes overlap tags, which would be unbalanced on a card; each such cloze is reported."""
    crossed = tuple(_crossed(field))
    for number, mark, left, entered in crossed:
        tag, begins, ends = (left[0], "inside", "outside") if left else (entered[0], "outside", "inside")
        what = _WRITTEN.get(tag, f"'<{tag}>'")
        message = f"'{mark}' begins {begins} {what} and ends {ends} it"
        hint = f"put both ends of {what} inside the cloze, or both outside it"
        entry.at_text(text, "cloze", message, hint, offset=_offset_of(text, number))
    return bool(crossed)


def _crossed(field: str) -> Iterator[tuple[int, str, Sequence[str], Sequence[str]]]:
    """Clozes that overlap tags.

    Yields the number of the cloze in the text, its mark, the tags closed inside it from the innermost, and those opened
    inside it.
    """
    opened: list[tuple[int, str, list[str], list[str]]] = []
    count = 0
    for begun, ended, slash, tag in _MARK_OR_TAG.findall(field):
        if begun:
            opened.append((count, begun, [], []))
            count += 1
        elif ended and opened:
            number, mark, left, entered = opened.pop()
            if left[::-1] != entered:  # the same tags closed and opened, as '</p><p>', stay balanced
                yield number, mark, left, entered
        elif tag and tag not in _WITHOUT_END:
            for _, _, left, entered in opened:
                if not slash:
                    entered.append(tag)
                elif entered:
                    entered.pop()
                else:
                    left.append(tag)


def _check_numbers(entry: Entry, texts: Texts) -> None:
    """Report numbers that only some languages have: a card shows two languages."""
    first, *others = ((language, text, set(clozes(text.value))) for language, text in texts.items())
    for language, text, numbers in others:
        for number in sorted(first[2] - numbers):
            message = f"cloze c{number} is in '{first[0]}' but not in '{language}'"
            entry.at_text(text, "cloze", message, f"add '{{{{c{number}::…}}}}' here")
        for number in sorted(numbers - first[2]):
            message = f"cloze c{number} is in '{language}' but not in '{first[0]}'"
            entry.at_text(first[1], "cloze", message, f"add '{{{{c{number}::…}}}}' here")
