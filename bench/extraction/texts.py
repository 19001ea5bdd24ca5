"""Makes texts for the bench: invented news of invented diplomacy, in any number and of two lengths.

Sentences are put together from our own frames, from names of real states and from names that nobody bears, so that a
long stream goes on bringing words that no program has met. The same number gives the same text.
"""

from __future__ import annotations

import hashlib
import random

from triples.model import Document

SHORT, LONG = 4, 30
"""Sentences in a short text (a wire item) and in a long one (an article)."""

_STATES = ["Norway", "Kenya", "Peru", "Japan", "Turkey", "France", "Brazil", "Poland", "Egypt", "Vietnam", "Chile"]
_PLACES = ["Oslo", "Geneva", "Vienna", "Nairobi", "Lima", "Tokyo", "Ankara", "Cairo"]
_POSTS = ["Foreign Minister", "President", "Prime Minister", "Defence Minister", "Ambassador"]
_PLEDGES = ["withdraw its ships", "open the border", "respect the ceasefire", "halt the tests", "return the archives"]
_TOPICS = ["fishing rights", "the northern border", "grain exports", "missile tests", "the river treaty"]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
_FRAMES = [
    "{state} promised {other} on {day} that it would {pledge}.",
    "{post} {name} said that {state} would not {pledge} before the talks in {place}.",
    "“We have never promised to {pledge},” {name} told reporters in {place} on {day}.",
    "{other} rejected the proposal and accused {state} of breaking its word on {topic}.",
    "According to {post} {name}, {other} had demanded that {state} {pledge} by {year}.",
    "The two delegations met in {place} on {day} to negotiate about {topic}.",
    "{state} and {other} signed an agreement on {topic} in {year}.",
    "The harbour of {place} lay quiet in the rain, and few people noticed the cars of the delegation.",
    "Prices of {thing} rose by {number} percent in {year}, the longest rise since the survey began.",
    "{name}, who has lived in {place} since {year}, collects old maps of the coast.",
    "“If they do not {pledge}, there will be consequences,” warned {post} {name}.",
    "A spokesman for {other} declined to comment on {topic}, which experts call a matter for years.",
    "{state} denied that it had threatened {other}, and called the claims about {topic} untrue.",
    "Earlier, {name} urged both sides to {pledge} and to resume their dialogue on {topic}.",
]
_SYLLABLES = ["ka", "ro", "mi", "ten", "bar", "lo", "sin", "vel", "tu", "dra", "hol", "ner", "ga", "pe", "os", "ul"]
_THINGS = ["butter", "timber", "copper", "tea", "cement", "wool"]


def make_document(number: int, *, sentences: int) -> Document:
    """Returns the text with this number."""
    chance = random.Random(number)
    paragraphs: list[str] = [f"{chance.choice(_STATES)} and neighbours at odds over {chance.choice(_TOPICS)}"]
    told = [_sentence(chance) for _ in range(sentences)]
    paragraphs += [" ".join(told[i : i + 3]) for i in range(0, len(told), 3)]
    text = "\n\n".join(paragraphs) + "\n"
    return Document(
        slug=f"bench-{number:06}",
        text=text,
        masked=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        title=paragraphs[0],
        publisher="The Harbour Times",
        published=f"20{chance.randrange(10, 25)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
    )


def _sentence(chance: random.Random) -> str:
    state, other = chance.sample(_STATES, 2)
    return chance.choice(_FRAMES).format(
        state=state,
        other=other,
        name=f"{_name(chance)} {_name(chance)}",
        post=chance.choice(_POSTS),
        place=chance.choice(_PLACES),
        pledge=chance.choice(_PLEDGES),
        topic=chance.choice(_TOPICS),
        day=chance.choice(_DAYS),
        thing=chance.choice(_THINGS),
        year=chance.randrange(1950, 2030),
        number=chance.randrange(2, 90),
    )


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))).capitalize()
