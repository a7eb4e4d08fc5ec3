# Two commands: `make site` builds the site into site/, `make test` runs all tests.
# Both set up an environment in .venv first, from the versions and hashes in the lock files.

PYTHON ?= python3
BIN := .venv/bin
# Material prints a notice about the future of MkDocs on each build; docs/dependencies.md has ours.
export NO_MKDOCS_2_WARNING := 1
# What tells whether the plugin works under another host.
HOST_TESTS := tests/test_plugin.py tests/test_config.py tests/test_configuration_problems.py \
	$(patsubst %,tests/site/test_%.py,assets bridge completeness \
	feeds freeze hostile links overview sample sitemap titles whole)

.PHONY: site serve update test lint types contracts workflows check lock environment development \
	s3 site-checks hosts properdocs lighthouse bench screenshots clean

site: environment
	$(BIN)/mkdocs build

serve: environment
	$(BIN)/mkdocs serve --livereload

update: environment
	$(BIN)/paperglot update

# Options for pytest: make test TEST_OPTIONS="-k store --maxfail=1"
test: development
	$(BIN)/pytest $(TEST_OPTIONS)

lint: development
	$(BIN)/ruff format --check plugins tests scripts
	$(BIN)/ruff check plugins tests scripts

types: development
	$(BIN)/mypy

contracts: development
	$(BIN)/lint-imports

# What the tests hold the built site against: axe-core and html-validate; without them those skip.
site-checks:
	npm ci --prefix tests/node --ignore-scripts --omit=optional --no-audit --no-fund

# What docs/moving.md leads to, for its tests; without them those skip. Zensical builds the store without the
# plugin; ProperDocs goes on where MkDocs ended, here in an environment that has no MkDocs.
hosts: development
	$(BIN)/uv venv --quiet --allow-existing .venv-zensical
	$(BIN)/uv pip sync --quiet --python .venv-zensical --require-hashes tests/hosts/zensical.lock
	$(BIN)/uv venv --quiet --allow-existing .venv-properdocs
	$(BIN)/uv pip sync --quiet --python .venv-properdocs --require-hashes \
		requirements-dev.lock tests/hosts/properdocs.lock
	$(BIN)/uv pip uninstall --quiet --python .venv-properdocs mkdocs
	$(BIN)/uv pip install --quiet --python .venv-properdocs --no-deps --no-build-isolation --editable .

# The plugin's tests under ProperDocs, and of the site's tests those that read what was built: that a browser
# shows the same bytes in the same way needs no second proof.
properdocs: hosts
	.venv-properdocs/bin/pytest -p properdocs.replacement $(HOST_TESTS) $(TEST_OPTIONS)

# Lighthouse on a phone, as a table; brings Lighthouse itself, which the tests do not need.
lighthouse: development
	npm ci --prefix tests/node --ignore-scripts --no-audit --no-fund
	$(BIN)/python scripts/lighthouse.py

# Every figure of docs/benchmarks.md, in an hour or two; on a machine that does nothing else. Needs the papers of
# ../shared. Of the other generators those are measured that are there: sudo apt install hugo npm.
BENCH_SIZES ?= 1000 10000 100000
bench: development
	$(BIN)/python -m scripts.bench --sizes $(BENCH_SIZES) $(if $(BENCH_SLOW),--slow) $(BENCH_OPTIONS)

screenshots: development site
	$(BIN)/python scripts/screenshots.py .cache/screenshots

# What GitHub runs. actionlint has the shell in the workflows read by shellcheck too, if there is one.
workflows: development
	$(BIN)/actionlint .github/workflows/*.yml
	$(BIN)/zizmor --offline --pedantic --no-progress --quiet .github/workflows
	@if command -v shellcheck >/dev/null; then shellcheck scripts/*.sh .ci/run; \
	else echo "No shellcheck here (sudo apt install shellcheck); .ci/run has it."; fi

check: test lint types contracts workflows

# What `paperglot sync` needs beside the rest.
s3: environment
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes \
		--requirement requirements-s3.lock

environment:
	@$(PYTHON) scripts/environment.py requirements.lock

development:
	@$(PYTHON) scripts/environment.py requirements-dev.lock

# Resolve the newest versions that pyproject.toml allows, for every platform and Python.
lock: development
	$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 \
		--no-header --group build pyproject.toml --output-file requirements.lock
	$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 \
		--no-header --group build --group dev --constraint requirements.lock \
		pyproject.toml --output-file requirements-dev.lock
	$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 \
		--no-header --group s3 --constraint requirements.lock --output-file requirements-s3.lock
	echo zensical | $(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes \
		--python-version 3.11 --no-header - --output-file tests/hosts/zensical.lock
	printf 'properdocs\nproperdocs-theme-mkdocs\n' | $(BIN)/uv pip compile --quiet --upgrade --universal \
		--generate-hashes --python-version 3.11 --no-header --no-deps - --output-file tests/hosts/properdocs.lock

clean:
	rm -rf .venv .venv-zensical .venv-properdocs site tests/node/node_modules
