"""Reading of notes, each checked against the head of its deck."""

from collections.abc import Iterator, Mapping, Sequence
from sys import intern
from typing import NamedTuple

from flashcards.deckfile.blank_checks import check_blanks
from flashcards.deckfile.deck_languages import check_keys
from flashcards.deckfile.drafts import read_draft_flag
from flashcards.deckfile.free_parts import read_free
from flashcards.deckfile.media_refs import MEDIA, read_html_media, read_media
from flashcards.deckfile.note_kind import NoteKind, NoteKinds
from flashcards.deckfile.speech import Recordings, find_speech
from flashcards.model.deck import Deck, Language, Note, Retirement, Text, Texts, without_languages
from flashcards.model.kind import Kind
from flashcards.model.media import Media
from flashcards.source.blanks import PLACEHOLDER, is_to_write
from flashcards.text.anki_names import tag_flaw
from flashcards.text.hazards import hazards
from flashcards.text.suggest import suggestion
from flashcards.yamltext.document import Items, Pairs
from flashcards.yamltext.entry import SLUG, Entry, ProblemList

_OURS = NoteKinds({})
# Most notes have only these keys: then the note is of the first type, and other keys are not looked up
_COMMON = frozenset(("id", "section", "tags", *(part.name for part in _OURS.default.parts)))
_LINT_IGNORE_HINT = "write the rule and the reason below it, such as 'yes-no: it is a motto'"
_NO_WORDS: Sequence[Text] = ()
_NO_TEXTS: Mapping[str, Text] = {}
_NO_SPEECH: Mapping[tuple[str, Language], str] = {}


class NoteContext(NamedTuple):
    """What notes are checked against; `head` is the deck with its sections, or None if it has errors.

    With `has_sections`, each note must name its section; `knows_sections` is False if some sections could not be read.
    `names_source` is whether the deck has a `source`, even if the file is missing. Each note must have its required
    parts in the `needed` languages. `kinds` are the author's own, with errors or without. `speech` are the recordings
    that a program has made. `added` are files that will be beside the deck, by the path that a text has for them.
    """

    head: Deck | None
    has_sections: bool
    knows_sections: bool
    names_source: bool
    needed: tuple[Language, ...]
    kinds: Mapping[str, Kind] = {}
    speech: Recordings | None = None
    added: Mapping[str, Media] = {}

    @property
    def languages(self) -> tuple[Language, ...]:
        return self.head.languages if self.head else ()

    @property
    def is_draft(self) -> bool:
        """Whether all notes are drafts, because the deck is one."""
        return self.head is not None and self.head.is_draft


def note_entries(root: object, mistakes: ProblemList) -> Iterator[Entry]:
    """The notes of a deck file, if it has any, to be read; their problems are collected in `mistakes`."""
    if isinstance(root, Pairs) and isinstance(root.nodes.get("notes"), Items):
        yield from Entry(root, "a deck file", mistakes).entries("notes", "a note")


class NoteReader:
    """Reads notes, and collects what is to be compared with the other notes of the deck.

    `names` are all current and former ids, `tags` those of the author, and `replacements` the ids in `replaced_by`;
    each as often as it is written.
    """

    def __init__(self, context: NoteContext) -> None:
        self.names: list[Text] = []
        self.tags: list[Text] = []
        self.replacements: list[Text] = []
        self._context = context
        self._kinds = NoteKinds(context.kinds) if context.kinds else _OURS
        self._sections = context.head.sections if context.head else {}
        self._severities = context.head.lint if context.head else {}
        self._drafts = context.head.draft_languages if context.head else ()
        self._valid_tags: set[str] = set()
        self._titles: dict[str, tuple[Language, ...]] = {}

    def note(self, entry: Entry) -> Note | None:
        """Read a note; returns None if it has an error, which is reported."""
        languages = self._context.languages
        note_id = entry.word("id", SLUG, required=True)
        is_common = entry.names <= _COMMON
        note_kind = _OURS.default if is_common else self._kinds.of(entry)
        is_draft = (not is_common and read_draft_flag(entry)) or self._context.is_draft
        section = entry.text("section", required=self._context.has_sections and not is_draft)
        covers = _NO_WORDS if is_common else entry.words("covers")
        raw = self._raw(entry, note_kind) if note_kind.kind and note_kind.kind.adopted else ()
        parts = self._parts(entry, note_kind, raw, is_draft=is_draft)
        tags = entry.words("tags")
        if is_common:
            was, retired, lint_ignore, reviewed = _NO_WORDS, None, _NO_TEXTS, _NO_TEXTS
        else:
            was = entry.words("was", SLUG)
            retired = self._retirement(entry, languages, note_id, () if is_draft else self._context.needed)
            lint_ignore = entry.by_name("lint_ignore", _LINT_IGNORE_HINT)
            reviewed = self._reviewed(entry, languages)
        marked = {part: texts for part, texts in parts.items() if part not in raw} if raw else parts
        media = read_media(entry, marked.values(), self._context.added)
        if raw:
            folder = f"{MEDIA}/{self._context.head.id if self._context.head else ''}"
            media = {**media, **read_html_media(entry, [parts[part] for part in raw], folder)}
        speech = _NO_SPEECH
        if self._context.speech:
            speech, spoken = find_speech(entry, note_kind.parts, marked, self._context.speech)
            media = {**media, **spoken}
        is_built = bool(retired) or PLACEHOLDER in lint_ignore or PLACEHOLDER in self._severities
        self._check_parts(entry, note_kind, marked, is_built=is_built)
        if note_kind.kind and note_kind.kind.adopted and note_id and not is_draft:
            from flashcards.deckfile.adopted_checks import check_cards

            check_cards(entry, note_id, parts, note_kind.kind)
        if not self._kinds.is_whole:  # the keys may be those of a kind that could not be read
            for key in entry.names:
                entry.skip(key)
        entry.close()
        for name in was:
            if note_id and name.value == note_id.value:
                entry.at_text(name, "duplicate-id", f"'{name}' is the id of this note, not a former one", "delete it")
        self.names += (note_id, *(name for name in was if name.value != note_id.value)) if note_id else was
        if section and self._context.knows_sections and section.value not in self._sections:
            self._report_section(entry, section)
        self._check_covers(entry, covers)
        for tag in tags:
            if tag.value not in self._valid_tags:
                self._check_tag(entry, tag)
        self.tags += tags
        if not (note_id and entry.is_valid):
            return None
        return Note(
            id=note_id.value,
            section=intern(section.value) if section else "",
            type=note_kind.key,
            parts=parts,
            languages=_asked_in(self._titled(section), parts, note_kind),
            covers=_interned(covers),
            tags=_interned(tags),
            was=tuple(map(str, was)),
            retired=retired,
            lint_ignore=lint_ignore,
            reviewed=reviewed,
            media=media,
            location=entry.location,
            is_draft=is_draft,
            kind=note_kind.kind,
            speech=speech,
            raw=raw,
        )

    def _parts(self, entry: Entry, note_kind: NoteKind, raw: Sequence[str], *, is_draft: bool) -> dict[str, Texts]:
        languages = self._context.languages
        parts: dict[str, Texts] = {}
        for part in note_kind.parts:
            if part.name in raw:
                parts[part.name] = self._html(entry, part.name, note_kind)
                continue
            is_required = part.is_required and not is_draft
            needed = self._context.needed if is_required else ()
            if part.is_free:
                parts.update(read_free(entry, part, languages, required=is_required))
                continue
            texts = entry.texts(part.name, languages, required=is_required, needed=needed, several=part.has_several)
            if texts:
                parts[part.name] = texts
        return parts

    def _check_parts(self, entry: Entry, note_kind: NoteKind, parts: Mapping[str, Texts], *, is_built: bool) -> None:
        """Check what depends on the note type; of a cloze that is not `is_built`, placeholders are left out."""
        ready = without_languages(parts, self._drafts)  # a mistake in a draft language stops no other
        if note_kind.is_cloze:
            from flashcards.deckfile.cloze_checks import check_clozes

            check_clozes(entry, ready if is_built else _written(ready), note_kind)
        elif note_kind.key == "typed":
            from flashcards.deckfile.typed_checks import check_typed_answers

            check_typed_answers(entry, ready)
        elif note_kind.key == "word" and self._context.head:
            from flashcards.deckfile.word_checks import check_words

            check_words(entry, ready, self._context.head)
        check_blanks(entry, ready, note_kind)

    def _report_section(self, entry: Entry, section: Text) -> None:
        titled = [each.id for each in self._sections.values() if section.value in map(str, each.title.values())]
        hint = f"did you mean '{titled[0]}'?" if titled else suggestion(section.value, self._sections)
        hint = hint or "add it below 'sections:'"
        entry.at("section", "unknown-section", f"there is no section '{section}'", hint)

    def _raw(self, entry: Entry, kind: NoteKind) -> tuple[str, ...]:
        """Read which parts are HTML as it was found."""
        own = {part.name for part in kind.parts}
        raw = entry.words("raw") if entry.has("raw") else ()
        for part in raw:
            if part.value not in own or not entry.has(part.value):
                hint = suggestion(part.value, sorted(own & entry.names))
                entry.at_text(part, "unknown-key", f"this note has no part '{part}'", hint)
        return tuple(part.value for part in raw if part.value in own and entry.has(part.value))

    def _html(self, entry: Entry, part: str, kind: NoteKind) -> Texts:
        """Read a part that is HTML as it was found, without what the deck does not accept."""
        texts = entry.html_texts(part, self._context.languages)
        accepted = kind.kind.accepted if kind.kind else ()
        for text in texts.values():
            for name, shown in hazards(text.value):
                if name not in accepted:
                    hint = f"delete it, or, if you trust it, write 'accept: [{name}]' in the kind '{kind.key}'"
                    entry.at_text(text, name, f"this HTML contains what the deck does not accept: {shown}", hint)
        return texts

    def _titled(self, section: Text | None) -> tuple[Language, ...]:
        """The languages in which the deck and a section have titles; other languages have no cards."""
        name = section.value if section else ""
        if name not in self._titles:
            titles = [self._context.head.title] if self._context.head else []
            titles += [self._sections[name].title] if name in self._sections else []
            languages = self._context.languages
            named = tuple(tag for tag in languages if all(tag in title for title in titles))
            self._titles[name] = languages if named == languages else named
        return self._titles[name]

    def _check_tag(self, entry: Entry, tag: Text) -> None:
        if flaw := tag_flaw(tag.value):
            entry.at_text(tag, "tag-name", f"the tag '{tag}' {flaw.message}", flaw.hint)
        else:
            self._valid_tags.add(tag.value)

    def _retirement(
        self, entry: Entry, languages: Sequence[Language], note_id: Text | None, needed: Sequence[Language]
    ) -> Retirement | None:
        block = entry.entry("retired", hint="write 'reason:' below it, with a text in each language")
        if block is None:
            return None
        reason = block.texts("reason", languages, required=True, needed=needed)
        replaced_by = block.word("replaced_by", SLUG)
        block.close()
        if replaced_by and note_id and replaced_by.value == note_id.value:
            message, hint = "a note cannot be replaced by itself", "write the id of another note, or delete it"
            block.at("replaced_by", "unknown-note", message, hint)
        elif replaced_by:
            self.replacements.append(replaced_by)
        return Retirement(reason, replaced_by.value if replaced_by else "")

    def _reviewed(self, entry: Entry, languages: Sequence[Language]) -> Mapping[Language, Text]:
        reviewed = entry.by_name("reviewed", "write a language and its reviewer below it, such as 'en: Asha'")
        check_keys(entry, "reviewed", reviewed, languages)
        return reviewed

    def _check_covers(self, entry: Entry, covers: Sequence[Text]) -> None:
        head = self._context.head
        if head is None or not covers:
            return
        if head.source is None:
            if not self._context.names_source:  # otherwise the source itself was reported
                hint = "add 'source: …' below 'deck:', or delete this"
                entry.at("covers", "unknown-key-point", "this deck has no source to cover", hint)
            return
        for point in covers:
            if not head.source.has(point.value):
                known = [ref for each in head.source.points.values() for ref in dict.fromkeys((each.id, *each.refs))]
                hint = suggestion(point.value, known)
                message = f"'{point}' is not a key point of '{head.source.id}'"
                entry.at_text(point, "unknown-key-point", message, hint)


def _asked_in(languages: tuple[Language, ...], parts: Mapping[str, Texts], note_kind: NoteKind) -> tuple[Language, ...]:
    """Those of the languages that have all required parts."""
    needed = [parts.get(part.name, _NO_TEXTS) for part in note_kind.parts if part.is_required]
    asked = tuple([language for language in languages if all(language in texts for texts in needed)])
    return languages if len(asked) == len(languages) else asked


def _written(parts: Mapping[str, Texts]) -> Mapping[str, Texts]:
    """The texts of parts that are not placeholders: a note that has one is a draft."""
    written = {
        part: {tag: text for tag, text in texts.items() if not is_to_write(text.value)} for part, texts in parts.items()
    }
    return {part: texts for part, texts in written.items() if texts}


def _interned(words: Sequence[Text]) -> tuple[str, ...]:
    """Interned values of words, because many notes have the same."""
    return tuple([intern(word.value) for word in words]) if words else ()
