"""Cards are written from right to left in the languages that CLDR has so."""

import re

from flashcards.cards.notetypes.notetype import read_text
from flashcards.text.cldr import data
from flashcards.text.language import direction, is_language

RULE = re.compile(r"(?P<which>[^{}]*)\{ direction: rtl; \}")


def tags() -> set[str]:
    """Every language that a deck may be in, alone, in each script, and in regions that imply one."""
    languages = [tag for tag in data("names in en") if is_language(tag)]
    regions = [tag for tag in data("scripts in regions") if is_language(tag)]
    locales = [tag for tag in data("parents") if is_language(tag)]
    return {*languages, *regions, *locales, *(f"{tag}-PK" for tag in languages)}


def matches(tag: str, listed: str) -> bool:
    """Whether CSS's `:lang()` takes a tag, as browsers do: where it begins with the words that are listed."""
    return any(tag == each or tag.startswith(f"{each}-") for each in re.findall(r":lang\(([^)]*)\)", listed))


def test_cards_are_from_right_to_left_where_cldr_has_it_so() -> None:
    [rule] = RULE.finditer(read_text("card.css"))
    excepted, listed = re.findall(r":not\((.*?\))\):is\((.*?\))\)", rule["which"])[0]
    found = {tag for tag in tags() if matches(tag, listed) and not matches(tag, excepted)}
    assert sorted(found ^ {tag for tag in tags() if direction(tag) == "rtl"}) == []
