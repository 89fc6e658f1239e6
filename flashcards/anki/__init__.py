"""Packages as Anki takes them, written, read and rehearsed; the only home of genanki and SQLite schemas."""
