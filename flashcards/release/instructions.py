"""How a package is imported, platform by platform."""

from flashcards.model.deck import Language
from flashcards.release.strings import release_texts


def instructions(tag: Language, file_name: str) -> str:
    """Instructions in a language, in Markdown."""
    texts = release_texts(tag)
    steps = (texts.desktop.format(file=f"`{file_name}`"), texts.android, texts.ios)
    return "\n".join(
        [f"## {texts.importing}", "", *(f"- {step}" for step in steps), "", texts.updates, "", texts.older, ""]
    )
