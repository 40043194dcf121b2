# Padan: `make demo` shows it, `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup demo serve test postgresql check format bench notebooks mlflow docs lock clean

bin := .venv/bin
padan := $(bin)/padan
city := var/demo-city
workers ?= 2

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## make .venv from the locked packages (instant when nothing changed)
	@.ci/bootstrap

demo: setup ## make up a city, learn from it, print one shortlist and serve the pages
	$(padan) demo $(city) --employees 5000 --seed 7
	$(padan) import $(city)
	$(padan) train
	@position=$$($(padan) positions --vacant --limit 1 --ids) && set -x && \
		$(padan) shortlist "$$position"
	$(padan) serve

serve: setup ## serve the pages and the API on 127.0.0.1:8000
	$(padan) serve

test: setup ## run every test
	$(bin)/pytest --numprocesses $(workers)

postgresql: setup ## run the tests of the application again, on PostgreSQL
	$(bin)/pytest --numprocesses $(workers) --postgresql tests/serving \
		-W ignore::pytest.PytestUnraisableExceptionWarning # a test's own pool, closed when collected

check: setup ## format, lint, types, import laws, security, repository laws
	$(bin)/ruff format --check .
	$(bin)/ruff check .
	$(bin)/mypy
	$(bin)/lint-imports --no-logo
	$(bin)/bandit --quiet --recursive --configfile pyproject.toml .
	$(bin)/pytest --quiet tests/laws

format: setup ## put the code into its form
	$(bin)/ruff check --fix-only .
	$(bin)/ruff format .

bench: setup ## measure how fast it is
	$(padan) bench

notebooks: setup ## execute the notebooks, as copies in var/notebooks
	mkdir -p var/notebooks && cp notebooks/*.ipynb var/notebooks
	for notebook in var/notebooks/*.ipynb; do \
		$(bin)/jupyter-execute --inplace "$$notebook" || exit; done

mlflow: setup ## look at the training runs on 127.0.0.1:5000
	MLFLOW_DISABLE_TELEMETRY=true DO_NOT_TRACK=true MLFLOW_SERVER_ENABLE_JOB_EXECUTION=false \
		$(bin)/mlflow ui --host 127.0.0.1 --port 5000 --workers 1 \
		--backend-store-uri "$${MLFLOW_TRACKING_URI:-sqlite:///$${PADAN_HOME:-var}/mlflow.db}"

docs: setup ## write the generated pages of docs/ from the code
	$(padan) docs

lock: setup ## choose the packages anew, within the bounds of pyproject.toml
	$(lock) --group installer --output-file locks/installer.txt
	$(lock) pyproject.toml --group build --output-file locks/runtime.txt
	$(lock) pyproject.toml --group dev --constraints locks/runtime.txt --output-file locks/dev.txt

lock := UV_SYSTEM_CERTS=1 $(bin)/uv pip compile --quiet --upgrade --generate-hashes \
	--no-header --no-annotate --python-version 3.11

clean: ## remove the environment and the caches; var/ stays
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
