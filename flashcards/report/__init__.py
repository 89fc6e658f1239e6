"""Reports of problems, packages and statistics, as text, JSON, GitHub annotations or SARIF.

May import: model, system, text, yamltext, cards, lint, source, deckfile, anki, ledger, exporting, importing, compile,
merging, adopting.
"""
