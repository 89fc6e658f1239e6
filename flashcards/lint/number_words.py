"""Number words and words of scale, by language.

A word may have an ending that is not listed: 'третьего' begins with 'треть', and 'Dreizehnte' with 'dreizehn'. A
language that is not here has numbers in figures only; small and round ones may then be in words that nobody knows.
"""

from collections.abc import Mapping

SCALES: Mapping[str, Mapping[str, int]] = {
    "ar": {"مئة": 100, "مائة": 100, "ألف": 1000, "آلاف": 1000, "مليون": 10**6, "ملايين": 10**6}
    | {"ألفا": 1000, "مليار": 10**9, "مليارات": 10**9, "تريليون": 10**12},
    "bn": {"শত": 100, "শো": 100, "হাজার": 1000, "লাখ": 10**5, "লক্ষ": 10**5, "মিলিয়ন": 10**6, "কোটি": 10**7}
    | {"বিলিয়ন": 10**9, "ট্রিলিয়ন": 10**12},
    "de": {"hundert": 100, "tausend": 1000, "tsd": 1000, "million": 10**6, "millionen": 10**6, "mio": 10**6}
    | {"milliarde": 10**9, "milliarden": 10**9, "mrd": 10**9, "billion": 10**12, "billionen": 10**12},
    "en": {"hundred": 100, "thousand": 1000, "lakh": 10**5, "million": 10**6, "crore": 10**7}
    | {"billion": 10**9, "trillion": 10**12, "bn": 10**9},
    "es": {"cien": 100, "mil": 1000, "millón": 10**6, "millones": 10**6, "billón": 10**12, "billones": 10**12},
    "fa": {"صد": 100, "هزار": 1000, "میلیون": 10**6, "میلیارد": 10**9, "تریلیون": 10**12},
    "fr": {"cent": 100, "cents": 100, "mille": 1000, "million": 10**6, "millions": 10**6}
    | {"milliard": 10**9, "milliards": 10**9, "billion": 10**12, "billions": 10**12},
    "hi": {"सौ": 100, "हज़ार": 1000, "हजार": 1000, "लाख": 10**5, "मिलियन": 10**6, "करोड़": 10**7, "अरब": 10**9}
    | {"बिलियन": 10**9, "खरब": 10**11},
    "id": {"ratus": 100, "ribu": 1000, "juta": 10**6, "miliar": 10**9, "milyar": 10**9, "triliun": 10**12},
    "it": {"cento": 100, "mila": 1000, "mille": 1000, "milione": 10**6, "milioni": 10**6}
    | {"miliardo": 10**9, "miliardi": 10**9},
    "ja": {"百": 100, "千": 1000, "万": 10**4, "億": 10**8, "兆": 10**12},
    "ko": {"백": 100, "천": 1000, "만": 10**4, "억": 10**8, "조": 10**12},
    "nl": {"honderd": 100, "duizend": 1000, "miljoen": 10**6, "miljard": 10**9, "biljoen": 10**12},
    "pt": {"cem": 100, "cento": 100, "mil": 1000, "milhão": 10**6, "milhões": 10**6, "bilhão": 10**9}
    | {"bilhões": 10**9, "trilhão": 10**12, "trilhões": 10**12},
    "ru": {"тысяч": 1000, "тыс": 1000, "миллион": 10**6, "млн": 10**6, "миллиард": 10**9, "млрд": 10**9}
    | {"трлн": 10**12, "триллион": 10**12},
    "tr": {"yüz": 100, "bin": 1000, "milyon": 10**6, "milyar": 10**9, "trilyon": 10**12},
    "ur": {"سو": 100, "ہزار": 1000, "لاکھ": 10**5, "ملین": 10**6, "کروڑ": 10**7, "ارب": 10**9, "بلین": 10**9}
    | {"کھرب": 10**11},
    "zh": {"百": 100, "千": 1000, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12},
}
"""What words after a number multiply it by."""

ANYWHERE: Mapping[str, int] = {
    **dict.fromkeys(("tusen", "tusind", "tisíc", "tysięcy", "tysiąc", "тисяч", "nghìn", "พัน"), 1000),
    **dict.fromkeys(
        ("million", "miljon", "milion", "milijun", "miljoon", "mln", "mio", "мільйон", "triệu", "ล้าน"), 10**6
    ),
    **dict.fromkeys(("milliard", "miljard", "miliard", "milijard", "mld", "mrd", "мільярд", "tỷ"), 10**9),
}
"""The same in the languages that are not listed: beginnings of words."""


def _counted(listed: str, start: int = 0, step: int = 1) -> dict[str, float]:
    """Number words from `start` upwards; those separated by '/' have the same value."""
    return {word: start + step * place for place, group in enumerate(listed.split()) for word in group.split("/")}


WORDS: Mapping[str, Mapping[str, float]] = {
    "ar": _counted(
        "صفر واحد/واحدة/أول/أولى/حادي اثنان/اثنين/اثنتان/اثنتين/اثنا/اثني/اثنتا/اثنتي/ثاني/ثانية ثلاث/ثالث أربع/رابع "
        "خمس/خامس ست/سادس سبع/سابع ثماني/ثمان/ثمانية/ثامن تسع/تاسع عشر/عشرة/عاشر"
    )
    | _counted("عشرون/عشرين ثلاثون/ثلاثين أربعون/أربعين خمسون/خمسين ستون/ستين سبعون/سبعين", 20, 10)
    | {"ثمانون": 80, "ثمانين": 80, "تسعون": 90, "تسعين": 90, "مئتان": 200, "مئتين": 200, "مائتان": 200, "مائتين": 200}
    | {"عشرينيات": 20, "ثلاثينيات": 30, "أربعينيات": 40, "خمسينيات": 50, "ستينيات": 60, "سبعينيات": 70}
    | {"ثمانينيات": 80, "تسعينيات": 90, "ألفان": 2000, "ألفين": 2000, "مليونان": 2 * 10**6, "مليونين": 2 * 10**6},
    "bn": _counted(
        "শূন্য এক/একটি/একটা/একজন/একবার/প্রথম দুই/দুটি/দুটো/দু/দুজন/দুইটি/দ্বিতীয়/দ্বি তিন/তিনটি/তিনজন/তৃতীয়/ত্রি "
        "চার/চারটি/চতুর্থ পাঁচ/পাঁচটি/পঞ্চম ছয়/ছয়টি/ষষ্ঠ সাত/সাতটি/সপ্তম আট/আটটি/অষ্টম নয়/নয়টি/নবম দশ/দশটি/দশম "
        "এগারো/একাদশ বারো/দ্বাদশ তেরো/ত্রয়োদশ চোদ্দো/চৌদ্দ/চতুর্দশ পনেরো/পঞ্চদশ ষোলো/ষোড়শ সতেরো/সপ্তদশ "
        "আঠারো/অষ্টাদশ উনিশ/ঊনবিংশ/উনবিংশ কুড়ি/বিশ/বিংশ একুশ/একবিংশ বাইশ তেইশ চব্বিশ পঁচিশ ছাব্বিশ সাতাশ আটাশ "
        "ঊনত্রিশ/উনত্রিশ ত্রিশ/তিরিশ একত্রিশ বত্রিশ তেত্রিশ চৌত্রিশ পঁয়ত্রিশ ছত্রিশ সাঁইত্রিশ আটত্রিশ "
        "ঊনচল্লিশ/উনচল্লিশ চল্লিশ "
        "একচল্লিশ বিয়াল্লিশ তেতাল্লিশ চুয়াল্লিশ পঁয়তাল্লিশ ছেচল্লিশ সাতচল্লিশ আটচল্লিশ ঊনপঞ্চাশ/উনপঞ্চাশ "
        "পঞ্চাশ একান্ন "
        "বায়ান্ন/বাহান্ন তিপ্পান্ন চুয়ান্ন পঞ্চান্ন ছাপ্পান্ন সাতান্ন আটান্ন ঊনষাট/উনষাট ষাট একষট্টি "
        "বাষট্টি তেষট্টি চৌষট্টি "
        "পঁয়ষট্টি ছেষট্টি সাতষট্টি আটষট্টি ঊনসত্তর/উনসত্তর সত্তর একাত্তর বাহাত্তর তিয়াত্তর চুয়াত্তর "
        "পঁচাত্তর ছিয়াত্তর সাতাত্তর "
        "আটাত্তর ঊনআশি/উনআশি আশি একাশি বিরাশি তিরাশি চুরাশি পঁচাশি ছিয়াশি সাতাশি আটাশি ঊননব্বই/উননব্বই নব্বই "
        "একানব্বই বিরানব্বই তিরানব্বই চুরানব্বই পঁচানব্বই ছিয়ানব্বই সাতানব্বই আটানব্বই নিরানব্বই"
    )
    | {"শত": 100, "একশ": 100, "একশো": 100, "হাজার": 1000, "লাখ": 10**5, "কোটি": 10**7}
    | {"দেড়": 1.5, "আড়াই": 2.5, "ডজন": 12, "দশক": 10, "শতাব্দী": 100},
    "de": _counted(
        "null ein/eins/eine/erste/erster/ersten/erstes zwei/zweite drei/dritte/dritter/dritten vier fünf sechs "
        "sieben/siebte/siebter/siebten acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn "
        "achtzehn "
        "neunzehn"
    )
    | _counted("zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig", 20, 10)
    | {
        f"{unit}und{tens}": tens_value + unit_value
        for unit_value, unit in enumerate("ein zwei drei vier fünf sechs sieben acht neun".split(), 1)
        for tens_value, tens in zip(
            range(20, 100, 10),
            "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split(),
            strict=True,
        )
    }
    | {"hundert": 100, "tausend": 1000, "dutzend": 12, "drittel": 3, "viertel": 4, "doppelt": 2, "beide": 2},
    "en": _counted(
        "zero/nought/no one/a/an/first/once/single/i two/second/twice/ii/half/both three/third/thirds/iii "
        "four/fourth/quarter/quarters/iv five/fifth/v six/sixth/vi seven/seventh/vii eight/eighth/viii "
        "nine/ninth/ix ten/tenth/x eleven/eleventh/xi twelve/twelfth/dozen/xii thirteen/thirteenth/xiii "
        "fourteen/fourteenth/xiv fifteen/fifteenth/xv sixteen/sixteenth/xvi seventeen/seventeenth/xvii "
        "eighteen/eighteenth/xviii nineteen/nineteenth/xix twenty/twentieth/twenties/xx"
    )
    | _counted("thirty/thirties forty/forties fifty/fifties sixty/sixties seventy/seventies eighty/eighties", 30, 10)
    | {"ninety": 90, "nineties": 90, "noon": 12, "midday": 12, "midnight": 0}
    | {"pair": 2, "couple": 2, "double": 2, "triple": 3, "decade": 10}
    | {"hundred": 100, "century": 100, "thousand": 1000, "million": 10**6, "billion": 10**9},
    "es": _counted(
        "cero un/uno/una/primer/primero/primera dos/segundo/segunda tres/tercer/tercero/tercera/tercio "
        "cuatro/cuarto/cuarta cinco/quinto/quinta seis/sexto/sexta siete/séptimo/séptima ocho/octavo/octava "
        "nueve/noveno/novena diez/décimo/décima once doce/docena trece catorce quince dieciséis diecisiete dieciocho "
        "diecinueve veinte veintiuno/veintiún/veintiuna veintidós veintitrés veinticuatro veinticinco veintiséis "
        "veintisiete veintiocho veintinueve treinta"
    )
    | _counted("cuarenta cincuenta sesenta setenta ochenta noventa", 40, 10)
    | _counted("doscient trescient cuatrocient quinient seiscient setecient ochocient novecient", 200, 100)
    | {"cien": 100, "ciento": 100, "mil": 1000, "medio": 2, "media": 2, "mitad": 2, "doble": 2}
    | {"mediodía": 12, "medianoche": 0},
    "fa": _counted(
        "صفر یک/اول/یکم دو/دوم سه/سوم چهار پنج شش هفت هشت نه ده یازده دوازده سیزده چهارده پانزده شانزده هفده هجده نوزده"
    )
    | _counted("بیست سی چهل پنجاه شصت هفتاد هشتاد نود صد", 20, 10)
    | {"هزار": 1000, "نیم": 2},
    "fr": _counted(
        "zéro un/une/premier/première deux/deuxième/second/seconde trois/troisième/tiers quatre/quatrième/quart "
        "cinq/cinquième six sept huit neuf/neuvième dix onze douze/douzaine treize quatorze quinze seize dix-sept "
        "dix-huit dix-neuf vingt"
    )
    | _counted("trente quarante cinquante soixante septante huitante nonante", 30, 10)
    | {"cent": 100, "mille": 1000, "demi": 2, "demie": 2, "moitié": 2, "double": 2, "midi": 12, "minuit": 0},
    "hi": _counted(
        "शून्य एक/पहला/पहली/पहले/प्रथम दो/दूसरा/दूसरी/दूसरे/द्वितीय/दोनों तीन/तीसरा/तीसरी/तीसरे/तृतीय "
        "चार/चौथा/चौथी/चौथे/चतुर्थ "
        "पाँच/पांच/पाँचवाँ/पंचम छह/छः/छठा/छठी/छठे सात/सातवाँ आठ/आठवाँ नौ दस ग्यारह बारह/दर्जन तेरह चौदह "
        "पंद्रह/पन्द्रह सोलह सत्रह अठारह "
        "उन्नीस बीस इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस तीस इकतीस बत्तीस तैंतीस चौंतीस "
        "पैंतीस छत्तीस सैंतीस "
        "अड़तीस उनतालीस चालीस इकतालीस बयालीस तैंतालीस चौवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास पचास "
        "इक्यावन बावन तिरपन "
        "चौवन पचपन छप्पन सत्तावन अट्ठावन उनसठ साठ इकसठ बासठ तिरसठ चौंसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर "
        "सत्तर इकहत्तर बहत्तर "
        "तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उनासी अस्सी इक्यासी बयासी तिरासी चौरासी पचासी छियासी "
        "सतासी अट्ठासी नवासी "
        "नब्बे इक्यानवे बानवे तिरानवे चौरानवे पचानवे छियानवे सत्तानवे अट्ठानवे निन्यानवे"
    )
    | {"सौ": 100, "हज़ार": 1000, "लाख": 10**5, "करोड़": 10**7, "डेढ़": 1.5, "ढाई": 2.5, "आधा": 2, "आधी": 2},
    "id": _counted(
        "nol satu/pertama/sebuah dua/kedua tiga/ketiga empat/keempat lima/kelima enam/keenam tujuh/ketujuh "
        "delapan/kedelapan sembilan/kesembilan sepuluh/kesepuluh sebelas/kesebelas"
    )
    | _counted("duabelas tigabelas empatbelas limabelas enambelas tujuhbelas delapanbelas sembilanbelas", 12)
    | _counted("duapuluh tigapuluh empatpuluh limapuluh enampuluh tujuhpuluh delapanpuluh sembilanpuluh", 20, 10)
    | {"seratus": 100, "ratus": 100, "ribu": 1000, "seribu": 1000, "sejuta": 10**6, "setengah": 2, "lusin": 12},
    "it": _counted(
        "zero un/uno/una/primo/prima due/secondo/seconda tre/terzo/terza quattro/quarto/quarta cinque/quinto/quinta "
        "sei/sesto/sesta sette/settimo/settima otto/ottavo/ottava nove/nono/nona dieci/decimo undici dodici/dozzina "
        "tredici quattordici quindici sedici diciassette diciotto diciannove venti ventuno ventidue ventitré "
        "ventiquattro venticinque ventisei ventisette ventotto ventinove trenta"
    )
    | _counted("quaranta cinquanta sessanta settanta ottanta novanta cento", 40, 10)
    | _counted("duecento trecento quattrocento cinquecento seicento settecento ottocento novecento", 200, 100)
    | {"mille": 1000, "metà": 2, "mezzo": 2, "mezza": 2, "mezzogiorno": 12, "mezzanotte": 0},
    "nl": _counted(
        "nul een/één/eerste twee/tweede drie/derde vier/vierde vijf/vijfde zes/zesde zeven/zevende acht/achtste "
        "negen/negende tien elf twaalf/dozijn dertien veertien vijftien zestien zeventien achttien negentien"
    )
    | _counted("twintig dertig veertig vijftig zestig zeventig tachtig negentig honderd", 20, 10)
    | {"duizend": 1000, "half": 2, "halve": 2, "helft": 2, "beide": 2},
    "pt": _counted(
        "zero um/uma/primeiro/primeira dois/duas/segundo/segunda três/terceiro/terceira/terço quatro/quarto/quarta "
        "cinco/quinto/quinta seis/sexto/sexta sete/sétimo/sétima oito/oitavo/oitava nove/nono/nona dez/décimo/décima "
        "onze doze/dúzia treze catorze/quatorze quinze dezesseis/dezasseis dezessete/dezassete dezoito "
        "dezenove/dezanove vinte"
    )
    | _counted("trinta quarenta cinquenta sessenta setenta oitenta noventa cem", 30, 10)
    | _counted("duzent trezent quatrocent quinhent seiscent setecent oitocent novecent", 200, 100)
    | {"cento": 100, "mil": 1000, "meio": 2, "meia": 2, "metade": 2, "dobro": 2, "meia-noite": 0},
    "ru": _counted(
        "ноль/нуль од/перв дв/втор/оба/обе тр/треть/трет четыр/четвёрт/четверт/четвер пят шест сем/седьм/семь "
        "восем/восьм девят десят одиннадцат двенадцат/дюжин тринадцат четырнадцат пятнадцат шестнадцат семнадцат "
        "восемнадцат девятнадцат двадцат"
    )
    | _counted(
        "тридцат сорок пятьдесят/пятидесят шестьдесят/шестидесят семьдесят/семидесят восемьдесят/восьмидесят "
        "девяност сто/сотн/ста",
        30,
        10,
    )
    | _counted("двести/двухсот триста/трёхсот четыреста/четырёхсот пятьсот/пятисот шестьсот/шестисот", 200, 100)
    | {"семьсот": 700, "восемьсот": 800, "девятьсот": 900, "тысяч": 1000, "полтора": 1.5, "половин": 2, "полночь": 0},
    "tr": _counted("sıfır bir/ilk/birinci iki/ikinci üç dört/dördüncü beş altı yedi sekiz dokuz")
    | _counted("on yirmi otuz kırk elli altmış yetmiş seksen doksan yüz", 10, 10)
    | {"bin": 1000, "yarım": 2, "yarısı": 2, "düzine": 12, "buçuk": 2},
    "ur": _counted(
        "صفر ایک/پہلا/پہلی/پہلے/اول دو/دوسرا/دوسری/دوسرے/دوم/دونوں تین/تیسرا/تیسری/تیسرے/سوم "
        "چار/چوتھا/چوتھی/چوتھے/چہارم "
        "پانچ/پنجم چھ/چھٹا/چھٹی/چھٹے/ششم سات/ساتو آٹھ نو دس گیارہ/گیارہو بارہ/بارہو/درجن تیرہ/تیرہو "
        "چودہ/چودہو پندرہ/پندرہو "
        "سولہ/سولہو سترہ/سترہو اٹھارہ/اٹھارہو انیس بیس اکیس بائیس تئیس چوبیس پچیس چھبیس ستائیس اٹھائیس انتیس تیس"
    )
    | _counted("چالیس پچاس ساٹھ ستر اسی نوے سو", 40, 10)
    | {"ہزار": 1000, "لاکھ": 10**5, "کروڑ": 10**7, "ڈیڑھ": 1.5, "ڈھائی": 2.5, "آدھا": 2, "آدھی": 2},
}
"""What number words are worth, cardinal and ordinal."""

JOINING: Mapping[str, frozenset[str]] = {
    "de": frozenset({"und"}),
    "en": frozenset({"and"}),
    "es": frozenset({"y"}),
    "fa": frozenset({"و"}),
    "fr": frozenset({"et"}),
    "it": frozenset({"e"}),
    "nl": frozenset({"en"}),
    "pt": frozenset({"e"}),
}
"""Words between those of one number, which say nothing by themselves."""

HAN: Mapping[str, int] = {
    **{sign: value for value, signs in enumerate("〇零 一壱 二两兩 三 四 五 六 七 八 九".split()) for sign in signs},
    **{"十": 10, "百": 100, "千": 1000, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12},
}
"""What a Han numeral is worth."""

HAN_LANGUAGES = frozenset({"ja", "zh"})
KNOWN = frozenset({*WORDS, *HAN_LANGUAGES})
"""The languages in which numbers in words are recognized."""
