"""Patterns of the inline syntax that CommonMark lacks: maths, and media with spaces in their paths."""

import re

BAR = "\ufdd3"
"""Placeholder for a bar inside code or maths, which does not end a table cell."""

MATHS = re.compile(
    r"(?<![\\$A-Za-z\d])\$\$(?!\$)(?P<display>(?:[^$\\]|\\.)+?)\$\$(?!\$)|"
    r"(?<![\\$A-Za-z\d])(?<!\[(?=\$\]))(?<!\[/(?=\$\]))\$(?![\s$])"  # '[$]' and '[/$]' are Anki's LaTeX tags
    rf"(?![\d.,]+\s[^\\^_=+{{}}<>*/|{BAR}$]*\s[\d.,]+\$)"  # 'for $5 or 10$'
    r"(?P<inline>(?:[^$\\\n]|\\.)+?)(?<!\s)\$(?![A-Za-z\d$])",
    re.DOTALL,
)
"""Maths between dollar signs, unless a digit or letter follows the second, as with prices and shell variables."""

PICTURE = re.compile(
    r"!\[(?P<alt>[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]"
    r"\([ \n]*(?:<(?P<quoted>[^<>\n]+)>|(?P<path>(?:[^()\n\"]|\([^()\n\"]*\))+?))"
    r"(?:[ \n]+\"(?P<title>[^\"\n]*)\")?[ \n]*\)"
)
"""A picture, sound or video; its path may contain spaces."""
