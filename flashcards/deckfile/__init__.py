"""Deck files: found, cut into chunks, read with problems at their places, made from templates, translated by PO files.

May import: model, system, text, yamltext, cards, lint, source.
"""
