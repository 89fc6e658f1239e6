"""What a command reads is recorded where it is opened."""

import hashlib
from pathlib import Path

import pytest

from flashcards.system.reads import ABSENT, record, record_content, recorded
from flashcards.system.regular_files import is_file, open_file, read_file

HASH = hashlib.sha256(b"one").hexdigest()


@pytest.fixture(autouse=True)
def _a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("there").write_bytes(b"one")


def test_a_file_that_is_read_is_recorded_with_its_hash() -> None:
    with recorded() as reads:
        read_file(Path("there"))
    assert reads == {Path("there"): HASH}


def test_of_a_file_that_is_opened_or_looked_for_the_path_is_recorded() -> None:
    with recorded() as reads:
        open_file(Path("there")).close()
    assert reads == {Path("there"): None}
    with recorded() as reads:
        assert is_file(Path("there"))
    assert reads == {Path("there"): None}


def test_a_file_that_is_not_there_is_recorded_as_absent() -> None:
    with recorded() as reads:
        assert not is_file(Path("looked-for"))
        with pytest.raises(FileNotFoundError):
            read_file(Path("read"))
    assert reads == {Path("looked-for"): ABSENT, Path("read"): ABSENT}


def test_a_hash_that_is_known_stays() -> None:
    with recorded() as reads:
        record(Path("there"))
        record_content(Path("there"), b"one")
        record(Path("there"))
        assert is_file(Path("there"))
    assert reads == {Path("there"): HASH}


def test_nothing_is_recorded_before_and_after() -> None:
    read_file(Path("there"))
    with recorded() as outer:
        with recorded() as inner:
            read_file(Path("there"))
        assert (inner, outer) == ({Path("there"): HASH}, {})
        is_file(Path("other"))
    read_file(Path("there"))
    assert (inner, outer) == ({Path("there"): HASH}, {Path("other"): ABSENT})
