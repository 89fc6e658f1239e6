"""A deck asks why and how, and not only who, what and when.

Facts by themselves are soon forgotten; reasons hold them together. Reported once, at the title of a deck with 20 or
more questions of several kinds. A deck of one kind, such as capitals, may have nothing to explain. Checked for
Bengali, English, Hindi and Spanish.

Wrong::

    question:
      bn: দ্রুত বেড়ে উঠলে একটি কোম্পানির কী ধরে রাখা কঠিন হয়?
      en: What does a company struggle to keep when it grows fast?
    answer:
      bn: দক্ষ কর্মী
      en: Its talent

Right::

    question:
      bn: দ্রুত বেড়ে উঠলে দক্ষ কর্মীরা একটি কোম্পানি ছেড়ে যান কেন?
      en: Why do talented people leave a company that grows fast?
    answer:
      bn: সিদ্ধান্তে তাঁদের আর হাত থাকে না
      en: They no longer have a hand in decisions
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flashcards.lint.across import Match, Rows, at_title, at_title_of
from flashcards.lint.word_index import WordIndex

RULE = "no-why"

_FEWEST = 20  # questions
_KINDS = 3
_REASONS: Mapping[str, Sequence[str]] = {
    "bn": "কেন কীভাবে কিভাবে".split(),
    "en": ("why", "how"),
    "es": ("por qué", "cómo"),
    "hi": ("क्यों", "कैसे"),
}
_MEASURES = "many much long far old often deep high tall large big small fast wide heavy close hot cold bad".split()
_FACTS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "bn": {
        "what": "কী কোন কোনটি কোনটা কোনগুলো কীসের কীসে কেমন".split(),
        "who": "কে কার কাকে কারা কাদের".split(),
        "when": "কখন কবে".split(),
        "where": "কোথায় কোথা কোথাকার".split(),
        "how many": "কত কতটি কতজন কতবার কয়টি কয়জন কয়".split(),
    },
    "en": {
        "what": "what which".split(),
        "who": "who whom whose".split(),
        "when": ("when",),
        "where": ("where",),
        "how many": [f"how {measure}" for measure in _MEASURES],
    },
    "es": {
        "what": "qué cuál cuáles".split(),
        "who": "quién quiénes".split(),
        "when": ("cuándo",),
        "where": "dónde adónde".split(),
        "how many": "cuánto cuánta cuántos cuántas".split(),
    },
    "hi": {
        "what": "क्या कौनसा कौनसी किस किन".split(),
        "who": "कौन किसने किसे किसका किसकी किसके".split(),
        "when": ("कब",),
        "where": "कहाँ कहां".split(),
        "how many": "कितना कितने कितनी".split(),
    },
}


def collect(index: WordIndex) -> Rows:
    """How many questions there are in each language, how many ask for a reason, and what the others ask for."""
    return at_title(index, RULE, {tag: _count(index, tag) for tag in _REASONS.keys() & index.languages.keys()})


def compare(chunks: Sequence[Rows]) -> Iterator[Match]:
    """Report a deck whose questions are of several kinds, and none asks for a reason in any language."""
    counts = [count for rows in chunks for count in rows.values.values()]
    if any(count["reasons"] for count in counts):
        return
    for tag in _REASONS:
        of_tag = [rows.values[tag] for rows in chunks if tag in rows.values]
        asked, kinds = sum(count["asked"] for count in of_tag), {kind for count in of_tag for kind in count["kinds"]}
        if asked >= _FEWEST and len(kinds) >= _KINDS:
            hint = (
                "ask why or how in some notes; if nothing is to be explained, write 'lint: {no-why: off}' under 'deck:'"
            )
            yield from at_title_of(chunks, f"none of {asked:,} questions asks why or how", hint)
            return


def _count(index: WordIndex, language: str) -> Mapping[str, Any]:
    facts = {kind: index.with_word("question", {language: wanted}) for kind, wanted in _FACTS[language].items()}
    some = index.with_word("question", {language: _REASONS[language]}) - facts["how many"]
    asked = index.words("question", language) if some else ()
    reasons = {place for place, found in asked if place in some and _asks_for_a_reason(found, language)}
    kinds = sorted(kind for kind, places in facts.items() if places)
    return {"asked": len(reasons.union(*facts.values())), "reasons": len(reasons), "kinds": kinds}


def _asks_for_a_reason(found: Sequence[str], language: str) -> bool:
    """Whether a question asks why or how itself, unlike 'who decides how AI is governed'."""
    text = " ".join(found)
    ends = (
        before for entry in _REASONS[language] for before, _, after in [f" {text} ".partition(f" {entry} ")] if after
    )
    others = {word for kind in ("what", "who") for word in _FACTS[language][kind]}
    return any(others.isdisjoint(before.split()) for before in ends)
