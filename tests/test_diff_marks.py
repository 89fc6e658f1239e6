"""What differs between two texts is marked word by word, and no mark tears a tag, a formula or a cloze."""

import pytest

from flashcards.diff.marks import with_marks


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        ("The Yangtze", "The Yangtze, in China", "The Yangtze", "The Yangtze<ins>, in China</ins>"),
        ("about 6,300 km", "about 6,400 km", "about <del>6,300</del> km", "about <ins>6,400</ins> km"),
        ("one two three", "four five six", "<del>one two three</del>", "<ins>four five six</ins>"),
        ("", "all new", "", "<ins>all new</ins>"),
        ("শনি গ্রহ।", "সে শনি গ্রহ।", "শনি গ্রহ।", "<ins>সে</ins> শনি গ্রহ।"),
        (
            "太陽です。八分で届きます。",
            "太陽です。約八分で地球に届きます。",
            "太陽です。八分で届きます。",
            "太陽です。<ins>約</ins>八分で<ins>地球に</ins>届きます。",
        ),
        ("ที่นี่ดี", "ที่นี้ดี", "ที่<del>นี่</del>ดี", "ที่<ins>นี้</ins>ดี"),
        (
            "Into the <strong>sea</strong>.",
            "Into the <em>deep sea</em>.",
            "Into the <strong>sea</strong>.",
            "Into the <em><ins>deep</ins> sea</em>.",
        ),
        (
            "<table><tr><td>6,650</td></tr></table>",
            "<table>\n<tr><td>6,693</td></tr>\n<tr><td>1</td></tr></table>\n",
            "<table><tr><td><del>6,650</del></td></tr></table>",
            "<table>\n<tr><td><ins>6,693</ins></td></tr>\n<tr><td><ins>1</ins></td></tr></table>\n",
        ),
        (
            r"\(Q = A v\) &amp; so",
            r"\(Q = A \bar{v}\) &lt; so",
            r"<del>\(Q = A v\) &amp;</del> so",
            r"<ins>\(Q = A \bar{v}\) &lt;</ins> so",
        ),
        (
            "into {{c1::the sea}} at {{c2::Rosetta::town}}",
            "into {{c1::the blue sea}} at {{c2::Damietta::city}}",
            "into {{c1::the sea}} at {{c2::<del>Rosetta</del>::<del>town</del>}}",
            "into {{c1::the <ins>blue</ins> sea}} at {{c2::<ins>Damietta</ins>::<ins>city</ins>}}",
        ),
        (
            "hear [sound:a b.mp3]",
            "hear [sound:a c.mp3]",
            "hear <del>[sound:a b.mp3]</del>",
            "hear <ins>[sound:a c.mp3]</ins>",
        ),
        ("tag:a", "tag:a::b", "tag:a", "tag:a<ins>::b</ins>"),
        ("a " * 401, "b", f"<del>{'a ' * 401}</del>", "<ins>b</ins>"),
    ],
)
def test_words_that_differ_are_marked(old: str, new: str, before: str, after: str) -> None:
    assert with_marks(old, new) == (before, after)
    assert with_marks(new, old) == tuple(
        each.replace("ins>", "<>").replace("del>", "ins>").replace("<>", "del>") for each in (after, before)
    )
    assert with_marks(new, new) == (new, new) or len(new) > 800
