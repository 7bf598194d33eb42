# Plain `make` prints help. Every target sets up what it needs.
VENV := $(or $(LAKE_VENV),.venv)
# The Java that setup chose: another one may be first on PATH. `exec`, so that signals reach Python itself.
PYTHON := env JAVA_HOME="$$(cat $(VENV)/java-home)" $(VENV)/bin/python
RUN := exec $(PYTHON)

.DEFAULT_GOAL := help
.PHONY: help setup stream backfill release-users release-metrics budget attack privacy-report publish psql sql topics status rejected readmit reconcile replay maintain rotate-keys backup-registry restore-registry reveal erase prove access rectify restrict consent hold requests retain lineage audit catalog scan scan-text propose test test-long test-faults check bench endurance down clean
MAKEFLAGS += --no-print-directory

# A query goes to the program as typed: neither make nor a shell reads quotes or dollars in it.
ifdef Q
override Q := $(value Q)
export Q
endif
ifdef PURPOSE
override PURPOSE := $(value PURPOSE)
export PURPOSE
endif
ifdef SUBJECT
override SUBJECT := $(value SUBJECT)
export SUBJECT
endif
ifdef OUT
override OUT := $(value OUT)
export OUT
endif

##@ The road
stream: setup ## run the road with synthetic traffic: RATE=2000 DURATION=0 USERS=20000 SEED=20260101 NEW_EPOCH=0
	@$(RUN) -m scripts.stream

backfill: setup ## history through the same road: USERS=1000000 EVENTS=5000000, or FROM="in/*.jsonl.gz" EXPORTED=2026-01-31
	@$(RUN) -m scripts.backfill

release-users: setup ## rows of persons without any key, k-anonymous, for who may not read silver: RELEASE_K=10 REPIN=0
	@$(RUN) -m scripts.release_users

release-metrics: setup ## figures of a day with noise (differentially private), once: DAY=2026-01-31 EPSILON=1 QUOTE=0
	@$(RUN) -m scripts.release_metrics

budget: setup ## by month, what figures with noise have spent of their epsilon
	@$(RUN) -m scripts.budget

attack: setup ## attack what is released, each attack beside one on something weak: a table of how often it wins
	@$(RUN) -m scripts.attack

privacy-report: setup ## what is claimed of every table and what was measured of it, as Markdown and HTML with plots
	@$(RUN) -m scripts.privacy_report

publish: setup ## check silver and gold, and publish gold to Postgres
	@$(RUN) -m scripts.publish

psql: setup ## a psql shell on what is published, as the analyst, or one query: Q="select ..."
	@$(RUN) -m scripts.psql

sql: setup ## a spark-sql shell over silver and gold, or one query: Q="select ..."
	@$(RUN) -m scripts.sql

topics: setup ## make the Kafka topics and show their ids
	@$(RUN) -m scripts.topics

##@ Operating it (docs/operate.md)
status: setup ## services, lag, last batch, rejected, disk, keys; every problem with its remedy: JSON=0
	@$(RUN) -m scripts.status

rejected: setup ## what was rejected, how often and until when it can be read: CONTRACT=.. REASON=.. JSON=0
	@$(RUN) -m scripts.rejected

readmit: setup ## take rejected records through the road again, after a fix: REASON=.. CONTRACT=..
	@$(RUN) -m scripts.readmit

reconcile: setup ## compare the run ledger with the tables, position by position: JSON=0
	@$(RUN) -m scripts.reconcile

replay: setup ## make silver again from bronze: DAY=2026-01-31
	@$(RUN) -m scripts.replay

maintain: setup ## put small files together, remove what has passed its time
	@$(RUN) -m scripts.maintain

rotate-keys: setup ## a new version of the master key, the registry brought under it; RETIRE=1 then ends version 1
	@$(RUN) -m scripts.rotate_keys

backup-registry: setup ## the registry of persons in one encrypted file: TO=folder
	@$(RUN) -m scripts.backup_registry

restore-registry: setup ## put persons back that the registry has lost, nobody who was forgotten: FROM=file
	@$(RUN) -m scripts.restore_registry

reveal: setup ## who a pseudonym is, for the record: TOKEN=<user_key in hex> PURPOSE="why, without personal data"
	@$(RUN) -m scripts.reveal

##@ What is owed to a person (docs/rights.md)
erase: setup ## forget persons, down to the bytes: SUBJECT=<identifier>, or FROM=requests.csv; alone goes on with those begun
	@$(RUN) -m scripts.erase

prove: setup ## look for erased persons in every byte, and write signed receipts: SUBJECT=.. or FROM=requests.csv
	@$(RUN) -m scripts.prove

access: setup ## all that is held about a person, as JSON, CSV and a page: SUBJECT=.. or FROM=requests.csv OUT=folder PUBLIC_KEY=cert.pem
	@$(RUN) -m scripts.access

rectify: setup ## correct what records say about persons: CONTRACT=users FROM=corrected.jsonl (whole records); alone goes on
	@$(RUN) -m scripts.rectify

restrict: setup ## keep what there is of a person and use none of it: SUBJECT=.. or FROM=requests.csv; LIFT=1 ends it
	@$(RUN) -m scripts.restrict

consent: setup ## what a person has decided about a purpose: SUBJECT=.. or FROM=.. PURPOSE=analytics DECISION=withdrawn ERASE_PAST=0
	@$(RUN) -m scripts.consent

hold: setup ## a person who must not be erased yet (legal hold): SUBJECT=.. or FROM=.. HOLD_UNTIL=2027-01-31; LIFT=1 ends it
	@$(RUN) -m scripts.hold

requests: setup ## requests of persons, how far each is and when it is due: JSON=0
	@$(RUN) -m scripts.requests

retain: setup ## what is kept for how long, and what is older than that: BRONZE_DAYS SILVER_DAYS ANSWERS_DAYS; APPLY=1 removes it
	@$(RUN) -m scripts.retain

lineage: setup ## what a column is made of, back to Kafka: COLUMN=gold.user_cohorts.avg_lifetime_value MERMAID=0; or all runs as OpenLineage events: TO=runs.jsonl SINCE=
	@$(RUN) -m scripts.lineage

audit: setup ## who did what with persons, keys and releases: LAST=20; VERIFY=1 checks that no line was changed
	@$(RUN) -m scripts.audit

##@ What is personal (docs/detection.md)
catalog: setup ## what every column of the lake is, how sensitive, and what was done to get there: JSON=0
	@$(RUN) -m scripts.catalog

scan: setup ## tell of every column whether it is personal: FROM="in/*.csv silver.users topic:events" JSON=out.json
	@$(RUN) -m scripts.scan

propose: setup ## draft a contract and a policy for a source, to review: FROM=sample.jsonl NAME=orders
	@$(RUN) -m scripts.propose

scan-text: setup ## tell where personal data stands in a text: FROM=notes.txt JSON=out.json
	@$(RUN) -m scripts.scan_text

##@ Services
boundary: setup ## as root: users officer, engineer, analyst and what each may do (docs/boundary.md); ARGS="--remove"
	@$(RUN) -m scripts.boundary $(ARGS)

setup: ## install Python packages and jars, make the master key
	@bash scripts/setup.sh

down: ## stop the local Kafka and PostgreSQL
	@if [ -x $(VENV)/bin/python ]; then $(RUN) -m scripts.down; fi

clean: ## stop them and remove var/ (LAKE_VAR) with all data and keys
	@if [ -x $(VENV)/bin/python ]; then $(RUN) -m scripts.down --clean; fi

##@ Development
test: setup ## all but what takes long, in WORKERS=2 processes; ARGS="-k name" for some
	@$(RUN) -m pytest -n $(or $(WORKERS),2) --dist loadgroup -m "not long and not faults" $(ARGS)

test-long: setup ## more points of the same claims, parity of both roads, OS users, adding a source
	@$(RUN) -m pytest -n $(or $(WORKERS),2) --dist loadgroup -m "long and not faults" $(ARGS)

test-faults: setup ## the long fault campaign; ARGS="-k name" for some
	@$(RUN) -m pytest -m faults tests/faults tests/parity $(ARGS)

check: setup ## format, lint, types, import rules
	@$(VENV)/bin/ruff format --check --quiet . || { echo "format: run $(VENV)/bin/ruff format ." >&2; exit 1; }
	@$(VENV)/bin/ruff check --quiet .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports --no-logo

bench: setup ## the road beside a plain one, and history by size: BENCH=full; ARGS="--help" for more
	@$(PYTHON) -m scripts.bench $(ARGS)
	@$(RUN) -m scripts.bench_history

endurance: setup ## half an hour at 4,000 events/s: freshness, memory, files; ARGS="--help" for more
	@$(RUN) -m scripts.endurance $(ARGS)

##@ Help
help: ## this text
	@awk 'BEGIN { FS = ":.*## " } \
	    /^##@ / { printf "\n%s\n", substr($$0, 5) } \
	    /^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@echo
	@echo "Settings: conf/default.toml, or the environment, or NAME=value behind the target:"
	@awk 'match($$0, /\[[A-Z_]+\]/) { name = substr($$0, RSTART + 1, RLENGTH - 2); rest = substr($$0, RSTART + RLENGTH + 1); \
	    split($$0, half, / *#/); sub(/^[a-z_]+ = /, "", half[1]); printf "  %-24s %-12s %s\n", name, half[1], rest }' conf/default.toml
