"""The uid of a new deck."""

import os


def new_uid() -> str:
    """Return 32 random hexadecimal digits."""
    return os.urandom(16).hex()
