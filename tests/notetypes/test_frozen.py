"""Note types, frozen from their first release."""

import re

import pytest

from flashcards.cards.notetypes import NOTETYPES
from flashcards.cards.notetypes.notetype import Notetype, read_text
from flashcards.cards.notetypes.per_deck import THEMES

TAIL = ("Topic", "Source", "Lang", "Lang 2", "Label 2", "Voice", "More", "Report", "Spare 1", "Spare 2")
PAIRS = ("Question", "Answer", "Note", "Question 2", "Answer 2", "Note 2")
WORD = ("Word", "Reading", "Part of Speech", "Gender", "Example")
FIELDS = {
    "qa": ("ID", *PAIRS, *TAIL),
    "cloze": ("ID", "Text", "Note", "Text 2", "Note 2", *TAIL),
    "term": ("ID", "Term", "Meaning", "Note", "Term 2", "Meaning 2", "Note 2", *TAIL),
    "typed": ("ID", *PAIRS, "Typed", *TAIL),
    "word": (
        *("ID", *WORD, "Note", *(f"{name} 2" for name in WORD), "Note 2"),
        *("Typed", "Typed 2", "Label", "Voice 2", "Spare 3", "Spare 4", *TAIL),
    ),
}
TEMPLATES = {
    "qa": ("Study", "Spare"),
    "cloze": ("Study",),
    "term": ("Meaning", "Term", "Spare"),
    "typed": ("Study", "Spare"),
    "word": ("Recognition", "Production", "Spare"),
}
SORT_FIELDS = {"qa": "Question", "cloze": "Text", "term": "Term", "typed": "Question", "word": "Word"}
every_notetype = pytest.mark.parametrize("notetype", NOTETYPES.values(), ids=NOTETYPES)


def test_the_schema_never_changes() -> None:
    """Literals: if this fails, learners' notes would be frozen, or their cards doubled. Take the change back."""
    assert {key: notetype.schema() for key, notetype in NOTETYPES.items()} == {
        "qa": "6209b1affd1ad42d",
        "cloze": "2302cd1de00e84d5",
        "term": "1fb3a8c63cbeaccf",
        "typed": "a3098a0a8fc7e969",
        "word": "a747554e7b4e2553",
    }


def test_what_learners_take_over_moves_with_its_revision() -> None:
    """Literals: if this fails after a release, raise `revision` by one, then write down both."""
    assert {key: (notetype.revision, notetype.content()) for key, notetype in NOTETYPES.items()} == {
        "qa": (2, "1a113beb2d231b30"),
        "cloze": (2, "241a058c6a5d5244"),
        "term": (2, "4b0c88f77ba2587d"),
        "typed": (2, "51ab5818f81f00bd"),
        "word": (1, "f0b08581200e70c8"),
    }


def test_fields_are_those_of_the_design() -> None:
    assert {key: tuple(field.name for field in each.fields) for key, each in NOTETYPES.items()} == FIELDS
    assert {key: tuple(template.name for template in each.templates) for key, each in NOTETYPES.items()} == TEMPLATES
    assert {key: each.sort_field for key, each in NOTETYPES.items()} == SORT_FIELDS


def test_a_field_of_one_name_has_one_id_and_no_two_have_the_same() -> None:
    ids: dict[str, set[int | None]] = {}
    for notetype in NOTETYPES.values():
        for field in notetype.fields:
            ids.setdefault(f"field {field.name}", set()).add(field.id)
        for template in notetype.templates:
            owner = "" if template.name == "Spare" else notetype.key
            ids.setdefault(f"template {owner} {template.name}", set()).add(template.id)
        ids[f"note type {notetype.key}"] = {notetype.id}
    assert all(len(each) == 1 for each in ids.values())
    known = [id_ for each in ids.values() for id_ in each if id_]
    assert len(set(known)) == len(known)
    assert all(0 < each < 2**53 for each in known)


@every_notetype
def test_templates_speak_only_of_fields_there_are(notetype: Notetype) -> None:
    known = {field.name for field in notetype.fields}
    for template in notetype.templates:
        for side in (template.front, template.back, template.browser_front, template.browser_back):
            named = re.findall(r"\{\{[#^/]?(?:[a-z]+:)*([^}]*)\}\}", side)
            assert set(named) <= {*known, "FrontSide", "Tags"}
            opened = re.findall(r"\{\{[#^]([^}]*)\}\}", side)
            assert sorted(opened) == sorted(re.findall(r"\{\{/([^}]*)\}\}", side))
        assert f"{{{{#{template.gate}}}}}" in template.front
        assert template.front.rstrip().endswith(f"{{{{/{template.gate}}}}}")
    fronts = [template.front for template in notetype.templates]
    assert len(set(fronts)) == len(fronts)


@every_notetype
def test_cards_run_nothing_and_load_only_the_learners_own_stylesheet(notetype: Notetype) -> None:
    for template in notetype.templates:
        sides = template.front + template.back
        loaded = set(re.findall(r'(?:href|src)="([^"]*)"', sides))
        assert loaded <= {"_flashcards.css"}
        assert not re.search(r"<script|<iframe|\son\w+=|https?:|url\(", sides, re.IGNORECASE)
    for css in (notetype.css, *(read_text(f"themes/{theme}.css") for theme in THEMES[1:])):
        assert not re.search(r"@import|https?:|url\(", css)
