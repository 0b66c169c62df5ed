# What a newcomer needs is Python 3.11 or newer, and make. Everything else is installed into .venv.
PYTHON ?= python3
BIN := .venv/bin
LOCK := requirements/lock.txt
DEMO_LOCK := requirements/lock-demo.txt
DOCS_LOCK := requirements/lock-docs.txt
# What is read from text once is kept beside it, also where the surroundings forbid it: the tests begin hundreds of processes.
export PYTHONDONTWRITEBYTECODE =
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test check docs bench bench-reading fuzz mutants faults lock clean
.DELETE_ON_ERROR:

demo: .venv/.demo
	$(BIN)/overture assess cases/freeze-for-relief --html out/freeze-for-relief.html

# PYTEST: further words for it, say PYTEST=tests/games
test: .venv/.dev
	$(BIN)/python -m pytest -n 2 $(PYTEST)

check: .venv/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2 tests/docs

# The documentation site, which opens from its folder; a warning ends it.
docs: .venv/.docs
	$(BIN)/python docs/site/pages.py out/docs
	$(BIN)/zensical build --strict
	@echo "The site begins at out/site/index.html"

bench: .venv/.dev
	$(BIN)/python -m bench

bench-reading: .venv/.dev
	$(BIN)/python -m bench.reading
	$(BIN)/python -m bench.reading_page docs/reference/reading-scoreboard.md

# Mutated inputs for everything that reads what others wrote; INPUTS for each of six targets.
INPUTS ?= 2000
fuzz: .venv/.dev
	$(BIN)/python -m bench.fuzz $(INPUTS)

# A sample of mutants of what measures, bounds, weighs and judges; it goes on where it was ended. MUTANTS of all packages.
MUTANTS ?= 300
mutants: .venv/.mutants
	$(BIN)/python -m bench.mutants $(MUTANTS)

.venv/.mutants: .venv/.dev requirements/mutants.txt
	grep -o '^[A-Za-z0-9][^ ;]*==[^ ;]*' $(LOCK) > .venv/versions.txt
	$(PIP) --constraint .venv/versions.txt --requirement requirements/mutants.txt
	touch $@

# Commands ended at random moments, and machines that lack something.
faults: .venv/.dev
	$(BIN)/python -m bench.faults

# After a dependency changed: the newest versions that go together, for every system and Python, with the hashes of their
# files. LOCK_WITH=--upgrade takes newer versions of all; without it what is locked stays where it can.
LOCK_WITH ?=
LOCKING = $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes --no-annotate \
  --custom-compile-command "make lock"
COMPILE = $(LOCKING) pyproject.toml requirements/build.txt
lock: .venv/.python
	$(PIP) uv
	$(COMPILE) requirements/dev.txt --all-extras $(LOCK_WITH) --output-file $(LOCK)
	$(COMPILE) --extra charts --constraint $(LOCK) --output-file $(DEMO_LOCK)
	$(LOCKING) requirements/docs.txt --constraint $(LOCK) $(LOCK_WITH) --output-file $(DOCS_LOCK)

clean:
	rm -rf .venv out build .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Overture needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.12"; exit 2; }
	$(PYTHON) -m venv .venv
	touch $@

# Every file that is fetched has its hash in a lock. Nothing is fetched to build with: cpe, of which there is only the
# text, and the package itself are built by the setuptools of the first lock.
LOCKED = $(PIP) --require-hashes --no-deps --no-build-isolation --only-binary :all: --no-binary cpe --requirement

.venv/.demo: .venv/.python pyproject.toml $(DEMO_LOCK)
	$(LOCKED) $(DEMO_LOCK)
	$(PIP) --no-build-isolation --no-deps --editable .
	touch $@

# What its lock shares with that of development has the same version in both.
.venv/.docs: .venv/.dev $(DOCS_LOCK)
	$(LOCKED) $(DOCS_LOCK)
	touch $@

.venv/.dev: .venv/.demo $(LOCK) requirements/model.txt
	$(LOCKED) $(LOCK)
	$(LOCKED) requirements/model.txt
	touch $@
