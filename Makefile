# `make check` is what CI runs. `make slow` holds the long runs.
CARGO ?= cargo

.PHONY: check fmt lint docs test smoke slow fixtures gallery

check: fmt lint docs test smoke
	git diff --exit-code --stat

fmt:
	$(CARGO) fmt --all --check

lint:
	$(CARGO) clippy --workspace --all-targets -- -D warnings

docs:
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --workspace --no-deps --quiet

test:
	$(CARGO) test --workspace

# The real models on our own fixtures: fetched where they are missing.
smoke:
	$(CARGO) test -p inkstone-tests --test all -- --ignored

# The accuracy of every fixture and the peers' data sets, where they are at hand.
slow:
	$(CARGO) test --release -p inkstone-tests --test all -- --include-ignored

# Renders the fixtures anew (needs Debian packages and npm; see fixtures/README.md).
fixtures:
	cd fixtures && python3 -m venv .venv && .venv/bin/pip install -q -r recipes/requirements.txt \
	  && recipes/install_fonts.sh && .venv/bin/python -m recipes all
