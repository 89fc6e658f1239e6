"""The operating system: files, processes, the clock, git, compression, sorting, and the progress of long tasks."""
