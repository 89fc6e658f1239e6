"""The fields which every bilingual note type has, and the spare template each carries.

A field has the same id in every note type, so that a note can change its type in Anki and keep
what it holds. The spares are there because a field or template can never be added later
without freezing the notes of everyone who has the deck; renaming one that exists is harmless.
"""

from flashcards.deck import Note
from flashcards.edition import Edition
from flashcards.labels import labels
from flashcards.language import own_name
from flashcards.markup import to_attribute, to_html
from flashcards.notetypes.notetype import Field, Template


def _id(_: Edition, note: Note) -> str:
    return note.id


def _topic(edition: Edition, note: Note) -> str:
    """Who speaks, and the section's title."""
    speaker = edition.deck.source.speaker.get(edition.study) if edition.deck.source else None
    title = edition.deck.sections[note.section].title[edition.study].value if note.section else None
    return to_html(" · ".join(filter(None, (speaker, title))))


def _source(edition: Edition, _: Note) -> str:
    """Where the note's facts are from, linked where that has an address."""
    source = edition.deck.source
    if source is None or edition.study not in source.citation:
        return ""
    citation = to_html(source.citation[edition.study])
    if source.url:
        citation = f'<a href="{to_attribute(source.url)}">{citation}</a>'
    return f"{labels(edition.study).source}: {citation}"


def _lang(edition: Edition, _: Note) -> str:
    return edition.study


def _lang_2(edition: Edition, _: Note) -> str:
    return edition.support


def _label_2(edition: Edition, _: Note) -> str:
    return to_html(own_name(edition.support)) if edition.support else ""


def _nothing(_: Edition, __: Note) -> str:
    return ""


ID = Field(1528303068869546, "ID", _id, is_aside=True)
TOPIC = Field(1998327912187515, "Topic", _topic, is_aside=True)
SOURCE = Field(1729568206998950, "Source", _source, is_aside=True)
LANG = Field(1972045164069284, "Lang", _lang, is_aside=True)
LANG_2 = Field(1884199551166413, "Lang 2", _lang_2, is_aside=True)
LABEL_2 = Field(1699581310236113, "Label 2", _label_2, is_aside=True)
VOICE = Field(1917720429574294, "Voice", _nothing, is_aside=True)
MORE = Field(1238196480712814, "More", _nothing, is_aside=True)
REPORT = Field(1511276116796675, "Report", _nothing, is_aside=True)
SPARE_1 = Field(1942937095600458, "Spare 1", _nothing, is_aside=True)
SPARE_2 = Field(1237586779247725, "Spare 2", _nothing, is_aside=True)

TAIL = (TOPIC, SOURCE, LANG, LANG_2, LABEL_2, VOICE, MORE, REPORT, SPARE_1, SPARE_2)

_SPARE = "{{#Spare 1}}{{Spare 1}}{{/Spare 1}}"
SPARE = Template(1127896936669223, "Spare", gate="Spare 1", front=_SPARE, back=_SPARE)
