"""A deck in every layout that an author may choose, and a learner who edits it in Anki's own backend."""

import json
import sqlite3
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from anki.collection import Collection, ExportAnkiPackageOptions, ImportAnkiPackageOptions, ImportAnkiPackageRequest

DECK = """\
# The rivers of the world
deck:
  id: world-rivers
  uid: 3b0c4f1e9d7a42c58e6f0a1b2c3d4e5f
  title: {bn: পৃথিবীর নদী, en: Rivers of the world}
  languages: [bn, en]
  license: CC-BY-4.0
  authors: [Asha Rahman]
  version: 1.0

notes:
  - id: longest-in-asia # never changes
    question:
      bn: এশিয়ার দীর্ঘতম নদী কোনটি?
      en: Which is the longest river in Asia?
    answer:
      bn: ইয়াংসি
      en: The Yangtze # really
    note:
      bn: দৈর্ঘ্য প্রায় ৬,৩০০ কিলোমিটার, তিব্বতের মালভূমি থেকে সাগর পর্যন্ত।
      en: >-
        It is about 6,300 kilometres long,
        from the _Tibetan Plateau_ to the sea.
  - {id: ship, word: {bn: জাহাজ, en: [ship, vessel]}}
  - id: amazon
    text:
      bn: আমাজন {{c1::আটলান্টিক মহাসাগরে}} পড়ে।
      en: |
        The Amazon flows into the {{c1::Atlantic}}.

        - wide
        - long
  - id: nile-length
    question:
      bn: নীল নদ কত কিলোমিটার দীর্ঘ?
      en: How many kilometres long is the Nile?
    answer: 6650
  - id: delta
    question: {bn: "'ব-দ্বীপ' কী?", en: 'What''s a "delta"?'}
    answer: {bn: "সমতল", en: "flat: land"}
"""


class Act(NamedTuple):
    """What a learner does to a note in a language, or in all."""

    note: str
    language: str = "*"
    fields: Mapping[str, str] = {}
    tags: Sequence[str] = ()
    is_suspended: bool = False


def studied(folder: Path, packages: Sequence[Path], acts: Sequence[Act], moment: float, own: str = "") -> Path:
    """The package that a learner exports after importing packages, editing notes, and adding one of their own.

    Anki knows only the machine's clock, so that the `moment` of the edits is set afterwards.
    """
    folder.mkdir(exist_ok=True)
    col = Collection(str(folder / "collection.anki2"))
    for package in packages:
        options = ImportAnkiPackageOptions(with_scheduling=False)
        col.import_anki_package(ImportAnkiPackageRequest(package_path=str(package.absolute()), options=options))
    for act in acts:
        for note_id in col.find_notes(f"ID:{act.note} Lang:{act.language}"):
            note = col.get_note(note_id)
            for name, html in act.fields.items():
                note[name] = html
            for tag in act.tags:
                note.add_tag(tag)
            col.update_note(note)
            col.db.execute("update notes set mod = ? where id = ?", int(moment), note_id)
            if act.is_suspended:
                col.sched.suspend_cards(note.card_ids())
    if own:
        note = col.new_note(col.models.by_name("Basic"))
        note.fields[:] = [own, "yes"]
        col.add_note(note, col.db.scalar("select did from cards"))
    path = folder / "edited.apkg"
    options = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=False, with_media=True, legacy=False)
    col.export_anki_package(out_path=str(path), options=options, limit=None)
    col.close()
    return path


def edited_package(
    package: Path, target: Path, note: str, fields: Mapping[str, str], moment: float, media: Mapping[str, bytes] = {}
) -> Path:
    """A package that was built here, with a note as Anki stores it after an edit, and more media."""
    with zipfile.ZipFile(package) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    names = [*json.loads(members["media"]).values(), *media]
    members["media"] = json.dumps(dict(enumerate(names))).encode()
    members |= {str(names.index(file)): content for file, content in media.items()}
    [name] = [name for name in members if name.startswith("collection.")]
    database = target.with_suffix(".anki2")
    database.write_bytes(members[name])
    with closing(sqlite3.connect(database)) as col, col:
        models = json.loads(col.execute("select models from col").fetchone()[0])
        for note_id, mid, joined in col.execute("select id, mid, flds from notes").fetchall():
            names = [field["name"] for field in models[str(mid)]["flds"]]
            values = dict(zip(names, joined.split("\x1f"), strict=True))
            if values["ID"] == note:
                changed = "\x1f".join({**values, **fields}.values())
                col.execute("update notes set flds = ?, mod = ? where id = ?", (changed, int(moment), note_id))
    members[name] = database.read_bytes()
    database.unlink()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target
