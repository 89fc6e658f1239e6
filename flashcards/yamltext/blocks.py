"""Parsed values as YAML again, in block style, or on one line in braces."""

from flashcards.yamltext.document import Items, Node, Pairs, Scalar
from flashcards.yamltext.writing import block_scalar, quoted, scalar

_ENDS = " \t\n\r"  # what a deck's texts are read without


def block(mapping: Pairs, indent: int = 0) -> str:
    """A mapping in block style, with a mapping in it below its key and a list beside it."""
    margin = " " * indent
    lines = []
    for name, node in mapping.nodes.items():
        if isinstance(node, Pairs) and node.nodes:
            lines += [f"{margin}{scalar(name)}:", block(node, indent + 2)]
        elif isinstance(node, Scalar):
            lines.append(f"{margin}{scalar(name)}: {block_scalar(node.value.strip(_ENDS), indent + 2)}")
        else:
            lines.append(f"{margin}{scalar(name)}: {flow(node)}")
    return "\n".join(lines)


def flow(node: Node) -> str:
    """A value on one line."""
    match node:
        case Scalar():
            text = node.value.strip(_ENDS)
            return quoted(text) if "?" in text else scalar(text, is_in_flow=True)  # which not every parser reads there
        case Items():
            return f"[{', '.join(map(flow, node.items))}]"
        case Pairs():
            pairs = (f"{scalar(name, is_in_flow=True)}: {flow(value)}" for name, value in node.nodes.items())
            return f"{{{', '.join(pairs)}}}"
