"""The preview: a page in the browser with every card as Anki's clients show it, and live reload.

May import: model, system, text, yamltext, cards, lint, source, deckfile, anki, ledger, exporting, importing, compile,
merging, adopting, report, diff.
"""
