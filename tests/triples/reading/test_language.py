"""Telling English from other languages."""

from __future__ import annotations

import pytest

from triples.reading.language import other_language

ENGLISH = {
    "prose": "The minister said on Monday that his country would not accept the draft of its neighbour, "
    "and that it "
    "had never promised to do so.",
    "translated by machine": "The president of the republic has accepted this Monday to transmit to the Parliament of "
    "his "
    "country the protocol of accession, according to has announced the secretary general of "
    "the organization yesterday.",
    "headlines": "Envoy Rejects Offer as Talks Stall\nMinister Warns of Response\nWhat to Expect From "
    "Security Talks With "
    "Russia This Week\nTroops March to the Border for Exercises",
    "few words": "Guerra y paz en la ciudad",
}
OTHERS = {
    "Spanish": "El ministro dijo el lunes que su país no aceptaría el proyecto que había presentado el "
    "vecino, y que "
    "nunca había prometido nada de eso en las conversaciones con los otros.",
    "French": "Le ministre a dit lundi que son pays ne pouvait pas accepter le projet que le voisin "
    "avait présenté, et "
    "que jamais il n’avait promis cela dans les négociations avec les autres.",
    "German": "Der Minister sagte am Montag, dass sein Land den Entwurf nicht annehmen werde, den der "
    "Nachbar vorgelegt "
    "hatte, und dass es das in den Gesprächen mit den anderen nie versprochen habe.",
    "Italian": "Il ministro ha detto lunedì che il suo paese non può accettare la proposta che il vicino "
    "ha presentato, "
    "e che nella riunione con gli altri non è stato promesso nulla di questo.",
    "Portuguese": "O ministro disse que o seu país não vai aceitar a proposta que foi apresentada pelo "
    "vizinho, e que "
    "nas conversas com os outros não foi prometido nada.",
    "Dutch": "De minister zei op maandag dat zijn land het voorstel van de buren niet zal aannemen en "
    "dat het in de "
    "gesprekken met de anderen ook niet is beloofd.",
    "Polish": "Minister powiedział w poniedziałek, że jego kraj nie przyjmie projektu, który przedstawił "
    "sąsiad, i że "
    "nigdy tego nie obiecał w rozmowach z innymi, co jest do sprawdzenia.",
    "Cyrillic script": "Министр сказал в понедельник что его страна не примет проект который предложил сосед и "
    "что она "
    "никогда не обещала этого на переговорах с другими сторонами",
    "Arabic script": "قال الوزير يوم الاثنين إن بلاده لن تقبل المشروع الذي قدمه الجيران وإنها لم تعد بذلك قط في "
    "المحادثات مع "
    "الأطراف الأخرى في المدينة",
    "another language": "Waziri alisema siku ya Jumatatu kwamba nchi yake haitakubali rasimu iliyotolewa na jirani "
    "yake "
    "wala haijawahi kuahidi jambo hilo katika mazungumzo yoyote",
}


@pytest.mark.parametrize("text", ENGLISH.values(), ids=ENGLISH)
def test_english_passes(text: str) -> None:
    assert other_language(text) is None


@pytest.mark.parametrize(("language", "text"), OTHERS.items(), ids=OTHERS)
def test_others_are_named(language: str, text: str) -> None:
    assert other_language(text) == language


def test_a_short_piece_made_of_names_passes() -> None:
    text = (
        "President Shavkat Mirziyoyev, President Kassym-Jomart Tokayev and Kyrgyz leader Sadyr Japarov sign a border "
        "accord in Tashkent, Uzbekistan, Monday; Tajik Foreign Minister Sirojiddin Muhriddin calls it historic."
    )
    assert other_language(text) is None


def test_english_with_foreign_quotations_passes() -> None:
    assert other_language(f"{ENGLISH['prose'] * 3} He quoted: {OTHERS['German']}") is None


def test_annotated_texts_are_english(shared: object) -> None:
    from pathlib import Path

    texts = sorted((Path(str(shared)) / "acts").glob("*/*.txt"))
    assert texts
    assert [path.name for path in texts if other_language(path.read_text(encoding="utf-8"))] == []
