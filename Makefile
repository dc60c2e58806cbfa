# What a newcomer and CI call. `make help` lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Told apart by their stamps: what it takes to run, to develop, and to compare with Spark.
READY := $(VENV)/.ready
READY_TO_DEVELOP := $(VENV)/.ready-to-develop
READY_FOR_SPARK := $(VENV)/spark/.ready
SPARK_STATE := $(CURDIR)/.bench/spark
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet

.DEFAULT_GOAL := help
.PHONY: help run ui test quick bench mutate spark lint types style format docs sbom lock clean

help: ## List what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/\1\t\2/' | while IFS="$$(printf '\t')" read -r name text; do printf '  make %-8s %s\n' "$$name" "$$text"; done

run: $(READY) ## Take in the inbox (sample returns where nothing was ever received), check, add up, build the dashboards
	@$(BIN)/jpa sample --if-empty
	@$(BIN)/jpa refresh

ui: $(READY) ## Start the Dagster UI and serve the dashboards, on this machine only
	@exec env --default-signal=INT,QUIT,TERM $(BIN)/jpa serve

test: $(READY_TO_DEVELOP) ## Check the habits and run every test
	@$(MAKE) --no-print-directory -j 2 types style
	$(BIN)/python -m pytest -n auto --dist worksteal

quick: $(READY_TO_DEVELOP) ## Run the tests that take no more than a few seconds
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not slow and not browser and not libreoffice"

bench: $(READY_TO_DEVELOP) ## Measure the product beside scripts that read the same files; ARGS="--sizes 52,104 --rounds 2" for a part
	$(BIN)/python -m bench $(ARGS)

mutate: $(READY_TO_DEVELOP) ## Make 200 single changes at random, list those that no test notices (hours); ARGS="--limit 20" for a part
	$(BIN)/python -m tests.mutation $(ARGS)

spark: $(READY_FOR_SPARK) ## Run every query of sql/ on Spark 4 (needs Java) and compare each table with DuckDB's, of the samples or of WAREHOUSE=...
ifndef WAREHOUSE
	@JPA_HOME=$(SPARK_STATE) $(BIN)/jpa sample --if-empty
	@JPA_HOME=$(SPARK_STATE) $(BIN)/jpa refresh
endif
	@PYTHONPATH=$(VENV)/spark $(BIN)/python -m tests.spark $(or $(WAREHOUSE),$(SPARK_STATE)/warehouse/jpa.duckdb)

# Rules of the house that are tests: no query outside sql/, no figure worked out in a page, one name for asset, table, file.
RULES := tests/warehouse/test_one_definition.py tests/warehouse/test_files_of_sql.py \
	tests/pipelines/test_definitions.py::test_every_file_of_sql_is_an_asset_or_a_check_of_its_name

lint: $(READY_TO_DEVELOP) ## Format, style, types, the one-way rule, SQL, one name and one definition
	@$(MAKE) --no-print-directory -j 2 types style
	$(BIN)/python -m pytest -q $(RULES) > $(VENV)/rules.txt || { cat $(VENV)/rules.txt; exit 1; }

types: $(READY_TO_DEVELOP)
	$(BIN)/mypy

style: $(READY_TO_DEVELOP)
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/lint-imports --no-cache > /dev/null || $(BIN)/lint-imports --no-cache
	$(BIN)/sqlfluff lint --processes 2 --disable-progress-bar sql > $(VENV)/sqlfluff.txt || { cat $(VENV)/sqlfluff.txt; exit 1; }

format: $(READY_TO_DEVELOP) ## Put Python and SQL into the house's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/sqlfluff fix --disable-progress-bar sql

docs: $(READY_TO_DEVELOP) ## Write the tables and pages of docs/ that come from declarations
	$(BIN)/python -m docs.make

sbom: $(READY_TO_DEVELOP) ## Write the bill of materials (CycloneDX) of what is installed to run: dist/sbom.cdx.json
	$(BIN)/python -m docs.sbom

lock: $(READY_TO_DEVELOP) ## Write the lock files anew from pyproject.toml (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-strip-extras --no-header --no-annotate pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-strip-extras --no-header --no-annotate pyproject.toml --group dev -o requirements-dev.lock

clean: ## Remove the environment; what was received stays in var/
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(READY): requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing what the lock file names (once; a minute or two) ..."
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-index --no-deps --no-build-isolation --editable .
	@touch $@

$(READY_TO_DEVELOP): requirements-dev.lock $(READY)
	@echo "Installing what tests and habits need ..."
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

# In a folder of its own: pandera imports Spark wherever it can, which the product must not wait for.
$(READY_FOR_SPARK): pyproject.toml $(READY_TO_DEVELOP)
	@$(BIN)/python -m tests.spark --java
	@echo "Installing Spark, which nothing else here needs (once; about 450 MB) ..."
	@$(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["spark"], sep="\n")' > $(VENV)/spark.txt
	@$(PIP) install --upgrade --target $(VENV)/spark -r $(VENV)/spark.txt
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; $(PYTHON) is older. Set PYTHON=... to another one."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null || { echo "Python's venv module is missing. On Debian: apt install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
