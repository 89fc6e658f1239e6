"""SVG files are pictures alone: what a browser would act on is refused, and what drawing programs write is not."""

from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Route

from flashcards.model.media import Media
from flashcards.model.problem import Flaw
from flashcards.text.media import find_media
from flashcards.text.svg import activity

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:h="http://www.w3.org/1999/xhtml" width="90" height="90">'
)
EVIL = "http://evil.test/x"

HARMLESS = {
    "plain": f'{HEAD}<circle r="9" fill="red"/></svg>',
    "inkscape": """\
<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- Created with Inkscape (http://www.inkscape.org/) -->
<svg xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns="http://www.w3.org/2000/svg"
  xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" xmlns:xlink="http://www.w3.org/1999/xlink"
  xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:cc="http://creativecommons.org/ns#"
  xmlns:dc="http://purl.org/dc/elements/1.1/" sodipodi:docname="delta (1).svg"
  inkscape:export-filename="C:\\pictures\\url(x).png">
<metadata><rdf:RDF><cc:Work rdf:about=""><dc:type rdf:resource="http://purl.org/dc/dcmitype/StillImage"/></cc:Work>
</rdf:RDF></metadata>
<defs><linearGradient id="a"><stop style="stop-color:#00f;-inkscape-font-specification:'Sans'"/></linearGradient>
<linearGradient id="b" xlink:href="#a" gradientTransform="matrix(1,0,0,1,2,3)"/></defs>
<sodipodi:namedview inkscape:window-width="9"/><path style="fill:url(#b);stroke:none" d="M 0 0 L 9 9"/></svg>""",
    "illustrator": """\
<?xml version="1.0" encoding="iso-8859-1"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [
  <!ENTITY ns_svg "http://www.w3.org/2000/svg">
  <!ENTITY ns_xlink "http://www.w3.org/1999/xlink">
  <!ENTITY ns_ai "http://ns.adobe.com/AdobeIllustrator/10.0/">
]>
<svg xmlns="&ns_svg;" xmlns:xlink="&ns_xlink;" xmlns:i="&ns_ai;" xml:space="preserve">
<style type="text/css"><![CDATA[.st0{fill:url(#SVGID_1_);}]]> .st1{font-family:'Noto Sans'}</style>
<switch><foreignObject requiredExtensions="&ns_ai;" width="1" height="1"><i:pgfRef xlink:href="#pgf"/></foreignObject>
<g><use xlink:href="#s" class="st0"/></g></switch></svg>""",
    "in no namespace": "<svg/>",
    "animated": f'{HEAD}<circle r="9"><animate attributeName="r" values="1;9" dur="1s" begin="0s"/></circle></svg>',
    "linked": f'{HEAD}<a href="https://example.org/delta"><text>delta</text></a></svg>',
    "labelled": f'{HEAD}<title>f(x), image(1)</title><g aria-label="image(1)" data-x="url(x)" id="a(b"/></svg>',
    "bitmap": f'{HEAD}<image xlink:href="data:image/png;base64,iVBORw0KGgo="/></svg>',
    "utf-16": f'<?xml version="1.0" encoding="UTF-16"?>{HEAD}<text>নদী</text></svg>',
    "font": f'{HEAD}<style>@font-face{{font-family:a;src:url("data:font/woff2;base64,d09GMg==")}}</style></svg>',
}

ACTIVE = {
    "contains a script": [
        "<script>alert(1)</script>",
        "<h:script>alert(1)</h:script>",
        "<script xlink:href='http://evil.test/x'/>",
        "<g><SCRIPT xmlns='http://www.w3.org/2000/svg'>alert(1)</SCRIPT></g>",
    ],
    "by an event": [
        "<circle r='9' onload='alert(1)'/>",
        "<image href='data:image/png;base64,x' onerror='alert(1)'/>",
        "<animate attributeName='r' dur='1s' onbegin='alert(1)'/>",
        "<set attributeName='onload' to='alert(1)'/>",
    ],
    "HTML": [
        "<foreignObject><h:iframe src='http://evil.test/x'/></foreignObject>",
        "<foreignObject><h:img src='http://evil.test/x' onerror='alert(1)'/></foreignObject>",
        "<foreignObject><img xmlns='http://www.w3.org/1999/xhtml' src='http://evil.test/x'/></foreignObject>",
        "<h:link rel='stylesheet' href='http://evil.test/x'/>",
        "<h:meta http-equiv='refresh' content='0;url=http://evil.test/x'/>",
        "<h:style>@import 'http://evil.test/x';</h:style>",
        "<desc><h:img src='http://evil.test/x'/></desc>",
    ],
    "an address": [
        "<image href='http://evil.test/x' width='9' height='9'/>",
        "<image xlink:href='//evil.test/x' width='9' height='9'/>",
        "<image href=' http://evil.test/x' width='9' height='9'/>",
        "<image href='ht&#10;tp://evil.test/x' width='9' height='9'/>",
        "<image href='other.png' width='9' height='9'/>",
        "<use href='http://evil.test/x#a'/>",
        "<use href='data:image/svg+xml,x#a'/>",
        "<a href='javascript:alert(1)'><circle r='50'/></a>",
        "<a href='java&#9;script:alert(1)'><circle r='50'/></a>",
        "<a><set attributeName='href' to='javascript:alert(1)'/><circle r='50'/></a>",
        "<a><animate attributeName=' xlink:href ' values='javascript:alert(1)'/><circle r='50'/></a>",
        "<filter id='f'><feImage href='http://evil.test/x'/></filter><circle r='50' filter='url(#f)'/>",
    ],
    "in CSS": [
        "<style>@import 'http://evil.test/x';</style>",
        "<style>@im<!-- -->port 'http://evil.test/x';</style>",
        "<style>@i\\6d port 'http://evil.test/x';</style>",
        "<style>@i\\6d&#13;&#10;port 'http://evil.test/x';</style>",
        "<style><style/>@import 'http://evil.test/x';</style>",
        "<style><![CDATA[@import]]> url(http://evil.test/x);</style>",
        "<style>a{content:'/*'} svg{background:url(http://evil.test/x)} /* */</style>",
        "<style>svg{background:u\\72l('http://evil.test/x')}</style>",
        "<style>svg{background:image-set('http://evil.test/x' 1x)}</style>",
        "<style>svg{background:-webkit-image-set('http://evil.test/x' 1x)}</style>",
        "<style>@font-face{font-family:a;src:url(http://evil.test/x)}</style><text font-family='a'>a</text>",
        "<g style='background:url(http://evil.test/x)'/>",
        "<circle r='50' fill='url(http://evil.test/x#a)'/>",
        "<circle r='50' mask='url(  &quot;http://evil.test/x#a&quot;)'/>",
        "<circle r='50'><set attributeName='fill' to='url(http://evil.test/x#a)'/></circle>",
    ],
}
BEFORE = (
    '<?xml-stylesheet href="http://evil.test/x" type="text/css"?>',
    '<?xml-stylesheet href="http://evil.test/x" type="text/xsl"?>',
    "<!DOCTYPE svg [<!ATTLIST circle onload CDATA 'alert(1)'>]>",
    "<!DOCTYPE svg [<!ATTLIST g xmlns CDATA #FIXED 'http://www.w3.org/1999/xhtml'>]>",
    "<!DOCTYPE svg [<!ENTITY a '<script>alert(1)</script>'>]>",
    "<!DOCTYPE svg [<!ENTITY a '&#60;script>alert(1)&#60;/script>'>]>",
    "<!DOCTYPE svg [<!ENTITY a SYSTEM 'http://evil.test/x'>]>",
    "<!DOCTYPE svg [<!ENTITY % a SYSTEM 'http://evil.test/x'> %a;]>",
    "<!DOCTYPE svg [<!ENTITY % a \"<!ATTLIST circle onload CDATA 'alert(1)'>\"> %a;]>",
    "<!DOCTYPE svg [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>",
)


def variants() -> Iterator[tuple[str, bytes]]:
    """Every harm, in each of the forms that XML allows for the same."""
    bodies = [(body, "") for bodies in ACTIVE.values() for body in bodies]
    harms = bodies + [("<circle r='9'/><g><set xmlns=''/>a</g>", before) for before in BEFORE]
    for (body, before), (encoding, form) in product(harms, product(("utf-8", "utf-16"), FORMS)):
        declared = f'<?xml version="1.0" encoding="{encoding}"?>{before}'
        yield f"{encoding} {form.__name__} {body} {before}", form(f"{declared}{HEAD}{body}</svg>").encode(encoding)


def _as_it_is(text: str) -> str:
    return text


def _deep(text: str) -> str:
    begin, end = text.index(HEAD) + len(HEAD), text.rindex("</svg>")
    return f"{text[:begin]}{'<g>' * 50}{text[begin:end]}{'</g>' * 50}{text[end:]}"


def _prefixed(text: str) -> str:
    """The same with a prefix for SVG's namespace."""
    if "</circle>" in text:
        return text
    prefixed = text.replace("<circle", "<s:circle xmlns:s='http://www.w3.org/2000/svg'")
    return prefixed.replace("ATTLIST circle", "ATTLIST s:circle")


def _in_references(text: str) -> str:
    """Letters as numbers, where they are no markup."""
    return text.replace("evil.test", "&#101;vil.test").replace("alert(1)", "&#97;lert(1)").replace("url(", "&#117;rl(")


FORMS: tuple[Callable[[str], str], ...] = (_as_it_is, _deep, _prefixed, _in_references)


def write(folder: Path, content: bytes) -> Path:
    path = folder / "x.svg"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_only_drawn_is_let_through(name: str, tmp_path: Path) -> None:
    encoding = name if name.startswith("utf") else "utf-8"
    path = write(tmp_path, HARMLESS[name].encode(encoding))
    assert activity(path) == ""
    assert isinstance(find_media("x.svg", tmp_path), Media)


def test_no_variant_of_a_harm_is_let_through(tmp_path: Path) -> None:
    written = dict(variants())
    assert len(written) > 350
    assert [name for name, content in written.items() if not activity(write(tmp_path, content))] == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{HEAD}\n<g>\n<script/></g></svg>", "contains a script (line 3)"),
        (f"{HEAD}<g onclick='a()'/></svg>", "contains a script, 'onclick' (line 1)"),
        (f"{HEAD}<image href='{EVIL}'/></svg>", f"contains an address, '{EVIL}' (line 1)"),
        (f"{HEAD}<h:p>a</h:p></svg>", "contains HTML (line 1)"),
        (f"{HEAD}<style>@import 'a'</style></svg>", "contains '@import', which loads another file (line 1)"),
        (f"{HEAD}<animate attributeName='href'/></svg>", "contains an animation of 'href' (line 1)"),
        (f"{HEAD}&nbsp;</svg>", "is not valid SVG: undefined entity (line 1)"),
        ("<a:svg xmlns:a='a'/>", "is not SVG: its root element is 'svg' in the namespace 'a' (line 1)"),
        ("<svg><script/></svg>", "contains a script (line 1)"),
        (f"{HEAD}<g></svg>", "is not valid SVG: mismatched tag (line 1)"),
        ("no picture", "is not valid SVG: syntax error (line 1)"),
        (f'<?xml version="1.0" encoding="shift_jis"?>{HEAD}</svg>', "is in an unsupported encoding"),
        (f'<?xml version="1.0" encoding="nonsense"?>{HEAD}</svg>', "is in an unsupported encoding"),
    ],
)
def test_it_says_what_is_wrong_and_where(text: str, told: str, tmp_path: Path) -> None:
    write(tmp_path, text.encode())
    hint = "export it as plain SVG, without scripts, HTML or other files, or as PNG"
    assert find_media("x.svg", tmp_path) == Flaw(f"'x.svg' {told}", hint)
    assert find_media("x.svg", tmp_path, is_style=True) == Flaw(f"'x.svg' {told}", hint)


def test_entities_cannot_grow_without_end(tmp_path: Path) -> None:
    """A word of a kilobyte, put in a hundred thousand times over, is a hundred megabytes for half a one."""
    word = f"<!DOCTYPE svg [<!ENTITY a '{'a' * 1000}'>]>"
    told = activity(write(tmp_path, f"{word}{HEAD}{'&a;' * 100_000}</svg>".encode()))
    assert told.startswith("is not valid SVG: limit on input amplification factor")


@pytest.fixture
def acts(browser: Browser, tmp_path: Path) -> Iterator[Callable[[bytes], list[str]]]:
    """Open an SVG by itself as a file of a shared host, click on it, and tell what it asked for and said."""
    with browser.new_context() as context:
        page = context.new_page()
        heard: list[str] = []
        content = [b""]

        def answer(route: Route) -> None:
            if route.request.url == "http://gallery.test/x.svg":
                route.fulfill(body=content[0], content_type="image/svg+xml")
            else:
                heard.append(route.request.url)
                route.fulfill(body=b"", content_type="text/plain")

        def dismiss(dialog: Dialog) -> None:
            heard.append(dialog.message)
            dialog.dismiss()

        context.route("**/*", answer)
        page.on("dialog", dismiss)

        def acts(svg: bytes) -> list[str]:
            heard.clear()
            content[0] = svg
            page.goto("http://gallery.test/x.svg")
            page.mouse.click(5, 5)
            page.wait_for_timeout(50)
            return list(heard)

        yield acts


@pytest.mark.slow
def test_a_browser_is_quiet_with_what_is_let_through(acts: Callable[[bytes], list[str]]) -> None:
    for name, text in HARMLESS.items():
        assert (name, acts(text.encode(name if name.startswith("utf") else "utf-8"))) == (name, [])


@pytest.mark.slow
def test_a_browser_acts_on_each_kind_that_is_refused(acts: Callable[[bytes], list[str]]) -> None:
    """Were it quiet here, that it is so with the harmless would prove nothing."""
    for kind, bodies in ACTIVE.items():
        assert (kind, any(acts(f"{HEAD}{body}</svg>".encode()) for body in bodies)) == (kind, True)
