"""What every room speaks of: decks and notes as they were read, editions, the source, and problems."""
