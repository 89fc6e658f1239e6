"""Texts about words, which may quote words of another language."""

import re
from collections.abc import Mapping

from flashcards.lint.pattern import Pattern

_MENTION: Mapping[str, Pattern] = {
    "ar": Pattern("معنى|يعني|كلمة|حرف|مرادف|ترجم"),
    "bn": Pattern("শব্দ|বর্ণ|অক্ষর|মানে|অর্থ|উচ্চারণ|অনুবাদ|বহুবচন"),
    "de": Pattern(r"\b(?:Wort|Wörter|Buchstaben?|bedeute[nt]|heißt|übersetz\w*|Plural|ausgesprochen)\b", re.I),
    "en": Pattern(
        r"\b(?:words?|letters?|characters?|means?|meanings?|synonyms?|stands? for|pronounced?|spel(?:l|t|led)|"
        r"translat\w+|plural|called in|say in)\b",
        re.I,
    ),
    "es": Pattern(r"\b(?:palabras?|letras?|significa\w*|sinónim\w+|pronuncia\w*|traduc\w+|plural)\b", re.I),
    "fa": Pattern("معنی|یعنی|کلمه|واژه|حرف|ترجمه"),
    "fr": Pattern(r"\b(?:mots?|lettres?|signifie\w*|veut dire|synonymes?|prononc\w+|tradui\w+|pluriel)\b", re.I),
    "hi": Pattern("शब्द|अक्षर|वर्ण|मतलब|अर्थ|पर्यायवाची|उच्चारण|अनुवाद|बहुवचन"),
    "it": Pattern(r"\b(?:parol[ae]|letter[ae]|significa\w*|sinonim\w+|pronunci\w+|tradu\w+|plurale)\b", re.I),
    "ja": Pattern("意味|単語|言葉|漢字|読み|訳"),
    "ko": Pattern("뜻|의미|단어|글자|번역"),
    "nl": Pattern(r"\b(?:woord(?:en)?|letters?|beteken\w+|synoniem\w*|vertaal\w*|meervoud)\b", re.I),
    "pt": Pattern(r"\b(?:palavras?|letras?|significa\w*|sinônim\w+|pronuncia\w*|tradu\w+|plural)\b", re.I),
    "ru": Pattern(r"\b(?:слов[оа]|букв\w+|знач\w+|означа\w+|перев\w+)\b", re.I),
    "tr": Pattern(r"\b(?:anlam\w*|kelime\w*|sözcük\w*|harf\w*|çevir\w*|demek)\b", re.I),
    "ur": Pattern("معنی|مطلب|لفظ|حرف|ترجمہ|جمع"),
    "zh": Pattern("意思|词|詞|字|翻译|翻譯"),
}
_VOWEL_SIGNS = Pattern("[\u064b-\u0652]")


def speaks_of_words(text: str, language: str) -> bool:
    """Whether a text is about a word, its meaning or its letters."""
    pattern = _MENTION.get(language)
    return pattern is not None and pattern.search(_VOWEL_SIGNS.sub("", text)) is not None
