"""`flashcards import --adopt`."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flashcards.cli.companions import Companion
from flashcards.cli.deck_writing import say_companions, write_deck
from flashcards.cli.output import fail, print_json, say, say_wrote, show_problems
from flashcards.model.foreign import UUID
from flashcards.model.problem import FlashcardsError, Location, Problem, Severity
from flashcards.report.terminal import counted
from flashcards.system import clock

if TYPE_CHECKING:
    from flashcards.adopting.deck import AdoptedDeck
    from flashcards.adopting.found import Found
    from flashcards.adopting.gates import Gate
    from flashcards.importing.options import ReadOptions


def adopt_deck(
    files: Sequence[Path],
    path: Path,
    languages: Sequence[str],
    options: "ReadOptions",
    *,
    version: str,
    accepted: Sequence[str],
    skips: bool,
    dry_run: bool,
    shows_all: bool,
) -> None:
    """Take a deck over with its learners: write the deck file `path` and all that belongs to it, or nothing."""
    from flashcards.adopting.crowdanki import is_crowdanki
    from flashcards.adopting.deck import Wishes, adopt
    from flashcards.adopting.found import find
    from flashcards.release.publish import check_syntax
    from flashcards.system.atomic import scratch_folder

    check_syntax(version)
    if len(languages) != 1:
        raise FlashcardsError("an adopted deck is asked in one language", "name that of its cards, such as `-l en`")
    now = clock.now()
    found = find(files, options, now=now)
    for line in _found_lines(found):
        say(line, err=dry_run)
    wishes = Wishes(languages[0], version, frozenset(accepted))
    with scratch_folder() as folder:
        deck = adopt(found, path, folder, wishes, now=now)
        gates = (*found.gates, *deck.gates)
        stopped = [gate for gate in gates if not (skips and gate.is_skippable)]
        problems = [
            *found.problems,
            *_by_crowdanki(found, path.stem),
            *(_problem(gate, found, gate in stopped) for gate in gates),
            *_gone(found),
        ]
        show_problems(problems, {}, err=dry_run or bool(stopped), is_whole=shows_all, command="")
        print_json(_data(path, found, deck, is_written=not (stopped or dry_run)))
        if stopped:
            can = " or go on without them: `--skip`" if all(gate.is_skippable for gate in stopped) else ""
            fail("nothing was written", f"do what the hints say,{can}".rstrip(",") if can else "")
        if dry_run:
            say(deck.texts[path.name], nl=False)
            say(f"{_contents(found, deck)}; nothing was written", err=True)
            return
        companions = _write(path, deck)
    say_wrote(path, note=_contents(found, deck))
    for name in deck.texts:
        if name.endswith(".ledger"):
            say_wrote(path.parent / name, note="what learners have: commit it with the deck")
    if len(deck.texts) > 2:
        say_wrote(path.parent / "kinds" / path.stem, note=f"its cards: {counted(len(found.notetypes), 'note type')}")
    if deck.media:
        say_wrote(path.parent / "media" / path.stem, note=counted(len(deck.media) - 1, "file"))
    say_companions(companions)
    if deck.off:
        say(f"  rules that its texts break are off: {', '.join(deck.off)}")
    new = f"rehearse {found.package.path} dist/{path.stem}-{languages[0]}.apkg"
    then = f"export {path.stem} --to crowdanki" if is_crowdanki(found.package.path) else new
    say(f"  run `flashcards build {path.stem}` and `flashcards {then}`")


def _write(path: Path, deck: "AdoptedDeck") -> Mapping[Path, Companion]:
    """Write all files of a deck, none of which may exist."""
    contents = {path.parent / name: text for name, text in deck.texts.items()}
    copies = {path.parent / name: source for name, source in deck.media.items()}
    if taken := next((place for place in (*contents, *copies) if place.exists()), None):
        raise FlashcardsError(f"'{taken}' already exists", hint="choose another name with `--name`")
    return write_deck(path, contents, copies)


def _found_lines(found: "Found") -> Iterator[str]:
    package = found.package
    older = f", and {counted(len(found.older), 'older package')}" if found.older else ""
    yield f"{package.path}: '{found.deck}', {counted(len(package.notes), 'note')}{older}"
    for key, notetype in found.notetypes.items():
        count = sum(note.notetype == key for note in package.notes)
        yield f"  {notetype.name}: {counted(count, 'note')}, fields {', '.join(notetype.field_names)}"
    subdecks = {note.deck for note in package.notes} - {found.deck}
    if subdecks:
        yield f"  {counted(len(subdecks), 'subdeck')}, each of them a section"


def _problem(gate: "Gate", found: "Found", is_error: bool) -> Problem:
    count = f"{counted(len(gate.notes), 'note')} " if gate.notes else ""
    guids = f" (guid {gate.guids})" if gate.notes else ""
    severity = Severity.ERROR if is_error else Severity.WARNING
    place = Location(found.package.path, 0, 0)
    return Problem(place, gate.rule, f"{count}{gate.message}{guids}", gate.hint, severity)


def _by_crowdanki(found: "Found", name: str) -> Iterator[Problem]:
    """Report what reaches learners who have the deck by CrowdAnki."""
    from flashcards.adopting.crowdanki import is_crowdanki

    place = Location(found.package.path, 0, 0)
    if is_crowdanki(found.package.path):
        message = (
            "learners who have the deck by CrowdAnki get no updates from packages: the ids of their note types differ"
        )
        hint = f"they import the folder of `flashcards export {name} --to crowdanki`, or the text file of `--to text`"
        yield Problem(place, "crowdanki", message, hint, Severity.INFO)
        if found.deck not in found.package.crowdanki:
            message = "the deck has no UUID here, so that CrowdAnki makes another deck with each import"
            hint = "the folder of `flashcards export` has one: it makes another deck once"
            yield Problem(place, "no-uuid", message, hint, Severity.WARNING)
    elif any(UUID in notetype.config for notetype in found.notetypes.values()):
        message = "CrowdAnki was used for this deck, and knows it by UUIDs that a package does not contain"
        hint = "if learners have the deck by CrowdAnki, name its folder too, beside the package"
        yield Problem(place, "crowdanki", message, hint, Severity.WARNING)


def _gone(found: "Found") -> Iterator[Problem]:
    """Report the notes that only older packages contain."""
    if found.gone:
        shown = ", ".join(repr(note.fields[0][:30]) for note in found.gone[:5])
        message = f"{counted(len(found.gone), 'note')} in older packages only: {shown}"
        hint = "who has them keeps them as they are; to update them, export a package that contains them"
        yield Problem(Location(found.package.path, 0, 0), "gone", message, hint, Severity.INFO)


def _contents(found: "Found", deck: "AdoptedDeck") -> str:
    raw = f"  {deck.raw:,} with HTML as it was" if deck.raw else ""
    return f"{counted(deck.notes, 'note')}  {counted(deck.cards, 'card')}{raw}"


def _data(path: Path, found: "Found", deck: "AdoptedDeck", *, is_written: bool) -> dict[str, Any]:
    return {
        "deck": str(path),
        "is_written": is_written,
        "name": found.deck,
        "notes": deck.notes,
        "cards": deck.cards,
        "notes_as_html": deck.raw,
        "notes_left_out": sum(len(gate.notes) for gate in found.gates),
        "notes_gone": len(found.gone),
        "rules_off": list(deck.off),
        "media": list(deck.media),
    }
