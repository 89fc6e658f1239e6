"""A card's side as Anki fills a template in."""

import re
from collections.abc import Mapping

_MARK = re.compile(r"\{\{([#^/]?)([^{}]+)\}\}")
_EMPTY = re.compile(r"(\s|<br ?/?>|<div ?/?>|</div>)*", re.IGNORECASE)  # rslib template.rs, field_is_empty


def render(template: str, fields: Mapping[str, str]) -> str:
    """Fill in a template: `{{Field}}`, and what stands in `{{#Field}}` or `{{^Field}}` until `{{/Field}}`.

    Raises KeyError for a field there is none of, and ValueError for a part that is not closed.
    """
    text, *marks = _MARK.split(template)
    side = [text]
    shown = [("", True)]  # the parts that are open here, and whether what stands in them is shown
    for kind, name, rest in zip(marks[::3], marks[1::3], marks[2::3], strict=True):
        if kind in ("#", "^"):
            is_filled = not _EMPTY.fullmatch(fields[name])
            shown.append((name, shown[-1][1] and is_filled == (kind == "#")))
        elif kind == "/":
            if shown.pop()[0] != name:
                raise ValueError(f"'{{{{/{name}}}}}' closes nothing")
        elif shown[-1][1]:
            side.append(fields[name])
        if shown and shown[-1][1]:
            side.append(rest)
    if len(shown) != 1:
        raise ValueError(f"'{{{{#{shown[-1][0]}}}}}' is not closed")
    return "".join(side)
