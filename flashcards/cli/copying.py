"""Files that are copied into a staged file."""

import shutil
from pathlib import Path
from typing import BinaryIO


def copy_file(source: Path, file: BinaryIO) -> None:
    """Copy the content of a file."""
    with source.open("rb") as content:
        shutil.copyfileobj(content, file)
