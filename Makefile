# Two commands do everything: `make run` and `make test`. The rest is explained by `make help`.
PYTHON ?= python3
PY := .venv/bin/python
BOOT := $(PYTHON) scripts/bootstrap.py

.DEFAULT_GOAL := help
.PHONY: help run data test test-full lint format bench docs messages lock clean setup-run setup-test

help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup-run:
	@$(BOOT) env assets

setup-test:
	@$(BOOT) dev assets browser >/dev/null

run: setup-run ## set up, build the snapshot if there is none, serve it
	@$(PY) -m scripts.build_snapshot --if-needed
	@exec $(PY) -m scripts.serve

data: setup-run ## fetch the official sources, rebuild the snapshot if something changed
	@$(PY) -m scripts.fetch_data; fetched=$$?; \
	if [ $$fetched -gt 1 ]; then exit $$fetched; fi; \
	$(PY) -m scripts.build_snapshot --if-needed || exit $$?; \
	exit $$fetched

test: setup-test ## set up and run all tests
	@$(PY) -m scripts.run_tests

test-full: setup-test ## all tests and the long matrices
	@$(PY) -m scripts.run_tests --full

lint: ## style, types, locked versions
	@$(BOOT) dev assets
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@$(PY) -m scripts.check_locks

format: ## write the style
	@$(BOOT) dev
	@.venv/bin/ruff check --fix-only .
	@.venv/bin/ruff format .

bench: setup-test ## benchmarks against the peers as ratios, and how right places and duplicates are
	@$(PY) -m scripts.build_snapshot --if-needed
	@$(PY) -m bench.label_grid
	@$(PY) -m bench.geocoding
	@$(PY) -m bench.duplicates
	@$(PY) -m bench.search
	@$(PY) -m bench.relevance
	-@$(PY) -m bench.map_markers

docs: ## write the generated pages of docs/
	@$(BOOT) dev
	@$(PY) -m scripts.make_docs

messages: ## bring the catalogues of all languages up to the pages
	@$(BOOT) dev
	@$(PY) -m scripts.messages

lock: ## lock the newest versions with hashes
	@$(BOOT) dev
	@$(PY) -m scripts.lock

clean: ## remove what was installed or built; the monthly tables in data/*/indicators stay
	rm -rf .venv .setup node_modules static/vendor data/*/snapshots data/*/raw data/*/sources data/*/address_index .mypy_cache .ruff_cache .pytest_cache
