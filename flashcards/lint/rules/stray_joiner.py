r"""A joiner is only where the script needs one.

Bengali needs a zero-width joiner in র‍্য (র‍্যাব), and a non-joiner after a visible hasanta (পঙ্‌ক্তি). Elsewhere it
is a typing mistake, and a search does not find the word.

Wrong::

    answer:
      bn: "দূর\u200cদৃষ্টি"
      en: Vision

Right::

    answer:
      bn: দূরদৃষ্টি
      en: Vision
"""

from collections.abc import Iterator, Mapping

from flashcards.lint.finding import Finding
from flashcards.lint.pattern import Pattern
from flashcards.lint.word_index import WordIndex

_NAMES = {"\u200c": "non-joiner U+200C", "\u200d": "joiner U+200D"}

# Joiners that are not needed; a language that is not here may need them anywhere
_STRAY: Mapping[str, Pattern] = {
    # ত with hasanta and joiner is the old way to type ৎ, which 'lookalike' reports
    "bn": Pattern("(?<!\u09cd)\u200c|(?<!\u09a4\u09cd)(?<!\u09b0)\u200d|(?<=\u09b0)\u200d(?!\u09cd)"),
    "hi": Pattern("(?<!\u094d)[\u200c\u200d]"),
    "en": Pattern("\u200c|(?<=[0-9A-Za-z])\u200d|\u200d(?=[0-9A-Za-z])"),  # allowed between emoji
    "es": Pattern("\u200c|(?<=[0-9A-Za-z])\u200d|\u200d(?=[0-9A-Za-z])"),
}


def check(index: WordIndex) -> Iterator[Finding]:
    for ref in index.irregular_texts():
        stray = _STRAY.get(ref.language) if any(joiner in ref.text.value for joiner in _NAMES) else None
        if stray and (found := stray.search(ref.text.value)):
            before = ref.text.value[: found.start()].split()[-1:] or [""]
            message = f"a stray {_NAMES[found[0]]} follows '{before[0]}'"
            yield Finding(ref, message, "delete it; it is invisible", found.start())
