"""Texts and stylesheets that try to act, load, lead away or cover on a page that shows them."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product

from playwright.sync_api import Dialog, Page

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
CSS = (
    f"@import '{EVIL}';",
    f".card {{ background: url({EVIL}) }}",
    f".card {{ background: image-set('{EVIL}' 1x) }}",
    f"@font-face {{ font-family: a; src: url({EVIL}) }} .card {{ font-family: a }}",
    f"@namespace url({EVIL});",
    f":root {{ --a: url({EVIL}); background: var(--a) }}",
    f".card {{ & .qa {{ list-style: url({EVIL}) }} }}",
    f".card {{ cursor: u\\72l({EVIL}), auto }}",
    ".card { background: url(beside.png); content: url('beside.svg') }",
    "@font-face { font-family: a; src: url(beside.woff2) } .card { font-family: a }",
    ".card { background: url(../../../etc/passwd) }",
    "</style><script>alert(1)</script>",
    f"a{{}}</style><img src={EVIL} onerror=alert(1)>",
    ".a { content: '\\3c /style>\\3c script>alert(1)\\3c /script>' }",
    ".card { behavior: url(#a); -moz-binding: url(#b); width: expression(alert(1)) }",
    "{" * 10_000,
    "@@script@@ @@body@@",
    "",
)
"""Stylesheets; those with files beside the deck may stand in a package."""


def texts() -> Iterator[str]:
    """Every harm in every form."""
    for harm, form in product(HARMS, FORMS):
        yield form.format(harm)


# The pictures and buttons of a page that shows files are by mere names, beside it
_OURS = ":is([src], [href]):not([src*='/'], [src*=':'], [href*='/'], [href*=':']), svg:empty, svg.playImage"
_STRANGE = """const strange = (inside, isFrame, ours) => [...inside.body.querySelectorAll('*')].filter(each =>
    !(ours && each.matches(ours)) && (
    each.matches('object, embed, link, meta, base, form, svg, math, template')
    || (isFrame && each.matches('iframe, style, script'))
    || (isFrame && ['src', 'poster', 'background', 'style'].some(name => each.hasAttribute(name)))
    || [...each.attributes].some(({name}) => name.startsWith('on') || name === 'ping' || name === 'accesskey')
    || (isFrame && each.tagName === 'A' && each.hasAttribute('href') && !/^(https?|mailto):/.test(each.href)))
).map(each => each.outerHTML.slice(0, 200))"""
STRANGE = f"() => {{ {_STRANGE}; return strange(document, false, 'svg, form.find, form[method=dialog]') }}"
"""What could act on a page."""

# What comes into sight gets its frame
_IS_SHOWN = """frames => [...document.querySelectorAll(frames)].every(each => each.isReady)
    && [...document.querySelectorAll('.glass')].every(each => {
        const {top, bottom} = each.getBoundingClientRect();
        return each.firstChild || bottom < 0 || top > innerHeight;
    })"""
_LAST_LOOKS = 10

_IN_FRAMES = f"""([selector, ours]) => {{ {_STRANGE};
    const frames = [...document.querySelectorAll(selector)].filter(each => each.isReady);
    return [frames.map(each => each.title), frames.flatMap(each => strange(each.contentDocument, true, ours))] }}"""


@contextmanager
def listening(page: Page) -> Iterator[list[str]]:
    """What a page asks for, shows over itself, opens and leads to, as it comes."""
    heard: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        heard.append(f"dialog {dialog.message}")
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.on("request", lambda request: heard.append(request.url))
    page.on("popup", lambda opened: heard.append(f"popup {opened.url}"))
    page.on("download", lambda begun: heard.append(f"download {begun.url}"))
    yield heard


def looked_through(page: Page, scroller: str, frames: str, *, shows_files: bool = False) -> set[str]:
    """Scroll to the end; returns the titles of the frames that were seen, in none of which was anything strange."""
    titles: set[str] = set()
    page.set_viewport_size({"width": 1200, "height": 4000})
    at_end = 0
    while at_end < _LAST_LOOKS:  # a page that loads more as it is scrolled gets its time
        page.wait_for_timeout(100)
        page.wait_for_function(_IS_SHOWN, arg=frames)
        shown, strange = page.evaluate(_IN_FRAMES, [frames, _OURS if shows_files else ""])
        assert strange == [], strange
        at = (
            f"(each => [each.scrollTop, each.scrollBy({{top: 2500, behavior: 'instant'}}), each.scrollTop])({scroller})"
        )
        before, _, after = page.evaluate(at)
        at_end = at_end + 1 if before == after and titles.issuperset(shown) else 0
        titles |= {*shown}
    return titles
