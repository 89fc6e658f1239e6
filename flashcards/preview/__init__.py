"""The preview: a page in the browser with every card as Anki's clients show it, that follows edits, and on which readers
study and print.

May import: model, system, text, yamltext, cards, lint, source, deckfile, anki, ledger, exporting, importing, compile,
merging, adopting, report, diff.
"""
