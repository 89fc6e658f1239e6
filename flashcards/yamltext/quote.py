"""A text quoted for YAML."""

import json


def quoted(text: str) -> str:
    """Quote a text as JSON does, with escapes for the line breaks that JSON leaves as they are."""
    return json.dumps(text, ensure_ascii=False).translate({0x85: "\\N", 0x2028: "\\L", 0x2029: "\\P"})
