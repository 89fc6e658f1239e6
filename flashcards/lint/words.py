"""Words of a text, their stems, and the stop words of each language."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from flashcards.text.markdown.spans import MATHS
from flashcards.text.markdown.tags import TAGS
from flashcards.text.nfc import to_nfc

HOLE = "\ufffc"
"""Replaces what was cut out, so that the words around it are not joined."""

JOINT = "\ufffb"
"""Replaces markup inside a word while a text is fixed, so that the word is not divided."""

# Anything except white space and punctuation; apostrophes are part of words. Not "\w", which does not match
# Bengali vowel signs
_WORD = re.compile(r"[^\s\ufffb\ufffc!-&(-/:-@\[-`{-~¡¿«»।॥‘“”„‹›–—…−×،؟؛、。「」『』（）！？・]+")


class _Markup(NamedTuple):
    """What is not prose: signs of which each has one, and the pattern of all of it.

    A pattern of only the kinds that a text may contain takes a tenth of the time.
    """

    signs: Sequence[str]
    pattern: str


# All that is not prose contains one of these signs; most texts contain none, and are then returned at once
_SIGN = re.compile(r"`|\$|<|{{|}}|\]\(|&(?=#?\w)|:(?=//)|\n")
# Brackets around a URL and a mark after it are not part of it
_ADDRESS = r"https?://(?:[^\s<>`$\"“”()]|\([^\s<>`$\"“”()]*\))+(?<![.,;:!?।])"
# An element, also one that is not allowed on a card; '<name>' is not an element
_ELEMENT = "|".join((*TAGS, *"big button center font form iframe input object script strike style svg tt".split()))
# Approximates what Markdown interprets, because rules need not know which marks are paired. Repetitions are bounded,
# so that the time grows linearly with the length of a text
_NO_PROSE: Mapping[str, _Markup] = {
    "block": _Markup(
        ("```", "~~~"),
        r"(?:\A|(?<=\n))[ \t>]*(?P<fence>```+|~~~+)[^`\n]*\n(?s:.)*?"
        r"(?:(?<=\n)[ \t>]*(?P=fence)[`~]*[ \t]*(?=\n|\Z)|\Z)",
    ),
    "code": _Markup(("`",), r"(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n\n)(?s:.))+?(?<!`)(?P=ticks)(?!`)"),
    "maths": _Markup(("$",), f"(?s:{MATHS.pattern})"),
    "target": _Markup(("](",), r"(?<=\])\((?:[^()\n]|\([^()\n]*\))*\)"),
    "address": _Markup(("://",), _ADDRESS),
    "keyed": _Markup(("<",), r"<(?P<key>code|kbd|samp|var)\b[^<>]*>(?s:.){0,1000}?</(?P=key)>"),
    "comment": _Markup(("<",), r"<!--(?s:.){0,1000}?-->"),
    "entity": _Markup(("&",), r"&#?\w{2,8};"),
    "hint": _Markup(("::",), r"::(?=[^{}]{0,1000}\}\})"),
    "gap": _Markup(("<",), r"</?(?:br|div|d[dlt]|h[1-6r]|li|ol|p|t[dhr]|table|ul)\b[^<>]*>"),
    "tag": _Markup(
        ("<",), rf"</?(?:(?:{_ELEMENT})\b|[A-Za-z][\w-]*(?=\s[^<>=]*+=))(?:\s[^<>=]*+=[^<>]*|\s+controls)?\s*/?>"
    ),
    "braces": _Markup(("{{",), r"\{\{(?!c[0-9,]+::)[^{}\n]*\}\}"),
    "cloze": _Markup(("{{", "}}"), r"\{\{c[0-9,]+::|\}\}"),
    "picture": _Markup(("](",), r"!(?=\[[^\[\]]*\]\()"),
}
_SIGNS = tuple(dict.fromkeys(sign for kind in _NO_PROSE.values() for sign in kind.signs))
_JOINED = ("tag", "cloze", "picture", "item")  # the characters around these belong to one word
_CODE = ("block", "code")
_VERBATIM = ("code", "keyed", "maths", "address")
_OWN = (*_VERBATIM, "block", "target", "braces")
_ITEM = r"(?:\A|(?<=\n))[ \t>]*(?:[-*]|[0-9০-৯०-९]{1,9}[.)])(?:[ \t]+|(?=\n|\Z))"
_ITEMS = re.compile(_ITEM)
_CELLS = r"(?<=\n)[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*(?=\n|\Z)|(?<![ \t])[ \t]*\|[ \t]*"
_HEAD = re.compile(
    r"(?:\A|(?<=\n))[^|\n]*\|.*\n[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*(?:\n|\Z)"
)
_ASIDE = re.compile(
    r"\([^()]*\)|\[[^\[\]]*\]|“[^“”]*”|‘[^‘’]*’|\"[^\"]*\"|'(?<![^\s(]')[^'\n]+'(?![A-Za-z])|«[^«»]*»|「[^「」]*」|"
    r"„[^„“”]*[“”]|”[^”]*”|»[^«»]*«|‹[^‹›]*›|›[^‹›]*‹|‚[^‚‘’]*[‘’]|『[^『』]*』|（[^（）]*）|《[^《》]*》"
)

_GAP = re.compile(r"_{2,}|\(\s+\)|\[\s+\]|（\s*）")

_TEXTS = 8192  # the texts of some hundred notes, which all rules examine before the next ones

STOPWORDS: Mapping[str, frozenset[str]] = {
    "bn": frozenset(
        "ও এবং আর বা অথবা কিন্তু তবে যে যা যার যাকে যাঁকে যাঁর যারা যেসব যেখানে যখন যদি তা তার তাঁর তাকে তাঁকে তাদের "
        "তাঁদের তিনি সে তারা তাঁরা এ এই এটি এটা এর এঁর একে এদের ওই সেই সেটি সেটা সেখানে এখানে তখন এমন এত তত যত এক একটি "
        "একটা একজন কোনো কোনও কিছু সব সকল প্রতি প্রতিটি প্রত্যেক নিজ নিজে নিজের নিজেকে অন্য আরও আরো আরেকটি খুব মতো মত মতে "
        "মধ্যে মাঝে ভেতর ভিতরে ভেতরে বাইরে ওপর উপর নিচে নিচের পরে আগে পর থেকে হতে চেয়ে দিয়ে জন্য দ্বারা সঙ্গে সাথে ছাড়া নিয়ে "
        "করে করা করেন করেছেন করতে করার করেছিলেন করত হয় হয়েছিল হয়েছে হওয়া হয়ে হবে ছিল ছিলেন আছে নেই না নয় নি যায় যেতে "
        "গেলে পারে পারেন বলে বলেন বলা দেয় দেন দেওয়া পান পায় পাওয়া থাকে থাকেন থাকা লাগে হিসেবে হিসাবে অনুযায়ী পর্যন্ত নাগাদ "
        "কী কি কোন কে কার কাকে কাদের কারা কখন কবে কোথায় কোথা কেন কীভাবে কিভাবে কেমন কত কতটি কয়টি কীসে কীসের নাম নামে "
        "সাল সালে সালের সময় মাত্র প্রায় শুধু যাতে বলতে বোঝায় ঘটে তো ই".split()
    ),
    "en": frozenset(
        "a an the of in on at to for from by with without within into onto over under about above below between among "
        "through during before after since until as than then so and or but nor not no if when while where what which "
        "who whom whose why how this that these those there here it its he his him she her they them their we us our "
        "you your i me my is are was were be been being am do does did done has have had having can could may might "
        "will would shall should must one any some all each every other another such own same more most much many "
        "very only just also too up out off down s t besides apart called call known name kind sort type get got "
        "become became make made take took give gave over nearly about almost".split()
    ),
    "es": frozenset(
        "el la los las un una unos unas de del al a en con por para sin sobre entre y e o u que qué cuál cuáles quién "
        "quiénes cómo cuándo dónde cuánto cuántos cuánta cuántas es son fue fueron era ser se su sus lo le les no más "
        "como si ya muy este esta esto ese esa eso hay ha han había".split()
    ),
    "hi": frozenset(
        "का की के को में से पर और या है हैं था थी थे हो होता होती होते एक यह वह ये वे इस उस इन उन ने भी ही तो कि जो जिस "
        "क्या कौन कब कहाँ क्यों कैसे कितना कितने कितनी किस किसने किसे किसका किसकी किसके नहीं न लिए साथ कर करना किया नाम".split()
    ),
}

_BENGALI_ENDINGS = re.compile("(?:গুলোর|গুলোকে|গুলো|গুলি|দেরকে|দের|টিকে|টির|টি|টার|টা|জন|য়ের|ের|েরা|তে|কে|রা|য়|র|ে)$")
_ENGLISH_ENDINGS = re.compile("(?:[’']s?|(?<=[a-z]{3})(?:ations?|ers?|ings?|ed|es|s|ly))$")
_HINDI_ENDINGS = re.compile("(?:ों|ें|ियाँ|ाँ|ा|ी|े)$")
_SPANISH_ENDINGS = re.compile("(?:(?<=[a-zñáéíóú]{3})(?:os|as|es|s|o|a|e))$")


@lru_cache(_TEXTS)
def words(text: str) -> tuple[str, ...]:
    """The words of a text, in NFC and case-folded."""
    return tuple(normal_words(to_nfc(text)))


def normal_words(text: str) -> list[str]:
    """The words of a text that is in NFC."""
    found: list[str] = _WORD.findall(text.casefold())
    if "’" not in text and "'" not in text:
        return found
    return [word for word in (each.strip("'’") for each in found) if word]


@lru_cache(_TEXTS)
def stems(text: str, language: str) -> tuple[str, ...]:
    """The stems of a text without stop words; empty if the language has no table."""
    if language not in STOPWORDS:
        return ()
    return tuple([found for word in words(without_verbatim(text)) if (found := stem(word, language))])


@lru_cache(_TEXTS)
def without_verbatim(text: str) -> str:
    """A text without what is not prose: code, maths, URLs, paths, tags, and list markers."""
    pattern = _pattern_for(text)
    return pattern.sub(lambda found: "" if found.lastgroup in _JOINED else HOLE, text) if pattern else text


@lru_cache(_TEXTS)
def without_code(text: str) -> str:
    """A text without its code."""
    pattern = _pattern_for(text)
    return pattern.sub(lambda found: HOLE if found.lastgroup in _CODE else found[0], text) if pattern else text


@lru_cache(_TEXTS)
def without_asides(text: str) -> str:
    """A text without what is not prose, and without quoted and bracketed text, which may be in another language."""
    return _ASIDE.sub(HOLE, without_verbatim(text))


def offset_in(text: str, offset: int) -> int:
    """Where in a text a character is that has this offset in the text `without_verbatim`."""
    pattern = _pattern_for(text)
    for found in pattern.finditer(text) if pattern else ():
        begin, width = found.start(), 0 if found.lastgroup in _JOINED else 1
        if begin + width > offset:
            break
        offset += found.end() - begin - width
    return offset


def offset_of(word: str, text: str) -> int | None:
    """Where a word first stands in a text, in its prose if it does there; None if it does not."""
    pattern = re.compile(re.escape(word), re.IGNORECASE)
    if found := _whole_first(pattern, without_verbatim(text)):
        return offset_in(text, found.start())
    found = _whole_first(pattern, text)
    return found.start() if found else None


def _whole_first(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The first match that is a whole word, or else the first."""
    found = [*pattern.finditer(text)]
    edges = ((text[each.start() - 1 : each.start()] + text[each.end() : each.end() + 1], each) for each in found)
    return next((each for beside, each in edges if not any(map(str.isalnum, beside))), found[0] if found else None)


def verbatim(text: str) -> list[str]:
    """Code, maths and bare URLs, as written; not the targets of links and pictures, which may differ by language."""
    return [
        found[0].rstrip(".,;:!?।)") if found.lastgroup == "address" else found[0] for found in _found(text, _VERBATIM)
    ]


def formulas(text: str) -> list[tuple[int, str]]:
    """The formulas of a text without their dollar signs, each with its offset."""
    if "$" not in text:
        return []
    inside = ((found, "display" if found["display"] else "inline") for found in _found(text, ("maths",)))
    return [(found.start(group), found[group]) for found, group in inside]


def unspoken(text: str) -> frozenset[str]:
    """What distinguishes texts with the same words: code, maths, URLs and paths."""
    return frozenset(found[0] for found in _found(text, _OWN))


def shows(text: str) -> bool:
    """Whether a text shows more than prose: a file, code, a formula, a list or a table."""
    is_seen = "![" in text or "<img" in text or any(_found(text, (*_CODE, "maths")))
    return is_seen or has_list(text) or has_table(text)


def has_gap(text: str) -> bool:
    """Whether a text has a gap to be completed: '____' or '( )'."""
    return _GAP.search(text) is not None


def has_list(text: str) -> bool:
    return "\n" in text and len(_ITEMS.findall(text)) > 1


def has_table(text: str) -> bool:
    return "|" in text and _HEAD.search(text) is not None


def fix_prose(text: str, fix: Callable[[str], str]) -> str:
    """Apply `fix` to a text, except to what is not prose; unchanged if the fix removes or adds a part."""
    pattern = _pattern_for(text)
    if pattern is None:
        return fix(text)
    kept = [found[0] for found in pattern.finditer(text)]
    masked = pattern.sub(lambda found: JOINT if found.lastgroup in _JOINED else HOLE, text)
    first, *others = re.split(f"[{HOLE}{JOINT}]", fix(masked))
    if len(others) != len(kept):
        return text
    return first + "".join(keep + between for keep, between in zip(kept, others, strict=True))


def outside_asides(text: str, fix: Callable[[str], str]) -> str:
    """Apply `fix` to a text, except in quotes and brackets, where another language may be quoted."""
    parts, end = list[str](), 0
    for aside in _ASIDE.finditer(text):
        parts += fix(text[end : aside.start()]), aside[0]
        end = aside.end()
    return "".join([*parts, fix(text[end:])])


def _found(text: str, groups: tuple[str, ...]) -> Iterator[re.Match[str]]:
    pattern = _pattern_for(text)
    return (found for found in pattern.finditer(text) if found.lastgroup in groups) if pattern else iter(())


@lru_cache(_TEXTS)
def _pattern_for(text: str) -> re.Pattern[str] | None:
    """A pattern of what is not prose in a text; None if the text contains none."""
    if not _SIGN.search(text):
        return None
    there = frozenset(sign for sign in _SIGNS if sign in text)
    return _pattern(there, is_listed=has_list(text), is_tabular=has_table(text))


@cache
def _pattern(there: frozenset[str], *, is_listed: bool, is_tabular: bool) -> re.Pattern[str] | None:
    kinds = {
        **{name: kind.pattern for name, kind in _NO_PROSE.items() if not there.isdisjoint(kind.signs)},
        **({"item": _ITEM} if is_listed else {}),
        **({"cells": _CELLS} if is_tabular else {}),
    }
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in kinds.items())) if kinds else None


@lru_cache(maxsize=100_000)  # words recur
def stem(word: str, language: str) -> str:
    """A word without its endings; an empty string for a stop word."""
    little = STOPWORDS.get(language)
    if little is None:
        return ""
    stem = "" if word in little else _STEMMERS[language](word)
    return "" if stem in little else stem


def _bengali_stem(word: str) -> str:
    bare = word.rstrip("ইও") if len(word) > 4 else word
    for _ in range(2):  # সাগর + এ and সাগ + র look the same, so both lose as many endings as possible
        stem = _BENGALI_ENDINGS.sub("", bare)
        if len(stem) < 3:
            break
        bare = stem
    return bare


def _english_stem(word: str) -> str:
    stem = _ENGLISH_ENDINGS.sub("", word.replace("ies", "y") if len(word) > 5 else word)
    return stem.rstrip("e") if len(stem) > 3 else stem


def _hindi_stem(word: str) -> str:
    stem = _HINDI_ENDINGS.sub("", word)
    return stem if len(stem) > 1 else word


def _spanish_stem(word: str) -> str:
    return _SPANISH_ENDINGS.sub("", word)


_STEMMERS: Mapping[str, Callable[[str], str]] = {
    "bn": _bengali_stem,
    "en": _english_stem,
    "es": _spanish_stem,
    "hi": _hindi_stem,
}
