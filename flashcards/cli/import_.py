"""`flashcards import`."""

import codecs
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from flashcards.anki.package_reader import SUFFIXES
from flashcards.cli import completion, options
from flashcards.cli.companions import Companion
from flashcards.cli.deck_writing import say_companions, write_deck
from flashcards.cli.languages import check_languages
from flashcards.cli.output import print_json, say, say_wrote, show_problems
from flashcards.cli.taking import exported, take_from_learners, take_from_table
from flashcards.deckfile.discovery import HEAD, find_project
from flashcards.model.problem import FlashcardsError, by_location
from flashcards.report.terminal import aligned
from flashcards.text.hazards import HAZARDS
from flashcards.text.phrases import counted

if TYPE_CHECKING:
    from flashcards.adopting.wishes import Wishes
    from flashcards.importing.deck import ImportedDeck, ImportPlan
    from flashcards.importing.options import ReadOptions

_OF_BOTH = ("files", "max_unpacked", "dry_run", "json")
_OF_INTO = ("into", "bases", "yes", "separator", "encoding", "sheet")
_OF_A_NEW_DECK = (
    *("out", "name", "languages", "rules", "columns", "has_header", "separator", "has_quotes", "sheet", "encoding"),
    *("form", "deck", "media", "shows_all"),
)
_ADOPTS = ("is_adopted", "skips", "accepted", "version", "also", "joined_by", "retired")
_OF_ADOPTING = ("out", "name", "languages", "rules", "deck", "shows_all", *_ADOPTS)
_USES: Mapping[str, Sequence[str]] = {"--adopt": _OF_ADOPTING, "--into": _OF_INTO, "a new deck": _OF_A_NEW_DECK}
_EXAMPLE = 36  # characters of the examples of a field


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path, exists=True))
@click.option(
    "-o",
    "--out",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The deck file to write [default: decks/NAME.yaml]",
)
@click.option("--name", metavar="NAME", help="The id of the deck [default: from --deck or the name of FILE]")
@options.languages("A language of the texts, that of the questions first; can be repeated.")
@click.option(
    "--map",
    "rules",
    multiple=True,
    metavar="FIELD=PART:TAG",
    help="What a field becomes (--map Front=question:en,Back=answer:en), or a note type (--map Basic=term); "
    "can be repeated.",
)
@click.option("--columns", metavar="NAMES", help="What the columns of a table are: --columns nl,en,tags")
@click.option("--header/--no-header", "has_header", default=None, help="Whether the first row of a table is a header.")
@click.option(
    "--separator", metavar="NAME", default="", help="What separates columns: tab, comma, semicolon or another sign."
)
@click.option("--no-quotes", "has_quotes", flag_value=False, default=True, help="Double quotes are part of the texts.")
@click.option("--sheet", metavar="NAME", default="", help="The sheet of an Excel workbook with several.")
@click.option(
    "--encoding", metavar="NAME", default="", help="The encoding of a text file that is not UTF-8, such as cp1252."
)
@click.option(
    "--text",
    "form",
    type=click.Choice(["plain", "html", "markdown"]),
    help="How the texts of a table are written [default: plain]",
)
@click.option("--deck", metavar="NAME", default="", help="The deck to take of a package with several.")
@click.option(
    "--media",
    metavar="DIR",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The folder of the media of a text file.",
)
@click.option("--adopt", "is_adopted", is_flag=True, help="Take over an Anki deck with its learners.")
@click.option(
    "--also",
    multiple=True,
    metavar="TAG=FILE",
    help="A package of the adopted deck in another language: --also de=laender.apkg; can be repeated.",
)
@click.option(
    "--join",
    "joined_by",
    multiple=True,
    metavar="FIELD",
    help="The field that is the same in all languages, or 'order'; can be repeated: the first that a note has counts.",
)
@click.option(
    "--retire", "retired", metavar="WHY", default="", help="Adopt notes of older packages as retired, for this reason."
)
@click.option("--skip", "skips", is_flag=True, help="Leave out notes that would harm learners, who keep their own.")
@click.option(
    "--accept",
    "accepted",
    multiple=True,
    metavar="NAME",
    type=click.Choice(HAZARDS),
    help="Accept the scripts (foreign-script) or remote loads (foreign-remote) of an adopted deck; can be repeated.",
)
@click.option(
    "--version",
    metavar="VERSION",
    default="1.0",
    help="The version that learners have of an adopted deck [default: 1.0]",
)
@options.max_unpacked
@click.option(
    "--into",
    metavar="DECK",
    shell_complete=completion.decks,
    help="Take edits of this deck's texts into its files instead of making a deck.",
)
@options.bases
@options.yes
@click.option("--dry-run", is_flag=True, help="Print the deck file, or with --into a patch, and write nothing.")
@click.option("--all", "shows_all", is_flag=True, help="Show all findings, also of more than 50.")
@options.as_json
def import_(
    files: Sequence[Path],
    out: Path | None,
    name: str | None,
    languages: Sequence[str],
    rules: Sequence[str],
    columns: str | None,
    *,
    has_header: bool | None,
    separator: str,
    has_quotes: bool,
    sheet: str,
    encoding: str,
    form: str | None,
    deck: str,
    media: Path | None,
    is_adopted: bool,
    also: Sequence[str],
    joined_by: Sequence[str],
    retired: str,
    skips: bool,
    accepted: Sequence[str],
    version: str,
    max_unpacked: int,
    into: str | None,
    bases: Sequence[Path],
    yes: bool,
    dry_run: bool,
    shows_all: bool,
) -> None:
    """Make a deck of what is in other files, or take edits of a deck's texts from them.

    FILE is a table (CSV, TSV, or an Excel workbook), a text file that Anki exported, an Anki package
    (.apkg or .colpkg) or a CrowdAnki folder. Workbooks (.xlsx) need the extra `xlsx`: pip install
    'flashcards-compiler[xlsx]'. Shows what each field becomes, and lists all that cannot be carried over.
    Existing files are not overwritten. Nobody's progress is read.

    With --into, FILE is a package with notes of DECK that somebody edited in Anki, or a table that
    `flashcards export` wrote, as CSV, TSV, JSON or the Excel workbook as which it was saved. Each edit is shown and
    asked for; comments and layout of the deck file stay. Pictures and recordings that were added
    are copied into the folder of the deck. An edit that cannot be taken over, or of a text that the
    deck file has changed too, is reported, and the exit status is 1.

    With --adopt, the deck is taken over with its learners: they keep their progress, and get updates
    as before. Name the packages that they may have, the newest and older ones, and the CrowdAnki
    folder if they have the deck by that add-on. A deck in several languages becomes one: with --map
    if one package has fields in each language, with --also and --join if each language has a package.

    \b
    Examples:
      flashcards import words.csv --columns nl,en
      flashcards import words.xlsx --sheet Animals
      flashcards import geography.apkg -l en --dry-run
      flashcards import geography.apkg --map Front=question:en,Back=answer:en,Extra=note:en
      flashcards import edited.apkg --into world-rivers
      flashcards import edited.csv --into world-rivers --dry-run
      flashcards import edited.xlsx --into world-rivers
      flashcards import --adopt geography-v5.2.apkg geography-v5.3.apkg -l en --name geography
      flashcards import --adopt words.apkg -l nl --map Front=word:nl,Back=word:en
      flashcards import --adopt countries.apkg -l en --also de=laender.apkg --join Flag
    """
    from flashcards.importing.options import ReadOptions
    from flashcards.model.foreign import Form

    if into is not None:
        _check_options(click.get_current_context(), _OF_INTO)
        table = ReadOptions(
            separator=separator,
            sheet=sheet,
            encoding=_encoding(encoding),
            has_header=True,
            form=Form.MARKDOWN,
            max_unpacked=max_unpacked,
        )
        _take(files, into, bases, table, yes=yes, dry_run=dry_run)
        return
    _check_options(click.get_current_context(), _OF_ADOPTING if is_adopted else _OF_A_NEW_DECK)
    path = _target(files[0], out, name, deck.split("::")[-1])
    if is_adopted:
        from flashcards.cli.adopting import adopt_deck

        packages = _packages(also)
        adopt_deck(
            files,
            path,
            ReadOptions(deck=deck, max_unpacked=max_unpacked),
            _wishes(_languages(languages), rules, packages, joined_by, version, accepted, retired),
            packages=packages,
            joined_by=joined_by,
            skips=skips,
            dry_run=dry_run,
            shows_all=shows_all,
        )
        return
    read_options = ReadOptions(
        columns=_columns(columns),
        separator=separator,
        sheet=sheet,
        encoding=_encoding(encoding),
        has_header=has_header,
        has_quotes=has_quotes,
        form=Form(form) if form else None,
        deck=deck,
        media=media,
        max_unpacked=max_unpacked,
    )
    _import(files, path, _languages(languages), rules, read_options, dry_run=dry_run, shows_all=shows_all)


def _import(
    files: Sequence[Path],
    path: Path,
    languages: tuple[str, ...],
    rules: Sequence[str],
    options: "ReadOptions",
    *,
    dry_run: bool,
    shows_all: bool,
) -> None:
    """Make a new deck of files."""
    from flashcards.importing.deck import import_deck, plan_import
    from flashcards.system.atomic import scratch_folder

    plan = plan_import(files, languages, rules, options)
    for line in _plan_lines(plan):
        say(line, err=dry_run)
    with scratch_folder() as folder:
        imported = import_deck(plan, path, folder)
        companions = {} if dry_run else _write(path, imported, folder)
    print_json(_data(path, plan, imported, is_written=not dry_run))
    texts = {file.foreign.path: file.foreign.text for file in plan.files if file.foreign.text}
    show_problems(by_location(imported.problems), texts, err=dry_run, is_whole=shows_all, command="")
    if dry_run:
        say(imported.text, nl=False)
        say(f"{_contents(imported)}; nothing was written", err=True)
        return
    say_wrote(path, note=_contents(imported))
    say_companions(companions)
    say(f"  run `flashcards check {path.stem}` and `flashcards build {path.stem}`")


def _check_options(context: click.Context, known: Collection[str]) -> None:
    """Raise UsageError for an option that has no meaning with what else was asked for."""
    for parameter in context.command.params:
        name = str(parameter.name)
        source = context.get_parameter_source(name)
        if source is ParameterSource.COMMANDLINE and name not in (*known, *_OF_BOTH) and parameter.opts:
            option = max(parameter.opts, key=len)
            use = next(use for use, names in _USES.items() if name in names and (use != "--adopt" or name in _ADOPTS))
            raise click.UsageError(f"'{option}' is for {use if use == 'a new deck' else f'`{use}`'}")


def _take(
    files: Sequence[Path], deck: str, bases: Sequence[Path], options: "ReadOptions", *, yes: bool, dry_run: bool
) -> None:
    """Take the edits in packages, or in a table, into a deck."""
    if folder := next((file for file in files if file.is_dir()), None):
        message = f"'{folder}' is a folder, and CrowdAnki does not write when a note was edited"
        raise FlashcardsError(message, "export the deck as a package: in Anki, File → Export, and .apkg as the format")
    packages = [file for file in files if file.suffix.lower() in SUFFIXES]
    if len(packages) == len(files):
        where = " and ".join(map(str, files))
        learner = exported(files, options.max_unpacked)
        take_from_learners(deck, learner, where, bases, yes=yes, dry_run=dry_run, max_unpacked=options.max_unpacked)
    elif len(files) > 1:
        raise click.UsageError("take the edits of one table at a time, and of packages apart from it")
    elif bases:
        raise click.UsageError("'--base' is for packages: a table says itself what was edited")
    else:
        take_from_table(deck, files[0], options, yes=yes, dry_run=dry_run)


def _target(file: Path, out: Path | None, name: str | None, deck: str) -> Path:
    """The deck file to write, which must be new; unless it is named, it has the name of the `deck` or the file."""
    from flashcards.source.slug import slug
    from flashcards.yamltext.entry import SLUG

    if out and out.suffix not in (".yaml", ".yml"):
        raise click.BadParameter(f"'{out}' is not a deck file, such as 'decks/words.yaml'", param_hint="--out")
    likely = slug(deck) or slug(file.stem)
    found = name or (out.stem if out else SLUG.corrected(likely) or likely)
    if not SLUG.fits(found):
        option = "--out" if out and not name else "--name"
        raise click.BadParameter(
            f"'{found or file.stem}' cannot be a deck's id; use {SLUG.wanted(found)}", param_hint=option
        )
    if f"{found}.yaml" == HEAD and (out is None or out.name == HEAD):
        message = "'deck' cannot be the id: 'deck.yaml' is the name of a deck that is a folder"
        raise click.BadParameter(message, param_hint="--name")
    path = out or find_project().decks / f"{found}.yaml"
    if path.stem != found:
        raise click.BadParameter(f"the file '{path.name}' must have the name of the deck", param_hint="--name")
    if taken := next((each for each in (path, path.with_suffix("") / HEAD) if each.exists()), None):
        raise FlashcardsError(f"'{taken}' already exists", hint="choose another name with `--name`")
    return path


def _languages(tags: Sequence[str]) -> tuple[str, ...]:
    from flashcards.text.language import canonical_tag, is_language

    check_languages([tag for tag in tags if not is_language(canonical_tag(tag))])
    return tuple(dict.fromkeys(map(canonical_tag, tags)))


def _wishes(
    named: Sequence[str],
    rules: Sequence[str],
    packages: Collection[str],
    joined_by: Sequence[str],
    version: str,
    accepted: Sequence[str],
    retired: str,
) -> "Wishes":
    """What an author says about a deck to adopt; raises UsageError for what does not go together."""
    from flashcards.adopting.wishes import Wishes, parse_fields

    fields = parse_fields(rules)
    if packages and (not named or named[0] in packages):
        raise click.UsageError("name the language of FILE too, such as '-l en'")
    if packages and fields:
        raise click.UsageError("'--map' is for a package in several languages, and '--also' for one in each")
    if packages and not joined_by:
        raise click.UsageError("say which notes are one in all languages: '--join FIELD', or '--join order'")
    if joined_by and not packages:
        raise click.UsageError("'--join' is for packages in several languages: name them with '--also'")
    languages = dict.fromkeys((*named, *packages, *(field.language for field in fields.values())))
    return Wishes(tuple(languages), version, frozenset(accepted), fields, " ".join(retired.split()))


def _packages(named: Sequence[str]) -> Mapping[str, Sequence[Path]]:
    """The packages of other languages: `de=laender.apkg`."""
    packages: dict[str, list[Path]] = {}
    for each in named:
        tag, equals, name = each.partition("=")
        if not equals or not name or not Path(name).exists():
            message = f"there is no file '{name}'" if equals and name else f"'{each}' names no package"
            raise click.BadParameter(f"{message}; write it as 'de=laender.apkg'", param_hint="--also")
        [language] = _languages([tag])
        packages.setdefault(language, []).append(Path(name))
    return packages


def _encoding(name: str) -> str:
    try:
        return codecs.lookup(name).name if name else ""
    except LookupError:
        message = f"'{name}' is not an encoding; use one such as 'cp1252' or 'utf-16'"
        raise click.BadParameter(message, param_hint="--encoding") from None


def _columns(names: str | None) -> tuple[str, ...]:
    from flashcards.cards.notetypes import PARTS
    from flashcards.importing.columns import WITHOUT_LANGUAGE, parse_target
    from flashcards.text.language import intended
    from flashcards.text.suggest import suggestion

    columns = tuple(name.strip() for name in names.split(",")) if names else ()
    for name in columns:
        if parse_target(name) is None:
            tag = intended(name.rpartition(":")[2])
            hint = f"did you mean '{tag}'?" if tag else suggestion(name, [*WITHOUT_LANGUAGE, *PARTS])
            message = f"'{name}' is no language, such as 'nl', and no part, such as 'question:nl'; {hint}"
            raise click.BadParameter(message, param_hint="--columns")
    return columns


def _write(path: Path, deck: "ImportedDeck", folder: Path) -> Mapping[Path, Companion]:
    """Write the deck file and its media; media that exist stay as they are."""
    copies = {path.parent / name: folder / name for name in deck.media if not (path.parent / name).exists()}
    return write_deck(path, {path: deck.text}, copies)


def _plan_lines(plan: "ImportPlan") -> Iterator[str]:
    """What each file is, and what its fields become."""
    for foreign, mappings in plan.files:
        yield f"{foreign.path}: {', '.join(foreign.found)}"
        for mapping in mappings.values():
            if mapping.name:
                yield f"  {mapping.name}: {counted(mapping.notes, 'note')}, each a '{mapping.kind}' note"
            rows = [
                (f"  {field.name}", str(field.target), counted(field.filled, "text"), _shown(field.examples))
                for field in mapping.fields
                if field.filled or field.target.is_part
            ]
            yield from (f"  {line}" for line in aligned(rows))


def _shown(examples: Sequence[str]) -> str:
    text = " | ".join(" ".join(example.split()) for example in examples)
    return text if len(text) <= _EXAMPLE else f"{text[:_EXAMPLE]}…"


def _contents(deck: "ImportedDeck") -> str:
    """How many notes of a file are in the deck, and how many are not."""
    counts = [counted(deck.notes, "note"), *([counted(deck.drafts, "draft")] if deck.drafts else [])]
    return "  ".join([*counts, *([f"{deck.left_out:,} left out"] if deck.left_out else [])])


def _data(path: Path, plan: "ImportPlan", deck: "ImportedDeck", *, is_written: bool) -> dict[str, Any]:
    return {
        "deck": str(path),
        "is_written": is_written,
        "notes": deck.notes,
        "drafts": deck.drafts,
        "notes_left_out": deck.left_out,
        "media": list(deck.media),
        "files": [
            {
                "path": str(foreign.path),
                "found": list(foreign.found),
                "notetypes": [
                    {
                        "name": mapping.name,
                        "type": mapping.kind,
                        "notes": mapping.notes,
                        "fields": {field.name: str(field.target) for field in mapping.fields},
                    }
                    for mapping in mappings.values()
                ],
            }
            for foreign, mappings in plan.files
        ],
    }
