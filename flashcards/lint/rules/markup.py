r"""A text has no markup other than Markdown, and a title has none.

Anki's own markup has no effect, and neither has HTML that is not allowed on a card: scripts, styles, and remote
pictures. Both would show on the card as text. Code in backticks may contain them.

Wrong::

    answer:
      bn: <font color="red">কোষপ্রাচীর</font>
      en: "The cell wall [sound:wall.mp3]"

Right::

    answer:
      bn: "**কোষপ্রাচীর**"
      en: The **cell wall**
"""

import re
from collections.abc import Iterator

from flashcards.lint.finding import Finding, TextRef, has_clozes, is_markdown, is_typed
from flashcards.lint.pattern import Pattern
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import offset_in, offset_of, without_code, without_verbatim
from flashcards.text.markdown import lost, to_html
from flashcards.text.markdown.simple import is_simply_marked

_CLOZE = Pattern(r"\{\{c[0-9]+::")
_OF_ANKI = (
    (_CLOZE, "only cloze notes have it: write `text:` instead of `question:` and `answer:`"),
    (Pattern(r"\{\{[A-Z#/^]"), "delete it"),
    (Pattern(r"\[sound:", re.IGNORECASE), "write the path of the file, '![](koel.mp3)'"),
    (Pattern(r"\[anki:", re.IGNORECASE), "delete it"),
    (Pattern(r"\[(?:latex\]|\$\$?\])|\\[(\[]", re.IGNORECASE), "write maths between dollar signs, '$x^2$'"),
)
_IN_TITLES = (
    (Pattern(r"</?(?:a|b|br|div|em|font|h[1-6]|i|img|li|ol|p|span|strong|sub|sup|u|ul)\b[^<>]*>", re.I), "HTML"),
    (Pattern("&(?:[a-z]{2,6}|#[0-9]+|#x[0-9a-f]+);", re.I), "HTML"),
    (Pattern(r"\{\{c[0-9]+::|\{\{[A-Z#/^]|\[(?:sound:|anki:|/?latex\]|\$)|\\[(\[]"), "Anki"),
    (Pattern(r"\*\*[^*\s][^*]*\*\*|\]\(https?:|^#{1,6} ", re.M), "Markdown"),
)

_PARTED = Pattern(r"!\[[^\]]*\](?:\s+\(|\s*（)")
_STRONG = Pattern(r"\*\*(?=\S)|(?<=\S)\*\*")
_ESCAPE = Pattern(r"\\.")
_CODE = Pattern(r"<code.*?</code>|\\\(.*?\\\)|\\\[.*?\\\]", re.S)
_ADDRESS = re.compile("[a-z]+://")
_QUOTES = tuple("“”„«»‘’")
_SHOWN_MARKUP = Pattern("<(?!span>|br>)")


def check(index: WordIndex) -> Iterator[Finding]:
    for ref in index.irregular_texts(own=True):
        if ref.note is None:
            yield from _in_title(ref)
        elif is_typed(ref):
            yield from _in_typed(ref)
        elif is_markdown(ref):
            yield from _in_part(ref)


def _in_title(ref: TextRef) -> Iterator[Finding]:
    text = without_code(ref.text.value)
    for pattern, kind in _IN_TITLES:
        if found := pattern.search(text):
            message = f"'{found[0]}' is {kind} markup, but titles are plain text"
            yield Finding(ref, message, "delete it", ref.text.value.find(found[0]))
            break


def _in_typed(ref: TextRef) -> Iterator[Finding]:
    text = ref.text.value
    if _SHOWN_MARKUP.search(to_html(text)):
        message = f"'{text}' has to be typed exactly so: typed answers have no Markdown"
        yield Finding(ref, message, "write it without markup")
    elif text[:1] in _QUOTES and text[-1:] in _QUOTES:
        message = f"learners have to type the quotes '{text[0]}' and '{text[-1]}' too"
        yield Finding(ref, message, "write it without them; for YAML, quotes are straight")


def _unparsed(text: str, *, in_cloze: bool) -> tuple[str, str, int | None] | None:
    """What looks like Markdown and is not: a message, a hint, and where it is."""
    if "![" in text and (found := _PARTED.search(without_verbatim(text))):
        return "this picture shows as text", "write '(' directly after ']'", offset_in(text, found.start())
    if "**" not in text or is_simply_marked(text):
        return None
    prose = _ESCAPE.sub("  ", without_verbatim(text))
    found = _STRONG.search(prose)
    if found and "*" in _CODE.sub("", to_html(text, has_clozes=in_cloze)):
        hint = "write '**' at both ends, or '\\**' to show it"
        return "'**' begins or ends no strong text, and shows as it is", hint, offset_in(text, found.start())
    return None


def _in_part(ref: TextRef) -> Iterator[Finding]:
    text = ref.text.value
    if markup := next(iter(lost(text)), ""):
        hint = "put the file beside the deck, and write its relative path" if _ADDRESS.match(markup) else "delete it"
        message = f"'{markup}' is not allowed on a card, and shows as text"
        yield Finding(ref, message, hint, offset_of(markup, text))
        return
    if flaw := _unparsed(text, in_cloze=has_clozes(ref)):
        yield Finding(ref, *flaw)
        return
    if "{" not in text and "[" not in text and "\\" not in text:
        return
    bare = without_code(text)
    for pattern, hint in _OF_ANKI:
        found = pattern.search(bare)
        if found and not (pattern is _CLOZE and has_clozes(ref)):
            message = f"'{found[0]}' is Anki's own markup, and shows as text"
            yield Finding(ref, message, hint, offset_of(found[0], text))
            break
