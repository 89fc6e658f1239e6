"""Sources: source files with their key points, outlines of articles, and the coverage of key points by notes."""
