"""The words that stand on cards and in descriptions, in the language that is studied."""

from collections.abc import Mapping
from typing import NamedTuple


class Labels(NamedTuple):
    """Words in one language; the first three are sentences with places to fill in."""

    asked: str
    asked_alone: str
    counts: str
    source: str
    authors: str
    license: str
    version: str


_LABELS: Mapping[str, Labels] = {
    "bn": Labels(
        asked="প্রশ্ন {study} ভাষায়; ছুঁলেই {support}",
        asked_alone="প্রশ্ন {study} ভাষায়",
        counts="নোট {notes}টি, কার্ড {cards}টি",
        source="সূত্র",
        authors="লেখক",
        license="লাইসেন্স",
        version="সংস্করণ",
    ),
    "en": Labels(
        asked="Asked in {study}; {support} is one tap away",
        asked_alone="Asked in {study}",
        counts="{notes} notes, {cards} cards",
        source="Source",
        authors="Authors",
        license="Licence",
        version="Version",
    ),
}


def labels(tag: str) -> Labels:
    """The words of a language, or English ones where there are none yet."""
    return _LABELS.get(tag.split("-")[0], _LABELS["en"])
