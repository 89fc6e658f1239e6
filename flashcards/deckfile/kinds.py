"""Read the kinds of note that an author declares, or that `import --adopt` wrote.

In the head of a deck, or in any file of its folder::

    kinds:
      country:
        name: Country               # in Anki; by default made from the key
        parts:
          country: text             # a text in each language
          capital: text?            # optional
          flag: image?              # written once, in no language; also `number`, and `any` Markdown
        labels:                     # {{label.capital}}
          capital: {en: Capital, de: Hauptstadt}
        cards:
          capital:
            when: capital           # a part, or a list of parts that are all filled
            front: cards/capital.front.html
            back: "{{capital}}"     # inline, or a file relative to the deck's folder
        css: cards/country.css      # added to ours

An adopted kind has `anki:` instead of `cards:` and `labels:`. Its files are taken as they are, to the last byte, and
`css:` is the only CSS. A part can be `html`, which is stored unchanged, or `cloze`::

    kinds:
      basic:
        name: Basic
        parts: {front: html, back: text?}
        css: kinds/basic.css
        anki:
          id: 1690000000000
          cloze: true               # if it is a cloze note type
          sort_field: Front         # by default the first
          fields:
            - {name: Front, id: -123, part: front}                  # in the study language
            - {name: Back, part: back, language: support}           # or a tag, such as `de`
            - {name: Unused}                                        # always empty
          templates:
            - {name: Card 1, id: 456, front: kinds/basic.1.front.html, back: …, browser_front: …, browser_back: …}

Where learners have another note type in each language, `languages:` beside `anki:` has those of the other study
languages, which fill their fields with the same parts::

        languages:
          de: {name: Land, css: kinds/country.de.css, anki: {id: …, fields: […], templates: […]}}

Fields and templates without `id` have none in the package either. `settings: kinds/basic.json`, below `anki:`, names
the settings that Anki or another tool gave the note type, its fields and its templates. `accept: [foreign-script]`
beside it says that the author accepts scripts on cards and in texts that are `raw`, and `foreign-remote` what is loaded
from elsewhere.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from flashcards.cards.notetypes import NOTETYPES
from flashcards.cards.notetypes.fields import NOTE_PART
from flashcards.cards.notetypes.of_kind import field_name, is_reserved, names_in
from flashcards.deckfile.deck_languages import check_languages, language_hint
from flashcards.deckfile.media_refs import MEDIA
from flashcards.deckfile.sides import TemplateText, check_found, check_side, read_side
from flashcards.deckfile.styling import read_style
from flashcards.model.deck import NOTE_KEYS, Language, Style
from flashcards.model.kind import (
    STUDY,
    SUPPORT,
    AdoptedNotetype,
    Kind,
    KindCard,
    KindField,
    KindLabel,
    KindPart,
    PartForm,
)
from flashcards.model.problem import Location
from flashcards.text.hazards import HAZARDS, hazards
from flashcards.text.media import adopted_for_all, find_adopted, is_elsewhere, is_unsafe
from flashcards.text.nfc import to_nfc
from flashcards.text.suggest import suggestion
from flashcards.text.to_markdown.source import exact_names
from flashcards.yamltext.entry import MAX_ID, Entry, WordForm

RULE = "kind"
_NAME = re.compile("[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
_IN_ANKI = re.compile(r'[^":\x00-\x1f]{1,60}')
_NUMBER = WordForm(
    re.compile("-?[0-9]{1,19}"), "malformed-id", "a number", "the digits of the id as Anki has it", longest=20
)
_URL = re.compile(r"""url\(\s*["']?([^"')\s]+)""")
SETTINGS = ("notetype", "fields", "templates")
"""The keys of a file with the settings of an adopted note type."""

_OWN_FORMS = tuple(form for form in PartForm if form not in (PartForm.CLOZE, PartForm.HTML))
_KEYS = ("name", "parts", "labels", "cards", "css", "anki", "accept", "languages")
_PARTS_HINT = "write the name of each part and its form below it, such as 'country: text'"
_LABELS_HINT = "write the name of each label below it, with a text in each language"
_CARDS_HINT = "write the name of each card below it, with 'when:', 'front:' and 'back:'"

UNREAD = Kind("", "", (), (), Style(), Location(Path(), 0, 0), is_whole=False)
"""In place of a kind that could not be read, so that notes are not said to be wrong for it."""

Read = Callable[[Path], str]


class KindReader:
    """Reads the kinds of a deck from its files; `read` returns the text of a file, and `folder` is the deck's."""

    def __init__(
        self, languages: Sequence[Language], needed: Sequence[Language], folder: Path, deck_id: str, read: Read
    ) -> None:
        self.kinds: dict[str, Kind] = {}
        self._languages = languages
        self._needed = needed
        self._folder = folder
        self._read = read
        self._media = folder / MEDIA / deck_id
        self._names = {each.name: key for key, each in NOTETYPES.items()}  # in Anki, with the key

    def read(self, root: Entry) -> None:
        """Read the kinds of a file."""
        block = root.entry("kinds", hint="write the name of the kind below it, such as 'country:', and its parts below")
        if block is None and "kinds" in root.names:
            self.kinds[""] = UNREAD
        for key in block.names if block else ():
            assert block is not None
            entry = block.entry(key, hint="write 'parts:' and 'cards:' below it")
            self._check_key(block, key)
            if entry and key not in self.kinds:
                self.kinds[key] = self._kind(key, entry)
                entry.close()
            else:
                self.kinds.setdefault(key, UNREAD)

    def _check_key(self, block: Entry, key: str) -> None:
        if key in NOTETYPES:
            block.at_key(key, RULE, f"'{key}' is a note type that every deck has", "choose another name")
        elif key in self.kinds:
            block.at_key(key, RULE, f"'{key}' is declared in another file too", "choose another name, or delete one")
        else:
            _check_name(block, key)

    def _kind(self, key: str, entry: Entry) -> Kind:
        is_adopted = entry.has("anki")
        name = entry.exact_text("name") if is_adopted else entry.text("name")
        title, place = to_nfc(name.value) if name else field_name(key), entry.location
        if (other := self._names.get(title)) and not is_adopted:  # Anki tells adopted ones apart by their ids
            entry.beyond(
                entry.place(name) if name else place,
                RULE,
                f"'{other}' has the name '{title}' in Anki",
                "choose another name",
            )
        self._names[title] = key
        if name and not is_adopted and not _IN_ANKI.fullmatch(title):
            message = f"'{title}' cannot be the name of a note type of a deck"
            entry.at("name", RULE, message, "use at most 60 characters, without '\"' and ':'")
        parts, is_whole = self._parts(entry, is_adopted=is_adopted)
        if is_adopted:
            found = self._as_found(key, title, entry, parts)
            return replace(found, is_whole=is_whole, others=(*self._others(key, entry, parts),))
        labels = (*self._labels(entry),)
        cards = (*self._cards(entry, parts, labels, is_whole=is_whole),)
        style = read_style(entry, self._folder, lambda path: self._read(path).replace("\r\n", "\n"), "css")
        return Kind(key, title, parts, cards, style, place, labels, None, is_whole)

    def _parts(self, entry: Entry, *, is_adopted: bool) -> tuple[tuple[KindPart, ...], bool]:
        """The parts of a kind, and whether all are valid."""
        block = entry.entry("parts", required=True, hint=_PARTS_HINT)
        if block is None:
            return (), False
        parts, taken = list[KindPart](), dict[str, str]()
        for name in block.names:
            text = block.text(name)
            is_named = _check_name(block, name)
            if is_named and name in NOTE_KEYS:
                block.at_key(name, RULE, f"'{name}' is a key of every note", "choose another name")
                continue
            if name == NOTE_PART.name and not is_adopted:
                block.at_key(name, RULE, f"every note may have a '{name}' without it", "delete it")
                continue
            forms = tuple(PartForm) if is_adopted else _OWN_FORMS
            if text is None or not is_named:
                continue
            form = text.value.removesuffix("?")
            if form not in forms:
                message = f"'{text}' is not a form of a part"
                block.at(name, RULE, message, suggestion(form, forms) + _or_optional(form))
                continue
            part = KindPart(name, PartForm(form), form == text.value)
            in_anki = [] if is_adopted else _field_names(part)
            if clash := next((each for each in in_anki if each in taken or is_reserved(each)), ""):
                other = f"'{taken[clash]}'" if clash in taken else "a field of every note"
                block.at_key(name, RULE, f"'{name}' would be '{clash}' in Anki, as {other}", "choose another name")
                continue
            taken.update(dict.fromkeys(in_anki, name))
            parts.append(part)
        is_whole = block.is_valid
        if is_whole and not is_adopted and not any(part.is_required for part in parts):
            message = "every part is optional: such a note could be empty"
            entry.at("parts", RULE, message, "delete the '?' of the part that each note has")
        return tuple(parts), is_whole and block.is_valid

    def _labels(self, entry: Entry) -> Iterator[KindLabel]:
        block = entry.entry("labels", hint=_LABELS_HINT)
        for name in block.names if block else ():
            assert block is not None
            texts = block.texts(name, self._languages, needed=self._needed)
            if _check_name(block, name):
                yield KindLabel(name, tuple((tag, text.value) for tag, text in texts.items()))

    def _cards(
        self, entry: Entry, parts: tuple[KindPart, ...], labels: tuple[KindLabel, ...], *, is_whole: bool
    ) -> Iterator[KindCard]:
        block = entry.entry("cards", required=True, hint=_CARDS_HINT)
        if block is not None and not block.names:
            entry.at("cards", RULE, "this kind has no cards", _CARDS_HINT)
        names, known = names_in(parts, labels), [part.name for part in parts]
        is_whole = is_whole and not entry.seems_to_have("labels", _KEYS)
        for name in block.names if block else ():
            assert block is not None
            is_named = _check_name(block, name)
            card = block.entry(name, hint="write 'when:', 'front:' and 'back:' below it")
            if card is None:
                continue
            when = card.words("when") if card.is_list("when") else (*filter(None, [card.text("when", required=True)]),)
            for part in when:
                if is_whole and part.value not in known:
                    message = f"'{part}' is not a part of '{entry.name.strip(chr(39))}'"
                    card.at_text(part, RULE, message, suggestion(part.value, known))
            sides = [read_side(card, key, self._folder, self._read, required=True) for key in ("front", "back")]
            for key, side in zip(("front", "back"), sides, strict=True):
                if side and is_whole:
                    check_side(card, side, names, is_front=key == "front")
            card.close()
            front, back = map(_text, sides)
            if is_named:
                yield KindCard(name, front, back, tuple(map(str, when)))

    def _as_found(self, key: str, title: str, entry: Entry, parts: tuple[KindPart, ...]) -> Kind:
        """An adopted kind, in one language or in all."""
        block = entry.entry("anki")
        found = self._adopted(block, parts) if block else None
        adopted, cards = found if found else (AdoptedNotetype(0, (), ""), ())
        style = self._style_as_found(entry, cards)
        accepted = self._accepted(entry, key, cards, style.css)
        return Kind(key, title, parts, cards, style, entry.location, adopted=adopted, accepted=accepted)

    def _others(self, key: str, entry: Entry, parts: tuple[KindPart, ...]) -> Iterator[tuple[Language, Kind]]:
        """The note types of an adopted kind in other study languages."""
        block = entry.entry("languages", hint="write a language below it, and 'name:', 'css:' and 'anki:' below that")
        for language in block.names if block else ():
            assert block is not None
            if self._languages and language not in self._languages:
                hint = language_hint(language, self._languages)
                block.at_key(language, "unknown-language", f"'{language}' is not a language of this deck", hint)
            own = block.entry(language, hint="write 'name:', 'css:' and 'anki:' below it")
            if own:
                name = own.exact_text("name", required=True)
                yield language, self._as_found(key, to_nfc(name.value) if name else "", own, parts)
                own.close()

    def _adopted(self, entry: Entry, parts: tuple[KindPart, ...]) -> tuple[AdoptedNotetype, tuple[KindCard, ...]]:
        """The note type of an adopted kind, and its cards."""
        number = entry.word("id", _NUMBER, required=True)
        flag = entry.text("cloze")
        if flag and flag.value not in ("true", "false"):
            entry.at("cloze", RULE, f"'cloze' is '{flag}'", "write 'cloze: true', or delete it")
        fields = (*self._fields(entry, parts),)
        names = [field.name for field in fields]
        sort_field = entry.exact_text("sort_field")
        if sort_field and sort_field.value not in names:
            hint = suggestion(sort_field.value, names)
            entry.at("sort_field", RULE, f"'{sort_field}' is not a field of this note type", hint)
        cards = (*self._templates(entry, names),)
        settings = self._settings(entry, len(fields), len(cards))
        entry.close()
        first = sort_field.value if sort_field else "".join(names[:1])
        is_cloze = bool(flag and flag.value == "true")
        return AdoptedNotetype(int(number.value) if number else 0, fields, first, is_cloze, settings), cards

    def _fields(self, entry: Entry, parts: tuple[KindPart, ...]) -> Iterator[KindField]:
        known = [part.name for part in parts]
        languages = (STUDY, SUPPORT, *self._languages)
        for field in entry.entries("fields", "a field", required=True):
            name, number = field.exact_text("name", required=True), field.word("id", _NUMBER)
            part, language = field.text("part"), field.text("language")
            if part and part.value not in known:
                field.at("part", RULE, f"'{part}' is not a part of this kind", suggestion(part.value, known))
            if language and self._languages:
                check_languages(field, [language], languages)
            field.close()
            if name and field.is_valid:
                yield KindField(name.value, _number(number), str(part or ""), str(language or STUDY))

    def _templates(self, entry: Entry, fields: Sequence[str]) -> Iterator[KindCard]:
        for template in entry.entries("templates", "a template", required=True):
            name, number = template.exact_text("name", required=True), template.word("id", _NUMBER)
            front, back, browser_front, browser_back = (
                read_side(template, key, self._folder, self._read, required=key in ("front", "back"), is_exact=True)
                for key in ("front", "back", "browser_front", "browser_back")
            )
            for side in filter(None, (front, back)):
                check_found(template, side, fields)
            template.close()
            if name:
                yield KindCard(
                    name.value,
                    _text(front),
                    _text(back),
                    browser_front=_text(browser_front),
                    browser_back=_text(browser_back),
                    id=_number(number),
                )

    def _settings(self, entry: Entry, fields: int, templates: int) -> str:
        """The settings of a note type, in a JSON file: its own, those of its fields, and those of its templates."""
        path = entry.text("settings")
        if path is None:
            return ""
        try:
            text = self._read(self._folder / path.value)
            own, of_fields, of_templates = (json.loads(text)[key] for key in SETTINGS)
            is_ours = not entry.is_valid or (len(of_fields), len(of_templates)) == (fields, templates)
            if not (isinstance(own, dict) and is_ours):
                raise ValueError("not the settings of this note type")
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            hint = "restore it from git: it says what learners have"
            entry.at("settings", RULE, f"'{path}' is missing, or not the settings of this note type", hint)
            return ""
        return text

    def _style_as_found(self, entry: Entry, cards: Sequence[KindCard]) -> Style:
        """The CSS as it was found, and the files that cards show, under the names that learners have."""
        css = _text(read_side(entry, "css", self._folder, self._read, suffix=".css", is_exact=True))
        names = (name for name in media_on_cards(cards, css) if not is_unsafe(name))
        found = (file for name in names for file in find_adopted(self._media / name) if file)
        return Style(css, tuple(dict.fromkeys((*found, *adopted_for_all(self._media)))))

    def _accepted(self, entry: Entry, key: str, cards: Sequence[KindCard], css: str) -> tuple[str, ...]:
        """What the author accepts on the cards of a kind; reports what is there and not accepted."""
        accepted = [text.value for text in entry.words("accept")]
        for name in accepted:
            if name not in HAZARDS:
                entry.at("accept", RULE, f"'{name}' is nothing that can be accepted", suggestion(name, HAZARDS))
        for name, shown in hazards_on_cards(cards, css).items():
            if name not in accepted:
                message = f"the cards of '{key}' contain what the deck does not accept: {shown}"
                entry.at("anki", name, message, f"delete it, or, if you trust it, write 'accept: [{name}]' here")
        return tuple(accepted)


class _Card(Protocol):
    """What shows something on a card, also as another tool made it."""

    @property
    def front(self) -> str: ...
    @property
    def back(self) -> str: ...
    @property
    def browser_front(self) -> str: ...
    @property
    def browser_back(self) -> str: ...


def media_on_cards(cards: Sequence[_Card], css: str) -> Iterator[str]:
    """The names of the files that templates and CSS show."""
    sides = [side for card in cards for side in (card.front, card.back)]
    for side in sides:
        yield from (name for name in exact_names(side) if "{{" not in name)
    for text in (css, *sides):
        yield from (name for name in _URL.findall(text) if not is_elsewhere(name))


def hazards_on_cards(cards: Sequence[_Card], css: str) -> Mapping[str, str]:
    """How the first script and the first remote load in templates and CSS begin, by the names of the hazards."""
    found = dict[str, str]()
    for card in cards:
        for side in (card.front, card.back, card.browser_front, card.browser_back):
            for name, shown in hazards(side):
                found.setdefault(name, shown)
    for name, shown in hazards(f"{{}}{css}"):  # braces, as CSS has them
        found.setdefault(name, shown)
    return found


def _check_name(block: Entry, name: str) -> bool:
    """Whether a key is a valid name; reports one that is not."""
    if _NAME.fullmatch(name) and len(name) <= MAX_ID:
        return True
    form = "lowercase letters a-z, digits and single hyphens, beginning with a letter"
    block.at_key(name, "malformed-id", f"'{name}' is not a valid name", f"use {form}")
    return False


def _field_names(part: KindPart) -> list[str]:
    names = names_in((part,), ())
    return [names[name] for name in (part.name, f"{part.name} 2") if name in names]


def _or_optional(form: str) -> str:
    return "; a '?' after it makes the part optional" if form else ""


def _text(side: TemplateText | None) -> str:
    return side.text if side else ""


def _number(text: object) -> int | None:
    return None if text is None else int(str(text))
