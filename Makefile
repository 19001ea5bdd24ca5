# Two commands: `make serve` and `make test`. Each sets up its own virtual environment first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: serve test conformance soak bench-service check graph model encoder assessor clean

serve: $(VENV)/.serve
	$(BIN)/servanda serve $(ARGS)

test: $(VENV)/.dev
	$(BIN)/python -m pytest $(ARGS)

# The W3C's test suites over HTTP, by a harness that is not part of the repository: make conformance W3C=DIR
W3C ?= ../shared/w3c
conformance: $(VENV)/.dev
	$(BIN)/python tests/w3c/conformance.py --harness $(W3C) $(ARGS)

# The long runs: processes killed some hundred times, minutes of hostile queries.
soak: $(VENV)/.dev
	$(BIN)/python -m pytest -m soak $(ARGS)

# Servanda beside Oxigraph's own server, rdflib-endpoint and, where they are installed, Virtuoso and Fuseki, on the same
# made graph: make bench-service FUSEKI_JAR=… ARGS='--triples 10000000' (docs/benchmarks.md)
bench-service: $(VENV)/.endpoint
	$(BIN)/python -m bench.service --rdflib-endpoint $(VENV)/endpoint/bin/rdflib-endpoint $(ARGS)

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Rebuilds the shipped graph from the texts, which are not part of the repository: make graph DOCUMENTS=DIR
graph: $(VENV)/.serve
	$(BIN)/servanda build $(DOCUMENTS) --out triples/graph

# Trains the linguistic pipeline from the treebanks, which are not part of the repository: make model TREEBANK=DIR
model: $(VENV)/.serve
	$(BIN)/python -m triples.language.train $(TREEBANK) triples/language/model

# Trains the assessment of candidates from annotated texts: first the encoder, from a pretrained BERT (make encoder
# BASE=DIR; needs what the group "encoder" of pyproject.toml lists), then what weighs its word. ACTS adds sets that are
# not part of the repository: ACTS='-- DIR MENTIONS.jsonl …'
OWN := tests/corpus -- tests/corpus/marked -- tests/corpus/sentences/told.txt -- tests/corpus/sentences/narrated.txt
ASSESSMENT := triples/extraction/assessment
HELD_OUT ?= build/held-out.npz
encoder: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --group encoder
	mkdir -p $(dir $(HELD_OUT))
	$(BIN)/python -m $(subst /,.,$(ASSESSMENT)).train_encoder $(BASE) $(ASSESSMENT)/model $(HELD_OUT) $(OWN) $(ACTS)

assessor: $(VENV)/.dev
	$(BIN)/python -m $(subst /,.,$(ASSESSMENT)).train $(ASSESSMENT)/weights.json.gz $(HELD_OUT) $(OWN) $(ACTS)

clean:
	rm -rf $(VENV) dist build server/static/editor

$(VENV)/.serve: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Servanda needs Python 3.11 or newer; this is %s. Say which to use: make PYTHON=python3.11 ..." % sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[reasoner]'
	touch $@

$(VENV)/.endpoint: $(VENV)/.dev
	$(PYTHON) -m venv $(VENV)/endpoint
	$(VENV)/endpoint/bin/python -m pip install --quiet 'rdflib-endpoint[cli,web]==0.6.3'
	touch $@

$(VENV)/.dev: $(VENV)/.serve
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[reasoner,evaluation]' --group dev
	touch $@
