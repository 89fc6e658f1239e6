"""Notes in chunks: an edit changes one of them, and only that one is made and sent again."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from flashcards.cli.states import named_states
from flashcards.cli.texts import texts_with
from flashcards.preview.chunk import ChunkCache
from flashcards.preview.gallery import Gallery, gallery_of
from flashcards.preview.site import site_of
from tests.preview.conftest import DECK, DECK_FILE, load_gallery, page_data

pytestmark = [pytest.mark.usefixtures("decks"), pytest.mark.slow]
HEAD = DECK.split("notes:")[0]


def note(number: int, answer: str = "x", question: str = "How deep is well") -> str:
    return (
        f"  - id: note-{number}\n    section: wells\n"
        f"    question: {{en: '{question} {number}?', ar: 'كم عمق البئر {number}؟'}}\n"
        f"    answer: {{en: '{answer}', ar: y}}\n"
    )


def write(notes: Sequence[str]) -> None:
    DECK_FILE.write_text(f"{HEAD}notes:\n{''.join(notes)}", "utf-8")


def hashes(gallery: Gallery) -> list[str]:
    return [chunk.file_id for chunk in gallery.chunks]


def ids(gallery: Gallery) -> list[list[str]]:
    return [[row["id"] for row in json.loads(chunk.rows)] for chunk in gallery.chunks]


def test_a_deck_is_cut_into_chunks_of_some_notes_each() -> None:
    write([note(number) for number in range(1000)])
    chunks = ids(load_gallery())
    assert [each for chunk in chunks for each in chunk] == [f"note-{number}" for number in range(1000)]
    assert 25 <= len(chunks) <= 62
    assert max(map(len, chunks)) <= 40


@pytest.mark.parametrize(
    "edited",
    [
        note(7500, answer="deeper"),
        note(7500, question="Is this well deep, well"),
        f"    # a line more\n{note(7500)}{note(5000)}",
        "",
    ],
    ids=["reworded", "with a warning", "with a line and a note before it", "deleted"],
)
def test_an_edit_changes_the_chunk_of_its_note_alone(edited: str) -> None:
    notes = [note(number) for number in range(7000, 8000)]
    write(notes)
    before = load_gallery()
    write([*notes[:500], edited, *notes[501:]])
    now = load_gallery()
    [gone], [come] = ({*hashes(one)} - {*hashes(other)} for one, other in ((before, now), (now, before)))
    assert hashes(before).index(gone) == hashes(now).index(come)


def test_places_follow_lines_that_were_added_above() -> None:
    write([note(number, question="Is this well deep, well") for number in range(200)])
    load_gallery()
    DECK_FILE.write_text(DECK_FILE.read_text("utf-8").replace("notes:\n", "notes:\n\n# wells\n\n"), "utf-8")
    lines = DECK_FILE.read_text("utf-8").splitlines()
    for each in page_data(site_of(load_gallery())).notes["water"]:
        path, line, column = each["place"]
        assert (path, lines[line - 1], column) == (DECK_FILE.as_posix(), f"  - id: {each['id']}", 5)
        assert {lines[problem["row"] - 1] for problem in each["problems"]} == {
            problem["line"] for problem in each["problems"]
        }


def test_what_a_cache_has_is_what_would_be_made() -> None:
    cache = ChunkCache()
    write([note(number) for number in range(300)])
    for old, new in (
        ("", ""),
        ("note-7\n", "note-7\n    tags: [deep]\n"),
        ("    title:\n      en: Wells", "    title:\n      en: Deep wells"),
        ("en: Water of the desert", "en: Water"),
        ("  source: water", "  source: water\n  theme: bold"),
        ("id: note-9\n", "id: note-9b\n    was: [note-9]\n"),
        ("id: note-11\n", "id: note-11\n    retired: {reason: {en: It is dry., ar: جفت.}}\n"),
    ):
        text = DECK_FILE.read_text("utf-8")
        DECK_FILE.write_text(text.replace(old, new, 1) if old else text, "utf-8")
        with named_states(()) as found:
            texts = texts_with(found.problems)
            cached, made = (gallery_of(found.decks, found.problems, texts, each) for each in (cache, ChunkCache()))
        assert site_of(cached) == site_of(made)


def test_only_what_differs_is_made_again() -> None:
    notes = [note(number) for number in range(300)]
    write(notes)
    before = {chunk.file_id: chunk for chunk in load_gallery().chunks}
    write([*notes, note(300)])
    kept = [chunk for chunk in load_gallery().chunks if chunk is before.get(chunk.file_id)]
    assert len(kept) == len(before) - 1


def test_nothing_is_made_again_where_lines_have_moved_alone() -> None:
    write([note(number) for number in range(300)])
    before = load_gallery()
    DECK_FILE.write_text(f"# of the desert\n{DECK_FILE.read_text('utf-8')}", "utf-8")
    now = load_gallery()
    assert all(new is old for new, old in zip(now.chunks, before.chunks, strict=True))
    lines = [[placed.line for placed in gallery.decks[0].chunks] for gallery in (before, now)]
    assert lines[1] == [line + 1 for line in lines[0]]


def write_folder() -> list[Path]:
    """A deck of files with two notes each."""
    DECK_FILE.unlink()
    folder = Path("decks/water")
    folder.mkdir()
    (folder / "deck.yaml").write_text(HEAD, "utf-8")
    files = [folder / f"part-{number}.yaml" for number in range(5)]
    for number, file in enumerate(files):
        file.write_text(f"notes:\n{note(2 * number)}{note(2 * number + 1)}", "utf-8")
    return files


def test_only_notes_of_chunks_that_have_changed_are_read_again() -> None:
    first, *others = write_folder()
    load_gallery()
    first.write_text(first.read_text("utf-8").replace("en: 'x'", "en: 'deeper'", 1), "utf-8")
    with named_states(()) as found:
        for file in others:
            file.unlink()
        assert ids(gallery_of(found.decks, found.problems, {})) == [
            [f"note-{number}", f"note-{number + 1}"] for number in range(0, 10, 2)
        ]


def test_notes_of_several_files_are_at_their_places() -> None:
    write_folder()
    assert [each["place"] for each in page_data(site_of(load_gallery())).notes["water"]] == [
        (f"decks/water/part-{number}.yaml", line, 5) for number in range(5) for line in (2, 6)
    ]
