#+ The entailment rules of RDFS (https://www.w3.org/TR/rdf11-mt/#rdfs-entailment), one a paragraph, named as there.
#+ Left out: that everything is an rdfs:Resource (rdfs4a, rdfs4b, rdfs8), the axiomatic triples about vocabulary that
#+ the data do not use, and literals as subjects. The axioms that give rdfs:Class and rdf:Property stand as rules.
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

#+ rdfD2
INSERT { ?p a rdf:Property } WHERE { SELECT DISTINCT ?p WHERE { ?s ?p ?o } }

#+ rdfs2
INSERT { ?x a ?c } WHERE { ?p rdfs:domain ?c . ?x ?p ?y }

#+ rdfs3
INSERT { ?y a ?c } WHERE { ?p rdfs:range ?c . ?x ?p ?y FILTER (!isLiteral(?y)) }

#+ rdfs5
INSERT { ?p rdfs:subPropertyOf ?r } WHERE { ?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?r }

#+ rdfs6
INSERT { ?p rdfs:subPropertyOf ?p } WHERE { ?p a rdf:Property }

#+ rdfs7
INSERT { ?x ?q ?y } WHERE { ?p rdfs:subPropertyOf ?q FILTER (?p != ?q && isIRI(?q)) ?x ?p ?y }

#+ rdfs9
INSERT { ?x a ?d } WHERE { ?c rdfs:subClassOf ?d FILTER (?c != ?d) ?x a ?c }

#+ rdfs10
INSERT { ?c rdfs:subClassOf ?c } WHERE { ?c a rdfs:Class }

#+ rdfs11
INSERT { ?c rdfs:subClassOf ?e } WHERE { ?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?e }

#+ rdfs12
INSERT { ?p rdfs:subPropertyOf rdfs:member } WHERE { ?p a rdfs:ContainerMembershipProperty }

#+ rdfs13
INSERT { ?c rdfs:subClassOf rdfs:Literal } WHERE { ?c a rdfs:Datatype }

#+ axioms: the range of rdf:type
INSERT { ?c a rdfs:Class } WHERE { SELECT DISTINCT ?c WHERE { ?x a ?c FILTER (!isLiteral(?c)) } }

#+ axioms: domain and range of rdfs:subClassOf
INSERT { ?c a rdfs:Class . ?d a rdfs:Class } WHERE { ?c rdfs:subClassOf ?d FILTER (!isLiteral(?d)) }

#+ axioms: domain and range of rdfs:subPropertyOf
INSERT { ?p a rdf:Property . ?q a rdf:Property } WHERE { ?p rdfs:subPropertyOf ?q FILTER (!isLiteral(?q)) }

#+ axioms: domain and range of rdfs:domain and rdfs:range
INSERT { ?p a rdf:Property . ?c a rdfs:Class } WHERE { ?p rdfs:domain|rdfs:range ?c FILTER (!isLiteral(?c)) }

#+ axioms: rdfs:Datatype is a sub-class of rdfs:Class
INSERT { ?c a rdfs:Class } WHERE { ?c a rdfs:Datatype }

#+ axioms: rdfs:ContainerMembershipProperty is a sub-class of rdf:Property, and rdf:_1, rdf:_2, … are in it
INSERT { ?p a rdfs:ContainerMembershipProperty , rdf:Property } WHERE {
  SELECT DISTINCT ?p WHERE { ?s ?p ?o FILTER (REGEX(STR(?p), "^http://www.w3.org/1999/02/22-rdf-syntax-ns#_[1-9][0-9]*$")) }
}
