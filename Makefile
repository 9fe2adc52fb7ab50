# `make demo` and `make test` need only Python 3.11 or later, git and make.
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
DEMO_DAY := 2026-06-15
DEMO := build/demo

.PHONY: demo test check check-export format dist clean

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $@

demo: $(VENV)/.installed ## lint the sample clinic, export it, say where to look
	$(BIN)/clinic lint --as-of $(DEMO_DAY)
	$(BIN)/clinic export html --as-of $(DEMO_DAY) --out $(DEMO)/html
	$(BIN)/clinic export json --as-of $(DEMO_DAY) --out $(DEMO)/json
	@echo
	@echo "The site:  $(DEMO)/html/index.html (open it in a browser)"
	@echo "The data:  $(DEMO)/json/articles.json and $(DEMO)/json/testimonials.json"

test: $(VENV)/.installed ## run the tests with the coverage gate
	$(BIN)/python -m pytest -n auto --cov --cov-report=term

check: $(VENV)/.installed ## format, lint and types
	$(BIN)/ruff format --check clinic_cli tests checks
	$(BIN)/ruff check clinic_cli tests checks
	$(BIN)/mypy

check-export: $(VENV)/.installed ## have exports checked by other programs: needs npm, Java and Chromium
	npm install --silent --no-save --prefix build/check vnu-jar axe-core
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[check]"
	$(BIN)/python -m pytest checks

format: $(VENV)/.installed ## put the code in order
	$(BIN)/ruff format clinic_cli tests checks
	$(BIN)/ruff check --fix clinic_cli tests checks

docs: $(VENV)/.installed ## write what the code tells of itself, and build the site
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[docs]"
	$(BIN)/python -m docs.generate
	$(BIN)/python -m mkdocs build --strict

dist: $(VENV)/.installed ## build the wheel and the source archive
	$(BIN)/python -m build --outdir dist

clean:
	rm -rf build dist .coverage* .pytest_cache .mypy_cache .ruff_cache .hypothesis
