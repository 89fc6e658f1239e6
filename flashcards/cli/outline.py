"""`flashcards outline`."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from flashcards.cli import options
from flashcards.cli.languages import LANGUAGES, check_languages
from flashcards.cli.output import print_json, say, say_wrote, show_problems, write_text
from flashcards.deckfile.discovery import find_project
from flashcards.model.problem import FlashcardsError, has_errors
from flashcards.system.regular_files import read_file
from flashcards.text.phrases import counted

if TYPE_CHECKING:
    from flashcards.model.outline import Outline


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--write",
    "digest",
    metavar="DIGEST",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a digest to fill in, such as source/rivers-2025.md; an existing file is not overwritten.",
)
@options.languages("A language of the digest; can be repeated [default: the article's and English]")
@options.as_json
def outline(file: Path, digest: Path | None, languages: Sequence[str]) -> None:
    """Show the sections and key points of an article, or write a digest of it.

    FILE is an article in any language, with headings such as "Key Learnings:", "Key Insights:" or
    "Key Practices:" above lines such as "- label: text", or a file in source/. Each key point is
    shown with its id; ambiguous headings and points are reported as warnings.

    With --write, a digest is written, in which you put each key point into your own words:

    \b
      ---
      title: {es: El agua en Levante, en: "TODO: the title"}
      speaker: {es: Ana Ruiz, en: Ana Ruiz}
      citation: {es: "Ana Ruiz, 2024", en: "Ana Ruiz, 2024"}
      date: 2024-05-02
      language: es
      ---
      ## la-sequia
      - es: La sequía
      - en: TODO: the title of the section
      ### Key learnings
      - **la-sequia.riego**
        > La huerta consume el 80 %.
        - es: La huerta gasta casi toda el agua.
        - en: TODO: the key point

    Texts that begin with TODO are still to be written, and lines that begin with > quote the article
    and are skipped. The headings of key points are those of articles, in any language. The speaker
    is shown above each question, and the citation below each answer; speaker, interviewer, date,
    language and url are optional. `flashcards new DECK --from DIGEST` goes on from there.

    Exit status 1 if there are no key points.

    \b
    Examples:
      flashcards outline article.txt
      flashcards outline article.txt --write source/rivers-2025.md -l es -l en
      flashcards outline source/mostaque-2024.md --json
    """
    from flashcards.source.outline import read_outline

    if languages and digest is None:
        raise click.UsageError("--language is for a digest: add --write source/NAME.md")
    article, text = read_outline(read_file(file), file)
    print_json(_data(article))
    if digest is not None and not has_errors(article.problems):
        written = _write(digest, file, article, text, languages)
        print_json({"languages": list(written.languages), "to_write": written.blanks})
    for line in _lines(article) if digest is None else ():
        say(line)
    show_problems(article.problems, {file: text}, err=True)
    if has_errors(article.problems):
        raise SystemExit(1)
    if digest is not None:
        say_wrote(digest, note=_contents(article, written))
        for line in _next(digest, article, written):
            say(f"  {line}")


class WrittenDigest(NamedTuple):
    """The languages of a digest that was written, and how many blanks it has."""

    languages: Sequence[str]
    blanks: int


def _write(digest: Path, file: Path, article: "Outline", text: str, languages: Sequence[str]) -> WrittenDigest:
    """Write a digest of an article."""
    from flashcards.source.digest import digest_text
    from flashcards.source.facts import facts_of
    from flashcards.source.outline import is_digest
    from flashcards.source.reader import read_source
    from flashcards.text.decode import lines_of

    lines = lines_of(text)
    if is_digest(lines):
        raise FlashcardsError(f"'{file}' is a digest already", f"run `flashcards new {file.stem} --from {file}`")
    check_languages(languages)
    _check_path(digest)
    facts = facts_of(article, lines, languages or LANGUAGES)
    chosen = tuple(dict.fromkeys(languages or _default_languages(facts.language, file, digest)))
    content = digest_text(article, facts, chosen)
    reading = read_source(content.encode(), digest)
    write_text(digest, content)
    return WrittenDigest(chosen, len(reading.problems) + len(reading.source.blanks))


def _check_path(digest: Path) -> None:
    """Raise an error unless decks find a source at a path, and nothing is there."""
    from flashcards.source.slug import slug
    from flashcards.yamltext.entry import SLUG

    wanted = find_project().root / "source" / f"{slug(digest.stem) or 'first-source'}.md"
    if digest.suffix != ".md" or not SLUG.fits(digest.stem):
        raise click.BadParameter(f"'{digest}' cannot be a digest; write {wanted}", param_hint="--write")
    if digest.absolute().parent != wanted.absolute().parent:
        message = f"decks would not find '{digest}'; write {wanted}"
        raise click.BadParameter(message, param_hint="--write")
    if digest.exists():
        raise FlashcardsError(f"'{digest}' already exists", hint="choose another name; or delete it, to begin it again")


def _default_languages(language: str, file: Path, digest: Path) -> Sequence[str]:
    """The languages of a new deck if the article is in one of them, else its own language and English."""
    if not language:
        command = f"flashcards outline {quote(str(file))} --write {quote(str(digest))} -l TAG -l en"
        message = f"the language of '{file}' is not certain; name those of the digest: `{command}`"
        raise click.BadParameter(message, param_hint="--language")
    return LANGUAGES if language in LANGUAGES else (language, "en")


def _contents(article: "Outline", written: WrittenDigest) -> str:
    """What a digest contains."""
    from flashcards.source.digest import with_points

    sections = with_points(article)
    points = counted(sum(len(section.points) for section in sections), "key point")
    return f"{counted(len(sections), 'section')}  {points}  {' + '.join(written.languages)}"


def _next(digest: Path, article: "Outline", written: WrittenDigest) -> Iterator[str]:
    """What was left out of a digest, and what comes next."""
    from flashcards.source.digest import with_points

    sections = with_points(article)
    left_out = [f"'{section.title}'" for section in article.sections if section not in sections]
    if left_out:
        yield f"left out, because they have no key points: {', '.join(left_out)}"
    yield f"put it into your own words: {counted(written.blanks, 'text')} to write, marked TODO"
    yield f"then, or meanwhile, run `flashcards new {digest.stem} --from {digest}`"


def _lines(article: "Outline") -> Iterator[str]:
    yield from article.titles
    for section in article.sections:
        yield ""
        yield f"{section.id}  {section.title}".rstrip()
        width = max((len(point.id) for point in section.points), default=0)
        for point in section.points:
            text = f"{point.label}: {point.text}" if point.label else point.text
            yield f"  {point.id:{width}}  {point.kind or '?':8}  {text}"


def _data(article: "Outline") -> dict[str, Any]:
    return {
        "titles": list(article.titles),
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "line": section.location.line,
                "points": [
                    {
                        "id": point.id,
                        "kind": point.kind or None,
                        "label": point.label or None,
                        "text": point.text,
                        "line": point.location.line,
                    }
                    for point in section.points
                ],
            }
            for section in article.sections
        ],
    }
