"""The words that stand on cards and in descriptions, in the language that is studied."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from flashcards.text.cldr import lineage


class Labels(NamedTuple):
    """Words in one language, some of them sentences with places to fill in.

    What fills a place comes in one form: where a word beside it would have to agree with it, as with
    numbers in many languages, "Karten: {cards}" is the way round.
    """

    asked: str
    asked_alone: str
    counts: str
    source: str
    authors: str
    license: str
    version: str
    report: str
    retired: str
    retired_because: str
    replaced_by: str
    put_away: str
    stale: str


LABELS: Mapping[str, Labels] = {
    "bn": Labels(
        asked="প্রশ্ন {study} ভাষায়; ছুঁলেই {support}",
        asked_alone="প্রশ্ন {study} ভাষায়",
        counts="নোট {notes}টি, কার্ড {cards}টি",
        source="সূত্র",
        authors="লেখক",
        license="লাইসেন্স",
        version="সংস্করণ",
        report="ভুল জানান",
        retired="প্রত্যাহৃত",
        retired_because="কার্ডটি প্রত্যাহার করা হয়েছে: {reason}",
        replaced_by="এর জায়গা নিয়েছে: {note}",
        put_away="সরিয়ে রাখতে ব্রাউজারে খুঁজুন: tag:{tag}",
        stale="অনুবাদটি পুরোনো হয়ে থাকতে পারে",
    ),
    "en": Labels(
        asked="Asked in {study}; {support} is one tap away",
        asked_alone="Asked in {study}",
        counts="{notes} notes, {cards} cards",
        source="Source",
        authors="Authors",
        license="Licence",
        version="Version",
        report="Report a mistake",
        retired="Retired",
        retired_because="This card has been retired: {reason}",
        replaced_by="Its place is taken by: {note}",
        put_away="To put it away, search the browser for: tag:{tag}",
        stale="This translation may be out of date",
    ),
    "ar": Labels(
        asked="الأسئلة باللغة {study}؛ و{support} بلمسة واحدة",
        asked_alone="الأسئلة باللغة {study}",
        counts="الملاحظات: {notes}، البطاقات: {cards}",
        source="المصدر",
        authors="إعداد",
        license="الترخيص",
        version="الإصدار",
        report="أبلغ عن خطأ",
        retired="مسحوبة",
        retired_because="سُحبت هذه البطاقة: {reason}",
        replaced_by="حلّت محلّها: {note}",
        put_away="لإبعادها، ابحث في المتصفح عن: tag:{tag}",
        stale="قد تكون هذه الترجمة قديمة",
    ),
    "de": Labels(
        asked="Gefragt wird auf {study}; {support} ist nur ein Tippen entfernt",
        asked_alone="Gefragt wird auf {study}",
        counts="Notizen: {notes}, Karten: {cards}",
        source="Quelle",
        authors="Verfasst von",
        license="Lizenz",
        version="Version",
        report="Fehler melden",
        retired="Zurückgezogen",
        retired_because="Diese Karte wurde zurückgezogen: {reason}",
        replaced_by="An ihre Stelle tritt: {note}",
        put_away="Zum Aussortieren in der Kartenverwaltung suchen: tag:{tag}",
        stale="Diese Übersetzung ist vielleicht nicht mehr aktuell",
    ),
    "es": Labels(
        asked="Se pregunta en {study}; con un toque, en {support}",
        asked_alone="Se pregunta en {study}",
        counts="Notas: {notes}; tarjetas: {cards}",
        source="Fuente",
        authors="Autoría",
        license="Licencia",
        version="Versión",
        report="Avisar de un error",
        retired="Retirada",
        retired_because="Esta tarjeta se ha retirado: {reason}",
        replaced_by="La sustituye: {note}",
        put_away="Para apartarla, busca en el explorador: tag:{tag}",
        stale="Puede que esta traducción no esté al día",
    ),
    "fr": Labels(
        asked="Questions en {study}\u00a0; en {support} d’un simple appui",
        asked_alone="Questions en {study}",
        counts="Notes\u00a0: {notes}\u00a0; cartes\u00a0: {cards}",
        source="Source",
        authors="Auteurs",
        license="Licence",
        version="Version",
        report="Signaler une erreur",
        retired="Retirée",
        retired_because="Cette carte a été retirée\u00a0: {reason}",
        replaced_by="Elle est remplacée par\u00a0: {note}",
        put_away="Pour la mettre de côté, cherchez dans l’explorateur\u00a0: tag:{tag}",
        stale="Cette traduction n’est peut-être plus à jour",
    ),
    "hi": Labels(
        asked="प्रश्न {study} में; {support} बस एक टैप दूर",
        asked_alone="प्रश्न {study} में",
        counts="{notes} नोट, {cards} कार्ड",
        source="स्रोत",
        authors="लेखक",
        license="लाइसेंस",
        version="संस्करण",
        report="ग़लती बताएँ",
        retired="वापस लिया गया",
        retired_because="यह कार्ड वापस ले लिया गया है: {reason}",
        replaced_by="इसकी जगह अब यह है: {note}",
        put_away="इसे अलग रखने के लिए ब्राउज़र में खोजें: tag:{tag}",
        stale="हो सकता है कि यह अनुवाद पुराना हो",
    ),
    "id": Labels(
        asked="Ditanyakan dalam bahasa {study}; ketuk untuk bahasa {support}",
        asked_alone="Ditanyakan dalam bahasa {study}",
        counts="{notes} catatan, {cards} kartu",
        source="Sumber",
        authors="Penulis",
        license="Lisensi",
        version="Versi",
        report="Laporkan kesalahan",
        retired="Ditarik",
        retired_because="Kartu ini sudah ditarik: {reason}",
        replaced_by="Digantikan oleh: {note}",
        put_away="Untuk menyisihkannya, cari di penjelajah: tag:{tag}",
        stale="Terjemahan ini mungkin sudah usang",
    ),
    "ja": Labels(
        asked="質問は{study}、タップすると{support}",
        asked_alone="質問は{study}",
        counts="ノート{notes}件、カード{cards}枚",
        source="出典",
        authors="作成者",
        license="ライセンス",
        version="バージョン",
        report="間違いを報告",
        retired="廃止",
        retired_because="このカードは廃止されました：{reason}",
        replaced_by="代わりのノート：{note}",
        put_away="片付けるには、ブラウザで検索：tag:{tag}",
        stale="この翻訳は古くなっている可能性があります",
    ),
    "pt": Labels(
        asked="Perguntas em {study}; em {support}, com um toque",
        asked_alone="Perguntas em {study}",
        counts="Notas: {notes}; cartões: {cards}",
        source="Fonte",
        authors="Autoria",
        license="Licença",
        version="Versão",
        report="Relatar um erro",
        retired="Retirado",
        retired_because="Este cartão foi retirado: {reason}",
        replaced_by="No lugar dele: {note}",
        put_away="Para deixá-lo de lado, pesquise no navegador: tag:{tag}",
        stale="Esta tradução pode estar desatualizada",
    ),
    "ru": Labels(
        asked="Язык вопросов: {study}; по нажатию — {support}",
        asked_alone="Язык вопросов: {study}",
        counts="Записей: {notes}, карточек: {cards}",
        source="Источник",
        authors="Авторы",
        license="Лицензия",
        version="Версия",
        report="Сообщить об ошибке",
        retired="Снята с изучения",
        retired_because="Эта карточка снята с изучения: {reason}",
        replaced_by="Вместо неё: {note}",
        put_away="Чтобы убрать её, найдите в обозревателе: tag:{tag}",
        stale="Возможно, этот перевод устарел",
    ),
    "tr": Labels(
        asked="Soru dili: {study}; {support} bir dokunuş uzağınızda",
        asked_alone="Soru dili: {study}",
        counts="{notes} not, {cards} kart",
        source="Kaynak",
        authors="Hazırlayanlar",
        license="Lisans",
        version="Sürüm",
        report="Hata bildir",
        retired="Kullanımdan kaldırıldı",
        retired_because="Bu kart kullanımdan kaldırıldı: {reason}",
        replaced_by="Yerine geçen not: {note}",
        put_away="Kenara ayırmak için tarayıcıda arayın: tag:{tag}",
        stale="Bu çeviri güncel olmayabilir",
    ),
    "ur": Labels(
        asked="سوال {study} میں؛ {support} بس ایک ٹیپ کے فاصلے پر",
        asked_alone="سوال {study} میں",
        counts="{notes} نوٹ، {cards} کارڈ",
        source="ماخذ",
        authors="مصنفین",
        license="لائسنس",
        version="ورژن",
        report="غلطی بتائیں",
        retired="واپس لیا گیا",
        retired_because="یہ کارڈ واپس لے لیا گیا ہے: {reason}",
        replaced_by="اس کی جگہ اب یہ ہے: {note}",
        put_away="اسے الگ رکھنے کے لیے براؤزر میں تلاش کریں: tag:{tag}",
        stale="ہو سکتا ہے کہ یہ ترجمہ پرانا ہو",
    ),
    "zh": Labels(
        asked="提问语言：{study}；轻点可看{support}",
        asked_alone="提问语言：{study}",
        counts="{notes} 条笔记，{cards} 张卡片",
        source="来源",
        authors="作者",
        license="许可协议",
        version="版本",
        report="报告错误",
        retired="已停用",
        retired_because="这张卡片已停用：{reason}",
        replaced_by="替代它的笔记：{note}",
        put_away="如需收起，请在浏览器中搜索：tag:{tag}",
        stale="此译文可能已过时",
    ),
    "zh-Hant": Labels(
        asked="提問語言：{study}；輕點可看{support}",
        asked_alone="提問語言：{study}",
        counts="{notes} 則筆記，{cards} 張卡片",
        source="來源",
        authors="作者",
        license="授權條款",
        version="版本",
        report="回報錯誤",
        retired="已停用",
        retired_because="這張卡片已停用：{reason}",
        replaced_by="取代它的筆記：{note}",
        put_away="如需收起，請在瀏覽器中搜尋：tag:{tag}",
        stale="此譯文可能已過時",
    ),
}
"""A language is one entry, by its tag."""

_COLONS: Mapping[str, str] = {"fr": "\u00a0: ", "ja": "：", "zh": "："}


def labels(tag: str) -> Labels:
    """The words of a language: for `pt-BR` those of `pt`, and English ones where there are none yet."""
    return LABELS[_nearest(tag)]


def labelled(tag: str, label: str, said: str) -> str:
    """What is said after its label, with the colon of the language."""
    return f"{label}{_COLONS.get(tag.split('-')[0], ': ')}{said}"


@cache
def _nearest(tag: str) -> str:
    return next((each for each in (tag, *lineage(tag)) if each in LABELS), "en")
