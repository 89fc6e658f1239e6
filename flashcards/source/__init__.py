"""The texts decks are drawn from: digests with their key points, articles, and what notes cover."""
