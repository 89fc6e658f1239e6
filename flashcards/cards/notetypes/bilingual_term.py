"""A term and its meaning, with a card in each direction."""

from flashcards.cards.notetypes import fields as family
from flashcards.cards.notetypes.notetype import Field, Notetype, Part, Template, read_text

NOTETYPE = Notetype(
    key="term",
    id=1706429012579,
    name="Bilingual Term",
    revision=2,
    parts=(Part("term"), Part("meaning"), family.NOTE_PART),
    fields=(
        family.ID,
        Field(1091144110473273, "Term", family.study("term")),
        Field(1285645204584679, "Meaning", family.study("meaning")),
        family.NOTE,
        Field(1509975360804484, "Term 2", family.support("term")),
        Field(1314634157669449, "Meaning 2", family.support("meaning")),
        family.NOTE_2,
        *family.TAIL,
    ),
    sort_field="Term",
    templates=(
        Template(
            1055448715452745,
            "Meaning",
            gate="Term",
            front=read_text("bilingual_term.meaning.front.html"),
            back=read_text("bilingual_term.meaning.back.html"),
            browser_front="{{Term}}",
            browser_back="{{Meaning}}",
        ),
        Template(
            1477294639965562,
            "Term",
            gate="Meaning",
            front=read_text("bilingual_term.term.front.html"),
            back=read_text("bilingual_term.term.back.html"),
            browser_front="{{Meaning}}",
            browser_back="{{Term}}",
        ),
        family.SPARE,
    ),
    css=family.CSS,
)
