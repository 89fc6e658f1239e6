"""The fields that every bilingual note type has, and its spare template.

A field has the same id in every note type, so that a note keeps its fields when its type is changed in Anki.
Spares exist because adding a field or template later would stop updates for everyone who has the deck, while
renaming an existing one is harmless.
"""

from collections.abc import Callable
from functools import cache, lru_cache
from operator import attrgetter
from urllib.parse import quote

from flashcards.cards.labels import labelled, labels
from flashcards.cards.notetypes.notetype import Field, NoteInEdition, Part, Template, read_text
from flashcards.model.deck import Language, Note
from flashcards.model.edition import Edition
from flashcards.text.html import spoken_mark, stale_mark, to_attribute, with_access_key
from flashcards.text.html import to_html as plain_html
from flashcards.text.language import own_name
from flashcards.text.markdown import to_html
from flashcards.text.media import MediaKind, kind_of


def study(name: str, *, has_clozes: bool = False, is_literal: bool = False) -> Callable[[NoteInEdition], str]:
    """Fill a field with a part in the language that is studied; a recording in it plays automatically."""
    return filled(name, attrgetter("study"), plays=True, has_clozes=has_clozes, is_literal=is_literal)


def support(
    name: str, *, has_clozes: bool = False, is_literal: bool = False, plays: bool = False
) -> Callable[[NoteInEdition], str]:
    """Fill a field with a part in the support language; empty if the note is not complete in that language.

    Recordings play automatically only if `plays`, because the support language is hidden until a tap.
    """
    fill = filled(name, attrgetter("support"), plays=plays, has_clozes=has_clozes, is_literal=is_literal)
    return lambda item: fill(item) if item.edition.support in item.note.languages else ""


def renewed_report(fields: tuple[str, ...], edition: Edition, version: str) -> tuple[str, ...]:
    """The fields of a note as stored in a package: with the version and an access key in the report link.

    Only of a note type that has the link.
    """
    at = len(fields) - len(TAIL) + TAIL.index(REPORT)
    link = with_access_key(_report_link(edition, fields[0], version))  # such a note type begins with the id
    return (*fields[:at], link, *fields[at + 1 :])


def filled(
    name: str,
    language_of: Callable[[Edition], Language],
    *,
    plays: bool,
    has_clozes: bool = False,
    is_literal: bool = False,
    is_raw: bool = False,
    has_marks: bool = True,
) -> Callable[[NoteInEdition], str]:
    """Fill a field with a part in a language; empty if the note does not have it. One that `is_raw` is HTML.

    It `has_marks` where a text may be out of date, for which note types of ours have a style.
    """

    def fill(item: NoteInEdition) -> str:
        texts = item.note.parts.get(name)
        if texts is None:
            return ""
        language = language_of(item.edition)
        text = texts.get(language)
        if text is None:
            return ""
        html = text.value if item.note.raw and name in item.note.raw else shown(item.note, text.value)
        if item.note.speech:
            html += _spoken(item.note, name, language, plays=plays)
        is_marked = has_marks and (name, language) in item.stale
        return html + stale_mark(labels(language).stale) if is_marked else html

    def shown(note: Note, text: str) -> str:
        if is_literal:
            return plain_html(text)
        if is_raw:
            return text
        if not note.media:
            return to_html(text, has_clozes=has_clozes)
        names = {reference: media.name for reference, media in note.media.items()}
        return to_html(text, names, plays=plays, has_clozes=has_clozes)

    return fill


def _spoken(note: Note, part: str, language: Language, *, plays: bool) -> str:
    """What plays the recording that a program has made of a text; empty if there is none."""
    reference = note.speech.get((part, language))
    if reference is None:
        return ""
    name = note.media[reference].name
    return spoken_mark(to_html(f"![]({name})", {name: name}, plays=plays))


def _with_retirement(item: NoteInEdition, language: Language, text: str) -> str:
    """The text below an answer, after the reason why the note is retired, if it is."""
    retired = item.note.retired
    if retired is None or not language:
        return text
    words = labels(language)
    reason = retired.reason.get(language) or next(iter(retired.reason.values()))
    lines = [plain_html(words.retired_because.format(reason=reason))]
    if retired.replaced_by and not (item.note.kind and item.note.kind.adopted):  # by which no note could be found
        lines.append(plain_html(words.replaced_by.format(note=item.edition.search_for(retired.replaced_by))))
    lines.append(plain_html(words.put_away.format(tag=item.edition.retired_tag)))
    notice = "<br>".join(lines)
    return f"{notice}<br><br>{text}" if text else notice


def with_notice(
    fill: Callable[[NoteInEdition], str], language_of: Callable[[Edition], Language] = attrgetter("study")
) -> Callable[[NoteInEdition], str]:
    """Fill a field as `fill` does, with a notice above it in a language if the note is retired."""

    def filled_with_notice(item: NoteInEdition) -> str:
        text = fill(item)
        return _with_retirement(item, language_of(item.edition), text) if item.note.retired else text

    return filled_with_notice


def _id(item: NoteInEdition) -> str:
    """The first id, so that a renamed note is unchanged for learners, and searches for it work for all of them."""
    return item.note.first_id


def _topic(item: NoteInEdition) -> str:
    """The speaker and the section's title, after the label of retired notes."""
    edition, note = item.edition, item.note
    retired = labels(edition.study).retired if note.retired else ""
    speaker = edition.deck.source.speaker.get(edition.study, "") if edition.deck.source else ""
    title = edition.deck.sections[note.section].title[edition.study].value if note.section else ""
    return _joined(retired, speaker, title)


@lru_cache(maxsize=1024)  # the notes of a section have the same
def _joined(*words: str) -> str:
    return plain_html(" · ".join(filter(None, words)))


def _source(item: NoteInEdition) -> str:
    """The citation of the source, as a link if the source has a URL."""
    study, source = item.edition.study, item.edition.deck.source
    if source is None or study not in source.citation:
        return ""
    return _cited(study, source.citation[study], source.url)


@lru_cache(maxsize=64)  # all notes of an edition have the same
def _cited(study: Language, citation: str, url: str) -> str:
    shown = plain_html(citation)
    return labelled(study, labels(study).source, _link(url, shown) if url else shown)


def _report(item: NoteInEdition) -> str:
    """A link to report a mistake in this note."""
    return _report_link(item.edition, item.note.first_id, item.version) if item.edition.deck.report else ""


def _report_link(edition: Edition, note_id: str, version: str) -> str:
    deck, study = edition.deck, edition.study
    facts = {"id": note_id, "deck": deck.id, "version": version, "language": study}
    url = deck.report.format_map({name: quote(fact, safe="") for name, fact in facts.items()})
    return _link(url, labels(study).report)


def _link(url: str, text: str) -> str:
    return f'<a href="{to_attribute(url)}">{text}</a>'


def _lang(item: NoteInEdition) -> str:
    return item.edition.study


def _lang_2(item: NoteInEdition) -> str:
    return item.edition.support


def _label_2(item: NoteInEdition) -> str:
    return _name_of(item.edition.support) if item.edition.support else ""


@cache
def _name_of(language: Language) -> str:
    return plain_html(own_name(language))


def _voice(item: NoteInEdition) -> str:
    """The locale for speech synthesis, as Anki writes it: `bn_IN`; empty for a note with a recording.

    One that a program has made counts in its own language only.
    """
    study, note = item.edition.study, item.note
    voice = item.edition.deck.voice.get(study, "")
    if not (voice and note.media):
        return voice
    spoken = {reference: tag for (_, tag), reference in note.speech.items()}
    recordings = (shown for shown in note.media if kind_of(shown) in (MediaKind.SOUND, MediaKind.VIDEO))
    return "" if any(spoken.get(shown, study) == study for shown in recordings) else voice


def nothing(_: NoteInEdition) -> str:
    """Leave a field empty, for later use or for the learner."""
    return ""


NOTE_PART = Part("note", is_required=False)

ID = Field(1528303068869546, "ID", _id, is_aside=True)
NOTE = Field(1528735591936100, "Note", with_notice(study("note")))
NOTE_2 = Field(2003439709799140, "Note 2", with_notice(support("note"), attrgetter("support")))
TOPIC = Field(1998327912187515, "Topic", _topic, is_aside=True)
SOURCE = Field(1729568206998950, "Source", _source, is_aside=True, is_common=True)
LANG = Field(1972045164069284, "Lang", _lang, is_aside=True, is_common=True)
LANG_2 = Field(1884199551166413, "Lang 2", _lang_2, is_aside=True, is_common=True)
LABEL_2 = Field(1699581310236113, "Label 2", _label_2, is_aside=True, is_common=True)
VOICE = Field(1917720429574294, "Voice", _voice, is_aside=True)
MORE = Field(1238196480712814, "More", nothing, is_aside=True, is_common=True)
REPORT = Field(1511276116796675, "Report", _report, is_aside=True)
SPARE_1 = Field(1942937095600458, "Spare 1", nothing, is_aside=True, is_common=True)
SPARE_2 = Field(1237586779247725, "Spare 2", nothing, is_aside=True, is_common=True)

TAIL = (TOPIC, SOURCE, LANG, LANG_2, LABEL_2, VOICE, MORE, REPORT, SPARE_1, SPARE_2)
"""The fields at the end of every note type."""

_SPARE = "{{#Spare 1}}{{Spare 1}}{{/Spare 1}}"
# Browser sides are given, because Anki writes the first field into empty ones when a field is renamed
SPARE = Template(1127896936669223, "Spare", "Spare 1", _SPARE, _SPARE, "{{Spare 1}}", "{{Spare 1}}")

CSS = read_text("card.css") + read_text("highlight.css")
