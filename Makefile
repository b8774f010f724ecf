# `make run` starts the reader and `make test` runs its tests; both first install what is missing.
# `make help` lists the rest.

VENV    := .venv
BIN     := $(VENV)/bin
PYTEST  := $(BIN)/python -m pytest
PACKAGING := build/package/venv
INPUTS  := pyproject.toml packaging/bootstrap.sh requirements/build.txt

# Each stage of packaging/bootstrap.sh leaves a stamp; it runs again when what it read has changed.
STAGES  := run check test full dev
stamp    = $(VENV)/.ready-$(1)

.DEFAULT_GOAL := help
.PHONY: help run test test-full test-rest test-bare check bench faults fuzz kills pictures package package-check package-check-wine requirements resources messages licences keys dev clean

help: ## list the recipes
	@sed -n 's/^\([a-z][a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "  make %-18s %s\n", $$1, $$2 }'

run: $(call stamp,run) ## start the reader: make run, or make run ARGS=article.md
	$(BIN)/hiitreader $(ARGS)

test: $(call stamp,test) ## every quick test: make test, or make test ARGS="tests/article -x"
	$(PYTEST) -m "not slow and not screenreader and not alone" --hypothesis-profile quick --numprocesses auto --dist loadfile $(ARGS)

test-full: $(call stamp,full) ## every test: the slow ones too, and the real screen reader
	packaging/test-full.sh $(BIN)/python $(ARGS)

test-rest: $(call stamp,full) ## what make test leaves: the slow tests, the screen reader, made-up examples in full number
	packaging/test-full.sh --rest $(BIN)/python $(ARGS)

test-bare: ## both commands of the README in bare Debian 12 and 13, as root: make test-bare ARGS="--suite trixie"
	python3 packaging/linux/check_source.py $(ARGS)

check: $(call stamp,check) ## style, types and layers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(call stamp,full) ## measure start, memory and smoothness against a bare window, as ratios
	$(BIN)/python bench/run.py $(ARGS)

faults: $(call stamp,full) ## send replies through a network that fails: make faults ARGS="isso --trials 1000"
	$(BIN)/python bench/faults.py $(ARGS)

kills: $(call stamp,full) ## kill the program 500 times while replies are written and sent: make kills ARGS="isso --trials 60"
	$(BIN)/python bench/kills.py $(ARGS)

fuzz: $(call stamp,test) ## come to every door with made-up bytes: make fuzz ARGS="--minutes 60 --door feed"
	$(BIN)/python bench/fuzz.py $(ARGS)

pictures: $(call stamp,test) ## take pictures of the window in every theme and several sizes
	packaging/with-display.sh $(BIN)/python packaging/pictures.py $(ARGS)

package: $(PACKAGING)/.ready ## build what this system can into dist/: wheel, source archive, .deb, .run, .rpm, list of parts
	packaging/package.sh

package-check: $(PACKAGING)/.ready $(call stamp,dev) ## install, start, use, upgrade and remove what is in dist/, as root, in bare Debian 12 and 13
	packaging/check.sh

package-check-wine: $(PACKAGING)/.ready $(call stamp,dev) ## the same with the Windows setup, built and tried under Wine, as root
	. packaging/facts.sh && $(BIN)/python packaging/windows/check_wine.py $(ARGS)

requirements: $(call stamp,dev) ## pin the newest allowed versions anew in requirements/
	packaging/compile_requirements.sh

resources: $(call stamp,test) ## make what resources/compiled holds anew, after a change of an article or a theme
	$(BIN)/python packaging/compile_resources.py

messages: $(call stamp,test) ## gather the sentences to translate: make messages, or make messages LANGUAGE=de
	$(BIN)/python packaging/extract_messages.py $(LANGUAGE)

licences: $(call stamp,test) ## gather the licence notices of all parts, after a change of a dependency
	$(BIN)/python packaging/licences/gather.py

keys: $(call stamp,run) ## write the table of keys in README.md anew, after a change of a command
	$(BIN)/python packaging/key_table.py

dev: $(call stamp,dev) ## install everything a developer needs
	@echo "Everything is in $(VENV)."

# The installers are made with the system's own Python: one from elsewhere may carry paths of the machine it was built on.
$(PACKAGING)/.ready: $(INPUTS) requirements/package.txt
	mkdir -p $(@D)
	PATH=/usr/bin:$$PATH packaging/bootstrap.sh package $(PACKAGING)
	@touch $@

clean: ## remove what was built, and the virtual environment
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(call stamp,run): $(INPUTS) requirements/run.txt
$(call stamp,check): $(INPUTS) requirements/check.txt
$(call stamp,test): $(INPUTS) requirements/test.txt
$(call stamp,full): $(INPUTS) requirements/test.txt
$(call stamp,dev): $(INPUTS) requirements/dev.txt
$(STAGES:%=$(call stamp,%)): $(call stamp,%):
	packaging/bootstrap.sh $* $(VENV)
	@touch $@
