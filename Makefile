# Verbs: run, test, bench, format, ci. Everything they need beyond Swift is installed by `scripts`.
SWIFT ?= swift
# Tests run on the release build with testability, in a build folder of their own.
TEST_FLAGS = -c release -Xswiftc -enable-testing --scratch-path .build-test

.PHONY: run build test examples bench format lint ci latex clean

run: build
	@.build/release/vlasov report retrieval --digits 30

build:
	@scripts/install-dependencies
	@$(SWIFT) build -c release --product vlasov

test:
	@scripts/install-dependencies python
	@scripts/make-venv .venv Tests/requirements.txt
	@$(SWIFT) build $(TEST_FLAGS) --build-tests
	@$(MAKE) --no-print-directory examples
	@$(SWIFT) test $(TEST_FLAGS) --skip-build

# The package in Examples is somebody else's: it depends on this one by path and runs to its own checks.
examples:
	@scripts/install-dependencies
	@$(SWIFT) run -c release --package-path Examples

bench:
	@scripts/install-dependencies python
	@scripts/make-venv .venv-bench Benchmarks/requirements.txt
	@$(SWIFT) build -c release --product VlasovBench
	@$(SWIFT) build -c release --product vlasov
	@.build/release/VlasovBench

format:
	@$(SWIFT) format --in-place --recursive Sources Tests Benchmarks Examples/Sources Package.swift

lint:
	@$(SWIFT) format lint --strict --recursive Sources Tests Benchmarks Examples/Sources Package.swift

# The tests compile our LaTeX where TeX is installed; here it is.
ci: latex test lint

latex:
	@scripts/install-dependencies latex

clean:
	rm -rf .build .build-test .venv .venv-bench Examples/.build
