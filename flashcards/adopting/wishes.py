"""What an author says about a deck to adopt."""

import re
from collections.abc import Collection, Mapping, Sequence, Set
from typing import NamedTuple

from flashcards.model.deck import Language
from flashcards.model.foreign import ForeignNotetype
from flashcards.model.problem import FlashcardsError
from flashcards.text.language import canonical_tag, is_language
from flashcards.text.suggest import suggestion

_FIELD = re.compile(r"(?P<field>.+)=\s*(?P<part>[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*):(?P<language>[A-Za-z0-9-]+)\s*")


class SourceField(NamedTuple):
    """The part that a field has, and the language of its texts; empty if they are in none."""

    part: str
    language: Language


class Wishes(NamedTuple):
    """The languages of the texts, the first of which is studied, and what else an author says.

    `version` is the one that learners have, `accepted` are hazards, `fields` say what is in a field by its name, and
    `retired` is the reason why notes are retired that only older packages contain, empty if they are left out.
    """

    languages: tuple[Language, ...]
    version: str
    accepted: frozenset[str] = frozenset()
    fields: Mapping[str, SourceField] = {}
    retired: str = ""


def parse_fields(rules: Sequence[str]) -> Mapping[str, SourceField]:
    """Parse `Front=word:nl,Back=word:en`; raises FlashcardsError for what is not a part in a language."""
    fields = dict[str, SourceField]()
    for each in (item.strip() for text in rules for item in text.split(",") if item.strip()):
        found = _FIELD.fullmatch(each)
        language = canonical_tag(found["language"]) if found else ""
        if not found or not is_language(language):
            message = f"'{each}' does not say what is in a field, as 'Front=word:nl' does"
            raise FlashcardsError(message, "write 'FIELD=PART:LANGUAGE', the part in lowercase letters")
        own = SourceField(found["part"], language)
        if own in fields.values():
            raise FlashcardsError(f"two fields are '{own.part}' in '{language}'", "give one of them a part of its own")
        fields[found["field"].strip()] = own
    return fields


def check_fields(wishes: Wishes, notetypes: Collection[ForeignNotetype], packages: Set[Language]) -> None:
    """Raise FlashcardsError for a field that no note type has, or a language with neither fields nor `packages`."""
    names = dict.fromkeys(name for each in notetypes for name in each.field_names)
    for name in wishes.fields:
        if name not in names:
            raise FlashcardsError(f"there is no field '{name}'", suggestion(name, names))
    said = {*packages, *(field.language for field in wishes.fields.values())}
    if silent := next((tag for tag in wishes.languages if tag not in said), ""):
        pairs = zip((*names, "Back")[:2], (wishes.languages[0], silent), strict=True)
        fields = ",".join(f"{name}=word:{tag}" for name, tag in pairs)
        listed = ", ".join(f"'{name}'" for name in names)
        raise FlashcardsError(
            f"what is in '{silent}'? the fields are {listed}",
            f"say in which language fields are, such as `--map '{fields}'`, "
            f"or name the package in that language with `--also {silent}=FILE`",
        )
