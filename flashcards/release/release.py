"""A deck's release: packages, sums and papers, whole or not at all, and the ledger that knows of it."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from flashcards.build import Built, Checkout, stage_ledger, stage_packages, stamp_all
from flashcards.deckfile.reader import VERSION
from flashcards.edition import Edition
from flashcards.files import staging
from flashcards.ledger import Ledger
from flashcards.package import Package
from flashcards.problem import FlashcardsError
from flashcards.release.changelog import Changes, changelog, changes_since, parts, suggested_version
from flashcards.release.instructions import instructions
from flashcards.release.listing import listing, listing_text
from flashcards.stamping import Stamped, released


class Plan(NamedTuple):
    """What a release would be: the stamped deck, what changed, and the version that suits it."""

    checkout: Checkout
    stamped: Stamped
    changes: Changes
    suggested: str


def plan(checkout: Checkout, *, now: float) -> Plan:
    """Stamp a deck for a release at `now`, in seconds since 1970; nothing is written."""
    [(_, stamped)] = stamp_all([checkout], (), now=now)
    changes = changes_since([package.edition for package in stamped.packages], stamped.ledger)
    return Plan(checkout, stamped, changes, suggested_version(stamped.ledger, changes))


def release(planned: Plan, version: str, out: Path, *, now: float) -> tuple[Built, ...]:
    """Write the release of a deck to a folder, and its ledger.

    Raises FlashcardsError where the version does not suit, or a paper would be refused.
    """
    _check_version(planned, version)
    deck = planned.checkout.deck
    papers = [paper for package in planned.stamped.packages for paper in _papers(package, planned.stamped.ledger)]
    with staging() as stage:
        stage_ledger(stage, planned.checkout, released(planned.stamped.ledger, deck, now=now))
        packages = planned.stamped.packages
        built = stage_packages(stage, [(package, out / _file_name(package.edition)) for package in packages])
        sums = "".join(f"{stage.sha256(each.path)}  {each.path.name}\n" for each in built)
        stage.write_text(out / "SHA256SUMS", sums)
        for name, text in papers:
            stage.write_text(out / name, text)
        stage.place()
    return tuple(built)


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
