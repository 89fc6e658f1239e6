"""What identifies a note for ever."""

from pathlib import Path

from flashcards.deckfile.discovery import find_decks
from flashcards.model.edition import editions
from tests.pipeline import read_decks

DECK = """\
deck: {id: planets, uid: 0123456789abcdef, title: {bn: গ্রহ, en: Planets, hi: ग्रह}, languages: [bn, en, hi]}
notes:
  - {id: closest, question: {bn: ক, en: a, hi: क}, answer: {bn: খ, en: b, hi: ख}}
"""


def test_guids_and_deck_ids_never_change(tmp_path: Path) -> None:
    """Literals: if this fails, every learner of every deck would get all cards a second time."""
    (tmp_path / "planets.yaml").write_text(DECK, encoding="utf-8")
    [deck] = read_decks(find_decks([], tmp_path)).decks
    [note] = deck.notes
    each = [(e.name, e.support, e.deck_id, e.guid(note)) for e in editions(deck)]
    assert each == [
        ("planets-bn", "en", 1420646977438, "QppaloVHQ4MAV4ds"),
        ("planets-en", "bn", 1433619171171, "AvRpv3w7tNVW8slM"),
        ("planets-hi", "bn", 1221874263557, "u5FzNqSS6C1NNyLM"),
    ]
    assert [e.study for e in editions(deck, ["en"])] == ["en"]


def test_guids_depend_on_nothing_an_author_edits(tmp_path: Path) -> None:
    (tmp_path / "planets.yaml").write_text(DECK, encoding="utf-8")
    edited = DECK.replace("id: planets,", "id: worlds,").replace("Planets", "Worlds").replace("en: a", "en: z")
    (tmp_path / "edited").mkdir()
    (tmp_path / "edited" / "worlds.yaml").write_text(edited.replace("[bn, en, hi]", "[hi, en, bn]"), encoding="utf-8")
    [deck] = read_decks(find_decks([str(tmp_path / "planets.yaml")], tmp_path)).decks
    [other] = read_decks(find_decks([str(tmp_path / "edited")], tmp_path)).decks
    guids = {e.study: e.guid(next(iter(deck.notes))) for e in editions(deck)}
    assert {e.study: e.guid(next(iter(other.notes))) for e in editions(other)} == guids
    assert len(set(guids.values())) == 3
    assert all(guid.isascii() and guid.isalnum() for guid in guids.values())
