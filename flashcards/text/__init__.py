"""What authors write, and nothing about decks: Markdown, HTML, CSS, clozes, media references, languages."""
