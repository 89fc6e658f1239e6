"""An author's text in a field shows as it was written, and does nothing."""

import pytest

from flashcards.text.html import to_attribute, to_html


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("a < b && c > d", "a &lt; b &amp;&amp; c &gt; d"),
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
        ("two\nlines", "two<br>lines"),
        ('"quoted"', '"quoted"'),
        (
            "[sound:a.mp3] [anki:tts] [latex] [$] [/$$]",
            "&#91;sound:a.mp3] &#91;anki:tts] &#91;latex] &#91;$] &#91;/$$]",
        ),
        ("[SOUND:a.mp3] [note] [$5]", "&#91;SOUND:a.mp3] [note] [$5]"),
        ("cafe\u0301", "café"),
        ("সম\u09dfে", "সম\u09af\u09bcে"),  # NFC takes য় apart
        ("ক\u09c7\u09be", "ক\u09cb"),
    ],
)
def test_in_a_field(text: str, field: str) -> None:
    assert to_html(text) == field


def test_in_an_attribute() -> None:
    assert to_attribute('https://example.org/?a="b"&c') == "https://example.org/?a=&quot;b&quot;&amp;c"
