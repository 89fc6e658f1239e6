"""The rules, one a module: what its docstring says, its examples show and its test runs."""
