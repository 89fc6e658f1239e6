"""Articles to outlines: title lines, sections, and the key points listed in them, in any language.

An article is plain text or Markdown. A section begins with its title on a line of its own, above
prose; its key points stand under a heading that tells their kind::

    The well of Abenra
    by Ama Nkrumah • 2021-06-04

    Why the village dug twice
    The first well ran dry after one summer.
    Key Learnings:
    - Depth before width: a deep well outlasts a wide one.

What cannot be told apart is read one way, and a problem says which.
"""

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import NamedTuple

from flashcards.model.problem import Location, Problem, Severity

# Add a language in a line of each kind; capitals, accents, numbers, colons and bold make no difference
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "learning": (
        *("key learnings", "key learning", "key lessons", "key takeaways", "main takeaways", "learnings", "lessons"),
        *("lessons learned", "lessons learnt", "takeaways", "what we learned"),
        *("মূল শিক্ষা", "মূল শিক্ষাসমূহ", "মূল শিক্ষাগুলো", "মূল শিক্ষণীয়", "শিক্ষণীয় বিষয়", "মূল পাঠ", "প্রধান শিক্ষা", "শিক্ষা"),
        *("मुख्य सीख", "प्रमुख सीख", "मुख्य सबक", "प्रमुख सबक", "मुख्य शिक्षाएँ", "सीख", "सबक"),
        *("aprendizajes clave", "lecciones clave", "principales aprendizajes", "lecciones aprendidas"),
        *("conclusiones clave", "aprendizajes", "lecciones"),
        *("الدروس المستفادة", "أهم الدروس", "الدروس الرئيسية", "دروس رئيسية", "أبرز الدروس", "الدروس"),
        *("重要な学び", "主な学び", "学んだこと", "重要な教訓", "主な教訓", "学び", "教訓"),
        *("enseignements clés", "leçons clés", "points clés à retenir", "à retenir"),
        *("wichtigste lehren", "zentrale lehren", "lehren"),
        *("principais aprendizados", "aprendizados", "lições"),
        *("关键收获", "主要收获", "主要经验", "ключевые уроки", "главные уроки"),
    ),
    "insight": (
        *("key insights", "key insight", "main insights", "insights"),
        *("মূল উপলব্ধি", "মূল উপলব্ধিসমূহ", "মূল অন্তর্দৃষ্টি", "মূল ভাবনা", "অন্তর্দৃষ্টি", "উপলব্ধি"),
        *("मुख्य अंतर्दृष्टि", "प्रमुख अंतर्दृष्टि", "मुख्य अंतर्दृष्टियाँ", "अंतर्दृष्टि"),
        *("ideas clave", "hallazgos clave", "perspectivas clave", "reflexiones clave", "hallazgos"),
        *("أهم الرؤى", "الرؤى الرئيسية", "رؤى رئيسية", "أبرز الأفكار", "الأفكار الرئيسية"),
        *("重要な洞察", "主な洞察", "重要な気づき", "主な気づき", "洞察", "気づき", "インサイト"),
        *("idées clés", "constats clés", "wichtigste erkenntnisse", "zentrale erkenntnisse", "principais ideias"),
        *("关键洞察", "关键见解", "主要见解", "ключевые идеи", "ключевые выводы"),
    ),
    "practice": (
        *("key practices", "key practice", "best practices", "key actions", "action items", "action points"),
        *("practices", "actions"),
        *("মূল চর্চা", "সেরা চর্চা", "মূল অনুশীলন", "মূল করণীয়", "করণীয়", "চর্চা", "অনুশীলন"),
        *("मुख्य अभ्यास", "प्रमुख अभ्यास", "सर्वोत्तम अभ्यास", "मुख्य कार्य", "क्या करें", "अभ्यास"),
        *("prácticas clave", "buenas prácticas", "mejores prácticas", "acciones clave", "prácticas", "acciones"),
        *("أهم الممارسات", "الممارسات الرئيسية", "ممارسات رئيسية", "أفضل الممارسات", "خطوات عملية", "الممارسات"),
        *("重要な実践", "主な実践", "実践のポイント", "ベストプラクティス", "行動指針", "実践", "行動"),
        *("pratiques clés", "bonnes pratiques", "actions clés", "wichtigste praktiken", "bewährte praktiken"),
        *("principais práticas", "boas práticas", "关键实践", "最佳实践", "ключевые практики"),
    ),
    "fact": (
        *("key facts", "facts", "মূল তথ্য", "তথ্য", "मुख्य तथ्य", "तथ्य", "datos clave", "hechos clave", "datos", "hechos"),
        *("أهم الحقائق", "حقائق رئيسية", "الحقائق", "حقائق", "重要な事実", "主な事実", "事実"),
        *("faits clés", "wichtigste fakten", "fakten", "fatos principais", "关键事实", "ключевые факты"),
    ),
}

_LONGEST_TITLE = 120  # columns; the longest section title of the articles we have seen takes 75
_LONGEST_LABEL = 80
_LONGEST_HEADING = 60
_SLUG_WORDS = 5
_SLUG_LENGTH = 40

# White space and the marks nobody sees; joiners are letters' own
_EDGES = " \t\n\r\f\v\u00a0\u2002\u2003\u2009\u202f\u3000\ufeff\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060"
_HASHES = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
_BULLET = re.compile(r"(?:[-–—*+•·▪◦‣●○■∙⁃・](?=\s)|[•▪◦‣●■・](?=\S))\s*")
_ORDINAL = re.compile(r"[(（]?(\d{1,3})(?:[.)．）](?=\s)|[.)．）、](?=[^\d\s]))\s*")
_BOLD = re.compile(r"\*\*|__")
_STOPS = (".", "।", "॥", "。", "．", "…", "۔")
_CLOSERS = "\"'”’»」』)]）"
_ABBREVIATION = re.compile(r"\b(?:(?:[A-Z]\.)+|(?:Inc|Ltd|Co|Corp|Jr|Sr)\.)$")
_QUOTATION = re.compile(r"[\"“„«「『‘].*[\"”»」』’]\s*[-–—―]\s*\S.*")
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|«[^»]*»|「[^」]*」|『[^』]*』")
_WHOLLY_QUOTED = re.compile(f"(?:{_QUOTED.pattern}|‘[^’]*’|'[^']*')")
_COLON = re.compile(r"\s*(?:：\s*|:(?:\s+|$))")
_DASH = re.compile(r"\s+[-–—]\s+")
_LATIN = {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"}


@dataclass(frozen=True, slots=True)
class OutlinePoint:
    """A key point as the article has it; `kind` is empty where no heading tells it, and so is a missing label."""

    id: str
    kind: str
    label: str
    text: str
    location: Location


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """A part of an article; what stands before the first title has none."""

    id: str
    title: str
    points: tuple[OutlinePoint, ...]
    location: Location


@dataclass(frozen=True, slots=True)
class Outline:
    """What an article is called, its sections in order, and what could not be told apart."""

    titles: tuple[str, ...]
    sections: tuple[OutlineSection, ...]
    problems: tuple[Problem, ...]


def outline_of(lines: Sequence[str], path: Path) -> Outline:
    """The outline of an article; ids are slugs of titles and labels, or numbers where these are not in Latin."""
    return _Reader(path, _with_roles(tuple(_lines(lines)))).outline()


class _Role(Enum):
    TITLE = auto()  # looks like one: short, and no sentence
    PROSE = auto()
    HEADING = auto()
    BULLET = auto()


class _Line(NamedTuple):
    """A line that is not blank, less its marks; `ordinal` is the number before it, `level` the count of its hashes."""

    text: str
    number: int
    column: int
    indent: int
    is_after_blank: bool
    has_bullet: bool
    ordinal: int
    level: int
    is_bold: bool
    role: _Role = _Role.PROSE
    kind: str = ""

    @property
    def has_marker(self) -> bool:
        return self.has_bullet or self.ordinal >= 0


def _lines(lines: Sequence[str]) -> Iterator[_Line]:
    is_after_blank = True
    for number, whole in enumerate(lines[_begin(lines) :], _begin(lines) + 1):
        if not any(letter.isalnum() for letter in whole):  # a blank line, or a rule such as "---"
            is_after_blank = True
            continue
        yield _line(whole, number, is_after_blank=is_after_blank)
        is_after_blank = False


def _begin(lines: Sequence[str]) -> int:
    """Where an article begins: below its front matter, if it has one."""
    fences = [i for i, line in enumerate(lines) if line.strip(_EDGES) == "---"]
    return fences[1] + 1 if len(fences) > 1 and fences[0] == 0 else 0


def _line(whole: str, number: int, *, is_after_blank: bool) -> _Line:
    text = whole.strip(_EDGES)
    indent = len((whole[: whole.index(text)]).expandtabs(4))
    level, ordinal, has_bullet = 0, -1, False
    if found := _HASHES.fullmatch(text):
        level, text = len(found[1]), found[2]
    elif found := _BULLET.match(text):
        has_bullet, text = True, text[found.end() :]
    is_bold = text.startswith(("**", "__")) and text.rstrip(":：").endswith(("**", "__"))
    if not has_bullet and (found := _ORDINAL.match(_BOLD.sub("", text))):
        ordinal, text = int(found[1]), _BOLD.sub("", text)[found.end() :]
    column = max(whole.find(text), 0) + 1
    return _Line(_BOLD.sub("", text), number, column, indent, is_after_blank, has_bullet, ordinal, level, is_bold)


def _with_roles(lines: Sequence[_Line]) -> tuple[_Line, ...]:
    """Each line with the part it plays, as far as it and its neighbours tell."""
    told = [line._replace(role=_Role.TITLE) for line in lines[: _masthead(lines)]]
    is_open = False  # within a paragraph that is broken into lines
    for i, line in enumerate(lines[len(told) :], len(told)):
        after = lines[i + 1] if i + 1 < len(lines) else None
        if kind := _kind(line, after):
            told.append(line._replace(role=_Role.HEADING, kind=kind))
        elif line.has_marker:
            told.append(line._replace(role=_Role.BULLET))
        else:
            is_wrapped = _goes_on(line, after)
            continues = not line.is_after_blank and (is_open or line.text[:1].islower())
            is_prose = not line.level and (is_wrapped or continues or _is_prose(line.text))
            is_open = (is_wrapped or continues) and not _is_sentence(line.text)
            told.append(line._replace(role=_Role.PROSE if is_prose else _Role.TITLE))
            continue
        is_open = False
    return _trusting_hashes(told)


def _masthead(lines: Sequence[_Line]) -> int:
    """How many lines there are before the first blank, if they are no prose but title, role, author, date."""
    size = next((i for i, line in enumerate(lines) if line.is_after_blank and i), len(lines))
    first = zip(lines[:size], (*lines[1:], None), strict=False)
    is_told = any(line.level or line.has_marker or _is_prose(line.text) or _kind(line, after) for line, after in first)
    return 0 if is_told else size


def _trusting_hashes(lines: Sequence[_Line]) -> tuple[_Line, ...]:
    """Where titles are marked as Markdown does, a short line is none."""
    marked = [i for i, line in enumerate(lines) if line.level and line.role is _Role.TITLE]
    if len(marked) < 2:
        return tuple(lines)
    return tuple(
        line._replace(role=_Role.PROSE) if i > marked[0] and line.role is _Role.TITLE and not line.level else line
        for i, line in enumerate(lines)
    )


def _goes_on(line: _Line, after: _Line | None) -> bool:
    """Whether the next line goes on with this one's sentence."""
    return bool(after and not after.is_after_blank and not after.has_marker and after.text[:1].islower())


def _is_prose(text: str) -> bool:
    return _columns(text) > _LONGEST_TITLE or _is_sentence(text) or bool(_QUOTATION.fullmatch(text))


def _is_sentence(text: str) -> bool:
    return text.rstrip(_CLOSERS).endswith(_STOPS) and not _ABBREVIATION.search(text)


def _columns(text: str) -> int:
    return sum(2 if _is_wide(letter) else 1 for letter in text)


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


def _kind(line: _Line, after: _Line | None) -> str:
    """The kind of key point a line is the heading of, or nothing.

    A phrase of the table is one; so is a short line with one in it above bullets. A single word
    may as well be a section's title, unless something marks it as a heading.
    """
    is_marked = bool(line.text.endswith((":", "：")) or line.is_bold or line.level)
    is_above_bullets = bool(after and after.has_marker)
    if line.has_bullet or _columns(line.text) > _LONGEST_HEADING:
        return ""
    key = _key(line.text)
    if key in _KINDS and (is_marked or is_above_bullets or not _is_one_word(key)):
        return _KINDS[key]
    found = _kinds_in(key) if is_above_bullets and line.ordinal < 0 and not _is_sentence(line.text) else ()
    return found[0] if found else ""


def _is_one_word(key: str) -> bool:
    return " " not in key and not (len(key) > 3 and all(map(_is_wide, key)))


def _kinds_in(key: str) -> tuple[str, ...]:
    """The kinds whose headings stand in a line, in that order."""
    places: dict[str, int] = {}
    for phrase, kind in _KINDS.items():
        at = _place(phrase, key)
        if at >= 0:
            places[kind] = min(at, places.get(kind, at))
    return tuple(sorted(places, key=places.__getitem__))


def _place(phrase: str, key: str) -> int:
    """Where a phrase stands in a line as whole words; Han and kana have none."""
    at = key.find(phrase)
    around = key[at - 1 : at] + key[at + len(phrase) : at + len(phrase) + 1]
    is_whole = _is_wide(phrase[0]) or not any(unicodedata.category(letter)[0] in "LMN" for letter in around)
    return at if is_whole else -1


def _key(text: str) -> str:
    """A heading as the table has it: no capitals, accents, nor what stands around it."""
    letters = list(_plain(" ".join(unicodedata.normalize("NFKC", text).casefold().split())))
    for end in (0, -1):
        while letters and unicodedata.category(letters[end])[0] in "PSZC":
            letters.pop(end)
    return "".join(letters)


def _plain(text: str) -> str:
    """Text with its Latin letters as they are in English, and all others as they are."""
    return "".join(_plain_letter(letter) for letter in text)


def _plain_letter(letter: str) -> str:
    if letter.isascii() or not letter.isalpha():
        return letter
    base = unicodedata.normalize("NFKD", letter)[0]
    return _LATIN.get(letter.lower(), base if base.isascii() else letter)


_KINDS = {_key(phrase): kind for kind, phrases in HEADINGS.items() for phrase in phrases}


def _is_title(line: _Line, below: Sequence[_Line]) -> bool:
    """Whether a line is the title of a section, and not a heading the table does not have."""
    return line.role is _Role.TITLE and not any(each.role is _Role.BULLET for each in below)


class _Group:
    """The list under one heading, as far as it has been read; a list under none has an empty kind."""

    def __init__(self, heading: _Line, kind: str) -> None:
        self.heading = heading
        self.kind = kind
        self.lines: list[tuple[_Line, list[str]]] = []

    @property
    def is_unmarked(self) -> bool:
        """Whether its points, if it has any yet, lack bullets."""
        return not any(line.has_marker for line, _ in self.lines)

    def holds(self, line: _Line) -> bool:
        """Whether a line goes on with the point above it."""
        if not self.lines or (line.is_after_blank and not line.has_marker and line.indent == 0):
            return False
        above, texts = self.lines[-1]
        first = self.lines[0][0]
        if line.has_marker:
            return line.indent >= first.indent + 2
        goes_on = not line.is_after_blank and not _is_sentence(texts[-1]) and line.text[:1].islower()
        return line.indent > above.indent or goes_on

    def takes(self, line: _Line, after: _Line | None) -> bool:
        """Whether a line with a bullet or a number before it is this list's next point."""
        if not self.lines:
            return True
        last = self.lines[-1][0]
        if line.has_bullet:
            return last.has_bullet
        is_above_prose = after is not None and after.role is _Role.PROSE and not _goes_on(line, after)
        is_title = is_above_prose and not _is_prose(line.text)
        return line.ordinal == last.ordinal + 1 and not last.has_bullet and not is_title


class _Section(NamedTuple):
    title: str
    line: _Line
    groups: list[_Group]


class _Reader:
    """Reads the lines of an article one by one, looking one ahead."""

    def __init__(self, path: Path, lines: Sequence[_Line]) -> None:
        self._path = path
        self._lines = lines
        self._titles: tuple[str, ...] = ()
        self._sections: list[_Section] = []
        self._group: _Group | None = None
        self._problems: list[Problem] = []

    def outline(self) -> Outline:
        begin = self._head()
        for i in range(begin, len(self._lines)):
            line = self._lines[i]
            after = self._lines[i + 1] if i + 1 < len(self._lines) else None
            if self._group and line.role is not _Role.HEADING and self._group.holds(line):
                self._group.lines[-1][1].append(line.text)
            else:
                _STEPS[line.role](self, line, after)
        self._close()
        sections = tuple(_named(self._sections, self._path))
        if not any(section.points for section in sections):
            hint = "put a heading such as 'Key Learnings:' above lines that begin with '- '"
            place = Location(self._path, 1, 1)
            self._problems.append(Problem(place, "no-points", "there are no key points here", hint))
        return Outline(self._titles, sections, tuple(self._problems))

    def _head(self) -> int:
        """Read the title lines, and return where the first section begins.

        The last of the lines at the top may be the title of the first section instead.
        """
        size = next((i for i, line in enumerate(self._lines) if line.role is not _Role.TITLE or line.level > 1), None)
        if not size:  # there is nothing else, or no title
            self._titles = tuple(line.text for line in self._lines) if size is None else ()
            return len(self._lines) if size is None else 0
        begin = size - 1 if self._last_is_section(size) else size
        self._titles = tuple(line.text for line in self._lines[:begin])
        return begin

    def _last_is_section(self, size: int) -> bool:
        last, rest = self._lines[size - 1], self._lines[size:]
        next_title = next((i for i, line in enumerate(rest) if _is_title(line, rest[i + 1 : i + 2])), None)
        has_points = any(line.role in (_Role.HEADING, _Role.BULLET) for line in rest[:next_title])
        is_on_top = not rest[0].is_after_blank and (rest[0].role is _Role.PROSE or next_title is not None)
        if not has_points or last.level == 1 or rest[0].level:
            return False
        if is_on_top:
            if size > 1 and not last.is_after_blank:
                hint = "leave a blank line below it if it is the article's, and above it if not"
                self._warn(last, "ambiguous-title", "this title is read as that of the first section", hint)
            return True
        if next_title is None or size > 1:
            return last.is_after_blank and next_title is not None
        hint = "put the article's title, and a blank line, above it if it is a section's"
        self._warn(last, "ambiguous-title", "this title is read as that of the article", hint)
        return False

    def title(self, line: _Line, after: _Line | None) -> None:
        """Begin a section, unless the line is something else after all."""
        below = after.role if after else None
        if self._lacks_bullet(line, after):
            self._add_unmarked(line)
        elif below is _Role.BULLET and (line.text.endswith((":", "：")) or line.level > 2):
            self._unknown_heading(line)
        elif line.level or below in (_Role.PROSE, _Role.HEADING, _Role.BULLET):
            self._close()
            self._sections.append(_Section(line.text, line, []))
        elif below:
            self._close()
            hint = "put prose below it if it is a section's title"
            self._warn(line, "ambiguous-title", "this line is neither prose nor above it, and is passed over", hint)

    def prose(self, line: _Line, after: _Line | None) -> None:
        """End a list, unless this is a point of it that lost its bullet."""
        if self._lacks_bullet(line, None):
            self._add_unmarked(line)
        else:
            self._close()

    def heading(self, line: _Line, after: _Line | None) -> None:
        """Begin a list."""
        kinds = _kinds_in(_key(line.text))
        if _key(line.text) not in _KINDS and len(kinds) > 1:
            message = f"this heading names more than one kind of key point; those below are read as {line.kind}s"
            self._warn(line, "mixed-heading", message, "give each kind a heading of its own")
        self._open(line, line.kind)

    def bullet(self, line: _Line, after: _Line | None) -> None:
        """Add a point, unless it is a numbered line of another sort."""
        if self._group and not self._group.takes(line, after):
            self._close()
        if self._group is None and not line.has_bullet and after and after.role is not _Role.BULLET:
            role = _Role.PROSE if _is_prose(line.text) else _Role.TITLE
            _STEPS[role](self, line, after)
            return
        if self._group is None:
            hint = "put a heading such as 'Key Learnings:' above them if they are key points"
            self._warn(line, "no-heading", "no heading tells what kind of points these are", hint)
            self._open(line, "")
        if self._group:
            self._group.lines.append((line, [line.text]))

    def _lacks_bullet(self, line: _Line, after: _Line | None) -> bool:
        """Whether this is a point below a heading where none has a bullet: they get lost in pasting."""
        if self._group is None or not self._group.is_unmarked or line.level or not _split(line.text).label:
            return False
        return not (after and after.role is _Role.PROSE and not _split(after.text).label)

    def _add_unmarked(self, line: _Line) -> None:
        if self._group:
            if not self._group.lines:
                hint = "begin each with '- '"
                self._warn(line, "no-bullet", "these lines have no bullets; they are read as points", hint)
            self._group.lines.append((line, [line.text]))

    def _unknown_heading(self, line: _Line) -> None:
        close = difflib.get_close_matches(_key(line.text), _KINDS, n=1, cutoff=0.7)
        hint = f"did you mean '{close[0]}'?" if close else "write 'Key Learnings:', 'Key Insights:' or 'Key Practices:'"
        self._warn(line, "unknown-heading", f"'{line.text.rstrip(':： ')}' tells no kind of key point", hint)
        self._open(line, "")

    def _open(self, heading: _Line, kind: str) -> None:
        self._close()
        if not self._sections:
            self._sections.append(_Section("", heading, []))
        self._group = _Group(heading, kind)
        self._sections[-1].groups.append(self._group)

    def _close(self) -> None:
        if self._group and not self._group.lines:
            hint = "write them as lines that begin with '- '"
            self._warn(self._group.heading, "empty-heading", "there are no points below this heading", hint)
        self._group = None

    def _warn(self, line: _Line, rule: str, message: str, hint: str) -> None:
        self._problems.append(Problem(_location(line, self._path), rule, message, hint, Severity.WARNING))


_STEPS: Mapping[_Role, Callable[[_Reader, _Line, _Line | None], None]] = {
    _Role.TITLE: _Reader.title,
    _Role.PROSE: _Reader.prose,
    _Role.HEADING: _Reader.heading,
    _Role.BULLET: _Reader.bullet,
}


class _Split(NamedTuple):
    label: str
    text: str


def _split(text: str) -> _Split:
    """A point's label and what is said of it; a colon goes before a dash, and neither counts within quotes."""
    hidden = _QUOTED.sub(lambda found: "x" * len(found[0]), text)
    for separator in (_COLON, _DASH):
        if found := separator.search(hidden):
            label = text[: found.start()].strip("*_ ")
            if label and _columns(label) <= _LONGEST_LABEL and not re.search(r"[.!?।。]\s", hidden[: found.start()]):
                return _Split(_unquoted(label), text[found.end() :].strip("*_ "))
    return _Split("", text)


def _unquoted(label: str) -> str:
    return label[1:-1].strip() if _WHOLLY_QUOTED.fullmatch(label) else label


def _named(sections: Sequence[_Section], path: Path) -> Iterator[OutlineSection]:
    """The sections and their points, with ids: in a section that has one twice, the second gets a number."""
    taken: dict[str, int] = {}
    for number, section in enumerate(sections, 1):
        section_id = _free(slug(_COLON.split(section.title)[0]) or slug(section.title) or f"section-{number}", taken)
        points = tuple(_points(section, section_id, path))
        yield OutlineSection(section_id, section.title, points, _location(section.line, path))


def _points(section: _Section, section_id: str, path: Path) -> Iterator[OutlinePoint]:
    taken: dict[str, int] = {}
    counts: dict[str, int] = {}
    for group in section.groups:
        for line, texts in group.lines:
            label, text = _split(" ".join(texts))
            counts[group.kind] = counts.get(group.kind, 0) + 1
            name = slug(label or text) or f"{group.kind or 'point'}-{counts[group.kind]}"
            yield OutlinePoint(f"{section_id}.{_free(name, taken)}", group.kind, label, text, _location(line, path))


def slug(text: str) -> str:
    """The first words of a text as an id has them, or nothing where most of it is not in Latin letters."""
    plain = _plain(text).lower()
    letters = [letter for letter in plain if letter.isalpha()]
    if sum(map(str.isascii, letters)) * 2 <= len(letters):
        return ""
    words = re.findall("[a-z0-9]+", re.sub("['’‘]", "", plain))[:_SLUG_WORDS]
    while len("-".join(words)) > _SLUG_LENGTH and len(words) > 1:
        words.pop()
    return "-".join(words)[:_SLUG_LENGTH]


def _free(name: str, taken: dict[str, int]) -> str:
    """The name, with a number behind it if it is taken; from now on it is, with the last number that was tried."""
    free = name
    while free in taken:
        taken[name] += 1
        free = f"{name}-{taken[name]}"
    taken[free] = 1
    return free


def _location(line: _Line, path: Path) -> Location:
    return Location(path, line.number, line.column)
