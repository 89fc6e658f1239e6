"""Each row of the table in `flashcards.merging.decision`, and how the version that was edited is found."""

import pytest

from flashcards.merging.decision import Fate, Version, fate, given

OLD, NEW, OTHER = "The Yangtze", "The Yangtze (Chang Jiang)", "Yangtze"


@pytest.mark.parametrize("is_before", [True, False])
@pytest.mark.parametrize(
    ("theirs", "base", "ours", "expected"),
    [
        pytest.param(OLD, OLD, OLD, Fate.SAME, id="nobody has edited it"),
        pytest.param(NEW, OLD, NEW, Fate.SAME, id="both sides have the same edit"),
        pytest.param(NEW, None, NEW, Fate.SAME, id="it is as ours, whatever it was before"),
        pytest.param(OLD, OLD, NEW, Fate.SAME, id="only we have edited it"),
        pytest.param(NEW, OLD, OLD, Fate.EDIT, id="only they have edited it"),
        pytest.param(NEW, OLD, OTHER, Fate.CONFLICT, id="both sides have edited it"),
    ],
)
def test_what_is_known_of_a_text_decides(
    theirs: str, base: str | None, ours: str, expected: Fate, *, is_before: bool
) -> None:
    assert fate(theirs, base, ours, is_before=is_before) is expected


def test_what_is_not_known_is_never_taken() -> None:
    assert fate(OLD, None, NEW, is_before=True) is Fate.OLDER
    assert fate(OLD, None, NEW, is_before=False) is Fate.CONFLICT


def versions(**mods: int) -> list[Version]:
    texts = {
        "first": {"Question": "Q", "Answer": OTHER},
        "second": {"Question": "Q", "Answer": OLD},
        "third": {"Question": "Q?", "Answer": OLD},
    }
    return [Version(mod, texts[name]) for name, mod in mods.items()]


def test_a_note_with_the_time_of_a_build_is_of_that_build() -> None:
    first, second = versions(first=100, second=200)
    assert given(Version(100, {"Question": "Q", "Answer": OLD}), [first, second]) == first


def test_an_edited_note_is_of_the_build_before_it_that_has_most_of_its_texts() -> None:
    first, second, third = known = versions(first=100, second=200, third=300)
    assert given(Version(250, {"Question": "Q", "Answer": NEW}), known) == second
    assert given(Version(350, {"Question": "Q", "Answer": OTHER + "!"}), known) == second
    assert given(Version(350, {"Question": "Q?", "Answer": NEW}), known) == third
    assert given(Version(150, {"Question": "Q?", "Answer": NEW}), known) == first


def test_no_build_after_an_edit_was_edited() -> None:
    assert given(Version(50, {"Question": "Q", "Answer": NEW}), versions(first=100)) is None
