"""The Content Security Policy of our pages."""

import base64
import hashlib
from collections.abc import Iterable, Mapping

_WITH_FILES: Mapping[str, str] = {
    "img-src": "'self' data:",
    "media-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'self'",
}


def policy(*, script: str, styles: Iterable[str], loads_files: bool, loads_scripts: bool = False) -> str:
    """A policy that allows at most one script, the given stylesheets, and nothing from other origins.

    With `loads_files`, files next to the page are allowed. With `loads_scripts`, `strict-dynamic` also allows scripts
    that the script of the page adds, but none in its HTML; URLs cannot allow them, because a page without a server has
    no origin.
    """
    added = " 'strict-dynamic'" if loads_scripts else ""
    rules = {
        "default-src": "'none'",
        "script-src": f"{_hashes([script])}{added}" if script else "'none'",
        "style-src": f"'self' {_hashes(styles)}" if loads_files else _hashes(styles),
        "style-src-attr": "'unsafe-inline'",  # aligns the cells of tables
        "base-uri": "'none'",
        "form-action": "'none'",
        **(_WITH_FILES if loads_files else {}),
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _hashes(texts: Iterable[str]) -> str:
    hashes = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts)
    return " ".join(f"'sha256-{each}'" for each in hashes)
