"""Deck files: found, read into decks with problems at their places, made from templates, translated by PO files.

May import: model, system, text, yamltext, cards, lint, source.
"""
