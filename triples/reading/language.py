"""Telling English from other languages by function words.

Function words make up a third to a half of English prose, and machine translation into English keeps them. Only words
that no other listed language writes the same way are counted, so that a text in another Latin script scores near
zero; texts in other scripts are told by their letters. Names, tables and page furniture lower the share, so the bar
is low, and a text with fewer than twenty words is not judged.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter


def _words(text: str) -> list[str]:
    return text.split()


_ENGLISH = frozenset(
    _words(
        "the of and that this these those which who whom whose what when where while with without from into upon "
        "about against between through after before because although however but than then there their they them "
        "his her its our your my it is are were been being has have had having does did would should could might "
        "must shall will can cannot not said says by for at as if or on an be he she we you all any both some such "
        "only other also over under more most very"
    )
)
_OTHERS = {
    "Spanish": _words("el los las una del que por con para como más pero sus fue ha han este esta según también"),
    "Portuguese": _words("os uma das dos do da que por com para como mais mas seu sua foi são não ao pela pelo"),
    "French": _words("le les une des du et est que qui dans pour sur avec par au aux ce cette ont pas plus sont été"),
    "Italian": _words("il lo gli una dei della di che per con come più ma sono è stato nel nella alla anche del"),
    "German": _words(
        "der die das und ist nicht den dem des ein eine mit von zu auf für im sich dass auch werden wurde"
    ),
    "Dutch": _words("het een van en dat niet zijn op te voor met aan door naar ook worden wordt heeft werd bij"),
    "Scandinavian": _words("och att det som en ett är av den på med inte och for er på til af ikke har var og som"),
    "Polish": _words("i w z na do się nie że jest to o jak po od za przez oraz dla tym był"),
    "Czech": _words("a se na je že v s z do to o ve za pro jsou by jako byl podle při"),
    "Romanian": _words("și în de la cu pe din care că este nu un o pentru sunt au fost mai ce prin"),
    "Turkish": _words("ve bir bu da de için ile olarak olan daha çok gibi ne en sonra kadar ise ancak"),
    "Indonesian": _words("yang dan di dengan untuk dari pada ini itu tidak akan dalam oleh juga telah adalah"),
    "Hungarian": _words("a az és hogy nem is egy ez meg volt már csak még el ha mint szerint"),
    "Finnish": _words("ja on ei se että oli ovat mutta myös kun joka sen hän mukaan ole"),
}
_AMBIGUOUS = frozenset(_words("a i to do in no me so"))
"""Words of other languages that English writes the same way, and that are too frequent there to tell anything."""
_SHARED = ("a", "in", "to", "no", "do", "so", "me", "i")
"""English function words that other languages write the same way: they count for English where none of those shows."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENOUGH = 20
_LOWEST_SHARE = 0.08
_SAMPLE = 200_000


def other_language(text: str) -> str | None:
    """Returns the language or script of a text that is not English ("another language" when unknown), or None.

    English, and texts too short to tell, give None.
    """
    words = _WORD.findall(text[:_SAMPLE])
    if len(words) < _ENOUGH:
        return None
    script = _foreign_script(words)
    if script:
        return script
    counts = Counter(word.lower() for word in words)
    english = sum(counts[word] for word in _ENGLISH)
    scores = {
        name: sum(counts[word] for word in set(listed) - _ENGLISH - _AMBIGUOUS) for name, listed in _OTHERS.items()
    }
    best = max(scores, key=lambda name: scores[name])
    shared = sum(counts[word] for word in _SHARED)
    if english + shared >= _LOWEST_SHARE * len(words) and english >= scores[best]:
        return None
    return best if scores[best] >= _LOWEST_SHARE * len(words) else "another language"


def _foreign_script(words: list[str]) -> str | None:
    """Returns the name of the script in which most words are written, unless it is Latin."""
    scripts = Counter(unicodedata.name(word[0], "UNKNOWN").split()[0] for word in words)
    script, number = scripts.most_common(1)[0]
    if script == "LATIN" or number * 2 <= len(words):
        return None
    return f"{script.capitalize()} script"
