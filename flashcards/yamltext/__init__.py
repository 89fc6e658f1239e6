"""YAML files: parsed with the place of every value, read without guessed types, edited in place; only user of PyYAML.

May import: model, system, text.
"""
