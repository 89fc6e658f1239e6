"""What an article says of itself: its title, date, language and address, where they are certain."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from flashcards.lint.script import LATIN, SCRIPT_OF, script_of
from flashcards.model.outline import Outline
from flashcards.source.article.lines import article_lines
from flashcards.source.article.prose import is_prose
from flashcards.source.front_matter import end_of_front_matter
from flashcards.source.headings import languages_of_headings
from flashcards.text.language import canonical_tag, is_language
from flashcards.yamltext.document import Pairs, Scalar, parse

_DATE = re.compile(r"(?<!\d)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)")
_URL = re.compile(r"https?://[^\s\"'<>]+")
_ENOUGH = 3
# Frequent words, most of which the other languages lack
_COMMON: Mapping[str, str] = {
    "da": "og det er på til af ikke som",
    "de": "der die das und ist nicht ein eine mit von zu auf für",
    "en": "the of and are that was with which this from have not",
    "es": "el los las y una del con por es su lo más",
    "fr": "le les et des une est du dans pour pas qui sur",
    "id": "yang dan di ini itu dengan untuk dari tidak pada",
    "it": "il gli di che è della per non sono nel",
    "nl": "het een van niet met voor zijn dat naar ook",
    "pl": "się nie na jest że to do oraz",
    "pt": "os uma não com em são mais pelo também dos",
    "sv": "och att det som på är för inte",
    "tr": "ve bir bu için ile çok olarak gibi daha",
}


class Facts(NamedTuple):
    """What is certain of an article, else empty; `others` are the other short lines above its first section."""

    title: str
    date: str
    language: str
    url: str
    others: tuple[str, ...]


def facts_of(outline: Outline, lines: Sequence[str], languages: Collection[str]) -> Facts:
    """The facts of an article, from its own front matter if it has one; `languages` are those it may be in."""
    stated = _front_matter(lines)
    title = next(iter([*_stated(stated, "title"), *outline.titles]), "")
    head = [*_head(outline, lines), *_stated(stated, "author", "authors", "by")]
    dates = dict.fromkeys(_DATE.findall(stated.get("date", "") or "\n".join(head)))
    urls = filter(_URL.fullmatch, _stated(stated, "url", "link", "canonical"))
    return Facts(
        title=title,
        date=next(iter(dates)) if len(dates) == 1 else "",
        language=_stated_language(stated) or _language(lines, languages),
        url=next(urls, ""),
        others=tuple(line for line in head if line != title),
    )


def _front_matter(lines: Sequence[str]) -> Mapping[str, str]:
    """The texts of the front matter, by key; none if there is none, or if it is not valid YAML."""
    document = parse("\n".join(lines[: end_of_front_matter(lines)]), Path())
    if document.problems or not isinstance(document.root, Pairs):
        return {}
    nodes = document.root.nodes.items()
    return {key.lower(): node.value.strip() for key, node in nodes if isinstance(node, Scalar) and node.value.strip()}


def _head(outline: Outline, lines: Sequence[str]) -> Iterator[str]:
    """The lines above the first section, such as a title, an author and a date, without prose."""
    end = next((section.location.line for section in outline.sections), 1)
    return (line.text for line in article_lines(lines) if line.number < end and not is_prose(line.text))


def _stated(stated: Mapping[str, str], *keys: str) -> Sequence[str]:
    return [stated[key] for key in keys if key in stated]


def _stated_language(stated: Mapping[str, str]) -> str:
    return next(filter(is_language, map(canonical_tag, _stated(stated, "language", "lang"))), "")


def _language(lines: Sequence[str], languages: Collection[str]) -> str:
    """The language of an article: in Latin script by its common words, otherwise the only one that has its script.

    Only one of `languages`, or else a language with the headings of the article, is taken.
    """
    text = "\n".join(lines)
    script = script_of(text)
    if script == LATIN:
        return _by_common_words(text)
    for tags in (languages, languages_of_headings(lines)):
        written = [tag for tag in tags if SCRIPT_OF.get(tag.split("-")[0]) == script]
        if len(written) == 1:
            return written[0]
    return ""


def _by_common_words(text: str) -> str:
    """The language whose common words are at least twice as frequent as those of any other one; empty if none is."""
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    counts = {language: sum(words[word] for word in common.split()) for language, common in _COMMON.items()}
    (best, most), (_, next_most) = Counter(counts).most_common(2)
    return best if most >= _ENOUGH and most >= 2 * next_most else ""
