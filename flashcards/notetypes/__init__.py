"""The note types there are, one a module."""

from flashcards.notetypes.bilingual_qa import NOTETYPE as BILINGUAL_QA

__all__ = ["BILINGUAL_QA"]
