# make run       serve http://127.0.0.1:8000; make run PORT=8101 takes another port
# make check     all checks but those in a browser: about 6 minutes on 2 busy cores
# make test      set up and check everything: most of an hour on 2 busy cores
# make test-deep  twenty times as many examples of every property that Hypothesis tries, before a release
# make test-firefox  every page in Firefox, a few minutes
# make coverage  the lines and branches of what computes that the tests reach
# make mutants   put small faults into what computes and count those that no test notices: make mutants
#                MODULE=app/engine/network/losses.py SAMPLE=40 SEED=1 JOBS=1 WIDE=1 WRITE=1, all optional
# make bench     measure the API and the animation
# make pictures  take the pictures of README and docs/ anew
# make test-lowest  all checks in Python but those in a browser, on the oldest versions that pyproject.toml allows
# make dist      build the wheel and the source distribution to publish: make dist REPOSITORY=https://…
# make lock      write deploy/requirements*.txt from pyproject.toml
# make scale     what a class needs, measured and simulated, into docs/scale.md: ten minutes
# make soak      a class, training and heavy requests at once for MINUTES=60, into docs/proof.md
# make licences  write docs/licences.md from the locked packages
# make clean     remove what these made

PYTHON ?= $(firstword $(foreach name,python3.14 python3.13 python3.12 python3.11 python3 python,$(if $(shell $(name) -c 'import sys; print(sys.version_info >= (3, 11) or "")' 2>/dev/null),$(name))))
BIN := .venv/bin

.PHONY: run check test test-deep test-firefox test-lowest lowest coverage mutants bench scale soak pictures dist lock licences clean browser lint
.DEFAULT_GOAL := run
# Python keeps what it has compiled, also where the environment says otherwise: the tests start
# hundreds of processes, each of which would compile the whole again.
export PYTHONDONTWRITEBYTECODE :=

run: .venv/run.stamp
	$(BIN)/python -m app serve $(if $(PORT),--port $(PORT))

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Deltaflow needs Python 3.11 or newer and found none. Install it (Debian, Ubuntu: apt-get install python3 python3-venv) or name it: make PYTHON=/path/to/python3.13" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(None if v >= (3, 11) else f"Deltaflow needs Python 3.11 or newer; $(PYTHON) is {v[0]}.{v[1]}.")'
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing. Install it (Debian, Ubuntu: apt-get install python3-venv) and run make again." >&2; exit 1; }
	$(PYTHON) -m venv .venv

# The locked dependencies; the code itself runs from this folder and is not installed.
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement

.venv/run.stamp: deploy/requirements.txt | .venv/bin/python
	@echo "Installing into .venv, about a minute…"
	$(INSTALL) $<
	@touch $@

.venv/test.stamp: deploy/requirements-dev.txt | .venv/bin/python
	@echo "Installing into .venv, about a minute…"
	$(INSTALL) $<
	@touch $@ .venv/run.stamp

# For every Python from 3.11 on and every system, with hashes.
lock: .venv/bin/python
	$(BIN)/python -m pip install --quiet uv
	$(LOCK) --upgrade --output-file deploy/requirements.txt --extra fast --extra animation
	$(LOCK) --upgrade --output-file deploy/requirements-dev.txt --extra dev --extra fast --extra animation --extra keras
	$(COMPILE) --group build --upgrade --output-file deploy/requirements-build.txt
	$(LOCK) --upgrade --output-file deploy/requirements-lowest.txt --resolution lowest-direct
COMPILE = $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet
LOCK = $(COMPILE) pyproject.toml

# After a lock has changed.
licences: .venv/test.stamp
	$(BIN)/python -m tests.packaging.licences

tests/js/node_modules/.stamp: tests/js/package.json tests/js/package-lock.json
	@command -v npm >/dev/null || { echo "The checks of the browser code need Node.js 20 or newer with npm. Install them (Debian, Ubuntu: apt-get install nodejs npm)." >&2; exit 1; }
	@node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' || { echo "The checks of the browser code need Node.js 20 or newer; this is $$(node --version)." >&2; exit 1; }
	npm ci --prefix tests/js --no-audit --no-fund --loglevel=error
	@touch $@

tests/clients/node_modules/.stamp: tests/clients/package.json tests/clients/package-lock.json tests/js/node_modules/.stamp
	npm ci --prefix tests/clients --no-audit --no-fund --loglevel=error
	@touch $@

# The browser tests drive the system's Chromium; Chinese text needs a font that has it.
browser:
	@bash tests/browser/system-packages.sh

lint: .venv/test.stamp tests/js/node_modules/.stamp tests/clients/node_modules/.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	tests/js/node_modules/.bin/tsc -p tests/js
	tests/js/node_modules/.bin/biome check --config-path=tests/js/formatting.json --diagnostic-level=error static/js tests/js
	node --test $$(find tests/js -name "*.test.js" -not -path "*/node_modules/*")

check: lint .frameworks/.stamp
	$(BIN)/python -m pytest -n 2 --ignore tests/browser

# pytest's summary is the last line.
test: browser lint lowest .frameworks/.stamp
	$(BIN)/python -m pytest -n 3

# The files with such properties alone.
test-deep: .venv/test.stamp .frameworks/.stamp
	$(BIN)/python -m pytest -n 2 --hypothesis-profile deep $$(grep -rl --include="test_*.py" "^from hypothesis\|^import schemathesis" tests)

tests/firefox/node_modules/.stamp: tests/firefox/package.json tests/firefox/package-lock.json
	npm ci --prefix tests/firefox --no-audit --no-fund --loglevel=error
	@touch $@

# Firefox speaks WebDriver BiDi itself: a browser of the system is enough.
test-firefox: .venv/run.stamp
	@command -v firefox-esr >/dev/null || command -v firefox >/dev/null || { echo "make test-firefox needs Firefox on the PATH. Install it (Debian: apt-get install firefox-esr) and run make again." >&2; exit 1; }
	@command -v npm >/dev/null || { echo "make test-firefox needs Node.js 20 or newer with npm. Install them (Debian, Ubuntu: apt-get install nodejs npm)." >&2; exit 1; }
	@$(MAKE) --no-print-directory tests/firefox/node_modules/.stamp
	node --test tests/firefox/smoke.test.js

# The oldest versions of what the server needs come before those of .venv on the import path.
.lowest/.stamp: deploy/requirements-lowest.txt .venv/test.stamp
	@echo "Installing into .lowest, about half a minute…"
	rm -rf .lowest
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --target .lowest --requirement $<
	@touch $@
ON_LOWEST = PYTHONPATH=.lowest $(BIN)/python -m pytest -n 2 -p no:cacheprovider

# The part of the tests that calls every dependency; `make test-lowest` runs the whole.
lowest: .lowest/.stamp
	$(ON_LOWEST) $(LOWEST)
LOWEST = tests/packaging/test_requirements.py tests/test_cli.py tests/observation/test_metrics.py tests/web/pages/test_openapi.py tests/web/pages/test_pictures.py tests/web/trace/test_endpoint.py tests/web/descent/test_endpoint.py tests/web/qr tests/web/import_model tests/web/lesson/test_glossary.py tests/web/test_refusals.py tests/web/test_static_files.py tests/web/test_bundles.py

test-lowest: .lowest/.stamp tests/clients/node_modules/.stamp .frameworks/.stamp
	$(ON_LOWEST) --ignore tests/browser

# The frameworks of which programs are exported and files imported, apart from .venv: they are large.
# Without the hashes of a lock: each system has its own builds of them.
.frameworks/.stamp: tests/frameworks.txt | .venv/bin/python
	@echo "Installing PyTorch, JAX, Keras, ONNX and Jupyter into .frameworks, a few minutes…"
	rm -rf .frameworks
	$(BIN)/python -m venv .frameworks
	.frameworks/bin/python -m pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@

coverage: .venv/test.stamp .frameworks/.stamp
	rm -rf .coverage && mkdir .coverage
	$(BIN)/coverage run -m pytest -n 2 --hypothesis-profile full tests/engine tests/explain tests/checking tests/labs tests/exporting tests/web
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

# What makes the mutants comes after .venv on the import path, so that it changes nothing that is locked.
.mutation/.stamp: tests/mutants/requirements.txt .venv/test.stamp
	rm -rf .mutation
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --target .mutation --requirement $<
	@touch $@

# In .mutants the results are kept: a second run runs only what has changed.
mutants: .mutation/.stamp
	$(BIN)/python -m tests.mutants $(MODULE) $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(SEED),--seed $(SEED)) $(if $(JOBS),--jobs $(JOBS)) $(if $(WIDE),--wide) $(if $(WRITE),--write)

# One that misses its bound does not keep the others from being measured.
BENCHES = bench frames training_page edits loading visits steps contours hostile estimates fairness marking training watching exports
bench: browser .venv/test.stamp
	@missed=; for part in $(BENCHES); do echo "== $$part"; $(BIN)/python -m tests.bench.$$part || missed="$$missed $$part"; done; \
	test -z "$$missed" || { echo "ended with an error or beyond a bound:$$missed" >&2; exit 1; }

pictures: browser .venv/test.stamp
	$(BIN)/python -m tests.packaging.pictures

scale: .venv/test.stamp
	$(BIN)/python -m tests.bench.load.scale

# A worker process is killed at a third of the time, a replica at two thirds. It needs nginx.
MINUTES ?= 60
soak: .venv/test.stamp
	$(BIN)/python -m tests.bench.load.soak --minutes $(MINUTES)

dist: .venv/test.stamp
	@test -n "$(REPOSITORY)" || { echo "Name the repository, whose address the package shows: make dist REPOSITORY=https://…" >&2; exit 1; }
	rm -rf dist
	DELTAFLOW_REPOSITORY=$(REPOSITORY) $(BIN)/python -m hatchling build

clean:
	rm -rf .venv .lowest .mutation .mutants .frameworks tests/js/node_modules tests/clients/node_modules tests/firefox/node_modules
