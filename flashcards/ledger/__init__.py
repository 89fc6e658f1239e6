"""What learners already have of a deck: the note ids, content and `mod` its packages carry.

Anki takes a note over only when its `mod` is later than the learner's, and then overwrites what
the learner changed in it. So `mod` moves with a note's content and stays where it is otherwise,
and this file is what remembers it. It lies beside the deck, is written by `flashcards build` and
`release`, and is committed with the deck; one line a note, sorted, so that branches merge::

    flashcards ledger 1
    deck mostaque-2024 7f3c…
    version 1.0 2026-11-24T12:00:00Z
    clock 2026-11-24T12:00:00Z
    title bn ইমাদ মোস্তাক
    pair bn+en
    notetype 1660812642449 2026-11-24T00:00:00Z 6ffa… 0c2d… 1
    note glass-meaning released qa bn 1795500000000 2026-11-24T10:30:00Z 9a1f… 51e0… 1.0 en … texts question bn:1f0c…
    reviewed glass-meaning bn 80ce… Asha Rahman

`version` is the last release and when it was. `clock` is there only where a clock was once ahead, and later moments
stand in the ledger: it is the last that was right. `title` what the deck was called in it, and `pair` the
languages that went together, in their order. A note type's
line holds its id, `mod`, fingerprints of its schema and of all it is, and its revision. A note's
line holds its first id, its state and its note type, and for each study language its id in Anki
(milliseconds since 1970, for ever), its `mod`, a fingerprint of its content, a sketch of its words
when it was last released, and the version it came out in; then a fingerprint of the words that each
cloze leaves out, and of each text when the languages last agreed. A review
is bound to a fingerprint of the text that was read. Lines may come in any order, and twice where a
merge kept both sides': the later `mod` holds.
"""
