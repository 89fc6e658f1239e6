"""An author with Anki open: a deck goes there, and what is edited there comes back."""

import json
import re
import shlex
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.ankiconnect import AddOn, running, serving
from tests.conftest import Run
from tests.frozen import Clock
from tests.importing.made import PICTURE, collection, export_package
from tests.merging.rivers import DECK
from tests.readme import README

Answer = tuple[int, Mapping[str, str], bytes]


@pytest.fixture(autouse=True)
def deck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ANKICONNECT_KEY", raising=False)
    path = Path("decks/world-rivers.yaml")
    path.parent.mkdir()
    path.write_text(DECK, encoding="utf-8")
    return path


@pytest.fixture
def anki(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AddOn]:
    anki = AddOn(tmp_path / "anki")
    with running(anki) as url:
        monkeypatch.setenv("ANKICONNECT_URL", url)
        yield anki
    anki.col.close()


@pytest.mark.slow
def test_the_readme_shows_what_happens(anki: AddOn, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    text = README.read_text(encoding="utf-8")
    section = text[text.index("## Use it with Anki open") : text.index("## Translate")]
    shown = [
        *"".join(re.findall(r"```sh\n(.*?)```", section, re.DOTALL)).splitlines(),
        *re.findall(r"`(flashcards [^`]*)`", section),
    ]
    run("build")
    Path("dist/world-rivers-bn.apkg").rename("edited.apkg")
    anki.open_profile = "Asha"
    assert len(shown) == 8
    for line in shown:
        program, *words = shlex.split(line, comments=True)
        if program == "export":
            monkeypatch.setenv("ANKICONNECT_KEY", dict(word.split("=") for word in words)["ANKICONNECT_KEY"])
            anki.key = "secret"
            continue
        run(*words)
        anki.press_import()
    assert anki.col.note_count() == 5


@pytest.mark.slow
def test_an_edit_is_on_the_card_in_one_step_and_comes_back_in_another(
    deck: Path, anki: AddOn, run: Run, clock: Clock
) -> None:
    first = run("push", "--dry-run").stdout
    assert first == (
        "পৃথিবীর নদী, into the profile 'User 1' of Anki:\n"
        "    5  new        new to Anki: longest-in-asia, ship, amazon, …\n"
        "nothing was written\n"
    )
    assert not Path("dist").exists()
    said = run("push", "world-rivers").stdout
    assert said.endswith(
        "wrote decks/world-rivers.ledger\n"
        "Anki asks how to import world-rivers-bn.apkg into the profile 'User 1' of Anki\n"
    )
    assert anki.dialogs == [Path("dist/world-rivers-bn.apkg").absolute()]
    assert anki.col.note_count() == 0
    anki.press_import()
    assert anki.col.note_count() == 5

    clock.now += 60
    anki.edit("delta", "bn", clock.now, "leech", **{"Answer 2": "flat land"})
    anki.edit("amazon", "bn", clock.now, **{"Text 2": "The Amazon flows into the {{c1::Atlantic}}, and is wide."})
    text = deck.read_text(encoding="utf-8").replace("The Yangtze #", "The Chang Jiang #").replace("- wide", "- broad")
    deck.write_text(text, encoding="utf-8")
    assert run("push", "--dry-run").stdout == (
        "পৃথিবীর নদী, into the profile 'User 1' of Anki:\n"
        "    1  newer      newer than in Anki: longest-in-asia\n"
        "    1  edited     edited by you, and kept so: `flashcards pull` takes the edits into the deck file: delta\n"
        "    1  replaced   edited by you, and replaced: the deck file was edited too; `flashcards pull` shows both: "
        "amazon\n"
        "    2  unchanged  as they are in Anki\n"
        "nothing was written\n"
    )
    pulled = run("pull", "--yes", expect=1)
    assert pulled.stdout == (
        "decks/world-rivers.yaml:40:30: answer.en of 'delta'\n  - flat: land\n  + flat land\n"
        "look at these questions again:\n  decks/world-rivers.yaml:38:5: delta  leech\n"
        "1 text taken from Anki, 5 notes compared\nwrote decks/world-rivers.yaml\n"
    )
    assert "conflict: text.en of 'amazon': it was edited in the deck file too\n" in pulled.stderr
    text = text.replace("flat: land", "flat land")
    assert deck.read_text(encoding="utf-8") == text

    clock.now += 60
    said = run("push", "--yes", "-l", "bn").stdout
    assert said.endswith(
        "imported world-rivers-bn.apkg into the profile 'User 1' of Anki, with note types merged, progress and presets "
        "(it has none)\n"
    )
    run("pull", "--yes")
    deck.write_text(text[: text.index("  - id: delta")], encoding="utf-8")
    assert "    1  gone       in Anki, and no longer in the deck: an import leaves them there: delta\n" in (
        run("push", "--dry-run").stdout
    )


@pytest.mark.slow
def test_a_picture_that_was_pasted_in_anki_comes_with_its_edit(deck: Path, anki: AddOn, run: Run, clock: Clock) -> None:
    run("push")
    anki.press_import()
    clock.now += 60
    name = anki.col.media.write_data("paste 1.png", PICTURE)
    anki.edit(
        "delta", "bn", clock.now, **{"Answer 2": f'flat land <img src="{name}">', "Question 2": '<img src="lost.png">'}
    )
    said = run("pull", "--yes", expect=1)
    assert said.stdout.endswith("wrote decks/world-rivers.yaml\nwrote decks/media/paste 1.png\n")
    assert "it shows 'lost.png', which the note does not have" in said.stderr
    assert "flat land ![](<media/paste 1.png>)" in deck.read_text(encoding="utf-8")
    assert Path("decks/media/paste 1.png").read_bytes() == PICTURE
    clock.now += 60
    run("push", "--yes")
    assert run("pull").stdout == "0 texts taken from Anki, 5 notes compared\n"


def fails(run: Run, *words: str) -> str:
    """What both commands say when nothing is right, before they do anything."""
    said = {run(command, *words, expect=1).stderr for command in ("push", "pull")}
    assert not Path("dist").exists()
    [message] = said
    return message


def test_no_anki_runs(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    monkeypatch.setenv("ANKICONNECT_URL", f"http://127.0.0.1:{port}")
    assert fails(run) == (
        f"error: no Anki answers at http://127.0.0.1:{port}\n"
        "  hint: start Anki; if it runs, install its add-on AnkiConnect: Tools → Add-ons → Get Add-ons, code "
        "2055492159\n"
    )


WRONG: Mapping[str, Answer] = {
    "a page": (200, {}, b"<html>"),
    "JSON of another program": (200, {}, b'{"ok": true}'),
    "an error": (404, {}, b""),
    "nothing": (200, {}, b""),
}


@pytest.mark.parametrize("name", WRONG)
def test_another_program_answers(name: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(lambda _: WRONG[name]) as url:
        monkeypatch.setenv("ANKICONNECT_URL", url)
        assert fails(run) == (
            f"error: what answers at {url} is not AnkiConnect\n"
            "  hint: give the address of AnkiConnect, with its `webBindPort`: ANKICONNECT_URL=http://127.0.0.1:8765\n"
        )


def test_a_redirect_is_not_followed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(lambda _: (307, {"Location": "http://example.org/"}, b"")) as url:
        monkeypatch.setenv("ANKICONNECT_URL", url)
        assert fails(run).startswith(f"error: {url} redirects to elsewhere, which is not followed\n")


def test_anki_does_not_answer(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flashcards.anki.connect._SECONDS", 0.01)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        monkeypatch.setenv("ANKICONNECT_URL", url)
        assert fails(run) == (
            f"error: Anki does not answer at {url}, in 0 seconds\n"
            "  hint: close the dialogs that are open in Anki, and try again\n"
        )


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("http://192.168.1.5:8765", "'192.168.1.5' is another machine"),
        ("http://example.org", "'example.org' is another machine"),
        ("http://127.0.0.1.example.org", "'127.0.0.1.example.org' is another machine"),
        ("http://asha@127.0.0.1", "'http://asha@127.0.0.1' is not the address of AnkiConnect"),
        ("https://127.0.0.1", "'https://127.0.0.1' is not the address of AnkiConnect"),
        ("file:///etc/passwd", "'file:///etc/passwd' is not the address of AnkiConnect"),
        ("http://127.0.0.1:port", "'http://127.0.0.1:port' is not the address of AnkiConnect"),
        ("8765", "'8765' is not the address of AnkiConnect"),
    ],
)
def test_only_this_machine_is_asked(url: str, message: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANKICONNECT_URL", url)
    assert fails(run).startswith(f"error: {message}")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("setting", "message"),
    [
        (
            {"key": "secret"},
            "error: AnkiConnect wants another key\n"
            "  hint: write the `apiKey` of its settings into the environment variable ANKICONNECT_KEY, "
            "or unset that if they have none\n",
        ),
        (
            {"version": 5},
            "error: AnkiConnect at URL is too old: it has version 5 of its protocol\n"
            "  hint: update it: Tools → Add-ons → Check for Updates\n",
        ),
        ({"profile": None}, "error: no profile is open in Anki\n  hint: open one, and try again\n"),
    ],
)
def test_what_is_wrong_in_anki_is_said(
    setting: Mapping[str, object], message: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    anki = AddOn(tmp_path / "anki", **setting)  # type: ignore[arg-type]
    with running(anki) as url:
        monkeypatch.setenv("ANKICONNECT_URL", url)
        assert fails(run) == message.replace("URL", url)
        if "key" in setting:
            monkeypatch.setenv("ANKICONNECT_KEY", "secret")
            assert "5  new" in run("push", "--dry-run").stdout
    anki.col.close()


@pytest.mark.slow
def test_what_was_never_pushed_cannot_be_pulled(anki: AddOn, run: Run) -> None:
    assert run("pull", expect=1).stderr == (
        "error: there is no note of 'world-rivers' in Anki\n  hint: hand the deck over first: `flashcards push`\n"
    )


@pytest.mark.slow
def test_another_profile_is_open(anki: AddOn, run: Run) -> None:
    assert fails(run, "--profile", "Asha") == (
        "error: the profile 'User 1' is open in Anki, and not 'Asha'\n  hint: open it in Anki: File → Switch Profile\n"
    )
    data = json.loads(run("push", "--dry-run", "--profile", "User 1", "--json").stdout)
    assert (data["profile"], data["languages"], len(data["new"])) == ("User 1", ["bn"], 5)


@pytest.mark.slow
def test_a_deck_that_was_adopted_is_pulled_too(anki: AddOn, run: Run, clock: Clock) -> None:
    """Its notes have no id in a field: what identifies them is their sort field."""
    Path("author").mkdir()
    with collection(Path("author")) as col:
        package = export_package(col, Path("rivers.apkg"))
    run("import", "--adopt", package, "-l", "en", "--name", "rivers", "--skip")
    anki.dialogs = [package.absolute()]
    anki.press_import()
    clock.now += 60
    for note_id in anki.col.find_notes("Nile or delta"):
        note = anki.col.get_note(note_id)
        note["Back"] = note["Back"].replace("6650", "6690").replace("flat land", "low <b>land</b>")
        anki.col.update_note(note)
        anki.col.db.execute("update notes set mod = ? where id = ?", int(clock.now), note_id)
    run("pull", "rivers", "--yes")
    text = Path("decks/rivers.yaml").read_text(encoding="utf-8")
    assert "\n    back: 6690\n" in text
    assert '\n    back: low <b>land</b>, <span style="color:red">built of silt</span>\n    raw: [back]\n' in text


@pytest.mark.slow
def test_of_several_editions_the_one_that_anki_has_is_pushed(deck: Path, anki: AddOn, run: Run) -> None:
    text = deck.read_text(encoding="utf-8")
    text = text.replace("  languages:", "  editions:\n    extended: {with: [wide]}\n  languages:", 1)
    deck.write_text(text.replace("  - id: amazon\n", "  - id: amazon\n    tags: [wide]\n"), encoding="utf-8")
    assert "    4  new        new to Anki: longest-in-asia, ship, nile-length, …\n" in run("push", "--dry-run").stdout
    said = run("push", "-e", "extended").stdout
    assert said.endswith("Anki asks how to import world-rivers-bn-extended.apkg into the profile 'User 1' of Anki\n")
    anki.press_import()
    assert run("push", "--dry-run").stdout == (
        "পৃথিবীর নদী (extended), into the profile 'User 1' of Anki:\n"
        "    5  unchanged  as they are in Anki\n"
        "nothing was written\n"
    )
    assert run("push", "--dry-run", "-e", "default").stdout == (
        "পৃথিবীর নদী, into the profile 'User 1' of Anki:\n    4  unchanged  as they are in Anki\nnothing was written\n"
    )
    said = run("push", "-e", "large", expect=2).stderr
    assert said.endswith("Error: Invalid value for --edition: use one of: default, extended\n")
    deck.write_text(text[: text.index("  editions:")] + text[text.index("  languages:") :], encoding="utf-8")
    said = run("push", "-e", "extended", expect=2).stderr
    assert said.endswith("Error: Invalid value for --edition: 'world-rivers' has no editions\n")


@pytest.mark.slow
def test_where_an_edition_has_no_more_notes_the_default_package_is_pushed(deck: Path, anki: AddOn, run: Run) -> None:
    text = deck.read_text(encoding="utf-8")
    text = text.replace("  languages:", "  editions:\n    extended: {with: [wide]}\n  languages:", 1)
    deck.write_text(text.replace("[ship, vessel]}", "[ship, vessel]}, tags: [wide]"), encoding="utf-8")
    said = run("push", "-l", "en", "-e", "extended").stdout
    assert said.endswith("Anki asks how to import world-rivers-en.apkg into the profile 'User 1' of Anki\n")
    assert anki.dialogs == [Path("dist/world-rivers-en.apkg").absolute()]
    assert not Path("dist/world-rivers-en-extended.apkg").exists()
    deck.write_text(re.sub(r"(  - id: [a-z-]+)", r"\1\n    tags: [wide]", text), encoding="utf-8")
    said = run("push", "-l", "en", "-e", "default", expect=2).stderr
    assert said.endswith("Error: Invalid value for --edition: the default package has no notes in 'en'\n")
