"""(temporary bridge until the authority's own reader exists)"""
from __future__ import annotations
import csv
from pathlib import Path
from collections.abc import Iterator
HERE=Path(__file__).resolve().parents[1]/"authority"
ORG="""NATO|North Atlantic Treaty Organization;North Atlantic Treaty Organisation;Nato;Otan;OTAN;North Atlantic Alliance;Atlantic Alliance
European Union|EU;E.U.;Brussels;European Commission
United Nations|UN;U.N.
International Atomic Energy Agency|IAEA
OSCE|Organization for Security and Co-operation in Europe;Organisation for Security and Co-operation in Europe
G7|Group of Seven
Association of Southeast Asian Nations|ASEAN;Asean
African Union|AU
Arab League|
International Court of Justice|ICJ
Warsaw Pact|
League of Nations|
Commonwealth|
Organization of American States|OAS
Council of Europe|
World Trade Organization|WTO
Mercosur|
ECOWAS|
IMF|International Monetary Fund
OPEC|
""".strip().split("\n")
BODY=[("White House","United States"),("State Department","United States"),("US State Department","United States"),("Pentagon","United States"),("Congress","United States"),("Foreign Office","United Kingdom"),("Downing Street","United Kingdom"),("Royal Navy","United Kingdom"),("Supreme Soviet","Soviet Union"),("Security Council","United Nations"),("Knesset","Israel"),("Elysee","France"),("Bundestag","Germany")]
def authority_names()->Iterator[tuple]:
    for f in ("states.tsv","former-states.tsv"):
        for r in csv.DictReader(open(HERE/f),delimiter="\t"):
            n=r["name"]; sp=lambda k:[x.strip() for x in (r.get(k) or "").split(";") if x.strip()]
            for s in [n,*sp("official"),*sp("aliases")]: yield (s,n,"state","name",())
            if r["iso2"] if "iso2" in r else 0:
                if r["iso2"] in("US",): yield("US",n,"state","name",());yield("U.S.",n,"state","name",());yield("America",n,"state","name",())
            for s in sp("capital"): yield (s,n,"state","capital",())
            for s in sp("adjective"): yield (s,n,"state","adjective",())
            for s in sp("people"): yield (s,n,"state","people",())
            for s in sp("metonyms"):
                s=s.removeprefix("the ")
                yield (s,s,"body","metonym",(n,))
    for l in ORG:
        n,al=l.split("|")
        for s in [n,*filter(None,al.split(";"))]: yield (s,n,"organisation","name",())
    for s,n in BODY: yield (s,s,"body","metonym",(n,))
    yield("West","the West","region","name",());yield("Western","the West","region","adjective",())
