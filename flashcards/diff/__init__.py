"""What changes for learners between two states of a deck, as text, data or a page."""
