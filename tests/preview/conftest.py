"""Decks to preview, and what shows them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from flashcards.cli.reading import checked
from flashcards.preview.gallery import Gallery, gallery_of
from flashcards.preview.server import PreviewServer

SOURCE = """\
---
title:
  en: On the water of the desert
  ar: عن ماء الصحراء
citation:
  en: Layla Haddad, Letters on water, 2019
  ar: ليلى حداد، رسائل عن الماء، ٢٠١٩
---

## springs

- en: Springs
- ar: الينابيع

### Key learnings

- **springs.rain**
  - en: Rain that falls in the hills comes out in the oasis years later.
  - ar: المطر الذي يهطل على التلال يخرج في الواحة بعد سنوات.
- **springs.salt**
  - en: Water that stands in the sun grows salty.
  - ar: الماء الراكد تحت الشمس يزداد ملوحة.

## wells

- en: Wells
- ar: الآبار

### Facts

- **wells.depth**
  - en: The deepest well of the valley reaches 90 metres.
  - ar: أعمق آبار الوادي يبلغ ٩٠ مترا.
"""
DECK = """\
deck:
  id: water
  uid: 3b0c4f1e9d7a42c58e6f0a1b2c3d4e5f
  title:
    en: Water of the desert
    ar: ماء الصحراء
  languages: [en, ar]
  source: water
sections:
  - id: springs
    title:
      en: Springs
      ar: الينابيع
  - id: wells
    title:
      en: Wells
      ar: الآبار
notes:
  - id: rain
    section: springs
    covers: [springs.rain]
    question:
      en: Where does the rain of the hills come out?
      ar: أين يخرج مطر التلال؟
    answer:
      en: In the oasis, years later
      ar: في الواحة، بعد سنوات
    tags: [geology]
  - id: salt
    section: springs
    question:
      en: Does water that stands in the sun grow salty?
      ar: هل يزداد الماء الراكد ملوحة؟
    answer:
      en: Yes
      ar: نعم
  - id: old-measure
    section: wells
    covers: [wells.depth]
    question:
      en: How deep was the deepest well in 1990?
      ar: كم كان عمق أعمق بئر عام ١٩٩٠؟
    answer:
      en: 60 metres
      ar: ٦٠ مترا
    retired:
      reason:
        en: The well was deepened.
        ar: عُمِّقت البئر.
"""
DECK_FILE = Path("decks/water.yaml")


@pytest.fixture
def decks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a deck and its source, which one stands in."""
    monkeypatch.chdir(tmp_path)
    for path, text in ((DECK_FILE, DECK), (Path("source/water.md"), SOURCE)):
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
    return tmp_path


def look(*names: str) -> Gallery:
    """The decks as they are now."""
    found = checked(names, ())
    return gallery_of(found.checkouts, found.problems, found.reading.texts)


@contextmanager
def serving(server: PreviewServer) -> Iterator[None]:
    """Serve in the background."""
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
