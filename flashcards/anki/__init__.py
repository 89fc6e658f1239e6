"""Anki packages, written, read and rehearsed; the only home of genanki and of SQLite schemas."""
