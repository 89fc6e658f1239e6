"""`flashcards po export` and `flashcards po import`."""

from pathlib import Path

import click

from flashcards.cli import options
from flashcards.cli.output import print_or_write, refuse_errors, say, write_texts
from flashcards.cli.reading import Checked, checked
from flashcards.compile.build import Checkout
from flashcards.ledger.translation import stale_texts
from flashcards.report.terminal import counted
from flashcards.system.regular_files import read_file
from flashcards.text.decode import decode
from flashcards.text.language import is_language


@click.group()
def po() -> None:
    """Translate a deck with gettext PO files.

    Weblate, Poedit and other translators' tools read and write them.
    """


@po.command()
@click.argument("deck", required=False)
@click.option("-l", "--language", required=True, metavar="TAG", help="The language to translate into; it may be new.")
@click.option("--from", "source", metavar="TAG", help="The language to translate from [default: the first other]")
@options.out_file
def export(deck: str | None, language: str, source: str | None, out: Path | None) -> None:
    """Write the texts of a deck to a PO file.

    What is stale is marked fuzzy.

    \b
    Examples:
      flashcards po export world-rivers --language hi --from en -o hi.po
    """
    from flashcards.deckfile.po import catalog

    checkout = _one_deck(_sound([deck] if deck else []))
    languages = [tag for tag in checkout.deck.languages if tag != language]
    if not is_language(language):
        raise click.BadParameter(f"'{language}' is not a language", param_hint="--language")
    if source not in (None, *languages) or not languages:
        raise click.BadParameter(f"there are {', '.join(languages) or 'no others'}", param_hint="--from")
    outdated = stale_texts(checkout.deck, checkout.reading.ledger)
    marked = {(f"{note.id}/{each.part}", each.language) for note, each in outdated}
    print_or_write(catalog(checkout.deck, language, source or languages[0], marked), out)


@po.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("deck", required=False)
def import_(file: Path, deck: str | None) -> None:
    """Take the translations of a PO file over into its deck.

    Only the texts that were translated change; comments and layout stay. An entry whose text was
    edited here too, or whose original has changed, is shown and left alone, and the exit code is
    1 then. Fuzzy entries are left alone.

    \b
    Examples:
      flashcards po import hi.po world-rivers
    """
    from flashcards.deckfile.po import read_catalog

    found = _sound([deck] if deck else [])
    checkout = _one_deck(found)
    text, problems = decode(read_file(file), file)
    refuse_errors(problems, {file: text}, "nothing was taken over")
    imported = read_catalog(text, file, checkout.deck, found.reading.texts)
    write_texts(imported.files)
    say(f"{counted(len(imported.taken), 'text')} taken over from {file}")
    for conflict in imported.conflicts:
        say(f"left alone: {conflict.context}: {conflict.reason}")
        say(f"  here   {conflict.here}\n  there  {conflict.there}")
    if imported.conflicts:
        raise SystemExit(1)


def _sound(names: list[str]) -> Checked:
    found = checked(names, (), warns=False)
    refuse_errors(found.problems, found.reading.texts, "nothing was done")
    return found


def _one_deck(found: Checked) -> Checkout:
    if len(found.checkouts) != 1:
        raise click.UsageError(f"name one deck: {', '.join(each.deck.id for each in found.checkouts)}")
    return found.checkouts[0]
