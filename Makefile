# Thin words around plain pip and pytest: the README gives the same commands without make.
PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin

.PHONY: setup setup-dev run test test-slow check bench evidence-study clean

setup: .venv/.ready
setup-dev: .venv/.ready-dev

.venv/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Found: $$($(PYTHON) --version 2>&1). Expected: Python 3.11 or newer. Do: install it, then 'make setup PYTHON=python3.12' with its name." >&2; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "Found: a Python without venv or ensurepip. Expected: both. Do: install your system's package for them (Debian and Ubuntu: apt install python3-venv), then 'make setup' again." >&2; exit 2; }
	@$(PYTHON) -c 'import sqlite3, ssl, zlib, lzma' 2>/dev/null || { \
	  echo "Found: a Python built without sqlite3, ssl, zlib or lzma. Expected: all four. Do: install Python from your system's packages, or build it with the headers of these libraries." >&2; exit 2; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.ready-dev: .venv/.ready requirements-dev.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

run: setup
	@$(BIN)/atelier demo --if-empty
	$(BIN)/streamlit run dashboard.py --server.port $(PORT)

test: setup-dev
	$(BIN)/pytest -m "not slow" --numprocesses=2 --dist=worksteal

test-slow: setup-dev
	POLARS_MAX_THREADS=1 $(BIN)/pytest -m slow --numprocesses=2 --dist=worksteal

check: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports

bench: setup-dev
	$(BIN)/python -m benchmarks

evidence-study: setup-dev
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m benchmarks.evidence_study

clean:
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
