"""The fold of a text, which is the same for other spellings of it, and slips by which a word is misspelled.

A fold keeps the words in their order, numbers, signs, clozes, and code, formulas and addresses as they are. It drops
punctuation, capitals, joiners and, in some languages, accents, and writes the variants of a spelling in one way.

A slip is within a long word, not at its ends: most misspellings are there (Pollock and Zamora, 1984), and inflections
are not. So `recieve` may be a slip for `receive`, and `rings` is none for `ring`, nor `plant` for `planet`.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator

_EXACT = re.compile(r"(`[^`]*`|\$[^$]+\$|\{\{c[0-9]+::|\}\}|::|\]\([^)]*\)|<[^>]*>|[a-z]+://\S+)")
_MAY_HAVE_EXACT = re.compile(r"[`$<\]{:]")
_IN_NUMBER = re.compile(r"(?<=\d)[.,:/](?=\d)")
_MINUS = re.compile(r"(?<!\w)[-\u2212](?=\d)")
_KEPT = str.maketrans(
    ".,:/-\u2212", "\ue000\ue001\ue002\ue003\ue004\ue004"
)  # for private use, while others are dropped
_KEPT_AS = {0xE000: ".", 0xE001: ",", 0xE002: ":", 0xE003: "/", 0xE004: "-"}
_DROPPED = "'\u2019\u02bc\u0640"  # within a word: apostrophes and tatweel
_SIGNS = "%&#@^\u2030\u00b0"  # have a meaning, though some are punctuation to Unicode
_WIDTHS = ("<wide>", "<narrow>")

# In these languages an accent that is missing is a misspelling; in others, such as Vietnamese, it is another word
_ACCENTED = frozenset("ca de en es fr gl it nl pt".split())
_ACCENTS = "\u0300\u0301\u0302\u0304\u0327"  # not the diaeresis of `könnte` or the tilde of `año`
_POINTS = range(10, 36)  # combining classes of the points of Hebrew and Arabic, which most texts lack
_MARKS_OF_LETTERS = "\u0653\u0654\u0655"  # of Arabic
_NUKTA = 7

_MOST_RUNS = 1 << 15

# Letters from which a word is long enough for a slip: shorter ones are other words too often, as `planet` and `plant`
_FOR_ORDER, _FOR_DOUBLE, _FOR_SIGN, _FOR_VOWEL, _FOR_GAP = 5, 5, 7, 8, 9
_ENDING = 2  # letters that may be an inflection: `fishermen`, `teachers`
_MOST_WORDS = 200
_VOWELS = "aeiou"
_NUMBERS = frozenset("three there seven eight sixty fifty forty third fifth sixth ninth tenth".split())


def fold(text: str, language: str) -> str:
    """The fold of a text in a language."""
    runs = _RUNS[language.partition("-")[0] in _ACCENTED]
    if not _MAY_HAVE_EXACT.search(text):
        return _prose(text, runs)
    parts = _EXACT.split(text)
    parts[::2] = [_prose(part, runs) for part in parts[::2]]
    return " ".join(parts)


def slips(folded: str, language: str) -> Iterator[str]:
    """The folds of texts that differ from a folded text by one slip."""
    words = folded.split(" ")
    for at, word in enumerate(words[:_MOST_WORDS]):
        if len(word) < _FOR_ORDER or word in _NUMBERS or _NOT_WORD.search(word) or _ROMAN.fullmatch(word):
            continue
        before, after = " ".join([*words[:at], ""]), " ".join(["", *words[at + 1 :]])
        for slip in _misspelled(word, language):
            yield f"{before}{slip}{after}"


def _misspelled(word: str, language: str) -> Iterator[str]:
    inner = range(1, len(word) - 1)
    if word[0] > _LAST_ALPHABETIC:  # a sign that is missing, in a script that writes vowels as signs
        signs = [at for at in inner if unicodedata.category(word[at])[0] == "M"] if len(word) >= _FOR_SIGN else []
        yield from (word[:at] + word[at + 1 :] for at in signs)
        return
    for at in inner:
        letter, following = word[at], word[at + 1]
        is_in_ending = at >= len(word) - _ENDING
        if at + 1 in inner and letter != following and not _is_ablaut(letter + following, language):
            yield f"{word[:at]}{following}{letter}{word[at + 2 :]}"
        if len(word) >= _FOR_DOUBLE:
            yield word[:at] + letter + word[at:]
            if letter == following:
                yield word[:at] + word[at + 1 :]
        if len(word) >= _FOR_GAP and not is_in_ending:
            yield word[:at] + word[at + 1 :]
        if len(word) >= _FOR_VOWEL and not is_in_ending and letter in _VOWELS and language.startswith("en"):
            yield from (word[:at] + other + word[at + 1 :] for other in _VOWELS if other != letter)


def _is_ablaut(pair: str, language: str) -> bool:
    """Whether two letters in another order are another tense, as in `schreiben` and `schrieben`."""
    return pair in ("ei", "ie") and language.partition("-")[0] in ("de", "nl")


def _prose(text: str, runs: "_Runs") -> str:
    return " ".join(filter(None, map(runs.__getitem__, text.split())))


class _Letters(dict[int, str]):
    """What is kept of a letter, by its code point: itself, a variant, a space between words, or nothing."""

    def __init__(self, *, is_accented: bool) -> None:
        super().__init__(_KEPT_AS)
        self._is_accented = is_accented

    def __missing__(self, code: int) -> str:
        found = self[code] = self._kept(chr(code))
        return found

    def _kept(self, letter: str) -> str:
        kind = unicodedata.category(letter)
        if letter in _DROPPED or kind == "Cf" or (kind[0] == "M" and self._is_dropped(letter)):
            return ""
        if kind[0] in "LM":
            is_other = unicodedata.decomposition(letter).startswith(_WIDTHS)
            return unicodedata.normalize("NFKC", letter) if is_other else letter
        if kind == "Nd":
            return str(unicodedata.digit(letter))
        return f" {letter} " if letter in _SIGNS or kind[0] in "SN" else " "

    def _is_dropped(self, mark: str) -> bool:
        kind = unicodedata.combining(mark)
        return (
            kind in _POINTS or kind == _NUKTA or mark in _MARKS_OF_LETTERS or (self._is_accented and mark in _ACCENTS)
        )


class _Runs(dict[str, str]):
    """The folds of runs of characters without white space: most are repeated, and few are kept."""

    def __init__(self, *, is_accented: bool) -> None:
        super().__init__()
        self._letters = _Letters(is_accented=is_accented)

    def __missing__(self, run: str) -> str:
        if len(self) >= _MOST_RUNS:
            self.clear()
        found = self[run] = self._folded(run)
        return found

    def _folded(self, run: str) -> str:
        letters = run.casefold()
        if not letters.isascii():
            letters = unicodedata.normalize("NFD", letters)
        if _DIGIT.search(letters):
            letters = _MINUS.sub(_kept, _IN_NUMBER.sub(_kept, letters))
        return " ".join(map(_word, letters.translate(self._letters).split()))


_DIGIT = re.compile(r"\d")
_NOT_WORD = re.compile("[!-@\\[-`{-~\ue000-\uf8ff\u1100-\U0010ffff]")  # nor words of scripts that have no letters
_ROMAN = re.compile("[ivxlcdm]+")
_LAST_ALPHABETIC = "\u058f"  # before this, vowels are letters
_RUNS = tuple(_Runs(is_accented=is_accented) for is_accented in (False, True))


def _kept(found: re.Match[str]) -> str:
    return found[0].translate(_KEPT)


def _word(word: str) -> str:
    if _DIGIT.search(word):
        return word
    for first, last, folded in _SCRIPTS:
        if first <= word[0] <= last:
            return folded(word)
    return word


_LIGATURES = str.maketrans({"æ": "ae", "œ": "oe"})
_ENGLISH: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("our", re.compile("(?<=[a-z]{2})our(?=$|s$|ed$|ing$|ite|hood|able|ful|y$)"), "or"),  # colour
    ("s", re.compile("(?<=[a-z]{3}[iy])s(?=(?:e|es|ed|er|ers|ing|ation|ations)$)"), "z"),  # organise
    ("tre", re.compile("(?<=[a-z]{3})tre(?=s?$)"), "ter"),  # centre
)


def _latin(word: str) -> str:
    plain = word if word.isascii() else word.translate(_LIGATURES)
    for mark, pattern, usual in _ENGLISH:
        if mark in plain:
            plain = pattern.sub(usual, plain)
    return plain if plain.isascii() else unicodedata.normalize("NFC", plain)


def _cyrillic(word: str) -> str:
    return unicodedata.normalize("NFC", word).replace("ё", "е")


_LONG = 3  # consonants, in a word of an Indic script
_O = "\u09c7\u09be"  # the Bengali vowel sign o, decomposed
_BENGALI = str.maketrans({"ঈ": "ই", "ঊ": "উ", "ী": "ি", "ূ": "ু", "ঁ": "", "ং": "ঙ", "ৎ": "ত্"})
_BENGALI_OF_LONG = str.maketrans({"ণ": "ন", "ষ": "শ"})
_BENGALI_DOUBLED = re.compile("(?<=র্)([ক-হ])্\\1")  # সূর্য্য, as it was written once
_BENGALI_WITH_O = frozenset("ভাল মত হল বড ছোট এত কত তত গেল এল হত".split())  # and যত, after য is জ
_HINDI = str.maketrans({"ँ": "ं"})
_HINDI_OF_LONG = str.maketrans({"ी": "ि", "ू": "ु", "ई": "इ", "ऊ": "उ"})
_HINDI_NASAL = re.compile("[ङञणनम]्(?=[क-ह])")
_HINDI_GLIDE = re.compile("(?<=[ा-ौक-ह])य([ेी])(ं?)$")  # गये is गए
_HINDI_VOWELS = {"े": "ए", "ी": "ई"}
_CONSONANTS_OF_BENGALI = re.compile("[ক-হ]")
_CONSONANTS_OF_HINDI = re.compile("[क-ह]")


def _bengali(word: str) -> str:
    plain = word.translate(_BENGALI).replace("ঙ্", "ঙ").removesuffix("্")
    plain = _BENGALI_DOUBLED.sub("\\1", plain)
    consonants = _CONSONANTS_OF_BENGALI.findall(plain)
    stem = plain.removesuffix(_O)
    if len(consonants) < _LONG:
        return stem if stem in _BENGALI_WITH_O else plain
    if stem.endswith(("ল", "ত", "ব")):  # করলো, করতো and করবো are করল, করত and করব
        plain = stem
    plain = plain.translate(_BENGALI_OF_LONG)
    return f"জ{plain[1:]}" if plain[0] == "য" else plain


def _devanagari(word: str) -> str:
    plain = _HINDI_NASAL.sub("ं", word.translate(_HINDI))
    plain = _HINDI_GLIDE.sub(lambda found: _HINDI_VOWELS[found[1]] + found[2], plain)
    consonants = _CONSONANTS_OF_HINDI.findall(plain)
    if len(consonants) < _LONG:
        return plain
    return plain.translate(_HINDI_OF_LONG)


_ARABIC = str.maketrans("ىیکةہۃٱ", "ييكههها")

_Fold = Callable[[str], str]
_SCRIPTS: tuple[tuple[str, str, _Fold], ...] = (
    ("a", "ɏ", _latin),
    ("Ѐ", "ӿ", _cyrillic),
    ("؀", "ۿ", lambda word: word.translate(_ARABIC)),
    ("ऀ", "ॿ", _devanagari),
    ("ঀ", "৿", _bengali),
)
