"""Cards as we render them are the cards Anki's own backend renders."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pytest
from anki.collection import Collection
from anki.sound import AVTag, SoundOrVideoTag
from hypothesis import given, settings
from hypothesis import strategies as st

from flashcards.cards.notetypes import NOTETYPES
from flashcards.cards.notetypes.notetype import Notetype
from flashcards.cards.template import Side, Sides, Sound, Specials, Speech, as_shown, card_sides
from flashcards.text import cloze

pytestmark = pytest.mark.slow

FIELDS = ("F", "G", "H")
SPECIALS = Specials(tags="b a", notetype="Kind", deck="(Deck)", card="Card 1")
WRONG = "a template that Anki does not take"

# What Anki says in its own words, where a card shows nothing
_BLANK = re.compile(r"<div>(The front of this card is blank|No cloze).*?</div>", re.DOTALL)
_HINT = re.compile(
    r'<a class=hint href="#"\nonclick="[^"]*" draggable=false>(.*?)</a>\n<div id="hint[0-9a-f]{16}" class=hint '
    r'style="display: none">',
    re.DOTALL,
)


class Anki(NamedTuple):
    """A collection with a note type of each kind, whose templates a test brings along."""

    collection: Any
    plain: Any
    cloze: Any

    def sides(
        self, front: str, back: str, fields: Sequence[str], *, ordinal: int = 0, is_cloze: bool = False
    ) -> Sides | str:
        notetype = self.cloze if is_cloze else self.plain
        note = self.collection.new_note(notetype)
        note.fields = [*fields, *[""] * (len(FIELDS) - len(fields))]
        note.tags = SPECIALS.tags.split()
        template = {**notetype["tmpls"][0], "qfmt": front, "afmt": back}
        output = note.ephemeral_card(ordinal, custom_template=template).render_output()
        return WRONG if "template has a problem" in output.question_text else sides_of(output)


def sides_of(output: Any) -> Sides:
    """What the backend rendered, without its own words about a blank card and the ids of hints."""
    is_blank = bool(_BLANK.search(output.question_text))
    front, back = (
        _HINT.sub(r"<a class=hint>\1</a><div class=hint>", _BLANK.sub("", text))
        for text in (output.question_text, output.answer_text)
    )
    return Sides(Side(front, _ours(output.question_av_tags)), Side(back, _ours(output.answer_av_tags)), is_blank)


def _ours(tags: Sequence[AVTag]) -> tuple[Sound | Speech, ...]:
    return tuple(
        Sound(tag.filename)
        if isinstance(tag, SoundOrVideoTag)
        else Speech(tag.field_text, tag.lang, tuple(tag.voices), round(tag.speed, 3), tuple(sorted(tag.other_args)))
        for tag in tags
    )


def ours(front: str, back: str, fields: Sequence[str], *, ordinal: int = 0, is_cloze: bool = False) -> Sides | str:
    named = dict(zip(FIELDS, [*fields, "", "", ""], strict=False))
    try:
        sides = card_sides(front, back, named, SPECIALS, ordinal=ordinal, is_cloze=is_cloze)
    except (KeyError, ValueError):
        return WRONG
    return with_links(sides)


def with_links(sides: Sides) -> Sides:
    """Our hints written as Anki's are, with a link for our `<details>`."""
    front, back = (
        Side(
            side.html.replace("<details class=hint><summary>", "<a class=hint>")
            .replace("</summary>\n", "</a>")
            .replace("</div></details>", "</div>"),
            side.sounds,
        )
        for side in (sides.front, sides.back)
    )
    return Sides(front, back, sides.is_blank)


@pytest.fixture(scope="module")
def anki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Anki]:
    collection = Collection(str(tmp_path_factory.mktemp("anki") / "collection.anki2"))
    plain = added(collection, "Kind", FIELDS, [("Card 1", "{{F}}", "{{F}}")], is_cloze=False)
    clozed = added(collection, "Cloze kind", FIELDS, [("Card 1", "{{cloze:F}}", "{{cloze:F}}")], is_cloze=True)
    yield Anki(collection, plain, clozed)
    collection.close()


def added(
    collection: Any, name: str, fields: Sequence[str], templates: Sequence[tuple[str, str, str]], *, is_cloze: bool
) -> Any:
    notetype = collection.models.new(name)
    notetype["type"] = int(is_cloze)
    for field in fields:
        collection.models.add_field(notetype, collection.models.new_field(field))
    for title, front, back in templates:
        template = {**collection.models.new_template(title), "qfmt": front, "afmt": back}
        collection.models.add_template(notetype, template)
    return collection.models.get(collection.models.add_dict(notetype).id)


def texts_of(notetype: Notetype, *, is_full: bool) -> dict[str, str]:
    """Something in each field, or only in those a note cannot be without."""
    said = {field.name: f"{field.name} &amp; <b>more</b>[sound:{field.id}.mp3]" for field in notetype.fields}
    clozed = "{{c1::one::first}} and {{c3::<i>three</i> with {{c1::ক}}}} of \\(\\frac{ {{c2::a}} }{b}\\)"
    said |= {name: clozed for name in ("Text", "Text 2") if name in said}
    said |= {"Lang": "bn", "Lang 2": "en", "Voice": "bn_IN"}
    gates = {template.gate for template in notetype.templates}
    return said if is_full else {name: text if name in {"ID", *gates} else "" for name, text in said.items()}


@pytest.mark.parametrize("is_full", [True, False], ids=["full", "bare"])
@pytest.mark.parametrize("notetype", NOTETYPES.values(), ids=NOTETYPES)
def test_our_note_types_look_as_they_do_in_anki(notetype: Notetype, is_full: bool, anki: Anki) -> None:
    texts = texts_of(notetype, is_full=is_full)
    templates = [(template.name, template.front, template.back) for template in notetype.templates]
    kind = added(anki.collection, f"{notetype.name} {is_full}", list(texts), templates, is_cloze=notetype.is_cloze)
    note = anki.collection.new_note(kind)
    note.fields = list(texts.values())
    note.tags = ["kind::fact", "physics::light"]
    anki.collection.add_note(note, anki.collection.decks.id("Science::Physics"))
    cards = note.cards()
    assert len(cards) >= 1
    for card in cards:
        template = notetype.templates[0 if notetype.is_cloze else card.ord]
        specials = Specials(note.string_tags().strip(), kind["name"], "Science::Physics", template.name)
        sides = card_sides(template.front, template.back, texts, specials, ordinal=card.ord, is_cloze=notetype.is_cloze)
        assert sides == sides_of(card.render_output())


PLAIN_CASES: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "fields": ("{{F}} <p>{{G}}</p>", "{{FrontSide}}<hr id=answer>{{H}}", ("one", "", "two")),
    "blanks in a mark": ("{{ F }}{{  #G }}g{{ /  G}}{{\nF\n}}", "{{F}}", ("x", "y")),
    "nested conditions": (
        "{{#F}}a{{^G}}b{{#H}}c{{/H}}{{^H}}d{{/H}}{{/G}}e{{/F}}{{F}}",
        "{{^F}}no{{#G}}no{{/G}}{{/F}}{{#G}}g{{/G}}{{^G}}none{{/G}}",
        ("x", "", "z"),
    ),
    "a condition in itself": ("{{#F}}x{{^F}}y{{/F}}{{/F}}{{F}}", "{{#F}}{{#F}}z{{/F}}{{/F}}", ("x",)),
    "blank by a break": ("{{F}}{{#G}}g{{/G}}{{#H}}h{{/H}}", "{{^G}}blank{{/G}}", ("x", "<br>", " <div><br /></div>\n")),
    "filled by a space that does not break": ("{{F}}{{#G}}g{{/G}}{{#H}}h{{/H}}", "b", ("x", "&nbsp;", "\u00a0")),
    "filled by an empty paragraph": ("{{F}}{{#G}}g{{/G}}{{#H}}h{{/H}}", "b", ("x", "<p></p>", "\u200b")),
    "a blank front": ("what? {{F}}{{#G}}{{G}}{{/G}}", "back {{H}}", ("", "", "h")),
    "a front without fields": ("what?", "{{F}}", ("x",)),
    "a front of conditions only": ("{{#F}}what?{{/F}}", "{{F}}", ("x",)),
    "a front of a tag only": ("{{Tags}}", "{{F}}", ("x",)),
    "comments": ("<!-- {{nobody}} {{#F}} -->{{F}}<!-- {{G}}", "{{#F}}<!-- {{/F}} -->b{{/F}}-->", ("x", "y")),
    "more braces": ("{{{F}}} {{F}}} { {F}}", "}} {{F} {{F", ("x",)),
    "specials": (
        "{{Tags}}|{{Type}}|{{Deck}}|{{Subdeck}}|{{Card}}|{{CardFlag}}|{{F}}",
        "{{#Tags}}{{text:Tags}}{{/Tags}}{{^Card}}no card{{/Card}}",
        ("x",),
    ),
    "the first card": ("{{#c1}}one{{/c1}}{{#c2}}two{{/c2}}{{^c9}}not nine{{/c9}}{{F}}{{c1}}", "b", ("x",)),
    "sound on both sides": (
        "{{F}}[sound:t.mp3]",
        "{{FrontSide}} {{F}} {{G}}",
        ("[sound:a &amp; b.mp3]", "[sound:folder/c.ogg]"),
    ),
    "sound is no sound": ("{{F}}", "{{F}}", ("[sound:] [Sound:a.mp3] [sound:a",)),
    "speech by filter": (
        "{{tts bn_IN:F}}{{tts en_US voices=Apple_Samantha,Ava speed=1.5 mood=calm:G}}",
        "{{FrontSide}}{{tts bn_IN:text:F}}",
        ("<b>ক</b>&nbsp;খ<br>গ<p>ঘ</p>[sound:a.mp3]", "x"),
    ),
    "speech by mark": (
        "[anki:tts lang={{G}}]{{F}} [...][/anki:tts]",
        '{{FrontSide}}[anki:tts  lang="bn IN" voices=a,,b speed=fast ]{{F}}[/anki:tts]',
        ("<div>x</div> &lt;y&gt;", "bn_IN"),
    ),
    "speech is no speech": (
        "{{F}}",
        "{{F}}",
        ("[anki:tts lang=bn_IN]x [anki:foo][sound:a.mp3][/anki:foo] [anki:tts x]y[/anki:tts][anki:ttsx=y][/anki:tts]",),
    ),
    "the front within filters": ("{{F}}", "{{text:FrontSide}}{{hint:FrontSide}}", ("<b>x</b>[sound:a.mp3]",)),
    "the front on the front": ("{{FrontSide}}{{F}}", "{{FrontSide}}", ("x",)),
    "hints": ("{{hint:F}}{{hint:G}}{{hint:H}}", "{{hint:hint:F}}{{text:hint:F}}", ("<b>x</b>", " ", "<br>")),
    "plain text": (
        "{{text:F}}|{{text:G}}",
        "{{text:H}}",
        (
            "<i>a</i>&nbsp;b<!-- c --><style>d</style>&copy;&#39;&#x995;",
            "a &lt; b &check;",
            "x <y> z<br>\u00a0&amp;amp;",
        ),
    ),
    "to type": ("{{type:F}} {{type:nc:F}} {{type:G}}", "{{FrontSide}} {{type:F}} {{hint:type:F}}", ("x", "")),
    "to type, with other filters": ("{{type:text:F}}{{type:unknown:F}}{{F}}", "{{unknown:type:F}}{{type:}}", ("x",)),
    "readings": ("{{furigana:F}}", "{{kanji:F}}|{{kana:F}}", ("a 漢字[かんじ] [sound:b.mp3]&nbsp;x[y]z[]",)),
    "unknown filters": ("{{unknown:F}}{{unknown:text:F}}", "{{text:unknown:F}}{{text :F}}{{::text::F}}", ("<b>x</b>",)),
    "a cloze out of place": ("{{cloze:F}}", "{{text:F}}", ("{{c1::x}} {{c2::y}}",)),
    "a field there is none of": ("{{F}}", "{{nobody}}", ("x",)),
    "such a field that is not shown": ("{{F}}{{^F}}{{nobody}}{{/F}}", "b", ("x",)),
    "such a condition": ("{{F}}{{#nobody}}{{/nobody}}", "b", ("x",)),
    "a blank after a colon": ("{{text: F}}", "b", ("x",)),
    "never closed": ("{{#F}}{{F}}", "b", ("x",)),
    "closed by another": ("{{#F}}{{#G}}{{/F}}{{/G}}{{F}}", "b", ("x",)),
    "never opened": ("{{F}}{{/F}}", "b", ("x",)),
}


@pytest.mark.parametrize("case", PLAIN_CASES)
def test_hard_cases_are_as_in_anki(case: str, anki: Anki) -> None:
    front, back, fields = PLAIN_CASES[case]
    assert ours(front, back, fields) == anki.sides(front, back, fields)


CLOZE_CASES: Mapping[str, tuple[str, str, int]] = {
    "one": ("{{cloze:F}}", "a {{c1::b}} c", 0),
    "a hint": ("{{cloze:F}}", "{{c1::a::<b>h</b>::i}} {{c1::b::}}", 0),
    "several": ("{{cloze:F}}", "{{c1::a}} {{c2::b::h}} {{c1::c}} {{c3::d}}", 1),
    "nested, the outer one": ("{{cloze:F}}", "{{c1::a {{c2::b::h}} c::hint {{c3::d}} }}", 0),
    "nested, the inner one": ("{{cloze:F}}", "{{c1::a {{c2::b::h}} c::hint {{c3::d}} }}", 1),
    "a hint on either side of another": ("{{cloze:F}}", "{{c1::a::h {{c2::b}} c::i}}", 0),
    "nested in itself": ("{{cloze:F}}", "{{c1::a {{c1::b}}}}", 0),
    "more than ten deep": ("{{cloze:F}}", "".join(f"{{{{c{n}::{n} " for n in range(1, 13)) + "x" + " }}" * 12, 0),
    "two numbers in one": ("{{cloze:F}}", "{{c2,1::a::h}} {{c1,1::b}} {{c1,0::c}} {{c,2,::d}} {{c40,9::e}}", 1),
    "number 0": ("{{cloze:F}}", "{{c0::a {{c1::b}}}}", 0),
    "the last card": ("{{cloze:F}}", "{{c500::a}} {{c501::b}} {{c70000::c}}", 499),
    "never closed": ("{{cloze:F}}", "{{c1::a}} b {{c2::c {{c1::d}} e", 0),
    "closed twice": ("{{cloze:F}}", "{{c1::a}}}} {{{c1::b}} {{c1::c}", 0),
    "no cloze": ("{{cloze:F}}", "{{c1::a}} {{c1:b}} {{C1::c}} {{ c1::d}} {{c::e}} {{c১::f}}", 0),
    "braces inside": ("{{cloze:F}}", "{{c1::\\frac{1}{x^{2}} }} {{c1::x {{y}} z}}", 0),
    "letters in an attribute": ("{{cloze:F}}", "{{c1::é\"'&amp;<i>ক–1_২\u00a0</i>\n}}", 0),
    "maths": ("{{cloze:F}}", "\\({{c1::x}} <b>y</b>\\) \\[{{c1::z::<i>h</i>}}\\] {{c1::\\(<b>q</b>\\)}} <b>r</b>", 0),
    "sound and speech": (
        "{{cloze:F}}{{tts bn_IN:cloze:F}}",
        "{{c1::[sound:a.mp3]}} {{c1::b}} {{c2::[sound:c.mp3]}}",
        0,
    ),
    "only what is left out": ("{{cloze-only:F}}", "a {{c1::<b>b</b>::h}} {{c2::c {{c1::d}}}} {{c1::}} {{c1::e::}}", 0),
    "to type": ("{{cloze:F}}{{type:cloze:F}}{{hint:type:cloze:F}}", "{{c1::a}} {{c1::b}}", 0),
    "filters upon filters": (
        "{{text:cloze:F}}{{hint:cloze:F}}{{cloze:text:F}}",
        "<b>{{c1::<i>a</i>}}</b> {{c2::b}}",
        0,
    ),
    "in a condition": (
        "{{#c1}}one {{cloze:F}}{{/c1}}{{#c2}}two {{cloze:F}}{{/c2}}{{^c1}}!{{/c1}}",
        "{{c1::a}}{{c2::b}}",
        1,
    ),
    "of another card": ("before {{cloze:F}}", "{{c2::a}}", 0),
    "no longer there": ("{{cloze:F}} {{F}}", "a", 0),
}


@pytest.mark.parametrize("case", CLOZE_CASES)
def test_hard_clozes_are_as_in_anki(case: str, anki: Anki) -> None:
    template, text, ordinal = CLOZE_CASES[case]
    back = f"{template}<hr>{{{{FrontSide}}}}"
    assert ours(template, back, [text], ordinal=ordinal, is_cloze=True) == anki.sides(
        template, back, [text], ordinal=ordinal, is_cloze=True
    )


def test_a_cloze_in_any_field_makes_a_card(anki: Anki) -> None:
    note = anki.collection.new_note(anki.cloze)
    note.fields = ["{{c2::a}}", "{{c1::b}}", ""]
    anki.collection.add_note(note, 1)
    assert [card.ord for card in note.cards()] == [0, 1]
    sides = ours("{{cloze:F}}", "{{cloze:F}}", note.fields, is_cloze=True)
    assert sides == sides_of(note.cards()[0].render_output())
    assert sides == Sides(Side("", ()), Side("", ()), is_blank=False)


PAGE_FIELDS = {"F": "what? [sound:a &amp; b.mp3]", "G": "<b>দুই</b>&nbsp;&lt; তিন", "H": ""}


def test_sounds_are_buttons_on_a_page() -> None:
    sides = card_sides("{{F}}", '{{FrontSide}}{{tts bn_IN:G}}[sound:"c".ogg]', PAGE_FIELDS)
    front, back = as_shown(sides, PAGE_FIELDS, media="media/", play="শুনুন")
    button, picture = '<a class="replay-button soundLink" aria-label="শুনুন"', re.compile("<svg .*?</svg>")
    heard = (
        f'{button} href="media/a%20%26%20b.mp3" data-src="a &amp; b.mp3" title="a &amp; b.mp3"></a>'
        '<audio src="media/a%20%26%20b.mp3" preload="none"></audio>'
    )
    assert picture.sub("", front) == f"what? {heard}"
    assert picture.sub("", back) == (
        f'what? {heard}{button} role="button" tabindex="0" lang="bn-IN" title="দুই &lt; তিন"></a>'
        f'{button} href="media/%22c%22.ogg" data-src="&quot;c&quot;.ogg" title="&quot;c&quot;.ogg"></a>'
        '<audio src="media/%22c%22.ogg" preload="none"></audio>'
    )


def test_an_answer_is_typed_on_the_front_and_shown_on_the_back_of_a_page() -> None:
    sides = card_sides("{{F}}|{{type:G}}|{{type:H}}", "{{type:G}}|{{type:nc:G}}|{{type:H}}", PAGE_FIELDS)
    front, back = as_shown(sides, PAGE_FIELDS)
    assert front.endswith('|<center><input type="text" id="typeans" autocomplete="off"></center>|')
    told = '<code id="typeans"><span class="typeGood">দুই &lt; তিন</span></code>'
    assert back == f"{told}|{told}|"


def test_words_left_out_are_typed_on_a_page() -> None:
    fields = {"F": "{{c1::a}} {{c2::<i>b</i>}} {{c2::c}}"}
    sides = card_sides("{{cloze:F}}", "{{type:cloze:F}}", fields, ordinal=1, is_cloze=True)
    assert as_shown(sides, fields, ordinal=1)[1] == '<code id="typeans"><span class="typeGood">b, c</span></code>'


def test_maths_and_an_unknown_number_of_a_sound_are_left_on_a_page() -> None:
    fields = {"F": r"\(x^2\) [anki:play:q:7]"}
    assert as_shown(card_sides("{{F}}", "{{F}}", fields), fields) == (fields["F"], fields["F"])


SCRAPS = ("a", "ক", " ", "<b>x</b>", "&nbsp;", "\\(", "\\)", "<br>", "é'", "{", "}", ":", "\n", "[sound:a.mp3]", "k[j]")
BEGINNINGS = ("{{c1::", "{{c2::", "{{c3::", "{{c1,2::", "{{c0::", "{{c501::", "{{c70000::", "{{c,::", "{{c1:")
WHOLE = st.recursive(
    st.sampled_from(SCRAPS),
    lambda inside: st.builds(
        "{}{{{{c{}::{}{}}}}}{}".format,
        inside,
        st.sampled_from(("1", "2", "1,2")),
        inside,
        st.sampled_from(("", "::h")),
        inside,
    ),
)
BROKEN = st.lists(st.sampled_from([*SCRAPS, *BEGINNINGS, "}}", "}}", "::h"]), max_size=14).map("".join)
CLOZE_TEXTS = st.one_of(WHOLE, BROKEN, st.builds("{{{{c1::x}}}}{}{}".format, WHOLE, BROKEN))
TEXTS = st.one_of(
    st.sampled_from(("", " ", "<br>", "<div></div>\n", "&nbsp;", "<b>b</b> &amp; c", "&check;&amp;", "<!-- c -->")),
    st.sampled_from(("[sound:x/y.ogg]", "[anki:tts lang=bn_IN]q [...]<br>r[/anki:tts]", "[anki:foo]x[/anki:foo]")),
    CLOZE_TEXTS,
)
NAMES = st.sampled_from((*FIELDS, *FIELDS, "Tags", "Card", "FrontSide"))
FILTERS = st.sampled_from(
    (
        "text",
        "hint",
        "cloze",
        "cloze-only",
        "type",
        "nc",
        "tts bn_IN",
        "tts en_US speed=1.5",
        "kana",
        "furigana",
        "x",
        "",
    )
)
MARKS = st.builds(lambda filters, name: f"{{{{{':'.join([*filters, name])}}}}}", st.lists(FILTERS, max_size=3), NAMES)
PIECES = st.sampled_from(("<p>", "\n", " ", "<!-- {{F}} -->", "<!--", "-->", "}}", "[sound:t.mp3]"))
TEMPLATES = st.recursive(
    st.one_of(MARKS, MARKS, MARKS, PIECES),
    lambda inside: st.one_of(
        st.lists(inside, min_size=2, max_size=4).map("".join),
        st.builds(
            "{{{{{0}{1}}}}}{2}{{{{/{1}}}}}".format,
            st.sampled_from("#^"),
            st.sampled_from((*FIELDS, "Tags", "c1", "c2")),
            inside,
        ),
    ),
    max_leaves=10,
)


@settings(max_examples=250, deadline=None, derandomize=True)
@given(front=TEMPLATES, back=TEMPLATES, fields=st.tuples(TEXTS, TEXTS, TEXTS))
def test_any_template_is_filled_in_as_by_anki(front: str, back: str, fields: tuple[str, ...], anki: Anki) -> None:
    filled = ("full", *fields[1:])
    assert ours("{{F}}" + front, back, filled) == anki.sides("{{F}}" + front, back, filled)
    assert ours(front, back, fields) == anki.sides(front, back, fields)


@settings(max_examples=250, deadline=None, derandomize=True)
@given(front=TEMPLATES, back=TEMPLATES, text=CLOZE_TEXTS, others=st.tuples(TEXTS, TEXTS))
def test_any_cloze_template_is_filled_in_as_by_anki(
    front: str, back: str, text: str, others: tuple[str, str], anki: Anki
) -> None:
    front = "{{cloze:F}}" + front
    for ordinal in (0, 1):
        fields = (text, *others)
        assert ours(front, back, fields, ordinal=ordinal, is_cloze=True) == anki.sides(
            front, back, fields, ordinal=ordinal, is_cloze=True
        )


@settings(max_examples=250, deadline=None, derandomize=True)
@given(text=CLOZE_TEXTS)
def test_any_text_makes_the_cards_anki_makes(text: str, anki: Anki) -> None:
    note = anki.collection.new_note(anki.cloze)
    note.fields = [text, "", ""]
    anki.collection.add_note(note, 1)
    made = sorted({card.ord + 1 for card in note.cards()})
    assert made == list(cloze.numbers(text) or (1,))  # a note without clozes keeps a card, which says so


@settings(max_examples=250, deadline=None, derandomize=True)
@given(text=CLOZE_TEXTS)
def test_any_answer_is_typed_as_anki_wants_it(text: str, anki: Anki) -> None:
    for number in (1, 2):
        assert cloze.to_type(text, number - 1) == anki.collection.extract_cloze_for_typing(text, number)
