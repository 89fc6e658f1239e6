"""Whatever a foreign deck contains, what is imported of it has no errors, and shows the same texts."""

import re
import shutil
from pathlib import Path

import nh3
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as some

from flashcards.cli import main
from flashcards.text import html
from flashcards.text.markdown import to_html
from flashcards.text.to_markdown import from_html, from_plain
from flashcards.text.to_markdown.source import Fields
from tests.fuzz.mutants import mutants
from tests.fuzz.test_fuzz import _an_end, fuzzed, in_time, run  # noqa: F401 (a fixture)
from tests.importing.made import collection, crowdanki, export_package

pytestmark = pytest.mark.slow

_TAGS = "b i u div span p ul li ol table tr td a sub code pre h1 script font blockquote".split()
PIECES = [
    *(f"<{tag}>" for tag in _TAGS),
    *(f"</{tag}>" for tag in _TAGS),
    *("<br>", "<img src=map.png>", '<img src="https://e.org/a">', "[sound:koel.mp3]", "[sound:none.mp3]", "<"),
    *('<a href="https://e.org">', '<span style="color:red">', "<ruby>x<rt>y</rt></ruby>", "<!-- a -->"),
    *("\\(x\\)", "[$]y[/$]", "[latex]$z$[/latex]", "$", "$x$", "{{c1::", "{{c2::x}}", "}}", "::", "{{c0::x}}"),
    *("a", "b c", " ", "\n", "\t", "&nbsp;", "&amp;", "&lt;b&gt;", "&", "ক", "é", "日本", "\u200b", "1. ", "# ", "- "),
    *("*", "_", "`", "~~", "|", "\\", "[a](b)", "![](x)", "TODO", "null", "12:30", ": ", "%", "'", '"', "{", "}"),
    *("\x07", "\x85", "\u2028", "\ufeff", "\ufdd0", "\ue000"),
]
FIELDS = some.lists(some.sampled_from(PIECES), max_size=12).map("".join)
MEDIA = {"map.png": "media/map.png", "koel.mp3": "media/koel.mp3"}


def shown(field: str) -> str:
    """What a field shows, without space, and what a parser drops at its beginning."""
    return re.sub("[\\s\u00a0\ufdd0\ufeff\ue000]", "", html.to_plain(field))


@fuzzed
@given(FIELDS, some.booleans())
def test_a_field_shows_the_same_after_it_is_converted(field: str, has_clozes: bool) -> None:
    plain = from_plain(field, has_clozes=has_clozes)
    assert shown(to_html(plain.text, has_clozes=has_clozes)) == shown(html.to_html(field.strip()))
    converted = from_html(field, Fields(MEDIA, has_clozes))
    if converted.lost or converted.missing:
        return
    played = to_html(converted.text, {path: path for path in MEDIA.values()}, has_clozes=has_clozes)
    source = re.sub(r"\[latex\]\$(.*?)\$\[/latex\]|\[\$\](.*?)\[/\$\]", r"\\(\1\2\\)", field)
    assert shown(played.replace("media/", "")) == shown(nh3.clean(source, tags=set()))


@fuzzed
@given(some.lists(some.tuples(FIELDS, FIELDS), min_size=1, max_size=20), some.sampled_from(["River", "Cloze"]), FIELDS)
def test_what_is_imported_has_no_errors(rows: list[tuple[str, str]], notetype: str, name: str) -> None:
    for folder in ("Rivers", "decks"):
        shutil.rmtree(folder, ignore_errors=True)
    notes = [
        {"fields": [*row, ""], "guid": str(number), "note_model_uuid": "f3a", "tags": [row[0][:9]]}
        for number, row in enumerate(rows)
    ]
    model = {
        "crowdanki_uuid": "f3a",
        "name": notetype,
        "type": int(notetype == "Cloze"),
        "flds": [{"name": each} for each in ("Front", "Back", "Picture")],
        "tmpls": [{"name": "Card 1", "qfmt": "{{Front}}", "afmt": "{{Back}}"}],
    }
    child = {"name": name or "-", "children": [], "notes": notes[:3]}
    crowdanki(Path("Rivers"), notes=notes[3:], note_models=[model], children=[child])
    run("import", "Rivers", "-l", "en", "--name", "rivers")
    if Path("decks/rivers.yaml").exists():
        checked = in_time(lambda: CliRunner().invoke(main, ["check", "--all"], prog_name="flashcards"))
        assert checked.exit_code == 0, checked.output


TABLE = 'Dutch,English,Tags\nhond,dog,animals\n"bank, de","sofa; couch",\n'
TEXT = "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#tags column:5\na\tBasic\tx\t<b>y</b>\tt\n"
_PIECES = [each.encode() for each in [*PIECES, ",", ";", '"', "\n", "#columns:", "#deck:A::B\n", "#tags column:"]]


@fuzzed
@given(mutants([TABLE.encode(), TEXT.encode()], [*_PIECES, b"\xff", b"\0"]))
def test_any_table_is_read_or_refused(content: bytes) -> None:
    shutil.rmtree("decks", ignore_errors=True)
    Path("table.csv").write_bytes(content)
    run("import", "table.csv", "-l", "en")


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    folder = tmp_path_factory.mktemp("packages")
    with collection(folder) as col:
        paths = [export_package(col, folder / f"{legacy}.apkg", legacy=legacy) for legacy in (False, True)]
        return [path.read_bytes() for path in paths]


@fuzzed
@given(some.data())
def test_any_package_is_read_or_refused(packages: list[bytes], data: some.DataObject) -> None:
    shutil.rmtree("decks", ignore_errors=True)
    Path("mutant.apkg").write_bytes(data.draw(mutants(packages, [b"\0", b"\xff\xff", b"PK\1\2", b"(\xb5/\xfd"])))
    run("import", "mutant.apkg", "-l", "en")
