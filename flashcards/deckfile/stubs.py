"""The text of a deck file with a stub of a note for each key point of a source."""

from collections.abc import Iterator, Mapping, Sequence

from flashcards.deckfile.template import SCHEMA, texts_below
from flashcards.deckfile.uid import new_uid
from flashcards.model.deck import Language
from flashcards.model.problem import FlashcardsError
from flashcards.model.source import KeyPoint, Source
from flashcards.source.blanks import UNFINISHED, is_to_write
from flashcards.text.anki_names import deck_name_flaw, normal
from flashcards.yamltext.entry import MAX_ID, SLUG

_Texts = Mapping[Language, str]

_HEAD = """\
# yaml-language-server: $schema={schema}
# A note to write for each key point of source/{source}.md. Put a question and its answer, in
# every language, where {unfinished} stands; `flashcards todo` lists what is left. Split a point into
# as many notes as it has things worth asking, each with an id of its own; delete a note that asks
# nothing new. Never change an id: learners' progress depends on it.

deck:
  id: {deck_id}
  uid: {uid}
  title:
{title}
  languages: [{languages}]
  source: {source}
  license: CC-BY-4.0

sections:
{sections}
notes:
{notes}
"""

_SECTION = """\
  - id: {id}
    title:  # shown above every question of the section: it must give no answer away
{title}
"""

_NOTE = """\
  # {kind}
{texts}
  - id: {id}
    section: {section}
    covers: [{point}]
    question:
{question}
    answer:
{answer}
"""

# Advice on a good question, by kind of key point
_ADVICE: Mapping[str, str] = {
    "learning": "Key learning: ask why it is so, or what follows from it",
    "insight": "Key insight: ask for the reason or the consequence, not for the slogan",
    "practice": "Key practice: ask who should do what, and to what end",
    "fact": "Fact: ask for one name, number, date or term",
}


def stub_deck(
    deck_id: str,
    languages: Sequence[Language],
    source: Source,
    titles: Mapping[str, _Texts] | None = None,
    title: str = "",
) -> str:
    """Return the text of a deck file with a stub for each key point and a new uid.

    The source must have no errors. `titles` are the known titles of its sections, by id, and `title` is the deck's in
    the first language, if it is not the source's.
    """
    if not source.points:
        hint = "add some, such as '- **first-section.first-point**'"
        raise FlashcardsError(f"'source/{source.id}.md' has no key points", hint)
    if not SLUG.fits(source.id):
        corrected = SLUG.corrected(source.id)
        hint = f"rename it to '{corrected}.md'" if corrected else f"use {SLUG.form}"
        raise FlashcardsError(f"'{source.id}' is not a valid name of a source", hint)
    sections = tuple(dict.fromkeys(_section(point) for point in source.points.values()))
    ids = _note_ids([ref for point in source.points.values() for ref in point.refs])
    return _HEAD.format(
        schema=SCHEMA,
        unfinished=UNFINISHED,
        deck_id=deck_id,
        uid=new_uid(),
        title=texts_below(_deck_titles(languages, {**source.title, **({languages[0]: title} if title else {})}), 4),
        languages=", ".join(languages),
        source=source.id,
        sections="".join(_section_stub(section, languages, (titles or {}).get(section, {})) for section in sections),
        notes="\n".join(
            _note_stub(point, ref, ids[ref], languages) for point in source.points.values() for ref in point.refs
        ).rstrip("\n"),
    )


def _deck_titles(languages: Sequence[Language], wanted: _Texts) -> _Texts:
    """The wanted titles as distinct names of Anki decks, with stubs where they are not valid."""
    titles: dict[Language, str] = {}
    for tag in languages:
        title = wanted.get(tag, "")
        is_taken = normal(title) in map(normal, titles.values())
        fits = title and not is_to_write(title) and not deck_name_flaw(title)
        titles[tag] = (f"{title} ({tag})" if is_taken else title) if fits else f"{UNFINISHED}: the deck's name ({tag})"
    return titles


def _section_stub(section: str, languages: Sequence[Language], titles: _Texts) -> str:
    texts = {tag: titles.get(tag) or f"{UNFINISHED}: a title" for tag in languages}
    return _SECTION.format(id=section, title=texts_below(texts, 6))


def _note_stub(point: KeyPoint, ref: str, note_id: str, languages: Sequence[Language]) -> str:
    return _NOTE.format(
        kind=_ADVICE.get(point.kind, "Key point: ask one thing that has one answer"),
        texts="\n".join(_comments(point, languages)),
        id=note_id,
        section=_section(point),
        point=ref,
        question=texts_below(dict.fromkeys(languages, f"{UNFINISHED}: one question with one right answer"), 6),
        answer=texts_below(dict.fromkeys(languages, f"{UNFINISHED}: the answer, as short as can be"), 6),
    )


def _comments(point: KeyPoint, languages: Sequence[Language]) -> Iterator[str]:
    """The texts of a key point as comments, in the deck's languages if it has any of them."""
    written = {tag: text for tag, text in point.texts.items() if not is_to_write(text)}
    texts = {tag: written[tag] for tag in languages if tag in written} or written
    for tag, text in texts.items():
        yield f"  #   {tag}: {' '.join(text.split())}"
    if not texts:
        yield f"  #   {point.id}: still to be written in {point.location.path}"


def _note_ids(points: Sequence[str]) -> Mapping[str, str]:
    """A unique id for the note of each point or clause: its name, with its section or a number if taken."""
    taken: set[str] = set()
    ids: dict[str, str] = {}
    for point in points:
        section, name = point.replace("#", "-").split(".")
        numbered = (f"{name[: MAX_ID - 5].rstrip('-')}-{number}" for number in range(2, len(points) + 3))
        candidates = (name, f"{section}-{name}", *numbered)
        ids[point] = next(name for name in candidates if len(name) <= MAX_ID and name not in taken)
        taken.add(ids[point])
    return ids


def _section(point: KeyPoint) -> str:
    return point.id.split(".")[0]
