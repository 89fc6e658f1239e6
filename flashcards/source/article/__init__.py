"""Articles to outlines: title lines, sections, and the key points listed in them, in any language.

An article is plain text or Markdown. A section begins with its title on a line of its own, above
prose; its key points are listed under a heading that names their kind::

    The well of Abenra
    by Ama Nkrumah • 2021-06-04

    Why the village dug twice
    The first well ran dry after one summer.
    Key Learnings:
    - Depth before width: a deep well outlasts a wide one.

An ambiguous line is read one way, and a warning says which.
"""

from collections.abc import Sequence
from pathlib import Path

from flashcards.model.outline import Outline
from flashcards.source.article.lines import article_lines
from flashcards.source.article.reader import ArticleReader
from flashcards.source.article.roles import with_roles


def outline_of(lines: Sequence[str], path: Path) -> Outline:
    """Read an article; ids are slugs of titles and labels, or numbers for titles and labels not in Latin script."""
    return ArticleReader(path, with_roles(tuple(article_lines(lines)))).outline()
