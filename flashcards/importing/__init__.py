"""Decks of other tools: read, mapped to note types of ours, and written as deck files.

May import: model, system, text, yamltext, cards, lint, source, deckfile, anki, ledger, exporting.
"""
