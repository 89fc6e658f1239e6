"""Scripts that an author has accepted on adopted cards do not run on the page, which says so."""

from pathlib import Path

import genanki
import pytest

from tests.conftest import Run
from tests.preview.conftest import Open

SAID = "This card has a script, which Anki runs and this page does not"


@pytest.mark.slow
def test_a_card_with_a_script_that_was_accepted_says_that_it_does_not_run_here(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_page: Open
) -> None:
    fields = [{"name": "Front"}, {"name": "Back"}]
    deck = genanki.Deck(2059400110, "Rivers")
    for number, script in enumerate(("", "<script>document.body.textContent = 'run'</script>")):
        template = {"name": "Card 1", "qfmt": f"{{{{Front}}}}{script}", "afmt": "{{FrontSide}}<hr>{{Back}}"}
        model = genanki.Model(1607392319 + number, ("Plain", "Lively")[number], fields, [template])
        deck.add_note(genanki.Note(model, [("Rhine", "Nile")[number], "Europe"]))
    genanki.Package(deck).write_to_file(str(tmp_path / "old.apkg"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    run("import", "--adopt", tmp_path / "old.apkg", "-l", "en", "--name", "rivers", "--accept", "foreign-script")
    for note, card, is_said in (("rhine", "Rhine", False), ("nile", "Nile", True)):
        page = open_page(f"#rivers/en/{note}")
        assert page.frame_locator(".side.front iframe").locator(".card").inner_text().strip() == card
        assert (SAID in page.inner_text("#view")) == is_said
