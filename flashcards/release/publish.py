"""A release, written atomically: a folder with packages, checksums and texts, and the ledger that records it.

Three things are moved into place in this order: the ledger as a build would write it, the folder, and the ledger with
the release. So the same command completes a release that was killed in between: the first ledger has the ids and
`mod`s, from which the same packages are built again, byte by byte.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

from flashcards.anki.package import Package
from flashcards.compile.build import BuiltPackage, write_ledger, write_packages
from flashcards.compile.stamps import LedgerChanges
from flashcards.compile.state import DeckState
from flashcards.deckfile.reader import VERSION
from flashcards.exporting.crowdanki import write_crowdanki
from flashcards.exporting.updates import SUFFIX, write_updates
from flashcards.ledger.codec import head_text, note_lines, variants_in
from flashcards.ledger.compatibility import sketch_of, subdecks_of
from flashcards.ledger.file import LedgerFile
from flashcards.ledger.parser import record_of
from flashcards.ledger.record import Release, State
from flashcards.ledger.translation import Marks, marks, with_folds
from flashcards.model.deck import Deck, Language
from flashcards.model.edition import Edition, pair_name, study_of
from flashcards.model.problem import FlashcardsError
from flashcards.release.changelog import Changes, changelog, changes_since, parts, suggested_version
from flashcards.release.instructions import instructions
from flashcards.release.listing import listing, listing_text
from flashcards.release.page import PAGE, EditionTexts, ReleasedFile, page_of
from flashcards.system.atomic import AtomicWrites, atomic_writes, sha256
from flashcards.text.latin import latin_to_ascii

GALLERY = "gallery/index.html"
"""The page of the gallery, in the folder of a release."""


class ReleasePlan(NamedTuple):
    """A release before it is written: the stamped deck, its changes, and the suggested version."""

    state: DeckState
    deck: Deck
    ledger: LedgerFile
    changed: LedgerChanges
    changes: Changes
    suggested: str


def plan(state: DeckState) -> ReleasePlan:
    """Plan the release of a stamped deck; raises FlashcardsError if there is nothing to release."""
    deck, ledger, changed = state.deck.head, state.ledger, state.changed
    if not (deck and ledger and changed):
        raise ValueError("a deck with errors has no plan")
    if not state.packages:
        hint = "`flashcards todo` lists the texts that are missing"
        raise FlashcardsError(f"no note of '{deck.id}' can be asked yet", hint)
    changes = changes_since(state.packages, state)
    return ReleasePlan(state, deck, ledger, changed, changes, suggested_version(changed.head, changes))


def release(
    planned: ReleasePlan, version: str, out: Path, *, now: float, has_gallery: bool = True
) -> tuple[BuiltPackage, ...]:
    """Write a release to its own folder in `out`, and the ledger; `now` is in seconds since 1970.

    Raises FlashcardsError for a wrong version, and for a text that AnkiWeb would refuse.
    """
    _check_version(planned, version)
    _refuse_lost_ledger(planned, out)
    packages = planned.state.packages
    papers = [_papers(package, planned.state) for package in packages]
    place = out / folder_name(planned.deck)
    with atomic_writes() as writes:
        write_ledger(writes, planned.ledger, planned.changed)
        folder = writes.folder(place)
        built = write_packages(writes, [(package, folder / _file_name(package.edition)) for package in packages])
        files = [[_released_file(each.path), _updates(writes, each.package, folder)] for each in built]
        sums = "".join(f"{file.sha256}  {file.name}\n" for own in zip(*files, strict=True) for file in own)
        texts = [text for each in papers for text in each.files()]
        page = page_of([*map(_on_page, papers, files)], GALLERY if has_gallery else "")
        for name, text in [("SHA256SUMS", sums), *texts, (PAGE, page)]:
            writes.write_text(folder / name, text)
        for package in packages:
            if name := _crowdanki_name(package):
                (folder / name).mkdir()
                write_crowdanki(package, folder / name)
        if has_gallery:
            _write_gallery(planned.state, folder)
        writes.write(planned.ledger.path, partial(_write_released, planned, int(now)))
        writes.place()
    return tuple(each._replace(path=place / each.path.name) for each in built)


def _write_released(planned: ReleasePlan, now: int, file: BinaryIO) -> None:
    """Write the ledger of a released deck: new content gets the version of the deck."""
    deck, ledger, changed = planned.deck, planned.ledger, planned.changed
    known, editions = changed.head, [package.edition for package in planned.state.packages]
    variants = _variants(planned.state) if deck.variants or known.has_variants else {}
    head = replace(
        changed.head,
        release=Release(deck.version, now),
        titles={language: title.value for language, title in deck.title.items()},
        pairs=tuple(dict.fromkeys(pair_name(each.study, each.support) for each in editions)),
        accepted=(),
        has_variants=known.has_variants or any(variants.values()),
        subdecks=subdecks_of(deck) if known.is_adopted else {},
    )
    fresh = dict(_fresh(planned.state))
    file.write(head_text(head).encode())
    for note_id, lines in ledger.merged(changed.lines):
        new = _released(note_id, lines, fresh.get(note_id, _KNOWN), deck.version)
        file.write(_in_variants(note_id, new, variants[note_id]) if note_id in variants else new)


class _Fresh(NamedTuple):
    """What a release records of a note with new content: sketches of its words by language, and marks of its texts."""

    sketches: Mapping[Language, str]
    marks: Marks


_KNOWN = _Fresh({}, {})  # of a note whose content was released before


def _fresh(state: DeckState) -> Iterator[tuple[str, _Fresh]]:
    """The first ids of notes with new content, and what a release records of them."""
    for fresh in state.fresh:
        note = state.deck.read(fresh.at).notes[fresh.row]
        yield note.first_id, _Fresh({language: sketch_of(note, language) for language in note.languages}, marks(note))


def _released(note_id: str, lines: bytes, fresh: _Fresh, version: str) -> bytes:
    """The ledger lines of a released note; unchanged if it was released before."""
    sketches = fresh.sketches
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
    agreed = with_folds(record.agreed, fresh.marks)
    return "".join(note_lines(note_id, record._replace(state=State.RELEASED, stamps=stamps, agreed=agreed))).encode()


def _variants(state: DeckState) -> Mapping[str, tuple[str, ...]]:
    """The variants that have each note, by its first id; none if the default package has it."""
    deck, found = state.deck, dict[str, tuple[str, ...]]()
    for at in range(len(deck.chunks)):
        for row, first_id in enumerate(deck.index(at).first_ids):
            names = deck.variants(at, row)
            found[first_id] = () if "" in names else tuple(sorted(names))
    return found


def _in_variants(note_id: str, lines: bytes, variants: tuple[str, ...]) -> bytes:
    """The ledger lines of a note that only these variants have; unchanged if they did before, or if it is not out."""
    text = lines.decode()
    if variants_in(text) == variants or text.split(" ", 3)[2] != State.RELEASED:
        return lines
    return "".join(note_lines(note_id, record_of(text, note_id)._replace(variants=variants))).encode()


def folder_name(deck: Deck) -> str:
    """The name of the folder of a release: `mostaque-2024-1.0`."""
    return f"{deck.id}-{deck.version}"


def check_syntax(version: str) -> None:
    """Raise FlashcardsError for a malformed version."""
    if not VERSION.fits(version):
        raise FlashcardsError(f"'{version}' is not a version", f"{VERSION.form}; name the deck after the version")


class _Papers(NamedTuple):
    """The texts that go with a package, as Markdown."""

    package: Package
    changes: str
    steps: str
    listing: str

    def files(self) -> Iterator[tuple[str, str]]:
        """Their files, by name."""
        edition = self.package.edition
        yield f"CHANGES-{edition.tag}.md", self.changes
        yield f"LISTING-{edition.tag}.md", self.listing
        readme = f"# {edition.title}\n\n{self.package.description}\n\n{self.steps}\n{self.changes}"
        yield f"README-{edition.tag}.md", readme


def _papers(package: Package, state: DeckState) -> _Papers:
    edition = package.edition
    changes = changelog(package, changes_since([package], state))
    steps = instructions(edition.study, _file_name(edition), _updates_name(edition), _crowdanki_name(package))
    return _Papers(package, changes, steps, listing_text(listing(package, changes)))


def _on_page(papers: _Papers, files: Sequence[ReleasedFile]) -> EditionTexts:
    return EditionTexts(papers.package.edition, papers.package.description, papers.steps, papers.changes, tuple(files))


def _updates(writes: AtomicWrites, package: Package, folder: Path) -> ReleasedFile:
    """Write the text file for learners whom the package does not reach."""
    path = folder / _updates_name(package.edition)
    write_updates(writes, package, path)
    return _released_file(path)


def _updates_name(edition: Edition) -> str:
    return f"UPDATES-{edition.tag}{SUFFIX}"


def _released_file(path: Path) -> ReleasedFile:
    return ReleasedFile(path.name, path.stat().st_size, sha256(path))


def _crowdanki_name(package: Package) -> str:
    """The name of the CrowdAnki folder of an adopted deck, whose learners may have it by CrowdAnki; else empty."""
    return f"CROWDANKI-{package.edition.tag}" if package.is_adopted else ""


def _write_gallery(state: DeckState, folder: Path) -> None:
    """Write the gallery of a deck without problems."""
    from flashcards.preview.gallery import gallery_of
    from flashcards.preview.site import site_of, write_site

    write_site(site_of(gallery_of([state], (), {})), folder / Path(GALLERY).parent)


def _file_name(edition: Edition) -> str:
    """`Title_v1.0_bn.apkg`, with a title that is valid in every file system: the English one if there is one."""
    titles = edition.deck.title
    title = titles["en"].value if "en" in titles else edition.title
    # 'everyone’s' is written everyones, but 'l’eau' l_eau
    spelt = re.sub(r"(?<=\w)['’](?=\w{1,2}\b)", "", unicodedata.normalize("NFC", title))
    plain = re.sub(r"[^\w.-]+", "_", spelt).strip("_.-")
    ascii_title = "".join(letter for letter in latin_to_ascii(plain) if letter.isascii()).strip("_.-")
    ascii_title = ascii_title or edition.deck.id
    return f"{ascii_title}_v{edition.deck.version}_{edition.tag}.apkg"


def _refuse_lost_ledger(planned: ReleasePlan, out: Path) -> None:
    """Raise FlashcardsError if the deck was released but its ledger does not exist: learners would lose their edits."""
    folders = sorted(out.glob(f"{planned.deck.id}-*"))
    earlier = next((each for each in folders if VERSION.fits(each.name[len(planned.deck.id) + 1 :])), None)
    if earlier and not planned.ledger.exists:
        raise FlashcardsError(
            f"the ledger {planned.ledger.path} is missing, though {earlier} was released with it",
            hint=f"restore it from a backup or from git; or, if nobody has that release, delete {earlier}",
        )


def _check_version(planned: ReleasePlan, version: str) -> None:
    deck, ledger = planned.deck, planned.changed.head
    if ledger.release:
        _check_later(planned, version, ledger.release.version)
    if deck.version != version:
        says = f"says version {deck.version}" if deck.version else "has no version"
        hint = f"write 'version: {version}' below 'deck:' in {deck.location.path}"
        if deck.version:
            hint = f"if it is {version}, change 'version: {deck.version}' to it in {deck.location.path}"
        raise FlashcardsError(f"the deck '{deck.id}' {says}, not {version}", hint)


def _check_later(planned: ReleasePlan, version: str, last: str) -> None:
    if parts(version) <= parts(last):
        raise FlashcardsError(f"'{planned.deck.id}' {last} is already released", hint=f"release {planned.suggested}")
    if planned.changes.must_act and parts(version)[0] <= parts(last)[0]:
        names = ", ".join(planned.changed.head.accepted)
        hint = f"learners must act on the accepted changes ({names}): release {planned.suggested}"
        raise FlashcardsError(f"version {version} must be a major version after {last}", hint)
