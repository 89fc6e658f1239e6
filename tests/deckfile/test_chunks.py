"""Whatever chunks a deck is read in, the same notes and the same mistakes are found, at the same places."""

import re
from collections.abc import Callable, Collection
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashcards.compile import deck as compiled
from flashcards.deckfile import chunks
from flashcards.deckfile.chunks import Chunk, CutFile, cut, uncut
from flashcards.deckfile.discovery import DeckFiles, find_decks
from flashcards.deckfile.overlays import Overlays
from flashcards.model.deck import Note
from flashcards.model.problem import FlashcardsError, Problem
from tests.conftest import Run
from tests.fuzz.mutants import mutants
from tests.pipeline import read_decks
from tests.test_mistakes import DECKS, GALLERY, deck_of

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
NOTE = st.sampled_from(
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
CHANGE = st.sampled_from(
    [
        ("  - id", "- id"),
        ("\n", "\r\n"),
        ("?", "?\x85"),
        ("?", "?\u2028"),
        ("What", "\tWhat"),
        ("A planet", "A planet # or not"),
        ("\n  - ", "\nsections: []\n  - "),
        ("\n  - ", "\n---\n  - "),
        ("\n  - ", "\n...\n  - "),
        ("\n  - ", "\n%YAML 1.1\n  - "),
        ("\n  - ", "\n  -\n    "),
        ("\n  - ", "\n   - "),
        ("alpha", "beta"),
        ("answer", "anwser"),
        ("notes:\n", "notes: # all\n"),
        ("notes:\n", "notes:# all\n"),
        ("notes:\n", "'notes':\n"),
        ("notes:\n", "notes:\n\n  # the first\n"),
        ("notes:\n", "---\nnotes:\n"),
        ("notes:\n", "notes: &b\n"),
        ("notes:\n", "notes: []\nnotes:\n"),
        ("notes:\n", "'notes': []\nnotes:\n"),
        ("notes:\n", "notse: []\nnotes:\n"),
        ("deck:", "\ufeffdeck:"),
        ("deck:", "---\ndeck:"),
        ("deck:", "# a comment\n\n--- # begins\ndeck:"),
        ("id: planets", "id: planets\n  license: |\n    CC\n    notes:\n"),
        ("title: {", "title: &a {"),
    ]
)
NAMES = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta")

# After one of these a parser cannot go on: of a whole file it is said alone, of a chunk beside what others hold
STOPS = {"syntax", "alias", "nesting", "cut-by-comment", "control-character"}

WHOLE_SAYS_OTHERWISE = {
    "torn-formula": "what YAML makes of a text is a mistake of the whole file, whose other notes are not linted then",
    "unclosed-quote-among-quotes": "in a chunk there is no later quote that would close it",
}


@pytest.fixture(autouse=True)
def _a_chunk_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    _small(monkeypatch, fewest=1, most=2, one_in=1)


def _small(monkeypatch: pytest.MonkeyPatch, *, fewest: int, most: int, one_in: int) -> None:
    monkeypatch.setattr(chunks, "_FEWEST", fewest)
    monkeypatch.setattr(chunks, "_MOST", most)
    monkeypatch.setattr(chunks, "_ONE_IN", one_in)


def whole(source: DeckFiles, overlays: Overlays) -> tuple[CutFile, ...]:
    """The files of a deck, each as one chunk."""
    return tuple(uncut(path, overlays) for path in source.files)


def read(
    path: Path, cutter: Callable[[DeckFiles, Overlays], tuple[CutFile, ...]]
) -> tuple[tuple[Note, ...], tuple[str, ...]]:
    """The notes of a deck, where all of it is valid, and what is said of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "cut", cutter)
        found = read_decks(find_decks([str(path)], path.parent))
    notes = tuple(note for deck in found.decks for note in deck.notes)
    return notes, tuple(map(said, found.problems))


def said(problem: Problem) -> str:
    random_uids = re.sub(r"\b[0-9a-f]{32}\b", "<random>", f"{problem.message} ({problem.hint})")
    place = problem.location
    return f"{place.line}:{place.column} {problem.severity} {problem.rule}: {random_uids}"


def rules(problems: Collection[str]) -> set[str]:
    return {problem.split(" ")[2].rstrip(":") for problem in problems}


def chunks_of(path: Path) -> tuple[Chunk, ...]:
    [source] = find_decks([str(path)], path.parent)
    return tuple(chunk for file in cut(source) for chunk in file.chunks)


def write(text: str | bytes, folder: Path) -> Path:
    path = folder / "planets.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text)
    return path


def numbered(
    count: int, note: str = "  - id: note-{0}\n    question: {{en: What is {0}?}}\n    answer: {{en: x}}\n"
) -> str:
    return "".join(note.format(number) for number in range(count))


@pytest.mark.slow
@pytest.mark.parametrize("name", DECKS)
def test_the_same_is_said_of_a_deck_in_chunks_as_of_one_in_whole_files(
    name: str, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def check(cutter: Callable[[DeckFiles, Overlays], tuple[CutFile, ...]]) -> str:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XDG_CACHE_HOME", str(tmp_path / cutter.__name__))
            patch.setattr(compiled, "cut", cutter)
            output = run("check", "--all", deck_of(name), expect=code).stdout
        return re.sub(r"\b[0-9a-f]{32}\b", "<random>", output)

    monkeypatch.chdir(GALLERY)
    code = 1 if ": error: " in (GALLERY / f"{name}.txt").read_text(encoding="utf-8") else 0
    assert (check(cut) == check(whole)) == (name not in WHOLE_SAYS_OTHERWISE)


@pytest.mark.slow
@settings(deadline=None, max_examples=80, derandomize=True, suppress_health_check=[*HealthCheck])
@given(st.lists(st.tuples(NOTE, BETWEEN), min_size=1, max_size=8), st.lists(CHANGE, max_size=2), st.integers(1, 3))
def test_however_a_file_is_laid_out_it_is_read_the_same(
    tmp_path: Path, layout: list[tuple[str, str]], changes: list[tuple[str, str]], times: int
) -> None:
    notes = [note.format(name, name) + between for name, (note, between) in zip(NAMES, layout, strict=False)]
    text = HEAD + "notes:\n" + "".join(notes)
    for old, new in changes:
        text = text.replace(old, new, times)
    _hold_to_the_whole(write(text, tmp_path))


@pytest.mark.slow
@settings(deadline=None, max_examples=80, derandomize=True, suppress_health_check=[*HealthCheck])
@given(
    mutants(
        [text for path in sorted(GALLERY.glob("*.yaml")) if len(text := path.read_bytes()) < 3000],
        [
            *(b"\n", b"  - ", b"  - id: x\n", b"'", b'"', b"&a ", b"*a", b"# c\n", b": ", b"{", b"]", b"\t", b"\r\n"),
            *(b"---\n", b"...\n", b"notes:\n", b"notes: []\n", b"deck:\n", b"    id: force\n", b"\n  -\n    id: z\n"),
        ],
    )
)
def test_however_a_file_is_damaged_it_is_read_the_same(tmp_path: Path, content: bytes) -> None:
    _hold_to_the_whole(write(content, tmp_path))


def _hold_to_the_whole(path: Path) -> None:
    expected, found = read(path, whole), read(path, cut)
    if STOPS.isdisjoint(rules(expected[1])):
        assert found == expected
    else:
        assert any(" error " in problem for problem in found[1])


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("indent", ["", "  ", "    "])
def test_a_plain_file_is_read_in_chunks(indent: str, end: str, tmp_path: Path) -> None:
    note = (
        f"{indent}- id: note-{{0}}\n{indent}  question:\n{indent}    en: What is {{0}}?\n"
        f"{indent}  answer:\n{indent}    en: A number\n\n# {{0}}\n"
    )
    text = HEAD + "notes:  # all of them\n\n# the first\n" + numbered(50, note)
    path = write(text.replace("\n", end), tmp_path)
    assert [chunk.length for chunk in chunks_of(path)] == [1] * 50
    assert read(path, cut) == read(path, whole)
    assert read(path, cut)[1] == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("notes:\n", "'notes':\n"),
        ("notes:\n", "notes: &all\n"),
        ("deck:", "\ufeffdeck:"),
        ("{en: Mercury}", "&mercury {en: Mercury}"),
        ("title: {", "title: &title {"),
        ("the red one", "the\u2028red one"),
        ("{en: Saturn}", "{en: Saturn}\nsections: []"),
        ("notes:\n", "notes: []\nnotes:\n"),
        ("notes:\n", "---\nnotes:\n"),
    ],
    ids=repr,
)
def test_a_file_in_which_only_a_parser_can_find_the_notes_is_one_chunk(old: str, new: str, tmp_path: Path) -> None:
    path = write(HEAD + NOTES, tmp_path)
    assert [(chunk.is_file, chunk.length) for chunk in chunks_of(path)] == [(False, 1)] * 3
    [chunk] = chunks_of(write((HEAD + NOTES).replace(old, new), tmp_path))
    assert (chunk.is_file, chunk.offset, chunk.first_line) == (True, 0, 1)


def test_a_file_in_flow_style_is_one_chunk(tmp_path: Path) -> None:
    notes = "{id: a, question: {en: What is red?}, answer: {en: Mars}}"
    path = write(HEAD + f"notes: [{notes}, {notes.replace('id: a', 'id: b')}]\n", tmp_path)
    assert [chunk.is_file for chunk in chunks_of(path)] == [True]
    notes_read, problems = read(path, cut)
    assert ([note.id for note in notes_read], problems) == (["a", "b"], ())


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_it_does_not_matter_where_a_block_that_is_read_ends(
    end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = "  - id: note-{0}\n    question:\n      en: এটি কত {0}?\n    answer:\n      en: x\n"
    path = write((HEAD + "notes:\n" + numbered(40, note)).replace("\n", end), tmp_path)
    expected = chunks_of(path)
    assert len(expected) == 40
    for size in (*range(len(HEAD) + 40, len(HEAD) + 140), 1009, 5003):
        monkeypatch.setattr(chunks, "_BLOCK", size)
        assert chunks_of(path) == expected


def test_chunks_are_all_of_the_file_below_its_head(tmp_path: Path) -> None:
    path = write(HEAD + NOTES, tmp_path)
    found = chunks_of(path)
    assert b"\n".join(chunk.content() for chunk in found).decode() == NOTES.removeprefix("notes:\n")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [lines[chunk.first_line - 1] for chunk in found] == ["  - id: closest", "  - id: red", "  - id: rings"]


def test_a_line_of_a_quoted_text_begins_no_chunk_though_it_looks_like_a_note(tmp_path: Path) -> None:
    path = write(HEAD + NOTES.replace("        - the red one", "  - the red one"), tmp_path)
    assert [chunk.length for chunk in chunks_of(path)] == [1, 2, 1]
    assert read(path, cut) == read(path, whole)
    assert len(read(path, cut)[0]) == 3


@pytest.mark.parametrize("sign", [b"\x07", b"\xff", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("place", [b"deck:", b"notes:", b"  - id: red"])
def test_bytes_that_may_not_stand_in_a_comment_are_reported_at_their_place(
    sign: bytes, place: bytes, tmp_path: Path
) -> None:
    path = write((HEAD + NOTES).encode().replace(place, b"# " + sign + b"\n" + place), tmp_path)
    found = read(path, cut)
    assert rules(found[1]) <= {"control-character", "encoding"}
    assert len(found[1]) == 1
    assert found == read(path, whole)


def test_a_file_that_changes_while_it_is_read_is_an_error(tmp_path: Path) -> None:
    path = write(HEAD + NOTES, tmp_path)
    [first, *others] = chunks_of(path)
    write(HEAD + NOTES.replace("Mercury", "Mercure"), tmp_path)
    with pytest.raises(FlashcardsError) as caught:
        first.content()
    assert (str(caught.value), caught.value.hint) == (f"'{path}' changed while it was read", "run the command again")
    assert [b"id" in chunk.content() for chunk in others] == [True, True]


def test_an_edit_moves_only_the_chunks_next_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _small(monkeypatch, fewest=2, most=12, one_in=4)
    notes = [numbered(1).replace("-0", f"-{number}") for number in range(200)]

    def hashes(notes: list[str]) -> list[bytes]:
        return [chunk.sha256 for chunk in chunks_of(write(HEAD + "notes:\n" + "".join(notes), tmp_path))]

    before = hashes(notes)
    assert len(before) > 20
    new = numbered(1).replace("-0", "-new")
    for after in ([*notes[:100], new, *notes[100:]], [*notes[:100], *notes[101:]], [new, *notes], [*notes, new]):
        assert len({*before} - {*hashes(after)}) <= 3


def test_where_no_note_begins_a_chunk_one_ends_after_so_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _small(monkeypatch, fewest=2, most=12, one_in=1 << 40)
    found = chunks_of(write(HEAD + "notes:\n" + numbered(30), tmp_path))
    assert [chunk.length for chunk in found] == [12, 12, 6]


SPACES = "warning: two spaces in a row [spacing]"
MISSPELT = "error: unknown key 'anwser' in a note [unknown-key]"


def test_problems_of_a_chunk_move_with_it(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    mistaken = NOTES.replace("answer: {en: Saturn}", "anwser: {en: Saturn}").replace(
        "Which planet is", "Which  planet is"
    )

    def places(text: str) -> list[str]:
        write(HEAD + text, tmp_path)
        output = run("check", "planets.yaml", expect=1).stdout
        return re.findall(r"^planets\.yaml:(.*)$", output, re.MULTILINE)

    assert places(mistaken) == [f"8:25: {SPACES}", f"21:5: {MISSPELT}"]
    assert places(mistaken.replace("notes:\n", "notes:\n# a line\n")) == [f"9:25: {SPACES}", f"22:5: {MISSPELT}"]
    assert places("\n\n" + mistaken) == [f"10:25: {SPACES}", f"23:5: {MISSPELT}"]
