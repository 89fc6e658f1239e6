"""Export the texts of a deck in a language to a gettext PO file, and import it again.

The context of an entry names its text, such as `rings/answer`; its id is the text in the source
language, its string the translation. A comment keeps a fingerprint of the exported string, so that a text
edited on both sides is reported as a conflict, not overwritten.
"""

import hashlib
import re
import tempfile
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import polib

from flashcards.deckfile.drafts import KEY as DRAFT
from flashcards.deckfile.overlay_edits import Key, with_texts
from flashcards.model.deck import Deck, Language, Text, Texts, is_shared, own_file_name
from flashcards.model.problem import FlashcardsError
from flashcards.yamltext.document import Items, Pairs, Scalar, parse
from flashcards.yamltext.edit import Place, append, rewrite
from flashcards.yamltext.elsewhere import Elsewhere

_WAS = "was: "
_FROM = "X-Translated-From"
_PO_LINE = re.compile(r'\s*(?:#.*|(?:msg(?:ctxt|id|id_plural|str)(?:\[\d+\])?\s*)?"(?:[^"\\]|\\.)*"\s*)?')
_LINE = re.compile(r"\(line ([0-9]+)\)")


class Conflict(NamedTuple):
    """An entry that was not imported, and why."""

    context: str
    reason: str
    here: str
    there: str


class ImportedTexts(NamedTuple):
    """The new texts of a deck's files, and the contexts that were imported, that conflict, and that lack a text."""

    language: Language
    files: Mapping[Path, str]
    taken: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    missing: tuple[str, ...]


class _Unit(NamedTuple):
    """A text of a deck in all its languages, with its file, and whether each language wants it."""

    context: str
    path: Path
    texts: Texts
    is_wanted: bool = True

    @property
    def key(self) -> Key:
        """Where the text is in a file of one language."""
        kind, _, rest = self.context.partition(":")
        return ("sections", rest.rpartition("/")[0]) if kind == "section" else _key(self.context)


def catalog(deck: Deck, language: Language, source: Language, stale: Collection[tuple[str, Language]]) -> str:
    """Return a PO file with all texts of a deck, translated from `source`; `stale` translations are marked fuzzy."""
    file = polib.POFile(wrapwidth=0)
    file.metadata = {
        "Project-Id-Version": f"{deck.id} {deck.version}".strip(),
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        _FROM: source,
    }
    for unit in (unit for unit in _units(deck) if source in unit.texts):
        original, text = unit.texts[source], unit.texts.get(language)
        entry = polib.POEntry(
            msgctxt=unit.context,
            msgid=original.value,
            msgstr=text.value if text else "",
            comment=f"{_WAS}{_fingerprint(text)}",
            occurrences=[(original.place(unit.path).path.name, str(original.line))],
            flags=["fuzzy"] if (unit.context, language) in stale else [],
        )
        file.append(entry)
    return f"{file}\n"


def read_catalog(
    content: str, path: Path, deck: Deck, files: Mapping[Path, str], *, is_apart: bool = False
) -> ImportedTexts:
    """Import a PO file into the files of a deck; raises FlashcardsError if it does not belong to this deck.

    `path` is used only in messages. A new text is added to the file of its language, if there is one or `is_apart`.
    """
    catalog = _parsed(content, path)
    language, source = catalog.metadata.get("Language", ""), catalog.metadata.get(_FROM, "")
    if source not in deck.languages or not language:
        hint = "use a file that `flashcards po export` wrote"
        raise FlashcardsError(f"the source language of this PO file is not a language of '{deck.id}'", hint)
    entries = {entry.msgctxt: entry for entry in catalog if not entry.obsolete}
    edits: dict[Path, _Edits] = {}
    taken, conflicts = [], []
    for unit in _units(deck):
        entry = entries.pop(unit.context, None)
        if entry is None or not entry.msgstr or entry.fuzzy or _said(unit.texts.get(language)) == entry.msgstr:
            continue
        if conflict := _conflict(unit, entry, language, source):
            conflicts.append(conflict)
            continue
        taken.append(unit.context)
        own = deck.own_file(language, unit.path)
        beside = [text for text in unit.texts.values() if not isinstance(text, Elsewhere)]
        if language in unit.texts:
            place = unit.texts[language].place(unit.path)
            edits.setdefault(place.path, _Edits({}, {}, {})).values[place.line, place.column] = entry.msgstr
        elif own is None and beside and not is_apart:
            after = max(map(_place, beside))
            edits.setdefault(unit.path, _Edits({}, {}, {})).added[after] = (language, entry.msgstr)
        else:
            own = own or own_file_name(unit.path, language)
            edits.setdefault(own, _Edits({}, {}, {})).entries[unit.key] = entry.msgstr
    for context, entry in entries.items():
        conflicts.append(Conflict(context or "", "this deck has no such text", "", entry.msgstr))
    present = {*taken, *(unit.context for unit in _units(deck) if language in unit.texts)}
    missing = tuple(unit.context for unit in _units(deck) if unit.is_wanted and unit.context not in present)
    written = dict(_written(deck, language, edits, files, is_whole=not missing))
    return ImportedTexts(language, written, tuple(taken), tuple(conflicts), missing)


def _parsed(content: str, path: Path) -> polib.POFile:
    """Parse the text of a PO file from a temporary file, because polib would open a text that looks like a path."""
    _refuse_cut_texts(content, path)
    with tempfile.TemporaryDirectory(prefix="flashcards-") as scratch:
        copy = Path(scratch) / "catalog.po"
        copy.write_text(content, encoding="utf-8", newline="\n")
        try:
            return polib.pofile(str(copy), encoding="utf-8")
        except (OSError, ValueError, IndexError) as error:
            line = _LINE.search(str(error))
            where = f"{path}:{line[1]}" if line else str(path)
            raise FlashcardsError(f"{where}: this is not a PO file", hint="export it again, as gettext PO") from error


def _refuse_cut_texts(content: str, path: Path) -> None:
    """Raise FlashcardsError for a line of which polib would read a part."""
    for number, line in enumerate(content.split("\n"), 1):
        if '"' in line and not _PO_LINE.fullmatch(line):
            hint = "close the text with '\"', and write '\\\"' for a quote in it"
            raise FlashcardsError(f"{path}:{number}: this line is not of a PO file", hint)


class _Edits(NamedTuple):
    """Edits of one file: replaced and added texts by place, and texts added to a file of one language."""

    values: dict[Place, str]
    added: dict[Place, tuple[str, str]]
    entries: dict[Key, str]


def _written(
    deck: Deck, language: Language, edits: Mapping[Path, _Edits], files: Mapping[Path, str], *, is_whole: bool
) -> Iterator[tuple[Path, str]]:
    """Apply the edits; a new language is added to the head, as a draft if not all of it is translated."""
    head = deck.location.path
    for path, edit in edits.items():
        text = rewrite(files.get(path, ""), edit.values, edit.added)
        if text is not None and edit.entries:
            text = with_texts(text, path, edit.entries)
        if text is None:
            raise FlashcardsError(
                f"{path} cannot be edited without changing other parts of it",
                hint="enter the texts by hand; nothing was changed",
            )
        is_new = path == head and language not in deck.languages
        yield path, _with_language(text, path, language, is_draft=not is_whole) if is_new else text
    if edits and head not in edits and language not in deck.languages:
        yield head, _with_language(files[head], head, language, is_draft=not is_whole)


def _with_language(text: str, path: Path, language: Language, *, is_draft: bool) -> str:
    """Add a language to the head of a deck, as a draft or not; a deck that is a draft itself stays one."""
    block = _nodes(parse(text, path).root).get("deck")
    keys, nodes = _keys(block), _nodes(block)
    languages = nodes.get("languages")
    if not (isinstance(languages, Items) and isinstance(languages.items[-1], Scalar)):
        return text
    drafts = nodes.get(DRAFT) if is_draft else None
    lists = [languages, drafts] if isinstance(drafts, Items) else [languages]
    ends = [(last.line, last.column) for each in lists if isinstance(last := each.items[-1], Scalar)]
    for end in sorted(ends, reverse=True):  # the lower one first, because the other moves it
        text = append(text, end, language) or text
    if not is_draft or drafts:
        return text
    lines, key = text.split("\n"), keys["languages"]
    line = f"{' ' * (key.column - 1)}{DRAFT}: [{language}]  # not ready: no package asks in it"
    return "\n".join([*lines[: key.line - 1], line, *lines[key.line - 1 :]])


def _keys(node: object) -> Mapping[str, Scalar]:
    return {key.value: key for key, _ in node.pairs} if isinstance(node, Pairs) else {}


def _nodes(node: object) -> Mapping[str, object]:
    return {key.value: value for key, value in node.pairs} if isinstance(node, Pairs) else {}


def _conflict(unit: _Unit, entry: polib.POEntry, language: Language, source: Language) -> Conflict | None:
    """The conflict that prevents an import of an entry, if any."""
    original, text = _said(unit.texts.get(source)), unit.texts.get(language)
    if entry.msgid != original:
        return Conflict(unit.context, f"the text in '{source}' has changed since the export", original, entry.msgstr)
    if _fingerprint(text) != (entry.comment or "").removeprefix(_WAS).strip():
        return Conflict(unit.context, f"the text in '{language}' was edited in the deck too", _said(text), entry.msgstr)
    return None


def _units(deck: Deck) -> Iterator[_Unit]:
    head = deck.location.path
    yield _Unit("deck/title", head, deck.title)
    if deck.description:
        yield _Unit("deck/description", head, deck.description)
    for section in deck.sections.values():
        yield _Unit(f"section:{section.id}/title", section.location.path, section.title)
    for note in deck.notes:
        path = note.location.path
        yield from (
            _Unit(f"{note.id}/{part}", path, texts, deck.wants(note, part))
            for part, texts in note.parts.items()
            if not is_shared(texts) and not note.is_own(part)
        )
        if note.retired:
            yield _Unit(f"{note.id}/retired", path, note.retired.reason)


def _place(text: Text) -> Place:
    return text.line, text.column


def _key(context: str) -> Key:
    entry, _, part = context.rpartition("/")
    return entry, part


def _said(text: Text | None) -> str:
    return text.value if text else ""


def _fingerprint(text: Text | None) -> str:
    return hashlib.sha256(text.value.encode()).hexdigest()[:8] if text else "-"
