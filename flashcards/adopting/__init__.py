"""Decks of other tools, taken over with their learners: what they have is kept, byte for byte.

May import: model, system, text, yamltext, cards, lint, source, deckfile, anki, ledger, exporting, importing, compile,
merging.
"""
