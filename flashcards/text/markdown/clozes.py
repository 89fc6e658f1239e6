"""Protect the marks of clozes from Markdown, and other braces and colons from Anki's cloze parser."""

import re

GLUE = "\ufdd0"
"""A Unicode noncharacter that acts as a letter beside a cloze mark, so that emphasis can begin and end there."""

COLON = "\ufdd2"
"""Placeholder for the second of two colons that Anki must not read as the start of a hint."""

MARK = re.compile(r"\{\{c[0-9,]+::|\}\}")
"""The beginning or end of a cloze."""

_ALONE = re.compile(rf"(?:{GLUE}|\{{\{{c[0-9,]+::|(?:::[^{{}}\n]*)?\}}\}}|\s)+")
_END_AFTER_BLOCK = re.compile(r"^([ \t]*(?:[-*>|]|[0-9]+[.)]).*\n)(?=[ \t]*(?:::[^{}\n]*)?\}\}[ \t]*$)", re.MULTILINE)
_BESIDE_FENCE = re.compile(
    r"^([ \t]*\{\{c[0-9,]+::)(?=(?:```|~~~)[`~]*[\w+#.-]*[ \t]*$)|"
    r"^([ \t]*(?:```+|~~~+)[ \t]*)(?=(?:::[^{}\n]*)?\}\})",
    re.MULTILINE,
)
_BRACES = re.compile(r"\{\{c[0-9,]+::|\\?[{}]|::")

_GUARDED = re.compile(rf"(?P<begun>\{{\{{c[0-9,]+::)|(?P<ended>\}}\}})|<[a-z](?:\"[^\"]*\"|[^\">])*>|{COLON}")


def glued(text: str) -> str:
    """Insert glue and line breaks so that Markdown parses no cloze mark as part of words, code blocks or lists."""
    text = _END_AFTER_BLOCK.sub(r"\1\n", _BESIDE_FENCE.sub(r"\1\2\n", text))
    return MARK.sub(lambda mark: mark[0] + GLUE if mark[0] == "}}" else GLUE + mark[0], text)


def are_alone(line: str) -> bool:
    """Whether a line contains only cloze marks."""
    return _ALONE.fullmatch(line) is not None


def are_whole(maths: str) -> bool:
    """Whether the clozes in maths are complete; otherwise its dollar signs are not a pair."""
    if GLUE not in maths:
        return True
    depth = 0
    for brace in re.findall(r"(?<!\\)[{}]", maths):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def apart(text: str, brace: str) -> str:
    """Separate braces in code or maths that Anki would read as the end of a cloze, by writing one as `brace`.

    Double colons are protected from being read as a hint, unless they stand in a cloze of the same code.
    """
    pieces, opened, done = list[str](), list[str](), 0
    for mark in _BRACES.finditer(text):
        if mark.start() < done:  # the second brace of a cloze's end
            continue
        pieces.append(text[done : mark.start()])
        done = mark.end()
        is_doubled = text.startswith("}", done)
        if mark[0] == "}" and is_doubled and opened[-1:] != ["{"]:
            del opened[-1:]
            pieces.append("}}")
            done += 1
        elif mark[0].endswith("}"):
            if mark[0] == "}" and opened[-1:] == ["{"]:
                opened.pop()
            pieces.append(mark[0][:-1] + (brace if is_doubled else "}"))
        elif mark[0] == "::":
            pieces.append("::" if "::" in opened else f":{COLON}")
        else:
            opened += {"{": ["{"], r"\{": []}.get(mark[0], ["::"])
            pieces.append(mark[0])
    return "".join([*pieces, text[done:]])


def guarded(field: str) -> str:
    """Escape colons in attributes, code and maths inside clozes, so that Anki does not read them as a hint."""
    if "::" not in field and COLON not in field:
        return field
    depth = 0

    def guard(found: re.Match[str]) -> str:
        nonlocal depth
        if found["begun"]:
            depth += 1
        elif found["ended"]:
            depth = max(0, depth - 1)
        elif depth:
            return found[0].replace("::", ":&#58;").replace(COLON, "&#58;")
        return found[0].replace(COLON, ":")

    return _GUARDED.sub(guard, field)
