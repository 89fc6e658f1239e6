"""Sources of decks: digests with key points, outlines of articles, and the coverage of key points by notes.

May import: model, system, text, yamltext, cards, lint.
"""
