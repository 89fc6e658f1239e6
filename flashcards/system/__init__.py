"""The operating system: files, processes, clock, git, compression, external sorting and progress of long tasks.

May import: model.
"""
