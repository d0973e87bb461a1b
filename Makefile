# Every target stands alone: on a bare machine with git, make and Python 3.11-3.13 it first sets up what it needs.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run test check soak bench setup setup-test format translations lock clean

export FLASK_APP := app
PORT ?= 8080
export PORT

PY := .venv/bin/python
CODE := app.py models appcore views seeds tests deploy
# Two workers on a small machine, one a processor on a larger one.
WORKERS ?= logical
PYTEST := $(PY) -m pytest

help: ## this table
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup ## console and public site with demo data at http://127.0.0.1:8080 (PORT= to change)
	@exec deploy/run.sh

test: setup-test ## all tests: pure ones, then rows on SQLite and PostgreSQL, then browser journeys
	$(PY) -m tests.postgres
	$(PY) -m tests.chromium
	$(PYTEST) -m "not rows and not browser and not soak and not bench" -n $(WORKERS)
	$(PY) -m tests.postgres $(PYTEST) -m "rows and not browser and not soak and not bench" -n $(WORKERS) --dist worksteal
	$(PYTEST) -m "browser and not soak" -n $(WORKERS)

check: setup-test ## format, lint, types, import direction, catalogues
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PY) -m tests.architecture.catalogues

soak: setup-test ## the long tests: many requests, many rows
	$(PY) -m tests.postgres $(PYTEST) -m soak -n $(WORKERS)

bench: setup-test ## the benchmarks; writes build/bench.json
	@mkdir -p build
	$(PY) -m tests.postgres $(PY) -m tests.bench build/bench.json

setup: ## what `make run` needs
	@deploy/setup.sh run

setup-test: ## what the tests need: the same, and the test tools, chromium and fonts
	@deploy/setup.sh test

format: setup-test ## format the code and mend what the linter can mend
	$(PY) -m ruff check --fix $(CODE)
	$(PY) -m ruff format $(CODE)

translations: setup-test ## collect the Chinese sentences anew and bring translations/en up to date
	$(PY) -m tests.architecture.catalogues --update

lock: setup ## resolve pyproject.toml anew into the two lock files
	$(PY) -m venv build/lock
	build/lock/bin/pip install --quiet uv
	deploy/lock.sh

clean: ## remove what was built; keeps instance/
	rm -rf build .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
