"""A question and its answer, asked in one language with the other a tap away."""

from collections.abc import Callable

from flashcards.deck import Note
from flashcards.edition import Edition
from flashcards.markup import to_html
from flashcards.notetypes import family
from flashcards.notetypes.notetype import Field, Notetype, Part, Template, read_text


def _study(part: str) -> Callable[[Edition, Note], str]:
    return lambda edition, note: to_html(note.parts[part][edition.study].value) if part in note.parts else ""


def _support(part: str) -> Callable[[Edition, Note], str]:
    return lambda edition, note: (
        to_html(note.parts[part][edition.support].value) if part in note.parts and edition.support else ""
    )


NOTETYPE = Notetype(
    id=1660812642449,
    name="Bilingual Q&A",
    modified=1795478400,
    parts=(Part("question"), Part("answer"), Part("note", is_required=False)),
    fields=(
        family.ID,
        Field(1435327060255799, "Question", _study("question")),
        Field(2104557334811926, "Answer", _study("answer")),
        Field(1528735591936100, "Note", _study("note")),
        Field(1524641052766368, "Question 2", _support("question")),
        Field(1861855541411234, "Answer 2", _support("answer")),
        Field(2003439709799140, "Note 2", _support("note")),
        *family.TAIL,
    ),
    sort_field="Question",
    templates=(
        Template(
            1498663857984818,
            "Study",
            gate="Question",
            front=read_text("bilingual_qa.front.html"),
            back=read_text("bilingual_qa.back.html"),
            browser_front="{{Question}}",
            browser_back="{{Answer}}",
        ),
        family.SPARE,
    ),
    css=read_text("card.css"),
)
