"""A page that follows its decks, through all that their authors do to them."""

import json
import shutil
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from flashcards.preview.current import CurrentSite
from flashcards.preview.live import live_reload
from flashcards.preview.server import PreviewServer
from flashcards.preview.site import site_of
from tests.preview.conftest import DECK, DECK_FILE, PageData, load_gallery, loaded, serving

pytestmark = pytest.mark.usefixtures("decks")
NextData = Callable[[], PageData]


@pytest.fixture
def after_change() -> Iterator[NextData]:
    """Wait for the server to tell of a change, and take the data anew, as a page does."""
    gallery = load_gallery()
    current = CurrentSite(site_of(gallery, watched=True))
    server = PreviewServer(current)
    with serving(server), live_reload(current, gallery, load_gallery, [Path("decks"), Path("source")]):
        events = HTTPConnection("127.0.0.1", server.server_port, timeout=20)
        events.request("GET", "/events")
        stream = events.getresponse()

        def next_event() -> None:
            while not stream.readline().startswith(b"data:"):
                pass

        def get(path: str) -> str:
            connection = HTTPConnection("127.0.0.1", server.server_port, timeout=20)
            connection.request("GET", path)
            text = connection.getresponse().read().decode()
            connection.close()
            return text

        def after_change() -> PageData:
            next_event()
            return loaded(json.loads(get("/head.json")), lambda file_id: get(f"/chunks/{file_id}.js"))

        next_event()  # that there is a page
        yield after_change
        events.close()


def messages(data: PageData) -> list[str]:
    return [each["message"] for each in data.head["problems"]]


def shown(data: PageData) -> list[tuple[str, bool, int]]:
    return [(deck["id"], deck["is_old"], len(data.notes[deck["id"]])) for deck in data.head["decks"]]


def answer(data: PageData) -> str:
    text: str = data.notes["water"][0]["texts"]["answer"]["en"]
    return text


def test_what_is_saved_is_shown(after_change: NextData) -> None:
    DECK_FILE.write_text(DECK.replace("In the oasis", "At the palms"), "utf-8")
    assert answer(after_change()) == "At the palms, years later"


def test_an_editor_may_save_by_renaming(after_change: NextData) -> None:
    for place in ("At the palms", "In the valley"):
        aside = Path("decks/.water.yaml.swp")
        aside.write_text(DECK.replace("In the oasis", place), "utf-8")
        aside.replace(DECK_FILE)
        assert answer(after_change()) == f"{place}, years later"


def test_a_mistake_is_shown_above_the_cards_as_they_were(after_change: NextData) -> None:
    DECK_FILE.write_text(DECK.replace("    answer:", "    anwser:", 1), "utf-8")
    data = after_change()
    assert messages(data) == ["unknown key 'anwser' in a note", "this question can be answered with yes or no"]
    assert shown(data) == [("water", True, 3)]
    DECK_FILE.write_text(DECK.replace("In the oasis", "At the palms"), "utf-8")
    data = after_change()
    assert messages(data) == []
    assert shown(data) == [("water", False, 3)]
    assert answer(data) == "At the palms, years later"


def test_the_source_is_followed_too(after_change: NextData) -> None:
    source = Path("source/water.md")
    source.write_text(source.read_text("utf-8").replace("**springs.rain**", "**springs.snow**"), "utf-8")
    data = after_change()
    assert messages(data) == [
        "'springs.rain' is not a key point of 'water'",
        "this question can be answered with yes or no",
    ]
    assert shown(data) == [("water", True, 3)]


def test_a_deck_that_is_begun_is_shown(after_change: NextData) -> None:
    folder = Path("decks/hills/deck")
    folder.mkdir(parents=True)
    head, notes = DECK.replace("id: water", "id: hills").replace("3b0c", "4b0c").split("sections:")
    (folder / "notes.yaml").write_text(f"sections:{notes}", "utf-8")
    (folder / "deck.yaml").write_text(head.replace("Water", "Hills").replace("ماء", "تلال"), "utf-8")
    while shown(data := after_change()) != [("water", False, 3), ("hills", False, 3)]:
        assert data


def test_a_branch_may_take_the_decks_away_and_bring_them_back(after_change: NextData) -> None:
    shutil.rmtree("decks")
    while (data := after_change()).head["trouble"] != "there is no folder 'decks' here or above":
        assert shown(data) == [("water", True, 3)]
    assert shown(data) == [("water", True, 3)]
    Path("decks").mkdir()
    DECK_FILE.write_text(DECK, "utf-8")
    while shown(after_change()) != [("water", False, 3)]:
        pass
    DECK_FILE.write_text(DECK.replace("In the oasis", "At the palms"), "utf-8")
    assert answer(after_change()) == "At the palms, years later"
