"""Plural and collective actors: "the two sides", "both leaders", "Russian and Western officials", "the Spaniard"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from triples.extraction.actor import Actor
from triples.extraction.gazetteer import Hit
from triples.extraction.people import NameSpan
from triples.extraction.roster import Roster
from triples.language.analysis import Word
from triples.language.words import words as word_set

_NUMBERS = {"two": 2, "both": 2, "pair": 2, "duo": 2, "three": 3, "trio": 3, "four": 4, "five": 5, "six": 6}
_SIDES = word_set(
    """
    sides countries governments states nations parties powers neighbours neighbors capitals delegations administrations
    republics adversaries rivals foes allies teams camps militaries armies two both pair
    """
)
_PEOPLE = word_set(
    """
    men women leaders ministers presidents premiers diplomats envoys chancellors statesmen negotiators counterparts
    officials heads
    """
)
_ALWAYS_TWO = word_set("sides both pair")
_REACH = 60
"""How many names before a description may be what it takes up."""
_FADING = 0.9
"""The part of its weight that a name keeps with each sentence that follows."""
_CLEARLY = 1.3
"""How much more than of the next a text must speak of the parties to what it does not say whose it is."""
_COLLECTIVE_ENDINGS = ("sh", "ch", "ese", "iss", "ois")
"""Adjectives that with "the" mean a people, not a man or woman of it: the British, the French, the Swiss."""


def number_of(noun: Word) -> int | None:
    """Returns how many a plural description means: "the two sides", "both leaders", "the sides"; None if it is open."""
    if noun.lower in _NUMBERS:
        return _NUMBERS[noun.lower]
    for word in noun.children:
        if word.dep in ("nummod", "det", "amod", "det:predet", "advmod") and word.lower in _NUMBERS:
            return _NUMBERS[word.lower]
    before = noun.sentence.words[max(0, noun.index - 2) : noun.index]
    found = next((_NUMBERS[w.lower] for w in reversed(before) if w.lower in _NUMBERS), None)
    return found or (2 if noun.lower in _ALWAYS_TWO else None)


def parties(noun: Word, roster: Roster) -> tuple[Actor, ...]:
    """Returns the states or persons that a description with a number takes up; () if it takes up none."""
    if noun.lower not in _SIDES | _PEOPLE or any(c.dep.startswith(("acl", "nmod")) for c in noun.children):
        return ()
    det = noun.child("det")
    if det is not None and det.lower in ("a", "an", "some", "any", "no", "other"):
        return ()
    if any(c.lower == "other" for c in noun.children):
        return ()
    count = number_of(noun)
    if count is None:
        return ()
    if noun.lower in _PEOPLE or (noun.lower in ("two", "both", "pair") and _speaks_of_people(noun, roster)):
        return _people_before(noun, count, roster)
    return sides_before(noun, count, roster)


def sides_before(word: Word, count: int, roster: Roster) -> tuple[Actor, ...]:
    """Returns the states and organisations most spoken of before a word, in the order in which they were named."""
    weights = _weights(word, roster)
    order = {actor: at for at, _, actor in roster.sides_before(word.start, _REACH)}
    best = sorted(weights, key=lambda a: -weights[a])[:count]
    return tuple(sorted(best, key=lambda a: order[a])) if len(best) == count else ()


def leading_sides(word: Word, count: int, roster: Roster) -> tuple[Actor, ...]:
    """Returns the states and organisations spoken of most before a word; () where others come near them."""
    more = sides_before(word, count + 1, roster)
    best = sides_before(word, count, roster)
    if len(more) <= count or not best:
        return best
    weights = _weights(word, roster)
    third = next(a for a in more if a not in best)
    return best if min(weights[a] for a in best) >= _CLEARLY * weights[third] else ()


def _weights(word: Word, roster: Roster) -> dict[Actor, float]:
    weights: dict[Actor, float] = {}
    for _, sentence, actor in roster.sides_before(word.start, _REACH):
        weights[actor] = weights.get(actor, 0.0) + _FADING ** (word.sentence.index - sentence)
    return weights


def _speaks_of_people(word: Word, roster: Roster) -> bool:
    """Whether the last two that were named are persons."""
    last = [seen.actor.kind for _, seen in zip(range(2), roster.seen_before(word.start), strict=False)]
    return last == ["person", "person"]


def _people_before(word: Word, count: int, roster: Roster) -> tuple[Actor, ...]:
    found: list[Actor] = []
    for n, seen in enumerate(roster.seen_before(word.start)):
        if n > _REACH or len(found) == count:
            break
        actor = seen.actor
        if actor.kind == "person" and actor.of and actor not in found and all(a.of != actor.of for a in found):
            found.append(actor)
    return tuple(reversed(found)) if len(found) == count else ()


def one_each(noun: Word, roster: Roster) -> tuple[Actor, ...]:
    """Returns one group for each of the adjectives before a plural noun: "Russian and Western leaders"; () if one."""
    if noun.tag not in ("NNS", "NNPS"):
        return ()
    adjectives = list(_coordinated(noun, roster))
    if len(adjectives) < 2:
        return ()
    return tuple(Actor(f"{text} {noun.text}", "group", sides) for text, sides in adjectives)


def _coordinated(noun: Word, roster: Roster) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yields the names joined by "and" or commas right before a noun, in the order of the text."""
    words, i = noun.sentence.words, noun.index - 1
    found: list[tuple[str, tuple[str, ...]]] = []
    joined = True
    while i >= 0 and joined:
        hit = roster.hit_at(words[i])
        if not isinstance(hit, Hit) or hit.name.kind not in ("state", "organisation", "region"):
            break
        if hit.name.manner not in ("adjective", "name") or (hit.name.manner == "name" and not _is_short(words[i])):
            break
        text = " ".join(w.text for w in words[hit.first : hit.after])
        sides = (hit.name.bearer,) if hit.name.kind != "region" else ()
        found.append((text, hit.name.of or sides))
        i = hit.first - 1
        joined = i >= 0 and words[i].lower in ("and", ",", "or", "&")
        while i >= 0 and words[i].lower in ("and", ",", "or", "&"):
            i -= 1
    yield from reversed(found)


def _is_short(word: Word) -> bool:
    return word.text.replace(".", "").isupper()


def named_after(noun: Word, roster: Roster) -> tuple[Actor, ...]:
    """Returns the persons named beside a plural noun: "the presidents of X, A, and of Y, B"."""
    if noun.tag != "NNS":
        return ()
    words = noun.sentence.words
    if noun.index + 1 < len(words) and isinstance(roster.hit_at(words[noun.index + 1]), NameSpan):
        # "researchers A and B", whatever the parser hangs from what.
        return people_joined(words[noun.index + 1], roster)
    if noun.lower not in _PEOPLE:
        return ()
    found: dict[Actor, None] = {}
    last = max(w.index for w in noun.subtree())
    i = noun.index + 1
    while i <= last:
        if words[i].dep.startswith(("acl", "nsubj", "advcl")) or words[i].pos in ("VERB", "AUX"):
            break
        hit = roster.hit_at(words[i])
        if isinstance(hit, NameSpan) and words[hit.first - 1].lower in (",", "and", "**", "mr", "mrs", "mr.", "mrs."):
            found[roster.of_person(hit.person)] = None
        i = max(hit.after, i + 1) if hit is not None else i + 1
    return tuple(found) if len(found) > 1 else ()


def named_behind(word: Word, roster: Roster) -> Actor | None:
    """Returns the person whose long title the parser tore apart: "and Polish deputy | foreign minister A"."""
    words = word.sentence.words
    for i in range(word.index, min(word.index + 6, len(words))):
        found = roster.hit_at(words[i])
        if isinstance(found, NameSpan):
            return roster.of_person(found.person) if i > word.index + 1 else None
        if not roster.may_be_title(words[i]) or words[i].pos not in ("NOUN", "PROPN", "ADJ"):
            return None
    return None


def countryman(word: Word, roster: Roster) -> Actor | None:
    """Returns the person last named whom a noun of nationality means: "the Spaniard", "the American"; None if none."""
    det = word.child("det")
    if det is None or det.lower != "the" or word.tag in ("NNS", "NNPS"):
        return None
    state = roster.state_of_countryman(word)
    if state is None:
        return None
    for n, seen in enumerate(roster.seen_before(word.start)):
        if n > _REACH:
            return None
        if seen.actor.kind == "person" and roster.comes_from(seen.actor, state):
            return seen.actor
    return None


def is_collective_adjective(text: str) -> bool:
    """Whether an adjective with "the" means a whole people."""
    return text.lower().endswith(_COLLECTIVE_ENDINGS)


def people_joined(word: Word, roster: Roster) -> tuple[Actor, ...]:
    """Returns the persons joined to a person's name, itself included: "Peruvian president A and Russian minister B"."""
    own = roster.hit_at(word)
    if not isinstance(own, NameSpan):
        return ()
    spans = [own]
    while (before := _person_before(word.sentence.words, spans[0], roster, listed=len(spans) > 1)) is not None:
        spans.insert(0, before)
    while (after := _person_after(word.sentence.words, spans[-1], roster)) is not None:
        spans.append(after)
    return tuple(roster.of_person(s.person) for s in spans) if len(spans) > 1 else ()


def _person_before(words: Sequence[Word], span: NameSpan, roster: Roster, *, listed: bool) -> NameSpan | None:
    i = span.first - 1
    while i >= 0 and span.first - i < 9 and roster.may_be_title(words[i]) and words[i].lower not in ("and", ","):
        i -= 1
    if i < 1 or (words[i].lower not in ("and", "&") and not (words[i].text == "," and listed)):
        return None
    before = words[i - 1] if words[i - 1].text not in (",", ")") else words[max(0, i - 2)]
    found = roster.hit_at(before)
    return found if isinstance(found, NameSpan) else None


def _person_after(words: Sequence[Word], span: NameSpan, roster: Roster) -> NameSpan | None:
    i = span.after
    if i >= len(words) or words[i].lower not in ("and", "&"):
        return None
    first = i + 1
    while i + 1 < len(words) and i - first < 9:
        i += 1
        found = roster.hit_at(words[i])
        if isinstance(found, NameSpan):
            return found
        if not roster.may_be_title(words[i]) or words[i].lower in ("and", ","):
            return None
    return None


def unique(actors: Sequence[Actor]) -> tuple[Actor, ...]:
    """Returns actors without repetition of a name, in their order."""
    by_name: dict[str, Actor] = {}
    for actor in actors:
        by_name.setdefault(actor.name, actor)
    return tuple(by_name.values())


def sides_joined(word: Word, roster: Roster) -> tuple[Actor, ...]:
    """Returns the states and organisations joined to a name by commas and "and", itself included, in their order.

    "A, B and C": the parser often makes subjects of their own, or appositions, of the members of a list.
    """
    words = word.sentence.words
    own = roster.hit_at(word)
    if not isinstance(own, Hit) or own.name.manner == "adjective":
        return ()
    hits, last_and = [own], False
    while (step := _next_name(words, hits[-1].after, roster)) is not None:
        hits.append(step[0])
        last_and = step[1]
        if last_and:
            break
    if len(hits) > 1 and not last_and:
        hits = hits[:1]
    ended = len(hits) > 1
    while (back := _name_before(words, hits[0].first, roster)) is not None:
        hit, joined_by_and = back
        if not (joined_by_and or ended):
            break
        ended = True
        if not joined_by_and and _has_preposition(words, hit) and not _has_preposition(words, hits[0]):
            break
        hits.insert(0, hit)
    return tuple(roster.of_hit(h) for h in hits) if len(hits) > 1 else ()


def _next_name(words: Sequence[Word], i: int, roster: Roster) -> tuple[Hit, bool] | None:
    comma = i < len(words) and words[i].text == ","
    i += comma
    and_ = i < len(words) and words[i].lower in ("and", "&")
    i += and_
    if not (comma or and_):
        return None
    hit = _name_at(words, i, roster)
    return (hit, and_) if hit is not None else None


def _name_at(words: Sequence[Word], i: int, roster: Roster) -> Hit | None:
    if i < len(words) and words[i].lower == "the":
        i += 1
    hit = roster.hit_at(words[i]) if i < len(words) else None
    return hit if isinstance(hit, Hit) and hit.first == i and _is_side(words, hit) else None


def _is_side(words: Sequence[Word], hit: Hit) -> bool:
    if hit.name.kind not in ("state", "organisation") or hit.name.manner not in ("name", "capital", "people"):
        return False
    following = words[hit.after] if hit.after < len(words) else None
    return following is None or (
        following.lower not in ("'s", "’s", "'", "’") and following.pos not in ("NOUN", "PROPN")
    )


def _name_before(words: Sequence[Word], i: int, roster: Roster) -> tuple[Hit, bool] | None:
    i -= 1
    if i >= 0 and words[i].lower == "the":
        i -= 1
    and_ = i >= 0 and words[i].lower in ("and", "&")
    i -= and_
    comma = i >= 0 and words[i].text == ","
    i -= comma
    if i < 0 or not (and_ or comma):
        return None
    hit = roster.hit_at(words[i])
    return (hit, and_) if isinstance(hit, Hit) and _is_side(words, hit) else None


def _has_preposition(words: Sequence[Word], hit: Hit) -> bool:
    i = hit.first - 1
    if i >= 0 and words[i].lower == "the":
        i -= 1
    return i >= 0 and words[i].pos in ("ADP", "SCONJ")
