"""An edited HTML field as a text of the deck file, if that shows exactly the same."""

import difflib
from collections.abc import Iterator

from flashcards.compile.fields import Filler
from flashcards.compile.present import PresentNote
from flashcards.model.deck import Language, Note, Text
from flashcards.model.problem import Flaw
from flashcards.text.html import is_blank, to_plain, without_marks, without_speech
from flashcards.text.to_markdown import LONGEST, Converted, from_html
from flashcards.text.to_markdown.same import canonical
from flashcards.text.to_markdown.source import Fields, with_breaks

_BETWEEN = "<br><br>"  # after the notice of a retired note


def comparable(field: str) -> str:
    """HTML in one spelling of all that looks the same, without the marks that a build adds."""
    return canonical(with_breaks(without_marks(field)))


def text_of(present: PresentNote, field: str, part: str, language: Language, html: str, filler: Filler) -> str | Flaw:
    """The text of the deck file that shows what an edited field shows, or why there is none."""
    if len(html) > LONGEST:
        return Flaw(f"it is longer than {LONGEST:,} characters", "split the note")
    own = _without_notice(present, field, _authors(html), filler)
    if own is None:
        return Flaw("the notice that the note is retired was edited", "edit 'retired:' in the deck file")
    if is_blank(own):
        return Flaw("it was deleted", "delete it in the deck file, if that is right")
    converted = _converted(present, part, own)
    if converted.missing:
        names = ", ".join(f"'{name[:60]}'" for name in converted.missing)
        return Flaw(
            f"it shows {names}, which the note does not have",
            "save the file beside the deck, and name it in the text: `![](media/new.png)`",
        )
    candidates = [text for text in _candidates(present, field, part, language, converted.text) if text]
    shown = comparable(html)
    for text in () if converted.lost else candidates:
        if comparable(_filled(present, field, _with_text(present.note, part, language, text), filler)) == shown:
            return text
    lost = f": {', '.join(converted.lost)}" if converted.lost else ""
    return Flaw(f"it has formatting that a deck file cannot have{lost}", "edit the deck file by hand")


def readable(present: PresentNote, part: str, html: str) -> str:
    """What a field says, to be shown to the author."""
    return _converted(present, part, _authors(html)).text


def _authors(html: str) -> str:
    """A field without all that a build adds to the author's text."""
    return without_speech(without_marks(html))


def formatting(present: PresentNote, part: str, html: str) -> tuple[str, ...]:
    """The formatting of a field that no deck file can have."""
    return _converted(present, part, without_marks(html)).lost


def _converted(present: PresentNote, part: str, html: str) -> Converted:
    if present.note.is_literal(part) and "<img" not in html and "[sound:" not in html:
        return Converted(to_plain(html).replace("\u00a0", " ").strip())
    if present.note.is_raw(part):
        return Converted(html.strip())
    names = {media.name: reference for reference, media in present.note.media.items()}
    has_clozes = any(each.has_clozes for each in present.notetype.parts if each.name == part)
    return from_html(html, Fields(names, has_clozes))


def _without_notice(present: PresentNote, field: str, html: str, filler: Filler) -> str | None:
    """A field without the notice of a retired note, which the build writes above it; None if that was edited."""
    if present.note.retired is None:
        return html
    bare = _filled(present, field, present.note._replace(retired=None), filler)
    notice = _filled(present, field, present.note, filler).removesuffix(bare).removesuffix(_BETWEEN)
    if not notice:  # it is in another field
        return html
    return html.removeprefix(notice).removeprefix(_BETWEEN) if html.startswith(notice) else None


def _candidates(present: PresentNote, field: str, part: str, language: Language, new: str) -> Iterator[str]:
    """The author's own text with the changes alone, so that its Markdown stays, and the text as it was converted."""
    texts = present.note.parts.get(part, {})
    if language in texts:
        ours = present.filled.fields[present.notetype.field_index(field)]
        source = texts[language].value
        was = _converted(present, part, _authors(ours)).text
        yield _patched(source, was, new) or ""
    yield new


def _patched(source: str, was: str, new: str) -> str | None:
    """The source of what was `was`, with the changes from that to `new`; None if they are where the two differ."""
    if source == was:
        return new
    at: dict[int, int] = {}  # places of `was` to places of the source
    for block in difflib.SequenceMatcher(None, was, source, autojunk=False).get_matching_blocks():
        at |= {block.a + step: block.b + step for step in range(block.size + 1)}
    pieces, done = [], 0
    for kind, i, j, k, m in difflib.SequenceMatcher(None, was, new, autojunk=False).get_opcodes():
        if kind != "equal":
            if i not in at or j not in at or at[j] < at[i] or at[i] < done:
                return None
            pieces += [source[done : at[i]], new[k:m]]
            done = at[j]
    return "".join([*pieces, source[done:]])


def _with_text(note: Note, part: str, language: Language, text: str) -> Note:
    """A note with a text, and with all others that it may need to be shown in a language that it lacks so far."""
    others = {
        name: {**texts, language: Text(next(iter(texts.values())).value, 0, 0)}
        for name, texts in note.parts.items()
        if texts and language not in texts
    }
    own = {**note.parts.get(part, {}), language: Text(text, 0, 0)}
    languages = tuple(dict.fromkeys((*note.languages, language)))
    return note._replace(parts={**note.parts, **others, part: own}, languages=languages)


def _filled(present: PresentNote, field: str, note: Note, filler: Filler) -> str:
    """A field as a build would fill it if the note were another."""
    filled = filler.fill(note)[present.number]
    return filled.fields[present.notetype.field_index(field)] if filled else ""
