"""A deck's release: a folder with packages, sums and papers, and the ledger that records it, whole or not at all.

The ledger as a build would write it takes its place first, the folder next, and last the ledger that says the
version is out. So a release that was killed in between is completed by the same command: the first ledger has
kept the ids and `mod`s, hence the same packages come out again, to the byte.
"""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from flashcards.anki.package import Package
from flashcards.compile.build import Built, Checkout, stage_ledger, stage_packages, stamp_all
from flashcards.compile.stamp import Stamped, released
from flashcards.deckfile.reader import VERSION
from flashcards.ledger.codec import Ledger
from flashcards.model.deck import Deck
from flashcards.model.edition import Edition
from flashcards.model.problem import FlashcardsError
from flashcards.release.changelog import Changes, changelog, changes_since, parts, suggested_version
from flashcards.release.instructions import instructions
from flashcards.release.listing import listing, listing_text
from flashcards.system.atomic import sha256, staging


class Plan(NamedTuple):
    """What a release would be: the stamped deck, what changed, and the version that suits it."""

    checkout: Checkout
    stamped: Stamped
    changes: Changes
    suggested: str


def plan(checkout: Checkout, *, now: float) -> Plan:
    """Stamp a deck for a release at `now`, in seconds since 1970; nothing is written."""
    [(_, stamped)] = stamp_all([checkout], (), now=now)
    if not stamped.packages:
        hint = "`flashcards todo` lists the texts that are missing"
        raise FlashcardsError(f"no note of '{checkout.deck.id}' can be asked yet", hint)
    changes = changes_since([package.edition for package in stamped.packages], stamped.ledger)
    return Plan(checkout, stamped, changes, suggested_version(stamped.ledger, changes))


def release(planned: Plan, version: str, out: Path, *, now: float) -> tuple[Built, ...]:
    """Write the release of a deck to a folder of its own in `out`, and its ledger; `now` is in seconds since 1970.

    Raises FlashcardsError where the version does not suit, or a paper would be refused.
    """
    _check_version(planned, version)
    checkout, ledger, packages = planned.checkout, planned.stamped.ledger, planned.stamped.packages
    papers = [paper for package in packages for paper in _papers(package, ledger)]
    place = out / folder_name(checkout.deck)
    with staging() as stage:
        stage_ledger(stage, checkout, ledger)
        folder = stage.folder(place)
        built = stage_packages(stage, [(package, folder / _file_name(package.edition)) for package in packages])
        sums = "".join(f"{sha256(each.path)}  {each.path.name}\n" for each in built)
        for name, text in [("SHA256SUMS", sums), *papers]:
            stage.write_text(folder / name, text)
        stage_ledger(stage, checkout, released(ledger, checkout.deck, now=now))
        stage.place()
    return tuple(each._replace(path=place / each.path.name) for each in built)


def folder_name(deck: Deck) -> str:
    """What the folder of a release is called: `mostaque-2024-1.0`."""
    return f"{deck.id}-{deck.version}"


def check_form(version: str) -> None:
    """Raises FlashcardsError where this can be no version."""
    if not VERSION.regex.fullmatch(version):
        raise FlashcardsError(f"'{version}' is not a version", f"{VERSION.form}; a deck's name comes after it")


def _papers(package: Package, ledger: Ledger) -> Iterator[tuple[str, str]]:
    """The papers in the language of a package, each with its file's name."""
    edition = package.edition
    news, how = changelog(package, changes_since([edition], ledger)), instructions(edition.study, _file_name(edition))
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
    deck, ledger = planned.checkout.deck, planned.stamped.ledger
    if ledger.release:
        _check_later(planned, version, ledger.release.version)
    if deck.version != version:
        says = f"says version {deck.version}" if deck.version else "has no version"
        hint = f"write 'version: {version}' below 'deck:' in {deck.location.path}"
        raise FlashcardsError(f"the deck '{deck.id}' {says}, not {version}", hint)


def _check_later(planned: Plan, version: str, last: str) -> None:
    if parts(version) <= parts(last):
        raise FlashcardsError(
            f"'{planned.checkout.deck.id}' {last} is out already", hint=f"the next is {planned.suggested}"
        )
    if planned.changes.must_act and parts(version)[0] <= parts(last)[0]:
        named = ", ".join(planned.stamped.ledger.accepted)
        hint = f"learners must act on what was let pass ({named}): release {planned.suggested}"
        raise FlashcardsError(f"{version} promises that nobody need do anything after {last}", hint)
