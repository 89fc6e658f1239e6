"""Make the snapshot of CLDR that flashcards reads: `python -m tests.cldr`, or `… --check` to compare only.

It comes from the JSON packages that Unicode publishes on npm, of one release, each held to its checksum. Babel, the
obvious source in Python, has no quotation marks, and which CLDR it carries changes with its own releases.

A later release is taken by changing RELEASE and PACKAGES; read the diff before it is committed, because names and
digits are in the packages that learners have.
"""

import hashlib
import io
import json
import re
import sys
import tarfile
import urllib.request
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

SNAPSHOT = Path(__file__).parents[1] / "flashcards" / "text" / "cldr" / "snapshot.json"
RELEASE = "48.2.0"
PACKAGES = {  # with their SHA-512
    "core": "cdf98ba2d867712c1fbf68e57afa12ae0236546807f120c61d7b2dea3504a2d1"
    "c0f27abd2207a0f63cdd24316d06ca3da6026e1bcf432b5e93ceb9990dda3606",
    "localenames-full": "e28d296980f3d145e17e10a101516499597608fd184d212a13a5ab0b47cd69f6"
    "920b9bb90c05e98711f7499d548dccdaae292bf034e82997e2a24e84a962dd35",
    "misc-full": "7527364ebe777507141b0b138a76a611ea0fd985ce850ac867e4b27ae52bbf83"
    "3324e4a34ff434aa44a65f5d59c1f7136d84a422a6eb8002d02e1026d727f97c",
    "numbers-full": "d0443e524543b325ce9719d69cbd51204355645a829dbd380f562b92ed286e73"
    "b2b6d6ee673f2d1e651de5ce4012f8464bf1a0db32387d36829b9d4b486213a2",
}
REGISTRY = "https://registry.npmjs.org"
ROOT = "und"
KINDS = {"languages": "[a-z]{2,3}", "scripts": "[A-Z][a-z]{3}", "territories": "[A-Z]{2}|001|150|419"}
VARIETIES = "Hans Hant Latn Cyrl Arab AT AU BE BR CA CH CN ES GB HK MX PT TW US 419".split()
"""The scripts and regions by which varieties of the most studied languages differ."""
GROUPED = re.compile("#,(?:(#+),)?(#*0)")  # the groups of digits in a pattern such as #,##,##0.###

Json = Any


class Cldr:
    """The files of a release."""

    def __init__(self, packages: Iterable[bytes]) -> None:
        self._files: dict[str, bytes] = {}
        for packed in packages:
            with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
                for member in archive:
                    if (file := archive.extractfile(member)) and member.name.endswith(".json"):
                        self._files[member.name.partition("/")[2]] = file.read()
        self.locales = sorted({name.split("/")[1] for name in self._files if name.startswith("main/")})
        self.parents: Mapping[str, str] = self.supplement("parentLocales")["parentLocale"]
        coverage = self._read("coverageLevels.json")["effectiveCoverageLevels"]
        self.coverage: Mapping[str, str] = {locale: coverage[locale] for locale in coverage if locale in self.locales}
        self.likely: Mapping[str, str] = self.supplement("likelySubtags")

    def supplement(self, name: str) -> Json:
        return self._read(f"supplemental/{name}.json")["supplemental"][name]

    def supplement_of(self, file: str, *path: str) -> Json:
        """What a supplemental file says under another name than its own."""
        found = self._read(f"supplemental/{file}.json")["supplemental"]
        for step in path:
            found = found[step]
        return found

    def scripts(self) -> Json:
        return self._read("scriptMetadata.json")["scriptMetadata"]

    def of(self, locale: str, file: str, *path: str) -> Json:
        """What a file says for a locale; nothing where there is no such file."""
        name = f"main/{locale}/{file}.json"
        found = self._read(name)["main"][locale] if name in self._files else {}
        for step in path:
            found = found.get(step, {})
        return found

    def _read(self, name: str) -> Json:
        return json.loads(self._files[name])

    def above(self, locale: str) -> str:
        """The nearest locale that one takes after; the root where there is none."""
        while locale != ROOT:
            locale = self.parents.get(locale) or locale.rpartition("-")[0] or ROOT
            if locale in self.locales:
                break
        return locale


def snapshot_of(cldr: Cldr) -> dict[str, Json]:
    """What flashcards asks of CLDR; of a locale, only what its parent has otherwise."""
    names = {locale: _names(cldr, locale) for locale in cldr.locales}
    right_to_left = sorted(script for script, known in cldr.scripts().items() if known["rtl"] == "YES")
    return {
        "release": RELEASE,
        "parents": {child: "" if above == ROOT else above for child, above in sorted(cldr.parents.items())},
        "scripts in regions": _scripts_in_regions(cldr),
        "scripts from right to left": right_to_left,
        "languages from right to left": [tag for tag in cldr.likely if _is_language(tag, cldr, right_to_left)],
        "languages by other codes": _by_other_codes(cldr),
        "quotation marks": _told_apart(cldr, {locale: _quotation_marks(cldr, locale) for locale in cldr.locales}),
        "numbers": _told_apart(cldr, {locale: _number(cldr, locale) for locale in cldr.locales}),
        "name patterns": _told_apart(cldr, {locale: _pattern(cldr, locale) for locale in cldr.locales}),
        **{f"names in {locale}": told for locale in cldr.locales if (told := _new(names, locale, cldr.above(locale)))},
    }


def _is_language(tag: str, cldr: Cldr, scripts: Collection[str]) -> bool:
    """Whether a tag is a language alone, and written in one of these scripts."""
    return "-" not in tag and tag != ROOT and _script(cldr, tag) in scripts


def _script(cldr: Cldr, tag: str) -> str | None:
    return cldr.likely[tag].split("-")[1] if tag in cldr.likely else None


def _by_other_codes(cldr: Cldr) -> dict[str, str]:
    """The languages of codes that are no languages: other codes of a language, and regions where it is spoken."""
    languages = {*cldr.of("en", "languages", "localeDisplayNames", "languages")}
    aliases = cldr.supplement_of("aliases", "metadata", "alias", "languageAlias")
    others = {code: told["_replacement"] for code, told in aliases.items() if re.fullmatch("[a-z]{3}", code)}
    regions = {tag: cldr.likely[tag] for tag in cldr.likely if re.fullmatch("und-[A-Z]{2}", tag)}
    spoken = {tag.split("-")[1].lower(): main.split("-")[0] for tag, main in regions.items()}
    found = {**spoken, "by": "be", "kz": "kk", "gb": "en", "us": "en", **others}
    return {code: tag for code, tag in sorted(found.items()) if code not in languages and tag in languages}


def _scripts_in_regions(cldr: Cldr) -> dict[str, str]:
    """The scripts of languages in regions where they are not written as they are elsewhere."""
    tags = [tag for tag in cldr.likely if re.fullmatch("(?!und)[a-z]+-([A-Z]{2}|[0-9]{3})", tag)]
    scripts = {tag: (_script(cldr, tag), _script(cldr, tag.split("-")[0])) for tag in sorted(tags)}
    return {tag: here for tag, (here, elsewhere) in scripts.items() if here and here != elsewhere}


def _names(cldr: Cldr, locale: str) -> dict[str, str]:
    """The names of languages, and of what tells their varieties apart, in a language.

    English has all, because it stands in where a name is missing. In the others, it is those of languages with
    two letters or that CLDR covers, and of the scripts and regions of their own locales; a language that CLDR does
    not cover fully has only what it calls itself.
    """
    main, *_ = locale.split("-")
    is_covered = cldr.coverage.get(main) == "modern"
    tags = [tag for tag in cldr.locales if tag.split("-")[0] == main]
    own = {main, *_parts(tags), *_parts(cldr.likely[tag] for tag in tags if tag in cldr.likely)}
    found: dict[str, str] = {}
    for kind, wanted in KINDS.items():
        told = cldr.of(locale, kind, "localeDisplayNames", kind).items()
        found |= {code: name for code, name in told if re.fullmatch(wanted, code) and name != code}
    variants = cldr.of(locale, "variants", "localeDisplayNames", "variants")
    found |= {code.lower(): name for code, name in variants.items()}
    if main == "en":
        return found
    return {code: name for code, name in found.items() if code in own or (is_covered and _is_common(code, cldr))}


def _is_common(code: str, cldr: Cldr) -> bool:
    return re.fullmatch("[a-z]{2}", code) is not None or code in cldr.coverage or code in VARIETIES


def _parts(tags: Iterable[str]) -> set[str]:
    """The scripts, regions and variants in tags."""
    return {part for tag in tags for part in tag.split("-")[1:]}


def _quotation_marks(cldr: Cldr, locale: str) -> list[str]:
    marks = cldr.of(locale, "delimiters", "delimiters")
    sides = ("quotationStart", "quotationEnd", "alternateQuotationStart", "alternateQuotationEnd")
    return [marks[side] for side in sides]


def _number(cldr: Cldr, locale: str) -> list[str | int]:
    """The digit for nothing, what stands between groups of digits, and how many are in the last and the others."""
    told = cldr.of(locale, "numbers", "numbers")
    system = told["defaultNumberingSystem"]
    others, last = GROUPED.match(told[f"decimalFormats-numberSystem-{system}"]["standard"]).groups()  # type: ignore[union-attr]
    separator = told[f"symbols-numberSystem-{system}"]["group"]
    zero = cldr.supplement("numberingSystems")[system]["_digits"][0]
    return [zero, separator, len(last), len(others or last)]


def _pattern(cldr: Cldr, locale: str) -> list[str]:
    told = cldr.of(locale, "localeDisplayNames", "localeDisplayNames", "localeDisplayPattern")
    return [told["localePattern"], told["localeSeparator"]]


def _told_apart(cldr: Cldr, found: Mapping[str, Json]) -> dict[str, Json]:
    """By locale, without those that are as their parents."""
    return {
        locale: value for locale, value in found.items() if locale == ROOT or value != found.get(cldr.above(locale))
    }


def _new(names: Mapping[str, Mapping[str, str]], locale: str, above: str) -> dict[str, str]:
    known = names.get(above, {})
    return {code: name for code, name in names[locale].items() if known.get(code) != name}


def text_of(snapshot: Mapping[str, Json]) -> str:
    """The snapshot as JSON, of which each line can be read by itself."""
    lines = (f"{_packed(key)}:{_packed(value)}" for key, value in snapshot.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _packed(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _download(name: str, checksum: str) -> bytes:
    address = f"{REGISTRY}/cldr-{name}/-/cldr-{name}-{RELEASE}.tgz"
    with urllib.request.urlopen(address, timeout=120) as answer:
        packed: bytes = answer.read()
    if hashlib.sha512(packed).hexdigest() != checksum:
        raise SystemExit(f"{address} is not what it was: its SHA-512 is another")
    return packed


def main() -> None:
    made = text_of(snapshot_of(Cldr(_download(*package) for package in PACKAGES.items())))
    if "--check" not in sys.argv:
        SNAPSHOT.write_text(made, encoding="utf-8")
    elif made != SNAPSHOT.read_text(encoding="utf-8"):
        raise SystemExit(f"{SNAPSHOT} is not what CLDR {RELEASE} gives: run `python -m tests.cldr`")


if __name__ == "__main__":
    main()
