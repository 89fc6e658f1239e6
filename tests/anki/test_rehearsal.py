"""What a learner would see of an update, as Anki's own backend has it."""

import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import Field, fields, replace
from pathlib import Path
from typing import Any

import genanki
import pytest

from flashcards.anki.package import PackageNotetype
from flashcards.anki.package_writer import write_package
from flashcards.anki.rehearsal import Rehearsal, rehearse, runs
from flashcards.anki.rehearsal.collection import import_package
from flashcards.cards.notetypes import NOTETYPES
from flashcards.cards.notetypes.notetype import Notetype
from flashcards.deckfile.discovery import find_decks
from flashcards.ledger.compatibility import BreakingKind
from flashcards.ledger.file import ledger_path
from flashcards.model.problem import FlashcardsError
from tests.pipeline import build, states

FIRST = 1_795_479_400.5
LATER = FIRST + 500

HEAD = """\
deck:
  id: planets
  uid: 0123456789abcdef
  title: {bn: গ্রহ, en: Planets}
  languages: [en, bn]
notes:
"""

QA = "Bilingual Q&A (planets 0123)"


def note(note_id: str, answer: str = "yes", more: str = "") -> str:
    question = f'{{bn: "{note_id}?", en: "{note_id}?"}}'
    return f"  - {{id: {note_id}, question: {question}, answer: {{bn: হ্যাঁ, en: {answer}}}{more}}}\n"


NOTES = (note("a"), note("b"), note("c"))
ALL = ("a", "b", "c")
UNCHANGED = Rehearsal(unchanged=ALL, kept_edits=ALL)


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go; genanki never deletes its own."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def author(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Author":
    return Author(tmp_path, monkeypatch)


class Author:
    """Somebody who writes a deck of three notes, and builds it again and again with the ledger beside it."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self._folder = folder
        self._patch = patch
        self._packages = 0

    def first(self) -> Path:
        """The package that learners have."""
        return self.build(*NOTES, now=FIRST)

    def build(self, *notes: str, now: float = LATER, head: str = HEAD) -> Path:
        """Build the English package."""
        [built] = build(self._decks(notes, head), self._next(), now=now, wanted=["en"])
        return built.path

    def build_with(self, notetype: Notetype, *notes: str, mod: int = int(LATER)) -> Path:
        """Build the English package with another note type, as a later flashcards may have it."""
        sources = find_decks([], self._decks(notes, HEAD))
        with self._patch.context() as patch:
            patch.setitem(NOTETYPES, "qa", notetype)
            with states(sources, now=LATER, accepted=[BreakingKind.SCHEMA.of("qa")], wanted=["en"]) as [state]:
                [package] = state.packages
                package = replace(package, notetypes={"qa": PackageNotetype(package.notetypes["qa"].notetype, mod)})
                path = self._next() / package.file_name
                path.parent.mkdir()
                with path.open("wb") as file:
                    write_package(package, file)
        return path

    def lose_ledger(self) -> None:
        self._ledger.unlink()

    @property
    def _ledger(self) -> Path:
        return ledger_path(self._folder / "decks", "planets")

    def _decks(self, notes: tuple[str, ...], head: str) -> Path:
        path = self._folder / "decks" / "planets.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(head + "".join(notes), encoding="utf-8")
        return path.parent

    def _next(self) -> Path:
        self._packages += 1
        return self._folder / f"dist-{self._packages}"


def test_nothing_new_leaves_all_as_it_was(author: Author) -> None:
    old = author.first()
    told = rehearse(old, author.build(*NOTES))
    assert told == UNCHANGED
    assert not told.is_loss


def test_a_reworded_note_is_the_only_one_that_is_updated(author: Author) -> None:
    old = author.first()
    told = rehearse(old, author.build(note("a"), note("b", "no"), note("c")))
    assert told == Rehearsal(
        updated=("b",), unchanged=("a", "c"), kept_edits=("a", "c"), replaced_edits=("b",), waiting=("b",)
    )
    assert not told.is_loss


@pytest.mark.slow
def test_a_note_that_was_reworded_within_a_second_arrives(author: Author) -> None:
    old = author.first()
    told = rehearse(old, author.build(note("a"), note("b", "no"), note("c"), now=FIRST))
    assert (told.updated, told.is_loss) == (("b",), False)


@pytest.mark.slow
def test_notes_are_reported_in_the_order_of_the_new_package(author: Author) -> None:
    old = author.first()
    told = rehearse(old, author.build(note("e"), note("c"), note("a"), note("d"), note("b")))
    assert told == Rehearsal(new=("e", "d"), unchanged=("c", "a", "b"), kept_edits=("c", "a", "b"))
    assert not told.is_loss


@pytest.mark.slow
def test_a_new_tag_is_news(author: Author) -> None:
    old = author.first()
    told = rehearse(old, author.build(note("a", more=", tags: [hard]"), *NOTES[1:]))
    assert (told.updated, told.is_loss) == (("a",), False)


def test_a_retired_note_says_so_and_is_no_loss(author: Author) -> None:
    old = author.first()
    retired = note("c", more=", retired: {reason: {bn: ভুল ছিল।, en: It was wrong.}}")
    told = rehearse(old, author.build(note("a"), note("b"), retired))
    assert told == Rehearsal(
        updated=("c",), unchanged=("a", "b"), kept_edits=("a", "b"), replaced_edits=("c",), waiting=("c",)
    )
    assert not told.is_loss


@pytest.mark.slow
def test_a_note_that_goes_by_a_new_id_is_the_same_note(author: Author) -> None:
    old = author.first()
    renamed = note("c", more=", was: [c]").replace("{id: c,", "{id: see,")
    assert rehearse(old, author.build(note("a"), note("b"), renamed)) == UNCHANGED
    again = renamed.replace("{id: see,", "{id: sea,").replace("was: [c]", "was: [c, see]")
    assert rehearse(old, author.build(note("a"), note("b"), again)) == UNCHANGED
    reworded = rehearse(old, author.build(note("a"), note("b"), again.replace("yes", "aye")))
    assert (reworded.updated, reworded.unchanged, reworded.is_loss) == (("c",), ("a", "b"), False)


def test_a_note_that_was_dropped_is_orphaned(author: Author) -> None:
    old = author.first()
    told = rehearse(old, author.build(note("a"), note("b")))
    assert told == Rehearsal(unchanged=("a", "b"), kept_edits=("a", "b"), orphaned=("c",))
    assert told.is_loss


@pytest.mark.slow
def test_without_the_ledger_edits_are_lost(author: Author) -> None:
    old = author.first()
    author.lose_ledger()
    told = rehearse(old, author.build(*NOTES))
    assert told == Rehearsal(lost_edits=ALL, lost_styling=(QA,))
    assert told.is_loss


@pytest.mark.slow
def test_an_edit_with_an_old_stamp_never_arrives(author: Author) -> None:
    old = author.first()
    author.lose_ledger()
    told = rehearse(old, author.build(note("a"), note("b", "no"), note("c"), now=FIRST))
    assert told == Rehearsal(unchanged=("a", "c"), kept_edits=("a", "c"), frozen=("b",))
    assert told.is_loss


@pytest.mark.slow
def test_going_back_to_an_older_package_is_no_way_back(author: Author) -> None:
    old = author.first()
    told = rehearse(author.build(note("a"), note("b", "no"), note("c")), old)
    assert (told.frozen, told.is_loss) == (("b",), True)


@pytest.mark.slow
def test_another_uid_gives_every_note_again(author: Author) -> None:
    old = author.first()
    author.lose_ledger()
    told = rehearse(old, author.build(*NOTES, head=HEAD.replace("0123456789abcdef", "f" * 16)))
    assert told == Rehearsal(duplicated=ALL)
    assert told.is_loss


def test_another_title_makes_a_second_deck(author: Author) -> None:
    old = author.first()
    told = rehearse(old, author.build(*NOTES, note("d"), head=HEAD.replace("Planets", "All Planets")))
    assert told == replace(UNCHANGED, new=("d",), second_decks=("All Planets",))
    assert told.is_loss


@pytest.mark.slow
def test_a_field_more_makes_every_note_conflicting(author: Author) -> None:
    old = author.first()
    known = NOTETYPES["qa"]
    more = known.fields[-1]._replace(id=1234567890123456, name="Picture")
    told = rehearse(old, author.build_with(replace(known, fields=(*known.fields, more)), *NOTES, note("d")))
    assert told == Rehearsal(new=("d",), conflicting=ALL, second_notetypes=(f"{QA}+",))
    assert told.is_loss


def picture(content: bytes, folder: Path) -> str:
    """A note that shows a picture with this content."""
    (folder / "decks").mkdir(exist_ok=True)
    (folder / "decks" / "mars.png").write_bytes(content)
    return note("a", '"![](mars.png)"')


@pytest.mark.slow
def test_another_picture_comes_to_the_learner(author: Author, tmp_path: Path) -> None:
    old = author.build(picture(b"\x89PNG one", tmp_path), *NOTES[1:], now=FIRST)
    told = rehearse(old, author.build(picture(b"\x89PNG two", tmp_path), *NOTES[1:]))
    assert told == Rehearsal(
        updated=("a",), unchanged=("b", "c"), replaced_edits=("a",), kept_edits=("b", "c"), waiting=("a",)
    )


def test_a_picture_that_is_not_in_the_package_is_missed(author: Author, tmp_path: Path) -> None:
    old = author.first()
    new = author.build(picture(b"\x89PNG one", tmp_path), *NOTES[1:])
    with zipfile.ZipFile(new) as whole, zipfile.ZipFile(new.with_name("bare.apkg"), "w") as bare:
        [name] = [each for each in json.loads(whole.read("media")).values() if each.startswith("mars")]
        bare.writestr("collection.anki2", whole.read("collection.anki2"))
        bare.writestr("media", "{}")
    told = rehearse(old, new.with_name("bare.apkg"))
    assert (told.missing_media, told.is_loss) == ((name,), True)


@pytest.mark.slow
def test_another_sort_field_loses_the_updates_that_come_with_it(author: Author) -> None:
    old = author.first()
    notetype = replace(NOTETYPES["qa"], sort_field="Answer")
    told = rehearse(old, author.build_with(notetype, note("a"), note("b", "no"), note("c")))
    assert told == Rehearsal(
        unchanged=("a", "c"),
        kept_edits=("a", "c"),
        frozen=("b",),
        replaced_styling=(QA,),
        needs_full_sync=True,
    )
    assert rehearse(old, author.build_with(notetype, *NOTES)).is_loss


@pytest.mark.slow
def test_a_spare_field_takes_a_name_without_harm(author: Author) -> None:
    old = author.first()
    renamed = tuple(field._replace(name=field.name.replace("Spare 2", "Picture")) for field in NOTETYPES["qa"].fields)
    told = rehearse(old, author.build_with(replace(NOTETYPES["qa"], fields=renamed), *NOTES))
    assert told == replace(UNCHANGED, replaced_styling=(QA,))
    assert not told.is_loss


@pytest.mark.slow
def test_styling_is_the_learners_until_the_author_changes_it(author: Author) -> None:
    old = author.first()
    known = NOTETYPES["qa"]
    teal = replace(known, css=f"{known.css}.card {{ color: teal; }}")
    told = rehearse(old, author.build_with(teal, *NOTES))
    assert (told, told.is_loss) == (replace(UNCHANGED, replaced_styling=(QA,)), False)
    told = rehearse(old, author.build_with(known, *NOTES))
    assert (told, told.is_loss) == (replace(UNCHANGED, lost_styling=(QA,)), True)
    told = rehearse(old, author.build_with(teal, *NOTES, mod=int(FIRST)))
    assert (told, told.is_loss) == (replace(UNCHANGED, frozen_notetypes=(QA,)), True)


IS_LEARNER = "exists (select 1 from revlog)"
IS_TAILOR = "exists (select 1 from fields where name = 'My own field' collate nocase)"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("harm", "loss"),
    [
        ("update notes set flds = replace(flds, '<br>My own words.', '')", Rehearsal(lost_edits=ALL)),
        ("update notes set tags = replace(tags, 'my-own', '')", Rehearsal(lost_edits=ALL)),
        (f"update cards set due = 7 where type = 0 and queue = 0 and {IS_LEARNER}", Rehearsal(lost_progress=ALL)),
        ("update cards set type = 0, queue = 0", Rehearsal(lost_progress=ALL)),
        ("update cards set ivl = 0", Rehearsal(lost_progress=ALL)),
        ("update cards set flags = 0", Rehearsal(lost_progress=ALL)),
        ("update cards set queue = type where queue = -1", Rehearsal(lost_progress=ALL)),
        ("update cards set did = 1", Rehearsal(lost_progress=ALL)),
        ("delete from revlog", Rehearsal(lost_progress=ALL)),
        ("delete from cards where reps", Rehearsal(lost_progress=ALL, frozen=ALL, is_idempotent=False)),
        (
            f"delete from cards where nid = (select max(id) from notes) and {IS_LEARNER}",
            Rehearsal(lost_progress=("c",), unchanged=("a", "b"), frozen=("c",)),
        ),
        (f"delete from revlog where {IS_TAILOR}", Rehearsal(lost_progress=ALL)),
        (f"update notes set flds = replace(flds, 'yes', 'no') where {IS_TAILOR}", Rehearsal(frozen=ALL)),
    ],
)
def test_what_an_import_would_take_is_missed(
    author: Author, monkeypatch: pytest.MonkeyPatch, harm: str, loss: Rehearsal
) -> None:
    """No package is known to make Anki do so; each harm hits something that learners did to every note."""
    old, new = author.first(), author.build(*NOTES)
    _harm_imports(monkeypatch, harm)
    told = rehearse(old, new)
    assert replace(told, kept_edits=()) == loss
    assert told.is_loss


@pytest.mark.slow
def test_a_new_note_that_does_not_arrive_whole_is_frozen(author: Author, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = author.first(), author.build(*NOTES, note("d"))
    _harm_imports(
        monkeypatch, f"delete from cards where nid = (select id from notes where sfld = 'd?') and {IS_LEARNER}"
    )
    told = rehearse(old, new)
    assert told == replace(UNCHANGED, frozen=("d",))
    _harm_imports(monkeypatch, f"update notes set flds = 'd' where sfld = 'd?' and {IS_LEARNER}")
    assert rehearse(old, new) == replace(UNCHANGED, frozen=("d",))


def _harm_imports(monkeypatch: pytest.MonkeyPatch, harm: str) -> None:
    """Let every import do something more than Anki does."""

    def import_and_harm(package: Path, collection: Any, **how: bool) -> frozenset[int]:
        conflicting = import_package(package, collection, **how)
        collection.db.execute(harm)
        return conflicting

    monkeypatch.setattr(runs, "import_package", import_and_harm)


@pytest.mark.parametrize("field", fields(Rehearsal), ids=lambda field: str(field.name))
def test_each_loss_alone_is_a_loss(field: Field[object]) -> None:
    harmless = (
        "new",
        "updated",
        "unchanged",
        "kept_edits",
        "replaced_edits",
        "waiting",
        "elsewhere",
        "replaced_styling",
    )
    changed: Any = {field.name: not field.default if isinstance(field.default, bool) else ("a",)}
    assert Rehearsal(**changed).is_loss == (field.name not in harmless)


def test_what_other_tools_make_can_be_rehearsed(tmp_path: Path) -> None:
    """As genanki stamps all anew in every package, edits are lost."""
    old, new = tmp_path / "old.apkg", tmp_path / "new.apkg"
    _write_odd(old, ODD, [("1", "q")], FIRST)
    _write_odd(new, ODD, [("1", "q")], FIRST + 1)
    assert rehearse(old, new) == Rehearsal(lost_edits=("q",), lost_styling=("Odd",))


@pytest.mark.slow
def test_a_note_may_take_the_name_another_has_left(tmp_path: Path) -> None:
    old, new = tmp_path / "old.apkg", tmp_path / "new.apkg"
    _write_odd(old, ODD, [("1", "q")], FIRST)
    _write_odd(new, ODD, [("1", "why")], FIRST + 1, more=[("2", "q")])
    told = rehearse(old, new)
    assert told == Rehearsal(
        new=("q",), updated=("why",), replaced_edits=("why",), waiting=("why",), lost_styling=("Odd",)
    )


def test_a_package_that_is_never_done_importing_is_reported(tmp_path: Path) -> None:
    """Anki corrects the name of a field, does not know it again, and forks the note type each time."""
    package = tmp_path / "odd.apkg"
    _write_odd(package, [{"name": "Front:"}, {"name": "Back"}], [("1", "q")], FIRST)
    told = rehearse(package, package)
    assert told == Rehearsal(conflicting=("q",), second_notetypes=("Odd+",), is_idempotent=False)


ODD = [{"name": "Front"}, {"name": "Back"}]


def _write_odd(
    path: Path, parts: Any, notes: Sequence[tuple[str, str]], now: float, more: Sequence[tuple[str, str]] = ()
) -> None:
    """Write a package by genanki alone: notes by guid and front, and `more` of another note type."""
    templates = [{"name": "Card", "qfmt": "{{Back}}", "afmt": "{{Back}}"}]
    models = [genanki.Model(1607392319 + nth, f"Odd{nth or ''}", parts, templates) for nth in range(2)]
    deck = genanki.Deck(2059400110, "Odd")
    for model, each in zip(models, (notes, more), strict=True):
        for guid, front in each:
            deck.add_note(genanki.Note(model, [front, "a"], guid=guid))
    genanki.Package(deck).write_to_file(path, timestamp=now)


def _missing(path: Path) -> None:
    path.unlink()


def _not_a_package(path: Path) -> None:
    path.write_text("no package", encoding="utf-8")


def _half_a_package(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:3000])


NO_PACKAGE = "is it a package that `flashcards build` wrote?"


@pytest.mark.parametrize("is_old", [True, False])
@pytest.mark.parametrize(
    ("spoil", "message", "hint"),
    [
        (_missing, "there is no package '{}'", "`flashcards build` writes packages into dist/"),
        (_not_a_package, "Anki cannot import '{}': invalid Zip archive: Could not find EOCD", NO_PACKAGE),
        (_half_a_package, "Anki cannot import '{}': invalid Zip archive: Could not find EOCD", NO_PACKAGE),
    ],
)
def test_what_is_no_package_is_reported(
    author: Author, spoil: Callable[[Path], None], message: str, hint: str, *, is_old: bool
) -> None:
    old, new = author.first(), author.build(*NOTES)
    spoiled = old if is_old else new
    spoil(spoiled)
    with pytest.raises(FlashcardsError) as told:
        rehearse(old, new)
    assert (str(told.value), told.value.hint) == (message.format(spoiled), hint)


def test_it_says_how_to_get_the_backend(author: Author, monkeypatch: pytest.MonkeyPatch) -> None:
    old = author.first()
    monkeypatch.setitem(sys.modules, "anki.collection", None)
    with pytest.raises(FlashcardsError) as told:
        rehearse(old, old)
    assert str(told.value) == "a rehearsal needs Anki's own code, the Python package 'anki'"
    assert told.value.hint == "install it: `pip install 'flashcards-compiler[anki]'`"


def test_nothing_is_left_behind_nor_printed(
    author: Author, tmp_path: Path, scratch: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    old, new = author.first(), author.build(*NOTES, note("d"))
    broken = tmp_path / "broken.apkg"
    broken.write_bytes(b"no package")
    before = (old.read_bytes(), new.read_bytes())
    rehearse(old, new)
    with pytest.raises(FlashcardsError):
        rehearse(old, broken)
    assert list(scratch.iterdir()) == []
    assert (old.read_bytes(), new.read_bytes()) == before
    assert [path.name for path in old.parent.iterdir()] == [old.name]
    assert capfd.readouterr() == ("", "")


def test_a_place_one_cannot_write_to_is_reported(author: Author, monkeypatch: pytest.MonkeyPatch) -> None:
    old = author.first()
    monkeypatch.setattr(tempfile, "tempdir", "/sys")
    with pytest.raises(FlashcardsError, match=r"^Anki cannot keep a scratch collection in '/sys': ") as told:
        rehearse(old, old)
    assert told.value.hint == "make room there"


FULL = """\
import pathlib, resource, signal, sys
from flashcards.anki.rehearsal import rehearse
from flashcards.model.problem import FlashcardsError

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # so that the write fails, as on a full disk
resource.setrlimit(resource.RLIMIT_FSIZE, (60000, 60000))
try:
    rehearse(*map(pathlib.Path, sys.argv[1:]))
except FlashcardsError as error:
    print(error, error.hint, sep="; ")
"""


def test_a_full_disk_is_reported(author: Author, scratch: Path) -> None:
    old = str(author.first())
    words = [sys.executable, "-c", FULL, old, old]
    told = subprocess.run(words, env={**os.environ, "TMPDIR": str(scratch)}, capture_output=True, text=True).stdout
    assert told.startswith(f"Anki cannot keep a scratch collection in '{scratch}': ")
    assert told.endswith("; make room there\n")
    assert list(scratch.iterdir()) == []
