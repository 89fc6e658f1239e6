"""A text with cloze deletions, {{c1::like this}}, in both languages."""

from flashcards.cards.notetypes import fields as family
from flashcards.cards.notetypes.notetype import Field, Notetype, Part, Template, read_text

NOTETYPE = Notetype(
    key="cloze",
    id=1525291032772,
    name="Bilingual Cloze",
    revision=2,
    parts=(Part("text", has_clozes=True), family.NOTE_PART),
    fields=(
        family.ID,
        Field(1193759059688375, "Text", family.study("text", has_clozes=True)),
        family.NOTE,
        Field(1054945656261857, "Text 2", family.support("text", has_clozes=True)),
        family.NOTE_2,
        *family.TAIL,
    ),
    sort_field="Text",
    templates=(
        Template(
            1522779365217209,
            "Study",
            gate="Text",
            front=read_text("bilingual_cloze.front.html"),
            back=read_text("bilingual_cloze.back.html"),
            browser_front="{{cloze:Text}}",
            browser_back="{{cloze:Text}}",
        ),
    ),
    css=family.CSS,
    is_cloze=True,
)
