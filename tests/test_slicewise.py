"""A build that reads decks slice by slice comes to the same as one that reads them whole."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from flashcards import media
from flashcards.cli import build as building
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
  pairs: [bn+en, bn, en+bn]
  license: CC-BY-4.0
  version: 1.0
  report: https://example.org/new?title={id}&version={version}
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
    "a tag in capitals": Step(swap("[planet]", "[Planet]"), needs_whole=True, ends=1),
    "a tag as before": Step(swap("[Planet]", "[planet]")),
    "a note that takes the place of another, and is not there": Step(
        swap("replaced_by: red", "replaced_by: rad"), needs_whole=True, ends=1
    ),
    "one that is": Step(swap("replaced_by: rad", "replaced_by: rings")),
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
    "no pairs": Step(swap("  pairs: [bn+en, bn, en+bn]\n", ""), needs_whole=True, ends=1),
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
        patch.setattr(time, "sleep", lambda _: None)  # there is a minute between two builds

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

    def release(self, *words: str) -> None:
        self._now += 60
        for folder in self.folders:
            self._patch.chdir(folder)
            self._run("release", *words)

    def _built(
        self, folder: Path, slicewise: Callable[..., object], words: tuple[str, ...], ends: int
    ) -> Mapping[str, object]:
        self._patch.chdir(folder)
        self._patch.setattr(building, "_built_slicewise", slicewise)
        result = self._run("build", *words, expect=ends)
        written = sorted([*Path("dist").glob("*"), *Path("decks").rglob("*.ledger")])
        return {"said": result.stdout, "warned": result.stderr, **{str(path): path.read_bytes() for path in written}}

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
    ],
    ids=["one file", "a folder"],
)
def test_whatever_happens_to_decks_packages_and_what_is_told_are_the_same(
    files: Mapping[str, str], twins: Twins
) -> None:
    twins.write(files)
    for name, step in STORY.items():
        known = twins.wholes
        twins.edit(step.edit)
        if name == "a release":
            twins.release("1.0", "varied")
        one, other = twins.build(ends=step.ends)
        assert one == other, name
        assert twins.wholes - known == step.needs_whole, name


def test_only_languages_that_there_are_can_be_asked_for(twins: Twins) -> None:
    twins.write({"decks/varied.yaml": DECK + SECTIONS + NOTES})
    one, other = twins.build("-l", "bn")
    assert one == other
    assert [name for name in one if name.startswith("dist")] == ["dist/varied-bn-alone.apkg", "dist/varied-bn.apkg"]
    one, other = twins.build("-l", "bn", "-l", "hi", ends=2)
    assert one == other
    assert "no deck has 'hi'; there are bn, en" in str(one["warned"])
