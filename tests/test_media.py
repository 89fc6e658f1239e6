"""Files that cards show are found where every computer finds them, under names that Anki keeps."""

import re
import unicodedata
from pathlib import Path

import pytest
from anki.collection import Collection

from flashcards.model import media as model_media
from flashcards.model.media import Media
from flashcards.model.problem import Flaw
from flashcards.text.media import MediaKind, find_media, has_changed, is_elsewhere, kind_of


@pytest.fixture
def decks(tmp_path: Path) -> Path:
    """The folder of a deck, in a repository with pictures below and beside it."""
    (tmp_path / "elsewhere.png").write_bytes(b"not ours")
    repository = tmp_path / "repository"
    for path, content in (
        (".git/HEAD", b"ref"),
        ("media/map.png", b"a map"),
        ("decks/pictures/Delta.PNG", b"a delta"),
        ("decks/নদীর ছবি (১).webp", b"a river"),
        ("decks/koel.mp3", b"a koel"),
        ("decks/empty.png", b""),
        ("decks/plan.psd", b"a plan"),
        ("decks/face.woff2", b"a font"),
        ("decks/notes", b"no suffix"),
    ):
        (repository / path).parent.mkdir(parents=True, exist_ok=True)
        (repository / path).write_bytes(content)
    (repository / "decks/out.png").symlink_to(tmp_path / "elsewhere.png")
    return repository / "decks"


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        ("koel.mp3", "koel-86d622a880b7.mp3"),
        ("pictures/Delta.PNG", "delta-17abbdfe2a0e.png"),
        ("./pictures/../koel.mp3", "koel-86d622a880b7.mp3"),
        ("../media/map.png", "map-8d6402420e8b.png"),
        ("নদীর ছবি (১).webp", "নদীর-ছবি-১-67eeb0832210.webp"),
    ],
)
def test_a_file_is_named_for_what_is_in_it(decks: Path, reference: str, name: str) -> None:
    found = find_media(reference, decks)
    assert isinstance(found, Media)
    assert found.path.read_bytes() == (decks / reference).read_bytes()
    assert found.name == name


@pytest.mark.parametrize(
    ("reference", "message", "hint"),
    [
        ("map.png", "there is no file 'map.png'", "did you mean '../media/map.png'?"),
        ("Delta.PNG", "there is no file 'Delta.PNG'", "did you mean 'pictures/Delta.PNG'?"),
        ("koell.mp3", "there is no file 'koell.mp3'", "did you mean 'koel.mp3'?"),
        ("picture/Delta.PNG", "there is no file 'picture/Delta.PNG'", "did you mean 'pictures/Delta.PNG'?"),
        ("qqqq.png", "there is no file 'qqqq.png'", "write a path relative to the deck file, such as 'media/map.png'"),
        (
            "pictures/delta.png",
            "'pictures/delta.png' is named 'pictures/Delta.PNG' on disk, so some computers cannot find it",
            "write 'pictures/Delta.PNG'",
        ),
        ("pictures", "'pictures' is a folder", "write the path of a file in it"),
        ("empty.png", "'empty.png' is empty", "export it again"),
        ("../../elsewhere.png", "'../../elsewhere.png' is outside the repository", "put the file beside the deck"),
        ("out.png", "'out.png' is outside the repository", "put the file beside the deck"),
        (
            "/srv/map.png",
            "'/srv/map.png' is a path that exists on one computer only",
            "put the file beside the deck, and write its relative path",
        ),
        (
            r"C:\map.png",
            r"'C:\map.png' is a path that exists on one computer only",
            "put the file beside the deck, and write its relative path",
        ),
        (r"pictures\Delta.PNG", r"'pictures\Delta.PNG' contains backslashes", "write 'pictures/Delta.PNG'"),
        (
            "https://example.org/map.png",
            "'https://example.org/map.png' is remote, and cards load only local files",
            "download it, and put the file beside the deck",
        ),
        (
            "plan.psd",
            "some versions of Anki cannot show '.psd' files such as 'plan.psd'",
            "convert it to one of avif, bmp, gif, ico, jpeg, jpg, png, svg, webp, aac, flac, m4a, mp3, oga, ogg, opus, "
            "wav, m4v, mov, mp4, ogv, webm",
        ),
        (
            "face.woff2",
            "some versions of Anki cannot show '.woff2' files such as 'face.woff2'",
            "convert it to one of avif, bmp, gif, ico, jpeg, jpg, png, svg, webp, aac, flac, m4a, mp3, oga, ogg, opus, "
            "wav, m4v, mov, mp4, ogv, webm",
        ),
    ],
)
def test_what_is_wrong_has_a_way_out(decks: Path, reference: str, message: str, hint: str) -> None:
    assert find_media(reference, decks) == Flaw(message, hint)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of all that somebody has, with pictures in each folder, and no repository."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for folder in ("Pictures", "Downloads", "Downloads/media", "geo/decks", "geo/decks/rivers", "geo/media", "decks"):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / "own.png").write_bytes(b"a picture")
    (tmp_path / "own.png").write_bytes(b"a picture")
    (tmp_path / "Downloads/link.png").symlink_to(tmp_path / "Pictures/own.png")
    (tmp_path / "Downloads/folder").symlink_to(tmp_path / "Pictures")
    (tmp_path / "geo/decks/link.png").symlink_to("../../Pictures/own.png")
    return tmp_path


@pytest.mark.parametrize(
    ("folder", "shown"),
    [
        ("Downloads", ["own.png", "media/own.png", "media/../own.png"]),
        ("geo/decks", ["own.png", "rivers/own.png", "../media/own.png"]),
        ("geo/decks/rivers", ["own.png", "../own.png", "../../media/own.png"]),
        ("decks", ["own.png"]),
    ],
)
def test_without_a_repository_the_decks_folder_or_its_project_is_shared(
    home: Path, folder: str, shown: list[str]
) -> None:
    found = [find_media(reference, home / folder) for reference in shown]
    assert [each for each in found if isinstance(each, Flaw)] == []


@pytest.mark.parametrize(
    ("folder", "reference", "outside"),
    [
        ("Downloads", "../Pictures/own.png", "the deck's folder"),
        ("Downloads", "../own.png", "the deck's folder"),
        ("Downloads", "link.png", "the deck's folder"),
        ("Downloads", "folder/own.png", "the deck's folder"),
        ("Downloads", "media/../../Pictures/own.png", "the deck's folder"),
        ("Downloads/media", "../own.png", "the deck's folder"),
        ("geo/decks", "../../Pictures/own.png", "the folder that contains 'decks'"),
        ("geo/decks", "link.png", "the folder that contains 'decks'"),
        ("geo/decks/rivers", "../../../own.png", "the folder that contains 'decks'"),
        ("decks", "../Pictures/own.png", "the deck's folder"),
    ],
)
def test_what_else_somebody_has_is_not_shared(home: Path, folder: str, reference: str, outside: str) -> None:
    """A deck may come from anyone, and the package it makes goes to everyone."""
    message = f"'{reference}' is outside {outside}"
    assert find_media(reference, home / folder) == Flaw(message, "put the file beside the deck")


def test_a_repository_of_all_that_somebody_has_shares_no_more(home: Path) -> None:
    (home / ".git").mkdir()
    assert isinstance(find_media("../Pictures/own.png", home / "Downloads"), Flaw)
    assert isinstance(find_media("../Pictures/own.png", home / "decks"), Flaw)
    assert isinstance(find_media("../media/own.png", home / "geo/decks"), Media)


def test_no_file_outside_is_named_in_a_hint(home: Path) -> None:
    hint = "write a path relative to the deck file, such as 'media/map.png'"
    (home / "Pictures/private.png").write_bytes(b"a picture")
    assert find_media("private.png", home / "Downloads") == Flaw("there is no file 'private.png'", hint)


def test_links_in_a_circle_lead_to_no_file(decks: Path) -> None:
    (decks / "circle.png").symlink_to("circle.png")
    found = find_media("circle.png", decks)
    assert isinstance(found, Flaw)
    assert found.message == "'circle.png' cannot be read: Too many levels of symbolic links"


def test_a_file_of_no_kind_is_reported(decks: Path) -> None:
    found = find_media("notes", decks)
    assert isinstance(found, Flaw)
    assert found.message == "the file name 'notes' has no suffix"


def test_a_file_for_css_alone_is_never_unused_to_anki(decks: Path) -> None:
    found = find_media("face.woff2", decks, is_style=True)
    assert isinstance(found, Media)
    assert re.fullmatch("_face-[0-9a-f]{12}.woff2", found.name)
    assert isinstance(find_media("koel.mp3", decks, is_style=True), Flaw)


def test_a_name_decomposed_on_the_disk_is_found(decks: Path) -> None:
    (decks / unicodedata.normalize("NFD", "café.png")).write_bytes(b"x")
    found = find_media("café.png", decks)
    assert isinstance(found, Media)
    assert found.name.startswith("café-")


def test_a_file_that_is_new_is_found_at_once(decks: Path) -> None:
    assert isinstance(find_media("later.png", decks), Flaw)
    (decks / "later.png").write_bytes(b"one")
    first = find_media("later.png", decks)
    (decks / "later.png").write_bytes(b"another")
    second = find_media("later.png", decks)
    assert isinstance(first, Media)
    assert isinstance(second, Media)
    assert first.name != second.name
    assert has_changed(first)
    assert not has_changed(second)
    second.path.unlink()
    assert has_changed(second)


def test_a_file_may_be_too_large_to_sync(decks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = find_media("koel.mp3", decks)
    assert isinstance(found, Media)
    assert not found.is_too_large_to_sync
    monkeypatch.setattr(model_media, "LARGEST", 3)
    assert found.is_too_large_to_sync


STEMS = (
    "a&b'c d#e%f;g!h", "CON", "latex", "_hidden", ".dot", "trailing.", "[sound:x]", 'q"<>|?*^:', "নদী\u200c১", "ক" * 80,
    "مرحبا", "日本語", "ЁЖ", "é" * 120, "---", "🦆", "a--b", "İstanbul", "x\u00a0y", "ৎ৺\u09fe",
)  # fmt: skip


@pytest.mark.parametrize("stem", STEMS)
def test_anki_keeps_a_name_as_it_is(stem: str, tmp_path: Path) -> None:
    path = tmp_path / "decks" / f"{stem}.PNG"
    path.parent.mkdir()
    path.write_bytes(b"x")
    collection = Collection(str(tmp_path / "collection.anki2"))
    for is_style in (False, True):
        found = find_media(path.name, path.parent, is_style=is_style)
        assert isinstance(found, Media)
        assert collection.media.write_data(found.name, b"x") == found.name
        assert found.name.startswith("_") == is_style
        assert len(found.name.encode()) <= 120
        assert not set(found.name) & set(" &'\"<>[]{}#%;:?*\\/|^")
    collection.close()


@pytest.mark.parametrize(
    ("reference", "kind"),
    [
        ("a.PNG", MediaKind.PICTURE),
        ("b/c.ogg", MediaKind.SOUND),
        ("d.mp4", MediaKind.VIDEO),
        ("e.ttf", MediaKind.FONT),
        ("f", None),
        ("g.txt", None),
    ],
)
def test_a_file_is_shown_by_its_suffix(reference: str, kind: MediaKind | None) -> None:
    assert kind_of(reference) is kind


def test_addresses_are_elsewhere() -> None:
    assert [
        is_elsewhere(each) for each in ("https://e.org/a.png", "//e.org/a.png", "data:x", "a.png", "../b/c.png")
    ] == [
        True,
        True,
        True,
        False,
        False,
    ]
