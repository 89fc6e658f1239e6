"""A build that reads decks slice by slice comes to the same as one that reads them whole."""

import re
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from flashcards.cli import build as building
from flashcards.compile import chunks as slices
from flashcards.text import media
from tests.conftest import Run

MIDNIGHT = 1_795_564_800  # in November 2026
DECK = """\
deck:
  id: varied
  uid: 16e3bc53dcbe2f26709409af3646da1b
  title:
    bn: নানা কথা
    en: This and that
  languages: [bn, en]
  pairs: [en+bn, bn+en, bn]
  license: CC-BY-4.0
  version: 1.0
  report: https://example.org/new?title={id}&version={version}
  lint: {spacing: error, duplicate-question: error}
"""
SECTIONS = """
sections:
  - id: sky
    title:
      bn: আকাশ
      en: The sky
"""
NOTES = """
notes:  # the planets

  # a comment above the first note
  - id: closest
    section: sky
    question:
      bn: সূর্যের সবচেয়ে কাছের গ্রহ কোনটি?
      en: Which planet is closest to the Sun?
    answer:
      bn: বুধ
      en: Mercury
    tags: [planet]
    reviewed: {bn: Asha Rahman}

  - id: red
    section: sky
    was: [mars]
    question:
      bn: কোন গ্রহকে লাল গ্রহ বলা হয়?
      en: Which planet is called the red one?
    answer:
      bn: মঙ্গল
      en: Mars
    tags: [planet, colour]

# a comment between two notes
  - id: moons
    section: sky
    text:
      bn: মঙ্গলের চাঁদ {{c1::ফোবোস}} ও {{c2::ডিমোস}}।
      en: The moons of Mars are {{c1::Phobos}} and {{c2::Deimos}}.

  - id: star
    section: sky
    word: {bn: তারা, en: [star, luminary]}
    part_of_speech: {en: noun}
    reading: {bn: tara}
"""
MORE_NOTES = """\
  - id: dwarf
    section: sky
    question:
      bn: "![](pluto.png) ছবিটি কার?"
      en: "![](pluto.png) Who is in the picture?"
    answer:
      bn: প্লুটো
      en: Pluto
    retired:
      reason:
        bn: প্লুটো এখন গ্রহ নয়
        en: Pluto is a planet no longer
      replaced_by: red

  - id: rings
    section: sky
    question:
      bn: কোন গ্রহের বলয় সবচেয়ে উজ্জ্বল?
      en: Which planet has the brightest rings?
    answer:
      bn: শনি
      en: Saturn
"""
ANOTHER_NOTE = """\
  - id: blue
    section: sky
    question:
      bn: সূর্য থেকে সবচেয়ে দূরের গ্রহ কোনটি?
      en: Which planet is farthest from the Sun?
    answer:
      bn: নেপচুন
      en: Neptune

"""

Edit = Callable[[Path], None]


def swap(old: str, new: str) -> Edit:
    """Put a text in the place of another in the file that has it."""

    def edit(decks: Path) -> None:
        path = next(path for path in sorted(decks.rglob("*.yaml")) if old in path.read_text(encoding="utf-8"))
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    return edit


def both(*edits: Edit) -> Edit:
    def edit(decks: Path) -> None:
        for each in edits:
            each(decks)

    return edit


def rewrite(change: Callable[[str], str], deck: str = "varied") -> Edit:
    """Change a ledger as a hand, an editor or a merge may."""

    def edit(decks: Path) -> None:
        path = decks / f"{deck}.ledger"
        text = change(path.read_text(encoding="utf-8"))
        path.write_bytes(text.encode(errors="surrogateescape"))

    return edit


def edit_file(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def paint(content: bytes) -> Edit:
    """Put another picture in the place of one."""

    def edit(decks: Path) -> None:
        next(decks.rglob("pluto.png")).write_bytes(content)
        media._known_digest.cache_clear()  # commands do not share a process, as they do here

    return edit


def nothing(_: Path) -> None:
    pass


class Step(NamedTuple):
    """What happens to the decks; whether they have to be read as a whole then, and how the build ends."""

    edit: Edit
    needs_whole: bool = False
    ends: int = 0


STORY: Mapping[str, Step] = {
    "a first build": Step(nothing),
    "nothing": Step(nothing),
    "a question in both languages": Step(
        both(swap("কাছের গ্রহ কোনটি", "কাছে কোন গ্রহ"), swap("Which planet is closest", "What planet is the closest"))
    ),
    "an answer in one language": Step(swap("en: Mercury", "en: Mercury, the small")),
    "answers in one language, in two places": Step(
        both(swap("en: Mercury, the small", "en: Mercury, the smallest"), swap("en: Saturn", "en: Saturn, the light"))
    ),
    "those answers as before": Step(
        both(swap("en: Mercury, the smallest", "en: Mercury, the small"), swap("en: Saturn, the light", "en: Saturn"))
    ),
    "a mistake in a title": Step(swap("en: This and that", "en: This and  that"), needs_whole=True, ends=1),
    "no mistake in a title": Step(swap("en: This and  that", "en: This and that")),
    "a mistake in an answer": Step(swap("en: Saturn", "en: Saturn  the light"), needs_whole=True, ends=1),
    "no mistake in an answer": Step(swap("en: Saturn  the light", "en: Saturn")),
    "another picture": Step(paint(b"\x89PNG two")),
    "a note between others": Step(swap("  - id: red\n", ANOTHER_NOTE + "  - id: red\n")),
    "the same note in another place": Step(
        both(swap(ANOTHER_NOTE, ""), swap("  - id: rings\n", ANOTHER_NOTE + "  - id: rings\n"))
    ),
    "no such note": Step(swap(ANOTHER_NOTE, "")),
    "the title of a section": Step(swap("en: The sky\n", "en: The sky at night\n")),
    "a tag": Step(swap("colour]", "colours]")),
    "a mistake": Step(swap("en: Saturn", "em: Saturn"), needs_whole=True, ends=1),
    "no mistake": Step(swap("em: Saturn", "en: Saturn")),
    "something still to be written": Step(swap("en: Saturn", "en: 'TODO: Saturn'"), needs_whole=True),
    "it is written": Step(swap("en: 'TODO: Saturn'", "en: Saturn")),
    "a tag in capitals": Step(swap("[planet]", "[Planet]"), needs_whole=True),
    "a tag as before": Step(swap("[Planet]", "[planet]")),
    "a note that takes the place of another, and is not there": Step(
        swap("replaced_by: red", "replaced_by: rad"), needs_whole=True, ends=1
    ),
    "one that is": Step(swap("replaced_by: rad", "replaced_by: red")),
    "the id of another note": Step(swap("id: rings", "id: closest"), needs_whole=True, ends=1),
    "an earlier id of another note": Step(
        swap(
            "id: closest\n    section: sky\n    question:\n      bn: কোন",
            "id: mars\n    section: sky\n    question:\n      bn: কোন",
        ),
        needs_whole=True,
        ends=1,
    ),
    "an id of its own": Step(swap("  - id: mars", "  - id: rings")),
    "the question of another note": Step(
        both(swap("কোন গ্রহের বলয় সবচেয়ে উজ্জ্বল?", "কোন গ্রহকে লাল গ্রহ বলা হয়?")), needs_whole=True, ends=1
    ),
    "a question of its own": Step(
        swap(
            "কোন গ্রহকে লাল গ্রহ বলা হয়?\n      en: Which planet has",
            "কোন গ্রহের বলয় সবচেয়ে উজ্জ্বল?\n      en: Which planet has",
        )
    ),
    "a release": Step(nothing),
    "another translation of a word": Step(swap("[star, luminary]", "[star, sun]")),
    "a word of a released note": Step(swap("en: Mars\n", "en: Mars, of course\n")),
    "a new version": Step(swap("version: 1.0", "version: 1.1")),
    "a released note that asks something else": Step(
        both(
            swap("কোন গ্রহের বলয় সবচেয়ে উজ্জ্বল?", "আলোর গতি সেকেন্ডে কত কিলোমিটার?"),
            swap("Which planet has the brightest rings?", "How fast is light?"),
            both(
                swap("bn: শনি", "bn: প্রায় তিন লাখ"),
                swap("en: Saturn", "en: About three hundred thousand kilometres a second"),
            ),
        ),
        needs_whole=True,
        ends=1,
    ),
    "one that asks the same": Step(
        both(
            swap("আলোর গতি সেকেন্ডে কত কিলোমিটার?", "কোন গ্রহের বলয় সবচেয়ে উজ্জ্বল?"),
            swap("How fast is light?", "Which planet has the brightest rings?"),
            both(
                swap("bn: প্রায় তিন লাখ", "bn: শনি"),
                swap("en: About three hundred thousand kilometres a second", "en: Saturn"),
            ),
        )
    ),
    "a cloze that is gone": Step(
        both(swap("{{c2::ডিমোস}}", "ডিমোস"), swap("{{c2::Deimos}}", "Deimos")), needs_whole=True, ends=1
    ),
    "a cloze that is back": Step(both(swap("ও ডিমোস", "ও {{c2::ডিমোস}}"), swap("and Deimos", "and {{c2::Deimos}}"))),
    "a released note that is gone": Step(
        swap("  - id: red\n    section: sky\n    was: [mars]\n", "  - id: scarlet\n    section: sky\n"),
        needs_whole=True,
        ends=1,
    ),
    "one that is called otherwise": Step(
        swap("  - id: scarlet\n    section: sky\n", "  - id: scarlet\n    section: sky\n    was: [mars, red]\n")
    ),
    "no report": Step(swap("  report: https://example.org/new?title={id}&version={version}\n", "")),
    "no pairs": Step(swap("  pairs: [en+bn, bn+en, bn]\n", ""), needs_whole=True, ends=1),
}


class Change(NamedTuple):
    """What happens to a ledger, and to the decks with it; whether the deck is released, and how the build ends."""

    edit: Callable[[str], str]
    with_it: Edit = swap("  - id: rings\n", ANOTHER_NOTE + "  - id: rings\n")
    is_released: bool = False
    ends: int = 0


LEDGERS: Mapping[str, Change] = {
    "nothing": Change(lambda text: text),
    "the last line break is lost": Change(lambda text: text.removesuffix("\n")),
    "it is lost in a line that is not the last": Change(
        lambda text: "".join([*reversed(text.splitlines(keepends=True))]).removesuffix("\n")
    ),
    "line breaks of Windows": Change(lambda text: text.replace("\n", "\r\n")),
    "its lines are in another order": Change(lambda text: "".join(sorted(text.splitlines(keepends=True)))),
    "a line is there twice": Change(lambda text: re.sub("(note rings .*\n)", r"\1\1", text)),
    "a line is there twice, first as it was later": Change(
        lambda text: re.sub("note rings .*\n", lambda line: line[0].replace("T00:01:0", "T00:01:3") + line[0], text)
    ),
    "a version that is none": Change(lambda text: re.sub("(note rings .*?) - - ", r"\1 - one ", text), ends=1),
    "a moment in other words": Change(lambda text: re.sub("(note rings .*?T00:01:0.)Z", r"\1+00:00", text), ends=1),
    "a line is lost": Change(lambda text: re.sub("note rings .*\n", "", text)),
    "a review is lost": Change(lambda text: re.sub("reviewed .*\n", "", text)),
    "a review of a note that nobody knows": Change(lambda text: text + "reviewed ghost bn 12345678 Asha Rahman\n"),
    "half of such a review": Change(lambda text: text + "reviewed ghost bn 1234\n", ends=1),
    "half of a review": Change(lambda text: re.sub("(reviewed closest bn ....).*", r"\1", text), ends=1),
    "a line of no ledger": Change(lambda text: text + "<<<<<<< ours\n", ends=1),
    "a sign in a reviewer's name that ends lines elsewhere": Change(
        lambda text: text.replace("Asha Rahman", "Asha\u2028Rahman"),
        swap("Asha Rahman", r'"Asha\u2028Rahman"'),
        ends=1,
    ),
    "such a sign between two notes": Change(lambda text: text.replace("\nnote rings", "\x1cnote rings"), ends=1),
    "bytes that are no text": Change(lambda text: text + "\udcff\n", ends=1),
    "a text that came to nothing but digits": Change(
        lambda text: re.sub("(reviewed closest bn )[0-9a-f]{8}", r"\g<1>12345678", text)
    ),
    "an id of Bengali digits": Change(lambda text: re.sub("(note rings new qa bn )[0-9]+", r"\1১৭৯৫", text), ends=1),
    "an id that begins with nought": Change(
        lambda text: text.replace("note rings new qa bn ", "note rings new qa bn 0")
    ),
    "an id of sixteen digits": Change(lambda text: re.sub("(rings new qa bn )[0-9]+", r"\1" + "1" * 16, text), ends=1),
    "a stamp is there twice": Change(lambda text: re.sub("(note rings new qa )((?:[^ ]+ ){6})", r"\1\2\2", text)),
    "a day there is none of": Change(lambda text: re.sub("(note rings .*?)-11-", r"\1-11-3", text), ends=1),
    "a moment that is still to come": Change(lambda text: re.sub("(note rings .*?)2026", r"\g<1>2036", text), ends=1),
    "a moment that is still to come, of a note that is edited": Change(
        lambda text: re.sub("(note rings .*?)2026", r"\g<1>2036", text),
        swap("en: Saturn", "en: Saturn, of course"),
        ends=1,
    ),
    "a note with such a moment is gone before anyone had it": Change(
        lambda text: re.sub("(note rings .*?)2026", r"\g<1>2036", text), swap("  - id: rings", "  - id: ring"), ends=1
    ),
    "a release that is still to come": Change(
        lambda text: re.sub("(version 1.0 )2026", r"\g<1>2036", text), is_released=True, ends=1
    ),
    "a release that is forgotten": Change(lambda text: re.sub("version .*\n", "", text), is_released=True),
    "a note that was dropped": Change(
        lambda text: text.replace("note rings released", "note ring gone"), is_released=True
    ),
    "a note that was dropped is back": Change(
        lambda text: text.replace("note rings released", "note rings gone"), is_released=True, ends=1
    ),
    "a note that was dropped, with a moment that is still to come": Change(
        lambda text: re.sub("note rings released(.*?)2026", r"note ring gone\g<1>2036", text), is_released=True, ends=1
    ),
    "something that was let pass": Change(lambda text: text + "accepted title:en\n", is_released=True),
    "something that was let pass though nobody had it": Change(lambda text: text + "accepted title:en\n"),
    "another note type": Change(lambda text: text.replace("note rings new qa", "note rings new cloze")),
    "it is empty": Change(lambda _: "", ends=1),
}
FILES: Mapping[str, Mapping[str, str]] = {
    "a section that is not listed": {"2": "notes:\n" + MORE_NOTES.replace("section: sky", "section: sea", 1)},
    "a file that has only begun": {"3": "---\n# notes are to come\n"},
    "a file of a comment": {"3": "# notes are to come\n"},
    "a file of quotes": {"3": "''\n"},
    "quotes above notes": {"2": "''\nnotes:\n" + MORE_NOTES},
    "a name for nothing": {"3": "&nothing\n"},
    "an empty file": {"3": ""},
    "no file has notes": {"1": SECTIONS, "2": "{}\n"},
    "a second head": {"2": "deck: {}\nnotes:\n" + MORE_NOTES},
    "something below the notes": {"2": "notes:\n" + MORE_NOTES + "colour: red\n"},
    "an end above the notes": {"1": SECTIONS + "...\n" + NOTES},
    "a section that is listed twice": {"2": SECTIONS + "notes:\n" + MORE_NOTES},
}


class Twins:
    """Two copies of a folder, in one of which decks are always read as a whole."""

    def __init__(self, folder: Path, run: Run, patch: pytest.MonkeyPatch) -> None:
        self.folders = (folder / "slicewise", folder / "whole")
        self.wholes = 0
        self._run = run
        self._patch = patch
        self._now = MIDNIGHT
        self._slicewise = building._built_slicewise
        self._whole = building._built
        patch.setattr(building, "_built", self._counted)
        patch.setattr(time, "time", lambda: float(self._now))
        self._slept: list[float] = []
        patch.setattr(time, "sleep", self._slept.append)  # there is a minute between two builds

    def write(self, files: Mapping[str, str]) -> None:
        for folder in self.folders:
            for name, text in files.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_text(text, encoding="utf-8")

    def edit(self, edit: Edit) -> None:
        for folder in self.folders:
            edit(folder / "decks")

    def build(self, *words: str, ends: int = 0) -> tuple[Mapping[str, object], Mapping[str, object]]:
        """Build in both, a minute after the last time: what is told, and what is written."""
        self._now += 60
        one, other = self.folders
        return self._built(one, self._slicewise, words, ends), self._built(other, lambda *_: None, words, ends)

    def turn_back(self, seconds: int) -> None:
        """Set the clock back."""
        self._now -= seconds

    def run(self, *words: str) -> None:
        self._now += 60
        for folder in self.folders:
            self._patch.chdir(folder)
            self._run(*words)

    def _built(
        self, folder: Path, slicewise: Callable[..., object], words: tuple[str, ...], ends: int
    ) -> Mapping[str, object]:
        self._patch.chdir(folder)
        self._patch.setattr(building, "_built_slicewise", slicewise)
        self._slept.clear()
        result = self._run("build", *words, expect=ends)
        written = sorted([*Path("dist").glob("*"), *Path("decks").rglob("*.ledger")])
        return {
            "said": result.stdout,
            "warned": result.stderr,
            "slept": max(self._slept, default=0),
            **{str(path): path.read_bytes() for path in written if path.is_file()},
        }

    def _counted(self, *args: object, **options: object) -> object:
        self.wholes += Path.cwd() == self.folders[0]
        return self._whole(*args, **options)  # type: ignore[arg-type]


@pytest.fixture
def twins(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Twins:
    return Twins(tmp_path, run, monkeypatch)


@pytest.mark.parametrize(
    "files",
    [
        {"decks/varied.yaml": DECK + SECTIONS + NOTES + MORE_NOTES, "decks/pluto.png": "one"},
        {
            "decks/varied/deck.yaml": DECK,
            "decks/varied/1.yaml": SECTIONS + NOTES,
            "decks/varied/2.yaml": "---\nnotes:\n" + MORE_NOTES,
            "decks/varied/pluto.png": "one",
        },
        {
            "decks/varied/deck.yaml": DECK + SECTIONS + NOTES,
            "decks/varied/1/deck.yaml": "notes:\n" + MORE_NOTES,
            "decks/varied/1/pluto.png": "one",
        },
    ],
    ids=["one file", "a folder", "a head with notes"],
)
@pytest.mark.parametrize("most", [1, 2, 512])
def test_whatever_happens_to_decks_packages_and_what_is_told_are_the_same(
    most: int, files: Mapping[str, str], twins: Twins, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "_FEWEST", 1)
    monkeypatch.setattr(slices, "_MOST", most)
    twins.write(files)
    for name, step in STORY.items():
        known = twins.wholes
        twins.edit(step.edit)
        if name == "a release":
            twins.run("confirm", "closest", "--deck", "varied")
            twins.run("release", "1.0", "varied")
        one, other = twins.build(ends=step.ends)
        assert one == other, name
        assert twins.wholes - known == step.needs_whole, name


@pytest.mark.parametrize("name", LEDGERS)
def test_whatever_happens_to_a_ledger_it_is_read_the_same(name: str, twins: Twins) -> None:
    change = LEDGERS[name]
    twins.write({"decks/varied.yaml": DECK + SECTIONS + NOTES + MORE_NOTES, "decks/pluto.png": "one"})
    twins.build()
    if change.is_released:
        twins.run("release", "1.0", "varied")
    twins.edit(both(rewrite(change.edit), change.with_it))
    one, other = twins.build(ends=change.ends)
    assert one == other
    one, other = twins.build(ends=change.ends)
    assert one == other


@pytest.mark.parametrize("name", FILES)
def test_what_is_wrong_between_files_is_told(name: str, twins: Twins) -> None:
    folder = {"deck": DECK, "1": SECTIONS + NOTES, "2": "notes:\n" + MORE_NOTES}
    twins.write({f"decks/varied/{name}.yaml": text for name, text in {**folder, **FILES[name]}.items()})
    twins.write({"decks/varied/pluto.png": "one"})
    one, other = twins.build(ends=1)
    assert one == other


def test_a_rule_that_compares_a_note_with_its_section_is_held_to(twins: Twins) -> None:
    twins.write({"decks/varied.yaml": DECK.replace("lint: {", "lint: {answer-in-topic: error, ") + SECTIONS + NOTES})
    one, other = twins.build()
    assert one == other
    twins.edit(swap("en: The sky", "en: Mars and Mercury"))
    one, other = twins.build(ends=1)
    assert one == other
    assert "gives this answer away" in str(one["warned"])


def test_pictures_of_a_style_are_packed_with_those_of_notes(twins: Twins) -> None:
    style = "  style: '.qa { background: url(pluto.png) }'\n"
    twins.write({"decks/varied.yaml": DECK + style + SECTIONS + NOTES + MORE_NOTES, "decks/pluto.png": "one"})
    one, other = twins.build()
    assert one == other
    twins.edit(paint(b"\x89PNG two"))
    one, other = twins.build()
    assert one == other


def test_decks_of_which_one_is_laid_out_otherwise_are_read_as_a_whole(twins: Twins) -> None:
    other_deck = DECK.replace("varied", "another").replace("16e3", "26e3").replace("This", "These").replace("নানা", "অন্য")
    twins.write({"decks/another.yaml": other_deck + SECTIONS + NOTES.replace("notes:", "'notes':", 1)})
    twins.write({"decks/varied.yaml": DECK + SECTIONS + NOTES})
    one, other = twins.build()
    assert one == other
    assert twins.wholes == 1


def test_a_deck_that_nobody_wants_is_left_alone(twins: Twins) -> None:
    english = re.sub("  pairs: .*\n", "", DECK.replace("varied", "another").replace("16e3", "26e3"))
    english = english.replace("    bn: নানা কথা\n", "").replace("This", "These").replace("[bn, en]", "[en]")
    notes = "notes:\n  - id: a\n    question:\n      en: Which moon is ours?\n    answer:\n      en: The only one\n"
    twins.write({"decks/another.yaml": english + notes, "decks/varied.yaml": DECK + SECTIONS + NOTES})
    for words in (["-l", "bn"], [], ["-l", "en"]):
        one, other = twins.build(*words)
        assert one == other


def test_a_ledger_that_is_committed_and_missing_is_told_of(twins: Twins) -> None:
    twins.write({"decks/varied.yaml": DECK + SECTIONS + NOTES})
    twins.build()
    for folder in twins.folders:
        for words in (
            ["init", "-q"],
            ["add", "."],
            ["-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "-qm", "-"],
        ):
            subprocess.run(["git", *words], cwd=folder, check=True)
    for folder in twins.folders:
        for path in (folder / "decks" / "varied.ledger", *folder.glob("dist/*")):
            path.unlink()
    one, other = twins.build(ends=1)
    assert one == other
    assert "this ledger is committed, and is missing" in str(one["warned"])


def test_of_decks_with_mistakes_all_are_told_before_one_is_refused(twins: Twins) -> None:
    other_deck = DECK.replace("varied", "another").replace("16e3", "26e3").replace("This", "These").replace("নানা", "অন্য")
    twins.write({"decks/another.yaml": other_deck + SECTIONS + NOTES, "decks/varied.yaml": DECK + SECTIONS + NOTES})
    twins.build()
    twins.edit(rewrite(lambda text: re.sub("(notetype .*) [0-9]+\n", r"\1 99\n", text), "another"))
    one, other = twins.build(ends=1)
    assert one == other
    assert "a later flashcards has built the deck 'another'" in str(one["warned"])
    twins.edit(lambda decks: edit_file(decks / "varied.yaml", "id: moons", "id: red"))
    one, other = twins.build(ends=1)
    assert one == other
    assert "the id 'red' is already used" in str(one["warned"])


def test_a_clock_that_is_years_ahead_of_all_that_is_known(twins: Twins) -> None:
    twins.write({"decks/varied.yaml": DECK + SECTIONS + NOTES})
    twins.build()
    century = 100 * 365 * 24 * 60 * 60
    twins.turn_back(-century)
    one, other = twins.build()
    assert one == other  # nothing is stamped, and nothing is wrong
    twins.edit(swap("en: Mars\n", "en: Mars, of course\n"))
    one, other = twins.build(ends=1)
    assert one == other
    assert "error: the clock of this machine says 2126-" in str(one["warned"])
    twins.turn_back(century)
    one, other = twins.build()
    assert one == other


def test_a_clock_that_is_behind_notes_of_a_slice_that_did_not_change(
    twins: Twins, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "_FEWEST", 1)
    monkeypatch.setattr(slices, "_MOST", 1)
    twins.write({"decks/varied.yaml": DECK + SECTIONS + NOTES})
    twins.build()
    twins.edit(both(swap("bn: মঙ্গল\n", "bn: লাল মঙ্গল\n"), swap("en: Mars\n", "en: Mars, of course\n")))
    twins.build()
    twins.edit(swap("    text:\n", "    tags: [moon]\n    text:\n"))
    twins.build()
    twins.edit(swap("    tags: [moon]\n", ""))
    twins.build()
    twins.edit(rewrite(lambda text: re.sub("note moons .*\n", "", text)))
    twins.turn_back(210)
    one, other = twins.build(ends=1)
    assert one == other
    assert "the clock of this machine is behind" in str(one["warned"])


def test_a_package_has_stamps_of_its_own_though_another_had_the_same_notes(twins: Twins) -> None:
    twins.write({"decks/varied.yaml": DECK.replace("[en+bn, bn+en, bn]", "[bn, bn+en]") + SECTIONS + NOTES})
    twins.build("-l", "bn+en")
    twins.edit(swap("[bn, bn+en]", "[bn+en]"))
    one, other = twins.build()
    assert one == other


def test_where_nothing_may_be_written_beside_a_deck_it_is_built_as_long_as_nothing_has_to_be(
    twins: Twins, monkeypatch: pytest.MonkeyPatch
) -> None:
    twins.write({"decks/varied.yaml": DECK + SECTIONS + NOTES})
    twins.build()
    made = tempfile.mkstemp

    def refused(prefix: str, suffix: str, dir: Path) -> tuple[int, str]:  # noqa: A002
        if dir.name == "decks":
            raise PermissionError(13, "Permission denied", str(dir))
        return made(prefix=prefix, suffix=suffix, dir=dir)

    monkeypatch.setattr(tempfile, "mkstemp", refused)
    one, other = twins.build("-o", "elsewhere")
    assert one == other
    twins.edit(swap("en: Mercury", "en: Mercury, the small"))
    one, other = twins.build("-o", "elsewhere", ends=1)
    assert one == other


def test_only_languages_that_there_are_can_be_asked_for(twins: Twins) -> None:
    twins.write({"decks/varied.yaml": DECK + SECTIONS + NOTES})
    one, other = twins.build("-l", "bn")
    assert one == other
    assert [name for name in one if name.startswith("dist")] == ["dist/varied-bn-alone.apkg", "dist/varied-bn.apkg"]
    one, other = twins.build("-l", "bn", "-l", "hi", ends=2)
    assert one == other
    assert "no deck has 'hi'; there are bn, en" in str(one["warned"])


def test_a_piece_of_which_a_part_is_damaged_is_made_anew(
    twins: Twins, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    twins.write({"decks/varied.yaml": DECK + SECTIONS + NOTES})
    twins.build()
    for piece in (tmp_path / "cache" / "flashcards" / "pieces").iterdir():
        piece.write_bytes(piece.read_bytes()[:-9])
    for wholes in (1, 1):
        twins.edit(lambda decks: next(decks.glob("../dist/*-en.apkg")).unlink())
        one, other = twins.build()
        assert one == other
        assert twins.wholes == wholes
