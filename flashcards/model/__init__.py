"""Values shared by all rooms: decks, notes, editions, sources, outlines, media and problems.

May import: nothing of this package.
"""
