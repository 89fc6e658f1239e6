"""Whatever an author and a learner do, in whatever order, the learner loses nothing and gets everything.

A machine of Hypothesis lives the two lives: the author changes, builds and releases a deck, the
learner imports releases into a collection of Anki's own backend, studies, and makes the cards
theirs. After each step the collection is read and held against what was promised.

For longer than the tests take, until it is stopped or the minutes are over::

    python -m tests.anki.test_lives [MINUTES]
"""

import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from hypothesis.strategies import SearchStrategy

from flashcards.cards.notetypes import NOTETYPES
from flashcards.cards.notetypes.notetype import Notetype
from flashcards.model.deck import Language
from flashcards.text.html import to_html
from tests.anki.lives_author import OWN_KIND, WORDS, Author, WrittenNote
from tests.anki.lives_learner import KeptCard, KeptNote, Learner, Row, Style
from tests.anki.lives_press import EDITIONS, Key, Name, Press, Release, Sheet, Shipment, field_index

# Lives come in generations of ten, as after ten Hypothesis begins to live variations of those it had
GENERATIONS = 9
IN_CI = settings(max_examples=10, stateful_step_count=25, database=None, deadline=None)
BY_HAND = settings(IN_CI, stateful_step_count=50)

BEGINNING = 1_780_300_000  # in June 2026: all that is stamped in these lives is past for Anki
MOST_NOTES = 6
OWN_STYLE = "outline-width"
PICTURE = re.compile('<img src="([^"]*)"')
RETIRED = f"{Author.DECK_ID}::retired"

# What these lives are for: a run in which one of them never comes about proves nothing
SITUATIONS = (
    "a note arrives",
    "a change arrives",
    "a change arrives though releases were skipped",
    "a change overtakes the learner's own",
    "the learner's own stays",
    "the learner's own was later than the change",
    "the learner's own style stays",
    "the learner's own style is overtaken",
    "a neighbour",
    "a learner goes to a larger edition",
    "a learner goes back to a smaller edition",
    "a note has left the package",
    "a note gets another card",
)

NTH = st.sampled_from((0, 0, 0, 1, 1, 2, 3, 5))  # which one, counted round and round: two acts often meet on one
WORD = st.sampled_from(WORDS)
TAGS = st.lists(st.sampled_from(("inner", "Outer::deep", "über")), unique=True).map(tuple)
TONGUES = st.sampled_from((("bn",), ("en",), ("bn", "en"), ("bn", "en", "hi")))
KINDS = st.sampled_from((*NOTETYPES, OWN_KIND))
# Which fields learners type in, by note type
TYPED_IN = {
    "qa": ("Question", "Answer", "Note", "Answer 2", "Spare 2"),
    "typed": ("Question", "Typed", "Note", "Answer 2", "Spare 2"),
    "term": ("Term", "Meaning", "Note", "Meaning 2", "Spare 2"),
    "word": ("Word", "Typed", "Note", "Word 2", "Spare 2"),
    "cloze": ("Text", "Note", "Text 2", "Note 2", "Spare 2"),
    OWN_KIND: ("Name", "Fact", "Note", "Fact 2", "Spare 2"),
}


class Then(StrEnum):
    """What comes of an act in the same step."""

    NOTHING = "nothing"
    BUILD = "build"
    RELEASE = "release"
    IMPORT = "import"
    RELEASE_AND_IMPORT = "release and import"


Act = Callable[..., None]


def step(**drawn: SearchStrategy[object]) -> Callable[[Act], Act]:
    """A step of the machine: time goes by, someone acts, and perhaps the deck is built, released or imported."""

    def as_rule(act: Act) -> Act:
        def live(self: "Lives", wait: int, then: Then, **words: object) -> None:
            self.clock += wait
            act(self, **words)
            self.go_on(then)

        live.__name__ = act.__name__
        every = {"wait": st.sampled_from((3600, 0, 1, 86_400)), "then": st.sampled_from(Then), **drawn}
        as_step: Act = rule(**every)(live)  # type: ignore[call-overload]  # for all mypy knows, one is called "target"
        return as_step

    return as_rule


class Lives(RuleBasedStateMachine):
    """An author with a deck, and a learner with a collection; what the learner has should be as it is `held` here."""

    met: ClassVar[Counter[str]] = Counter()
    """How often there was what these lives are for, so that it can be told that there was."""

    def __init__(self) -> None:
        super().__init__()
        self.met["a life"] += 1
        self.folder = Path(tempfile.mkdtemp(prefix="lives-"))
        self.clock = BEGINNING
        self.author = Author()
        self.press = Press(self.folder, self.author)
        self.learner = Learner(self.folder / "learner")
        self.dropped: list[WrittenNote] = []
        self.studied: list[Language] = []
        self.held: dict[Name, Sheet] = {}
        self.cards: dict[int, KeptCard] = {}
        self.styles: dict[int, Style] = {}
        self.notetypes: dict[int, Notetype] = {}
        self.ords: dict[Name, set[int]] = {}  # the cards of each note by the places of their templates
        self.edition: dict[Language, str] = {}
        self.taken: dict[Key, int] = {}

    def teardown(self) -> None:
        self.learner.close()
        shutil.rmtree(self.folder)

    @initialize(
        has_report=st.booleans(),
        kinds=st.lists(KINDS, min_size=2, max_size=3),
        is_drafted=st.booleans(),
        studied=TONGUES,
        editions=st.sampled_from((*EDITIONS[1:], *EDITIONS)),
        tags=st.sampled_from((("inner",), ("über",), ("inner", "über"), ("Outer::deep",))),
    )
    def begin(
        self,
        has_report: bool,
        kinds: list[str],
        is_drafted: bool,
        studied: tuple[Language, ...],
        editions: Mapping[str, tuple[str, ...]],
        tags: tuple[str, ...],
    ) -> None:
        self.author.has_report = has_report
        self.author.declared = editions
        for nth, kind in enumerate((*kinds, OWN_KIND)):
            written = self.author.add_note(self.author.sections[nth % 2], kind)
            written.tags = tags if nth else ()
            if is_drafted:
                self.go_on(Then.BUILD)
        self.studied += [language for language in studied if language in self.author.languages]
        self.go_on(Then.RELEASE_AND_IMPORT)
        if not self.cards:  # the notes are asked in the other language alone
            self.take_up_language(nth=0, wait=0, then=Then.NOTHING)

    def go_on(self, then: Then) -> None:
        self.met["a step"] += 1
        if then is Then.BUILD:
            self.clock = self.press.build(self.clock)
        if then in (Then.RELEASE, Then.RELEASE_AND_IMPORT):
            self.clock = self.press.release(self.clock)
            self.met["a release"] += 1
        if then in (Then.IMPORT, Then.RELEASE_AND_IMPORT):
            for language in self.studied:
                self.take_edition(language, self.press.releases[-1])

    @step()
    def a_day_goes_by(self) -> None:
        """Hypothesis, which tries first what comes first, finds nothing simpler."""

    # What an author does

    @step(nth=NTH, part=st.sampled_from(("question", "answer", "note", "reason")), languages=TONGUES, word=WORD)
    def reword(self, nth: int, part: str, languages: tuple[Language, ...], word: str) -> None:
        self.written(nth).words.update({(part, language): word for language in languages})

    @step(nth=NTH)
    def confirm(self, nth: int) -> None:
        self.press.confirm(self.written(nth))

    @step(nth=NTH)
    def explain_or_not(self, nth: int) -> None:
        written = self.written(nth)
        written.has_note = not written.has_note

    @step(nth=NTH, picture=st.integers(0, 2))
    def show_a_picture_or_another_or_none(self, nth: int, picture: int) -> None:
        self.written(nth).picture = picture

    @step(nth=NTH, tags=TAGS)
    def retag(self, nth: int, tags: tuple[str, ...]) -> None:
        self.written(nth).tags = tags

    @step(editions=st.sampled_from(EDITIONS))
    def declare_editions(self, editions: Mapping[str, tuple[str, ...]]) -> None:
        self.author.declared = editions

    @step(nth=NTH, moons=st.integers(1, 3))
    def grow_own_kind(self, nth: int, moons: int) -> None:
        """By a part and a card first, which one of its notes gets each time, then by a label."""
        self.author.growth = min(self.author.growth + 1, 2)
        planets = [written for written in self.author.notes if written.type == OWN_KIND]
        if planets:
            planets[nth % len(planets)].moons = moons

    @step(nth=NTH, place=NTH)
    def reorder(self, nth: int, place: int) -> None:
        written = self.written(nth)
        self.author.notes.remove(written)
        self.author.notes.insert(place % (len(self.author.notes) + 1), written)

    @precondition(lambda self: len(self.author.notes) < MOST_NOTES)
    @step(nth=NTH, place=NTH, kind=KINDS, tags=TAGS, is_behind=st.booleans())
    def add_note(self, nth: int, place: int, kind: str, tags: tuple[str, ...], is_behind: bool) -> None:
        written = self.author.add_note(self.author.sections[nth % 2], kind)
        written.tags, written.behind = tags, is_behind and kind != "word"
        self.author.notes.remove(written)
        self.author.notes.insert(place % (len(self.author.notes) + 1), written)

    @step(nth=NTH)
    def drop_note_nobody_has(self, nth: int) -> None:
        fresh = [written for written in self.author.notes if not self.press.is_out(written)]
        if fresh:
            self.author.drop(fresh[nth % len(fresh)])

    @precondition(lambda self: len(self.author.notes) > 2)
    @step(nth=NTH)
    def drop_note_learners_have(self, nth: int) -> None:
        """Which the author is told of, and means."""
        written = self.written(nth)
        if self.press.is_out(written):
            self.author.drop(written)
            self.dropped.append(written)
            self.clock = self.press.build(self.clock, accepted=[written.key])

    @precondition(lambda self: self.dropped)
    @step()
    def bring_dropped_note_back(self) -> None:
        """Which the author is told of, since another note could have taken its id."""
        written = self.dropped.pop()
        self.author.bring_back(written)
        self.clock = self.press.build(self.clock, accepted=[written.id])

    @step(nth=NTH, word=WORD, heir=NTH)
    def retire(self, nth: int, word: str, heir: int) -> None:
        written, other = self.written(nth), self.written(heir)
        written.is_retired = True
        written.replaced_by = "" if other is written else other.key
        written.words["reason", "en"] = word

    @step(nth=NTH)
    def take_back_into_use(self, nth: int) -> None:
        self.written(nth).is_retired = False

    @step(nth=NTH)
    def rename_note(self, nth: int) -> None:
        self.author.rename(self.written(nth))

    @step(nth=NTH)
    def move_to_other_section(self, nth: int) -> None:
        written = self.written(nth)
        written.section = next(each.key for each in self.author.sections if each.key != written.section)

    @step(nth=NTH, languages=TONGUES, word=WORD)
    def retitle_section(self, nth: int, languages: tuple[Language, ...], word: str) -> None:
        self.author.sections[nth % 2].words.update(dict.fromkeys(languages, word))

    @step(nth=NTH, suffix=st.sampled_from(("", "-side", "-again")))
    def rename_section(self, nth: int, suffix: str) -> None:
        section = self.author.sections[nth % 2]
        section.id = section.key + suffix

    @precondition(lambda self: "hi" not in self.author.languages)
    @step(place=st.sampled_from((2, 0)), is_behind=st.booleans())
    def add_language(self, place: int, is_behind: bool) -> None:
        self.author.languages.insert(place, "hi")
        for written in self.author.notes:
            written.behind = is_behind and written.key != "n1" and written.type != "word"

    @step(nth=NTH)
    def translate(self, nth: int) -> None:
        self.written(nth).behind = False

    @step()
    def keep_language_in_a_file_of_its_own_or_not(self) -> None:
        self.author.has_own_file = not self.author.has_own_file

    @step(by=st.integers(1, 2))
    def reorder_languages(self, by: int) -> None:
        languages = self.author.languages
        self.author.languages = languages[by:] + languages[:by]

    @step()
    def ask_for_reports_or_not(self) -> None:
        self.author.has_report = not self.author.has_report

    @step()
    def name_next_version(self) -> None:
        self.author.version = self.press.next_version

    @step(colour=st.sampled_from(("red", "green")))
    def restyle(self, colour: str) -> None:
        self.author.style = f".card {{ color: {colour} }}"

    @step(languages=TONGUES)
    def build_some_languages(self, languages: tuple[Language, ...]) -> None:
        self.clock = self.press.build(self.clock, languages)

    # What a learner does

    @step(nth=NTH, field=st.integers(0, 4))
    def edit(self, nth: int, field: int) -> None:
        row = self.row(nth)
        kind = self.held[self.press.names[row.guid]].type
        index = field_index(kind, TYPED_IN[kind][field])
        self.learner.edit(row.note_id, index, f"{row.fields[index]} (my own words)")
        assert self.made_own(row.note_id).fields != row.fields

    @step(nth=NTH)
    def tag(self, nth: int) -> None:
        row = self.row(nth)
        self.learner.tag(row.note_id, f"mine::{len(row.tags)}")
        assert self.made_own(row.note_id).tags != row.tags

    @precondition(lambda self: any(card.queue >= 0 for card in self.cards.values()))
    @step(nth=NTH, ease=st.integers(1, 4))
    def study(self, nth: int, ease: int) -> None:
        awake = [card_id for card_id, card in self.cards.items() if card.queue >= 0]
        card_id = awake[nth % len(awake)]
        self.learner.study(card_id, ease)
        assert self.changed_cards() == {card_id}
        for row in self.learner.notes():
            if row.mod > self.clock:  # a leech, which Anki tags by itself
                self.made_own(row.note_id)

    @step(nth=NTH, flag=st.integers(1, 7))
    def flag(self, nth: int, flag: int) -> None:
        card_id = self.card(nth)
        self.learner.flag(card_id, flag)
        assert self.changed_cards() <= {card_id}

    @step(nth=NTH)
    def suspend(self, nth: int) -> None:
        card_id = self.card(nth)
        self.learner.suspend(card_id)
        assert self.changed_cards() <= {card_id}

    @step(nth=NTH)
    def move_to_own_deck(self, nth: int) -> None:
        card_id = self.card(nth)
        self.learner.move(card_id, "Mine::Hard ones")
        assert self.changed_cards() <= {card_id}

    @step()
    def put_retired_away(self) -> None:
        """As the retired notes say one can; that the search finds them is looked at below."""
        self.learner.suspend(*self.learner.cards_tagged(RETIRED))
        self.changed_cards()

    @step(nth=NTH, size=st.integers(10, 30))
    def restyle_own(self, nth: int, size: int) -> None:
        """Which moves the note type's `mod` on, so that it is later than what is imported."""
        id_ = list(self.styles)[nth % len(self.styles)]
        self.styles[id_] = Style(f"{self.styles[id_].css}\n.card {{ {OWN_STYLE}: {size}px; }}\n", self.clock)
        self.learner.restyle(id_, self.styles[id_])

    @step(nth=NTH)
    def take_up_language(self, nth: int) -> None:
        languages = list(dict.fromkeys(language for language, _ in self.press.releases[-1].shipments))
        language = languages[nth % len(languages)]
        if language not in self.studied:
            self.studied.append(language)
        self.take_edition(language, self.press.releases[-1])

    @step(nth=NTH, is_larger=st.booleans())
    def take_up_edition(self, nth: int, is_larger: bool) -> None:
        """The one with most notes from now on, or the default one."""
        language, release = self.studied[nth % len(self.studied)], self.press.releases[-1]
        sizes = {name: len(own.sheets) for (study, name), own in release.shipments.items() if study == language}
        if not sizes:
            return
        before, now = self.edition.get(language, ""), (max if is_larger else min)(sizes, key=sizes.__getitem__)
        self.edition[language] = now
        self.met["a learner goes to a larger edition"] += sizes[now] > sizes.get(before, sizes[now])
        self.met["a learner goes back to a smaller edition"] += sizes[now] < sizes.get(before, sizes[now])
        self.take_edition(language, release)

    @step(nth=NTH, age=NTH)
    def take_a_release_of_any_age(self, nth: int, age: int) -> None:
        release = self.press.releases[-1 - age % len(self.press.releases)]
        self.take_edition(self.studied[nth % len(self.studied)], release)

    @step()
    def a_neighbour_begins(self) -> None:
        """Someone imports the newest release and nothing before; it is whole, and in the order of the deck."""
        release = self.press.releases[-1]
        self.met["a neighbour"] += 1
        with closing(Learner(self.folder / f"neighbour-{self.met['a neighbour']}")) as neighbour:
            sheets: dict[Name, Sheet] = {}
            for shipment in release.shipments.values():
                fates = {"new": len(shipment.sheets.keys() - sheets), "duplicate": len(shipment.sheets.keys() & sheets)}
                assert neighbour.take(shipment.path) == {fate: count for fate, count in fates.items() if count}
                sheets |= shipment.sheets
            assert self.sheets_in(neighbour) == {name: _bare(sheet) for name, sheet in sheets.items()}
            by_place = sorted(neighbour.cards().values(), key=lambda card: (card.deck_id, card.due))
            names = {row.note_id: self.press.names[row.guid] for row in neighbour.notes()}
            assert {row.note_id for row in neighbour.notes()} == {self.press.ids[name] for name in sheets}
            for study, title in {(key[0], shipment.title) for key, shipment in release.shipments.items()}:
                own = [each.places for key, each in release.shipments.items() if key[0] == study]
                places = {name: place for each in own for name, place in each.items()}
                cards = [card for card in by_place if neighbour.deck_name(card.deck_id) == title]
                assert list(dict.fromkeys(names[card.note_id] for card in cards)) == sorted(
                    places, key=places.__getitem__
                )
            assert {id_: neighbour.style(id_) for id_ in release.styles} == release.styles
            assert neighbour.empty_cards() == 0

    # What was promised

    @invariant()
    def all_promises_are_kept(self) -> None:
        self.no_note_is_there_twice_and_none_is_lost()
        self.the_authors_changes_arrive_and_the_learners_stay()
        self.no_stamp_lies_ahead()
        self.ids_are_for_life()
        self.cards_are_as_they_were_left()
        self.each_note_has_its_cards_and_none_is_empty()
        self.note_types_are_there_once_and_look_as_they_should()
        self.pictures_are_those_of_the_notes()
        self.retired_notes_say_so()

    def no_note_is_there_twice_and_none_is_lost(self) -> None:
        assert sorted(self.press.names[row.guid] for row in self.learner.notes()) == sorted(self.held)

    def the_authors_changes_arrive_and_the_learners_stay(self) -> None:
        assert self.sheets_in(self.learner) == {name: _bare(sheet) for name, sheet in self.held.items()}

    def no_stamp_lies_ahead(self) -> None:
        assert all(row.mod <= self.clock for row in self.learner.notes())
        assert all(style.mod <= self.clock for style in self.styles.values())

    def ids_are_for_life(self) -> None:
        assert len({*self.press.ids.values()}) == len(self.press.ids)
        assert all(row.note_id == self.press.ids[self.press.names[row.guid]] for row in self.learner.notes())

    def cards_are_as_they_were_left(self) -> None:
        assert self.learner.cards() == self.cards

    def each_note_has_its_cards_and_none_is_empty(self) -> None:
        on_cards = Counter((card.note_id, card.template) for card in self.learner.cards().values())
        assert on_cards == {(self.press.ids[name], ord_): 1 for name, ords in self.ords.items() for ord_ in ords}
        # a learner whose own text is later than a further card has nothing to show on it
        types = {notetype.key: notetype for notetype in self.notetypes.values()}
        empty = [
            ords - {*types[self.held[name].type].cards_of(self.held[name].fields)} for name, ords in self.ords.items()
        ]
        assert self.learner.empty_cards() == sum(map(len, empty))

    def note_types_are_there_once_and_look_as_they_should(self) -> None:
        ours = {id_: name for id_, name in self.learner.notetypes().items() if name.startswith(("Bilingual", "Planet"))}
        assert ours == {id_: notetype.name for id_, notetype in self.notetypes.items()}
        assert {id_: self.learner.style(id_) for id_ in ours} == self.styles

    def pictures_are_those_of_the_notes(self) -> None:
        for row in self.learner.notes():
            for name in PICTURE.findall(" ".join(row.fields)):
                assert self.learner.media(name) == self.press.pictures[name]

    def retired_notes_say_so(self) -> None:
        retired = {name: sheet for name, sheet in self.held.items() if sheet.reasons}
        tagged = self.learner.cards_tagged(RETIRED)
        assert {self.cards[card_id].note_id for card_id in tagged} == {self.press.ids[name] for name in retired}
        for sheet in retired.values():
            for field, reason in zip(("Note", "Note 2"), sheet.reasons, strict=True):
                assert to_html(reason) in sheet.field(field)

    # How it is done

    def written(self, nth: int) -> WrittenNote:
        return self.author.notes[nth % len(self.author.notes)]

    def row(self, nth: int) -> KeptNote:
        rows = self.learner.notes()
        return rows[nth % len(rows)]

    def card(self, nth: int) -> int:
        return list(self.cards)[nth % len(self.cards)]

    def take_edition(self, language: Language, release: Release) -> None:
        """Take the learner's edition, or the first where that is not to be had, or nothing."""
        keys = [key for key in release.shipments if key[0] == language]
        if keys:
            own = (language, self.edition.get(language, ""))
            self.take(own if own in keys else keys[0], release)

    def take(self, key: Key, release: Release) -> None:
        """Import a package of a release, and the same once more, which changes nothing."""
        shipment = release.shipments[key]
        reviews = self.learner.reviews()
        assert set(self.learner.take(shipment.path)) <= {"new", "updated", "duplicate"}
        assert self.learner.reviews() == reviews
        self.expect(key, release)
        self.no_note_is_there_twice_and_none_is_lost()
        self.adopt_new_cards(shipment)
        before = self.learner.everything()
        assert self.learner.take(shipment.path) == {"duplicate": len(shipment.sheets)}
        assert self.learner.everything() == before

    def expect(self, key: Key, release: Release) -> None:
        """What the learner should have by an import: all that the author changed since the learner last did."""
        last, shipment = self.taken.get(key, -1), release.shipments[key]
        earlier = self.press.releases[last].shipments[key].sheets if last >= 0 else {}
        self.met["a note has left the package"] += bool(last < release.number and earlier.keys() - shipment.sheets)
        for name, sheet in shipment.sheets.items():
            held, ords = self.held.get(name), self.ords.setdefault(name, set())
            self.met[_situation(held, sheet, earlier.get(name), skipped=release.number - last - 1)] += 1
            self.met["a note gets another card"] += held is not None and not ords >= {*shipment.cards[name]}
            ords.update(shipment.cards[name])
            if held is None or held.moment < sheet.moment:
                self.held[name] = sheet
        for id_ in shipment.types:
            style = release.styles[id_]
            known = self.styles.get(id_, Style("", 0))
            is_own = OWN_STYLE in known.css
            if known.mod < style.mod:
                self.met["the learner's own style is overtaken"] += is_own
                self.styles[id_] = style
                self.notetypes[id_] = release.notetypes[id_]
            else:
                self.met["the learner's own style stays"] += is_own
        self.taken[key] = max(release.number, last)

    def adopt_new_cards(self, shipment: Shipment) -> None:
        places = {self.press.ids[name]: place for name, place in shipment.places.items()}
        for card_id, card in self.learner.cards().items():
            if card_id not in self.cards:
                assert card.is_new
                assert card.due == places[card.note_id]
                assert self.learner.deck_name(card.deck_id) == shipment.title
                self.cards[card_id] = card

    def made_own(self, note_id: int) -> KeptNote:
        """A note after the learner changed it, which is now and not when Anki thinks."""
        self.learner.set_mod(note_id, self.clock)
        row = next(row for row in self.learner.notes() if row.note_id == note_id)
        name = self.press.names[row.guid]
        self.held[name] = self.held[name]._replace(moment=self.clock, fields=row.fields, tags=row.tags, is_own=True)
        return row

    def changed_cards(self) -> set[int]:
        """The cards which the learner's act changed, and should have."""
        before, self.cards = self.cards, self.learner.cards()
        return {card_id for card_id, card in self.cards.items() if card != before[card_id]}

    def sheets_in(self, learner: Learner) -> dict[Name, Row]:
        return {self.press.names[row.guid]: (row.mod, row.fields, row.tags) for row in learner.notes()}


def _bare(sheet: Sheet) -> Row:
    return (sheet.moment, sheet.fields, sheet.tags)


def _situation(held: Sheet | None, sheet: Sheet, known: Sheet | None, *, skipped: int) -> str:
    """What an import means for a note, as it is held and as the last import of its deck had it."""
    if held is None:
        return "a note arrives"
    if held.moment < sheet.moment:
        if held.is_own:
            return "a change overtakes the learner's own"
        return "a change arrives though releases were skipped" if skipped > 0 else "a change arrives"
    if held.is_own:
        is_news = known is not None and known.moment < sheet.moment
        return "the learner's own was later than the change" if is_news else "the learner's own stays"
    return "nothing changes"


@pytest.mark.slow
def test_no_learner_loses_anything_or_misses_anything() -> None:
    for generation in range(GENERATIONS):
        run_state_machine_as_test(seed(generation)(Lives), settings=IN_CI)
    assert [situation for situation in SITUATIONS if not Lives.met[situation]] == []


def main(minutes: float) -> None:
    until = time.monotonic() + 60 * minutes
    while time.monotonic() < until:
        run_state_machine_as_test(seed(time.time_ns())(Lives), settings=BY_HAND)
        sys.stdout.write(", ".join(f"{often:,} x {what}" for what, often in Lives.met.most_common()) + "\n")


if __name__ == "__main__":
    main(*map(float, sys.argv[1:] or ["inf"]))
