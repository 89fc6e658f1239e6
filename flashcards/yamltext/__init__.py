"""YAML with the place of every value, read without guessing types, and edited in place; the only home of PyYAML."""
