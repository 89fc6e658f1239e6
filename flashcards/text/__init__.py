"""Texts that authors write, independent of decks: Markdown, HTML, CSS, clozes, media references and languages.

May import: model, system.
"""
