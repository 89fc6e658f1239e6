"""Read the sides of card templates, inline or from files, and check those of an author's own kinds."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from flashcards.cards.template import FILTERS, Tag, card_sides, each_tag
from flashcards.model.deck import Text
from flashcards.model.problem import Location
from flashcards.text.decode import position
from flashcards.text.html import shows_nothing
from flashcards.text.suggest import suggestion
from flashcards.text.template_html import flaws_in
from flashcards.yamltext.entry import Entry

RULE = "card-template"
_FILTERS = tuple(name for name in FILTERS if not name.startswith("cloze"))
_SIGNS = ("#", "^")


class TemplateText(NamedTuple):
    """The text of a template, and its file, or else what the author wrote in its place."""

    text: str
    written: Text
    path: Path | None

    def at(self, entry: Entry, offset: int, message: str, hint: str) -> None:
        """Report an error at an offset."""
        if self.path:
            entry.beyond(Location(self.path, *position(self.text, offset)), RULE, message, hint)
        else:
            entry.at_text(self.written, RULE, message, hint, offset=offset)


def read_side(
    entry: Entry,
    key: str,
    folder: Path,
    read: Callable[[Path], str],
    *,
    required: bool = False,
    suffix: str = ".html",
    is_exact: bool = False,
) -> TemplateText | None:
    """Read a template, inline or from a file in the folder; one that `is_exact` keeps its white space."""
    text = entry.text(key, required=required)
    if text is None:
        return None
    if not text.value.endswith(suffix):
        if not any(sign in text.value for sign in ("{", "<", " ")):
            message = f"this is neither a template nor the path of a {suffix} file"
            entry.at(key, RULE, message, f"write fields, such as '{{{{…}}}}', or the path of a {suffix} file")
            return None
        return TemplateText(text.value, text, None)
    path = folder / text.value
    try:
        content = read(path)
    except (OSError, ValueError):
        names = [file.relative_to(folder).as_posix() for file in sorted(path.parent.glob(f"*{suffix}"))]
        hint = suggestion(text.value, names) or "create it, or write the template here"
        entry.at(key, RULE, f"there is no file '{text}'", hint)
        return None
    return TemplateText(content if is_exact else content.replace("\r\n", "\n").rstrip("\n"), text, path)


def check_side(entry: Entry, side: TemplateText, names: Mapping[str, str], *, is_front: bool) -> None:
    """Report what an author's own template names or contains and must not; each name once."""
    opened, said = list[Tag](), set[str]()
    if shows_nothing(side.text):
        side.at(entry, 0, "this template is empty", "write what the card shows, such as '{{country}}'")
        return
    for tag in each_tag(side.text):
        if flaw := _flaw(tag, names, is_front=is_front):
            if tag.name not in said:
                side.at(entry, tag.start, *flaw)
            said.add(tag.name)
        if tag.sign in _SIGNS:
            opened.append(tag)
        elif tag.sign and opened and (opened[-1].name == tag.name or {opened[-1].name, tag.name} & said):
            opened.pop()
        elif tag.sign:
            expected = f"write '{{{{/{opened[-1].name}}}}}' first" if opened else "delete it"
            side.at(entry, tag.start, f"'{tag.written}' closes nothing", expected)
            return
    for tag in opened:
        side.at(entry, tag.start, f"'{tag.written}' is not closed", f"write '{{{{/{tag.name}}}}}' where it ends")
    for offset, message, hint in flaws_in(side.text):
        side.at(entry, offset, message, hint)


def check_found(entry: Entry, side: TemplateText, fields: Sequence[str]) -> None:
    """Report what Anki would refuse in an adopted template; it would be shown in place of the card."""
    try:
        card_sides(side.text, side.text, dict.fromkeys(fields, "…"))
    except KeyError as error:
        name = str(error.args[0])
        offset = next((tag.start for tag in each_tag(side.text) if tag.name == name), 0)
        side.at(entry, offset, f"there is no field '{name}'", suggestion(name, fields))
    except ValueError as error:
        side.at(entry, 0, str(error), "close each '{{#Field}}' with '{{/Field}}', the last one first")


def _flaw(tag: Tag, names: Mapping[str, str], *, is_front: bool) -> tuple[str, str] | None:
    """What is wrong with a tag, and how to fix it."""
    if tag.name not in names:
        return f"there is no '{tag.name}' to show", suggestion(tag.name, names)
    if tag.name == "FrontSide" and (is_front or tag.sign):
        return "the front cannot show itself", "delete it"
    for name in tag.filters:
        if name not in _FILTERS and not name.startswith("tts "):
            return f"there is no filter '{name}'", suggestion(name, _FILTERS)
    return None
