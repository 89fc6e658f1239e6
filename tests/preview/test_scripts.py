"""The preview cuts off no letter, in any script: what shows is the same where nothing may be cut."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from flashcards.cards.labels import label_languages
from flashcards.preview.site import site_of, write_site
from tests.preview.conftest import load_gallery

pytestmark = pytest.mark.slow

# The tallest and deepest letters, with marks above and below, of each language with labels, and of other scripts
TALL: Mapping[str, str] = {
    "ar": "إِلىٌّ لأُمِّ جِحٍّ",
    "bn": "র্ষ্ট্রঁকূর্জ্জ্ঞীৃ",
    "de": "ÄÖÜgjß",
    "en": "ÅÉqgjy",
    "es": "ÑÁÜgjq",
    "fr": "ÉÇÊgjq",
    "hi": "र्ट्रींकृष्ठ्ढूत्त्रुँ",
    "id": "Agjqy",
    "ja": "鬱驚ぎょ",
    "pt": "ÃÕÇgjq",
    "ru": "ЙЁЩцрд",
    "tr": "ĞİŞçğj",
    "ur": "ٹھنڈے چشمے پاکستان ںٹےِّ",
    "zh": "龘鬱驚",
    "zh-Hant": "麤鬱驚",
    "bo": "བསྒྲུབསཀླུརྐྱེ",
    "fa": "پِژُّگٌّچِّ",
    "kn": "ಕ್ಷ್ಮೀಸ್ತ್ರ್ಯೂ",
    "km": "ក្រ្តៃស្ត្រីទ្ធិ៍",
    "lo": "ປູ່ທີ່ນ້ຳກຸ້ງ",
    "my": "ကြို့ဖွဲ့စည်းပုံ",
    "ta": "க்ஷ்ரீஜூங்கூ",
    "te": "క్ష్మీస్త్ర్యూజ్ఞ్రై",
    "th": "ปู่ที่ญญาญู้ฎฺ",
    "vi": "ỄẪỰỹgj",
}
# A line that is too long may be cut off at its end
UNCUT = "#list *, .top h1 { overflow: clip visible !important }"
# On a phone too, and without round edges that may be drawn otherwise next time
ALONE = ".rail { display: flex !important } main, .badges, .top > :not(h1) { visibility: hidden }"
TWO_LINES = """() => {
  for (const prompt of document.querySelectorAll("#list .prompt")) {
    const line = prompt.textContent;
    prompt.replaceChildren(line, document.createElement("br"), line);
  }
}"""
DECK = """\
deck:
  id: {name}
  uid: 3b0c4f1e9d7a42c58e6f0a1b2c3d4e5f{name}
  title:
{titles}
  languages: [{tags}]
  pairs: [{tags}]
sections:
  - id: tall
    title:
{texts}
notes:
  - id: taller
    section: tall
    question:
{texts}
    answer: 1
  - id: tallest
    section: tall
    question:
{texts}
    answer: 2
"""


def write_decks(*names: str) -> None:
    """Decks that say the tallest letters in each language, wherever a text is."""
    Path("decks").mkdir()
    texts = "\n".join(f"      {tag}: '{text}'" for tag, text in TALL.items())
    for name in names:
        titles = "\n".join(f"    {tag}: '{text} {name}'" for tag, text in TALL.items())
        text = DECK.format(name=name, tags=", ".join(TALL), titles=titles, texts=texts)
        Path(f"decks/{name}.yaml").write_text(text, encoding="utf-8")


def test_each_language_with_labels_is_looked_at() -> None:
    assert {*label_languages()} <= TALL.keys()


@pytest.mark.parametrize("names", [("high",), ("high", "low")], ids=["a deck", "two decks"])
@pytest.mark.parametrize("width", [390, 1200])
def test_the_list_and_the_headings_cut_off_nothing(
    width: int, names: tuple[str, ...], browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_decks(*names)
    write_site(site_of(load_gallery()), tmp_path / "site")
    with browser.new_page(viewport={"width": width, "height": 800}, bypass_csp=True) as page:
        assert [
            tag for tag in TALL if is_cut(page, f"{(tmp_path / 'site/index.html').as_uri()}#high/{tag}/taller")
        ] == []


def is_cut(page: Page, address: str) -> bool:
    """Whether the list or the title looks otherwise where nothing may be cut."""
    page.goto("about:blank")
    page.goto(address)
    page.locator("#list a.row").nth(1).wait_for(state="attached")
    page.evaluate("document.fonts.ready")
    page.evaluate(TWO_LINES)
    page.add_style_tag(content=ALONE)
    before = page.screenshot()
    page.add_style_tag(content=UNCUT)
    return page.screenshot() != before
