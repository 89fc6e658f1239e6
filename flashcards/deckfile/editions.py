"""Read the language settings of a deck: pairs, complete languages, typed words and voices."""

import re
from collections.abc import Mapping, Sequence, Set
from itertools import chain

from flashcards.deckfile.deck_languages import check_keys, check_languages, language_hint
from flashcards.deckfile.voices import is_locale, locale_hint
from flashcards.model.deck import Language, Text
from flashcards.model.edition import pair_name
from flashcards.model.kind import Kind
from flashcards.text.suggest import suggestion
from flashcards.yamltext.entry import Entry

_Pairs = tuple[tuple[Language, Language], ...]


def read_pairs(entry: Entry, languages: Sequence[Language], drafts: Set[Language]) -> tuple[_Pairs, _Pairs]:
    """Read the pairs of study and support language; by default, each language with the first other one.

    Pairs with a draft language are returned separately.
    """
    pairs = {}
    for word in entry.words("pairs", example="+".join(languages[:2]) or "bn+en"):
        study, _, support = word.value.partition("+")
        named = [tag for tag in (study, support) if tag not in languages and (tag or word.value == "+")]
        if study == support or "+" in support or (not support and "+" in word.value):
            hint = "write the language to study and its support language, such as 'bn+en', or one alone, such as 'bn'"
            entry.at_text(word, "malformed-pair", f"'{word}' is not a pair of languages", hint)
        elif named and languages:
            both = [tag for tag in re.split("[^a-zA-Z]+", word.value) if tag]
            is_pair = len(both) == 2 and {*both} <= {*languages}
            hint = f"did you mean '{'+'.join(both)}'?" if is_pair else language_hint(named[0], languages)
            offset = word.value.rindex(named[0]) + (not getattr(word, "is_plain", True))
            place = word._replace(column=word.column + offset)
            entry.at_text(place, "unknown-language", f"'{named[0]}' is not a language of this deck", hint)
        else:
            pairs[pair_name(study, support)] = (study, support)
    ready = [tag for tag in languages if tag not in drafts]
    others = {study: next((tag for tag in ready if tag != study), "") for study in languages}
    found = tuple(pairs.values()) or tuple(others.items())
    return (
        tuple(pair for pair in found if drafts.isdisjoint(pair)),
        tuple(pair for pair in found if not drafts.isdisjoint(pair)),
    )


def read_complete(entry: Entry, languages: Sequence[Language], drafts: Set[Language]) -> tuple[Language, ...]:
    """Read the languages in which every note must be complete; by default, all that are not drafts."""
    named = _languages(entry, "complete", languages)
    named = named if entry.has("complete") else tuple(languages)
    return tuple(tag for tag in named if tag not in drafts)


def check_optional(entry: Entry, optional: Sequence[Text], kinds: Mapping[str, Kind]) -> None:
    """Report names in the list of parts that need not be in all languages which are of no such part."""
    from flashcards.cards.notetypes import NOTETYPES  # few decks have such a list
    from flashcards.cards.notetypes.of_kind import parts_of

    parts: dict[str, bool] = {}
    for part in (*(part for each in NOTETYPES.values() for part in each.parts), *chain(*map(parts_of, kinds.values()))):
        parts[part.name] = part.is_required and parts.get(part.name, True)
    for name in optional:
        if name.value not in parts and all(kind.is_whole for kind in kinds.values()):
            hint = suggestion(name.value, [part for part, is_required in parts.items() if not is_required])
            entry.at_text(name, "unknown-part", f"no note has a part '{name}'", hint)
        elif parts.get(name.value):
            hint = "delete it here; in languages that are not 'complete', a note without it is left out"
            entry.at_text(name, "unknown-part", f"a note needs '{name}' in each language", hint)


def read_typed_words(entry: Entry, languages: Sequence[Language]) -> tuple[Language, ...]:
    """Read the languages in which answers of `word` notes are typed."""
    return _languages(entry, "typed_words", languages)


def read_voice(entry: Entry, languages: Sequence[Language]) -> Mapping[Language, str]:
    """Read the text-to-speech locale of each language that has one."""
    voice = entry.by_name("voice", "write a language and its voice below it, such as 'en: en_US'")
    check_keys(entry, "voice", voice, languages)
    for language, locale in voice.items():
        if language in (languages or voice) and not is_locale(locale.value):
            hint = locale_hint(locale.value, language)
            entry.at_text(locale, "malformed-voice", f"'{locale}' is not a text-to-speech locale", hint)
    return {language: locale.value for language, locale in voice.items()}


def _languages(entry: Entry, key: str, languages: Sequence[Language]) -> tuple[Language, ...]:
    """Read a list of languages, each of which must be one of the deck's."""

    def known(text: str) -> str:
        tags = re.findall(r"[\w-]+", text)
        return ", ".join(tags if {*tags} <= {*languages} else languages)

    named = entry.words(key, split_hint=known)
    check_languages(entry, named, languages)
    return tuple(map(str, named))
