"""All note types, one a module."""

from collections.abc import Mapping

from flashcards.cards.notetypes.bilingual_cloze import NOTETYPE as BILINGUAL_CLOZE
from flashcards.cards.notetypes.bilingual_qa import NOTETYPE as BILINGUAL_QA
from flashcards.cards.notetypes.bilingual_term import NOTETYPE as BILINGUAL_TERM
from flashcards.cards.notetypes.bilingual_typed import NOTETYPE as BILINGUAL_TYPED
from flashcards.cards.notetypes.bilingual_word import NOTETYPE as BILINGUAL_WORD
from flashcards.cards.notetypes.notetype import Notetype

_ALL = (BILINGUAL_QA, BILINGUAL_CLOZE, BILINGUAL_TERM, BILINGUAL_TYPED, BILINGUAL_WORD)

NOTETYPES: Mapping[str, Notetype] = {notetype.key: notetype for notetype in _ALL}
"""The note types by the name authors use; the first is the default of a note whose parts fit no other."""

PARTS = tuple(dict.fromkeys(part.name for notetype in NOTETYPES.values() for part in notetype.parts))
"""The parts of all note types."""
