"""A word and its translation, with a card in each direction."""

import re
from collections.abc import Callable
from operator import attrgetter

from flashcards.cards.notetypes import fields as family
from flashcards.cards.notetypes.bilingual_typed import TYPED
from flashcards.cards.notetypes.fields import study, support
from flashcards.cards.notetypes.notetype import Field, NoteInEdition, Notetype, Part, Template, read_text
from flashcards.model.deck import Language
from flashcards.model.edition import Edition
from flashcards.text.answers import split_answers
from flashcards.text.html import to_html as plain_html
from flashcards.text.language import own_name
from flashcards.text.spoken import has_recording, words_of

_CLARIFIED = re.compile(r"(?<=\S)\s+\([^()]*\)$")

_LanguageOf = Callable[[Edition], Language]


def headword(text: str) -> str:
    """The answer to type for a word: the first accepted one, without a clarification in brackets after it."""
    answers = split_answers(words_of(text))
    return _CLARIFIED.sub("", answers[0]) if answers else ""


def _typed(language_of: _LanguageOf) -> Callable[[NoteInEdition], str]:
    """Fill a field with the answer to type; empty unless words in this language are typed."""

    def fill(item: NoteInEdition) -> str:
        language = language_of(item.edition)
        if language not in item.edition.deck.typed_words:
            return ""
        return plain_html(headword(item.note.parts["word"][language].value))

    return fill


def _voice(language_of: _LanguageOf) -> Callable[[NoteInEdition], str]:
    """Fill a field with the locale for speech synthesis; empty for a word with a recording."""

    def fill(item: NoteInEdition) -> str:
        language = language_of(item.edition)
        voice = item.edition.deck.voice.get(language, "")
        return "" if voice and item.note.media and is_recorded(item, language) else voice

    def is_recorded(item: NoteInEdition, language: Language) -> bool:
        texts = (item.note.parts.get(part, {}).get(language) for part in ("word", "reading"))
        return ("word", language) in item.note.speech or any(has_recording(text.value) for text in texts if text)

    return fill


def _label(item: NoteInEdition) -> str:
    return plain_html(own_name(item.edition.study))


_OF_STUDY: _LanguageOf = attrgetter("study")
_OF_SUPPORT: _LanguageOf = attrgetter("support")

NOTETYPE = Notetype(
    key="word",
    id=1510066199413,
    name="Bilingual Word",
    revision=1,
    parts=(
        Part("word", has_several=True),
        Part("reading", is_required=False),
        Part("part_of_speech", is_required=False),
        Part("gender", is_required=False),
        Part("example", is_required=False),
        family.NOTE_PART,
    ),
    fields=(
        family.ID,
        Field(1074516252103963, "Word", study("word")),
        Field(1749428344482794, "Reading", study("reading")),
        Field(1097925974364796, "Part of Speech", study("part_of_speech")),
        Field(1700148007125972, "Gender", study("gender")),
        Field(1840260988538178, "Example", study("example")),
        family.NOTE,
        Field(1525477255934813, "Word 2", support("word", plays=True)),
        Field(1051747983189322, "Reading 2", support("reading", plays=True)),
        Field(1116711279117970, "Part of Speech 2", support("part_of_speech")),
        Field(1813693080733436, "Gender 2", support("gender")),
        Field(1968099384061009, "Example 2", support("example", plays=True)),
        family.NOTE_2,
        TYPED._replace(fill=_typed(_OF_STUDY)),
        Field(1309199376204114, "Typed 2", _typed(_OF_SUPPORT), is_aside=True),
        Field(2042331174097774, "Label", _label, is_aside=True, is_common=True),
        Field(1131691779004403, "Voice 2", _voice(_OF_SUPPORT), is_aside=True),
        Field(1946687279550761, "Spare 3", family.nothing, is_aside=True, is_common=True),
        Field(1705556222750749, "Spare 4", family.nothing, is_aside=True, is_common=True),
        *(field._replace(fill=_voice(_OF_STUDY)) if field is family.VOICE else field for field in family.TAIL),
    ),
    sort_field="Word",
    templates=(
        Template(
            1081396828556887,
            "Recognition",
            gate="Word",
            front=read_text("bilingual_word.recognition.front.html"),
            back=read_text("bilingual_word.recognition.back.html"),
            browser_front="{{Word}}",
            browser_back="{{Word 2}}",
        ),
        Template(
            2095756862601239,
            "Production",
            gate="Word 2",
            front=read_text("bilingual_word.production.front.html"),
            back=read_text("bilingual_word.production.back.html"),
            browser_front="{{Word 2}}",
            browser_back="{{Word}}",
        ),
        family.SPARE,
    ),
    css=family.CSS + read_text("word.css"),
)
