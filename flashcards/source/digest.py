"""The outline of an article as a digest that is to be put into one's own words.

Nothing of the article becomes a text of the digest, except its title: each point of it is quoted beside a blank.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from flashcards.model.deck import Language
from flashcards.model.outline import Outline, OutlinePoint, OutlineSection
from flashcards.model.source import KINDS
from flashcards.source.blanks import UNFINISHED
from flashcards.source.facts import Facts
from flashcards.text.phrases import joined
from flashcards.yamltext.writing import quoted

_ABOUT = f"""\
Write each text in your own words where {UNFINISHED} stands. Lines that begin with `>` quote the article, and are
skipped: delete them when you have written the texts. Never change an id in bold: notes name the points they cover by
it."""

_HEADINGS: Mapping[str, str] = {kind: heading.capitalize() for heading, kind in KINDS.items()}

# The keys of the front matter that have a text for each language, each with a comment and a blank
_TEXTS: Mapping[str, tuple[str, str]] = {
    "title": ("", "the title of the article"),
    "speaker": ("  # above each question; delete it if the article is nobody's words", "who says it"),
    "citation": ("  # below each answer", "author, title, where and when it was published"),
}


def digest_text(outline: Outline, facts: Facts, languages: Sequence[Language]) -> str:
    """The text of a digest in these languages, with each section of the outline that has key points."""
    parts = ["\n".join(_front_matter(facts, languages)), _ABOUT]
    parts += ["\n".join(_section(section, languages)) for section in with_points(outline)]
    return "\n\n".join(parts) + "\n"


def with_points(outline: Outline) -> tuple[OutlineSection, ...]:
    """The sections that have key points."""
    return tuple(section for section in outline.sections if section.points)


def _front_matter(facts: Facts, languages: Sequence[Language]) -> Iterator[str]:
    yield "---"
    for line in facts.others if facts.language in languages else (facts.title, *facts.others):
        yield f"# > {line}".rstrip()
    for key, (comment, wanted) in _TEXTS.items():
        yield f"{key}:{comment}"
        for language in languages:
            is_known = key == "title" and language == facts.language and facts.title
            yield f"  {language}: {quoted(facts.title if is_known else f'{UNFINISHED}: {wanted}')}"
    yield f"date: {facts.date or quoted(f'{UNFINISHED}: when it was said, such as 2024-03-29')}"
    yield f"language: {facts.language or quoted(f'{UNFINISHED}: the language of the article')}"
    yield from [f"url: {quoted(facts.url)}"] * bool(facts.url)
    yield "---"


def _section(section: OutlineSection, languages: Sequence[Language]) -> Iterator[str]:
    yield f"## {section.id}"
    if section.title:
        yield from ("", f"> {section.title}")
    yield ""
    for language in languages:
        yield f"- {language}: {UNFINISHED}: the title of the section"
    for kind, points in groupby(section.points, key=lambda point: point.kind):
        yield from ("", f"### {_HEADINGS.get(kind) or f'{UNFINISHED}: {joined([*_HEADINGS.values()])}'}", "")
        for point in points:
            yield from _point(point, languages)


def _point(point: OutlinePoint, languages: Sequence[Language]) -> Iterator[str]:
    yield f"- **{point.id}**"
    yield f"  > {point.label}: {point.text}" if point.label else f"  > {point.text}"
    for language in languages:
        yield f"  - {language}: {UNFINISHED}: the key point"
