"""A deck of flags and capitals in three languages, with a kind of its own, and one as it was found elsewhere."""

from pathlib import Path

FLAGS = """\
deck:
  id: flags
  uid: 3b0c4f1e9d7a42c58e6f0a1b2c3d4e6a
  title: {en: Flags and capitals, de: Flaggen und Hauptstädte, bn: পতাকা ও রাজধানী}
  languages: [en, de, bn]
  version: 1.0

kinds:
  country:
    parts:
      country: text
      capital: text?
      hint: text?
      flag: image?
      people: number?
    labels:
      capital: {en: Capital, de: Hauptstadt, bn: রাজধানী}
    cards:
      country-capital:
        when: capital
        front: sides/country-capital.html
        back: <div class="a">{{capital}}</div>
      flag-country:
        when: flag
        front: "{{flag}}"
        back: |
          <div class="a">{{country}}</div>
          {{#country 2}}<div class="other" lang="{{Lang 2}}" dir="auto">{{country 2}}</div>{{/country 2}}
      people:
        when: [country, people]
        front: <div class="q">{{country}}</div>
        back: <div class="a">{{people}}</div>{{#note}}<p>{{note}}</p>{{/note}}
    css: ".hint { font-style: italic }"

notes:
  - id: finland
    type: country
    country: {en: Finland, de: Finnland, bn: ফিনল্যান্ড}
    capital: {en: Helsinki, de: Helsinki, bn: হেলসিঙ্কি}
    flag: flags/fi.svg
  - id: iceland
    type: country
    country: {en: Iceland, de: Island, bn: আইসল্যান্ড}
    capital: {en: Reykjavík, de: Reykjavík, bn: রেইকিয়াভিক}
    hint: {en: A smoky bay, de: Eine rauchige Bucht, bn: ধোঁয়াটে উপসাগর}
    people: 400,000
    note: {en: In the Atlantic, de: Im Atlantik, bn: আটলান্টিকে}
  - id: largest
    question: {en: "Which country is the largest?", de: "Welches Land ist das größte?", bn: "কোন দেশটি বৃহত্তম?"}
    answer: {en: Sweden, de: Schweden, bn: সুইডেন}
"""
SIDE = """\
<div class="topic">{{label.capital}}</div>
<div class="q">{{country}}</div>
{{#hint}}<div class="hint">{{hint}}</div>{{/hint}}
"""
FLAG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 18 11"><path fill="#003580" d="M0 4h18v3H0z"/></svg>'

FOUND = """\
deck:
  id: found
  uid: 3b0c4f1e9d7a42c58e6f0a1b2c3d4e6b
  title: {en: Found}
  languages: [en]
  report: https://example.org/new?title={id}
kinds:
  basic:
    name: Basic+
    parts:
      front: html
      back: html?
    css: basic.css
    anki:
      id: 1690000000000
      sort_field: Back
      fields:
        - {name: Front, id: -123, part: front}
        - {name: Back, part: back}
        - {name: Unused}
      templates:
        - {name: Card 1, id: 456, front: "{{Front}}", back: basic.back.html, browser_front: "{{Back}}"}
        - {name: Card 2, front: "{{Back}}", back: "{{Front}}"}
  gap:
    name: Gap
    parts: {text: cloze}
    anki:
      id: 1690000000001
      cloze: true
      fields: [{name: Text, part: text}]
      templates: [{name: Gap, front: "{{cloze:Text}}", back: "{{cloze:Text}}"}]
notes:
  - {id: hello, type: basic, front: {en: "<b>Hello</b>&nbsp;<div>x</div>"}, back: {en: World}}
  - {id: alone, type: basic, front: {en: Only a front}}
  - {id: sun, type: gap, text: {en: "The {{c1::sun}} is {{c2::hot}}"}}
"""
BACK = b"{{FrontSide}}\r\n\n<hr id=answer>\n\n{{Back}}"


def write_flags(folder: Path, text: str = FLAGS) -> Path:
    """The deck in a folder of its own; returns its file."""
    deck = folder / "decks" / "flags"
    (deck / "sides").mkdir(parents=True, exist_ok=True)
    (deck / "flags").mkdir(exist_ok=True)
    (deck / "sides" / "country-capital.html").write_text(SIDE, encoding="utf-8")
    (deck / "flags" / "fi.svg").write_text(FLAG, encoding="utf-8")
    (deck / "deck.yaml").write_text(text, encoding="utf-8")
    return deck / "deck.yaml"


def write_found(folder: Path) -> Path:
    """The deck as it was found, of which learners have no note yet; returns its file."""
    deck = folder / "decks" / "found"
    deck.mkdir(parents=True)
    (deck / "basic.back.html").write_bytes(BACK)
    (deck / "basic.css").write_bytes(b".card { font: 20px arial }\n")
    (deck / "deck.yaml").write_text(FOUND, encoding="utf-8")
    ledger = "flashcards ledger 2\ndeck found 3b0c4f1e9d7a42c58e6f0a1b2c3d4e6b\n"
    (deck.parent / "found.ledger").write_text(ledger, encoding="utf-8")
    return deck / "deck.yaml"
