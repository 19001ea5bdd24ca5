#+ The rules of OWL 2 RL (https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules), one a
#+ paragraph, named as there. Left out: those that only tell that data are inconsistent (servanda validate does), that
#+ everything is the same as itself (eq-ref, but for declared individuals), keys (prp-key), and the values of datatypes (dt-*). Added: the two rules
#+ named inv-*, which hold in OWL 2 and give domain and range over inverse properties, and the axiom that what relates
#+ individuals has owl:Thing for domain and range.
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>

#+ eq-ref, for what is declared an individual
INSERT { ?x owl:sameAs ?x } WHERE { ?x a owl:NamedIndividual }

#+ eq-sym
INSERT { ?y owl:sameAs ?x } WHERE { ?x owl:sameAs ?y FILTER (!isLiteral(?y)) }

#+ eq-trans
INSERT { ?x owl:sameAs ?z } WHERE { ?x owl:sameAs ?y . ?y owl:sameAs ?z }

#+ eq-rep-s
INSERT { ?y ?p ?o } WHERE { ?x owl:sameAs ?y FILTER (?x != ?y && !isLiteral(?y)) ?x ?p ?o }

#+ eq-rep-p
INSERT { ?s ?q ?o } WHERE { ?p owl:sameAs ?q FILTER (?p != ?q && isIRI(?q)) ?s ?p ?o }

#+ eq-rep-o
INSERT { ?s ?p ?y } WHERE { ?x owl:sameAs ?y FILTER (?x != ?y) ?s ?p ?x }

#+ prp-dom
INSERT { ?x a ?c } WHERE { ?p rdfs:domain ?c . ?x ?p ?y }

#+ prp-rng
INSERT { ?y a ?c } WHERE { ?p rdfs:range ?c . ?x ?p ?y FILTER (!isLiteral(?y)) }

#+ prp-fp
INSERT { ?y owl:sameAs ?z } WHERE {
  ?p a owl:FunctionalProperty . ?x ?p ?y , ?z FILTER (!sameTerm(?y, ?z) && !isLiteral(?y) && !isLiteral(?z))
}

#+ prp-ifp
INSERT { ?x owl:sameAs ?y } WHERE { ?p a owl:InverseFunctionalProperty . ?x ?p ?z . ?y ?p ?z FILTER (!sameTerm(?x, ?y)) }

#+ prp-symp
INSERT { ?y ?p ?x } WHERE { ?p a owl:SymmetricProperty . ?x ?p ?y FILTER (!isLiteral(?y)) }

#+ prp-trp
INSERT { ?x ?p ?z } WHERE { ?p a owl:TransitiveProperty . ?x ?p ?y . ?y ?p ?z }

#+ prp-spo1
INSERT { ?x ?q ?y } WHERE { ?p rdfs:subPropertyOf ?q FILTER (?p != ?q && isIRI(?q)) ?x ?p ?y }

#+ prp-spo2, chains of two
INSERT { ?x ?p ?z } WHERE {
  ?p owl:propertyChainAxiom ( ?a ?b ) . ?x ?a ?y . ?y ?b ?z
}

#+ prp-spo2, chains of three
INSERT { ?x ?p ?z } WHERE {
  ?p owl:propertyChainAxiom ( ?a ?b ?c ) . ?x ?a ?y . ?y ?b ?w . ?w ?c ?z
}

#+ prp-eqp1 and prp-eqp2
INSERT { ?x ?q ?y } WHERE { ?p owl:equivalentProperty|^owl:equivalentProperty ?q FILTER (?p != ?q && isIRI(?q)) ?x ?p ?y }

#+ prp-inv1 and prp-inv2
INSERT { ?y ?q ?x } WHERE { ?p owl:inverseOf|^owl:inverseOf ?q FILTER (isIRI(?q)) ?x ?p ?y FILTER (!isLiteral(?y)) }

#+ cls-int1
INSERT { ?x a ?c } WHERE {
  ?c owl:intersectionOf ?list . ?list rdf:first ?first . ?x a ?first
  FILTER NOT EXISTS { ?list rdf:rest+/rdf:first ?other FILTER NOT EXISTS { ?x a ?other } }
}

#+ cls-int2
INSERT { ?x a ?d } WHERE { ?c owl:intersectionOf/rdf:rest*/rdf:first ?d . ?x a ?c }

#+ cls-uni
INSERT { ?x a ?c } WHERE { ?c owl:unionOf/rdf:rest*/rdf:first ?d . ?x a ?d }

#+ cls-svf1
INSERT { ?x a ?r } WHERE { ?r owl:someValuesFrom ?c ; owl:onProperty ?p . ?x ?p ?y . ?y a ?c }

#+ cls-svf2
INSERT { ?x a ?r } WHERE { ?r owl:someValuesFrom owl:Thing ; owl:onProperty ?p . ?x ?p ?y }

#+ cls-avf
INSERT { ?y a ?c } WHERE { ?r owl:allValuesFrom ?c ; owl:onProperty ?p . ?x a ?r ; ?p ?y FILTER (!isLiteral(?y)) }

#+ cls-hv1
INSERT { ?x ?p ?y } WHERE { ?r owl:hasValue ?y ; owl:onProperty ?p . ?x a ?r }

#+ cls-hv2
INSERT { ?x a ?r } WHERE { ?r owl:hasValue ?y ; owl:onProperty ?p . ?x ?p ?y }

#+ cls-maxc2
INSERT { ?y owl:sameAs ?z } WHERE {
  ?r owl:maxCardinality ?one ; owl:onProperty ?p FILTER (?one = 1)
  ?x a ?r ; ?p ?y , ?z FILTER (!sameTerm(?y, ?z) && !isLiteral(?y) && !isLiteral(?z))
}

#+ cls-maxqc3
INSERT { ?y owl:sameAs ?z } WHERE {
  ?r owl:maxQualifiedCardinality ?one ; owl:onProperty ?p ; owl:onClass ?c FILTER (?one = 1 && ?c != owl:Thing)
  ?x a ?r ; ?p ?y , ?z . ?y a ?c . ?z a ?c FILTER (!sameTerm(?y, ?z))
}

#+ cls-maxqc4
INSERT { ?y owl:sameAs ?z } WHERE {
  ?r owl:maxQualifiedCardinality ?one ; owl:onProperty ?p ; owl:onClass owl:Thing FILTER (?one = 1)
  ?x a ?r ; ?p ?y , ?z FILTER (!sameTerm(?y, ?z) && !isLiteral(?y) && !isLiteral(?z))
}

#+ cls-oo
INSERT { ?x a ?c } WHERE { ?c owl:oneOf/rdf:rest*/rdf:first ?x FILTER (!isLiteral(?x)) }

#+ cax-sco
INSERT { ?x a ?d } WHERE { ?c rdfs:subClassOf ?d FILTER (?c != ?d) ?x a ?c }

#+ cax-eqc1 and cax-eqc2
INSERT { ?x a ?d } WHERE { ?c owl:equivalentClass|^owl:equivalentClass ?d FILTER (?c != ?d) ?x a ?c }

#+ scm-cls
INSERT { ?c rdfs:subClassOf ?c , owl:Thing ; owl:equivalentClass ?c . owl:Nothing rdfs:subClassOf ?c } WHERE { ?c a owl:Class }

#+ cls-thing and cls-nothing1, where classes are used
INSERT { owl:Thing a owl:Class . owl:Nothing a owl:Class } WHERE { SELECT (1 AS ?one) WHERE { ?c a owl:Class } LIMIT 1 }

#+ individuals are things
INSERT { ?x a owl:Thing } WHERE { ?x a ?c . ?c a owl:Class }

#+ named individuals are things
INSERT { ?x a owl:Thing } WHERE { ?x a owl:NamedIndividual }

#+ restrictions are classes
INSERT { ?c a owl:Class } WHERE { ?c a owl:Restriction }

#+ scm-sco
INSERT { ?c rdfs:subClassOf ?e } WHERE { ?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?e }

#+ scm-eqc1
INSERT { ?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?c } WHERE { ?c owl:equivalentClass ?d }

#+ scm-eqc2
INSERT { ?c owl:equivalentClass ?d } WHERE { ?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?c }

#+ scm-op and scm-dp
INSERT { ?p rdfs:subPropertyOf ?p ; owl:equivalentProperty ?p } WHERE { ?p a ?kind FILTER (?kind IN (owl:ObjectProperty, owl:DatatypeProperty)) }

#+ scm-spo
INSERT { ?p rdfs:subPropertyOf ?r } WHERE { ?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?r }

#+ scm-eqp1
INSERT { ?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?p } WHERE { ?p owl:equivalentProperty ?q }

#+ scm-eqp2
INSERT { ?p owl:equivalentProperty ?q } WHERE { ?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?p }

#+ scm-dom1 and scm-rng1
INSERT { ?p ?side ?d } WHERE { VALUES ?side { rdfs:domain rdfs:range } ?p ?side ?c . ?c rdfs:subClassOf ?d }

#+ scm-dom2 and scm-rng2
INSERT { ?p ?side ?c } WHERE { VALUES ?side { rdfs:domain rdfs:range } ?q ?side ?c . ?p rdfs:subPropertyOf ?q }

#+ scm-hv
INSERT { ?r rdfs:subClassOf ?t } WHERE {
  ?r owl:hasValue ?v ; owl:onProperty ?p . ?t owl:hasValue ?v ; owl:onProperty ?q . ?p rdfs:subPropertyOf ?q
}

#+ scm-svf1 and scm-avf1
INSERT { ?r rdfs:subClassOf ?t } WHERE {
  VALUES ?some { owl:someValuesFrom owl:allValuesFrom }
  ?r ?some ?c ; owl:onProperty ?p . ?t ?some ?d ; owl:onProperty ?p . ?c rdfs:subClassOf ?d
}

#+ scm-svf2
INSERT { ?r rdfs:subClassOf ?t } WHERE {
  ?r owl:someValuesFrom ?c ; owl:onProperty ?p . ?t owl:someValuesFrom ?c ; owl:onProperty ?q . ?p rdfs:subPropertyOf ?q
}

#+ scm-avf2
INSERT { ?t rdfs:subClassOf ?r } WHERE {
  ?r owl:allValuesFrom ?c ; owl:onProperty ?p . ?t owl:allValuesFrom ?c ; owl:onProperty ?q . ?p rdfs:subPropertyOf ?q
}

#+ scm-int
INSERT { ?c rdfs:subClassOf ?d } WHERE { ?c owl:intersectionOf/rdf:rest*/rdf:first ?d }

#+ scm-uni
INSERT { ?d rdfs:subClassOf ?c } WHERE { ?c owl:unionOf/rdf:rest*/rdf:first ?d }

#+ inv-dom
INSERT { ?q rdfs:range ?c } WHERE { ?p owl:inverseOf|^owl:inverseOf ?q ; rdfs:domain ?c }

#+ inv-rng
INSERT { ?q rdfs:domain ?c } WHERE { ?p owl:inverseOf|^owl:inverseOf ?q ; rdfs:range ?c }

#+ what relates individuals
INSERT { ?p rdfs:domain owl:Thing ; rdfs:range owl:Thing } WHERE { ?p a owl:ObjectProperty }
