"""The author's shore: files that people write, read with every mistake at its place."""
