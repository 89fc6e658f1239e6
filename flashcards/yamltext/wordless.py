"""Values that say the same in every language: a number, a picture, a recording, a formula, a piece of code."""

import re

# What a reader of any language reads alike, whatever letters are in it
_ALIKE = re.compile(r"!\[[^\]\n]*\]\((?:<[^>\n]*>|[^()\s]*)\)|`[^`\n]+`|\$\$[^$]+\$\$|\$[^$\n]+\$")


def has_no_words(text: str) -> bool:
    """Whether a text may be written once for all languages."""
    return not any(letter.isalpha() for letter in _ALIKE.sub("", text))
