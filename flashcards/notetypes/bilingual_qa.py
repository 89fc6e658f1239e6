"""A question and its answer, asked in one language with the other a tap away."""

from collections.abc import Callable

from flashcards.notetypes import family
from flashcards.notetypes.notetype import Asked, Field, Notetype, Part, Template, read_text


def _study(part: str) -> Callable[[Asked], str]:
    return lambda asked: family.part(asked, part, asked.edition.study)


def _support(part: str) -> Callable[[Asked], str]:
    return lambda asked: family.part(asked, part, asked.edition.support)


def _note(asked: Asked) -> str:
    return family.with_retirement(asked, asked.edition.study, _study("note")(asked))


def _note_2(asked: Asked) -> str:
    return family.with_retirement(asked, asked.edition.support, _support("note")(asked))


NOTETYPE = Notetype(
    id=1660812642449,
    name="Bilingual Q&A",
    modified=1795478400,
    parts=(Part("question"), Part("answer"), Part("note", is_required=False)),
    fields=(
        family.ID,
        Field(1435327060255799, "Question", _study("question")),
        Field(2104557334811926, "Answer", _study("answer")),
        Field(1528735591936100, "Note", _note),
        Field(1524641052766368, "Question 2", _support("question")),
        Field(1861855541411234, "Answer 2", _support("answer")),
        Field(2003439709799140, "Note 2", _note_2),
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
