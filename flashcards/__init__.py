"""Bilingual question-and-answer decks, compiled from YAML into Anki packages."""

__version__ = "0.1.0"
