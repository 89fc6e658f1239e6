"""What the operating system gives: files, processes, the clock, git, and progress of long work."""
