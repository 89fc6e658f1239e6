"""How a package is imported, platform by platform."""

from flashcards.model.deck import Language
from flashcards.release.strings import words


def instructions(tag: Language, file_name: str) -> str:
    """Instructions in a language, in Markdown."""
    say = words(tag)
    steps = (say.desktop.format(file=f"`{file_name}`"), say.android, say.ios)
    return "\n".join([f"## {say.importing}", "", *(f"- {step}" for step in steps), "", say.updates, "", say.older, ""])
