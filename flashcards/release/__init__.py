"""Releases: versions, changelogs, texts for AnkiWeb and for learners, and their packages.

May import: model, system, text, yamltext, cards, lint, source, deckfile, anki, ledger, exporting, importing, compile,
merging, adopting, report, diff, preview.
"""
