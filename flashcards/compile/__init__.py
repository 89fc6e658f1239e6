"""The compiler from chunks of decks to packages: cached stages, joins over all chunks, ids and modification times.

May import: model, system, text, yamltext, cards, lint, source, deckfile, anki, ledger, exporting, importing.
"""
