"""A card's sides, as Anki makes them of templates and the fields of a note.

What is said of Anki here was tried with its backend, 26.9.3. Two things are ours: `{{hint:Field}}`
makes a `<details>`, which opens without JavaScript, and LaTeX between `[latex]` and the like is
left as it is, where Anki puts a picture.
"""

import functools
import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html.entities import name2codepoint
from typing import NamedTuple
from urllib.parse import quote

from flashcards.text import cloze


class Specials(NamedTuple):
    """What a template may show that is no field; tags are in the order Anki keeps them in, and parted by blanks."""

    tags: str = ""
    notetype: str = ""
    deck: str = ""
    card: str = ""
    flag: int = 0

    def as_fields(self) -> dict[str, str]:
        return {
            "Tags": self.tags,
            "Type": self.notetype,
            "Deck": self.deck,
            "Subdeck": self.deck.rpartition("::")[2],
            "Card": self.card,
            "CardFlag": f"flag{self.flag}",
        }


class Sound(NamedTuple):
    """A sound or video of the collection's media."""

    file: str


class Speech(NamedTuple):
    """Plain text to be said; a language is written as in `bn_IN`."""

    text: str
    language: str
    voices: tuple[str, ...] = ()
    speed: float = 1.0
    others: tuple[str, ...] = ()


class Side(NamedTuple):
    """HTML in which `[anki:play:q:0]` stands for the first of the sounds, with `a` for `q` on the back."""

    html: str
    sounds: tuple[Sound | Speech, ...]


class Sides(NamedTuple):
    """The sides of a card.

    `is_blank` where the front shows nothing of the note, or a cloze card finds no cloze of its
    own: Anki then says so below the front, and in place of the back, which is blank here.
    """

    front: Side
    back: Side
    is_blank: bool


def card_sides(
    front: str,
    back: str,
    fields: Mapping[str, str],
    specials: Specials | None = None,
    *,
    ordinal: int = 0,
    is_cloze: bool = False,
) -> Sides:
    """The sides of the card of this ordinal, from 0: that of the template, or of the cloze.

    Raises KeyError for a field there is none of, and ValueError for a part that is not closed.
    """
    filled = {**fields, **(specials or Specials()).as_fields()}
    question = extracted(render(front, filled, ordinal=ordinal), is_answer=False)
    if is_cloze:
        is_blank = not any(ordinal + 1 in cloze.clozes(field) for field in fields.values())
    else:
        is_blank = not _shows_anything(_parsed(front), _Given(filled, ordinal))
    if is_blank:
        return Sides(question, Side("", ()), is_blank)
    answer = render(back, filled, ordinal=ordinal, is_answer=True, front_side=question.html)
    return Sides(question, extracted(answer, is_answer=True), is_blank)


def render(
    template: str, fields: Mapping[str, str], *, ordinal: int = 0, is_answer: bool = False, front_side: str = ""
) -> str:
    """Fill in one template; sound and speech are left as they are written, `[sound:…]` and `[anki:tts …]`.

    Raises KeyError for a field there is none of, and ValueError for a part that is not closed.
    """
    nodes = _parsed(template)
    given = _Given(fields, ordinal, is_answer, front_side)
    _check_names(nodes, given)
    return "".join(_filled(nodes, given))


def extracted(side: str, *, is_answer: bool) -> Side:
    """Sound and speech taken out of a side's HTML. Speech that names no language is left."""
    sounds: list[Sound | Speech] = []

    def played(found: re.Match[str]) -> str:
        sound = _sound(found)
        if sound is None:
            return found[0]
        sounds.append(sound)
        return f"[anki:play:{'qa'[is_answer]}:{len(sounds) - 1}]"

    return Side(_SOUND.sub(played, side), tuple(sounds))


def as_shown(
    sides: Sides, fields: Mapping[str, str], *, ordinal: int = 0, media: str = "", play: str = "Play"
) -> tuple[str, str]:
    """Front and back as a client shows them: buttons for sounds, a box to type in, and the answer to it.

    `media` goes before the names of files, and `play` is what a button is called. Maths is left.
    """
    front = _with_box(sides.front.html, fields, ordinal, is_answer=False)
    back = _with_box(sides.back.html, fields, ordinal, is_answer=True)
    return _with_buttons(front, sides, media, play), _with_buttons(back, sides, media, play)


class _Field(NamedTuple):
    """`{{filter:filter:Name}}`; the filter nearest to the name comes first."""

    name: str
    filters: tuple[str, ...]


class _Part(NamedTuple):
    """What stands between `{{#Name}}` or `{{^Name}}` and `{{/Name}}`."""

    name: str
    is_for_filled: bool
    inside: tuple["_Node", ...]


_Node = str | _Field | _Part


class _Given(NamedTuple):
    """What a template is filled in with."""

    fields: Mapping[str, str]
    ordinal: int
    is_answer: bool = False
    front_side: str = ""

    def shows(self, part: _Part) -> bool:
        return self.is_filled(part.name) == part.is_for_filled

    def is_filled(self, name: str) -> bool:
        if name in self.fields:
            return not _BLANK.fullmatch(self.fields[name])
        return name == self.own_name

    @property
    def own_name(self) -> str:
        """`c1` is filled on the first card, and `c2` on the second."""
        return f"c{self.ordinal + 1}"

    def knows(self, field: _Field) -> bool:
        """Whether a field can be filled in; Anki has nothing against one without a name, where there is a filter."""
        return field.name in (*self.fields, _FRONT_SIDE, self.own_name) or (not field.name and bool(field.filters))

    def text_of(self, name: str) -> str:
        return self.fields.get(name, "1" if name == self.own_name else "")


_FRONT_SIDE = "FrontSide"
_KINDS = ("#", "^", "/")
_MARK = re.compile(r"\{\{.*?\}\}|<!--.*?-->", re.DOTALL)
_NUMBERED = re.compile(r"c[0-9]+")
_ESCAPE = re.compile(r"&(?:#x(?P<hexadecimal>[0-9a-fA-F]+);|#(?P<decimal>[0-9]+);|(?P<name>[A-Za-z0-9]+);)|&")
_READING = re.compile(r" ?([^ >]+?)\[(.+?)\]")
_BLANK = re.compile(r"([\t\n\v\f\r ]|<br ?/?>|<div ?/?>|</div>)*", re.IGNORECASE)


@functools.lru_cache(maxsize=64)
def _parsed(template: str) -> tuple[_Node, ...]:
    top: list[_Node] = []
    inside = [top]
    opened: list[tuple[str, str]] = []
    for text, mark in _pieces(template):
        inside[-1].append(text)
        kind, name = _kind_and_name(mark)
        if kind in ("#", "^"):
            opened.append((kind, name))
            inside.append([])
        elif kind == "/":
            if not opened or opened[-1][1] != name:
                raise ValueError(f"'{mark}' closes nothing")
            part = _Part(name, opened.pop()[0] == "#", tuple(inside.pop()))
            inside[-1].append(part)
        elif mark:
            *filters, name = name.split(":")
            inside[-1].append(_Field(name, tuple(reversed(filters))))
    if opened:
        raise ValueError(f"'{{{{{''.join(opened[-1])}}}}}' is not closed")
    return tuple(top)


def _pieces(template: str) -> Iterator[tuple[str, str]]:
    """Texts, each with the mark that follows it; what stands in a comment is text."""
    done = 0
    for mark in _MARK.finditer(template):
        if mark[0].startswith("{{"):
            yield template[done : mark.start()], mark[0]
            done = mark.end()
    yield template[done:], ""


def _kind_and_name(mark: str) -> tuple[str, str]:
    """`#`, `^`, `/` or nothing, and what is named; Anki takes more braces than two for two."""
    name = mark[2:-2].lstrip("{").strip()
    return (name[0], name[1:].strip()) if name[:1] in _KINDS else ("", name)


def _check_names(nodes: Sequence[_Node], given: _Given) -> None:
    """Anki wants a field to be there also where it is not shown."""
    for node in nodes:
        if isinstance(node, _Field) and not given.knows(node):
            raise KeyError(node.name)
        if isinstance(node, _Part):
            if node.name not in given.fields and not _NUMBERED.fullmatch(node.name):
                raise KeyError(node.name)
            _check_names(node.inside, given)


def _filled(nodes: Sequence[_Node], given: _Given) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif isinstance(node, _Field):
            yield _filtered(node, given)
        elif given.shows(node):
            yield from _filled(node.inside, given)


def _shows_anything(nodes: Sequence[_Node], given: _Given) -> bool:
    return any(
        given.is_filled(node.name)
        if isinstance(node, _Field)
        else isinstance(node, _Part) and given.shows(node) and _shows_anything(node.inside, given)
        for node in nodes
    )


def _filtered(field: _Field, given: _Given) -> str:
    if field.name == _FRONT_SIDE:
        return given.front_side
    text = given.text_of(field.name)
    if field.filters[-1:] == ("type",):  # written first, it makes the others idle
        return f"[[type:{_TYPED_KINDS.get(field.filters, '')}{field.name}]]" if field.name else ""
    for name in field.filters:
        if name.startswith("tts "):
            text = f"[anki:tts lang={name.removeprefix('tts ')}]{text}[/anki:tts]"
        elif name in _FILTERS:
            text = _FILTERS[name](text, field.name, given)
        elif name:
            break  # the rest is left to add-ons, which may know this one
    return text


def _as_text(text: str, *_: object) -> str:
    return _unescaped(cloze.MARKUP.sub("", text))


def _unescaped(text: str) -> str:
    """HTML's escapes undone; Anki knows those of HTML 4, and where there is another it leaves them all."""
    if "&" not in text:
        return text
    try:
        return _ESCAPE.sub(_letter, text).replace("\u00a0", " ")
    except (KeyError, ValueError, OverflowError):
        return text


def _letter(escape: re.Match[str]) -> str:
    if not (escape["hexadecimal"] or escape["decimal"]):
        return chr(name2codepoint[escape["name"]])
    letter = chr(int(escape["hexadecimal"], 16) if escape["hexadecimal"] else int(escape["decimal"]))
    letter.encode()  # fails for half of a pair, which is no letter
    return letter


def _as_hint(text: str, name: str, _: _Given) -> str:
    if not text.strip():
        return text
    return f"\n<details class=hint><summary>\n{name}</summary>\n<div class=hint>{text}</div></details>\n"


def _as_cloze(text: str, _: str, given: _Given) -> str:
    of_card = cloze.revealed if given.is_answer else cloze.hidden
    return of_card(text, given.ordinal)


def _as_cloze_only(text: str, _: str, given: _Given) -> str:
    of_card = cloze.revealed_only if given.is_answer else cloze.hidden_only
    return of_card(text, given.ordinal)


def _ruby(shown: str) -> Callable[[str, str, _Given], str]:
    """Readings in brackets, `漢字[かんじ]`, as `shown` of the word and the reading."""

    def shown_of(found: re.Match[str]) -> str:
        return found[0] if found[2].startswith("sound:") else shown.format(word=found[1], reading=found[2])

    return lambda text, *_: _READING.sub(shown_of, text.replace("&nbsp;", " "))


_TYPED_KINDS: Mapping[tuple[str, ...], str] = {("cloze", "type"): "cloze:", ("nc", "type"): "nc:"}
_FILTERS: Mapping[str, Callable[[str, str, _Given], str]] = {
    "type": lambda _, name, __: f"[[type:{name}]]",
    "text": _as_text,
    "hint": _as_hint,
    "cloze": _as_cloze,
    "cloze-only": _as_cloze_only,
    "furigana": _ruby("<ruby><rb>{word}</rb><rt>{reading}</rt></ruby>"),
    "kanji": _ruby("{word}"),
    "kana": _ruby("{reading}"),
}

_BLANKS = r"[ \t\r\n]*+"
_KEY_AND_VALUE = r"""([^\]\s="]+)=("[^"]*"|[^\] \t\r\n"]*+)"""
_OPTION = re.compile(_KEY_AND_VALUE)
_SOUND = re.compile(
    rf"\[sound:(?P<file>[^\]]{{1,1000}})\]"  # a file's name is no longer, and where it has no end there may be many
    rf"|\[anki:(?P<name>[^\]\s]++)(?P<options>(?:{_BLANKS}{_KEY_AND_VALUE})*){_BLANKS}\]"
    r"(?P<said>.*?)\[/anki:(?P=name)\]",
    re.DOTALL,
)
_PLAYED = re.compile(r"\[anki:play:([qa]):([0-9]+)\]")
_TYPED = re.compile(r"\[\[type:(?P<kind>cloze:|nc:)?(?P<name>.+?)\]\]")
_BLOCK = re.compile(
    "</?(?:address|article|aside|blockquote|br|canvas|dd|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]"
    "|header|hr|li|main|nav|noscript|ol|output|p|pre|section|table|tfoot|ul|video)>",
    re.IGNORECASE,
)
_BOX = '<center><input type="text" id="typeans" autocomplete="off"></center>'
_TRIANGLE = (
    '<svg class="playImage" viewBox="0 0 64 64" width="40" height="40" aria-hidden="true">'
    '<circle cx="32" cy="32" r="29" fill="#fff" stroke="#414141"/>'
    '<path d="M25 19v26l22-13z" fill="#414141"/></svg>'
)


def _sound(found: re.Match[str]) -> Sound | Speech | None:
    if found["file"]:
        return Sound(_unescaped(found["file"]).rpartition("/")[2])
    if found["name"] != "tts":
        return None
    options = {option[1]: option[2].strip('"') for option in _OPTION.finditer(found["options"])}
    if not options.get("lang"):
        return None
    return Speech(
        _as_text(_BLOCK.sub(" ", found["said"])).replace("[...]", "blank"),
        options.pop("lang"),
        tuple(options.pop("voices").split(",")) if "voices" in options else (),
        _speed(options.pop("speed", "")),
        tuple(f"{name}={value}" for name, value in options.items()),
    )


def _speed(written: str) -> float:
    try:
        return float(written)
    except ValueError:
        return 1.0


def _with_box(side: str, fields: Mapping[str, str], ordinal: int, *, is_answer: bool) -> str:
    """Where an answer is to be typed, a box for it, or the answer; nothing where none is expected."""

    def box(found: re.Match[str]) -> str:
        field = fields.get(found["name"], "")
        expected = _as_text(cloze.to_type(field, ordinal) if found["kind"] == "cloze:" else field).strip()
        if expected and is_answer:
            return f'<code id="typeans"><span class="typeGood">{html.escape(expected)}</span></code>'
        return expected and _BOX

    return _TYPED.sub(box, side)


def _with_buttons(side: str, sides: Sides, media: str, play: str) -> str:
    sounds = {"q": sides.front.sounds, "a": sides.back.sounds}

    def button(found: re.Match[str]) -> str:
        index = int(found[2])
        return _button(sounds[found[1]][index], media, play) if index < len(sounds[found[1]]) else found[0]

    return _PLAYED.sub(button, side)


def _button(sound: Sound | Speech, media: str, play: str) -> str:
    begun = f'<a class="replay-button soundLink" aria-label="{html.escape(play)}"'
    if isinstance(sound, Speech):
        said = f'lang="{html.escape(sound.language.replace("_", "-"))}" title="{html.escape(sound.text)}"'
        return f'{begun} role="button" tabindex="0" {said}>{_TRIANGLE}</a>'
    file, address = html.escape(sound.file), html.escape(media + quote(sound.file))
    heard = f'<audio src="{address}" preload="none"></audio>'
    return f'{begun} href="{address}" data-src="{file}" title="{file}">{_TRIANGLE}</a>{heard}'
