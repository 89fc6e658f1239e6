"""`flashcards speak`."""

import hashlib
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from flashcards.cli import completion, options
from flashcards.cli.languages import check_languages_of
from flashcards.cli.output import print_json, say, say_wrote, write_text
from flashcards.deckfile.speech import INDEX, Recording, Recordings, index_text
from flashcards.model.problem import FlashcardsError
from flashcards.system.program import filled, names, parsed, run
from flashcards.system.regular_files import read_file
from flashcards.text.phrases import counted

if TYPE_CHECKING:
    from flashcards.compile.deck import CompiledDeck
    from flashcards.compile.speaking import SaidText

_PLACES = ("text", "out", "lang", "voice")
_SECONDS = 120  # a program takes longer only if it hangs
_LONG = 5  # recordings


class Task(NamedTuple):
    """A recording to make: what is said, and the values of the command, except the file that it writes."""

    said: "SaidText"
    recording: Recording
    values: Mapping[str, str]


@click.command()
@click.argument("deck", shell_complete=completion.decks)
@click.option(
    "--with",
    "command",
    required=True,
    metavar="COMMAND",
    help="The program, with {out} for the file that it writes, and {text}, {lang} and {voice}.",
)
@options.languages("Say the texts in this language; can be repeated [default: all]", complete=completion.languages)
@click.option(
    "--parts", metavar="NAMES", help="Say these parts of notes, such as word,example [default: what is asked]"
)
@click.option("--format", "suffix", default="wav", show_default=True, metavar="NAME", help="What the program writes.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Run N at a time [default: one a processor]")
@click.option("--dry-run", is_flag=True, help="List what would be said, and run nothing.")
@options.as_json
def speak(
    deck: str,
    command: str,
    languages: Sequence[str],
    parts: str | None,
    suffix: str,
    jobs: int | None,
    *,
    dry_run: bool,
) -> None:
    """Make recordings of a deck's texts with a program.

    COMMAND is run for each text, without a shell. It is named only here: no deck can run a program.
    {lang} is the language of the text, {voice} its `voice:` in the deck; without {text}, the program
    gets the text on standard input. Clozes, typed answers and formulas are not said, nor texts with a
    recording of their own.

    Recordings are kept beside the deck, in DECK.speech, and play on cards as others do. They are made
    again only where the text or COMMAND has changed; those of former texts are deleted.

    \b
    Examples:
      flashcards speak world-rivers --with 'espeak-ng -v {lang} -w {out} {text}'
      flashcards speak words --with 'piper -m nl.onnx -f {out}' --language nl --parts word,example
    """
    from flashcards.cli.states import readable_deck
    from flashcards.compile.cache import opened_cache

    words = _words(command)
    _check_format(suffix)
    with opened_cache() as cache:
        compiled, _ = readable_deck(deck, cache, "nothing was said")
        tasks, speech, used = _tasks(compiled, words, suffix, languages, _split(parts))
    if dry_run:
        for task in tasks:
            say(f"{task.said.language}  {task.said.words}")
        print_json(_data(speech, [], [], [task.said.words for task in tasks]))
        say(f"{counted(len(tasks), 'text')} to say; nothing was written", err=True)
        return
    files = {key: each for key, each in speech.files.items() if (speech.folder / each.name).is_file()}
    try:
        for task in _made(tasks, words, speech.folder, jobs or os.cpu_count() or 1):
            files[task.said.key] = task.recording
        files = {key: each for key, each in files.items() if key in used}
    finally:  # what was made until a program failed is kept
        _write_index(speech._replace(files=files))
        deleted = [*_deleted(speech, files)]
    made = [str(speech.folder / task.recording.name) for task in tasks]
    print_json(_data(speech, made, deleted, []))
    kept = len(files) - len(tasks)
    say_wrote(speech.folder, note=f"{counted(len(made), 'recording')} made, {kept:,} kept, {len(deleted):,} deleted")


def _words(command: str) -> tuple[str, ...]:
    try:
        words = parsed(command, _PLACES)
        if not names(words, "out"):
            raise ValueError("it has no {out}, where the name of the file to write belongs")
    except ValueError as error:
        raise click.BadParameter(f"'{command}': {error}", param_hint="--with") from None
    return words


def _check_format(suffix: str) -> None:
    from flashcards.text.media import MediaKind, kind_of

    if kind_of(f"x.{suffix}") is not MediaKind.SOUND:
        message = f"'{suffix}' is not a sound that Anki plays, such as wav, mp3, ogg or opus"
        raise click.BadParameter(message, param_hint="--format")


def _split(names: str | None) -> Sequence[str]:
    return tuple(name.strip() for name in names.split(",")) if names else ()


def _check_parts(parts: Collection[str], known: Collection[str]) -> None:
    from flashcards.text.suggest import suggestion

    for part in parts:
        if part not in known:
            message = f"no text of the deck is a '{part}' that can be said; {suggestion(part, known)}"
            raise click.BadParameter(message, param_hint="--parts")


def _tasks(
    deck: "CompiledDeck", words: Sequence[str], suffix: str, languages: Sequence[str], parts: Sequence[str]
) -> tuple[Sequence[Task], Recordings, frozenset[str]]:
    """The recordings that are missing, those that are there, and the keys of all texts."""
    from flashcards.compile.speaking import said_texts, speech_of

    assert deck.head
    check_languages_of(deck.name, deck.head.languages, languages)
    speech, texts = speech_of(deck), [*said_texts(deck)]
    _check_parts(parts, {said.part for said in texts})
    tasks: dict[str, Task] = {}
    for said in texts:
        is_meant = said.part in parts if parts else said.is_required
        if said.is_asked and is_meant and said.language in (languages or deck.head.languages):
            voice = deck.head.voice.get(said.language, said.language)
            name = f"{said.key}-{_command_key(words, suffix, voice)}.{suffix}"
            known = speech.files.get(said.key)
            if known is None or known.name != name or not (speech.folder / name).is_file():
                values = {"text": said.words, "lang": said.language, "voice": voice}
                tasks[said.key] = Task(said, Recording(name, said.part, said.language), values)
    return tuple(tasks.values()), speech, frozenset(each.key for each in texts)


def _command_key(words: Sequence[str], suffix: str, voice: str) -> str:
    """A hash of a command: with another one, a text sounds different."""
    said_by = [*words, suffix, *([voice] if names(words, "voice") else [])]
    return hashlib.sha256("\0".join(said_by).encode()).hexdigest()[:8]


def _made(tasks: Sequence[Task], words: Sequence[str], folder: Path, jobs: int) -> Iterator[Task]:
    """Make recordings, several at a time; each is in its place when it is yielded."""
    from concurrent.futures import ThreadPoolExecutor, as_completed

    from flashcards.system.atomic import atomic_writes, scratch_folder
    from flashcards.system.progress import steps

    with scratch_folder() as scratch, steps("recording", len(tasks), is_long=len(tasks) >= _LONG) as step:
        pool = ThreadPoolExecutor(jobs)
        try:
            running = {pool.submit(_record, task, words, scratch / task.recording.name): task for task in tasks}
            for done in as_completed(running):
                content = done.result()
                with atomic_writes() as writes:
                    writes.write_bytes(folder / running[done].recording.name, content)
                    writes.place()
                yield running[done]
                if step:
                    step(1)
        finally:
            pool.shutdown(cancel_futures=True)


def _record(task: Task, words: Sequence[str], out: Path) -> bytes:
    """Run the program for a text; returns what it has written."""
    command = filled(words, {**task.values, "out": str(out)})
    run(command, task.said.words, _SECONDS)
    content = read_file(out) if out.is_file() else b""
    if not content:
        from shlex import join

        raise FlashcardsError(f"'{words[0]}' has written nothing to {{out}}", f"it was run as: {join(command)}")
    out.unlink()
    return content


def _write_index(speech: Recordings) -> None:
    if speech.files or (speech.folder / INDEX).exists():
        write_text(speech.folder / INDEX, index_text(speech))


def _deleted(speech: Recordings, files: Mapping[str, Recording]) -> Iterator[str]:
    """Delete the recordings that the index does not list any more."""
    kept = {each.name for each in files.values()}
    for name in sorted({each.name for each in speech.files.values()} - kept):
        path = speech.folder / name
        if path.is_file():
            path.unlink()
            yield str(path)


def _data(speech: Recordings, made: Sequence[str], deleted: Sequence[str], to_say: Sequence[str]) -> dict[str, object]:
    return {"folder": str(speech.folder), "made": [*made], "deleted": [*deleted], "to_say": [*to_say]}
