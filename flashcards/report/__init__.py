"""The output of commands: problems, packages and statistics, for people and for programs."""
