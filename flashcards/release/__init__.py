"""All that is shared when a deck is released."""
