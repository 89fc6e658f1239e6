"""Edits that were made elsewhere come back into the deck file, and nothing else changes."""
