# Each target makes .venv by itself (uv where it works, else venv and pip) and is quick when nothing changed.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 4200

.PHONY: demo test check up bench lock clean
.DEFAULT_GOAL := help

help:
	@echo "make demo   the sample wire's day, polled through the real flow"
	@echo "make test   the test suite"
	@echo "make check  formatting, lint, types, import contracts, SQL"
	@echo "make up     Prefect server, deployments and a worker, until Ctrl-C (PORT=4200)"
	@echo "make bench  the benchmarks (need the development data beside the project)"

$(VENV)/.run: requirements.lock pyproject.toml prefect.yaml
	@PYTHON="$(PYTHON)" sh tools/venv.sh $(VENV) requirements.lock
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	@PYTHON="$(PYTHON)" sh tools/venv.sh $(VENV) requirements-dev.lock
	@touch $@

demo: $(VENV)/.run
	@$(BIN)/writethru demo

up: $(VENV)/.run
	@$(BIN)/writethru up --port $(PORT)

# One process a core; the tests of a file stay together, since they share what is slow to make.
test: $(VENV)/.dev
	$(BIN)/python -m pytest -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint pipeline/io/sql

# Without those that take a quarter of an hour or more, a browser, or a file to name: run them by hand.
BY_HAND := alerts long_run outage overhead pages replay_feeds silence world world_http crash
bench: $(VENV)/.dev
	@for script in $(filter-out $(BY_HAND:%=benchmarks/%.py),$(wildcard benchmarks/*.py)); do \
		echo "$$script"; $(BIN)/python $$script || exit 1; done

# New locks: hashes, no addresses; whole, so that pip and uv install them alike with --no-deps.
lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
		pyproject.toml requirements-build.in -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
		pyproject.toml requirements-build.in requirements-dev.in -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
