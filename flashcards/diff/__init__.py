"""Differences for learners between two states of a deck, as text, Markdown, JSON or an HTML page.

May import: model, system, text, yamltext, cards, lint, source, deckfile, anki, ledger, exporting, importing, compile,
merging, adopting, report.
"""
