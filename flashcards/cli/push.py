"""`flashcards push`."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashcards.cli import completion, options
from flashcards.cli.build import build
from flashcards.cli.languages import check_languages_of
from flashcards.cli.output import print_json, say
from flashcards.cli.states import valid_deck
from flashcards.cli.taking import connected
from flashcards.model import variant
from flashcards.model.problem import FlashcardsError
from flashcards.text.phrases import listing

if TYPE_CHECKING:
    from flashcards.anki.learner import LearnerNote
    from flashcards.compile.present import PresentNote
    from flashcards.merging.outcome import ImportOutcome
    from flashcards.model.edition import Edition

_MEANINGS = {
    "new": "new to Anki",
    "newer": "newer than in Anki",
    "edited": "edited by you, and kept so: `flashcards pull` takes the edits into the deck file",
    "replaced": "edited by you, and replaced: the deck file was edited too; `flashcards pull` shows both",
    "unchanged": "as they are in Anki",
    "gone": "in Anki, and no longer in the deck: an import leaves them there",
}
_SHOWN = 3  # ids on a line


@click.command()
@click.argument("deck", required=False, shell_complete=completion.decks)
@options.languages(
    "The study language to push; can be repeated [default: those that Anki has, or the first]",
    "wanted",
    completion.languages,
)
@click.option(
    "-e",
    "--edition",
    metavar="NAME",
    shell_complete=completion.variants,
    help="The edition to push [default: the package with most of the notes that Anki has]",
)
@options.out_dir
@click.option("-y", "--yes", is_flag=True, help="Import at once, without Anki's dialog.")
@click.option("--dry-run", is_flag=True, help="Show what an import would do, and write nothing.")
@options.profile
@options.as_json
def push(
    deck: str | None,
    wanted: Sequence[str],
    edition: str | None,
    out: Path,
    profile: str,
    *,
    yes: bool,
    dry_run: bool,
) -> None:
    """Build a deck, and hand its package to the Anki that runs on this machine.

    Anki opens its own import dialog with your options. Its add-on AnkiConnect must be installed
    (Tools > Add-ons > Get Add-ons, code 2055492159). The environment variable ANKICONNECT_URL is its
    address, by default http://127.0.0.1:8765, and ANKICONNECT_KEY its key, if its settings have one.

    With --yes, Anki imports at once, and AnkiConnect chooses the options: note types are merged,
    and progress and presets are imported (packages of flashcards contain none). Merged note types
    count as changed on that day.

    \b
    Examples:
      flashcards push world-rivers
      flashcards push world-rivers --dry-run
    """
    from flashcards.compile.present import present_notes

    anki, name = connected(profile)
    with valid_deck(deck, "nothing was pushed") as state:
        everything = [*present_notes(state)]
        theirs = [*anki.notes({note.notetype.id: note.notetype.name for note in everything})]
        chosen = [_package(each, edition, everything, theirs) for each in _editions(everything, theirs, wanted)]
        source = str(state.deck.source.path)
        outcome = _outcome(everything, theirs, chosen)
    print_json({"profile": name, "languages": [each.study for each in chosen], **outcome._asdict()})
    where = f"the profile '{name}' of Anki" if name else "Anki"
    if dry_run:
        say("\n".join([f"{', '.join(map(_title, chosen))}, into {where}:", *_lines(outcome)]))
        say("nothing was written")
        return
    click.get_current_context().invoke(build, decks=(source,), out=out, wanted=(), accepted=(), locked=False)
    for each in chosen:
        package = (out / f"{each.name}.apkg").absolute()
        if yes:
            anki.import_package(package)
            say(f"imported {each.name}.apkg into {where}, with note types merged, progress and presets (it has none)")
        else:
            anki.open_import(package)
            say(f"Anki asks how to import {each.name}.apkg into {where}")


def _editions(
    present: Sequence["PresentNote"], theirs: Sequence["LearnerNote"], wanted: Sequence[str]
) -> Sequence["Edition"]:
    """The editions in the wanted languages, or else those that Anki has, or else the first with notes."""
    there = [*{note.edition.key: note.edition for note in present if note.edition.is_main}.values()]
    if not there:
        raise FlashcardsError("there is no note to push", "`flashcards todo` lists the texts that are missing")
    known = {edition.study: edition for edition in there}
    check_languages_of(there[0].deck.id, known, wanted)
    studied = {note.fields.get("Lang", "") for note in theirs}
    chosen = wanted or [tag for tag in known if tag in studied] or [there[0].study]
    return [known[tag] for tag in dict.fromkeys(chosen)]


def _package(
    edition: "Edition", wanted: str | None, present: Sequence["PresentNote"], theirs: Sequence["LearnerNote"]
) -> "Edition":
    """The package of the wanted variant, or else the first with most of the notes that Anki has.

    Where a variant has no more notes than the default package, that one is its package.
    """
    from flashcards.merging.comparison import paired

    names = [variant.shown(each.name) for each in edition.deck.variants]
    if wanted is not None and wanted not in names:
        message = f"use one of: {', '.join(names)}" if names else f"'{edition.deck.id}' has no editions"
        raise click.BadParameter(message, param_hint="--edition")
    own = [note for note in present if note.edition == edition]
    sizes = [sum(each.holds(note.note) for note in own) for each in edition.by_variant]
    if wanted is not None:
        place = names.index(wanted)
        if not sizes[place]:
            message = f"{variant.package(edition.by_variant[place].variant_name)} has no notes in '{edition.study}'"
            raise click.BadParameter(message, param_hint="--edition")
        return edition.by_variant[place if sizes[place] > sizes[0] else 0]
    pairs, _ = paired(own if names else (), theirs)
    in_anki = [pair.present.note for pair in pairs]
    found = [each for each, size in zip(edition.by_variant, sizes, strict=True) if size]
    return max(found, key=lambda each: sum(map(each.holds, in_anki)))


def _outcome(
    everything: Sequence["PresentNote"], theirs: Sequence["LearnerNote"], chosen: Sequence["Edition"]
) -> "ImportOutcome":
    """What an import of the chosen packages would do."""
    from flashcards.merging.outcome import outcome_of

    keys = {each.key for each in chosen}
    return outcome_of([note for note in everything if note.edition.key in keys], theirs, chosen)


def _title(package: "Edition") -> str:
    return f"{package.title} ({package.variant_name})" if package.variant_name else package.title


def _lines(outcome: "ImportOutcome") -> Iterator[str]:
    for name, meaning in _MEANINGS.items():
        if ids := getattr(outcome, name):
            some = "" if name == "unchanged" else f": {listing(ids, _SHOWN)}"
            yield f"{len(ids):5,}  {name:9}  {meaning}{some}"
