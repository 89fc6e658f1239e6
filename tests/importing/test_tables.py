"""A teacher's sheet, saved as CSV or TSV, becomes a deck; whatever is not clear is asked for."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def table(text: str | bytes, name: str = "words.csv") -> Path:
    path = Path(name)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def notes(name: str = "words") -> str:
    """The notes of a deck that was imported."""
    text = Path(f"decks/{name}.yaml").read_text(encoding="utf-8")
    return text[text.index("notes:\n") + 7 :]


def test_a_list_of_words_is_a_deck_of_words(run: Run) -> None:
    table(
        "Nederlands,Engels,Thema\n"
        "hond,dog,animals\n"
        '"bank","bank (money), bench","house money"\n'
        "hond,dog,\n"
        '"de ""grote"" zee",the sea: big #1,"sea, big things"\n'
        "fiets,,\n"
        ",,\n"
        "2*3*4,a <b c,\n"
    )
    assert run("import", "words.csv", "--columns", "nl,en,tags").stdout == (
        "words.csv: UTF-8, comma-separated, 7 rows, the first is the header\n"
        "    nl    word:nl  6 texts  hond | bank | hond\n"
        "    en    word:en  5 texts  dog | bank (money), bench | dog\n"
        "    tags  tags     3 texts  animals | house money | sea, big thi…\n"
        "words.csv:4:1: warning: left out: it is the same as words.csv:2:1 [duplicate-note]\n"
        "  4 | hond,dog,\n"
        "      ^\n"
        "  hint: it is in the deck once\n"
        "words.csv:6:1: warning: there is no word in 'en' [empty-field]\n"
        "  6 | fiets,,\n"
        "      ^\n"
        "  hint: it is written as a draft, which `flashcards todo` lists; add the text there\n"
        "wrote decks/words.yaml  5 notes  1 draft  1 left out\n"
        "wrote decks/deck.schema.json  editors complete and check decks with it\n"
        "wrote decks/.gitattributes  lets git merge ledgers\n"
        "wrote .gitignore  lets git ignore dist/\n"
        "  run `flashcards check words` and `flashcards build words`\n"
    )
    assert notes() == (
        "  - {id: hond, word: {nl: hond, en: dog}, tags: [animals]}\n"
        '  - {id: bank, word: {nl: bank, en: "bank (money), bench"}, tags: [house, money]}\n'
        '  - {id: de-grote-zee, word: {nl: de "grote" zee, en: "the sea: big #1"}, tags: [sea, big-things]}\n'
        "  - {id: fiets, draft: true, word: {nl: fiets}}\n"
        "  - {id: a-b-c, word: {nl: 2*3*4, en: a <b c}}\n"
    )
    assert {path.name for path in Path("decks").iterdir()} == {"words.yaml", "deck.schema.json", ".gitattributes"}
    run("check")
    assert "4 notes  8 cards" in run("build").stdout
    assert run("import", "words.csv", "--columns", "nl,en,tags", expect=1).stderr == (
        "error: 'decks/words.yaml' already exists\n  hint: choose another name with `--name`\n"
    )


HEADERS = {
    "German": ("Deutsch;Englisch;Notiz", (), "de: Hund", "{en: x}"),
    "French": ("Allemand;Anglais;Remarques", (), "de: Hund", "{en: x}"),
    "Urdu": ("جرمن;انگریزی;نوٹ", (), "de: Hund", "{en: x}"),
    "with brackets": ("German (Austria);English (US);Notes (optional)", (), "de: Hund", "{en: x}"),
    "without accents": ("Aleman;Ingles;Explicacion", (), "de: Hund", "{en: x}"),
    "of parts alone": ("Wort;Übersetzung;Anmerkung", ("-l", "de", "-l", "en"), "de: Hund", "{en: x}"),
    "beside its names": ("Deutsch;Englisch;Woher", ("--columns", "de,en,note:de"), "de: Hund", "{de: x}"),
}


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_is_in_the_language_of_the_teacher(name: str, run: Run) -> None:
    header, options, word, note = HEADERS[name]
    table(f"{header}\nHund;dog;x\n")
    run("import", "words.csv", *options)
    assert notes() == f"  - {{id: hund, word: {{{word}, en: dog}}, note: {note}}}\n"


def test_a_note_of_two_words_that_columns_are_named_by_is_no_header(run: Run) -> None:
    table("Wort,word\nHund,dog\n")
    assert run("import", "words.csv", "--columns", "de,en", expect=1).stderr == (
        "error: the first row of 'words.csv' names columns, or is a note: Wort | word\n"
        "  hint: say which: `--header` or `--no-header`\n"
    )


def test_a_title_above_the_header_is_left_out_and_reported(run: Run) -> None:
    table("Tabelle 1;;\n;;\nKlasse 5b;;\nDeutsch;Englisch;Tags\nHund;dog;a\n")
    for number, options in enumerate([(), ("--columns", "de,en,tags")]):
        said = run("import", "words.csv", "--name", f"words{number}", *options).stdout
        assert said[: said.index("wrote")].partition("\n    ")[0] == (
            "words.csv: UTF-8, semicolon-separated, 2 rows, the first is the header"
        )
        assert [line for line in said.splitlines() if line.startswith("words.csv:")][1:] == [
            "words.csv:1:1: warning: this row is above the header, and left out: Tabelle 1 [title-row]",
            "words.csv:3:1: warning: this row is above the header, and left out: Klasse 5b [title-row]",
        ]
        assert notes(f"words{number}") == "  - {id: hund, word: {de: Hund, en: dog}, tags: [a]}\n"


def test_the_line_that_tells_excel_the_separator_is_no_note(run: Run) -> None:
    table("\ufeffsep=;\r\nnl;en\r\nhond, reu;dog, male\r\nkat\r\n")
    said = run("import", "words.csv").stdout
    assert said.startswith("words.csv: UTF-8, semicolon-separated, 3 rows, the first is the header\n")
    assert "words.csv:4:1: info: this row has 1 of 2 columns [ragged-row]\n  4 | kat\n" in said
    assert notes().startswith('  - {id: hond-reu, word: {nl: "hond, reu", en: "dog, male"}}\n')


def test_tags_and_sections_may_be_in_several_columns(run: Run) -> None:
    table("nl,en,Tag 1,Tag 2,Unit,Lesson\nhond,dog,a b,c,Home,Pets\nkat,cat,,d,,Pets\nvis,fish,e,,,\n")
    run("import", "words.csv")
    assert notes() == (
        "  - {id: hond, section: home-pets, word: {nl: hond, en: dog}, tags: [a, b, c]}\n"
        "  - {id: kat, section: pets, word: {nl: kat, en: cat}, tags: [d]}\n"
        "  - {id: vis, section: words, word: {nl: vis, en: fish}, tags: [e]}\n"
    )


def test_a_thousand_words_with_quotes_commas_and_duplicates(run: Run) -> None:
    with Path("words.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Dutch", "English"])
        for number in range(1000):
            word = f'woord {number}, "{number % 7}"' if number % 3 else f"woord {number}"
            writer.writerow([word, f"word {number}; or, the {number}th"])
        writer.writerow(["woord 0", "word 0; or, the 0th"])
        writer.writerow(["woord 0", "another word"])
    said = run("import", "words.csv").stdout
    assert said.splitlines()[0] == "words.csv: UTF-8, comma-separated, 1,003 rows, the first is the header"
    assert "words.csv:1002:1: warning: left out: it is the same as words.csv:2:1 [duplicate-note]\n" in said
    assert "wrote decks/words.yaml  1,001 notes  1 left out\n" in said
    assert notes().splitlines()[:2] == [
        "  - {id: woord-0, word: {nl: woord 0, en: word 0; or, the 0th}}".replace(
            "word 0; or, the 0th", '"word 0; or, the 0th"'
        ),
        '  - {id: woord-1-1, word: {nl: "woord 1, \\"1\\"", en: "word 1; or, the 1th"}}',
    ]
    run("check")
    assert "1,001 notes  2,002 cards" in run("build").stdout


COLUMNS = {
    "Spanish,English,Example\nel perro,dog,Los perros ladran\n": (
        ("-l", "es"),
        "{id: el-perro, word: {es: el perro, en: dog}, example: {es: Los perros ladran}}",
    ),
    "Arabic,English,Transliteration\nكلب,dog,kalb\n": (
        (),
        "{id: dog, word: {ar: كلب, en: dog}, reading: {ar: kalb}}",
    ),
    "Dutch,English,Article\nhond,dog,de\n": ((), "{id: hond, word: {nl: hond, en: dog}, gender: {nl: de}}"),
    "Kanji,Kana,English\n犬,いぬ,dog\n": (
        ("-l", "ja", "-l", "en"),
        "{id: dog, word: {ja: 犬, en: dog}, reading: {ja: いぬ}}",
    ),
    "Expression,Reading,Meaning\n犬,いぬ,dog\n": (
        ("-l", "ja", "-l", "en"),
        "{id: dog, word: {ja: 犬, en: dog}, reading: {ja: いぬ}}",
    ),
    "nl-BE,Text English,Car,ID\nhond,dog,x,Word 7\n": (
        ("--map", "Car=note:en"),
        "{id: word-7, word: {nl-BE: hond, en: dog}, note: {en: x}}",
    ),
    "ID,No.,Dutch,English\n7,1,hond,dog\n": ((), "{id: 7, word: {nl: hond, en: dog}}"),
}


@pytest.mark.parametrize("text", COLUMNS)
def test_what_is_of_a_word_is_in_its_language(text: str, run: Run) -> None:
    options, note = COLUMNS[text]
    table(text)
    run("import", "words.csv", *options)
    assert notes() == f"  - {note}\n"


def test_a_column_in_another_script_than_the_languages_that_are_named_is_asked_about(run: Run) -> None:
    table("Simplified,Pinyin,English\n鸟,niǎo,bird\n")
    assert run("import", "words.csv", expect=1).stderr == (
        "error: in which language is 'Simplified' of 'words.csv'? it begins with '鸟'\n"
        "  hint: say it, such as `-l ja`, or `-l ja -l en` if questions are in one language and answers in another\n"
    )
    run("import", "words.csv", "-l", "zh")
    assert notes() == "  - {id: bird, word: {zh: 鸟, en: bird}, reading: {zh: niǎo}}\n"


def test_questions_in_two_languages_are_one_note(run: Run) -> None:
    table(
        "Question EN\tQuestion BN\tAnswer EN\tAnswer BN\tSection\n"
        "Which is the longest river?\tদীর্ঘতম নদী কোনটি?\tThe Nile\tনীল\tAfrica\n"
        "Which is the highest peak?\tসর্বোচ্চ শৃঙ্গ কোনটি?\tEverest\tএভারেস্ট\tএশিয়া\n",
        "quiz.tsv",
    )
    run("import", "quiz.tsv", "-l", "bn")
    text = Path("decks/quiz.yaml").read_text(encoding="utf-8")
    assert text[text.index("  languages:") :] == (
        "  languages: [bn, en]\n\n"
        "sections:\n"
        "  - id: africa\n    title:\n      bn: Africa\n      en: Africa\n"
        "  - id: section-2\n    title:\n      bn: এশিয়া\n      en: এশিয়া\n\n"
        "notes:\n"
        "  - id: which-is-the-longest-river\n    section: africa\n"
        "    question:\n      bn: দীর্ঘতম নদী কোনটি?\n      en: Which is the longest river?\n"
        "    answer:\n      bn: নীল\n      en: The Nile\n\n"
        "  - id: which-is-the-highest-peak\n    section: section-2\n"
        "    question:\n      bn: সর্বোচ্চ শৃঙ্গ কোনটি?\n      en: Which is the highest peak?\n"
        "    answer:\n      bn: এভারেস্ট\n      en: Everest\n"
    )
    run("check")
    run("build")


def test_words_and_their_definitions_are_terms(run: Run) -> None:
    table("word;definition;example\nheap;a tree in an array;sorting\n")
    run("import", "words.csv", "-l", "en")
    assert notes() == (
        "  - id: heap\n    term:\n      en: heap\n    meaning:\n      en: a tree in an array\n"
        "    note:\n      en: sorting\n"
    )
    run("check")


def test_nothing_is_written_by_a_dry_run(run: Run) -> None:
    table("nl;en\nhond;dog\n")
    said = run("import", "words.csv", "--dry-run")
    assert said.stdout.endswith("notes:\n  - {id: hond, word: {nl: hond, en: dog}}\n")
    assert said.stderr == (
        "words.csv: UTF-8, semicolon-separated, 2 rows, the first is the header\n"
        "    nl  word:nl  1 text  hond\n"
        "    en  word:en  1 text  dog\n"
        "1 note; nothing was written\n"
    )
    assert [path.name for path in Path().iterdir()] == ["words.csv"]


def test_json_says_all_that_was_found(run: Run) -> None:
    table("nl,en,extra\nhond,dog,x\nkat,,\n")
    said = json.loads(run("import", "words.csv", "--columns", "nl,en", "--header", "--json").stdout)
    assert {key: each for key, each in said.items() if key not in ("format", "command", "ok", "error", "wrote")} == {
        "deck": "decks/words.yaml",
        "is_written": True,
        "notes": 2,
        "drafts": 1,
        "notes_left_out": 0,
        "left_out": [],
        "media": [],
        "files": [
            {
                "path": "words.csv",
                "found": ["UTF-8", "comma-separated", "3 rows", "the first is the header"],
                "notetypes": [
                    {"name": "", "type": "word", "notes": 2, "fields": {"nl": "word:nl", "en": "word:en", "-": "-"}}
                ],
            }
        ],
        "problems": [
            {
                "path": "words.csv",
                "line": 3,
                "column": 1,
                "severity": "warning",
                "rule": "empty-field",
                "message": "there is no word in 'en'",
                "hint": "it is written as a draft, which `flashcards todo` lists; add the text there",
            }
        ],
    }


def test_two_sheets_are_two_sections(run: Run) -> None:
    table("nl,en\nhond,dog\n", "animals.csv")
    table("nl,en\nboom,tree\n", "plants.csv")
    run("import", "animals.csv", "plants.csv", "-o", "decks/words.yaml")
    assert notes() == (
        "  - {id: hond, section: animals, word: {nl: hond, en: dog}}\n"
        "  - {id: boom, section: plants, word: {nl: boom, en: tree}}\n"
    )
    run("check")


def test_text_that_looks_like_markdown_is_shown_as_it_was(run: Run) -> None:
    texts = [
        *("*x*", "1. a\n2. b", "`code`", "a $x$ b", "[a](b)", "![](a.png)"),
        *("<b>x</b>", "&amp;", "\\*", "# a\nb", "{{c1::x}}", "[sound:a.mp3]"),
    ]
    with Path("words.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["Front", "Back"], *([f"{number}?", text] for number, text in enumerate(texts))])
    run("import", "words.csv", "-l", "en")
    run("check")
    run("build")
    from flashcards.anki.unpack import unpack
    from flashcards.text.html import to_plain

    shown = [to_plain(note.fields["Answer"]) for note in unpack(Path("dist/words-en.apkg")).notes]
    assert [text.replace("\n\n", "\n").strip() for text in shown] == texts


def test_markup_is_taken_as_markup_if_it_is_said_to_be(run: Run) -> None:
    table('Front,Back\nx?,"<b>a</b><br>b"\n')
    said = run("import", "words.csv", "-l", "en").stdout
    assert (
        "words.csv:2:1: warning: this text contains HTML, which is shown as it is written, here and in other rows"
        " [html]\n"
        '  2 | x?,"<b>a</b><br>b"\n      ^\n'
        "  hint: if it is markup, import with `--text html`\n"
    ) in said
    run("import", "words.csv", "-l", "en", "--text", "html", "--name", "marked")
    assert notes("marked").endswith("    answer:\n      en: |\n        **a**\n        b\n")


Given = tuple[str | bytes, tuple[str, ...], str]
REFUSED: dict[str, Given] = {
    "an empty file": (
        b"",
        (),
        "'words.csv' is empty\n  hint: export it again, with a word and its translation in each row",
    ),
    "one column": (
        "hond\nkat\n",
        (),
        "'words.csv' has one column\n"
        "  hint: put each word and its translation in a row of two columns, or say what is between them: "
        "`--separator /`",
    ),
    "an encoding that is not named": (
        "nl,en\ncafé,pub\n".encode("cp1252"),
        (),
        "words.csv:2:4: the byte 0xE9 is not UTF-8\n"
        "  hint: save the file as UTF-8, or say its encoding: here it reads 'café,pub' in `--encoding cp1252`, "
        "'café,pub' in `--encoding cp1250`, 'cafй,pub' in `--encoding cp1251`",
    ),
    "an encoding of a Mac, with its line breaks": (
        "nl,en\rhond,dog\rcafé,pub\r".encode("mac_roman"),
        (),
        "words.csv:3:4: the byte 0x8E is not UTF-8\n"
        "  hint: save the file as UTF-8, or say its encoding: here it reads 'café,pub' in `--encoding mac_roman`, "
        "'cafŽ,pub' in `--encoding cp1252`, 'cafŽ,pub' in `--encoding cp1250`, 'cafЋ,pub' in `--encoding cp1251`",
    ),
    "an encoding of another script": (
        "ja,en\nねこの日,day of the cat\n".encode("cp932"),
        (),
        "words.csv:2:1: the byte 0x82 is not UTF-8\n"
        "  hint: save the file as UTF-8, or say its encoding: here it reads 'ねこの日,day of' in `--encoding cp932`, "
        "'偹偙偺擔,day of' in `--encoding gb18030`, '‚Ë‚±‚Ì“ú,day' in `--encoding cp1252`, "
        "'‚Ë‚±‚Ě“ú,day' in `--encoding cp1250`",
    ),
    "a first row that may be either": (
        "word\tlevel\nkat\t1\n",
        ("--columns", "nl,en"),
        "the first row of 'words.csv' names columns, or is a note: word | level\n"
        "  hint: say which: `--header` or `--no-header`",
    ),
    "another encoding than is named": (
        "nl,en\ncafé,pub\n".encode("cp1252"),
        ("--encoding", "ascii"),
        "words.csv:2:4: the byte 0xE9 is not ASCII\n  hint: name another encoding, or save the file as UTF-8",
    ),
    "UTF-16 that does not say so": (
        "nl,en\nhond,dog\n".encode("utf-16-le"),
        (),
        "'words.csv' is not UTF-8\n  hint: if it is UTF-16, say so: `--encoding utf-16-le`",
    ),
    "no text": (
        bytes(range(128, 256)) * 4 + b"\1",
        (),
        "'words.csv' is not a text file\n  hint: export it as CSV or as plain text in UTF-8",
    ),
    "two separators that may be meant": (
        "a;b,c\nd;e,f\n",
        ("--columns", "nl,en"),
        "the columns of 'words.csv' may be separated by commas or semicolons\n"
        "  hint: say which, such as `--separator comma`",
    ),
    "a separator that is none": (
        "nl,en\n",
        ("--separator", "coma"),
        "'coma' is not a separator\n  hint: did you mean 'comma'?",
    ),
    "no header": (
        "hond,dog\n",
        (),
        "the first row of 'words.csv' does not name the columns: hond | dog\n"
        "  hint: name them, such as `--columns nl,en`, or `--header` if this row does",
    ),
    "a merged header": (
        "Animals,,\nhond,dog,x\n",
        (),
        "the first row of 'words.csv' does not name the columns: Animals |  | \n"
        "  hint: delete it if it is a title; name them, such as `--columns nl,en`, or `--header` if this row does",
    ),
    "more names than columns": (
        "hond,dog\n",
        ("--columns", "nl,en,tags"),
        "'words.csv' has 2 columns, and 3 are named\n"
        "  hint: name as many as there are, or check `--separator`; the first row is: hond | dog",
    ),
    "words in one language": (
        "nl,foo\nhond,dog\n",
        ("--columns", "nl"),
        "no field of 'words.csv' is the word in a second language of a 'word' note; its fields are 'nl', '-'\n"
        "  hint: name it in `--columns`, or add it to the table",
    ),
    "words whose second language is not said": (
        "Dutch,Foo,Tags,Word\nhond,dog,a,\n",
        ("--header", "--map", "Dutch=word:nl"),
        "no field of 'words.csv' is the word in a second language of a 'word' note; its fields are 'Dutch', 'Foo', "
        "'Tags', 'Word'\n  hint: map one, such as `--map 'Foo=word:en'`",
    ),
    "a quote that is not closed": (
        'nl,en\nhond,dog\n"kat,cat\nx,y\n',
        ("--separator", "comma"),
        "words.csv:3:1: a quote in this row is not closed where its cell ends\n"
        "  hint: write a quote that belongs to the text twice, as in "
        '"""Hello"", he said"; or, if all do, `--no-quotes`',
    ),
    "a row of very many columns": (
        "nl,en\n" + "," * 600,
        ("--separator", "comma"),
        "words.csv:2:1: this row has 601 columns\n  hint: check `--separator`",
    ),
    "more notes than any deck has": (
        "nl,en\n" + "a,b\n" * 200_000,
        ("--separator", "comma"),
        "'words.csv' contains more than 200,000 notes\n  hint: import it in several parts",
    ),
    "nothing but a header": (
        "nl,en\n",
        (),
        "'words.csv' contains no notes\n  hint: export it again, with its notes",
    ),
    "only empty cells": (
        "nl,en,tags\n,,a\n",
        (),
        "no note can be carried over\n  hint: words.csv:2:1: left out: all its fields are empty",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_clear_is_refused_with_what_to_do(name: str, run: Run) -> None:
    content, options, said = REFUSED[name]
    table(content)
    assert run("import", "words.csv", *options, expect=1).stderr == f"error: {said}\n"
    assert [path.name for path in Path().iterdir()] == ["words.csv"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--encoding", "latim1"), "'latim1' is not an encoding; use one such as 'cp1252' or 'utf-16'"),
        (("-l", "Dutch"), "'Dutch' is not a language; did you mean 'nl'?"),
        (
            ("--columns", "nl,eng"),
            "'eng' is no language, such as 'nl', and no part, such as 'question:nl'; did you mean 'en'?",
        ),
        (("-l", "xx"), "'xx' is not a language; use a BCP 47 tag, such as 'bn'"),
        (("--columns", "nl,qestion:en"), "'qestion:en' is no language, such as 'nl', and no part"),
        (("-l", "dut"), "'dut' is not a language; did you mean 'nl'?"),
        (("--name", "Words!"), "'Words!' cannot be a deck's id; use lowercase letters a-z"),
        (("--name", "w" * 65), f"'{'w' * 65}' cannot be a deck's id; use at most 64 characters"),
        (("-o", "words.txt"), "'words.txt' is not a deck file, such as 'decks/words.yaml'"),
    ],
)
def test_an_option_that_is_wrong_is_a_usage_error(options: tuple[str, ...], said: str, run: Run) -> None:
    table("nl,en\nhond,dog\n")
    assert said in " ".join(run("import", "words.csv", *options, expect=2).stderr.split())


def test_what_is_in_no_known_format_is_refused(run: Run) -> None:
    for name, hint in (
        ("words.ods", "save the sheet as .xlsx, or as CSV in UTF-8"),
        ("words.pdf", "use one of: .csv, .tsv, .tab, .txt, .xlsx, .xlsm, .apkg, .colpkg, .json"),
    ):
        table("x", name)
        assert run("import", name, expect=1).stderr == (
            f"error: '{name}' is in no format that can be imported\n  hint: {hint}\n"
        )


@pytest.mark.parametrize(
    ("encode", "options"),
    [
        (lambda text: text.encode("utf-8-sig"), ()),
        (lambda text: text.encode("utf-16"), ()),
        (lambda text: text.encode("cp1252"), ("--encoding", "cp1252")),
        (lambda text: text.replace("\n", "\r\n").encode(), ()),
    ],
)
def test_a_file_that_says_its_encoding_is_read_in_it(
    encode: Callable[[str], bytes], options: tuple[str, ...], run: Run
) -> None:
    table(encode("nl,en\ncafé,pub\n"))
    run("import", "words.csv", *options)
    assert notes() == "  - {id: cafe, word: {nl: café, en: pub}}\n"


def test_of_many_findings_some_are_shown(run: Run) -> None:
    table("nl,en\n" + "".join(f"woord {number},\n" for number in range(60)))
    said = run("import", "words.csv", "--columns", "nl,en").stdout.splitlines()
    assert said[3] == "empty-field: 60 findings"
    assert said[-7:-5] == ["  57 more", "show all: --all"]
    table("nl,en\n" + "".join(f"woord {number},\n" for number in range(60)), "more.csv")
    assert run("import", "more.csv", "--all").stdout.count("[empty-field]") == 60


def test_a_first_line_of_another_shape_is_a_note_like_any_other(run: Run) -> None:
    """Some lists begin with a remark; what it lacks is reported, and it can be deleted."""
    table("// Animals\nhond\tdog\nkat\tcat\n")
    said = run("import", "words.csv", "--columns", "nl,en").stdout
    assert "words.csv:1:1: info: this row has 1 of 2 columns [ragged-row]\n" in said
    assert "wrote decks/words.yaml  3 notes  1 draft\n" in said
    assert run("check").stdout.endswith("1 deck, 3 notes: no problems\n")


def test_quotes_may_be_part_of_the_texts(run: Run) -> None:
    """As in dictionaries that separate columns by tabs alone, and a word from others by anything."""
    table('"kat" (huis)\tcat, "puss"\nhond; reu\t"dog\nvis|baars\tfish, perch\n')
    said = run("import", "words.csv", "--columns", "nl,en", expect=1).stderr
    assert said.startswith("error: words.csv:1:1: a quote in this row is not closed where its cell ends\n")
    run("import", "words.csv", "--columns", "nl,en", "--no-quotes")
    assert notes() == (
        '  - {id: kat-huis, word: {nl: "\\"kat\\" (huis)", en: "cat, \\"puss\\""}}\n'
        '  - {id: hond-reu, word: {nl: hond; reu, en: "\\"dog"}}\n'
        '  - {id: vis-baars, word: {nl: vis|baars, en: "fish, perch"}}\n'
    )


def test_any_sign_may_separate_columns(run: Run) -> None:
    table("kat/cat\nhond/dog\n")
    run("import", "words.csv", "--columns", "nl,en", "--separator", "/")
    assert notes() == "  - {id: kat, word: {nl: kat, en: cat}}\n  - {id: hond, word: {nl: hond, en: dog}}\n"
    assert "'::' is not a separator" in run("import", "words.csv", "--separator", "::", "--name", "b", expect=1).stderr
