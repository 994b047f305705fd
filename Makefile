# Each target is one line: installer/setup.py does the work, the same on Windows (`py installer\setup.py test`).
PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python)
SETUP = $(PYTHON) installer/setup.py

.DEFAULT_GOAL := help
.PHONY: help setup run test check pictures screenshots bench migration wheel clean

help:  ## what can be made here
	@$(SETUP) help

setup run test check pictures screenshots bench wheel clean:
	@$(SETUP) $@

migration:
	@$(SETUP) $@ "$(TITLE)"
