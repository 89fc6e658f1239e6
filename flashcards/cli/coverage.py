"""`flashcards coverage`."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from flashcards.cli import options
from flashcards.cli.output import fail, print_json, report_left_out, say, show_problems
from flashcards.cli.states import read_states
from flashcards.compile.cache import opened_cache
from flashcards.deckfile.discovery import find_decks, find_project
from flashcards.model.problem import Location
from flashcards.report.terminal import WIDTH, aligned, summary

if TYPE_CHECKING:
    from flashcards.source.coverage import Coverage, CoveredPoint

_GAP = "  "


@click.command()
@options.decks
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="N",
    help="Exit with status 1 if less than N percent of a source's key points are covered in a language.",
)
@options.as_json
def coverage(decks: Sequence[str], fail_under: float | None) -> None:
    """Report which key points of the sources are covered by notes.

    Lists each key point with the notes that cover it, counted by language, then the key points
    without notes and the notes without key points. Decks that share a source are counted
    together. Retired notes are not counted, and a key point that only drafts and stubs cover is
    begun, not covered.

    \b
    Examples:
      flashcards coverage
      flashcards coverage mostaque-2024 --fail-under 100
    """
    from flashcards.source.coverage import coverage_json, coverage_of

    with opened_cache() as cache:
        states = read_states(find_decks(decks, find_project().decks), cache)
        sources = coverage_of((state.deck.head, state.deck.points()) for state in states.valid if state.deck.head)
    sourceless = [deck.id for deck in states.heads if not deck.source]
    if states.has_errors:
        show_problems(states.problems, err=True)
    print_json({"sources": [coverage_json(each) for each in sources], "decks_without_source": sourceless})
    if tables := [*map(_table, sources), *([f"{deck} has no source"] for deck in sourceless)]:
        say("\n\n".join("\n".join(lines) for lines in tables))
    report_left_out(
        states.left_out("counted"), "" if states.valid else f"nothing was counted: {summary(states.problems)}"
    )
    if fail_under is not None:
        _require(sources, fail_under)


def _table(coverage: "Coverage") -> Iterator[str]:
    """The lines of a table of the key points, then what is missing."""
    from flashcards.source.coverage import begun, percentage

    yield f"{coverage.source.id}: {next(iter(coverage.source.title.values()), '')}".rstrip(": ")
    counted = [("", "", *coverage.languages)]
    notes: list[Sequence[str]] = [()]
    for section, points in coverage.sections.items():
        counted.append((section, "", *(_share(points, tag) for tag in coverage.languages)))
        notes.append(())
        for point in points:
            is_parted = bool(point.point.clauses)
            counts = (str(point.notes_in(tag)) for tag in coverage.languages)
            counted.append((f"  {point.point.id}", point.point.kind or "?", *counts))
            drafts = [f"{draft.name} (draft)" for draft in point.drafts]
            notes.append([*([] if is_parted else (note.name for note in point.notes)), *drafts])
            for ref, covering in point.by_ref.items() if is_parted else ():
                counts = (str(sum(tag in note.languages for note in covering)) for tag in coverage.languages)
                counted.append((f"    #{ref.partition('#')[2]}", "", *counts))
                notes.append([note.name for note in covering])
    for line, names in zip(aligned(counted, right_from=2), notes, strict=True):
        yield from _with_notes(line, names)
    yield ""
    for tag in coverage.languages:
        more = f", {count:,} begun" if (count := begun(coverage.points, tag)) else ""
        yield f"{tag}: {_share(coverage.points, tag)} key points covered ({percentage(coverage.percent(tag))}){more}"
    yield from _listed("key points with no note:", _gaps(coverage))
    yield from _listed("drafts to finish:", _drafts(coverage))
    yield from _listed("notes that cover no key point:", ((note.location, note.name) for note in coverage.strays))


def _share(points: "Sequence[CoveredPoint]", language: str) -> str:
    from flashcards.source.coverage import covered

    return f"{covered(points, language)} of {len(points)}"


def _with_notes(line: str, names: Sequence[str]) -> Iterator[str]:
    """A row of the table with note ids at its right, wrapped to the width of the terminal."""
    margin = len(line) + len(_GAP)
    first, *others = textwrap.wrap(", ".join(names), max(WIDTH - margin, 20), break_on_hyphens=False) or [""]
    yield f"{line}{_GAP}{first}".rstrip()
    for other in others:
        yield " " * margin + other


def _gaps(coverage: "Coverage") -> Iterator[tuple[Location, str]]:
    for point in coverage.points:
        gaps = {tag: () if point.is_begun_in(tag) else point.gaps_in(tag) for tag in coverage.languages}
        for ref in point.by_ref:
            missing = [tag for tag in coverage.languages if ref in gaps[tag]]
            where = "" if len(missing) == len(coverage.languages) else f" in {', '.join(missing)}"
            if missing:
                yield point.point.location, f"{ref}{where}"


def _drafts(coverage: "Coverage") -> Iterator[tuple[Location, str]]:
    """The drafts that cover key points, by place."""
    return iter(sorted({(draft.location, draft.name) for point in coverage.points for draft in point.drafts}))


def _listed(heading: str, places: Iterable[tuple[Location, str]]) -> Iterator[str]:
    lines = [f"  {location}: {name}" for location, name in places]
    if lines:
        yield from ("", heading, *lines)


def _require(sources: "Sequence[Coverage]", least: float) -> None:
    """Fail if too few key points are covered, or if there are none."""
    from flashcards.source.coverage import percentage

    if not any(each.points for each in sources):
        fail("there are no key points to cover", "add 'source: …' below 'deck:'")
    short = [
        f"{percentage(each.percent(tag))} of '{each.source.id}' in {tag}"
        for each in sources
        for tag in each.languages
        if each.points and each.percent(tag) < least
    ]
    if short:
        fail(f"less than {least:g} % is covered: {', '.join(short)}")
