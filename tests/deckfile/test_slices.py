"""Notes read slice by slice are those that are read from the whole file, at the same places."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashcards.compile import chunks as slices
from flashcards.compile.chunks import read_slice, sliced
from flashcards.deckfile.discovery import DeckFiles
from flashcards.deckfile.reader import read_decks, read_heads
from flashcards.yamltext import document

HEAD = """\
deck:
  id: planets
  uid: 16e3bc53dcbe2f26709409af3646da1b
  title: {en: Planets}
  languages: [en]
"""
NOTES = """\
notes:
  - id: closest
    question: {en: Which planet is closest to the Sun?}
    answer: {en: Mercury}
  - id: red
    question:
      en: |
        Which of these is red?
        - Mars
        - Venus
    answer:
      en: "Mars,
        - the red one"
  - id: rings
    question: {en: Which planet has rings?}
    answer: {en: Saturn}
"""
PIECES = st.sampled_from(
    [
        "  - id: {}\n    question:\n      en: What is {}?\n    answer:\n      en: A planet\n",
        "  - id: {}\n    question: {{en: What is {}?}}\n    answer: {{en: A planet}}\n    tags:\n    - a\n    - b\n",
        "  - id: {}\n    question:\n      en: |\n        What is {}?\n\n         - a planet\n        # a star\n"
        "    answer:\n      en: x\n",
        '  - id: {}\n    question:\n      en: "What\n\n        - is {}?"\n'
        "    answer:\n      en: >-\n        A\n        planet\n",
        "  - question:\n      en: What is {1}?\n    id: {0}\n    answer:\n      en: 'It''s\n       a planet'\n",
        "  -   id: {}\n      question: &a\n        en: What is {}?\n      answer: *a\n",
        "  - {{id: {}, question: {{en: 'What is {}?'}}, answer: {{en: A planet}}}}\n",
    ]
)
BETWEEN = st.sampled_from(["", "\n", "# a comment\n", "  # another\n\n\n", "      # and one more\n"])
NUISANCES = st.sampled_from(
    [
        ("  - id", "- id"),
        ("\n", "\r\n"),
        ("?", "?\x85"),
        ("?", "?\u2028"),
        ("What", "\tWhat"),
        ("A planet", "A planet # or not"),
        ("A planet", "A planet #or not"),
        ("\n  - ", "\nsections: []\n  - "),
        ("\n  - ", "\n---\n  - "),
        ("\n  - ", "\n...\n  - "),
        ("\n  - ", "\n%YAML 1.1\n  - "),
        ("\n  - ", "\n  -\n    "),
        ("\n  - ", "\n   - "),
        ("en: What", 'en: "What'),
        ("notes:\n", "notes: # all\n"),
        ("notes:\n", "notes:# all\n"),
        ("notes:\n", "'notes':\n"),
        ("notes:\n", "notes:\n\n  # the first\n"),
        ("notes:\n", "---\nnotes:\n"),
        ("notes:\n", "notes: &b\n"),
        ("deck:", "\ufeffdeck:"),
        ("deck:", "---\ndeck:"),
        ("deck:", "# a comment\n\n--- # begins\ndeck:"),
        ("id: planets", "id: planets\n  license: |\n    CC\n    notes:\n"),
    ]
)


@pytest.fixture(autouse=True)
def _small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "_FEWEST", 1)
    monkeypatch.setattr(slices, "_MOST", 3)
    monkeypatch.setattr(slices, "_ONE_IN", 2)


def read(text: str | bytes, folder: Path) -> tuple[object, object, int]:
    """The notes of a file as a whole and slice by slice, each None where something is wrong, and how many slices."""
    path = folder / "planets.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    source = DeckFiles((path,), folder)
    whole = read_decks([source])
    notes = whole.decks[0].notes if whole.decks and not whole.problems else None
    parts = sliced(source)
    heads = read_heads([source], [parts.above]) if parts else None
    if parts is None or heads is None:
        return notes, None, 0
    read = [read_slice(part, heads.context[0]) for part in parts.slices]
    together = [note for part in read if part for note in part]
    return notes, tuple(together) if None not in read else None, len(parts.slices)


def test_slices_end_where_notes_do(tmp_path: Path) -> None:
    whole, slicewise, count = read(HEAD + NOTES, tmp_path)
    assert whole is not None
    assert (slicewise, count > 1) == (whole, True)


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(PIECES, BETWEEN), min_size=1, max_size=8), st.lists(NUISANCES, max_size=2), st.integers(1, 3))
def test_however_a_file_is_laid_out_it_is_read_the_same_or_not_at_all(
    tmp_path: Path, pieces: list[tuple[str, str]], nuisances: list[tuple[str, str]], times: int
) -> None:
    names = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"]
    notes = [piece.format(name, name) + between for name, (piece, between) in zip(names, pieces, strict=False)]
    text = HEAD + "notes:\n" + "".join(notes)
    for old, new in nuisances:
        text = text.replace(old, new, times)
    whole, slicewise, _ = read(text, tmp_path)
    assert slicewise in (whole, None)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("indent", ["", "  ", "    "])
def test_a_plain_file_is_read_slice_by_slice(indent: str, end: str, tmp_path: Path) -> None:
    notes = [
        f"{indent}- id: note-{number}\n{indent}  question:\n{indent}    en: What is {number}?\n"
        f"{indent}  answer:\n{indent}    en: A number\n\n# {number}\n"
        for number in range(50)
    ]
    text = HEAD + "notes:  # all of them\n\n# the first\n" + "".join(notes)
    whole, slicewise, count = read(text.replace("\n", end), tmp_path)
    assert whole is not None
    assert slicewise == whole
    assert count > 10


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_long_file_is_read_in_chunks(end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = "".join(
        f"  - id: note-{number}\n    question:\n      en: এটি কত {number}?\n    answer:\n      en: x\n"
        for number in range(40)
    )
    for size in (*range(len(HEAD) + 200, len(HEAD) + 260), 1009, 5003):
        monkeypatch.setattr(slices, "_CHUNK", size)
        whole, slicewise, count = read((HEAD + "notes:\n" + notes).replace("\n", end), tmp_path)
        assert slicewise == whole
        assert count > 10


def test_a_line_of_a_quoted_text_is_no_note_though_it_looks_like_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "_FEWEST", 9)
    whole, slicewise, count = read(HEAD + NOTES.replace("        - the red one", "  - the red one"), tmp_path)
    assert (whole is None, slicewise, count) == (False, None, 1)


@pytest.mark.parametrize("sign", [b"\x07", b"\xff", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("place", [b"deck:", b"notes:", b"  - id: red"])
def test_bytes_that_cannot_stand_in_a_comment_are_told_of(sign: bytes, place: bytes, tmp_path: Path) -> None:
    text = (HEAD + NOTES).encode().replace(place, b"# " + sign + b"\n" + place)
    assert read(text, tmp_path)[:2] == (None, None)


def test_a_slice_that_changed_since_it_was_found_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "planets.yaml"
    path.write_text(HEAD + NOTES, encoding="utf-8")
    source = DeckFiles((path,), tmp_path)
    parts = sliced(source)
    assert parts
    heads = read_heads([source], [parts.above])
    assert heads
    path.write_text(HEAD + NOTES.replace("Mercury", "Mercure"), encoding="utf-8")
    assert [read_slice(part, heads.context[0]) is None for part in parts.slices] == [
        True,
        *[False] * (len(parts.slices) - 1),
    ]


def test_how_many_aliases_there_may_be_is_told_of_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = "".join(
        f"  - id: note-{number}\n    question: &same {{en: A number?}}\n    answer: *same\n" for number in range(9)
    )
    whole, slicewise, count = read(HEAD + "notes:\n" + notes, tmp_path)
    assert (whole is None, slicewise, count > 2) == (False, None, True)
    monkeypatch.setattr(document, "MAX_ALIASED", 10)
    assert read(HEAD + "notes:\n" + notes, tmp_path)[:2] == (None, None)


def test_an_edit_moves_no_slices_but_those_beside_it(tmp_path: Path) -> None:
    notes = [
        f"  - id: note-{number}\n    question:\n      en: What is {number}?\n    answer:\n      en: A number\n"
        for number in range(60)
    ]

    def digests(notes: list[str]) -> list[bytes]:
        path = tmp_path / "planets.yaml"
        path.write_text(HEAD + "notes:\n" + "".join(notes), encoding="utf-8")
        parts = sliced(DeckFiles((path,), tmp_path))
        assert parts
        return [part.digest for part in parts.slices]

    before = digests(notes)
    after = digests(
        [*notes[:30], "  - id: new\n    question:\n      en: What?\n    answer:\n      en: This\n", *notes[30:]]
    )
    assert len({*before} - {*after}) <= 3
    assert before[:5] == after[:5]
    assert before[-5:] == after[-5:]
