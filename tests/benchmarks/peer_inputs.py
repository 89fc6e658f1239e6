"""A deck's notes in the formats of other tools: python -m tests.benchmarks.peer_inputs TOOL DECK FOLDER.

It is a process of its own, as what it holds in memory would count for each process that the benchmarks start later.
"""

import csv
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from tests.benchmarks.naive import BACK, FIELDS, FRONT, LANGUAGES, fields, read

_NOTE_TYPE = "Question and answer"
_UUID = "057a8d66-bc4e-11e9-9822-d8cb8ac9abf"  # less its last digit
_MARKDOWN_NOTE = """\
{question}

{question_2}

---

{answer}

{note}

{answer_2}

{note_2}
"""
_MARKDOWN_FILE = "---\ndeck: Almanac {language}\n---\n\n"
_MARKDOWN_CARD = """\
---

{question}

<details><summary>?</summary>{question_2}</details>
:::
{answer}

{note}

<details><summary>?</summary>{answer_2}<p>{note_2}</p></details>

---
[^uid]: {uid}
{tags}
"""


def _others(language: str) -> str:
    return LANGUAGES[1 - LANGUAGES.index(language)]


def _fields(note: Mapping[str, Any], language: str) -> dict[str, str]:
    """A note's fields by their names, with the same content as the naive script gives them."""
    values = (note["id"], *fields(dict(note), language), *fields(dict(note), _others(language)))
    return dict(zip(FIELDS, values, strict=True))


def _tags(note: Mapping[str, Any]) -> list[str]:
    return [note["section"], *note.get("tags", [])]


def _anki_yaml_tool(folder: Path, notes: Sequence[Mapping[str, Any]]) -> None:
    templates = [{"name": "Card", "qfmt": FRONT, "afmt": BACK}]
    for language in LANGUAGES:
        config = {
            "name": _NOTE_TYPE,
            "deck-name": f"Almanac {language}",
            "css": "",
            "fields": list(FIELDS),
            "templates": templates,
        }
        with (folder / f"{language}.yaml").open("w", encoding="utf-8") as file:
            yaml.dump({"config": config}, file, Dumper=yaml.CSafeDumper, allow_unicode=True)
            file.write("data:\n")
            for note in notes:
                named = {name.lower(): value for name, value in _fields(note, language).items()}
                item = [{**named, "tags": _tags(note)}]
                yaml.dump(item, file, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1_000)


def _ankcompiler(folder: Path, notes: Sequence[Mapping[str, Any]]) -> None:
    for language in LANGUAGES:
        with (folder / f"{language}.md").open("w", encoding="utf-8") as file:
            file.write(_MARKDOWN_FILE.format(language=language))
            for number, note in enumerate(notes):
                texts = {name.lower().replace(" ", "_"): text for name, text in _fields(note, language).items()}
                tags = "\n".join(f"[^tag]: {tag}" for tag in _tags(note))
                file.write(_MARKDOWN_CARD.format(**texts, uid=f"{language}{number:08}", tags=tags) + "\n")


def _brain_brew(folder: Path, notes: Sequence[Mapping[str, Any]]) -> None:
    columns = {"guid": "guid", "tags": "tags", **{name.lower(): name for name in FIELDS}}
    for number, language in enumerate(LANGUAGES):
        header = {"name": f"Almanac {language}", "crowdanki_uuid": f"{_UUID}{number}", "desc": ""}
        (folder / f"{language}-header.yaml").write_text(yaml.safe_dump(header), encoding="utf-8")
        with (folder / f"{language}.csv").open("w", encoding="utf-8", newline="") as file:
            rows = csv.DictWriter(file, columns)
            rows.writeheader()
            for note in notes:
                named = {name.lower(): value for name, value in _fields(note, language).items()}
                rows.writerow({"guid": f"{note['id']}-{language}", "tags": ", ".join(_tags(note)), **named})
    model = {
        "name": _NOTE_TYPE,
        "id": f"{_UUID}9",
        "css_file": "style.css",
        "fields": [{"name": name} for name in FIELDS],
        "templates": [{"name": "Card", "html_file": "card.html"}],
    }
    (folder / "note-type.yaml").write_text(yaml.safe_dump(model, sort_keys=False), encoding="utf-8")
    (folder / "style.css").write_text("\n", encoding="utf-8")
    (folder / "card.html").write_text(f"{FRONT}\n\n--\n\n{BACK}\n", encoding="utf-8")
    (folder / "recipe.yaml").write_text(yaml.safe_dump(_recipe(columns), sort_keys=False), encoding="utf-8")


def _recipe(columns: Mapping[str, str]) -> list[dict[str, Any]]:
    mapping = {"note_models": [_NOTE_TYPE], "columns_to_fields": dict(columns), "personal_fields": []}
    parts: list[dict[str, Any]] = [
        {"note_model_from_yaml_part": {"part_id": _NOTE_TYPE, "file": "note-type.yaml"}},
        {
            "headers_from_yaml_part": [
                {"part_id": f"header {language}", "file": f"{language}-header.yaml"} for language in LANGUAGES
            ]
        },
        {
            "notes_from_csvs": [
                {
                    "part_id": f"notes {language}",
                    "note_model_mappings": [dict(mapping)],
                    "file_mappings": [{"file": f"{language}.csv", "note_model": _NOTE_TYPE}],
                }
                for language in LANGUAGES
            ]
        },
    ]
    made = [
        {
            "folder": f"out/{language}",
            "headers": f"header {language}",
            "note_models": {"parts": [{"part_id": _NOTE_TYPE}]},
            "notes": {"part_id": f"notes {language}"},
        }
        for language in LANGUAGES
    ]
    return [{"build_parts": parts}, {"generate_crowd_anki": made}]


def _yanki(folder: Path, notes: Sequence[Mapping[str, Any]]) -> None:
    for language in LANGUAGES:
        (folder / language).mkdir()
        for number, note in enumerate(notes):
            texts = {name.lower().replace(" ", "_"): text for name, text in _fields(note, language).items()}
            (folder / language / f"{number:07}.md").write_text(_MARKDOWN_NOTE.format(**texts), encoding="utf-8")


WRITERS: Mapping[str, Callable[[Path, Sequence[Mapping[str, Any]]], None]] = {
    "anki-yaml-tool": _anki_yaml_tool,
    "ankcompiler": _ankcompiler,
    "brain-brew": _brain_brew,
    "yanki": _yanki,
}


def write_input(tool: str, deck: Path, folder: Path) -> None:
    """Write the notes of a deck into a new folder, as a tool reads them."""
    folder.mkdir(parents=True)
    WRITERS[tool](folder, read(deck, yaml.CSafeLoader)[1])


if __name__ == "__main__":
    write_input(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
