"""The preview: a page with every card as Anki's clients show it, which follows edits; readers study and print on it.

May import: model, system, text, yamltext, cards, lint, source, deckfile, anki, ledger, exporting, importing, compile,
merging, adopting, report, diff.
"""
