"""Summaries of packages, as a table or as JSON data."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from flashcards.anki.package import Package
from flashcards.report.terminal import aligned
from flashcards.text.language import own_name
from flashcards.text.phrases import counted


def package_lines(packages: Sequence[tuple[Package, Path, int]]) -> Iterator[str]:
    """Format a table of packages: path, counts of notes and cards, size and languages.

    Each package comes with its path and its size in bytes.
    """
    rows = [
        (
            str(path),
            counted(len(package.notes), "note"),
            counted(package.card_count, "card"),
            f"{size / 1000:,.0f} kB",
            " + ".join(map(own_name, filter(None, (package.edition.study, package.edition.support)))),
        )
        for package, path, size in packages
    ]
    yield from aligned(rows)


def package_json(package: Package, path: Path, size: int) -> dict[str, Any]:
    """Return a package as JSON data; `size` is in bytes."""
    edition = package.edition
    return {
        "path": str(path),
        "deck": edition.deck.id,
        "title": edition.title,
        "study": edition.study,
        "support": edition.support or None,
        "edition": edition.variant_name or None,
        "notes": len(package.notes),
        "cards": package.card_count,
        "size": size,
    }
