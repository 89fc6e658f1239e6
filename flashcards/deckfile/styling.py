"""Read the theme of a deck, and its own CSS."""

from collections.abc import Callable
from pathlib import Path

from flashcards.cards.notetypes.per_deck import THEMES
from flashcards.model.deck import Style
from flashcards.model.media import Media
from flashcards.model.problem import Location
from flashcards.text.css import stylesheet
from flashcards.text.media import find_media
from flashcards.text.suggest import suggestion
from flashcards.yamltext.entry import Entry


def read_theme(entry: Entry) -> str:
    """Read the theme of a deck; the first one is the default."""
    theme = entry.text("theme")
    if theme is None:
        return THEMES[0]
    if theme.value not in THEMES:
        entry.at("theme", "unknown-theme", f"there is no theme '{theme}'", suggestion(theme.value, THEMES))
    return theme.value


def read_style(entry: Entry, folder: Path, read: Callable[[Path], str], key: str = "style") -> Style:
    """Read the CSS of a deck or a kind, inline or from a file beside it, whose text `read` returns."""
    text = entry.text(key)
    if text is None:
        return Style()
    if "{" in text.value:
        return _read(entry, text.value, folder, None, key)
    if not text.value.endswith(".css"):
        hint = "write rules, such as '.a { color: teal }', or the path of a .css file"
        entry.at(key, "style", "this is neither CSS nor the path of a .css file", hint)
        return Style()
    path = folder / text.value
    try:
        return _read(entry, read(path), path.parent, path, key)
    except FileNotFoundError:
        names = sorted(file.name for file in path.parent.glob("*.css"))
        hint = suggestion(path.name, names) or "create it, or write the CSS here"
        entry.at(key, "style", f"there is no stylesheet '{text}'", hint)
        return Style()


def _read(entry: Entry, css: str, folder: Path, file: Path | None, key: str) -> Style:
    """Parse CSS and find its files; flaws are reported in the file, or at the key of inline CSS."""
    sheet = stylesheet(css)
    for line, column, flaw in sheet.flaws:
        if file:
            entry.beyond(Location(file, line, column), "style", *flaw)
        else:
            entry.at(key, "style", f"{flaw.message} (line {line} of the CSS)", flaw.hint)
    if sheet.flaws:
        return Style()
    names, media = {}, []
    for reference in sheet.references:
        result = find_media(reference, folder, is_style=True)
        if isinstance(result, Media):
            names[reference] = result.name
            media.append(result)
        elif file:
            entry.beyond(Location(file, *sheet.place_of(reference)), "media", *result)
        else:
            entry.at(key, "media", *result)
    return Style(sheet.with_names(names), tuple(media))
