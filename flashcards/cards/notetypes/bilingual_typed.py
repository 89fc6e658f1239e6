"""A question whose answer the learner types in, and Anki compares."""

from flashcards.cards.notetypes import fields as family
from flashcards.cards.notetypes.bilingual_qa import ANSWER, ANSWER_2, QUESTION, QUESTION_2
from flashcards.cards.notetypes.notetype import Field, Notetype, Part, Template, read_text

# The answer without Markdown, as it has to be typed
TYPED = Field(1631221733880775, "Typed", family.study("answer", is_literal=True), is_aside=True)

NOTETYPE = Notetype(
    key="typed",
    id=1605586014723,
    name="Bilingual Typed",
    revision=2,
    parts=(Part("question"), Part("answer", is_literal=True), family.NOTE_PART),
    fields=(
        family.ID,
        QUESTION,
        ANSWER._replace(fill=family.study("answer", is_literal=True)),
        family.NOTE,
        QUESTION_2,
        ANSWER_2._replace(fill=family.support("answer", is_literal=True)),
        family.NOTE_2,
        TYPED,
        *family.TAIL,
    ),
    sort_field="Question",
    templates=(
        Template(
            2065040974836368,
            "Study",
            gate="Question",
            front=read_text("bilingual_typed.front.html"),
            back=read_text("bilingual_qa.back.html"),
            browser_front="{{Question}}",
            browser_back="{{Answer}}",
        ),
        family.SPARE,
    ),
    css=family.CSS,
)
