"""Note types, frozen from their first release."""

import re

from flashcards.notetypes import BILINGUAL_QA

FIELDS = (
    *("ID", "Question", "Answer", "Note", "Question 2", "Answer 2", "Note 2", "Topic", "Source"),
    *("Lang", "Lang 2", "Label 2", "Voice", "More", "Report", "Spare 1", "Spare 2"),
)


def test_the_schema_never_changes() -> None:
    """A literal: if this fails, learners' notes would be frozen, or their cards doubled. Take the change back."""
    assert BILINGUAL_QA.schema() == "6ffade5d38a44c1e"


def test_what_learners_take_over_moves_with_its_stamp() -> None:
    """A literal: if this fails, raise `modified` to now, then write down both."""
    assert (BILINGUAL_QA.modified, BILINGUAL_QA.content()) == (1795478400, "6ec48629eba21736")


def test_fields_are_those_of_the_design() -> None:
    assert tuple(field.name for field in BILINGUAL_QA.fields) == FIELDS
    assert BILINGUAL_QA.sort_field == "Question"
    ids = [field.id for field in BILINGUAL_QA.fields] + [template.id for template in BILINGUAL_QA.templates]
    assert len(set(ids)) == len(ids)
    assert all(0 < each < 2**53 for each in ids)


def test_templates_speak_only_of_fields_there_are() -> None:
    special = {"Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", "FrontSide"}
    for template in BILINGUAL_QA.templates:
        for side in (template.front, template.back, template.browser_front, template.browser_back):
            named = re.findall(r"\{\{[#^/]?(?:[a-z]+:)*([^}]*)\}\}", side)
            assert set(named) <= {*FIELDS} - special
            opened = re.findall(r"\{\{[#^]([^}]*)\}\}", side)
            assert sorted(opened) == sorted(re.findall(r"\{\{/([^}]*)\}\}", side))
        assert template.front.startswith(f"{{{{#{template.gate}}}}}")
        assert template.front.rstrip().endswith(f"{{{{/{template.gate}}}}}")
    fronts = [template.front for template in BILINGUAL_QA.templates]
    assert len(set(fronts)) == len(fronts)


def test_cards_load_nothing_and_run_nothing() -> None:
    for template in BILINGUAL_QA.templates:
        assert not re.search(r"<script|<iframe|\son\w+=|https?:|url\(", template.front + template.back, re.IGNORECASE)
    assert not re.search(r"@import|https?:|url\(", BILINGUAL_QA.css)
