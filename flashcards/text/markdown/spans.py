"""What in a text is no prose, by its own signs: maths, and files that are shown."""

import re

BAR = "\ufdd3"
"""What stands for a bar within code or maths, which ends no cell of a table."""

MATHS = re.compile(
    r"(?<![\\$A-Za-z\d])\$\$(?!\$)(?P<display>(?:[^$\\]|\\.)+?)\$\$(?!\$)|"
    r"(?<![\\$A-Za-z\d])(?<!\[(?=\$\]))(?<!\[/(?=\$\]))\$(?![\s$])"  # '[$]' and '[/$]' are Anki's
    rf"(?![\d.,]+\s[^\\^_=+{{}}<>*/|{BAR}$]*\s[\d.,]+\$)"  # 'for $5 or 10$'
    r"(?P<inline>(?:[^$\\\n]|\\.)+?)(?<!\s)\$(?![A-Za-z\d$])",
    re.DOTALL,
)
"""Maths between dollar signs, which have other uses: a price has a digit behind the second, a variable a letter."""

PICTURE = re.compile(
    r"!\[(?P<alt>[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]"
    r"\([ \n]*(?:<(?P<quoted>[^<>\n]+)>|(?P<path>(?:[^()\n\"]|\([^()\n\"]*\))+?))"
    r"(?:[ \n]+\"(?P<title>[^\"\n]*)\")?[ \n]*\)"
)
"""A picture, recording or video; its path may have blanks, as names of files do."""
