"""The fields of a deck's page on AnkiWeb, checked against the limits of its form."""

from collections.abc import Iterator
from typing import NamedTuple

from flashcards.anki.package import Package
from flashcards.model.edition import Edition
from flashcards.model.problem import FlashcardsError
from flashcards.release.plaintext import sample
from flashcards.release.strings import release_texts
from flashcards.text.language import name_in, number, own_name

# Characters, from third-party descriptions of the form: check them when filling it in
MAX_TITLE = 60
MAX_TAGS = 60
MAX_SUPPORT_URL = 180
MAX_DESCRIPTION = 65_000

_SAMPLES = 3
_NEW_A_DAY = 10


class Listing(NamedTuple):
    """The fields of the form."""

    title: str
    tags: str
    support_url: str
    description: str


def listing(package: Package, changelog: str) -> Listing:
    """The listing of a package. Raises FlashcardsError if a field is too long for the form."""
    edition = package.edition
    description = "\n\n".join(_paragraphs(package, changelog)).strip() + "\n"
    listed = Listing(_title(edition), _tags(edition), _support_url(edition), description)
    for name, limit, text in zip(
        Listing._fields, (MAX_TITLE, MAX_TAGS, MAX_SUPPORT_URL, MAX_DESCRIPTION), listed, strict=True
    ):
        if len(text) > limit:
            raise FlashcardsError(
                f"the {name.replace('_', ' ')} of '{edition.name}' on AnkiWeb has {len(text):,} characters, "
                f"and {limit:,} are allowed",
                hint="shorten the deck's title" if name == "title" else "shorten what it is made from",
            )
    return listed


def listing_text(listed: Listing) -> str:
    """A listing as a text to copy from."""
    heads = (("Title", listed.title), ("Tags", listed.tags), ("Support URL", listed.support_url))
    return "\n".join([*(f"{name}: {text}" for name, text in heads), "", listed.description])


def _title(edition: Edition) -> str:
    """The deck's title, with its languages if they fit."""
    languages = " + ".join(own_name(tag) for tag in (edition.study, edition.support) if tag)
    own = f"{edition.title} ({edition.variant_name})" if edition.variant_name else edition.title
    full = f"{own} · {languages}"
    return full if len(full) <= MAX_TITLE else own


def _tags(edition: Edition) -> str:
    """The English names of the languages and the deck's id, as many as fit."""
    names = [name_in(tag, "en").lower().replace(" ", "-") for tag in edition.deck.languages]
    fitting = ""
    for name in [*names, edition.deck.id]:
        longer = f"{fitting} {name}".strip()
        fitting = longer if len(longer) <= MAX_TAGS else fitting
    return fitting


def _support_url(edition: Edition) -> str:
    """The address for reports, without the part that is filled in for each note."""
    address = edition.deck.report
    return address.split("?")[0].split("{")[0] if address.startswith("http") else ""


def _paragraphs(package: Package, changelog: str) -> Iterator[str]:
    deck, tag = package.edition.deck, package.edition.study
    texts = release_texts(tag)
    cards, samples = 0, list[str]()
    held = (note for note in deck.notes if package.edition.holds(note))
    for note, stamped in zip(held, package.notes, strict=True):
        if not note.retired:
            cards += len(stamped.cards)
            samples += filter(None, [sample(note, tag, package.edition.support)])
    yield package.description
    if samples:
        yield f"**{texts.answers}**"
        yield "\n".join(f"- {line}" for line in samples[:: max(1, len(samples) // _SAMPLES)][:_SAMPLES])
    yield texts.size.format(cards=number(cards, tag), days=number(-(-cards // _NEW_A_DAY), tag))
    yield texts.updates
    yield texts.mistakes_by_link if deck.report else texts.mistakes_by_id
    yield changelog
