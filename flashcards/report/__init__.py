"""What a command says: problems on a terminal or for a program, packages, and counts."""
