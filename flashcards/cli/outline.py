"""`flashcards outline`."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flashcards.cli import options
from flashcards.cli.output import print_json, say, show_problems
from flashcards.model.problem import has_errors
from flashcards.report.terminal import problems_json
from flashcards.system.regular_files import read_file

if TYPE_CHECKING:
    from flashcards.model.outline import Outline


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@options.as_json
def outline(file: Path, *, as_json: bool) -> None:
    """Show the sections and key points of an article.

    FILE is an article in any language, with headings such as "Key Learnings:", "Key Insights:" or
    "Key Practices:" above lines such as "- label: text", or a file in source/. Each key point is
    shown with its id; ambiguous headings and points are reported as warnings. Nothing is written.

    Exit status 1 if there are no key points.

    \b
    Examples:
      flashcards outline article.txt
      flashcards outline source/mostaque-2024.md --json
    """
    from flashcards.source.outline import read_outline

    article, text = read_outline(read_file(file), file)
    if as_json:
        print_json({**_data(article), "problems": problems_json(article.problems)})
    else:
        for line in _lines(article):
            say(line)
        show_problems(article.problems, {file: text}, err=True)
    if has_errors(article.problems):
        raise SystemExit(1)


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
