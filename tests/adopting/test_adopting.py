"""A deck that lives in Anki moves here, and no learner notices."""

import re
from pathlib import Path

import pytest
from anki.collection import ImportCsvRequest

from flashcards.anki.rehearsal import Rehearsal, rehearse
from flashcards.anki.rehearsal.collection import import_package, open_collection
from tests.adopting.made import COUNT, DECKS, changed, nothing, several, with_type_id
from tests.anki.backends import OLD_VERSIONS, collection_after
from tests.conftest import Run
from tests.frozen import Clock


@pytest.mark.slow
@pytest.mark.parametrize("shape", DECKS)
def test_learners_get_updates_as_before(shape: str, tmp_path: Path, run: Run) -> None:
    old = DECKS[shape](tmp_path)
    said = run("import", "--adopt", old, "-l", "en", "--name", "deck-1").stdout
    assert "wrote decks/deck-1.ledger" in said
    ledger = Path("decks/deck-1.ledger").read_bytes()
    run("build")
    first = Path("dist/deck-1-en.apkg")
    assert Path("decks/deck-1.ledger").read_bytes() == ledger
    told = rehearse(old, first)
    assert (len(told.updated), len(told.unchanged), len(told.kept_edits), told.is_loss) == (0, COUNT, COUNT, False)
    if shape.startswith("stock "):
        return
    edit(5)
    run("build")
    told = rehearse(old, first)
    assert (len(told.updated), len(told.unchanged), told.is_loss) == (5, COUNT - 5, False)
    assert {*told.kept_edits} <= {*told.unchanged}
    assert len(told.kept_edits) == COUNT - 5


def edit(count: int) -> None:
    """Edit the first notes, and add one."""
    path = Path("decks/deck-1.yaml")
    head, notes = path.read_text(encoding="utf-8").split("\nnotes:\n")
    own = re.split(r"\n(?=  - id: )", notes)
    for number in range(count):
        own[number] = re.sub(r"(land|country|word|place|Town) (\d+)", r"\1 \2 here", own[number])
    path.write_text(f"{head}\nnotes:\n" + "\n".join(own), encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("version", "shape"), [("newest", "stock"), *((version, "capitals") for version in OLD_VERSIONS)]
)
def test_every_version_of_anki_finds_nothing_new(version: str, shape: str, tmp_path: Path, run: Run) -> None:
    old = DECKS[shape](tmp_path)
    run("import", "--adopt", old, "-l", "en", "--name", "deck-1")
    run("build")
    ours = Path("dist/deck-1-en.apkg")
    before, after, new = (collection_after(packages, version) for packages in ([old], [old, ours], [ours]))
    for notetype in (each for report in (before, after, new) for each in report["notetypes"]):
        del notetype["mod"]  # of a name that is taken, 'Basic', it is the time of the import
    assert (after["imported"], after["imported again"]) == (
        [{"new": COUNT}, {"duplicate": COUNT}],
        [{"duplicate": COUNT}, {"duplicate": COUNT}],
    )
    for key in ("notes", "cards", "notetypes", "media"):
        assert after[key] == before[key]
        assert key == "cards" or new[key] == before[key]
    assert {(card["note"], card["template"], card["deck"], card["front"], card["back"]) for card in new["cards"]} == {
        (card["note"], card["template"], card["deck"], card["front"], card["back"]) for card in before["cards"]
    }


@pytest.mark.slow
def test_a_second_release_reaches_who_skipped_the_first(tmp_path: Path, run: Run, clock: Clock) -> None:
    old = DECKS["capitals"](tmp_path)
    run("import", "--adopt", old, "-l", "en", "--name", "deck-1", "--version", "5.3")
    said = run("release", "5.3", "deck-1", expect=1).stderr
    assert "'deck-1' 5.3 is already released" in said
    assert "Flags & capitals.\n      See the site.\n" in Path("decks/deck-1.yaml").read_text(encoding="utf-8")
    deck, packages = Path("decks/deck-1.yaml"), [old]
    for version, count in (("5.4", 5), ("5.5", 2)):
        clock.now += 1000
        edit(count)
        if version == "5.5":
            added = "\n  - {id: land-new, type: country-en, country: {en: New}, capital: {en: Town}}\n"
            deck.write_text(deck.read_text(encoding="utf-8") + added, encoding="utf-8")
        text = re.sub("version: .*", f"version: {version}", deck.read_text(encoding="utf-8"))
        deck.write_text(text, encoding="utf-8")
        run("release", version, "deck-1")
        packages += Path("dist").glob(f"deck-1-{version}/*.apkg")
    told = rehearse(packages[0], packages[2])
    assert (len(told.new), len(told.updated), len(told.unchanged)) == (1, 5, COUNT - 5)
    assert not told.is_loss


@pytest.mark.slow
def test_learners_of_crowdanki_get_a_text_file(tmp_path: Path, run: Run) -> None:
    """Their note type has an id of its own, so that no package reaches them."""
    old = DECKS["capitals"](tmp_path)
    run("import", "--adopt", old, "-l", "en", "--name", "deck-1")
    edit(5)
    run("build")
    run("export", "deck-1", "--to", "text")
    with open_collection(tmp_path / "learner.anki2") as learner:
        import_package(with_type_id(old, 1_600_000_000_077), learner)
        for card_id in learner.find_cards(""):
            card = learner.get_card(card_id)
            card.start_timer()
            learner.sched.answerCard(card, 4)
        path = "dist/deck-1-en.txt"
        request = ImportCsvRequest(path=path, metadata=learner.get_csv_metadata(path, None))
        log = learner.import_csv(request).log
        assert (len(log.new), len(log.updated), len(log.duplicate), len(log.conflicting)) == (0, 5, COUNT - 5, 0)
        [studied] = learner.db.list("select count() from cards where reps = 1")
        assert studied == learner.card_count()


@pytest.mark.slow
def test_a_deck_of_several_in_a_package_leaves_the_others_alone(tmp_path: Path, run: Run) -> None:
    """The times are in milliseconds, as some tools write them; a learner's edits stay all the same."""
    seas = "Sea 0", "Sea 1"
    both = changed(several(tmp_path, "Rivers", "Seas"), nothing, "update notes set mod = mod * 1000")
    run("import", "--adopt", both, "-l", "en", "--name", "seas", "--deck", "Seas")
    run("build")
    told = rehearse(both, Path("dist/seas-en.apkg"))
    assert told == Rehearsal(unchanged=seas, kept_edits=seas, elsewhere=("River 0", "River 1"))
    assert not told.is_loss
