"""What a browser may load and run on a page of ours, as a Content Security Policy."""

import base64
import hashlib
from collections.abc import Iterable, Mapping

_BESIDE: Mapping[str, str] = {
    "img-src": "'self' data:",
    "media-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'self'",
}


def policy(*, script: str, styles: Iterable[str], loads_files: bool, loads_scripts: bool = False) -> str:
    """A policy by which a page runs one script or none, looks as its stylesheets say, and loads nothing from elsewhere.

    One that `loads_files` has them beside it. One that `loads_scripts` runs those too that its own script adds, and
    no script that stands in the page or is put into it as HTML: `strict-dynamic` tells them apart. By their address
    they cannot be named: a page without a server has no origin.
    """
    added = " 'strict-dynamic'" if loads_scripts else ""
    rules = {
        "default-src": "'none'",
        "script-src": f"{_hashes([script])}{added}" if script else "'none'",
        "style-src": f"'self' {_hashes(styles)}" if loads_files else _hashes(styles),
        "style-src-attr": "'unsafe-inline'",  # a table's cells are aligned so
        "base-uri": "'none'",
        "form-action": "'none'",
        **(_BESIDE if loads_files else {}),
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _hashes(texts: Iterable[str]) -> str:
    digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts)
    return " ".join(f"'sha256-{digest}'" for digest in digests)
