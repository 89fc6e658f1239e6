"""Words of a text, and the tables by language that say which of them mean little."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache

# White space and punctuation, but for what stands inside a word: apostrophes. Not "\W": to Python, a
# Bengali vowel sign is no part of a word
_WORD = re.compile(r"[^\s!-&(-/:-@\[-`{-~¡¿«»।॥‘“”„‹›–—…−×،؟؛、。「」『』（）！？・]+")
_VERBATIM = re.compile(r"`[^`\n]*`|https?://[^\s<>\"“”]+")
_ASIDE = re.compile(
    r"\([^()]*\)|\[[^\[\]]*\]|“[^“”]*”|‘[^‘’]*’|\"[^\"]*\"|(?<![^\s(])'[^'\n]+'(?![A-Za-z])|«[^«»]*»|「[^「」]*」"
)
_HOLE = "\ufffc"  # stands where something was cut out, so that what is beside it is not joined

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


def words(text: str) -> list[str]:
    """The words of a text, as they compare."""
    found: list[str] = _WORD.findall(unicodedata.normalize("NFC", text).casefold())
    return [word for word in (each.strip("'’") for each in found) if word]


def stems(text: str, language: str) -> list[str]:
    """The words of a text that mean something, without their endings; none where the language is not known."""
    if language not in STOPWORDS:
        return []
    return [stem for word in words(text) if (stem := _stem(word, language))]


def without_verbatim(text: str) -> str:
    """A text without code and addresses, which keep no rules of language."""
    return _VERBATIM.sub(_HOLE, text)


def without_asides(text: str) -> str:
    """A text also without what stands in quotes or brackets, which may be of another language."""
    return _ASIDE.sub(_HOLE, without_verbatim(text))


def verbatim(text: str) -> list[str]:
    """Code and addresses, as they stand."""
    return [each.rstrip(".,;:!?।)") for each in _VERBATIM.findall(text)]


def mended(text: str, mend: Callable[[str], str]) -> str:
    """A text with all but its code and addresses mended."""
    kept = [*_VERBATIM.findall(text), ""]
    return "".join(mend(between) + keep for between, keep in zip(_VERBATIM.split(text), kept, strict=True))


@lru_cache(maxsize=100_000)  # words recur
def _stem(word: str, language: str) -> str:
    """A word without its endings; nothing where it means little."""
    little = STOPWORDS[language]
    stem = "" if word in little else _STEMMERS[language](word)
    return "" if stem in little else stem


def _bengali_stem(word: str) -> str:
    bare = word.rstrip("ইও") if len(word) > 4 else word
    for _ in range(2):  # সাগর + এ and সাগ + র look alike, so both lose all they can
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
