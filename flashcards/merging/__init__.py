"""Edits that were made elsewhere, in Anki or in a spreadsheet: compared with a deck, and taken into its files.

May import: model, system, text, yamltext, cards, lint, source, deckfile, anki, ledger, exporting, importing, compile.
"""
