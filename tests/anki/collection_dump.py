"""Run by any Anki backend's own Python: import packages into a fresh collection and print what is there.

    python collection_dump.py PACKAGE...

Prints JSON; knows nothing of flashcards, so that an environment needs nothing but `anki`.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import anki.collection
from anki.buildinfo import version
from anki.collection import Collection, ImportAnkiPackageRequest

SYNCED = ("notes", "cards", "notetypes", "decks", "tags", "deck_config")


def import_package(collection: Collection, path: str) -> dict[str, int]:
    """Import as the dialog does when nothing in it is touched."""
    request = ImportAnkiPackageRequest(package_path=path)
    options = getattr(anki.collection, "ImportAnkiPackageOptions", None)
    if options:
        request.options.CopyFrom(options(with_scheduling=False))
    log = collection.import_anki_package(request).log
    kinds = ("new", "updated", "duplicate", "conflicting", "missing_notetype", "missing_deck", "empty_first_field")
    return {kind: len(getattr(log, kind)) for kind in kinds if len(getattr(log, kind))}


def dump(collection: Collection) -> tuple[list[Any], list[Any]]:
    notes, cards = [], []
    for guid, note_id, kind, mod, tags, fields in collection.db.execute(
        "select guid, id, mid, mod, tags, flds from notes order by id"
    ):
        notes.append(
            {
                "guid": guid,
                "id": note_id,
                "notetype": kind,
                "mod": mod,
                "tags": tags.split(),
                "fields": fields.split("\x1f"),
            }
        )
    query = "select id, nid, did, ord, due, type, queue, reps, flags from cards order by due, id"
    for card_id, note_id, deck_id, index, due, kind, queue, reps, flags in collection.db.execute(query):
        card = collection.get_card(card_id)
        output = card.render_output()
        cards.append(
            {
                "id": card_id,
                "note": note_id,
                "deck": collection.decks.name(deck_id),
                "template": index,
                "name": f"Cloze {index + 1}" if card.note_type()["type"] else card.template()["name"],
                "due": due,
                "state": [kind, queue, reps, flags],
                "front": output.question_text,
                "back": output.answer_text,
                "sounds": [
                    [getattr(tag, "filename", "") or tag.lang for tag in tags]
                    for tags in (output.question_av_tags, output.answer_av_tags)
                ],
            }
        )
    return notes, cards


def main(paths: list[str]) -> None:
    collection = Collection(str(Path(tempfile.mkdtemp()) / "collection.anki2"))
    logs = [import_package(collection, path) for path in paths]
    for table in SYNCED:  # as after a sync: from here on, what is touched shows
        collection.db.execute(f"update {table} set usn = 0")
    again = [import_package(collection, path) for path in paths]
    touched = [table for table in SYNCED if collection.db.scalar(f"select count() from {table} where usn = -1")]
    notes, cards = dump(collection)
    decks = {d.name: collection.decks.get(d.id) for d in collection.decks.all_names_and_ids() if d.name != "Default"}
    used = [
        name
        for name in collection.models.all_names_and_ids()
        if collection.models.use_count(collection.models.get(name.id))
    ]
    types = [collection.models.get(name.id) for name in used]
    empty = collection.get_empty_cards()
    report: dict[str, Any] = {
        "version": version,
        "imported": logs,
        "imported again": again,
        "changed by importing again": touched,
        "notes": notes,
        "cards": cards,
        "decks": {
            name: {"desc": deck["desc"], "md": deck.get("md", False), "conf": deck["conf"]}
            for name, deck in decks.items()
        },
        "notetypes": [
            {
                "id": int(kind["id"]),
                "name": kind["name"],
                "mod": kind["mod"],
                "css": kind["css"],
                "sort field": kind["sortf"],
                "fields": [[field.get("id"), field["name"]] for field in kind["flds"]],
                "templates": [[template.get("id"), template["name"]] for template in kind["tmpls"]],
            }
            for kind in types
        ],
        "media": sorted(each.name for each in Path(collection.media.dir()).iterdir()),
        "empty cards": sum(len(note.card_ids) for note in empty.notes),
        "tags": sorted(collection.tags.all()),
    }
    report["check database"] = list(collection.fix_integrity())
    report["cards after check"] = collection.card_count()
    collection.close()
    json.dump(report, sys.stdout)


main(sys.argv[1:])
