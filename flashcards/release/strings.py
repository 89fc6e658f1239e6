"""What the papers of a release say, by language; decks in others get them in English."""

from collections.abc import Mapping
from typing import NamedTuple


class Words(NamedTuple):
    """Sentences with places to fill in."""

    answers: str
    size: str
    updates: str
    mistakes_by_link: str
    mistakes_by_id: str
    changes: str
    first: str
    new: str
    reworded: str
    retired: str
    nothing: str
    must_act: str
    look: str
    importing: str
    desktop: str
    android: str
    ios: str
    older: str


_WORDS: Mapping[str, Words] = {
    "bn": Words(
        answers="যেসব প্রশ্নের উত্তর শিখবেন",
        size="কার্ড {cards}টি; রোজ দশটি করে নতুন কার্ড শিখলে দিন লাগবে {days}টি।",
        updates="নতুন সংস্করণ এলে আবার নামিয়ে আগেরটির ওপরেই ইমপোর্ট করুন। নতুন কার্ড যোগ হবে, বদলানো কার্ড হালনাগাদ হবে; "
        "আপনার অগ্রগতি থাকবে, আর অন্য কার্ডে আপনার নিজের করা বদলও থাকবে।",
        mistakes_by_link="ভুল চোখে পড়লে কার্ডের নিচের ‘ভুল জানান’ লিংকে ছুঁয়ে জানান।",
        mistakes_by_id="ভুল চোখে পড়লে কার্ডের নিচে লেখা নামটি উল্লেখ করে জানান।",
        changes="{version} সংস্করণে যা বদলেছে",
        first="প্রথম প্রকাশ: কার্ড {cards}টি।",
        new="নতুন কার্ড ({count})",
        reworded="ভাষা বদলেছে ({count}); অগ্রগতি থাকবে",
        retired="প্রত্যাহৃত ({count}); ব্রাউজারে খুঁজুন: tag:{tag}",
        nothing="কার্ডে কিছু বদলায়নি।",
        must_act="এই সংস্করণ ইমপোর্ট করার আগে নির্দেশনা পড়ে নিন।",
        look="কার্ডের চেহারা বদলেছে। নোট টাইপে আপনার নিজের লেখা স্টাইল মুছে যাবে; `_flashcards.css` যেমন আছে তেমনই থাকবে।",
        importing="কীভাবে ইমপোর্ট করবেন",
        desktop="**কম্পিউটার:** {file} ফাইলে দুবার ক্লিক করুন, অথবা Anki-তে *File → Import* বেছে নিন। অপশন বদলাবেন না।",
        android="**অ্যান্ড্রয়েড (AnkiDroid):** ফাইলটি খুলুন, অথবা *⋮ → Import* বেছে নিন।",
        ios="**আইফোন ও আইপ্যাড (AnkiMobile):** *Files* অ্যাপে ফাইলটি ছুঁয়ে *Share → Anki* বেছে নিন।",
        older="Anki ২৪.১১ বা তার আগের সংস্করণে প্যাকেজের নতুন সংস্করণ বেরোলে আর পুরোনোটি ইমপোর্ট করবেন না; করলে পরে দু-একটি বদল "
        "না-ও আসতে পারে। তখন *Update notes* অপশনে *Always* দিলে সেগুলো আসবে, তবে আপনার নিজের করা সব বদল ও ট্যাগ মুছে যাবে।",
    ),
    "en": Words(
        answers="You will be able to answer",
        size="{cards} cards; days to learn them, at ten new ones a day: {days}.",
        updates="When there is a new version, download it and import it over the old one. New cards appear and "
        "reworded ones are replaced; your progress stays, and so do your own edits of other cards.",
        mistakes_by_link="Found a mistake? Tap ‘Report a mistake’ at the foot of the card.",
        mistakes_by_id="Found a mistake? Name the card by what is written at its foot.",
        changes="What is new in version {version}",
        first="First release: {cards} cards.",
        new="New cards ({count})",
        reworded="Reworded ({count}); your progress stays",
        retired="Retired ({count}); search the browser for tag:{tag}",
        nothing="No card has changed.",
        must_act="Read the instructions before you import this version.",
        look="The cards have a new look. Styling of your own in the note type is replaced; "
        "`_flashcards.css` stays as it is.",
        importing="How to import",
        desktop="**Desktop:** double-click {file}, or choose *File → Import* in Anki. Leave the options as they are.",
        android="**Android (AnkiDroid):** open the file, or choose *⋮ → Import*.",
        ios="**iPhone and iPad (AnkiMobile):** tap the file in *Files*, then *Share → Anki*.",
        older="On Anki 24.11 or older, import no old version once a new one is out: a few changes may then not arrive. "
        "*Update notes: Always* brings them, but replaces all your own edits and tags.",
    ),
}


def words(tag: str) -> Words:
    """The words of a language, or English ones where there are none yet."""
    return _WORDS.get(tag.split("-")[0], _WORDS["en"])
