"""The ledger of a deck: ids, modification times and fingerprints of the notes that learners have; breaking changes.

Anki imports a note only if its modification time, `mod`, is later than the learner's, and then overwrites the
learner's changes to it. Therefore `mod` must change with the content of a note and not otherwise, and the ledger
records it. It is next to the deck, is written by `flashcards build` and `flashcards release`, and is committed with
the deck; it has one line a note, sorted, so that branches merge::

    flashcards ledger 1
    deck mostaque-2024 7f3c…
    version 1.0 2026-11-24T12:00:00Z
    clock 2026-11-24T12:00:00Z
    title bn ইমাদ মোস্তাক
    pair bn+en
    notetype 1660812642449 2026-11-24T00:00:00Z 6ffa… 0c2d… 1
    note glass-meaning released qa bn 1795500000000 2026-11-24T10:30:00Z 9a1f… 51e0… 1.0 … texts question bn:1f0c…:80a1
    reviewed glass-meaning bn 80ce… Asha Rahman

- `version`: the last release and its time
- `clock`: the last time that was right; only if a clock was ahead once, so that the ledger contains later times
- `title`, `pair`: the titles of the deck and its pairs of languages, in their order, in the last release
- `notetype`: the id, `mod`, a fingerprint of the schema, a fingerprint of everything, and the revision
- `note`: the first id, the state and the note type; for each study language the id in Anki (milliseconds since 1970,
  which never changes), `mod`, a fingerprint of the content, a sketch of the words in the last release, and the
  version in which the content was new; then a fingerprint of the words that each cloze hides, and of each text, and
  of its fold, when the languages last agreed
- `reviewed`: a fingerprint of the text that was reviewed, and the reviewer

The ledger of an adopted deck, which another tool made, begins with `flashcards ledger 2`, and has lines of its guids::

    subdeck europe en Europe
    guid rhine en "o+poy#<"
    guid delta en "y\\u0020x" cards 0,2

- `subdeck`: the titles of the sections in the last release, if each is a subdeck in Anki
- `guid`: the first id, the study language, the guid as a JSON string without spaces, and the numbers of its cards where
  templates would give others; the cards are left out when the note changes

The ledger of a deck that learners have by CrowdAnki begins with `flashcards ledger 3`, and has lines of what CrowdAnki
knows the deck and its subdecks by::

    crowdanki - en "d7c1…" "58b6…" "Default"
    crowdanki europe en "ae7d…" "58b6…" "Default"

- `crowdanki`: the section, or `-` for the deck itself; the key of the edition; as JSON strings the UUID, and the UUID
  and the name of the preset, each empty if it is not known

The ledger of a deck with variants begins with `flashcards ledger 4`, after the 2 or 3 if it is adopted too, and has a
line for each note that the default package lacked in the last release::

    edition nile-length extended,full

- `edition`: the first id, and the variants that had the note

Lines can be in any order. If a merge kept the lines of both sides, the later `mod` is valid.

May import: model, system, text, yamltext, cards, lint, source, deckfile, anki.
"""
