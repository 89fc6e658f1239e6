"""The compiler from chunks of decks to packages: cached stages, joins over all chunks, ids and modification times.

The values between YAML and packages, each made from those above it:

- `CutFile` (deckfile): the text of a file above its notes, and its `Chunk`s, each the text of some hundred notes.
- `Head` (deckfile): the deck without its notes, its problems, and the `NoteContext` that notes are checked against.
- `CompiledDeck`: a head with its chunks; computes the next four for a chunk, or takes the last three from the cache.
- `ReadChunk`: notes, as authors wrote them (`model.deck.Note`), and problems at their places.
- `ChunkIndex`: what other chunks and the ledger are compared with, without the texts.
- `Linted` (lint): what rules find.
- `ChunkFields`: the fields of notes in an edition, as columns; a row of them is a `FilledNote`.
- `Stamps`: the ids and modification times of notes in an edition, as columns, and the `LedgerChanges` that record them.
- `DeckState`: a deck beside its ledger, with all problems, breaking changes and packages.
- `Package` (anki): the notes of an edition; a row, which exists only while it is written, is a `PackageNote`.

Fields are apart from stamps because a cached value must not depend on the ledger; both are columns because a million
notes have to fit into memory. A row exists where one note is compared or written.

May import: model, system, text, yamltext, cards, lint, source, deckfile, anki, ledger, exporting, importing.
"""
