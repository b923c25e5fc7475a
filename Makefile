# The workbench with one command each. The plain pip and python lines behind them are in README.md.
.PHONY: run setup setup-dev test check browser audit clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Tests side by side: each process holds a model or two, so no more than four.
BESIDE := -n logical --maxprocesses 4 --dist loadfile

run: setup  ## open the workbench on http://127.0.0.1:7860 (other flags: make run ARGS="--port 8000")
	$(BIN)/python app.py $(ARGS)

setup: $(VENV)/run.stamp  ## make .venv with what the workbench needs

setup-dev: $(VENV)/dev.stamp  ## the same, with what the tests need

test: setup-dev  ## every test that needs no browser, and the notebooks
	$(BIN)/python -m pytest -m "not browser" --timeout 600 $(BESIDE)

check: setup-dev  ## style, types, directions of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

browser: setup-dev  ## the page in Chromium (needs Debian's package chromium)
	$(BIN)/python -m pytest -m browser --timeout 600 -n 2 --dist loadfile

audit: setup-dev  ## known weaknesses of the program and of what is installed
	.ci/audit $(BIN)

clean:  ## remove .venv; models stay in the user's cache
	rm -rf $(VENV)

# A stamp is newer than the requirements it was made from, so that nothing is installed twice.
$(VENV)/run.stamp: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; set PYTHON=… to one.")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check --quiet -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt requirements-cluster.txt $(VENV)/run.stamp
	$(BIN)/python -m pip install --disable-pip-version-check --quiet -r requirements-dev.txt
	@touch $@
