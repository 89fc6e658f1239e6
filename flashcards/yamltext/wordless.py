"""Texts without words, which are the same in every language: numbers, pictures, sounds, formulas and code."""

import re

# Media, code and formulas, which are language-neutral whatever letters they contain
_NEUTRAL = re.compile(r"!\[[^\]\n]*\]\((?:<[^>\n]*>|[^()\s]*)\)|`[^`\n]+`|\$\$[^$]+\$\$|\$[^$\n]+\$")


def has_no_words(text: str) -> bool:
    """Whether a text contains no words, so that it may be written once for all languages."""
    return not any(letter.isalpha() for letter in _NEUTRAL.sub("", text))
