"""A deck's release: a folder with packages, sums and papers, and the ledger that records it, whole or not at all.

The ledger as a build would write it takes its place first, the folder next, and last the ledger that says the
version is out. So a release that was killed in between is completed by the same command: the first ledger has
kept the ids and `mod`s, hence the same packages come out again, to the byte.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

from flashcards.anki.package import Package
from flashcards.compile.build import Built, DeckState, stage_ledger, stage_packages
from flashcards.compile.stamp import Changed
from flashcards.deckfile.reader import VERSION
from flashcards.ledger.codec import head_text, note_lines
from flashcards.ledger.compatibility import sketch_of
from flashcards.ledger.file import LedgerFile
from flashcards.ledger.parser import record_of
from flashcards.ledger.record import Release, State
from flashcards.model.deck import Deck, Language
from flashcards.model.edition import Edition, pair_name, study_of
from flashcards.model.problem import FlashcardsError
from flashcards.release.changelog import Changes, changelog, changes_since, parts, suggested_version
from flashcards.release.instructions import instructions
from flashcards.release.listing import listing, listing_text
from flashcards.system.atomic import sha256, staging


class Plan(NamedTuple):
    """What a release would be: the stamped deck, what changed, and the version that suits it."""

    state: DeckState
    deck: Deck
    ledger: LedgerFile
    changed: Changed
    changes: Changes
    suggested: str


def plan(state: DeckState) -> Plan:
    """What a release of a stamped deck would be; raises FlashcardsError where there is nothing to release."""
    deck, ledger, changed = state.deck.head, state.ledger, state.changed
    if not (deck and ledger and changed):
        raise ValueError("a deck with errors has no plan")
    if not state.packages:
        hint = "`flashcards todo` lists the texts that are missing"
        raise FlashcardsError(f"no note of '{deck.id}' can be asked yet", hint)
    changes = changes_since([package.edition for package in state.packages], state)
    return Plan(state, deck, ledger, changed, changes, suggested_version(changed.head, changes))


def release(planned: Plan, version: str, out: Path, *, now: float) -> tuple[Built, ...]:
    """Write the release of a deck to a folder of its own in `out`, and its ledger; `now` is in seconds since 1970.

    Raises FlashcardsError where the version does not suit, or a paper would be refused.
    """
    _check_version(planned, version)
    packages = planned.state.packages
    papers = [paper for package in packages for paper in _papers(package, planned.state)]
    place = out / folder_name(planned.deck)
    with staging() as stage:
        stage_ledger(stage, planned.ledger, planned.changed)
        folder = stage.folder(place)
        built = stage_packages(stage, [(package, folder / _file_name(package.edition)) for package in packages])
        sums = "".join(f"{sha256(each.path)}  {each.path.name}\n" for each in built)
        for name, text in [("SHA256SUMS", sums), *papers]:
            stage.write_text(folder / name, text)
        stage.write(planned.ledger.path, partial(_write_released, planned, int(now)))
        stage.place()
    return tuple(each._replace(path=place / each.path.name) for each in built)


def _write_released(planned: Plan, now: int, file: BinaryIO) -> None:
    """Write the ledger once all that is in it is in learners' hands: what was new is of the deck's version."""
    deck, ledger, changed = planned.deck, planned.ledger, planned.changed
    head = replace(
        changed.head,
        release=Release(deck.version, now),
        titles={language: title.value for language, title in deck.title.items()},
        pairs=tuple(pair_name(each.edition.study, each.edition.support) for each in planned.state.packages),
        accepted=(),
    )
    sketches = dict(_sketches(planned.state))
    file.write(head_text(head).encode())
    for note_id, lines in ledger.merged(changed.lines):
        file.write(_released(note_id, lines, sketches.get(note_id, {}), deck.version))


def _sketches(state: DeckState) -> Iterator[tuple[str, Mapping[Language, str]]]:
    """A sketch of the words that learners get of each note with new content, by language."""
    for fresh in state.fresh:
        note = state.deck.read(fresh.at).notes[fresh.row]
        yield note.first_id, {language: sketch_of(note, language) for language in note.languages}


def _released(note_id: str, lines: bytes, sketches: Mapping[Language, str], version: str) -> bytes:
    """The lines of a note in its release; most are in one already."""
    if not sketches and lines.split(b" ", 3)[2] != State.NEW.encode():
        return lines
    record = record_of(lines.decode(), note_id)
    if record.state is State.GONE:
        return lines
    stamps = {
        key: stamp
        if stamp.version or not sketches
        else stamp._replace(version=version, sketch=sketches.get(study_of(key), stamp.sketch))
        for key, stamp in record.stamps.items()
    }
    return "".join(note_lines(note_id, record._replace(state=State.RELEASED, stamps=stamps))).encode()


def folder_name(deck: Deck) -> str:
    """What the folder of a release is called: `mostaque-2024-1.0`."""
    return f"{deck.id}-{deck.version}"


def check_form(version: str) -> None:
    """Raises FlashcardsError where this can be no version."""
    if not VERSION.regex.fullmatch(version):
        raise FlashcardsError(f"'{version}' is not a version", f"{VERSION.form}; a deck's name comes after it")


def _papers(package: Package, state: DeckState) -> Iterator[tuple[str, str]]:
    """The papers in the language of a package, each with its file's name."""
    edition = package.edition
    news, how = changelog(package, changes_since([edition], state)), instructions(edition.study, _file_name(edition))
    yield f"CHANGES-{edition.tag}.md", news
    yield f"LISTING-{edition.tag}.md", listing_text(listing(package, news))
    yield f"README-{edition.tag}.md", f"# {edition.title}\n\n{package.description}\n\n{how}\n{news}"


def _file_name(edition: Edition) -> str:
    """`Title_v1.0_bn.apkg`, with a title every file system takes: the English one, where there is one."""
    titles = edition.deck.title
    title = titles["en"].value if "en" in titles else edition.title
    plain = re.sub(r"[^\w.-]+", "_", unicodedata.normalize("NFC", title)).strip("_.-")
    marked = "".join(letter for letter in plain if letter.isascii()) or edition.deck.id
    return f"{marked}_v{edition.deck.version}_{edition.tag}.apkg"


def _check_version(planned: Plan, version: str) -> None:
    deck, ledger = planned.deck, planned.changed.head
    if ledger.release:
        _check_later(planned, version, ledger.release.version)
    if deck.version != version:
        says = f"says version {deck.version}" if deck.version else "has no version"
        hint = f"write 'version: {version}' below 'deck:' in {deck.location.path}"
        raise FlashcardsError(f"the deck '{deck.id}' {says}, not {version}", hint)


def _check_later(planned: Plan, version: str, last: str) -> None:
    if parts(version) <= parts(last):
        raise FlashcardsError(f"'{planned.deck.id}' {last} is out already", hint=f"the next is {planned.suggested}")
    if planned.changes.must_act and parts(version)[0] <= parts(last)[0]:
        named = ", ".join(planned.changed.head.accepted)
        hint = f"learners must act on what was let pass ({named}): release {planned.suggested}"
        raise FlashcardsError(f"{version} promises that nobody need do anything after {last}", hint)
