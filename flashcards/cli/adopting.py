"""`flashcards import --adopt`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

from flashcards.cli.companions import Companion
from flashcards.cli.deck_writing import say_companions, write_deck
from flashcards.cli.output import fail, print_json, say, say_wrote, show_problems
from flashcards.model.foreign import UUID
from flashcards.model.problem import FlashcardsError, Location, Problem, Severity
from flashcards.system import clock
from flashcards.text.phrases import counted, listing

if TYPE_CHECKING:
    from flashcards.adopting.deck import AdoptedDeck
    from flashcards.adopting.gates import Gate
    from flashcards.adopting.joining import Joined
    from flashcards.adopting.published import Published
    from flashcards.adopting.wishes import Wishes
    from flashcards.importing.options import ReadOptions
    from flashcards.model.foreign import ForeignNote

_FORMATTING = re.compile(r"<(?!/?(?:br|div|p)\b)/?[a-z]", re.IGNORECASE)
_IMPORT_CONFIG = "import_config.yaml"


def adopt_deck(
    files: Sequence[Path],
    path: Path,
    options: "ReadOptions",
    wishes: "Wishes",
    *,
    packages: Mapping[str, Sequence[Path]],
    joined_by: Sequence[str],
    skips: bool,
    dry_run: bool,
    shows_all: bool,
) -> None:
    """Take a deck over with its learners: write the deck file `path` and all that belongs to it, or nothing."""
    from flashcards.adopting.deck import adopt
    from flashcards.adopting.joining import join
    from flashcards.adopting.published import check_is_new, read_published, with_retired
    from flashcards.adopting.wishes import check_fields
    from flashcards.release.publish import check_syntax
    from flashcards.system.atomic import scratch_folder

    check_syntax(wishes.version)
    if not wishes.languages:
        raise FlashcardsError("in which language are its cards?", "name it, such as `-l en`")
    now, first = clock.now(), wishes.languages[0]
    published = {
        language: read_published(own, options, now=now) for language, own in {first: files, **packages}.items()
    }
    check_is_new(published.values(), path.parent)
    if wishes.retired:
        published = {language: with_retired(each) for language, each in published.items()}
    check_fields(wishes, [each for own in published.values() for each in own.notetypes.values()], {*published})
    joined = join(published, joined_by)
    for line in _published_lines(joined):
        say(line, err=dry_run)
    with scratch_folder() as folder:
        deck = adopt(joined, path, folder, wishes, now=now)
        left_out = (*(gate for each in published.values() for gate in each.gates), *joined.gates)
        gates = (*left_out, *deck.gates)
        stopped = [gate for gate in gates if not (skips and gate.is_skippable)]
        problems = [
            *(problem for each in published.values() for problem in each.problems),
            *(problem for each in published.values() for problem in _by_crowdanki(each, path.stem)),
            *(problem for each in published.values() for problem in _left_out(each)),
            *(_problem(gate, files[0], gate in stopped) for gate in gates),
            *_alone(joined),
            *(problem for each in published.values() for problem in _gone(each)),
        ]
        show_problems(problems, {}, err=dry_run or bool(stopped), is_whole=shows_all, command="")
        print_json(_data(path, joined, deck, left_out, is_written=not (stopped or dry_run)))
        if stopped:
            can = " or go on without them: `--skip`" if all(gate.is_skippable for gate in stopped) else ""
            fail("nothing was written", f"do what the hints say,{can}".rstrip(",") if can else "")
        if dry_run:
            say(deck.texts[path.name], nl=False)
            say(f"{_contents(deck)}; nothing was written", err=True)
            return
        companions = _write(path, deck)
    _say_adopted(path, deck, published, companions)


def _say_adopted(
    path: Path, deck: "AdoptedDeck", published: "Mapping[str, Published]", companions: Mapping[Path, Companion]
) -> None:
    """Report the files that were written, and what to do next."""
    from flashcards.adopting.crowdanki import is_crowdanki

    say_wrote(path, note=_contents(deck))
    for name in deck.texts:
        if name.endswith(".ledger"):
            say_wrote(path.parent / name, note="what learners have: commit it with the deck")
    if len(deck.texts) > 2:
        say_wrote(
            path.parent / "kinds" / path.stem,
            note=f"its cards: {counted(sum(len(each.notetypes) for each in published.values()), 'note type')}",
        )
    if deck.media:
        say_wrote(path.parent / "media" / path.stem, note=counted(len(deck.media) - 1, "file"))
    say_companions(companions)
    if deck.off:
        say(f"  rules that its texts break are off: {', '.join(deck.off)}")
    export = f"export {path.stem} --to crowdanki"
    steps = [
        export
        if is_crowdanki(each.package.path)
        else f"rehearse {quote(str(each.package.path))} dist/{path.stem}-{language}.apkg"
        for language, each in published.items()
    ]
    commands = (f"`flashcards {step}`" for step in dict.fromkeys((f"build {path.stem}", *steps)))
    say(f"  run {' and '.join(commands)}")


def _write(path: Path, deck: "AdoptedDeck") -> Mapping[Path, Companion]:
    """Write all files of a deck, none of which may exist."""
    contents = {path.parent / name: text for name, text in deck.texts.items()}
    copies = {path.parent / name: source for name, source in deck.media.items()}
    if taken := next((place for place in (*contents, *copies) if place.exists()), None):
        raise FlashcardsError(f"'{taken}' already exists", hint="choose another name with `--name`")
    return write_deck(path, contents, copies)


def _published_lines(joined: "Joined") -> Iterator[str]:
    for language, published in joined.published.items():
        package = published.package
        older = f", and {counted(len(published.older), 'older package')}" if published.older else ""
        where = f" in '{language}'" if len(joined.published) > 1 else ""
        yield f"{package.path}: '{published.deck}', {counted(len(package.notes), 'note')}{where}{older}"
        for key, notetype in published.notetypes.items():
            count = sum(note.notetype == key for note in package.notes)
            yield f"  {notetype.name}: {counted(count, 'note')}, fields {', '.join(notetype.field_names)}"
        if subdecks := sum(language in home for home in joined.homes[1:]):
            yield f"  {counted(subdecks, 'subdeck')}, each of them a section"
    if len(joined.published) > 1:
        count = sum(len(row) == len(joined.published) for row in joined.notes)
        yield f"{counted(len(joined.notes), 'note')} of ours, {count:,} of them in every language"
    for types in joined.notetypes:
        first, *others = types.values()
        for other in others:
            if {*first.field_names} != {*other.field_names}:
                pairs = zip(first.field_names, other.field_names, strict=True)
                yield f"  by their order, {', '.join(f'{one} = {two}' for one, two in pairs)}"


def _problem(gate: "Gate", path: Path, is_error: bool) -> Problem:
    count = f"{counted(len(gate.notes), 'note')} " if gate.notes else ""
    guids = f" (guid {gate.guids})" if gate.notes else ""
    severity = Severity.ERROR if is_error else Severity.WARNING
    place = Location(gate.notes[0].location.path if gate.notes else path, 0, 0)
    return Problem(place, gate.rule, f"{count}{gate.message}{guids}", gate.hint, severity)


def _alone(joined: "Joined") -> Iterator[Problem]:
    """Report the notes that are in some languages only."""
    for language, notes in joined.alone:
        message = f"{counted(len(notes), 'note')} in other languages only: {_shown(notes)}"
        hint = f"the packages in '{language}' are built without them until they are translated"
        place = Location(joined.published[language].package.path, 0, 0)
        yield Problem(place, "no-partner", message, hint, Severity.INFO)


def _by_crowdanki(published: "Published", name: str) -> Iterator[Problem]:
    """Report what reaches learners who have the deck by CrowdAnki."""
    from flashcards.adopting.crowdanki import is_crowdanki

    place = Location(published.package.path, 0, 0)
    if is_crowdanki(published.package.path):
        message = (
            "learners who have the deck by CrowdAnki get no updates from packages: the ids of their note types differ"
        )
        hint = f"they import the folder of `flashcards export {name} --to crowdanki`, or the text file of `--to text`"
        yield Problem(place, "crowdanki", message, hint, Severity.INFO)
        if published.deck not in published.package.crowdanki:
            message = "the deck has no UUID here, so that CrowdAnki makes another deck with each import"
            hint = "the folder of `flashcards export` has one: it makes another deck once"
            yield Problem(place, "no-uuid", message, hint, Severity.WARNING)
    elif any(UUID in notetype.config for notetype in published.notetypes.values()):
        message = "CrowdAnki was used for this deck, and knows it by UUIDs that a package does not contain"
        hint = "if learners have the deck by CrowdAnki, name its folder too, beside the package"
        yield Problem(place, "crowdanki", message, hint, Severity.WARNING)


def _left_out(published: "Published") -> Iterator[Problem]:
    """Report what is left out of a deck beside its notes."""
    from flashcards.adopting.crowdanki import is_crowdanki

    package, place = published.package, Location(published.package.path, 0, 0)
    if _FORMATTING.search(package.descriptions.get(published.deck, "")):
        message = "of the description of the deck, only the text is kept, without formatting and links"
        hint = "edit `description:` in the deck file, as Markdown: it is shown to all learners"
        yield Problem(place, "left-out-description", message, hint, Severity.INFO)
    below = {
        name: text
        for name, text in package.descriptions.items()
        if name.startswith(f"{published.deck}::") and text.strip()
    }
    if below:
        message = f"{counted(len(below), 'description')} of subdecks left out, such as that of '{next(iter(below))}'"
        yield Problem(place, "left-out-description", message, "learners keep what they have", Severity.INFO)
    if names := dict.fromkeys(known.preset_name for known in package.crowdanki.values() if known.preset):
        message = f"the options of the deck are left out: {', '.join(map(repr, names))}"
        hint = "learners keep theirs, and new learners begin with those of Anki"
        yield Problem(place, "left-out-options", message, hint, Severity.INFO)
    if is_crowdanki(package.path) and (package.path / _IMPORT_CONFIG).is_file():
        message = f"'{_IMPORT_CONFIG}' is left out, by which CrowdAnki keeps what learners write into some fields"
        hint = "copy it into each folder of `flashcards release` and `export`, or what they wrote is replaced"
        yield Problem(place, "left-out-file", message, hint, Severity.WARNING)


def _gone(published: "Published") -> Iterator[Problem]:
    """Report the notes that only older packages contain."""
    if published.gone:
        message = f"{counted(len(published.gone), 'note')} in older packages only: {_shown(published.gone)}"
        hint = "who has them keeps them as they are; to say on their cards why they are gone, `--retire 'WHY'`"
        known = {note.guid for note in published.package.notes}
        larger = next((each for each in published.older if known < {note.guid for note in each.notes}), None)
        if larger:
            hint = f"if '{larger.path}' is no older, but a larger edition, adopt it alone; otherwise, {hint}"
        yield Problem(Location(published.package.path, 0, 0), "gone", message, hint, Severity.INFO)


def _shown(notes: "Sequence[ForeignNote]") -> str:
    from flashcards.adopting.joining import first_text

    return listing([repr(first_text(note)) for note in notes], 5)


def _contents(deck: "AdoptedDeck") -> str:
    raw = f"  {deck.raw:,} with HTML as it was" if deck.raw else ""
    return f"{counted(deck.notes, 'note')}  {counted(deck.cards, 'card')}{raw}"


def _data(
    path: Path, joined: "Joined", deck: "AdoptedDeck", left_out: "Sequence[Gate]", *, is_written: bool
) -> dict[str, Any]:
    return {
        "deck": str(path),
        "is_written": is_written,
        "name": next(iter(joined.published.values())).deck,
        "notes": deck.notes,
        "cards": deck.cards,
        "notes_as_html": deck.raw,
        "notes_left_out": sum(len(gate.notes) for gate in left_out),
        "notes_retired": sum(len(each.retired) for each in joined.published.values()),
        "notes_gone": sum(len(each.gone) for each in joined.published.values()),
        "notes_alone": {language: len(notes) for language, notes in joined.alone},
        "rules_off": list(deck.off),
        "media": list(deck.media),
    }
