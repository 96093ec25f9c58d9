# One command per intent; each sets up what it needs first and works from any state.
# Variables: JOBS (parallel jobs), PQEVAL_PYTHON (interpreter), PQEVAL_NO_INSTALL=1 (never install system
# packages), PQE_WERROR=1 (warnings in our C are errors in the package build too; in the C tests always).

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# Goals wait for one another; parallelism is inside the tools.
.NOTPARALLEL:

JOBS ?= $(shell getconf _NPROCESSORS_ONLN)
PLAN ?= quick
LANGUAGES ?= both
UV_VERSION := 0.13.9

BIN := $(CURDIR)/.venv/bin
PYTEST := $(BIN)/python -m pytest -p no:benchmark -n $(JOBS) --dist loadgroup
C_FILES = git ls-files -z -- 'native/*.c' 'native/*.h'

export CMAKE_BUILD_PARALLEL_LEVEL := $(JOBS)

.PHONY: help
help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-22s %s\n", $$1, $$2 }'

.PHONY: env
env: ## make or mend the Python environment in .venv
	@tools/bootstrap.sh

.PHONY: setup
setup: ## env, Arm cross compiler, liboqs for host and Cortex-M4
	@tools/bootstrap.sh firmware
	@$(BIN)/pqeval setup

.PHONY: bench
bench: ## run the plan `quick` on host and Cortex-M4, then write report/index.html
	@tools/bootstrap.sh firmware
	@tools/bench.sh $(PLAN) $(LANGUAGES)

.PHONY: report
report: env ## write the report of the newest run again
	@$(BIN)/pqeval report --lang $(LANGUAGES) -o report >/dev/null
	@echo "report: $(CURDIR)/report/index.html"

.PHONY: test
test: lint setup test-c ## set up what is missing and run every check but the long ones
	$(PYTEST) -m "not full and not wheel"

.PHONY: check
check: lint setup test-c ## the fast loop: lint, types, import rules, C tests, fast Python tests
	$(PYTEST) -m "not slow and not full and not wheel" -q

.PHONY: test-full
test-full: setup test-sanitize test-aarch64 ## the long tests: all known answers, wheel, sanitizers
	$(BIN)/pqeval setup openssl
	$(BIN)/pqeval verify --all
	$(PYTEST) -m "full or wheel"

.PHONY: lint
lint: env ## ruff, mypy, import rules, clang-format, shellcheck
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo >.stamps/lint-imports.log || { cat .stamps/lint-imports.log; exit 1; }
	@$(C_FILES) | xargs -0 -r $(BIN)/clang-format --dry-run --Werror
	@if command -v shellcheck >/dev/null; then shellcheck tools/*.sh .ci/run; \
	else echo "lint: shellcheck is not installed, shell scripts not checked" >&2; fi
	@echo "lint: clean"

.PHONY: test-c
test-c: env ## the C tests, warnings as errors
	@tools/c-tests.sh c-tests

.PHONY: test-sanitize
test-sanitize: env ## the C tests under the address and undefined-behaviour sanitizers
	@tools/c-tests.sh c-sanitize -DPQE_SANITIZE=ON

.PHONY: test-aarch64
test-aarch64: env ## the C tests for AArch64 under qemu, where cross compiler and qemu are installed
	@tools/aarch64-tests.sh

.PHONY: format
format: env ## let ruff and clang-format rewrite the sources
	@$(BIN)/ruff format --quiet .
	@$(C_FILES) | xargs -0 -r $(BIN)/clang-format -i

.PHONY: bench-self
bench-self: setup ## benchmarks of pqeval itself; nothing of it feeds a report
	$(BIN)/python -m pytest benchmarks --benchmark-columns=min,median,max,rounds --benchmark-sort=name

.PHONY: wheel
wheel: env ## build dist/*.whl and the source archive
	@tools/wheel.sh

.PHONY: lock
lock: env ## renew the lock files and the table of dependencies (UPGRADE=1 takes newer versions)
	@UV_VERSION=$(UV_VERSION) UPGRADE="$(UPGRADE)" tools/lock.sh

.PHONY: clean
clean: ## remove everything that was built here; results/ and the caches in $$HOME stay
	rm -rf .venv .stamps build dist report .mypy_cache .ruff_cache .pytest_cache .hypothesis \
		.import_linter_cache .benchmarks
	find src tests tools benchmarks native -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: docs
docs: env ## write the generated pages of docs/reference again
	@$(BIN)/python tools/cli_reference.py
	@$(BIN)/python tools/validation_page.py
	@$(BIN)/python tools/cores_page.py
	@$(BIN)/python tools/validity_page.py
	@$(BIN)/python tools/lightweight_page.py
	@$(BIN)/python tools/lightweight_figures_page.py
	@$(BIN)/python tools/run_schema.py
	@$(BIN)/python tools/facts_schema.py
	@$(BIN)/python tools/decisions_page.py
	@$(BIN)/python tools/dependencies.py
