"""What an author may well write, of which rules have nothing to say in any language; and what they find beside it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
import yaml

from flashcards.deckfile.discovery import DeckFiles
from flashcards.lint.engine import repairs
from flashcards.text.cldr import data
from tests.pipeline import lint, read_decks

Part = Mapping[str, str]
TITLES = {
    "bn": "উদাহরণ",
    "hi": "उदाहरण",
    "ja": "例",
    "ar": "مثال",
    "ru": "Пример",
    "th": "ตัวอย่าง",
    "pa": "ਉਦਾਹਰਣ",
    "ur": "مثال",
    "fa": "مثال",
    "zh": "例",
    "el": "Παράδειγμα",
    "hy": "Օրինակ",
}


def deck_of(notes: Sequence[Mapping[str, Part]], folder: Path) -> Path:
    languages = [*next(iter(notes[0].values()))]
    head = {
        "id": "honest",
        "uid": "0123456789abcdef",
        "title": {tag: f"{TITLES.get(tag.split('-')[0], 'Example ' + tag)}" for tag in languages},
        "languages": languages,
        "lint": {"placeholder": "warning"},  # otherwise a note with one is a draft
    }
    path = folder / "honest.yaml"
    numbered = [{"id": f"note-{number}", **note} for number, note in enumerate(notes)]
    path.write_text(yaml.safe_dump({"deck": head, "notes": numbered}, allow_unicode=True), encoding="utf-8")
    return path


def found_in(notes: Sequence[Mapping[str, Part]], folder: Path) -> set[str]:
    reading = read_decks([DeckFiles((deck_of(notes, folder),), folder)])
    assert reading.problems == ()
    return {problem.rule for problem in lint(reading.decks)}


def asked(language: str, question: str, answer: str = "2") -> Mapping[str, Part]:
    return {"question": {language: question}, "answer": {language: answer}}


HONEST: Sequence[tuple[str, str, str]] = [
    # a word to be translated may be the same in both languages
    ("en", "hotel", "hotel"),
    # quotes of all habits, and what looks like half of a pair
    ("de", "Was heißt „Haus“, und was ‚da‘?", "house"),
    ("sv", "Vad betyder ”hus”, och vad »stuga»?", "house"),
    ("da", "Hvad betyder »hus«?", "house"),
    ("fr", "Que veut dire « la maison » ?", "house"),
    ("pl", "Co znaczy „dom”?", "house"),
    ("ja", "『川』の意味は？", "river"),
    ("en", "What is at Ada’s home page (https://example.org/a_(b))?", "The manual"),
    ("en", "Which numbers has the interval [0, 1[ besides those of ]0, 1]?", "0"),
    ("en", 'Which drive takes a 3½" disk?', 'A 3.5" drive'),
    ("en", "Which name does {{ user.name }} fill in?", "That of the user"),
    ("en", "What do . and ? and * match in a pattern?", "Some letters"),
    ("en", "Which file does nohup <command> & write?", "A log"),
    ("en", "How is the path of match <pattern>?", "Case counts"),
    ("en", "A + B = ?", "B + A"),
    ("en", "A text that ends in ;)", "A light one"),
    # signs of code, and words that look like something left to be written
    ("en", "What does `a ?? b` give where a is nothing, as ?? does in C#?", "b"),
    ("en", "What does a TODO comment say?", "Work is left to do"),
    ("en", "Which files does file[...] name?", "Each of them"),
    ("en", "Which way round [...] is it quoted?", "The short one"),
    # blanks and joiners that are meant
    ("en", "How far is it in 10\u00a0km?", "10\u00a0000\u00a0m"),
    ("th", "แม่\u200bน้ำ คือ อะไร", "river"),
    ("bn", "জরুরি নম্বর **012-003** কোন সেবার?", "দমকল"),
    ("bn", "Windows 10 কে বানায়?", "মাইক্রোসফট"),
    ("en", "How do you write \u200fשלום\u200f at the end?", "As it sounds"),
    ("bn", "|x| কখন শূন্য?", "মূলবিন্দুতে"),
    # scripts
    ("en", "What does 青い mean?", "Blue"),
    ("en", "What does the Russian word мир mean?", "Peace"),
    ("ja", "継承に使うキーワードは何か。", "extends"),
    ("hi", "Linux किस भाषा में लिखा है?", "C में"),
    # punctuation
    ("es", "¿En qué año fundó Jerry Yang Yahoo! con David Filo?", "Yahoo!"),
    ("es", "Si llueve, ¿adónde vas?", "¡A casa!"),
    ("es", "¿Qué es 5!, o sea, n! con n = 5?", "120"),
    ("es", "¿Cómo se dice «What is your name?» en español?", "¿Cómo te llamas?"),
    ("es", "¡¿Quién dijo «¡Tierra!»?!", "Rodrigo de Triana"),
    ("es", "¿Qué devuelve `a ? b : c`?", "Uno de los dos"),
    ("ast", "¿Cuála ye la capital d’Asturies?", "Uviéu"),
    ("gl", "Que río pasa por Ourense?", "O Miño"),
    ("ca", "Quin riu passa per Tortosa?", "L’Ebre"),
    ("ja", "Yahoo!を作ったのは誰ですか？", "ジェリー・ヤン"),
    ("ja", "円周率は約3.14だが、「pi?」とは何ですか？", "円周率"),
    ("ja", "第３章のＡ.Ｄ.とは何か？", "西暦"),
    ("zh", "“Who?” 的意思是什么？", "谁"),
    ("zh", "水的沸点是多少？", "100.0 °C"),
    ("ar", "كم تساوي 1,5 بالمئة؟", "0.015"),
    ("fa", "پایتخت ایران کجاست؟", "تهران، از سال 1796"),
    ("fa", "«السلام علیک یا ...» یعنی چه؟ («كتاب» عربی است)", "سلام"),
    ("ur", "ایم. اے. جناح کب پیدا ہوئے؟", "25 دسمبر 1876 کو۔"),
    ("el", "Ποια είναι η πρωτεύουσα της Ελλάδας;", "Η Αθήνα"),
    ("en", "What does ？ stand for in “何？”", "A question"),
    # words without a sentence, and sentences without a question word
    ("en", "Overton window", "What may be said in public"),
    ("en", "$\\bot$", "Falsehood"),
    ("en", "Don't repeat what you can name", "A rule of programmers"),
    ("en", "Translate the sentence that follows into German: I live here.", "Ich wohne hier"),
    ("bn", "আহা, কী সুন্দর ____!", "দিন"),
    ("en", "Name: the officer who keeps the log", "The mate"),
    ("ja", "日本で最も長い川は？", "信濃川"),
    ("en", "Describe what this does to the history:\n\n```sh\ngit rebase -i\n```", "It rewrites commits"),
    ("en", "What will the following command print?\n\n`echo $((1 + 1))`", "2"),
    ("en", "What does `1 == 1` give?", "True"),
    ("en", "Which command shows the log of a branch, or no end of it?", "git log"),
    ("en", "When do you shrink it? One rule parts this family in two.", "When it is full"),
    ("en", "Why might it be useful to name a stash?", "To find it again"),
    ("en", "Which shell is currently running a script?", "`ps -p $$`"),
    ("en", "jetzt", "now"),
    # answers that are no list, and that repeat the question
    ("en", "sofa", "couch, settee, divan"),
    ("en", "What does “divan” mean?", "sofa, couch, settee"),
    ("en", "Why does ice float?", "Because it is lighter, as water expands, oddly, in the cold"),
    ("en", "How does the song begin?", "the river\nthe sea\nthe sky\nand me"),
    ("en", "What is the capital of Chad?", "The capital of Chad is N’Djamena."),
    ("en", "Ada is older than Bo. Bo is older than Cy. Who is the oldest?", "Ada"),
    ("en", "How do you say in German that Ada has one?", "Ada could have had one"),
    ("en", "What comes of adding a zero matrix of the same order?", "The same matrix"),
]


@pytest.mark.parametrize(("language", "question", "answer"), HONEST, ids=[question for _, question, _ in HONEST])
def test_has_nothing_to_say_of_honest_text(language: str, question: str, answer: str, tmp_path: Path) -> None:
    assert found_in([asked(language, question, answer)], tmp_path) == set()


@pytest.mark.slow
@pytest.mark.parametrize(("language", "question", "answer"), HONEST, ids=[question for _, question, _ in HONEST])
def test_fixes_nothing_in_it(language: str, question: str, answer: str, tmp_path: Path) -> None:
    path = deck_of([asked(language, question, answer)], tmp_path)
    [deck] = read_decks([DeckFiles((path,), tmp_path)]).decks
    assert [*repairs(deck)] == []


BESIDE: Sequence[tuple[str, str, str, str]] = [
    ("de", "Was heißt „Haus?", "house", "unclosed-mark"),
    ("de", 'Was heißt „Haus" auf Englisch?', "house", "unclosed-mark"),
    ("en", "Which colour (of the two?", "Red", "unclosed-mark"),
    ("en", "Which way is it , do you think?", "Left", "spacing"),
    ("en", "The seat of the king is where?", "FIXME: ask", "placeholder"),
    ("en", "TODO", "Left", "placeholder"),
    ("en", "Which town is Mount\u00a0\u00a0Ida?", "A peak", "invisible-character"),
    ("ru", "Что значит хлеb?", "bread", "lookalike"),
    ("es", "Qué río pasa por Sevilla?", "El Guadalquivir", "punctuation"),
    ("es", "Si llueve, adónde vas?", "A casa", "punctuation"),
    ("es", "¿Qué dices?", "Hola! Adiós", "punctuation"),
    ("ast", "Cuála ye la capital d’Asturies?", "Uviéu", "punctuation"),
    ("ja", "日本で最も長い川は何ですか?", "信濃川", "punctuation"),
    ("ja", "日本で最も長い川は何ですか？", "信濃川です.", "punctuation"),
    ("ja", "信濃川の長さは？", "３６７キロメートル", "digits"),
    ("zh", "中国最长的河是什么?", "长江", "punctuation"),
    ("zh", "长江有多长？", "约６３００公里", "digits"),
    ("ar", "ما عاصمة مصر?", "القاهرة", "punctuation"),
    ("fa", "پایتخت ایران کجاست?", "تهران", "punctuation"),
    ("fa", "پايتخت ایران کجاست؟", "تهران", "lookalike"),
    ("ur", "پاکستان کا دارالحکومت کیا ہے؟", "اسلام آباد ہے.", "punctuation"),
    ("ur", "پاكستان کا دارالحکومت کیا ہے؟", "اسلام آباد", "lookalike"),
    ("el", "Ποια είναι η πρωτεύουσα της Ελλάδας?", "Η Αθήνα", "punctuation"),
    ("hy", "Ո՞րն է Հայաստանի մայրաքաղաքը?", "Երևանը", "punctuation"),
    ("en", "What is the capital of Chad？", "N’Djamena", "punctuation"),
    ("pa", "Drugs that kill bacteria", "ਦਵਾਈ", "wrong-script"),
    ("bn", "কलম কী?", "লেখনী", "wrong-script"),
    ("bn", "ওরা cloud এ কী রাখে?", "নথি", "latin-words"),
    ("en", "Matrix addition is ______.", "Commutative", "vague"),
    ("bn", "এটা আমার ( )।", "বই", "vague"),
    ("en", "Which of the following is right?", "The first", "deixis"),
    ("en", "Which is right in the table below?\n\n`git add`", "The first", ""),
    ("bn", "বাংলাদেশের জাতীয় ফুল কি?", "শাপলা", "ki-spelling"),
    ("en", "Which are used?", "red, green and blue", "enumeration"),
    ("en", "Is the Nile long?", "Yes", "yes-no"),
    ("en", "What is Africa’s Nile river called?", "The Nile", "answer-in-question"),
]


@pytest.mark.parametrize(("language", "question", "answer", "rule"), BESIDE, ids=[each[1] for each in BESIDE])
def test_finds_what_is_wrong_beside_it(language: str, question: str, answer: str, rule: str, tmp_path: Path) -> None:
    assert found_in([asked(language, question, answer)], tmp_path) == ({rule} if rule else set())


@pytest.mark.parametrize(
    "questions",
    [
        ("What is C?", "What is C++?", "What is C#?"),
        ("What does > do?", "What does >> do?"),
        ("What is pH?", "What is PH?"),
        ("“বলা” মানে কী?", "“সময়” মানে কী?"),
        ("Redo last command", "Redo last command as root"),
    ],
)
def test_signs_case_and_quoted_words_tell_questions_apart(questions: Sequence[str], tmp_path: Path) -> None:
    language = "en" if questions[0].isascii() else "bn"
    notes = [asked(language, question, f"`{number}`") for number, question in enumerate(questions)]
    assert found_in(notes, tmp_path) == set()


def test_case_at_the_start_and_marks_at_the_end_do_not(tmp_path: Path) -> None:
    assert found_in([asked("en", "What is rust?"), asked("en", "what is rust")], tmp_path) == {
        "duplicate-question",
        "question-mark",
    }


BOTH: Sequence[tuple[Part, Part, set[str]]] = [
    ({"en-GB": "What is rust?", "en-US": "What is rust?"}, {"en-GB": "Brown colour", "en-US": "Brown color"}, set()),
    ({"bn": "কতজন?", "en": "How many?"}, {"bn": "৩০ কোটির বেশি", "en": "Over 300 million"}, set()),
    ({"bn": "কতজন?", "en": "How many?"}, {"bn": "৫ লাখেরও বেশি", "en": "Over 500,000"}, set()),
    ({"bn": "কতজন?", "en": "How many?"}, {"bn": "৪ মিলিয়নেরও বেশি", "en": "Over 40 million"}, {"numbers-differ"}),
    ({"es": "¿Cuándo?", "en": "When?"}, {"es": "En el siglo XIII", "en": "In the 13th century"}, set()),
    ({"es": "¿Cuándo?", "en": "When?"}, {"es": "En el siglo XIV", "en": "In the 13th century"}, {"numbers-differ"}),
    ({"es": "¿Cuándo?", "en": "When?"}, {"es": "A las 17:30", "en": "At 5:30 pm"}, set()),
    ({"bn": "কখন?", "en": "When?"}, {"bn": "বিকেল ৫টা ৩০ মিনিটে", "en": "At 17:30"}, set()),
    ({"es": "¿Cuándo?", "en": "When?"}, {"es": "En los años 60", "en": "In the 1960s"}, set()),
    ({"es": "¿Cuánto?", "en": "How far?"}, {"es": "930 km", "en": "930 km (578 miles)"}, set()),
    ({"es": "¿Cuánto?", "en": "How far?"}, {"es": "930 km", "en": "931 km"}, {"numbers-differ"}),
    ({"es": "$a^2$", "en": "$a^2$"}, {"es": "Un cuadrado", "en": "A square"}, set()),
    ({"es": "hotel", "en": "hotel"}, {"es": "Una casa", "en": "A house"}, set()),
    (
        {"es": "What does it weigh?", "en": "What does it weigh?"},
        {"es": "Nada", "en": "Nothing"},
        {"untranslated", "pronoun"},
    ),
    (
        {"bn": "কোরীয় কর্মবাচক প্রত্যয় কোনটি?", "en": "Which Korean particle marks the object?"},
        {"bn": "를을", "en": "를을"},
        set(),
    ),
    ({"bn": "ভোটের বয়স কত?", "en": "What is the least বয়স to vote?"}, {"bn": "১৮", "en": "18"}, {"wrong-script"}),
]


@pytest.mark.parametrize(("question", "answer", "rules"), BOTH, ids=[str(each[1]) for each in BOTH])
def test_two_languages_say_a_thing_each_in_its_own_way(
    question: Part, answer: Part, rules: set[str], tmp_path: Path
) -> None:
    assert found_in([{"question": question, "answer": answer}], tmp_path) == rules


def test_a_script_that_many_texts_of_a_language_have_is_what_the_deck_is_about(tmp_path: Path) -> None:
    rivers = {"river": "নদী", "sea": "সাগর", "sky": "আকাশ", "tree": "গাছ", "bird": "পাখি"}
    notes = [
        {
            "question": {"bn": f"‘{english}’ কোন বাংলা কথাটি?", "en": f"How do Bengalis call a {english}?"},
            "answer": {"bn": bengali, "en": bengali},
        }
        for english, bengali in rivers.items()
    ]
    notes = [
        {**note, "answer": {"bn": each["bn"], "en": f"A {each['en']}"}} for note in notes for each in [note["answer"]]
    ]
    assert found_in(notes, tmp_path) == set()
    assert found_in(notes[:2], tmp_path) == {"wrong-script"}


def test_a_term_that_is_its_own_meaning_is_reported(tmp_path: Path) -> None:
    terms = {"en": "Delta", "nl": "Delta"}
    assert found_in([{"term": terms, "meaning": {"en": "delta", "nl": "delta"}}], tmp_path) == {"answer-in-question"}
    assert found_in([{"term": terms, "meaning": {"en": "A river’s land", "nl": "delta"}}], tmp_path) == set()
    assert found_in([{"term": {"en": "River land"}, "meaning": {"en": "river land"}}], tmp_path) == {
        "answer-in-question"
    }
    assert found_in([{"term": {"nl": "hotel"}, "meaning": {"nl": "hotel"}}], tmp_path) == set()  # in English perhaps


def test_a_part_that_a_language_lacks_is_passed_over(tmp_path: Path) -> None:
    path = deck_of([asked("en", "Which is the longest river?", "red, green and blue")], tmp_path)
    more = (
        path.read_text(encoding="utf-8")
        .replace("  - en\n", "  - en\n  - es\n  - bn\n  complete: [en]\n")
        .replace("    en: Example en\n", "    en: Example\n    es: Ejemplo\n    bn: উদাহরণ\n")
    )
    for part in ("answer", "question"):
        path.write_text(
            more.replace(f"  {part}:\n", f"  {part}:\n    es: rojo, verde y azul\n    bn: red green\n"),
            encoding="utf-8",
        )
        reading = read_decks([DeckFiles((path,), tmp_path)])
        assert reading.problems == ()
        assert "enumeration" in {problem.rule for problem in lint(reading.decks)}


@pytest.mark.slow
def test_the_quotes_of_every_language_are_pairs(tmp_path: Path) -> None:
    for opening, closing, inner_opening, inner_closing in data("quotation marks").values():
        question = f"Who said {opening}yes{closing}, and {opening}I said {inner_opening}no{inner_closing}{closing}?"
        assert found_in([asked("en", question, "Ada")], tmp_path) == set(), question
        (tmp_path / "honest.yaml").unlink()
