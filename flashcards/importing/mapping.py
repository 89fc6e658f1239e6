"""Which part of which note type each field becomes: proposed from names, templates and scripts, or asked for."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from flashcards.cards.notetypes import NOTETYPES, PARTS
from flashcards.importing.columns import NOTHING, WITHOUT_LANGUAGE, Target, guess_target, parse_target
from flashcards.lint.script import LATIN, OWN, SCRIPT_OF
from flashcards.model.deck import Language
from flashcards.model.foreign import Foreign, ForeignNotetype
from flashcards.model.problem import FlashcardsError
from flashcards.text.html import to_line
from flashcards.text.suggest import suggestion

_SAMPLE = 200  # texts of a field by which its script is recognised
_OWN_SCRIPT = 0.8  # the share of letters that are in the script of a language
_ITS_FIELDS = re.compile(r"\{\{(?!\s*[#^/])[^{}]*?([^{}:]+)\}\}")  # without the conditions on fields
_TYPED_FIELD = re.compile(r"\{\{type:[^{}]*\}\}", re.IGNORECASE)
_TYPED = re.compile(r"\{\{type:", re.IGNORECASE)
_SOUND = re.compile("\\[sound:[^]]*\\]")
_TAG = re.compile("<[^>]*>|\\[sound:[^]]*\\]")


_NUMBER = "no"  # the name of a column with the numbers of rows, and the tag of Norwegian
_WORDS = ("word", "question", "answer", "term", "meaning")
_OF_A_WORD = ("reading", "gender", "part_of_speech", "example")
_PAIRS = (("question", "answer"), ("term", "meaning"), ("question", "meaning"), ("word", "meaning"))


class MappingRule(NamedTuple):
    """What an author asks for: that the field of a name becomes a part, or the note type of a name another."""

    name: str
    target: Target | None
    kind: str


class FieldMapping(NamedTuple):
    """A field, the part it becomes, how many notes have it, and its first texts."""

    name: str
    target: Target
    filled: int
    examples: tuple[str, ...]


class NotetypeMapping(NamedTuple):
    """A note type, the note type of ours that its notes become, and its fields.

    `notes` is how many there are, and `cards` are the names of those that notes have.
    """

    name: str
    kind: str
    fields: tuple[FieldMapping, ...]
    notes: int
    cards: tuple[str, ...] = ()


def parse_rules(written: Sequence[str]) -> tuple[MappingRule, ...]:
    """Parse `Front=question:en,Back=answer:en`; raises FlashcardsError for what is not a part or note type."""
    rules = []
    for each in (item for text in written for item in text.split(",") if item.strip()):
        name, equals, value = (part.strip() for part in each.rpartition("="))
        target = parse_target(value)
        if not (equals and name and (target or value in NOTETYPES)):
            known = [*PARTS, *WITHOUT_LANGUAGE]
            hint = suggestion(value.partition(":")[0], known) if equals else "write 'FIELD=PART:LANGUAGE'"
            raise FlashcardsError(f"'{each.strip()}' does not map a field, as 'Front=question:en' does", hint)
        rules.append(MappingRule(name, target, value if value in NOTETYPES else ""))
    return tuple(rules)


def propose(foreign: Foreign, languages: Sequence[str], rules: Sequence[MappingRule]) -> Mapping[int, NotetypeMapping]:
    """Map the note types that have notes.

    Raises FlashcardsError where the languages are not known, or a rule names what is not there.
    """
    texts: dict[int, list[Sequence[str]]] = {}
    for note in foreign.notes:
        texts.setdefault(note.notetype, []).append(note.fields)
    used = {key: foreign.notetypes[key] for key in texts}
    _check_names(used.values(), rules)
    known = tuple(dict.fromkeys((*languages, *(r.target.language for r in rules if r.target and r.target.language))))
    is_said = bool(known)
    if not known:
        named = (guess_target(name).language for notetype in used.values() for name in notetype.field_names)
        known = tuple(dict.fromkeys(filter(None, named)))
    return {
        key: _Proposal(notetype, texts[key], known, rules, foreign, is_said=is_said).mapping()
        for key, notetype in used.items()
    }


def _check_names(notetypes: Collection[ForeignNotetype], rules: Sequence[MappingRule]) -> None:
    fields = [name for each in notetypes for name in each.field_names]
    qualified = [f"{each.name}.{field}" for each in notetypes for field in each.field_names]
    for rule in rules:
        of_fields = [*fields, *qualified] if rule.target else []
        of_notetypes = [each.name for each in notetypes] if rule.kind else []
        if rule.name not in (*of_fields, *of_notetypes):
            what = "field" if rule.target else "note type"
            hint = suggestion(rule.name, dict.fromkeys((*of_fields, *of_notetypes)))
            raise FlashcardsError(f"there is no {what} '{rule.name}'", hint)


class _Proposal:
    """The mapping of one note type, worked out from what is certain to what is likely."""

    def __init__(
        self,
        notetype: ForeignNotetype,
        rows: Sequence[Sequence[str]],
        languages: Sequence[str],
        rules: Sequence[MappingRule],
        foreign: Foreign,
        *,
        is_said: bool,
    ) -> None:
        self._notetype = notetype
        self._is_said = is_said
        self._columns = [[row[index] for row in rows] for index in range(len(notetype.fields))]
        self._rows = len(rows)
        self._languages = languages
        self._foreign = foreign
        self._asked = {
            index: rule.target
            for index, name in enumerate(notetype.field_names)
            for rule in rules
            if rule.target and rule.name in (name, f"{notetype.name}.{name}")
        }
        self._cards = {card for note in foreign.notes if note.notetype == notetype.id for card in note.cards}
        self._likely = set[int]()  # fields whose language is neither said nor seen
        self._kind = next((rule.kind for rule in rules if rule.kind and rule.name == notetype.name), "")

    def mapping(self) -> NotetypeMapping:
        names = self._notetype.field_names
        targets = [self._asked.get(index) or self._named(index, name) for index, name in enumerate(names)]
        targets = self._completed(targets)
        kind = self._kind_of(targets)
        if kind != "word":  # only words are asked in one language and answered in another
            targets = [
                target._replace(language=self._languages[0]) if index in self._likely else target
                for index, target in enumerate(targets)
            ]
        targets = [self._as_part_of(kind, target) for target in targets]
        self._check(kind, targets)
        fields = []
        for name, target, column in zip(names, targets, self._columns, strict=True):
            filled = [text for text in column if text.strip()]
            shown = tuple(filter(None, map(_plain, filled[:3])))
            fields.append(FieldMapping(name, target, len(filled), shown))
        templates = self._notetype.templates
        cards = tuple(each.name for number, each in enumerate(templates) if number in self._cards or not self._cards)
        return NotetypeMapping(self._notetype.name, kind, tuple(fields), self._rows, cards)

    def _named(self, index: int, name: str) -> Target:
        if name == NOTHING:
            return Target(NOTHING)
        guessed = guess_target(name, self._languages)
        if guessed.part in WITHOUT_LANGUAGE:
            return guessed
        if name.lower().rstrip(".") == _NUMBER and self._is_numbering(index):
            return Target(NOTHING)
        target = parse_target(name)  # not of a word such as 'Bar', although Bavarian has this tag
        if target and not self._notetype.templates and target.language in (name, re.split("[:.]", name)[-1]):
            return target
        if guessed.part != "text" or self._notetype.templates or any("{{c" in text for text in self._columns[index]):
            return guessed
        return guessed._replace(part="word")

    def _is_numbering(self, index: int) -> bool:
        column = [text.strip() for text in self._columns[index]]
        numbers = [int(text) for text in column if text.isascii() and text.isdigit()]
        return len(numbers) == len(column) and all(a + 1 == b for a, b in pairwise(numbers))

    def _completed(self, targets: Sequence[Target]) -> list[Target]:
        """The targets with the parts and languages that names do not say."""
        found = [*targets]
        if not _is_enough(found):
            by_script = self._by_script(found)
            found = by_script if _is_enough(by_script) else self._by_side(found)
        found = [self._clozed(index, target) for index, target in enumerate(found)]
        languages = {target.language for target in found if target.language}
        if len(languages) > 1:  # columns named by languages alone are words
            found = [
                Target("word", target.language) if target.language and not target.part else target for target in found
            ]
        elif any(target.language and not target.part for target in found):
            found = self._by_side(found)
        found = [
            target if target.part in _OF_A_WORD else self._in_language(index, target, found)
            for index, target in enumerate(found)
        ]
        return [
            self._as_of_a_word(index, target, found) if target.part in _OF_A_WORD else target
            for index, target in enumerate(found)
        ]

    def _clozed(self, index: int, target: Target) -> Target:
        if not self._notetype.is_cloze or not target.is_part or index in self._asked:
            return target
        is_first = index == self._first_cloze()
        return target._replace(part="text" if is_first else "note")

    def _first_cloze(self) -> int:
        return next((index for index, column in enumerate(self._columns) if any("{{c" in text for text in column)), 0)

    def _by_script(self, targets: Sequence[Target]) -> list[Target]:
        """The columns of a table that are in the script of a single language, as if this was their name."""
        if self._notetype.templates or not self._is_said:
            return [*targets]
        return [
            Target("", language_of(column, self._languages))
            if target in (Target(), Target("word")) and index not in self._asked and any(map(str.strip, column))
            else target
            for index, (target, column) in enumerate(zip(targets, self._columns, strict=True))
        ]

    def _by_side(self, targets: Sequence[Target]) -> list[Target]:
        """Questions are the fields on the first front, answers those on its back; without templates, in order."""
        names = self._notetype.field_names
        if self._notetype.templates:
            first = self._notetype.templates[0]
            front, back = _fields_in(first.front), _fields_in(first.back)
            sides = ["question" if name in front else "answer" if name in back else "" for name in names]
        else:
            sides = ["question", "answer", *[""] * len(names)][: len(names)]
        return [
            target if target.part or index in self._asked else target._replace(part=side)
            for index, (target, side) in enumerate(zip(targets, sides, strict=False))
        ]

    def _as_of_a_word(self, index: int, target: Target, targets: Sequence[Target]) -> Target:
        """A reading, a gender and the like in the language of the word that it is most likely of."""
        words = {at: each.language for at, each in enumerate(targets) if each.part in _WORDS and each.language}
        if target.language or not words:
            return self._in_language(index, target, targets)
        if target.part == "example":
            within = {at: self._share_within(at, index) for at in words}
            at = max(within, key=lambda at: within[at])
            clear = within[at] > 2 * sum(share for other, share in within.items() if other != at)
            return target._replace(language=words[at]) if clear else self._in_language(index, target, targets)
        without = "en" if target.part == "gender" else ""
        likely = {at: tag for at, tag in words.items() if tag != without} or words
        if target.part == "reading":
            likely = {at: tag for at, tag in likely.items() if SCRIPT_OF.get(tag.split("-")[0]) != LATIN} or likely
        return target._replace(language=min(likely.items(), key=lambda item: abs(item[0] - index))[1])

    def _share_within(self, word: int, text: int) -> float:
        """The share of the rows in which a text contains the word, or most of its letters."""
        rows = [
            (word.casefold().split()[-1], text.casefold())
            for word, text in zip(map(_plain, self._columns[word]), self._columns[text], strict=True)
            if word and text.strip()
        ]
        return sum(word[: max(3, len(word) - 2)] in text for word, text in rows) / max(1, len(rows))

    def _in_language(self, index: int, target: Target, targets: Sequence[Target]) -> Target:
        if target.language or not target.is_part:
            return target
        column = self._columns[index]
        if not any(map(str.strip, column)):
            return target._replace(language=self._languages[-1]) if self._languages else Target()
        tag = language_of(column, self._languages)
        is_another = not self._is_said and tag and not _is_in_script_of(tag, column)
        if tag and not is_another:
            return target._replace(language=tag)
        if is_another or not self._languages:
            name = self._notetype.field_names[index]
            shown = next(filter(None, map(_plain, column)), "")[:40]
            both = f"-l {_example_of(column)} -l {tag}" if is_another else "-l nl -l en"
            raise FlashcardsError(
                f"in which language is '{name}' of '{self._foreign.path}'? it begins with '{shown}'",
                f"say it, such as `-l {_example_of(column)}`, or `{both}` if questions are in one language and answers "
                "in another",
            )
        prompts = ("question", "term", "text", "word")
        self._likely.add(index)
        is_asked = target.part in prompts and not any(each.part == target.part for each in targets[:index])
        return target._replace(language=self._languages[0 if is_asked else min(1, len(self._languages) - 1)])

    def _kind_of(self, targets: Sequence[Target]) -> str:
        if self._kind:
            return self._kind
        parts = {target.part for target in targets}
        meanings = {target.language for target in targets if target.part == "meaning"}
        terms = {target.language for target in targets if target.part in ("term", "word")}
        if len(meanings) == 1 == len(terms) and meanings != terms and "text" not in parts:
            return "word"
        asked = {target.part for target in self._asked.values()}
        for part, kind in (("text", "cloze"), ("meaning", "term"), ("term", "term"), ("word", "word")):
            if part in parts:
                return kind
        languages = {part: {t.language for t in targets if t.part == part} for part in ("question", "answer")}
        if not asked & {"question", "answer"} and len(languages["question"]) == 1 == len(languages["answer"]):
            if languages["question"] != languages["answer"]:
                return "word"
            if len(self._notetype.templates) > 1 and self._is_reversed(targets):
                return "term"
        sides = "".join(template.front for template in self._notetype.templates)
        return "typed" if _TYPED.search(sides) else "qa"

    def _is_reversed(self, targets: Sequence[Target]) -> bool:
        """Whether the second card shows the answer of the first one, and asks for its question."""
        second = self._notetype.templates[1]
        asked, shown = (
            {target.part for name, target in zip(self._notetype.field_names, targets, strict=True) if name in fields}
            for fields in (_fields_in(second.front), _fields_in(second.back))
        )
        return asked == {"answer"} and "question" in shown

    def _as_part_of(self, kind: str, target: Target) -> Target:
        """A target renamed to the part of a note type, or nothing if there is none."""
        own = [part.name for part in NOTETYPES[kind].parts]
        if not target.is_part:
            return target if target.part in WITHOUT_LANGUAGE else Target(NOTHING)
        part = _RENAMED.get((kind, target.part), target.part)
        return target._replace(part=part) if part in own else Target("note", target.language)

    def _check(self, kind: str, targets: Sequence[Target]) -> None:
        """Raise FlashcardsError if a required part has no field."""
        required = [part.name for part in NOTETYPES[kind].parts if part.is_required]
        missing = [part for part in required if all(target.part != part for target in targets)]
        if kind == "word" and len({target.language for target in targets if target.part == "word"}) < 2:
            missing = ["word in a second language"]
        if missing:
            name = f"'{self._notetype.name}'" if self._notetype.name else f"'{self._foreign.path}'"
            fields = ", ".join(f"'{field}'" for field in self._notetype.field_names)
            first = next((index for index, target in enumerate(targets) if target.part == "word"), None)
            free = [
                field
                for index, (field, target) in enumerate(zip(self._notetype.field_names, targets, strict=True))
                if field != NOTHING and index != first and target.part in (NOTHING, "note", "word")
            ]
            taken = [target.language for target in targets if target.part == "word"]
            raise FlashcardsError(
                f"no field of {name} is the {missing[0]} of a '{kind}' note; its fields are {fields}",
                f"map one, such as `--map '{free[0]}={_example(kind, missing[0], taken)}'`"
                if free
                else "name it in `--columns`, or add it to the table",
            )


def _is_enough(targets: Sequence[Target]) -> bool:
    """Whether names say what is asked and what is the answer."""
    parts = [target.part for target in targets]
    languages = {target.language for target in targets if target.language and target.part in ("", "word")}
    return len(languages) > 1 or "text" in parts or any({*pair} <= {*parts} for pair in _PAIRS)


def _fields_in(side: str) -> frozenset[str]:
    """The fields that a side of a card shows, without one that is typed in."""
    return frozenset(name.strip() for name in _ITS_FIELDS.findall(_TYPED_FIELD.sub("", side)))


def _example(kind: str, part: str, taken: Sequence[Language]) -> str:
    """A part that a field may become; of a word, in a language that no other field has."""
    return f"{part.split()[0]}:en" if kind != "word" or "en" not in taken else "word:nl"


_RENAMED: Mapping[tuple[str, str], str] = {
    ("word", "question"): "word",
    ("word", "answer"): "word",
    ("word", "term"): "word",
    ("word", "meaning"): "word",
    ("term", "question"): "term",
    ("term", "word"): "term",
    ("term", "answer"): "meaning",
    ("cloze", "question"): "text",
    ("cloze", "answer"): "note",
    ("qa", "word"): "question",
    ("qa", "term"): "question",
    ("qa", "meaning"): "answer",
    ("typed", "word"): "question",
    ("typed", "term"): "question",
    ("typed", "meaning"): "answer",
}


def language_of(texts: Sequence[str], languages: Sequence[str]) -> str:
    """The only one of the languages in whose script the texts are; of all languages, if none is named."""
    sample = "".join(_TAG.sub(" ", text) for text in _first(texts))
    letters = sum(map(str.isalpha, sample))
    if not letters:
        return languages[0] if len(languages) == 1 else ""
    scripts = {SCRIPT_OF[tag.split("-")[0]]: None for tag in (languages or SCRIPT_OF) if tag.split("-")[0] in SCRIPT_OF}
    own = [script for script in scripts if _share(sample, letters, script) >= _OWN_SCRIPT]
    fit = [tag for tag in (languages or SCRIPT_OF) if SCRIPT_OF.get(tag.split("-")[0]) in own]
    if len(languages) == 1:
        return languages[0]
    return fit[0] if len(fit) == 1 else ""


def _is_in_script_of(language: Language, texts: Sequence[str]) -> bool:
    """Whether texts may be in a language, because some of their letters are in its script."""
    script = SCRIPT_OF.get(language.split("-")[0])
    sample = "".join(_TAG.sub(" ", text) for text in _first(texts))
    letters = sum(map(str.isalpha, sample))
    return not letters or script is None or _share(sample, letters, script) > 1 - _OWN_SCRIPT


def _example_of(texts: Sequence[str]) -> Language:
    """A language in whose script texts are."""
    return next((tag for tag in ("en", *SCRIPT_OF) if _is_in_script_of(tag, texts)), "en")


def _plain(text: str) -> str:
    """A text on one line, without markup and files."""
    return to_line(_SOUND.sub("", text))


def _share(sample: str, letters: int, script: str) -> float:
    language = next(tag for tag, each in SCRIPT_OF.items() if each == script)
    return sum(map(str.isalpha, "".join(OWN[language].findall(sample)))) / letters


def _first(texts: Sequence[str]) -> Iterator[str]:
    filled = 0
    for text in texts:
        if text.strip():
            yield text[:500]
            filled += 1
            if filled == _SAMPLE:
                return
