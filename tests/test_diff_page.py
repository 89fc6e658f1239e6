"""A page of changes does nothing by itself, whatever the packages hold that are compared."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page

from flashcards.diff import difference
from flashcards.diff_report import as_markdown, as_page
from flashcards.notetypes import NOTETYPES
from flashcards.snapshot import Look, NoteSnapshot, Snapshot

EVIL = "http://127.0.0.1:9/x"

HARMS = (
    "<script>alert(1)</script>",
    f"<script src={EVIL}></script>",
    f"<img src={EVIL} onerror=alert(1)>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    f"<iframe src={EVIL}></iframe>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    f"<object data={EVIL}></object><embed src={EVIL}>",
    f"<link rel=stylesheet href={EVIL}><link rel=prefetch href={EVIL}>",
    f"<style>@import '{EVIL}'; .card {{ background: url({EVIL}) }}</style>",
    f"<b style='background: url({EVIL}); position: fixed; inset: 0'>over all</b>",
    f"<base href={EVIL}><a href=y>a</a>",
    f"<meta http-equiv=refresh content='0;url={EVIL}'>",
    f"<form action={EVIL}><input autofocus onfocus=alert(1)><button>send</button></form>",
    "<details open ontoggle=alert(1)>a</details>",
    f"<video poster={EVIL} autoplay><source src={EVIL} onerror=alert(1)></video>",
    f"<audio src={EVIL} autoplay></audio>",
    f"<table background={EVIL}><tr><td>a</table>",
    "<a href='javascript:alert(1)'>a</a><a href='java&#9;script:alert(1)'>b</a>",
    "<a href='data:text/html,<script>alert(1)</script>' ping=http://127.0.0.1:9/x>a</a>",
    "<math><mtext><style><img title='</style><img src onerror=alert(1)>'>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "</article></div></figure></section></style></script><script>alert(1)</script>",
    "<template><img src=x onerror=alert(1)></template><marquee onstart=alert(1)>a</marquee>",
    "{{c1::<img src=x onerror=alert(1)>::<img src=x onerror=alert(2)>}}",
    f"[sound:x' autoplay onerror='alert(1)][anki:tts lang=en]<img src={EVIL}>[/anki:tts]",
    "[[type:Answer]]{{FrontSide}}{{Answer}}",
    "@@script@@ @@body@@ @@policy@@",
)
FORMS = (
    "{}",
    '"{}',
    "'>{}",
    '" onmouseover=alert(1) x="{}',
    '" autofocus tabindex=0 onfocus=alert(1) style="position:fixed">{}',
    "<b>{}",
    "<del>{}</ins>",
    "&lt;{}",
)


def hostile() -> Iterator[NoteSnapshot]:
    """Notes of every kind with every harm, in every form, in all that a package holds of a note."""
    for number, (harm, form) in enumerate(product(HARMS, FORMS)):
        key, notetype = [*NOTETYPES.items()][number % len(NOTETYPES)]
        text = form.format(harm)
        fields = {field.name: text for field in notetype.fields}
        if notetype.is_cloze:
            fields |= dict.fromkeys(("Text", "Text 2"), f"{{{{c1::{text}}}}} {text}")
        yield NoteSnapshot(f"guid {number}", text, text, text, key, fields, (text, f"{text}::retired"))


def pages() -> Iterator[tuple[str, str]]:
    """Pages and comments for hostile notes that are new, gone and changed from and to honest ones."""
    evil = tuple(hostile())
    honest = tuple(each._replace(fields=dict.fromkeys(each.fields, "honest"), tags=()) for each in evil)
    looks = [(Look(1, f"{HARMS[0]}", css, ((HARMS[0],),)),) for css in (HARMS[0], "")]
    states = {"evil": evil, "honest": honest, "none": ()}
    for old, new in (("honest", "evil"), ("evil", "honest"), ("none", "evil"), ("evil", "none")):
        found = difference(Snapshot(states[old], looks[0]), Snapshot(states[new], looks[1]))
        yield f"{old} to {new}", as_page(found)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(color_scheme="dark") as context:
        yield context.new_page()


STRANGE = """() => [...document.body.querySelectorAll('*')].filter(each =>
    each.matches('[src], [style], iframe, object, embed, link, meta, base, form, style, svg, math, source, template')
    || [...each.attributes].some(({name}) => name.startsWith('on') || name === 'ping' || name === 'accesskey')
    || (each.tagName === 'A' && each.href && !/^(https?|mailto):/.test(each.href))
    || (each.tagName === 'SCRIPT' && each !== document.scripts[document.scripts.length - 1])
).map(each => each.outerHTML.slice(0, 200))"""


def test_nothing_a_package_holds_acts_on_the_page(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "changes.html"
    heard: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        heard.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.on("request", lambda request: heard.append(request.url))
    for name, html in pages():
        file.write_text(html, encoding="utf-8")
        heard.clear()
        page.goto(file.as_uri())
        page.mouse.move(100, 200)
        page.wait_for_timeout(300)
        assert (name, heard) == (name, [file.as_uri()])
        assert (name, page.evaluate(STRANGE)) == (name, [])
        assert page.locator("section.note").count() == len(HARMS) * len(FORMS)
        assert page.title() == "What changes for learners"


def test_the_page_looks_as_it_should_under_its_policy(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "changes.html"
    note = NoteSnapshot("g", "a", "en", "Deck", "qa", {"Question": "one two", "Lang": "en", "Answer": "two"}, ())
    look = Look(1, "a", "", ())
    new = note._replace(fields={**note.fields, "Question": "one <b>three</b>", "Answer": "three"})
    file.write_text(as_page(difference(Snapshot((note,), (look,)), Snapshot((new,), (look,)))), encoding="utf-8")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(file.as_uri())
    assert complaints == []
    assert page.locator(".card.nightMode").count() == 2
    assert page.locator(".card b").inner_text() == "three"
    assert page.locator("del").inner_text() == "two"
    assert page.locator("ins").first.evaluate("each => getComputedStyle(each).backgroundColor") == "rgb(31, 90, 55)"


def test_a_comment_on_a_pull_request_has_no_markup_of_anything_a_package_names() -> None:
    from markdown_it import MarkdownIt

    evil = f"a\n\n```\n![x]({EVIL}) <img src={EVIL}> &lt;b&gt; **b**"
    note = NoteSnapshot("g", evil, evil, evil, "", {"ID": evil, "Lang": evil, evil: evil}, (evil,))
    looks = [(Look(1, evil, css, ()),) for css in ("", "x")]
    said = as_markdown(difference(Snapshot((), looks[0]), Snapshot((note,), looks[1])))
    tags = re.findall("<[a-z][^>]*>", MarkdownIt("js-default", {"html": True}).render(said))
    assert {*tags} == {
        *("<p>", "<strong>", "<ul>", "<li>", "<h3>", "<details>", "<summary>", "<code>", "<pre>"),
        '<code class="language-diff">',
    }
    assert "the cards of 'a &#96;&#96;&#96; &#33;&#91;x&#93;" in said


def test_a_long_field_is_shown_in_its_beginning_and_its_words_are_not_compared() -> None:
    words = "a b c " * 1000
    old = NoteSnapshot("g", "a", "en", "Deck", "qa", {"Question": "q", "Lang": "en", "Answer": f"{words}old"}, ())
    new = old._replace(fields={**old.fields, "Answer": f"{words * 2}new"})
    said = as_page(difference(Snapshot((old,), ()), Snapshot((new,), ())))
    assert f"<del>{words}old</del>" in said
    assert f"<ins>{(words * 2)[:10_000]} …</ins>" in said
