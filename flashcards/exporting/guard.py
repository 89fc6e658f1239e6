"""Texts in cells of a spreadsheet, which must not run one as a formula or take it for a number or a date.

A spreadsheet that opens a CSV file computes `=1+1`, and makes a date of `3/4`. With an apostrophe before it, such a
text is shown as it is written; `bare` removes the apostrophe, so that a text always comes back the same.
"""

import re

_SIGN = "'"
# Signs that begin a formula in Excel, LibreOffice or Google Sheets, also in their wide forms
_FORMULA = "[=+\\-@＝＋－＠\t\r]"
# All digits that a spreadsheet would change: 007, 3/4, 12:30, 1.10, 1e5, and more than it shows
_NUMBER = r"(?:0\d+|\d{12,}|\d[\d.,:/\-–eE ]*[.,:/\-–eE ]\d+)\s*%?\Z"
# A price, of which a workbook has the number alone
_MONEY = r"[$€£¥₹]\s?[\d.,]+\Z|\d[\d.,]*\s?[$€£¥₹]\Z"
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = rf"(?:{_MONTH}[-/., ]*\d+|\d+[-/., ]*{_MONTH})(?:[-/., ]+\d+)?\Z"
_UNSAFE = re.compile(rf"'*(?:{_FORMULA}|{_NUMBER}|{_MONEY}|{_DATE}|(?:true|false)\Z)", re.IGNORECASE)


def guarded(text: str) -> str:
    """A text as a cell that no spreadsheet runs or changes."""
    return f"{_SIGN}{text}" if _UNSAFE.match(text) else text


def bare(cell: str) -> str:
    """The text of a guarded cell."""
    return cell[1:] if cell.startswith(_SIGN) and _UNSAFE.match(cell, 1) else cell
