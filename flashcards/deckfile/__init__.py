"""Deck files to decks, with every mistake at its place."""
