"""Encoding and decoding of the lines of a ledger; the format is described in `flashcards.ledger`."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache

from flashcards.ledger.record import Adopted, Ledger, Record, Review, Stamp, State
from flashcards.model.deck import Language

FIRST_LINE = "flashcards ledger 1"
FIRST_LINE_OF_ADOPTED = "flashcards ledger 2"
FIRST_LINE_WITH_CROWDANKI = "flashcards ledger 3"
FIRST_LINE_OF_VARIANTS = "flashcards ledger 4"
NOTHING = "-"
MOMENT = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"
STAMP_WORDS = 6
NOTE, GUID, EDITION = "note ", "guid ", "edition "
_CARDS = rf"[0-9]{{1,3}}(?:,[0-9]{{1,3}})*|{NOTHING}"
GUID_LINE = re.compile(rf'guid (?P<note>\S+) (?P<language>\S+) (?P<guid>"\S*")(?: cards (?P<cards>{_CARDS}))?')
EDITION_LINE = re.compile(r"edition (\S+) ([a-z0-9-]+(?:,[a-z0-9-]+)*)")
_FIRST_STAMP = 4  # words before the first stamp
_STAMP = re.compile(rf" (\S+) [1-9][0-9]{{0,14}} {MOMENT} [0-9a-f]{{16}} (\S+ \S+)")
_OUT = re.compile(rf"(?:[0-9a-f]{{56}}|{NOTHING}) (?:[0-9.]+|{NOTHING})")
_NOTE_ID = re.compile("[1-9][0-9]{0,14}")
_AGREED = re.compile(r"([A-Za-z0-9-]+):([0-9a-f]{8}(?::[0-9a-f]{8})?)")
_FOLD = re.compile(r"(?<=:[0-9a-f]{8}):[0-9a-f]{8}")
_WITHOUT_FOLD = re.compile(
    r"(?<![^ ,])[A-Za-z][A-Za-z0-9-]*:[0-9a-f]{8}(?![:0-9a-f])"
)  # numbers precede clozes' hashes
_THERE = (State.NEW, State.RELEASED)
_new = tuple.__new__


def note_ids_in(line: str) -> Iterator[int]:
    """The note ids in Anki in the line of a note."""
    words = line.partition("\n")[0].split(" ")
    ids = dict(zip(words[_FIRST_STAMP::STAMP_WORDS], words[_FIRST_STAMP + 1 :: STAMP_WORDS], strict=False))
    return map(int, filter(_NOTE_ID.fullmatch, ids.values()))


def unchanged(
    lines: str,
    notetype: str,
    keys: Sequence[str],
    contents: Sequence[str] | None,
    texts: str,
    reviews: str,
    *,
    needs_folds: bool,
) -> Sequence[Stamp] | None:
    """The stamps in the lines of a note, or None if it is gone, or the lines would be written differently.

    `keys` of editions are sorted; `contents` are fingerprints in this order, or None if nothing will be written.
    `texts` is a result of `texts_of` for marks without folds, `reviews` are lines.
    """
    line, _, more = lines.partition("\n")
    known_reviews = _reviews_in(more) if more else ""
    end = _FIRST_STAMP + len(keys) * STAMP_WORDS
    words = line.split(" ", end)
    if len(words) < end or (
        (contents is not None and words[_FIRST_STAMP + 3 : end : STAMP_WORDS] != contents)
        or words[_FIRST_STAMP:end:STAMP_WORDS] != keys
        or words[2] not in _THERE
        or words[3] != notetype
        or not _has_texts(words[end] if len(words) > end else "", texts, needs_folds=needs_folds)
        or known_reviews != reviews
    ):
        return None
    stamps = []
    for at in range(_FIRST_STAMP, end, STAMP_WORDS):
        _, note_id, moment, content, sketch, version = words[at : at + STAMP_WORDS]
        seconds = _valid_seconds(moment)
        if (
            seconds is None
            or not _NOTE_ID.fullmatch(note_id)
            or not (sketch == version == NOTHING or _OUT.fullmatch(f"{sketch} {version}"))
        ):
            return None
        known = ["" if each == NOTHING else each for each in (sketch, version)]
        stamps.append(_new(Stamp, (int(note_id), seconds, content, *known)))
    return stamps


def _has_texts(known: str, texts: str, *, needs_folds: bool) -> bool:
    """Whether the end of a line has these texts, and a fold of each if it needs them."""
    if known == texts:
        return not (needs_folds and _WITHOUT_FOLD.search(texts))
    return _FOLD.sub("", known) == texts and not (needs_folds and _WITHOUT_FOLD.search(known))


def head_text(ledger: Ledger) -> str:
    """The head of a ledger, which the lines of notes follow."""
    return "".join(_head_lines(ledger))


def _head_lines(ledger: Ledger) -> Iterator[str]:
    if ledger.is_adopted:
        yield f"{FIRST_LINE_WITH_CROWDANKI if ledger.crowdanki else FIRST_LINE_OF_ADOPTED}\n"
    if ledger.has_variants:
        yield f"{FIRST_LINE_OF_VARIANTS}\n"
    if not (ledger.is_adopted or ledger.has_variants):
        yield f"{FIRST_LINE}\n"
    yield f"deck {ledger.deck_id} {ledger.uid}\n"
    if ledger.release:
        yield f"version {ledger.release.version} {_moment(ledger.release.moment)}\n"
    if ledger.clock:
        yield f"clock {_moment(ledger.clock)}\n"
    yield from (f"title {language} {title}\n" for language, title in sorted(ledger.titles.items()))
    for (section, language), title in sorted(ledger.subdecks.items()):
        yield f"subdeck {section} {language} {title}\n"
    for (section, key), deck in sorted(ledger.crowdanki.items()):
        yield f"crowdanki {section or NOTHING} {key} {' '.join(map(_word, deck))}\n"
    yield from (f"pair {pair}\n" for pair in ledger.pairs)
    yield from (f"accepted {accepted}\n" for accepted in sorted(ledger.accepted))
    for type_id, stamp in sorted(ledger.notetypes.items()):
        yield f"notetype {type_id} {_moment(stamp.mod)} {stamp.schema} {stamp.content} {stamp.revision}\n"


def note_lines(note_id: str, record: Record) -> Iterator[str]:
    """The lines of a note."""
    stamps = sorted(record.stamps.items())
    yield note_line(note_id, record.state, record.type, stamps, texts_of(record.clozes, record.agreed))
    yield from guid_lines(note_id, record.adopted)
    if record.variants:
        yield f"edition {note_id} {','.join(record.variants)}\n"
    yield from review_lines(note_id, record.reviews)


def guid_lines(note_id: str, adopted: Mapping[Language, Adopted]) -> Iterator[str]:
    """The lines with the guids that another tool gave a note."""
    for language, (guid, cards) in sorted(adopted.items()):
        shown = "" if cards is None else f" cards {','.join(map(str, cards)) or NOTHING}"
        yield f"guid {note_id} {language} {_word(guid)}{shown}\n"


def _reviews_in(more: str) -> str:
    """The lines of a note after its first, without those of its guids and variants."""
    while more.startswith((GUID, EDITION)):
        more = more.partition("\n")[2]
    return more


def variants_in(lines: str) -> tuple[str, ...]:
    """The variants in the valid lines of a note that had it in the last release; none if the default package had it."""
    found = (EDITION_LINE.fullmatch(line) for line in lines.split("\n")[1:] if line.startswith(EDITION))
    return tuple(dict.fromkeys(name for match in found if match for name in match[2].split(",")))


def released_in(lines: str) -> frozenset[str]:
    """The keys of the editions in which the lines of a note say that it was released; a merge may have kept several.

    All of its editions, if no stamp says so, because a breaking change of the note was accepted since.
    """
    notes = [line for line in lines.split("\n") if line.startswith(NOTE)]
    states = {line.split(" ", 3)[2] for line in notes}
    if State.RELEASED not in states or State.GONE in states:
        return frozenset()
    stamps = [stamp for line in notes for stamp in _STAMP.findall(line)]
    return frozenset(key for key, out in stamps if out != f"{NOTHING} {NOTHING}") or frozenset(key for key, _ in stamps)


def adopted_in(lines: str) -> Mapping[Language, Adopted]:
    """The guids in the valid lines of a note, by study language."""
    found = (GUID_LINE.fullmatch(line) for line in lines.split("\n")[1:] if line.startswith(GUID))
    return {match["language"]: adopted_of(match) for match in found if match}


def adopted_of(line: re.Match[str]) -> Adopted:
    """What a line with a guid says; raises ValueError if it is malformed."""
    guid, cards = text_of(line["guid"]), line["cards"]
    return Adopted(guid, None if cards is None else tuple(map(int, cards.split(","))) if cards != NOTHING else ())


def _word(text: str) -> str:
    """A text of another tool as one word in ASCII."""
    return json.dumps(text).replace(" ", "\\u0020")


def text_of(word: str) -> str:
    """The text of another tool in a word; raises ValueError if it is malformed."""
    text = json.loads(word)
    if not isinstance(text, str):
        raise ValueError("it is not text")
    return text


def review_lines(note_id: str, reviews: Mapping[Language, Review]) -> Iterator[str]:
    """The lines of a note's reviews."""
    for language, review in sorted(reviews.items()):
        yield f"reviewed {note_id} {language} {review.text} {review.reviewer}\n"


def note_line(note_id: str, state: str, notetype: str, stamps: Iterable[tuple[Language, Stamp]], texts: str) -> str:
    """The line of a note; `texts` is a result of `texts_of`."""
    stamped = " ".join([_stamp_text(*each) for each in stamps])
    return f"note {note_id} {state} {notetype} {stamped}{' ' * bool(texts)}{texts}\n"


def texts_of(clozes: Mapping[int, str], agreed: Mapping[str, Mapping[Language, str]]) -> str:
    """The end of a line of a note: fingerprints of the hidden words of clozes, and marks of texts that agree."""
    words = []
    if clozes:
        words += ["clozes", *(f"{number}:{text}" for number, text in sorted(clozes.items()))]
    if agreed:
        words += ["texts", *(_agreed_text(part, texts) for part, texts in agreed.items())]
    return " ".join(words)


def _stamp_text(language: Language, stamp: Stamp) -> str:
    note_id, mod, content, sketch, version = stamp
    return f"{language} {note_id} {_moment(mod)} {content} {sketch or NOTHING} {version or NOTHING}"


def _agreed_text(part: str, texts: Mapping[Language, str]) -> str:
    return f"{part} {','.join(f'{language}:{text}' for language, text in sorted(texts.items()))}"


@lru_cache(maxsize=4096)
def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def day_of(seconds: float) -> str:
    """The date of a time in seconds since 1970: `2026-11-24`."""
    return _moment(int(seconds)).partition("T")[0]


@lru_cache(maxsize=4096)
def seconds_of(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())


@lru_cache(maxsize=4096)
def _valid_seconds(moment: str) -> int | None:
    try:
        return seconds_of(moment) if re.fullmatch(MOMENT, moment) else None
    except ValueError:
        return None


def stamp_of(note_id: str, moment: str, content: str, sketch: str, version: str) -> Stamp:
    return Stamp(
        int(note_id),
        seconds_of(moment),
        content,
        "" if sketch == NOTHING else sketch,
        "" if version == NOTHING else version,
    )


def agreed_of(texts: str) -> Mapping[str, Mapping[Language, str]]:
    words = texts.split()
    return {part: dict(_AGREED.findall(each)) for part, each in zip(words[::2], words[1::2], strict=True)}
