"""The marks of clozes, which no Markdown may take, and braces that Anki would take for them."""

import re

GLUE = "\ufdd0"
"""What Unicode keeps for programs among themselves: beside a mark it stands for a letter, so that emphasis can
begin and end there."""

COLON = "\ufdd2"
"""The second of two colons that begin no hint, which Anki must not see as they are."""

MARK = re.compile(r"\{\{c[0-9,]+::|\}\}")
"""Where a cloze begins or ends."""

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
    """A text in which Markdown does not mistake the marks: not for a word's end, nor for a line of code or a list."""
    text = _END_AFTER_BLOCK.sub(r"\1\n", _BESIDE_FENCE.sub(r"\1\2\n", text))
    return MARK.sub(lambda mark: mark[0] + GLUE if mark[0] == "}}" else GLUE + mark[0], text)


def are_alone(line: str) -> bool:
    """Whether a line has marks and nothing else."""
    return _ALONE.fullmatch(line) is not None


def are_whole(maths: str) -> bool:
    """Whether clozes that begin in maths end there; else its dollar signs are no pair."""
    if GLUE not in maths:
        return True
    depth = 0
    for brace in re.findall(r"(?<!\\)[{}]", maths):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def apart(text: str, brace: str) -> str:
    """Code or maths in which Anki takes no braces for the end of a cloze; `brace` is how one is written for that.

    Nor does it take colons for the beginning of a hint, unless they stand in a cloze of the same code.
    """
    pieces, opened, done = list[str](), list[str](), 0
    for mark in _BRACES.finditer(text):
        if mark.start() < done:  # the second of a cloze's two
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
    """A field in which Anki takes no colons for the beginning of a hint that stand in code, maths or an attribute."""
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
