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
CODE := clinic_cli tests checks benchmarks fuzz
FUZZ_SECONDS ?= 60

.PHONY: demo test test-deep check check-export format docs dist reproducible oldest newest audit bench fuzz mutants clean

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

test: $(VENV)/.installed ## run the tests with the coverage gate; `coverage report` then shows what they leave out
	$(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report=

test-deep: $(VENV)/.installed ## kill at more moments, and try more examples: two minutes
	$(BIN)/python -m pytest -n auto --dist worksteal -m "deep or hypothesis" --hypothesis-profile=deep

check: $(VENV)/.installed ## format, lint and types
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy

check-export: $(VENV)/.installed ## have exports checked by other programs: needs npm, Java and Chromium
	npm install --silent --no-save --prefix build/check vnu-jar axe-core
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[check]"
	$(BIN)/python -m pytest checks

format: $(VENV)/.installed ## put the code in order
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix $(CODE)

docs: $(VENV)/.installed ## write what the code tells of itself, and build the site
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[docs]"
	$(BIN)/python -m docs.generate
	$(BIN)/python -m mkdocs build --strict

dist: $(VENV)/.installed ## build the wheel and the source archive
	$(BIN)/python -m build --outdir dist

reproducible: $(VENV)/.installed ## build both twice, in two places, and compare the bytes
	rm -rf build/twice
	mkdir -p build/twice/one build/twice/another/place
	git archive HEAD | tar -x -C build/twice/one
	git archive HEAD | tar -x -C build/twice/another/place
	$(BIN)/python -m build --outdir build/twice/first build/twice/one
	$(BIN)/python -m build --outdir build/twice/second build/twice/another/place
	diff -r build/twice/first build/twice/second

oldest: ## run the tests with the oldest dependencies that pyproject.toml allows
	$(PYTHON) -m venv --clear build/oldest
	build/oldest/bin/python -m pip install --quiet --disable-pip-version-check uv
	build/oldest/bin/uv pip compile --quiet --python build/oldest/bin/python --resolution lowest-direct --extra import pyproject.toml --output-file build/oldest.txt
	build/oldest/bin/python -m pip install --quiet --disable-pip-version-check --constraint build/oldest.txt --editable ".[dev]"
	build/oldest/bin/python -m pytest -n auto --dist worksteal

newest: ## run the tests with the newest dependencies that pyproject.toml allows
	$(PYTHON) -m venv --clear build/newest
	build/newest/bin/python -m pip install --quiet --disable-pip-version-check --upgrade --upgrade-strategy eager --editable ".[dev]"
	build/newest/bin/python -m pytest -n auto --dist worksteal

audit: $(VENV)/.installed ## look the installed versions up in the advisories
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "pip-audit>=2.7"
	$(BIN)/python -m pip_audit --skip-editable

bench: $(VENV)/.installed ## measure clinic beside other tools and write docs/benchmarks.md: needs npm and half an hour
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[bench]"
	$(BIN)/python -m benchmarks

fuzz: $(VENV)/.installed ## try clinic on files that nobody would write, for FUZZ_SECONDS
	$(BIN)/python -m fuzz --seconds $(FUZZ_SECONDS)

mutants: $(VENV)/.installed ## change gate.py and editing.py in every small way, and count what no test notices: ten minutes
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[mutants]"
	rm -rf mutants
	$(BIN)/mutmut run
	$(BIN)/mutmut results

clean:
	rm -rf build dist mutants .coverage* .pytest_cache .mypy_cache .ruff_cache .hypothesis
