"""Every letter and sign of a text is on its card, or Markdown has it by its closed list, or it is said to be lost.

With FLASHCARDS_SAMPLES, the path of a folder, the texts of all decks in it are held to the same.
"""

import html
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml
from anki.collection import Collection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashcards.cards.notetypes import NOTETYPES
from flashcards.cards.notetypes.notetype import NoteInEdition
from flashcards.deckfile.discovery import DeckFiles
from flashcards.model.edition import editions
from flashcards.text import cloze
from flashcards.text import html as markup
from flashcards.text.markdown import markdown_warnings, references, to_html
from flashcards.text.markdown.consumed import CONSUMED, unbalanced
from flashcards.text.markdown.environment import Taken
from flashcards.text.markdown.parser import parsed
from flashcards.text.markdown.renderer import rendered
from tests.anki.test_rendering import added
from tests.pipeline import read_decks

pytestmark = pytest.mark.slow

HERE = Path(__file__).parents[1]
ASKED = "\u25a1"  # what the other side says; no text here has it


class Anki:
    """A collection with our note types."""

    def __init__(self, collection: Any) -> None:
        self._collection = collection
        self._notetypes: dict[str, Any] = {}

    def card(self, text: str, field: str, *, has_clozes: bool) -> str:
        """What a learner comes to see of a field: the back of its first card, and the hints on its fronts."""
        if not has_clozes:
            return self.sides("qa", {"Question": ASKED, "Answer": field}, 0)[1].partition('<hr id="answer">')[2]
        places = cloze.clozes(field)
        sides = {number: self.sides("cloze", {"Text": field}, number - 1) for number in cloze.numbers(field)}
        hints = [(number, place.hint) for number in places for place in places[number] if place.hint]
        back = next(iter(sides.values()))[1]
        return back + "".join(hint for number, hint in hints if f"[{hint}]" in sides[number][0])

    def compared(self, expected: str, typed: str) -> str:
        compared: str = self._collection.compare_answer(expected, typed)
        return compared

    def sides(self, key: str, fields: Mapping[str, str], ordinal: int) -> tuple[str, str]:
        notetype = NOTETYPES[key]
        if key not in self._notetypes:
            templates = [(template.name, template.front, template.back) for template in notetype.templates]
            names = [field.name for field in notetype.fields]
            kind = added(self._collection, notetype.name, names, templates, is_cloze=notetype.is_cloze)
            self._notetypes[key] = kind
        note = self._collection.new_note(self._notetypes[key])
        for name, value in fields.items():
            note[name] = value
        output = note.ephemeral_card(ordinal).render_output()
        return output.question_text, output.answer_text


@pytest.fixture(scope="module")
def anki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Anki]:
    collection = Collection(str(tmp_path_factory.mktemp("anki") / "collection.anki2"))
    yield Anki(collection)
    collection.close()


def lost_on_card(anki: Anki, text: str, *, has_clozes: bool) -> str:
    """The signs that are neither on the card nor in the closed list, nor in a notice; nothing where all is well."""
    media = {path: f"m{PurePosixPath(path).suffix}" for path in references(text)}
    field = to_html(text, media, plays=False, has_clozes=has_clozes)
    if has_clozes and (cloze.malformed(field) or not cloze.numbers(field)):
        return ""  # which stops a build
    taken = Taken()
    tokens = parsed(text, media, has_clozes=has_clozes, taken=taken)
    balance = unbalanced(text, tokens, taken, anki.card(text, field, has_clozes=has_clozes))
    if has_clozes:
        balance.subtract("".join(marks(field)))
    lost = "".join(sorted((+balance).elements()))
    said = "".join(notice.message for notice in markdown_warnings(text, has_clozes=has_clozes))
    return "" if all(sign in said for sign in lost) else lost


def marks(field: str) -> Iterator[str]:
    """The marks of clozes, which Anki takes."""
    for mark in re.finditer(r"\{\{c[0-9,]+::", field):
        yield mark[0] + "}}"
    yield from ("::" for places in cloze.clozes(field).values() for place in places if place.hint is not None)


WORDS = st.sampled_from(
    "a|b c|word|Foo|std|ক|র|é|漢|ש|1|2.5|٣|\\|\\*|\\_|*|**|_|__|`|``|$|$$|~~|#|# |>|> |-|- |* |1. |2) |+|.|&|!|:|::|;"
    "|,|(|)|[|]|](|<|>|{|}|\"|'|=|/|---|***|===|^|%|@|&amp;|&lt;|&nbsp;|&#x1F600;|&copy;|&nope;"
    "|https://e.org/a::b|C:\\new|x**2".split("|")
) | st.characters(exclude_categories=("Cc", "Cs", "Cn"))
LINES = st.sampled_from(
    ["\n", "\n\n", "\n> ", "\n# ", "\n    ", "\n- ", "\n1. ", "\n|---|---|\n", "\n```py\n", "\n```\n", "  \n"]
)
HTML = st.sampled_from(
    "<b> </b> <i> </i> <ul> <li> </li> </ul> <ol> </ol> <table> <tr> <td> </td> </tr> </table> <br> <hr> <wbr> <ruby> "
    "<rt> </ruby> <p> </p> <div> </div> <span> </span> <dl> <dt> <dd> </dl> <code> </code> <pre> <!-- --> <script> "
    "</script> <font> <x> <https://e.org> <kbd> </kbd> <q> </q> <audio></audio> <blockquote> </blockquote> <h1> </h1> "
    "<?a?>".split()
)
WHOLE = st.sampled_from(
    [
        "**b**",
        "*i*",
        "`x::y`",
        "`a|b`",
        "$x :: y$",
        "$\\frac{1}{x}$",
        "[l](https://e.org/a::b)",
        "![p](a.png)",
        "![](s.mp3)",
        '[l](https://e.org "t")',
        "|a|b|\n|-|-|\n|c|",
        "<b>x</b>",
        '<span title="t">x</span>',
        '<audio src="s.mp3"> x </audio>',
        "<ul><li>x</ul>",
    ]
)
TEXTS = st.lists(WORDS | LINES | HTML | WHOLE | st.just(" "), max_size=14).map("".join).map(str.strip)
CLOZES = st.lists(
    WORDS
    | WHOLE
    | st.just(" ")
    | st.builds("{{{{c{}::{}{}}}}}".format, st.integers(1, 3), WORDS | WHOLE, st.sampled_from(["", "::h", "::**h**"])),
    min_size=1,
    max_size=8,
).map(lambda pieces: "".join(pieces).strip())
MANY = settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow], deadline=None)


@MANY
@given(TEXTS.filter(bool))
def test_a_text_is_on_its_card(anki: Anki, text: str) -> None:
    assert lost_on_card(anki, text, has_clozes=False) == ""


@MANY
@given(CLOZES.filter(bool))
def test_a_text_with_words_left_out_is_on_its_cards(anki: Anki, text: str) -> None:
    assert lost_on_card(anki, text, has_clozes=True) == ""


@MANY
@given(TEXTS | CLOZES, st.booleans())
def test_what_is_taken_is_in_the_closed_list_and_nothing_is_made_up(text: str, has_clozes: bool) -> None:
    taken = Taken()
    tokens = parsed(text, has_clozes=has_clozes, taken=taken)
    field = rendered(tokens, {}, plays=False, has_clozes=has_clozes)
    balance = unbalanced(text, tokens, taken, field)
    assert not -balance
    assert not +balance or "</audio>" in text  # whose text is for clients that cannot play it
    for token in (each for block in tokens for each in (block, *(block.children or ()))):
        if token.type in CONSUMED and token.type not in (
            "fence",
            "html_inline",
            "link_open",
            "list_item_open",
            "media",
        ):
            assert not re.search(r"\w", CONSUMED[token.type](token).replace("_", "")), token


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("<ul>", "<ul>"),
        ("<ol>", "<ol>"),
        ("<dl>", "<dl>"),
        ("<table>", "<table>"),
        ("<ruby>", "<ruby>"),
        ("<br>", "<br>"),
        ("<hr>", "<hr>"),
        ("<wbr>", "<wbr>"),
        ("<b></b>", "<b></b>"),
        ("[](https://example.org)", "[](https://example.org)"),
        ("Which tags go into <table> before <tr>?", "Which tags go into <table> before <tr>?"),
        ("Which tags go into <ul> and <li>?", "Which tags go into <ul> and <li>?"),
        ("> \n\n1>", "> 1>"),
        ("sort names\n> file", "sort names > file"),
        ("Remove a package:\n# dpkg -r X", "Remove a package: # dpkg -r X"),
        ("As root:\n\n# dpkg -r X", "As root: # dpkg -r X"),
        ("# apt update\n# apt upgrade", "# apt update # apt upgrade"),
        ("<a>_<b>_<c>", "<a>_<b>_<c>"),
        ("Code:\n\n    if x:\n        y()", "Code: if x: y()"),
        ("x\n\n" + "> " * 60 + "deep", "x " + "> " * 20 + "deep"),
    ],
)
def test_what_is_no_markup_is_shown_as_it_is_written(anki: Anki, text: str, seen: str) -> None:
    assert plain(anki.card(text, to_html(text), has_clozes=False)) == seen


@pytest.mark.parametrize(
    ("text", "asked", "answered"),
    [
        ("Sort with {{c1::`std::sort`}}.", "Sort with [...].", "Sort with std::sort."),
        ("{{c1::`::1`}}", "[...]", "::1"),
        ("{{c1::`::1`::address}}", "[address]", "::1"),
        ("{{c1::$x :: y$}}", "[...]", r"\(x :: y\)"),
        ("{{c1::[here](https://example.org/a::b)}} and on", "[...] and on", "here and on"),
        ("{{c1::<https://example.org/a::b>}} and on", "[...] and on", "https://example.org/a::b and on"),
        ('{{c1::<span title="a::b">here</span>::hint}} and on', "[hint] and on", "here and on"),
        ("{{c1::![a::b](map.png)::map}} and on", "[map] and on", "and on"),
        ("{{c1::Foo:\\:BAR}}", "[...]", "Foo::BAR"),
        ("{{c1::```cpp\nstd::x {{1}}\n```}}", "[...]", "std::x {{1}}"),
        ("`{{c1::print::function}}(a::b)`", "[function](a::b)", "print(a::b)"),
        ("{{c1::Brazil::country}}", "[country]", "Brazil"),
        ("a\\:b \\::c {{c1::x}}", "a\\:b ::c [...]", "a\\:b ::c x"),
    ],
)
def test_colons_of_code_and_addresses_begin_no_hint(anki: Anki, text: str, asked: str, answered: str) -> None:
    front, back = anki.sides("cloze", {"Text": to_html(text, {"map.png": "m.png"}, has_clozes=True)}, 0)
    assert (plain(front), plain(back)) == (asked, answered)


@pytest.mark.parametrize("answer", ["C:\\*", "&nbsp;", "**x**", "<b></b>", "a  b", "$HOME", "x_y_z", "```", "1. a"])
def test_an_answer_is_typed_as_it_is_written(anki: Anki, answer: str, tmp_path: Path) -> None:
    path = tmp_path / "deck.yaml"
    note = {"id": "a", "type": "typed", "question": {"en": "What?"}, "answer": {"en": answer}}
    head = {"id": "d", "uid": "0123456789abcdef", "title": {"en": "D"}, "languages": ["en"]}
    path.write_text(yaml.safe_dump({"deck": head, "notes": [note]}), encoding="utf-8")
    reading = read_decks([DeckFiles((path,), tmp_path)])
    assert reading.problems == ()
    [deck] = reading.decks
    [read] = deck.notes
    notetype = NOTETYPES["typed"]
    filled = notetype.fields_of(NoteInEdition(next(editions(deck)), read))
    fields = dict(zip([field.name for field in notetype.fields], filled, strict=True))
    front, back = anki.sides("typed", fields, 0)
    assert "[[type:Typed]]" in front
    assert plain(back).partition(" [[type:Typed]] ")[2].startswith(" ".join(answer.split()))
    typed_right = f"<code id=typeans><span class=typeGood>{html.escape(answer)}</span></code>"
    assert anki.compared(fields["Typed"], answer) == typed_right


def plain(side: str) -> str:
    return " ".join(markup.visible(side.replace("<br>", " ")).split())


def decks_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.yaml") if path.is_file())


def texts_of(path: Path) -> Iterator[tuple[str, bool]]:
    """All texts of the notes in a file, each with whether words may be left out of it."""
    try:
        root = yaml.load(path.read_text(encoding="utf-8", errors="replace"), Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        return
    notes = root.get("notes") if isinstance(root, dict) else None
    for note in notes if isinstance(notes, list) else ():
        for part, texts in note.items() if isinstance(note, dict) else ():
            for text in texts.values() if isinstance(texts, dict) else ():
                if isinstance(text, str) and (stripped := re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", text).strip()):
                    yield stripped, part == "text"


def test_the_texts_of_all_our_decks_are_on_their_cards(anki: Anki) -> None:
    paths = [*decks_in(HERE), *decks_in(HERE.parent / "decks")]
    texts = {each for path in paths for each in texts_of(path)}
    assert len(texts) > 1000
    assert [text for text, has_clozes in sorted(texts) if lost_on_card(anki, text, has_clozes=has_clozes)] == []


@pytest.mark.skipif("FLASHCARDS_SAMPLES" not in os.environ, reason="FLASHCARDS_SAMPLES names no folder")
def test_the_texts_of_samples_are_on_their_cards(anki: Anki) -> None:
    texts = {each for path in decks_in(Path(os.environ["FLASHCARDS_SAMPLES"])) for each in texts_of(path)}
    assert texts
    assert [text for text, has_clozes in sorted(texts) if lost_on_card(anki, text, has_clozes=has_clozes)] == []
