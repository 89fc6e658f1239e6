"""A question and its answer, asked in one language with the other a tap away."""

from flashcards.cards.notetypes import fields as family
from flashcards.cards.notetypes.notetype import Field, Notetype, Part, Template, read_text

QUESTION = Field(1435327060255799, "Question", family.study("question"))
ANSWER = Field(2104557334811926, "Answer", family.study("answer"))
QUESTION_2 = Field(1524641052766368, "Question 2", family.support("question"))
ANSWER_2 = Field(1861855541411234, "Answer 2", family.support("answer"))

NOTETYPE = Notetype(
    key="qa",
    id=1660812642449,
    name="Bilingual Q&A",
    revision=2,
    parts=(Part("question"), Part("answer"), family.NOTE_PART),
    fields=(family.ID, QUESTION, ANSWER, family.NOTE, QUESTION_2, ANSWER_2, family.NOTE_2, *family.TAIL),
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
    css=family.CSS,
)
