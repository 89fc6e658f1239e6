"""The script a user would write: yaml.safe_load, genanki, done.

    python tests/benchmarks/naive.py [--fast] DECK OUT

`--fast` has PyYAML use libyaml.
"""

import argparse
import html
from pathlib import Path
from typing import Any

import genanki
import yaml

LANGUAGES = ("bn", "en")
FIELDS = ("ID", "Question", "Answer", "Note", "Question 2", "Answer 2", "Note 2")
FRONT = "{{Question}}<details><summary>?</summary>{{Question 2}}</details>"
BACK = "{{FrontSide}}<hr>{{Answer}}<p>{{Note}}</p><details><summary>?</summary>{{Answer 2}}<p>{{Note 2}}</p></details>"
MODEL = genanki.Model(
    1607392319,
    "Question and answer",
    fields=[{"name": field} for field in FIELDS],
    templates=[{"name": "Card", "qfmt": FRONT, "afmt": BACK}],
)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("deck", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    loader = yaml.CSafeLoader if options.fast else yaml.SafeLoader
    head, notes = read(options.deck, loader)
    for number, study in enumerate(LANGUAGES):
        support = LANGUAGES[1 - number]
        deck = genanki.Deck(2059400110 + number, head["title"][study])
        for note in notes:
            deck.add_note(
                genanki.Note(
                    model=MODEL,
                    fields=[note["id"], *fields(note, study), *fields(note, support)],
                    tags=[note["section"], *note.get("tags", [])],
                    guid=genanki.guid_for(head["uid"], note["id"], study),
                )
            )
        genanki.Package(deck).write_to_file(options.out / f"{head['id']}-{study}.apkg")


def read(
    deck: Path, loader: type[yaml.SafeLoader] | type[yaml.CSafeLoader]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    head: dict[str, Any] = {}
    notes: list[dict[str, Any]] = []
    for path in sorted(deck.glob("*.yaml")) if deck.is_dir() else [deck]:
        with path.open(encoding="utf-8") as file:
            content = yaml.load(file, loader)
        head.update(content.get("deck", {}))
        notes.extend(content.get("notes", []))
    return head, notes


def fields(note: dict[str, Any], language: str) -> list[str]:
    return [html.escape(str(note.get(part, {}).get(language, ""))) for part in ("question", "answer", "note")]


if __name__ == "__main__":
    main()
