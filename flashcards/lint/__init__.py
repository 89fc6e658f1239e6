"""The linter: rules about the style of notes, their registry, and the engine that runs them.

May import: model, system, text, yamltext, cards.
"""
