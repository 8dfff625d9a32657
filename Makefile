# Chainwright (链匠). `make demo` shows it at work, `make test` checks all of it; CONTRIBUTING.md says what each word does.
SHELL := bash
.DEFAULT_GOAL := help
.PHONY: help setup build demo test quick lint docs golden bench faults fuzz sanitize package portable wheel everywhere

help: ## what each word does
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 14

setup: ## install what is missing (Debian: apt), nothing when nothing is
	@scripts/setup.sh

build: setup ## build the command: .build/release/chainwright
	@scripts/build.sh

demo: setup ## build the command, analyse Graphs/baoding-2022, write maps and reports to out/
	@scripts/demo.sh

test: ## build and run all tests (CHAINWRIGHT_FULL=1: all random cases, as CI does)
	@scripts/setup.sh tests
	CHAINWRIGHT_TESTS=1 swift test --disable-xctest --explicit-target-dependency-import-check error

quick: ## build and test the lower floors only: graphs, cut sets, cascades, model, answers
	CHAINWRIGHT_TESTS=1 swift test --disable-xctest --filter '^(GraphCore|GraphAlgorithms|CutSets|Cascades|InputOutput|InventoryDynamics|ClusterModel|Answers|Architecture)Tests\.'

lint: ## check format and shell syntax
	@scripts/lint.sh

docs: ## build the manual into .build/docs, warnings are errors
	@scripts/docs.sh

golden: setup ## record the golden files anew, then read the difference with git diff
	@scripts/golden.sh

bench: ## measure against the best Python stack (Benchmarks/)
	@Benchmarks/run.sh

faults: ## let every request to the system fail in turn, and end the command before each (half an hour)
	CHAINWRIGHT_TESTS=1 swift build --product chainwright
	Tests/Faults/faults.py --command .build/debug/chainwright

fuzz: ## look for faults by chance, an hour for the command and an hour for the readers (SECONDS=60 is less)
	@scripts/fuzz.sh $(SECONDS)

sanitize: ## run the tests under AddressSanitizer and ThreadSanitizer, the C files under valgrind
	@scripts/setup.sh sanitize
	@scripts/sanitize.sh

package: setup ## pack the programs into out/package: archives and Debian packages, for Debian 12 and portable, what they are made of, checksums
	@scripts/package.sh
	@scripts/package.sh portable

portable: setup ## link one program that needs only glibc 2.28: .build/portable/chainwright
	@scripts/portable.sh

wheel: setup ## make the Python package with the portable program in it
	@scripts/wheel.sh

everywhere: setup ## try all three where nothing else is installed
	@scripts/everywhere.sh
