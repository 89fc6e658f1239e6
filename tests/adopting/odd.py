"""Decks with names, texts and media as few decks have them, and Anki takes them."""

from collections.abc import Callable, Mapping
from pathlib import Path

import genanki
from anki.collection import Collection

from tests.adopting.made import MOMENT, changed, nothing
from tests.importing.made import PICTURE, export_package

FIELDS = ("null", "- x", "#?", "yes", "1st 'of' all", "মানে", "[a, b]", "السؤال", "id", "type", "retired", "~")
TEXTS = (
    "null",
    "TODO",
    "TODO: an example",
    "???",
    "…",
    "...",
    "~",
    "12:30",
    "- x",
    '"',
    " x",
    "x\n",
    "\t",
    "&nbsp;",
    "a<div>b</div><div><br></div>",
    "<table><tr><td>a</td><td>b&nbsp;</td></tr></table>",
    "<ul><li>x</li></ul>",
    r"\(a &lt; b\) \[ \sum_{i=1}^n i \]",
    "[$]x^2[/$] [latex]y[/latex]",
    "<pre>a\n  b</pre>",
    "# a",
    "{{c1::x}}",
    "[[type:x]]",
    "{{Front}}",
    "<b>x",
    "</div>",
    "<!-- a -->b",
    "e\u0301",
    "\u200b",
    "👩\u200d👩\u200d👧",
    "a\u2028b",
    "<ruby>漢<rt>かん</rt></ruby>",
    '<img src="data:image/png;base64,iVBORw0KGgo=">',
    '<img src="file:///C:/a.png">',
    '<img src="sub/a.png">',
    '<img src="">',
    "[sound:]",
    '<object data="drawn.svg"></object>',
    '<img src="a%20b.png"><img src="a b.png"><img src="a&amp;b #1.png">',
    "<img src='নদী “1”.png'>[sound:it's (1).mp3]",
)
TAGS = ("::a", "b::", "c::::d", "Ünï::код", "#x", "'y'", "Case", "case", "n\u00a0b", "leech", "Marked", "null", "12:30")
_DECK = 'The "best" deck\'s #1: <x> &amp; y'


def names(folder: Path) -> Path:
    """Note types with the same name, odd names of fields, templates and decks, and tags that Anki changes."""
    odd = genanki.Model(
        1491048801,
        " Words",
        fields=[{"name": name} for name in FIELDS],
        templates=[
            {"name": "- 'C' ", "qfmt": "{{null}}", "afmt": "{{FrontSide}}<hr>{{[a, b]}}{{#yes}}{{মানে}}{{/yes}}"},
            {"name": 'null "2"', "qfmt": "{{#yes}}{{null}}?{{/yes}}", "afmt": "{{- x}}"},
        ],
    )
    same = [
        genanki.Model(
            1491048802 + number,
            name,
            fields=[{"name": "Front"}, {"name": "Back"}, *([{"name": "More"}] if number else [])],
            templates=[{"name": "Card 1", "qfmt": "{{Front}}", "afmt": "{{Back}}"}],
        )
        for number, name in enumerate(("Basic", "Basic", "basic"))
    ]
    paths = (_DECK, f"{_DECK} :: null", f"{_DECK}::null::12:30::~")
    decks = [genanki.Deck(1491048810 + number, name) for number, name in enumerate(paths)]
    for number in range(len(TAGS)):
        model = [odd, *same][number % 4]
        fields = [f"Word {number}", *(f"{name} {number}" for name in FIELDS[1:])][: len(model.fields)]
        note = genanki.Note(model, fields, tags=["both"], guid=f"n{number}")
        decks[number % 3].add_note(note)
    path = folder / "names.apkg"
    genanki.Package(decks).write_to_file(str(path), timestamp=MOMENT)
    tagged = (
        f"update notes set tags = ' both {tag.replace(chr(39), chr(39) * 2)} ' where guid = 'n{number}'"
        for number, tag in enumerate(TAGS)
    )
    return changed(path, nothing, *tagged)


def texts(folder: Path) -> Path:
    """Fields with HTML of any kind, and media with names that only Anki reads as they are."""
    model = genanki.Model(
        1491048821,
        "Basic",
        fields=[{"name": "Front"}, {"name": "Back"}],
        templates=[{"name": "Card 1", "qfmt": "{{Front}}", "afmt": "{{Back}}{{hint:Front}}"}],
    )
    deck = genanki.Deck(1491048822, "Texts")
    for number, text in enumerate(TEXTS):
        guid = f"{number} \t#é'\\\"\U0001f44d,"
        deck.add_note(genanki.Note(model, [f"Word {number}", text], guid=guid))
    deck.add_note(genanki.Note(model, ["null", "zero"], guid="null"))
    files = ["a%20b.png", "a b.png", "a&b #1.png", "নদী “1”.png", "it's (1).mp3", "drawn.svg"]
    files += ["_by a script.json", "latex-0e46a5b1.png"]
    for name in files:
        (folder / name).write_bytes(b"<svg/>" if name.endswith("svg") else PICTURE + name.encode())
    path = folder / "texts.apkg"
    genanki.Package(deck, [str(folder / name) for name in files]).write_to_file(str(path), timestamp=MOMENT)
    return path


def clozes(folder: Path) -> Path:
    """Clozes in the second and third field, nested, with hints and in formulas."""
    model = genanki.Model(
        1491048831,
        "Gaps",
        fields=[{"name": "Head"}, {"name": "Text"}, {"name": "More"}],
        templates=[{"name": "Cloze", "qfmt": "{{Head}} {{cloze:Text}} {{cloze:More}}", "afmt": "{{cloze:Text}}"}],
        model_type=genanki.Model.CLOZE,
    )
    rows = (
        ("{{c1::outer {{c2::inner}} end}}", ""),
        ("{{c1::a::hint}} {{c1::b}} {{c3::c::<b>h</b>}}", "{{c4::d}}"),
        (r"\({{c1::x^2}}\) and \[{{c2::\frac{a}{b} }}\]", ""),
        ("{{c1::a::b}} <div>{{c2::block}}</div>", "none"),
        ("{{c1::a}}&nbsp;{{c12::b}}", ""),
    )
    deck = genanki.Deck(1491048832, "Gaps")
    for number, row in enumerate(rows):
        deck.add_note(genanki.Note(model, [f"Word {number}", *row], guid=f"c{number}"))
    path = folder / "gaps.apkg"
    genanki.Package(deck).write_to_file(str(path), timestamp=MOMENT)
    return path


def occlusions(folder: Path) -> Path:
    """Notes of Anki's own type of pictures with masks."""
    col = Collection(str(folder / "author.anki2"))
    try:
        col.add_image_occlusion_notetype()
        [kind] = [each["id"] for each in col.models.all() if each.get("originalStockKind") == 6]
        col.decks.set_current(col.decks.id("Bones"))
        for number in range(5):
            picture = folder / f"hand {number}.png"
            picture.write_bytes(PICTURE)
            masks = "".join(
                f"{{{{c{mask}::image-occlusion:rect:left=.{mask}:top=.2:width=.1:height=.1}}}}<br>" for mask in (1, 2)
            )
            col.add_image_occlusion_note(kind, str(picture), masks, f"Word {number}", "<b>back</b>", ["bones"])
        col.db.execute(f"update notes set mod = {MOMENT}")
        col.db.execute(f"update notetypes set mtime_secs = {MOMENT}")
    finally:
        col.close()
    col = Collection(str(folder / "author.anki2"))
    try:
        return export_package(col, folder / "bones.apkg", deck="Bones")
    finally:
        col.close()


ODD: Mapping[str, Callable[[Path], Path]] = {
    "names": names,
    "texts": texts,
    "clozes": clozes,
    "occlusions": occlusions,
}
