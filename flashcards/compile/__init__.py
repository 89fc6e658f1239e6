"""The one pipeline from decks to packages: chunks, cached stages, joins over all chunks, and stamps."""
