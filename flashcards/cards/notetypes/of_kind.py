"""A kind of the author's own, or an adopted one, to the note type that Anki stores.

An author's own kind has the fields and the frame of ours around its cards, so that its notes can be reported and
retired. It has spare fields and templates: adding one later would stop updates for everyone who has the deck, while
giving a spare one a name is harmless. So ids are a function of the deck's uid and the place of a field or template, and
what is declared last takes the next spare one. Of an adopted kind, everything is as it was found.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import product
from operator import attrgetter
from typing import TypeVar

from flashcards.cards.notetypes import fields as family
from flashcards.cards.notetypes.notetype import Field, NoteInEdition, Notetype, Part, Template
from flashcards.cards.template import each_tag, fields_shown
from flashcards.model.deck import Deck, Language
from flashcards.model.edition import Edition
from flashcards.model.ids import lasting_id, moment_id
from flashcards.model.kind import (
    STUDY,
    SUPPORT,
    AdoptedNotetype,
    Kind,
    KindCard,
    KindField,
    KindLabel,
    KindPart,
    PartForm,
)
from flashcards.text.html import to_html as plain_html

LABEL = "label."
"""What begins the name of a label in the templates of an author."""

LABEL_FIELD = "Label "
"""What begins the name of the field of a label."""

OTHER = " 2"
"""What ends the name of a part, and of its field, in the support language."""

_Item = TypeVar("_Item")

_REVISION = 1
_SPARE = "Spare"
# Fields and templates are made in so many at a time, of which some stay spare; these numbers never change
_PARTS, _LABELS, _CARDS = 12, 6, 6
_FRONT = """\
{opened}
<link rel="stylesheet" href="_flashcards.css">
<article class="qa kind-{key} card-{card}" lang="{{{{Lang}}}}" data-tags="{{{{Tags}}}}">
{{{{#Topic}}}}<div class="topic" dir="auto">{{{{Topic}}}}</div>{{{{/Topic}}}}
{side}
</article>
{closed}"""
_ASKED = '<div class="asked">{{FrontSide}}</div>\n'
_ANSWER = '<hr id="answer">\n'
_BACK = """\
{asked}<article class="qa kind-{key} card-{card}" lang="{{{{Lang}}}}" data-tags="{{{{Tags}}}}">
{answer}{side}
{note}{{{{#More}}}}<div class="more">{{{{More}}}}</div>{{{{/More}}}}
<footer class="src"><span class="cite" dir="auto">{{{{Source}}}}</span>{{{{#Report}}}}<span class="report" dir="auto">\
{{{{Report}}}}</span>{{{{/Report}}}}<span class="id" lang="en" dir="ltr">{{{{ID}}}}</span></footer>
</article>"""
_NOTE = '{{#Note}}<div class="note" dir="auto">{{Note}}</div>{{/Note}}\n'
_OURS = (family.ID, family.NOTE, family.NOTE_2, *family.TAIL)


def field_name(part: str) -> str:
    """The name in Anki of the field of a part: `capital-hint` is `Capital Hint`."""
    return " ".join(word.capitalize() for word in part.replace("_", "-").split("-"))


def names_in(parts: tuple[KindPart, ...], labels: tuple[KindLabel, ...]) -> Mapping[str, str]:
    """What an author may name in templates, to its name in Anki: parts, labels, and our fields."""
    names = {"note": "Note", f"note{OTHER}": "Note 2"}
    for part in parts:
        names[part.name] = field_name(part.name)
        if not part.form.is_free:
            names[part.name + OTHER] = field_name(part.name) + OTHER
    names.update({LABEL + label.name: f"{LABEL_FIELD}{field_name(label.name)}" for label in labels})
    shown = (field for field in _OURS if field not in (family.NOTE, family.NOTE_2))
    return {**names, **{field.name: field.name for field in shown}, "Tags": "Tags", "FrontSide": "FrontSide"}


def reserved_names() -> tuple[str, ...]:
    """The names in Anki that no part may have."""
    specials = ("Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", "FrontSide")
    return (*(field.name for field in _OURS), *specials)


def is_reserved(name: str) -> bool:
    """Whether a name is that of one of our fields, or of a spare one."""
    return name in reserved_names() or name.split()[0] == _SPARE


def parts_of(kind: Kind) -> tuple[Part, ...]:
    """The parts of a kind as those of a note type; each kind has a note below the answer, too."""
    own = [
        Part(
            part.name,
            part.is_required,
            has_clozes=part.form is PartForm.CLOZE,
            is_literal=part.form is PartForm.HTML,
            form=part.form,
            is_free=part.form.is_free,
        )
        for part in kind.parts
    ]
    return (*own,) if kind.adopted else (*own, family.NOTE_PART)


@lru_cache(maxsize=64)
def notetype_of(kind: Kind, uid: str, deck_id: str, css: str) -> Notetype:
    """The note type of a kind in a deck; `css` is the deck's, on which an author's own kind builds."""
    if kind.adopted:
        return _as_found(kind, kind.adopted)
    names = names_in(kind.parts, kind.labels)
    texts = [(names[name], fill) for part in kind.parts for name, fill in _fills(part)]
    words = [(names[LABEL + label.name], _label(label)) for label in kind.labels]
    fields = (
        family.ID,
        *_fields(kind, uid, "part", texts, _PARTS),
        family.NOTE,
        family.NOTE_2,
        *(field._replace(is_aside=True, is_common=True) for field in _fields(kind, uid, "label", words, _LABELS)),
        *family.TAIL,
    )
    cards = [_template(kind, uid, place, names) for place in range(_room(len(kind.cards), _CARDS))]
    first = next((part for part in kind.parts if not part.form.is_free), kind.parts[0])
    return Notetype(
        key=kind.key,
        id=moment_id(uid, "kind", kind.key),
        name=f"{kind.name} ({deck_id} {uid[:4]})",
        revision=_REVISION,
        parts=parts_of(kind),
        fields=fields,
        sort_field=names[first.name],
        templates=tuple(cards),
        css=css + kind.style.css,
    )


def earlier_schemas(kind: Kind, deck: Deck) -> Iterator[str]:
    """The schemas of a kind before its last parts, labels and cards were added, which took spare fields and templates.

    Anki updates a note type from each of these to the present one without a question.
    """
    if kind.adopted:
        return
    cards = tuple(KindCard(card.name, "", "", (kind.parts[0].name,)) for card in kind.cards)
    for parts, labels, count in product(_begins(kind.parts), (*_begins(kind.labels), ()), range(len(cards), 0, -1)):
        earlier = replace(kind, parts=parts, labels=labels, cards=cards[:count])
        yield notetype_of.__wrapped__(earlier, deck.uid, deck.id, "").schema()


def _begins(items: tuple[_Item, ...]) -> Sequence[tuple[_Item, ...]]:
    """The items, then without the last one, and so on."""
    return [items[:count] for count in range(len(items), 0, -1)]


def _room(count: int, step: int) -> int:
    return max(1, -(-count // step)) * step


def _fills(part: KindPart) -> Iterator[tuple[str, Callable[[NoteInEdition], str]]]:
    """The fields of a part, by what authors call them."""
    yield part.name, family.study(part.name)
    if not part.form.is_free:
        yield part.name + OTHER, family.support(part.name)


def _fields(
    kind: Kind, uid: str, what: str, used: Sequence[tuple[str, Callable[[NoteInEdition], str]]], step: int
) -> Iterator[Field]:
    """Fields with these names, and spare ones after them."""
    for place in range(_room(len(used), step)):
        number = lasting_id(uid, "kind", kind.key, what, str(place))
        if place < len(used):
            yield Field(number, *used[place])
        else:
            name = f"{_SPARE} {field_name(what)} {place + 1}"
            yield Field(number, name, family.nothing, is_aside=True, is_common=True)


def _label(label: KindLabel) -> Callable[[NoteInEdition], str]:
    texts = {language: plain_html(text) for language, text in label.texts}
    return lambda item: texts.get(item.edition.study, "")


def _template(kind: Kind, uid: str, place: int, names: Mapping[str, str]) -> Template:
    """The template of a card: its sides in our frame, and a condition around its front; or else a spare one."""
    number = lasting_id(uid, "kind", kind.key, "card", str(place))
    if place >= len(kind.cards):
        side = f"{{{{#Spare 1}}}}{{{{Spare 1}}}} {place + 1}{{{{/Spare 1}}}}"  # Anki accepts no two with the same front
        return family.SPARE._replace(id=number, name=f"{_SPARE} Card {place + 1}", front=side, back=side)
    card = kind.cards[place]
    gates = [names[part] for part in card.when]
    front, back = (_in_anki(side, names).strip("\n") for side in (card.front, card.back))
    opened = "".join(f"{{{{#{gate}}}}}" for gate in gates)
    closed = "".join(f"{{{{/{gate}}}}}" for gate in reversed(gates))
    shown = fields_shown(back)
    is_placed = "FrontSide" in shown or 'id="answer"' in back
    parts = [names[part.name] for part in kind.parts]
    answers = [name for name in parts if name in shown and name not in gates]
    return Template(
        number,
        card_name(card),
        gate=gates[0] if len(gates) == 1 else "",
        front=_FRONT.format(opened=opened, closed=closed, key=kind.key, card=card.name, side=front),
        back=_BACK.format(
            asked="" if is_placed else _ASKED,
            answer="" if is_placed else _ANSWER,
            key=kind.key,
            card=card.name,
            side=back,
            note="" if "Note" in shown else _NOTE,
        ),
        browser_front=f"{{{{{gates[0]}}}}}",
        browser_back=f"{{{{{(answers or gates)[0]}}}}}",
    )


def card_name(card: KindCard) -> str:
    """The name of a card of an author's own kind in Anki."""
    return field_name(card.name)


def _in_anki(side: str, names: Mapping[str, str]) -> str:
    """A side with the names of fields instead of those of parts."""
    written, end = [], 0
    for tag in each_tag(side):
        name = ":".join([*reversed(tag.filters), names[tag.name]])
        written += [side[end : tag.start], f"{{{{{tag.sign}{name}}}}}"]
        end = tag.start + len(tag.written)
    return "".join([*written, side[end:]])


def _as_found(kind: Kind, adopted: AdoptedNotetype) -> Notetype:
    forms = {part.name: part.form for part in kind.parts}
    noticed = _field_for_notice(kind, adopted)
    return Notetype(
        key=kind.key,
        id=adopted.id,
        name=kind.name,
        revision=_REVISION,
        parts=parts_of(kind),
        fields=tuple(
            Field(field.id, field.name, family.with_notice(fill) if field == noticed else fill)
            for field, fill in ((field, _filled(field, forms)) for field in adopted.fields)
        ),
        sort_field=adopted.sort_field,
        templates=tuple(
            Template(card.id, card.name, "", card.front, card.back, card.browser_front, card.browser_back)
            for card in kind.cards
        ),
        css=kind.style.css,
        is_cloze=adopted.is_cloze,
        settings=adopted.settings,
    )


def _filled(field: KindField, forms: Mapping[str, PartForm]) -> Callable[[NoteInEdition], str]:
    if not field.part:
        return family.nothing
    form = forms[field.part]
    language_of: Callable[[Edition], Language] = (
        attrgetter(field.language) if field.language in (STUDY, SUPPORT) else lambda _: field.language
    )
    return family.filled(
        field.part,
        language_of,
        plays=True,
        has_clozes=form is PartForm.CLOZE,
        is_raw=form is PartForm.HTML,
        has_marks=False,
    )


def _field_for_notice(kind: Kind, adopted: AdoptedNotetype) -> KindField | None:
    """The field that shows learners that a note is retired: the first that only the back of a card shows."""
    card = next(iter(kind.cards), None)
    own = [field for field in adopted.fields if field.part]
    on_back = fields_shown(card.back) - fields_shown(card.front) if card else frozenset[str]()
    return next((field for field in own if field.name in on_back), own[-1] if own else None)


def notetypes_of(deck: Deck, css: str) -> Mapping[str, Notetype]:
    """The note types of a deck's own kinds, by the keys of `for_deck`; `css` is that of the deck."""
    own = {key: kind for key, kind in deck.kinds.items() if kind.is_whole}
    others = {f"{key} {language}": other for key, kind in own.items() for language, other in kind.others}
    return {key: notetype_of(kind, deck.uid, deck.id, css) for key, kind in {**own, **others}.items()}
