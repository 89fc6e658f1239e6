"""Anki packages: written, read, and imported into Anki's own backend as a rehearsal; the only user of genanki.

May import: model, system, text, yamltext, cards, lint, source, deckfile.
"""
