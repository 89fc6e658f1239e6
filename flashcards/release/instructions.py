"""Instructions for importing a package, by platform."""

from flashcards.model.deck import Language
from flashcards.release.strings import release_texts


def instructions(tag: Language, file_name: str, text_file: str, crowdanki: str = "") -> str:
    """The instructions in a language, as Markdown.

    `crowdanki` is the folder for learners who have the deck by CrowdAnki, if there is one, and `text_file` is for
    others whom the package does not reach.
    """
    texts = release_texts(tag)
    steps = (texts.desktop.format(file=f"`{file_name}`"), texts.android, texts.ios)
    folder = [texts.crowdanki.format(folder=f"`{crowdanki}`")] if crowdanki else []
    rest = (texts.updates, *folder, texts.text_file.format(file=f"`{text_file}`"), texts.older)
    return "\n".join(
        [
            f"## {texts.importing}",
            "",
            *(f"- {step}" for step in steps),
            *(line for text in rest for line in ("", text)),
            "",
        ]
    )
