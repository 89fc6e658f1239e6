"""The words that stand on cards and in descriptions, in the language that is studied."""

from collections.abc import Mapping
from typing import NamedTuple


class Labels(NamedTuple):
    """Words in one language, some of them sentences with places to fill in."""

    asked: str
    asked_alone: str
    counts: str
    source: str
    authors: str
    license: str
    version: str
    report: str
    retired: str
    retired_because: str
    replaced_by: str
    put_away: str
    stale: str


_LABELS: Mapping[str, Labels] = {
    "bn": Labels(
        asked="প্রশ্ন {study} ভাষায়; ছুঁলেই {support}",
        asked_alone="প্রশ্ন {study} ভাষায়",
        counts="নোট {notes}টি, কার্ড {cards}টি",
        source="সূত্র",
        authors="লেখক",
        license="লাইসেন্স",
        version="সংস্করণ",
        report="ভুল জানান",
        retired="প্রত্যাহৃত",
        retired_because="কার্ডটি প্রত্যাহার করা হয়েছে: {reason}",
        replaced_by="এর জায়গা নিয়েছে: {note}",
        put_away="সরিয়ে রাখতে ব্রাউজারে খুঁজুন: tag:{tag}",
        stale="অনুবাদটি পুরোনো হয়ে থাকতে পারে",
    ),
    "en": Labels(
        asked="Asked in {study}; {support} is one tap away",
        asked_alone="Asked in {study}",
        counts="{notes} notes, {cards} cards",
        source="Source",
        authors="Authors",
        license="Licence",
        version="Version",
        report="Report a mistake",
        retired="Retired",
        retired_because="This card has been retired: {reason}",
        replaced_by="Its place is taken by: {note}",
        put_away="To put it away, search the browser for: tag:{tag}",
        stale="This translation may be out of date",
    ),
}


def labels(tag: str) -> Labels:
    """The words of a language, or English ones where there are none yet."""
    return _LABELS.get(tag.split("-")[0], _LABELS["en"])
