"""`python -m flashcards`."""

from flashcards.cli import main

try:
    main(prog_name="flashcards")
finally:
    # If a Ctrl-C ever left `exec`, in which classes are made too, Python ends with its signal, although it was handled
    # long ago; any later `exec` resets this (pythonrun.c, run_eval_code_obj)
    exec("")
