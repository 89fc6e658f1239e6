"""Instructions for importing a package, by platform."""

from flashcards.model.deck import Language
from flashcards.release.strings import release_texts


def instructions(tag: Language, file_name: str) -> str:
    """The instructions in a language, as Markdown."""
    texts = release_texts(tag)
    steps = (texts.desktop.format(file=f"`{file_name}`"), texts.android, texts.ios)
    return "\n".join(
        [f"## {texts.importing}", "", *(f"- {step}" for step in steps), "", texts.updates, "", texts.older, ""]
    )
