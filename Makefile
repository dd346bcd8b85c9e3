# Two commands do everything: `make demo` runs the main job, `make test` passes the tests.
PYTHON ?= python3.11
BIN := .venv/bin

.PHONY: demo test test-all lint world clean
.DEFAULT_GOAL := demo

.venv/.installed: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

.venv/.installed-dev: .venv/.installed
	$(BIN)/python -m pip install --quiet --group dev
	touch $@

world: .venv/.installed
	$(BIN)/genevolve world build

demo: world
	$(BIN)/genevolve demo

test: .venv/.installed-dev world
	$(BIN)/python -m pytest -n 2 -m "not slow"

test-all: .venv/.installed-dev world
	$(BIN)/python -m pytest -n 2

lint: .venv/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/deptry src

clean:
	rm -rf .venv build dist
