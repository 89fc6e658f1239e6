"""A program says the texts of a deck, and cards play what it has recorded."""

import json
import wave
from pathlib import Path

import pytest

from flashcards.anki.unpack import unpack
from tests.conftest import Run, missing_here, replace_in
from tests.frozen import Clock
from tests.merging.rivers import DECK, edited_package
from tests.readme import blocks

FOLDER = Path("decks/world-rivers.speech")
SAID = """\
bn  এশিয়ার দীর্ঘতম নদী কোনটি?
en  Which is the longest river in Asia?
bn  ইয়াংসি
en  The Yangtze
bn  জাহাজ
en  ship; vessel
bn  নীল নদ কত কিলোমিটার দীর্ঘ?
en  How many kilometres long is the Nile?
bn  6650
en  6650
bn  'ব-দ্বীপ' কী?
en  What's a "delta"?
bn  সমতল
en  flat: land
"""
SAYER = """\
#!/bin/sh
# What was said, and how, in place of a recording
out=$1; shift
for word; do printf '%s|' "$word"; done > "$out"
cat >> "$out"
case "$*" in *Nile*) test -z "$FAILS" || { echo "no voice for that" >&2; rm "$out"; exit 3; } ;; esac
"""


@pytest.fixture(autouse=True)
def deck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    deck = Path("decks/world-rivers.yaml")
    deck.parent.mkdir()
    deck.write_text(DECK.replace("  version", "  voice: {en: en_GB}\n  version"), encoding="utf-8")
    sayer = Path("sayer")
    sayer.write_text(SAYER, encoding="utf-8")
    sayer.chmod(0o755)
    return deck


def speak(run: Run, command: str = "./sayer {out} {lang} {text}", *words: str, expect: int = 0) -> str:
    result = run("speak", "world-rivers", "--with", command, *words, expect=expect)
    return result.stderr if expect else result.stdout


def recordings() -> dict[str, str]:
    """What was said in each language, by the names of the files, as the index lists them."""
    index = FOLDER.joinpath("index.txt").read_text(encoding="utf-8")
    names = [line.split()[0] for line in index.splitlines()]
    assert {path.name for path in FOLDER.iterdir()} == {*names, "index.txt"}
    return {name: FOLDER.joinpath(name).read_text(encoding="utf-8") for name in names}


def test_what_is_said_is_what_is_asked_and_gives_nothing_away(deck: Path, run: Run) -> None:
    assert run("speak", "world-rivers", "--with", "x {out}", "--dry-run").stdout == SAID
    replace_in(deck, "answer: 6650", "answer: $6650$")  # a formula
    replace_in(deck, "en: The Yangtze", "en: '![](sounds/own.wav) The Yangtze'")
    replace_in(deck, "id: delta", "id: delta\n    draft: true")
    Path("decks/sounds").mkdir()
    Path("decks/sounds/own.wav").write_bytes(b"RIFF")
    said = run("speak", "world-rivers", "--with", "x {out}", "--dry-run", "-l", "en", "--parts", "answer,note").stdout
    assert said == "en  It is about 6,300 kilometres long, from the Tibetan Plateau to the sea.\n"


def test_only_what_has_changed_is_said_again(deck: Path, run: Run) -> None:
    assert speak(run) == f"wrote {FOLDER}  14 recordings made, 0 kept, 0 deleted\n"
    first = recordings()
    assert sorted(first.values())[-1] == "en|ship; vessel|ship; vessel"
    assert speak(run) == f"wrote {FOLDER}  0 recordings made, 14 kept, 0 deleted\n"
    replace_in(deck, "en: The Yangtze", "en: The **Yangtze**")  # it sounds the same
    assert run("todo").stdout == "nothing to do\n"
    replace_in(deck, "flat: land", "-flat {text} $(land); {out}")
    assert run("todo").stdout.startswith(
        "decks/world-rivers.yaml:41:30: info: 'answer' of 'delta' has no recording [speech]\n"
    )
    assert speak(run) == f"wrote {FOLDER}  1 recording made, 13 kept, 1 deleted\n"
    [new] = {*recordings()} - {*first}
    assert recordings()[new] == "en| -flat {text} $(land); {out}|-flat {text} $(land); {out}"  # no option, no shell
    assert run("todo").stdout == "nothing to do\n"
    assert speak(run, "./sayer {out} {voice}", "-l", "en") == f"wrote {FOLDER}  7 recordings made, 7 kept, 7 deleted\n"
    assert {text.split("|")[0] for text in recordings().values()} == {"bn", "en_GB"}


def fields(package: str, note: str) -> dict[str, str]:
    [found] = [each for each in unpack(Path(package)).notes if each.id == note]
    return dict(found.fields)


def test_cards_play_them_and_the_device_is_silent(deck: Path, run: Run) -> None:
    run("build")
    assert fields("dist/world-rivers-en.apkg", "delta")["Voice"] == "en_GB"
    speak(run, "./sayer {out}", "-l", "en", "--parts", "question,word")
    run("build")
    delta = fields("dist/world-rivers-en.apkg", "delta")
    question = delta["Question"].removesuffix("</span>").split(' <span class="spoken">')
    assert question[0] == 'What\'s a "delta"?'
    assert question[1].startswith("[sound:")
    assert (delta["Answer"], delta["Voice"]) == ("flat: land", "")
    assert "<audio controls src=" in fields("dist/world-rivers-bn.apkg", "delta")["Question 2"]  # it waits for a tap
    assert "[sound:" in fields("dist/world-rivers-bn.apkg", "ship")["Word 2"]
    before = Path("dist/world-rivers-en.apkg").read_bytes()
    run("build", "-o", "again")
    assert Path("again/world-rivers-en.apkg").read_bytes() == before
    run("preview", "-o", "gallery")
    assert [path.suffix for path in Path("gallery").rglob("*.wav")] == [".wav"] * 4


def test_a_failure_says_why_and_leaves_whole_recordings_alone(
    deck: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak(run, "./sayer {out} other {text}", "-l", "en", "--parts", "question")
    replace_in(deck, "How many kilometres", "How many km")
    monkeypatch.setenv("FAILS", "yes")
    said = speak(run, "./sayer {out} {text}", "-l", "en", "--jobs", "1", expect=1)
    assert said.startswith(
        "error: './sayer' ended with status 3:\n  no voice for that\n  hint: it was run as: ./sayer "
    )
    assert recordings()
    assert [text[:30] for text in recordings().values() if "Nile" in text] == ["other|How many kilometres long"]
    monkeypatch.delenv("FAILS")
    speak(run, "./sayer {out} {text}", "-l", "en", "--jobs", "1")
    assert len(recordings()) == 7
    assert not [text for text in recordings().values() if text.startswith("other")]
    assert speak(run, "true {out} x", expect=1).startswith("error: 'true' has written nothing to {out}\n")
    assert speak(run, "./no-such-program {out}", expect=1) == (
        "error: './no-such-program' cannot be run: No such file or directory\n"
        "  hint: install it, or write its whole path\n"
    )
    assert len(recordings()) == 7


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["x {text}"], "'x {text}': it has no {out}, where the name of the file to write belongs"),
        (["x {out} {txt}"], "unknown place '{txt}'; the places are {text}, {out}, {lang}, {voice}"),
        (["x '{out}"], "No closing quotation"),
        ([" "], "it is empty"),
        (["x {out}", "-l", "hi"], "'world-rivers' has no language 'hi'; use one of: bn, en"),
        (
            ["x {out}", "--parts", "qestion"],
            "no text of the deck is a 'qestion' that can be said; did you mean 'question'?",
        ),
        (["x {out}", "--format", "exe"], "'exe' is not a sound that Anki plays, such as wav, mp3, ogg or opus"),
    ],
)
def test_misuse(words: list[str], message: str, run: Run) -> None:
    assert message in " ".join(speak(run, *words, expect=2).split())
    assert not FOLDER.exists()


def test_what_is_missing_is_a_warning_that_stops_a_release(run: Run) -> None:
    questions = ("./sayer {out} {text}", "-l", "en", "--parts", "question")
    speak(run, *questions)
    run("build")
    lost = next(iter(recordings()))
    (FOLDER / lost).unlink()
    with (FOLDER / "index.txt").open("a", encoding="utf-8") as index:
        index.write("<<<<<<< ours\n")
    said = run("check").stdout
    assert (
        f"{FOLDER}/index.txt:4:1: warning: this is not a recording that `flashcards speak` has made [speech]\n" in said
    )
    assert f"warning: there is no file 'world-rivers.speech/{lost}' [speech]\n" in said
    assert said.endswith("\n2 warnings\n")
    assert "nothing was released: 2 warnings" in run("release", "1.0", expect=1).stderr
    assert speak(run, *questions) == f"wrote {FOLDER}  1 recording made, 2 kept, 0 deleted\n"
    assert run("check").stdout == "1 deck, 5 notes: no problems\n"
    run("release", "1.0")


def test_in_a_folder_they_are_in_the_folder(deck: Path, run: Run) -> None:
    Path("decks/world-rivers").mkdir()
    deck.rename("decks/world-rivers/deck.yaml")
    assert json.loads(speak(run, "./sayer {out}", "--json"))["folder"] == "decks/world-rivers/speech"
    run("build")
    assert "[sound:" in fields("dist/world-rivers-bn.apkg", "delta")["Question"]


def test_what_is_edited_in_anki_comes_back_without_them(deck: Path, run: Run, clock: Clock) -> None:
    speak(run, "./sayer {out} {text}", "--parts", "answer")
    run("build")
    before, answer = deck.read_text(encoding="utf-8"), fields("dist/world-rivers-en.apkg", "longest-in-asia")["Answer"]
    assert answer.startswith('The Yangtze <span class="spoken">[sound:')
    clock.now += 60
    new = {"Answer": answer.replace("Yangtze", "Yangtze (Chang Jiang)")}
    package = edited_package(Path("dist/world-rivers-en.apkg"), Path("edited.apkg"), "longest-in-asia", new, clock.now)
    run("import", package, "--into", "world-rivers", "--yes")
    assert deck.read_text(encoding="utf-8") == before.replace("The Yangtze", "The Yangtze (Chang Jiang)")


@pytest.mark.slow
def test_espeak_says_the_deck_of_the_readme_and_anki_plays_it(deck: Path, run: Run, tmp_path: Path) -> None:
    from shlex import split
    from shutil import which

    from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

    if which("espeak-ng") is None:
        missing_here("needs espeak-ng")
    [line] = [block for block in blocks("sh") if "flashcards speak" in block]
    said = run(*split(line)[1:]).stdout
    assert said == f"wrote {FOLDER}  14 recordings made, 0 kept, 0 deleted\n"
    for path in FOLDER.glob("*.wav"):
        with wave.open(str(path)) as sound:
            assert sound.getnframes() > sound.getframerate() / 4
    run("build")
    col = Collection(str(tmp_path / "collection.anki2"))
    package = Path("dist/world-rivers-en.apkg").absolute()
    options = ImportAnkiPackageOptions()
    col.import_anki_package(ImportAnkiPackageRequest(package_path=str(package), options=options))
    [card_id] = col.find_cards("ID:delta")
    card = col.get_card(card_id)
    assert [type(tag).__name__ for tag in card.question_av_tags()] == ["SoundOrVideoTag"]
    assert [type(tag).__name__ for tag in card.answer_av_tags()] == ["SoundOrVideoTag"]
    assert col.media.check().missing == []
    col.close()
