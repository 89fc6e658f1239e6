"""Decks for other programs: tables for translators, CrowdAnki folders, and Anki's own text files.

May import: model, system, text, yamltext, cards, lint, source, deckfile, anki, ledger.
"""
