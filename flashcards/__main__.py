"""`python -m flashcards`."""

from flashcards.cli import main

try:
    main(prog_name="flashcards")
finally:
    # Python kills itself in the end if a Ctrl-C ever came out of `exec`, where classes are made as well, though it was
    # told of in due form since; by any further one it forgets that (pythonrun.c, run_eval_code_obj)
    exec("")
