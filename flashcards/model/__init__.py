"""The values every room shares: decks and notes, editions, sources, outlines, media and problems."""
