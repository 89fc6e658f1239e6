"""The key that was meant by an unknown one: in another case, in another spelling, or by another word."""

import re
from collections.abc import Collection, Mapping

from flashcards.text.suggest import closest

# Other words for keys, as they are in textbooks and in other programs
_OTHER_WORDS: Mapping[str, tuple[str, ...]] = {
    "a": ("answer",),
    "article": ("gender",),
    "back": ("answer", "meaning"),
    "cards": ("notes",),
    "cloze": ("text",),
    "comment": ("note",),
    "definition": ("meaning",),
    "entries": ("notes",),
    "explanation": ("note",),
    "extra": ("note",),
    "front": ("question", "term"),
    "info": ("note",),
    "items": ("notes",),
    "labels": ("tags",),
    "name": ("title",),
    "pos": ("part_of_speech",),
    "pronunciation": ("reading",),
    "prompt": ("question",),
    "q": ("question",),
    "questions": ("notes",),
    "remark": ("note",),
    "response": ("answer",),
    "sentence": ("text", "example"),
    "slug": ("id",),
    "topic": ("section",),
    "topics": ("sections",),
    "translation": ("meaning",),
}
# What has no key of its own, and where it belongs
HINTS: Mapping[str, str] = {
    **dict.fromkeys(("photo", "picture", "image", "img"), "show it in a text: '![](pictures/delta.jpg)'"),
    **dict.fromkeys(("audio", "sound", "video"), "play it in a text: '![](sounds/koel.mp3)'"),
}
LISTS = frozenset(("authors", "complete", "covers", "languages", "pairs", "tags", "typed_words", "was"))
"""Keys whose values are lists, which authors also write as one text below a key in the singular."""

_SIMILAR = 0.7
_SHORTEST = 3  # letters of an abbreviation, such as 'lang'


def meant(word: str, known: Collection[str]) -> str:
    """Return the known key that was probably meant, or an empty string."""
    plain = re.sub(r"[\W_]+", "_", word.lower()).strip("_")
    if plain in known:
        return plain
    for other in _OTHER_WORDS.get(plain, ()):
        if other in known:
            return other
    if turned := next((key for key in known if sorted(key) == sorted(plain)), ""):
        return turned
    if match := closest(plain, known, cutoff=_SIMILAR):
        return match
    longer = [key for key in known if len(plain) >= _SHORTEST and key.startswith(plain)]
    return longer[0] if len(longer) == 1 else ""
