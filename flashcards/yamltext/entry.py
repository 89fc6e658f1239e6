"""A mapping of a deck file, read key by key, with its problems collected on the way."""

import re
from collections.abc import Callable, Iterator, KeysView, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from flashcards.model.deck import Text
from flashcards.model.problem import Location, Problem, Severity, has_errors
from flashcards.text.answers import joined
from flashcards.text.language import intended, is_language
from flashcards.text.latin import latin_to_ascii
from flashcards.text.suggest import closest
from flashcards.yamltext.document import Items, Node, Pairs, Scalar
from flashcards.yamltext.elsewhere import ELSEWHERE, Elsewhere, place_in
from flashcards.yamltext.errors import needs_quotes
from flashcards.yamltext.keys import HINTS, LISTS, meant
from flashcards.yamltext.source import SourceText
from flashcards.yamltext.wordless import has_no_words

# Invisible: zero-width characters, bidi controls, soft hyphen, word joiner, byte order mark
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
_BLANK = re.compile(f"[\\s{_INVISIBLE}]*")
# What Anki drops from a field (rslib notes/mod.rs), its field separator \x1f, and noncharacters
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]")

# Their YAML escapes between double quotes, with which TeX commands and paths may begin
_ESCAPES: Mapping[str, str] = dict(zip("\a\b\f\r\v\x1b", ("\\a", "\\b", "\\f", "\\r", "\\v", "\\e"), strict=True))

# YAML white space; str.strip() would also remove control characters
_ENDS = " \t\n\r"

ID = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
MAX_ID = 64

_NULLS = ("~", "null")
_NOTHING = frozenset(("", *_NULLS))

_COMMENT_FOR_TEXT = re.compile(r"[^#]*[:-][ \t]+#")

_ABSENT: Mapping[str, Text] = {}  # shared, because most notes lack most optional parts
_new = tuple.__new__  # half the cost of the NamedTuple's constructor


class ProblemList:
    """Collects the problems of one file; its `source` is searched for comments, which nodes do not include.

    Paths in it are relative to its `folder`, or to another one if it is given.
    """

    def __init__(self, path: Path, text: str = "", first_line: int = 1, folder: Path | None = None) -> None:
        self.path = path
        self.folder = path.parent if folder is None else folder
        self.source = SourceText(text, first_line)
        self.problems: list[Problem] = []
        self.torn: Sequence[int] = ()  # lines of repeated keys, above which a key seems to be missing

    def at(self, node: Node | Text, rule: str, message: str, hint: str = "", language: str = "") -> None:
        self.problems.append(Problem(self.location(node), rule, message, hint, language=language))

    def location(self, node: Node | Text) -> Location:
        path = node.path if isinstance(node, ELSEWHERE) else self.path
        return _new(Location, (path, node.line, node.column))

    def location_in(self, text: Text, offset: int | None) -> Location:
        """Return the place of a character of a text."""
        return place_in(text, offset, self.path, self.source)

    def comment_after(self, node: Node | Text) -> Location | None:
        """Return the place of a comment that stands where the value of a key or dash belongs."""
        source = node.source if isinstance(node, ELSEWHERE) else self.source
        match = _COMMENT_FOR_TEXT.match(source.line(node.line), node.column - 1)
        return self.location(node)._replace(column=match.end()) if match else None


class WordForm(NamedTuple):
    """The form of a word, and how messages describe it; `longest` is in characters.

    A wrong word is corrected by joining what it has of `parts`, without what matches `ignored`.
    """

    regex: re.Pattern[str]
    rule: str
    noun: str
    form: str
    longest: int = MAX_ID
    parts: str = "[a-z0-9]+"
    separator: str = "-"
    ignored: str = ""

    def fits(self, word: str) -> bool:
        """Whether a word has the form, and is not too long."""
        return self.regex.fullmatch(word) is not None and len(word) <= self.longest

    def wanted(self, word: str) -> str:
        """What to use instead of a word that does not fit."""
        return f"at most {self.longest} characters" if len(word) > self.longest else self.form

    def corrected(self, word: str) -> str:
        """Return the valid word that was probably meant, or an empty string."""
        plain = latin_to_ascii(re.sub(self.ignored, "", word)).lower()
        if not all(letter.isascii() for letter in plain if letter.isalpha()):
            return ""  # the rest would not say what the word does
        valid = self.separator.join(re.findall(self.parts, plain))[: self.longest].strip("-")
        return valid if valid != word and self.fits(valid) else ""


SLUG = WordForm(
    ID, "malformed-id", "a valid id", "lowercase letters a-z, digits and single hyphens, such as 'first-rule'"
)


class Entry:
    """A mapping whose keys are read one by one; `close` then reports unknown and missing keys.

    Each reading method expects a shape; any other value is reported once and treated as absent.
    `is_valid` is False from the first error on.
    """

    __slots__ = ("_asked", "_before", "_empty", "_misplaced", "_missing", "_node", "_nodes", "_problem_list", "name")

    def __init__(self, node: Pairs, name: str, problem_list: ProblemList) -> None:
        self.name = name
        self._node = node
        self._nodes = node.nodes
        self._problem_list = problem_list
        self._before = len(problem_list.problems)
        self._asked: dict[str, bool] = {}  # the keys read so far, in order, and whether they were skipped
        self._missing: dict[str, str] = {}  # required keys that are absent, with an example value
        self._empty: dict[str, Problem] = {}  # keys without a value, which may be on lines that are not indented
        self._misplaced: set[str] = set()  # keys that are elsewhere, or have another's name: they are not missing

    @property
    def is_valid(self) -> bool:
        problems = self._problem_list.problems
        return len(problems) == self._before or not has_errors(problems[self._before :])

    @property
    def names(self) -> KeysView[str]:
        """The keys present."""
        return self._nodes.keys()

    @property
    def location(self) -> Location:
        return self._problem_list.location(self._node)

    @property
    def folder(self) -> Path:
        """The folder that paths in this mapping are relative to."""
        return self._problem_list.folder

    def has(self, key: str) -> bool:
        """Whether `key` has a value."""
        node = self._nodes.get(key)
        return node is not None and not (isinstance(node, Scalar) and node.is_plain and not node.value)

    def seems_to_have(self, key: str, known: Sequence[str]) -> bool:
        """Whether one of the keys that are not `known` is probably meant to be this one."""
        return any(name not in known and meant(name, known) == key for name in self._nodes)

    def names_of(self, key: str) -> Sequence[Text]:
        """The keys of the mapping that is the value of `key`."""
        node = self._nodes.get(key)
        return [name for name, _ in node.pairs] if isinstance(node, Pairs) else []

    def size(self, key: str) -> int:
        """The number of items in the value of `key`, of whatever shape."""
        node = self._nodes.get(key)
        return len(node.items) if isinstance(node, Items) else int(self.has(key))

    def is_empty_list(self, key: str) -> bool:
        """Whether the value of `key` is an empty list."""
        node = self._nodes.get(key)
        return isinstance(node, Items) and not node.items

    def is_list(self, key: str) -> bool:
        """Whether the value of `key` is a list."""
        return isinstance(self._nodes.get(key), Items)

    def skip(self, key: str) -> None:
        """Accept `key` without reading its value, which may stand elsewhere; it is suggested for no other."""
        self._asked[key] = True

    def contains(self, key: str, mark: str) -> bool:
        """Whether the text of `key`, or one of its texts, contains a mark."""
        node = self._nodes.get(key)
        texts = node.nodes.values() if isinstance(node, Pairs) else [node]
        return any(isinstance(text, Scalar) and mark in text.value for text in texts)

    def confused(self, key: str, meant: str, rule: str, message: str, hint: str) -> None:
        """Report a key that was written for another one, which is then not missing."""
        self.at_key(key, rule, message, hint)
        self.skip(key)
        self._misplaced.add(meant)

    def at(self, key: str, rule: str, message: str, hint: str = "") -> None:
        """Report an error at the value of `key`."""
        self._problem_list.at(self._nodes[key], rule, message, hint)

    def at_key(self, key: str, rule: str, message: str, hint: str = "") -> None:
        """Report an error at a key."""
        self._problem_list.at(self._node.key(key), rule, message, hint)

    def at_text(
        self, text: Text, rule: str, message: str, hint: str = "", language: str = "", *, offset: int | None = None
    ) -> None:
        """Report an error at a text of this mapping, or at the character of it at an offset."""
        place = self._problem_list.location_in(text, offset)
        self._problem_list.problems.append(Problem(place, rule, message, hint, language=language))

    def warn(self, text: Text, rule: str, message: str, hint: str = "", *, offset: int | None = None) -> None:
        """Report a warning at a text of this mapping, or at the character of it at an offset."""
        place = self._problem_list.location_in(text, offset)
        self._problem_list.problems.append(Problem(place, rule, message, hint, Severity.WARNING))

    def beyond(self, place: Location, rule: str, message: str, hint: str = "") -> None:
        """Report an error in another file, which this mapping refers to."""
        self._problem_list.problems.append(Problem(place, rule, message, hint))

    def place(self, text: Text) -> Location:
        """Return the place of a text of this mapping."""
        return self._problem_list.location(text)

    def text(self, key: str, *, required: bool = False) -> Text | None:
        """Read a text that is not empty."""
        node = self._find(key, required)
        if node is None:
            return None
        return _valid_text(node) or self._as_text(key, self._node.key(key), node, is_required=required)

    def exact_text(self, key: str, *, required: bool = False) -> Text | None:
        """Read a text that is not empty, with the spaces at its ends if it is in quotes."""
        found = self.text(key, required=required)
        node = self._nodes[key] if found else None
        return Text(node.value, found.line, found.column) if found and isinstance(node, Scalar) else found

    def word(self, key: str, pattern: WordForm, *, required: bool = False, example: str = "…") -> Text | None:
        """Read a text that matches a pattern; `example` is shown in the hint if it is missing or empty."""
        if example != "…" and key in self._nodes and not self.has(key):
            self._asked[key] = False
            self.at_key(key, "missing-text", f"'{key}' is empty", f"write '{key}: {example}'")
            return None
        text = self.text(key, required=required)
        if text is None and key in self._missing:
            self._missing[key] = example
        return text if text and self._fits(key, text, pattern) else None

    def words(
        self,
        key: str,
        pattern: WordForm | None = None,
        *,
        required: bool = False,
        example: str = "…",
        split_hint: Callable[[str], str] = str,
    ) -> tuple[Text, ...]:
        """Read a list of texts, without duplicates; `example` is shown in hints.

        `split_hint` returns the items in a text that is not a list, with commas between them.
        """
        node = self._find(key, required)
        if node is None:
            if required:
                self._missing[key] = f"[{example}]"
            return ()
        if not isinstance(node, Items):
            self._wrong_shape(key, node, "a list", _as_list_hint(node, split_hint, example))
            return ()
        words: dict[str, Text] = {}
        for item in node.items:
            if isinstance(item, Items) and example != "…":
                self._wrong_shape(key, item, "text", f"write '{example}'")
                continue
            text = _valid_text(item) or self._as_text(key, item, item)
            if text is None or (pattern and not self._fits(key, text, pattern)):
                continue
            if text.value in words:
                self.warn(text, "repeated-item", f"duplicate item '{text}' in this list", "delete one")
            words.setdefault(text.value, text)
        return tuple(words.values())

    def texts(
        self,
        key: str,
        languages: Sequence[str],
        *,
        required: bool = False,
        needed: Sequence[str] | None = None,
        several: bool = False,
    ) -> Mapping[str, Text]:
        """Read a mapping with a text for each of the languages; it may be missing in those not `needed`.

        A value without words, such as a number or a picture, may be written once for all languages, unless a
        language may have `several` texts, as a list. If the languages are unknown, because their list is invalid,
        any key is accepted.
        """
        node = self._find(key, required)
        if node is None:
            if required and languages:
                self._missing[key] = "{" + ", ".join(f"{tag}: …" for tag in languages) + "}"
            return _ABSENT
        can_be_shared = needed is not None and not several
        if can_be_shared and isinstance(node, Scalar) and (text := _valid_text(node)) and has_no_words(text.value):
            return dict.fromkeys(languages, text)
        if not isinstance(node, Pairs):
            hint = _texts_hint(node, languages[0] if languages else "en")
            if can_be_shared and isinstance(node, Scalar) and node.value.count("$") == 1:
                hint = f"if it is a formula, write '$' at both ends; otherwise {hint}"
            self._wrong_shape(key, node, "a mapping with a text for each language", hint)
            return _ABSENT
        texts = {}
        for language, value in node.nodes.items():
            if language in languages and (text := _valid_text(value)):
                texts[language] = text
        return (
            texts
            if len(texts) == len(node.nodes) == len(languages)
            else self._flawed_texts(key, node, languages, languages if needed is None else needed, several=several)
        )

    def html_texts(self, key: str, languages: Sequence[str]) -> Mapping[str, Text]:
        """Read HTML that another tool made, to the last space: a text for each language, or one for all of them."""
        node = self._find(key, False)
        if isinstance(node, Scalar):
            return dict.fromkeys(languages, Text(node.value, node.line, node.column))
        if not isinstance(node, Pairs):
            if node is not None:
                self._wrong_shape(key, node, "text", "write it between double quotes")
            return _ABSENT
        return {
            tag: Text(value.value, value.line, value.column)
            for tag, value in node.nodes.items()
            if tag in languages and isinstance(value, Scalar)
        }

    def _flawed_texts(
        self, key: str, node: Pairs, languages: Sequence[str], needed: Sequence[str], *, several: bool
    ) -> Mapping[str, Text]:
        """Read texts of which some are missing, invalid or lists."""
        texts: dict[str, Text] = {}
        for name, value in node.pairs:
            is_key = not isinstance(value, Scalar) and not is_language(name.value)
            if is_key or (languages and name.value not in languages):
                self._unknown_language(key, name, value, languages, [tag for tag in languages if tag not in node.nodes])
                if len(node.nodes) == len(languages):
                    return {}  # a misspelt language: do not report it as missing too
            elif several and isinstance(value, Items):
                texts.update(self._as_list(f"{key}.{name.value}", name, value))
            elif text := self._as_text(f"{key}.{name.value}", name, value, name.value):
                texts[name.value] = text
        for tag in needed:
            if tag not in node.nodes:
                message, hint = f"'{key}' has no text in '{tag}'", f"add '{tag}: …' below it"
                self._problem_list.at(self._node.key(key), "missing-text", message, hint, language=tag)
        return texts

    def names_in(self, key: str, languages: Sequence[str]) -> tuple[Mapping[str, str], ...]:
        """Read a list of names, each a text for all languages, or a mapping with a text for each language."""
        node = self._find(key, False)
        if node is None:
            return ()
        if not isinstance(node, Items):
            self._wrong_shape(key, node, "a list", _as_list_hint(node, str, "…"))
            return ()
        names: list[Mapping[str, str]] = []
        for item in node.items:
            if isinstance(item, Pairs):
                own = self._flawed_texts(key, item, languages, languages, several=False)
                names.append({tag: text.value for tag, text in own.items()})
            elif text := _valid_text(item) or self._as_text(key, item, item):
                names.append(dict.fromkeys(languages, text.value))
        return tuple(names)

    def _unknown_language(
        self, key: str, name: Scalar, value: Node, languages: Sequence[str], missing: Sequence[str]
    ) -> None:
        """Report a language that the deck has not, or a key that only looks like one for where it is."""
        if not isinstance(value, Scalar) and not is_language(name.value):
            self._misplaced.add(name.value)
            message = f"'{name.value}' is indented below '{key}', as if it were a language"
            self._problem_list.at(name, "unknown-key", message, f"align it with '{key}'")
            return
        glued = re.match("(.+?)[:：]", name.value)
        if glued and glued[1] in languages:
            where = "" if len(missing) == 1 else ", and so in the other languages"
            hint = f"write '{glued[1]}: …', with ':' and a space{where}"
        elif tag := intended(name.value, missing) or closest(name.value, missing):
            hint = f"did you mean '{tag}'?"
        else:
            hint = f"use one of: {', '.join(languages)}"
        self._problem_list.at(name, "unknown-language", f"'{name.value}' is not a language of this deck", hint)

    def by_name(self, key: str, hint: str = "") -> Mapping[str, Text]:
        """Read a mapping from any names to texts; the caller checks the names. `hint` is how to write it."""
        block = self.entry(key, hint=hint)
        if block is None:
            return _ABSENT
        texts = {name: block.text(name) for name in block.names}
        return {name: text for name, text in texts.items() if text}

    def entry(self, key: str, *, required: bool = False, hint: str = "") -> "Entry | None":
        """Read a mapping; `hint` is how to write it."""
        node = self._find(key, required)
        if node is None:
            return None
        if isinstance(node, Pairs):
            return Entry(node, f"'{key}'", self._problem_list)
        self._wrong_shape(key, node, "a mapping", hint)
        return None

    def entries(self, key: str, name: str, *, required: bool = False) -> "Iterator[Entry]":
        """Read a list of mappings, called `name` in messages; each is freed once it has been read."""
        node = self._find(key, required)
        if node is None:
            return
        if not isinstance(node, Items):
            self._wrong_shape(key, node, "a list", _items_hint(node))
            return
        items = list(reversed(node.items))
        self._nodes = {**self._nodes, key: node._replace(items=())}
        self._node = self._node._replace(nodes=self._nodes)
        del node
        while items:
            item = items.pop()
            if isinstance(item, Pairs):
                yield Entry(item, name, self._problem_list)
            else:
                word = item.value if isinstance(item, Scalar) and ID.fullmatch(item.value) else "…"
                hint = f"write '- id: {word}', and its other keys below 'id'"
                self._problem_list.at(item, "wrong-shape", f"{name} must be a mapping, such as 'id: …'", hint)

    def length(self, key: str, *, required: bool = False) -> int:
        """How many items a list has, which are for others to read."""
        node = self._find(key, required)
        if node is not None and not isinstance(node, Items):
            self._wrong_shape(key, node, "a list", _items_hint(node))
        return len(node.items) if isinstance(node, Items) else 0

    def close(self) -> None:
        """Report unknown keys, and required keys that are missing."""
        if self._missing or self._empty or not self._nodes.keys() <= self._asked.keys():
            self._report_keys()

    def _report_keys(self) -> None:
        missing = {name: example for name, example in self._missing.items() if name not in self._misplaced}
        if self._problem_list.torn and any(line in self._lines for line in self._problem_list.torn):
            missing = {}
        keys = {key.value: key for key, _ in self._node.pairs}
        if merge := keys.get("<<"):
            self._problem_list.at(
                merge, "unknown-key", "the merge key '<<' is not supported", "write out the keys it would add"
            )
            self._problem_list.problems += self._empty.values()
            return
        fit = [name for name, is_skipped in self._asked.items() if not is_skipped and name not in keys]
        parent = ""  # the key without a value that the unknown keys below it belong to
        for name, key in keys.items():
            if name in self._asked:
                parent = name if name in self._empty else ""
                continue
            # a key of another file may be meant for one that is here
            match = meant(name, [*self._asked] if isinstance(key, Elsewhere) else fit)
            match = match or self._only_candidate(name, missing)
            if parent and not match:
                if self._empty.pop(parent, None):
                    message = f"'{name}' is not indented below '{parent}'"
                    hint = f"indent it by two more spaces than '{parent}', and the lines after it too"
                    self._problem_list.at(key, "wrong-shape", message, hint)
                continue
            self._unknown_key(name, key, match, fit)
            missing.pop(match, None)  # a misspelt key: do not report it as missing too
            fit = [each for each in fit if each != match]
        self._problem_list.problems += self._empty.values()
        for name, example in missing.items():
            message, hint = f"missing key '{name}' in {self.name}", f"add '{name}: {example}'"
            self._problem_list.at(self._node, "missing-key", message, hint)

    def _only_candidate(self, name: str, missing: Mapping[str, str]) -> str:
        """The missing key, if one with texts by language is, and `name` is the one other: 'reponse' for 'answer'."""
        absent = [each for each, example in missing.items() if example.startswith("{")]
        others = [each for each, node in self._nodes.items() if each not in self._asked and isinstance(node, Pairs)]
        unknown = [each for each in others if not meant(each, [*self._asked])]
        return absent[0] if len(absent) == 1 and unknown == [name] and name.lower() not in HINTS else ""

    def _unknown_key(self, name: str, key: Scalar, match: str, fit: Sequence[str]) -> None:
        glued = re.match("(.+?)[:：]", name)
        if glued and glued[1] in fit:
            hint = f"write '{glued[1]}: …', with ':' and a space"
        elif match in LISTS and isinstance(value := self._nodes[name], Scalar) and value.value:
            hint = f"did you mean '{match}: [{value.value}]'?"
        elif match:
            hint = f"did you mean '{match}'?"
        else:
            hint = HINTS.get(name.lower()) or f"use one of: {', '.join(self._asked)}"
        self._problem_list.at(key, "unknown-key", f"unknown key '{name}' in {self.name}", hint)

    @property
    def _lines(self) -> range:
        """The lines from the first key to the beginning of the last text."""
        return range(self._node.line, _last_line(self._node) + 3)

    def _find(self, key: str, required: bool) -> Node | None:
        self._asked[key] = False
        node = self._nodes.get(key)
        if node is None and required:
            self._missing[key] = "…"
        return node

    def _as_text(
        self, key: str, place: Scalar | Node, node: Node, language: str = "", *, is_required: bool = False
    ) -> Text | None:
        if not isinstance(node, Scalar):
            self._wrong_shape(key, node, "text", _as_text_hint(node))
            return None
        text: Text = node if isinstance(node, Elsewhere) else Text(node.value.strip(_ENDS), node.line, node.column)
        if node.is_plain and not text.value and (comment := self._problem_list.comment_after(place)):
            self._problem_list.problems.append(needs_quotes(comment, "#", "missing-text", language))
        elif _BLANK.fullmatch(text.value):
            hint = "write its text" if is_required else "write its text, or delete it"
            self._problem_list.at(place, "missing-text", f"'{key}' is empty", hint, language)
        elif node.is_plain and text.value in _NULLS:
            message = f"'{key}' is {text}, which means null in YAML"
            self._problem_list.at(node, "missing-text", message, "quote it if it is meant as text", language)
        elif match := _CONTROL.search(text.value):
            message = f"'{key}' contains the invisible character U+{ord(match[0]):04X}, which Anki drops"
            escape = _ESCAPES.get(text.value[match.start() : match.end()], "")
            is_command = escape and text.value[match.end() :][:1].isalpha()
            hint = (
                f"use single quotes: between double quotes, '{escape}' means this character"
                if is_command
                else "delete it"
            )
            self._problem_list.at(node, "control-character", message, hint)
        else:
            return text
        return None

    def _as_list(self, key: str, name: Scalar, node: Items) -> Mapping[str, Text]:
        """Join several texts into one, at the place of the first; `name` is their language."""
        language = name.value
        if not node.items:
            self._problem_list.at(name, "missing-text", f"'{key}' is empty", "write its text, or delete it", language)
        texts = [text for item in node.items if (text := self._as_text(key, item, item, language))]
        if not texts or len(texts) < len(node.items):
            return {}
        return {language: texts[0]._replace(value=joined(map(str, texts), language))}

    def _fits(self, key: str, text: Text, pattern: WordForm) -> bool:
        if pattern.fits(text.value):
            return True
        corrected = pattern.corrected(text.value)
        hint = f"did you mean '{corrected}'?" if corrected else f"use {pattern.form}"
        if len(text.value) > pattern.longest:
            self._problem_list.at(
                text, pattern.rule, f"'{key}' is longer than {pattern.longest} characters", hint="shorten it"
            )
        else:
            self._problem_list.at(text, pattern.rule, f"'{text}' is not {pattern.noun}", hint)
        return False

    def _wrong_shape(self, key: str, node: Node, expected: str, hint: str = "") -> None:
        shapes = ((Scalar, "text"), (Items, "a list"), (Pairs, "a mapping"))
        place, actual = node, next(name for kind, name in shapes if isinstance(node, kind))
        is_empty = isinstance(node, Scalar) and not node.value
        if is_empty:
            place, actual = self._node.key(key) if key in self._nodes else node, "empty"
        problem = Problem(
            self._problem_list.location(place), "wrong-shape", f"'{key}' must be {expected}, not {actual}", hint
        )
        if is_empty and key in self._nodes:
            self._empty[key] = problem
        else:
            self._problem_list.problems.append(problem)


def _last_line(node: Node) -> int:
    values = node.nodes.values() if isinstance(node, Pairs) else node.items if isinstance(node, Items) else ()
    return max((_last_line(value) for value in values), default=node.line)


def _as_list_hint(node: Scalar | Pairs, split_hint: Callable[[str], str], example: str) -> str:
    """How to write a text, or the keys of a mapping, as a list."""
    if isinstance(node, Pairs):
        return f"write '[{', '.join(node.nodes)}]'" if example == "…" else f"write a list, such as '[{example}]'"
    if node.value.startswith("-"):
        return "write a space after each '-'"
    text = node.value.strip("()[]{} ")
    return f"write '[{split_hint(text) or text}]'" if text else "write a list, such as '[…]', or delete it"


def _as_text_hint(node: Items | Pairs) -> str:
    """How to write a list or a mapping as a text."""
    words = [item.value for item in node.items if isinstance(item, Scalar)] if isinstance(node, Items) else []
    return (
        f"write '{words[0]}', or quote the brackets" if len(words) == 1 else "quote a text that begins with '[' or '{'"
    )


def _items_hint(node: Scalar | Pairs) -> str:
    """How to write the items of a list."""
    if isinstance(node, Pairs) and "id" not in node.nodes:
        name, value = next(iter(node.nodes.items()), ("…", node))
        if not isinstance(value, Pairs):
            return f"write '- id: …' above '{name}'"
        return f"write each as an item: '- id: {name}', and its other keys below 'id'"
    return "put '- ' before 'id'" if isinstance(node, Pairs) else "write '- id: …' below it"


def _texts_hint(node: Scalar | Items, language: str) -> str:
    """How to write a text in each language."""
    if isinstance(node, Items) and any(isinstance(item, Pairs) for item in node.items):
        return f"write '{language}: …' below it, without '- ' and brackets"
    if isinstance(node, Scalar) and node.is_plain and re.match("[a-zA-Z-]{2,8}[:：]", node.value):
        return "write ':' and a space after each language"
    return f"write '{language}: …' below it"


def _valid_text(node: Node) -> Text | None:
    """The text of a scalar, or None if it is empty, null or may be invalid: the fast path of `_as_text`."""
    if not isinstance(node, Scalar):
        return None
    value = node.value.strip(_ENDS)
    if value in _NOTHING:
        return None
    if not value.isprintable() and (_CONTROL.search(value) or _BLANK.fullmatch(value)):
        return None
    return node if value is node.value else Text(value, node.line, node.column)
