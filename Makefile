# `make check` is what CI runs. `make slow` holds the long runs.
CARGO ?= cargo

.PHONY: check fmt lint docs test smoke slow speed kernels fixtures agreement accuracy compare gallery

check: fmt lint docs test

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
	$(CARGO) test -p inkstone-tests --test all -- --ignored --skip spreadsheet

# The accuracy of every fixture and the peers' data sets, where they are at hand; workbooks in LibreOffice; memory and time
# over 1,000 pages; kills; how long scoring and reasoning take; a report in a browser, which must ask nothing of the network.
slow:
	$(CARGO) test --release -p inkstone-tests --test all -- --include-ignored
	$(CARGO) build --release -p inkstone
	python3 bench/endurance/endurance.py
	$(CARGO) test --release -p evaluation --test scale -- --ignored
	$(CARGO) test --release -p reasoning --test cost -- --ignored --nocapture
	bench/report-offline
	bench/answers-offline
	bench/weak-model/run.py fixtures/pages/lab-report-photo/input.jpg fixtures/pages/judgment/input.pdf

# Inkstone, RapidOCR and oar-ocr in turn on the pages of a MANIFEST; ARGS go to the script (--help tells which).
MANIFEST ?= manifest.jsonl
ARGS ?=
speed:
	$(CARGO) build --release -p inkstone
	python3 bench/speed/speed.py --manifest $(MANIFEST) $(ARGS)

# What happens outside the networks, each by itself.
kernels:
	$(CARGO) bench -p bench --bench kernels

# The accuracy table of README.md, measured anew and dated.
accuracy:
	bench/table

# Our rulers beside an independent scorer's, where that is at hand.
agreement:
	bench/agreement

# Renders the committed fixtures anew; with N, makes N more labelled documents of a SEED into OUT (needs Debian packages and npm; see
# fixtures/README.md).
N ?=
SEED ?= 7
JOBS ?= 2
OUT ?= more
fixtures:
	cd fixtures && python3 -m venv .venv && .venv/bin/pip install -q -r recipes/requirements.txt && recipes/install_fonts.sh
	cd fixtures && .venv/bin/python -m recipes $(if $(N),more --count $(N) --seed $(SEED) --jobs $(JOBS) --out $(OUT),all)

# docs/tables.html: how hard kinds of tables are read, from our own fixtures.
gallery:
	$(CARGO) run --release -p bench --bin gallery -- fixtures/pages docs/tables.html

# All text sets beside a peer, with paired intervals: reads the sets, scores them, and compares with a peer's predictions for the
# same samples. SCORE is a scorer that takes --manifest, --pred, --datasets, --samples and --out.
MANIFEST ?= ../BENCH/manifest.jsonl
PEER ?= ../shared/bench/peers/rapidocr
PREDICTIONS ?= predictions
SCORE ?= PYTHONPATH=../shared/bench python3 -m docscore.score
SETS ?= omnidoc,mdpbench,sroie,funsd,iam_page,iam_line,hccdoc_silver,scut_ept_silver
compare:
	$(CARGO) build --release -p bench
	target/release/accuracy $(MANIFEST) $(PREDICTIONS) --datasets $(SETS)
	$(SCORE) --manifest $(MANIFEST) --pred $(PREDICTIONS) --datasets $(SETS) --samples --out $(PREDICTIONS)/scores.json
	$(SCORE) --manifest $(MANIFEST) --pred $(PEER) --datasets $(SETS) --samples --present-only --out $(PREDICTIONS)/peer.json
	python3 bench/compare.py $(PREDICTIONS)/scores.json $(PREDICTIONS)/peer.json --markdown
