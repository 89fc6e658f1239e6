"""What the decks of the benchmarks are made of: names in two scripts, words, and facts to ask for."""

from collections.abc import Callable, Mapping
from random import Random
from typing import NamedTuple

from tests.benchmarks.names import Said, any_year, name, number, person


class Fact(NamedTuple):
    """A question about a thing, `{}` being its name, and what makes up an answer."""

    slug: str
    question: Said
    answer: Callable[[Random], Said]


def _listed(table: str) -> Callable[[Random], Said]:
    """One of a table's words; a line is 'বাংলা | English'."""
    said = tuple(Said(*map(str.strip, line.split("|"))) for line in table.strip().splitlines())
    return lambda rng: rng.choice(said)


def _between(least: int, most: int) -> Callable[[Random], Said]:
    return lambda rng: number(rng.randrange(least, most))


_month = _listed("""
    বৈশাখ মাসে | In Baishakh
    জ্যৈষ্ঠ মাসে | In Jyaishtha
    আষাঢ় মাসে | In Asharh
    শ্রাবণ মাসে | In Srabon
    ভাদ্র মাসে | In Bhadro
    আশ্বিন মাসে | In Ashwin
    কার্তিক মাসে | In Kartik
    অগ্রহায়ণ মাসে | In Ogrohayon
    পৌষ মাসে | In Poush
    মাঘ মাসে | In Magh
    ফাল্গুন মাসে | In Falgun
    চৈত্র মাসে | In Choitro
""")
_craft = _listed("""
    কাঁসার বাসন | Brass dishes
    তাঁতের শাড়ি | Woven saris
    মাটির পুতুল | Clay dolls
    শীতলপাটি | Cool reed mats
    নকশিকাঁথা | Embroidered quilts
    বেতের চেয়ার | Cane chairs
    কাঠের নৌকা | Wooden boats
    লোহার ছুরি | Iron knives
    রেশমি সুতা | Silk thread
    শঙ্খের বালা | Conch bangles
""")
_fruit = _listed("""
    আম | Mangoes
    কাঁঠাল | Jackfruit
    লিচু | Lychees
    পেয়ারা | Guavas
    আনারস | Pineapples
    কলা | Bananas
    জাম | Black plums
    কুল | Jujubes
    পেঁপে | Papayas
    তরমুজ | Watermelons
""")
_fish = _listed("""
    রুই | Rohu
    ইলিশ | Hilsa
    কাতলা | Catla
    পাবদা | Pabda
    চিতল | Featherback
    বোয়াল | Wallago
    মাগুর | Walking catfish
    শোল | Snakehead
    কই | Climbing perch
    টেংরা | Striped catfish
""")
_reason = _listed("""
    পাহাড়ের বরফ গলে বলে | Because snow melts in the hills
    উজানে ভারী বৃষ্টি হয় বলে | Because heavy rain falls upstream
    বাঁধের কপাট খোলা হয় বলে | Because the dam is opened
    তলায় পলি জমেছে বলে | Because silt has filled its bed
    সাগরে জোয়ার আসে বলে | Because the tide comes in
    তীরের বন কাটা হয়েছে বলে | Because the forest on its banks was felled
""")
_instrument = _listed("""
    বাঁশি | The flute
    সেতার | The sitar
    বেহালা | The violin
    তবলা | The tabla
    দোতারা | The dotara
    সারেঙ্গি | The sarangi
    এসরাজ | The esraj
    খোল | The clay drum
    সরোদ | The sarod
    একতারা | The one-stringed lute
""")
_work = _listed("""
    ডাকপিয়নের কাজ | Carrying the post
    স্কুলে পড়ানো | Teaching at a school
    ঘড়ি মেরামত | Mending clocks
    মাছ ধরা | Fishing
    ছাপাখানার কাজ | Setting type
    নৌকা চালানো | Steering a ferry
    কাপড় বোনা | Weaving cloth
    রোগীর সেবা | Nursing the sick
    রুটি বানানো | Baking bread
    চা বাগান দেখাশোনা | Minding a tea garden
""")
_title = _listed("""
    “নীল পাখি” | “The Blue Bird”
    “শেষ খেয়া” | “The Last Ferry”
    “সোনার নোঙর” | “The Golden Anchor”
    “কুয়াশার ঘর” | “A House of Fog”
    “দূরের বাতি” | “The Distant Lamp”
    “রুপালি মাঠ” | “Silver Fields”
    “ভাঙা সিঁড়ি” | “The Broken Stair”
    “নোনা বাতাস” | “Salt Wind”
    “লাল ঘুড়ি” | “The Red Kite”
    “চুপকথা” | “Unspoken”
""")
_colour = _listed("""
    গাঢ় নীল | Deep blue
    হলুদ | Yellow
    মেরুন | Maroon
    বাদামি | Brown
    জলপাই সবুজ | Olive green
    কমলা | Orange
    বেগুনি | Purple
    কালচে লাল | Dark red
""")
_ailment = _listed("""
    কাশি | A cough
    জ্বর | Fever
    মাথাব্যথা | Headache
    দাঁতের ব্যথা | Toothache
    পেটের পীড়া | An upset stomach
    চুলকানি | Itching
    অনিদ্রা | Sleeplessness
    বাতের ব্যথা | Sore joints
""")
_use = _listed("""
    নৌকার মাস্তুল | Masts of boats
    হাল ও জোয়াল | Ploughs and yokes
    দরজার চৌকাঠ | Door frames
    খেলনা | Toys
    ঢোলের খোল | Drum shells
    কাগজের মণ্ড | Paper pulp
    ঘরের খুঁটি | House posts
    পেনসিল | Pencils
""")
_dish = _listed("""
    ভাপা পিঠা | Steamed rice cakes
    খেজুরের পায়েস | Date-palm pudding
    খিচুড়ি | Rice cooked with lentils
    নারকেলের নাড়ু | Coconut sweets
    চিতই পিঠা | Rice crumpets
    মুড়ির মোয়া | Puffed-rice balls
    ছানার জিলাপি | Curd-cheese spirals
    সেমাই | Sweet vermicelli
""")
_dance = _listed("""
    লাঠি নাচ | The stick dance
    ঘুড়ি নাচ | The kite dance
    মাঝির নাচ | The boatmen’s dance
    মুখোশ নাচ | The mask dance
    প্রদীপ নাচ | The lamp dance
    ছাতা নাচ | The umbrella dance
    ধান কাটার নাচ | The harvest dance
    কলসি নাচ | The pitcher dance
""")

FACTS: Mapping[str, tuple[Fact, ...]] = {
    "geography": (
        Fact("river", Said("{} শহরের পাশ দিয়ে কোন নদী বয়ে যায়?", "Which river flows past the town of {}?"), name),
        Fact("founded", Said("{} শহরটি কোন সালে গড়ে ওঠে?", "In which year was the town of {} founded?"), any_year),
        Fact("craft", Said("{} শহর কোন কারুশিল্পের জন্য পরিচিত?", "For which craft is the town of {} known?"), _craft),
        Fact("bridge", Said("{} শহরের পুরোনো সেতুর নকশা কে করেন?", "Who designed the old bridge of {}?"), person),
        Fact(
            "people",
            Said("{year} সালে {} শহরে কত মানুষ থাকত?", "How many people lived in the town of {} in {year}?"),
            _between(2_000, 99_000),
        ),
        Fact(
            "fruit",
            Said("{} শহর থেকে {place} বাজারে কোন ফল যায়?", "Which fruit goes from {} to the market of {place}?"),
            _fruit,
        ),
        Fact("height", Said("{} শহর কত মিটার উঁচুতে?", "How many metres above the sea is {}?"), _between(3, 2_900)),
        Fact("valley", Said("{} শহর কোন উপত্যকায় পড়েছে?", "In which valley does the town of {} lie?"), name),
    ),
    "rivers": (
        Fact(
            "length", Said("{} নদী কত কিলোমিটার দীর্ঘ?", "How many kilometres long is the river {}?"), _between(20, 3_000)
        ),
        Fact("source", Said("{} নদীর উৎস কোন হ্রদ?", "Which lake is the source of the river {}?"), name),
        Fact(
            "fish",
            Said("{place} ঘাটে {} নদীর কোন মাছ বিক্রি হয়?", "Which fish of the river {} is sold at {place}?"),
            _fish,
        ),
        Fact("dam", Said("{} নদীর বাঁধ কোন সালে শেষ হয়?", "In which year was the dam on the {} finished?"), any_year),
        Fact("mouth", Said("{} নদী কোন উপসাগরে গিয়ে মেশে?", "Into which bay does the river {} flow?"), name),
        Fact(
            "flood",
            Said("{place} গ্রামের কাছে {} নদীতে বান আসে কেন?", "Why does the river {} flood the village of {place}?"),
            _reason,
        ),
        Fact("mapped", Said("{} নদীর প্রথম মানচিত্র কে আঁকেন?", "Who drew the first map of the river {}?"), person),
        Fact(
            "ferries",
            Said("{} নদীতে কয়টি খেয়াঘাট আছে?", "How many ferry landings are there on the {}?"),
            _between(3, 190),
        ),
    ),
    "people": (
        Fact("born", Said("{} কোন সালে জন্ম নেন?", "When was {} born?"), any_year),
        Fact("birthplace", Said("{} ছেলেবেলা কোথায় কাটান?", "Where did {} spend a childhood?"), name),
        Fact(
            "novel",
            Said("কোন উপন্যাসের জন্য {} {place} পুরস্কার পান?", "For which novel did {} win the {place} Prize?"),
            _title,
        ),
        Fact("teacher", Said("{} কার কাছে গান শেখেন?", "Who taught {} to sing?"), person),
        Fact(
            "instrument",
            Said("{place} শহরের আসরে {} কোন বাদ্যযন্ত্র বাজান?", "Which instrument did {} play in the hall of {place}?"),
            _instrument,
        ),
        Fact("died", Said("{} কোন সালে মারা যান?", "When did {} die?"), any_year),
        Fact("work", Said("লেখক হওয়ার আগে {} কী করে চলতেন?", "How did {} make a living before writing?"), _work),
        Fact(
            "letters",
            Said("{} জীবনে কতটি চিঠি লিখেছেন?", "How many letters did {} write in a lifetime?"),
            _between(90, 9_000),
        ),
    ),
    "nature": (
        Fact("dye", Said("{} গাছের বাকলে কোন রং আছে?", "Which dye is in the bark of the {} tree?"), _colour),
        Fact("tall", Said("{} গাছ কত মিটার লম্বা হয়?", "How many metres tall is the {} tree?"), _between(3, 80)),
        Fact("flower", Said("{} গাছে ফুল ফোটে কবে?", "When does the {} tree flower?"), _month),
        Fact("cure", Said("{} গাছ কোন অসুখ সারায়?", "Which ailment does the {} tree cure?"), _ailment),
        Fact("named", Said("{} গাছের নাম প্রথম কে লিখে রাখেন?", "Who first wrote down the name of the {} tree?"), person),
        Fact("wood", Said("{} গাছের কাঠে কী তৈরি হয়?", "What is the wood of the {} tree used for?"), _use),
        Fact("age", Said("{} গাছ কত বছর বাঁচে?", "For how many years does the {} tree live?"), _between(12, 900)),
        Fact("island", Said("{} গাছ কোন দ্বীপ থেকে এসেছে?", "From which island does the {} tree come?"), name),
    ),
    "festivals": (
        Fact("month", Said("{} মেলা বসে কোন মাসে?", "In which month does the {} fair open?"), _month),
        Fact(
            "first", Said("{} মেলার আয়োজন কোন সাল থেকে চলছে?", "Since which year has the {} fair been running?"), any_year
        ),
        Fact("days", Said("{} মেলা কত দিন চলে?", "How many days does the {} fair last?"), _between(2, 40)),
        Fact(
            "dish",
            Said(
                "{} মেলায় {place} গ্রামের লোকেরা কোন খাবার বিলায়?", "Which dish do the people of {place} bring to the {} fair?"
            ),
            _dish,
        ),
        Fact("founder", Said("{} মেলার শুরু কে করেন?", "Who started the {} fair?"), person),
        Fact(
            "dance",
            Said("{} মেলায় {place} দল কোন নাচ দেখায়?", "Which dance does the troupe of {place} show at the {} fair?"),
            _dance,
        ),
        Fact(
            "stalls",
            Said("{year} সালে {} মেলায় কতটি দোকান খোলা ছিল?", "How many stalls stood at the {} fair in {year}?"),
            _between(15, 2_500),
        ),
        Fact(
            "village", Said("কোন গ্রামের মাঠে {} মেলার দোকান সাজে?", "In which village are the grounds of the {} fair?"), name
        ),
    ),
}
"""What can be asked, by what it is about."""

REMARKS = (
    Said("সংখ্যাটি {year} সালের জরিপ থেকে নেওয়া।", "The figure is from a survey of {year}."),
    Said("পুরোনো নথিতে নামটি “{name}” লেখা।", "Old records spell the name “{name}”."),
    Said("{name} গ্রামের লোকেরা এ নিয়ে গান বেঁধেছে।", "The people of {name} made a song about it."),
    Said(
        "{year} সালের এক চিঠিতে এর প্রথম উল্লেখ মেলে; চিঠিটি {name} জাদুঘরে আছে।",
        "It is first told of in a letter of {year}, which is kept in the museum of {name}.",
    ),
    Said(
        "আগে অন্য কথা চালু ছিল, {year} সালে {name} সংঘ তা শুধরে দেয়।",
        "Another story was told before, until the society of {name} put it right in {year}.",
    ),
    Said("{name} পত্রিকায় {year} সালে খবরটি ছাপা হয়।", "The {name} paper printed the news in {year}."),
)
"""What notes say besides."""
