"""The rules, one a module: its docstring explains the rule, and the examples in it are tested."""
