# Verbs: run, test, verify, wheel, notebooks, certificates, proofs, latex-demo, fuzz, bench, format, ci. Everything they need beyond Swift is installed by `scripts`.
SWIFT ?= swift
# Tests run on the release build with testability, in a build folder of their own.
TEST_FLAGS = -c release -Xswiftc -enable-testing --scratch-path .build-test

# The soundness programme: seconds, threads (all cores), seed (the clock), one case, a text that picks checks.
FUZZ_SECONDS ?= 60
FUZZ_SEED ?=
FUZZ_THREADS ?=
FUZZ_CASE ?=
FUZZ_ONLY ?=
export FUZZ_SECONDS FUZZ_SEED FUZZ_THREADS FUZZ_CASE FUZZ_ONLY

.PHONY: run build test python-tests verify examples wheel figures notebooks latex-demo certificates proofs arb-checks fuzz fuzz-thread fuzz-address bench format lint ci extras clean

# Executables are linked with the archives of MPFR and GMP (STATIC=0: with the shared libraries). The tests and the
# packages that depend on this one use the shared ones.
STATIC ?= 1
TOOL_BUILD = VLASOV_STATIC=$(STATIC) $(SWIFT) build -c release

run: build
	@.build/release/vlasov report retrieval --digits 30

build:
	@scripts/install-dependencies
	@$(TOOL_BUILD) --product vlasov

test:
	@scripts/install-dependencies python
	@scripts/make-venv .venv Tests/requirements.txt
	@$(SWIFT) build $(TEST_FLAGS) --build-tests
	@$(MAKE) --no-print-directory examples
	@$(SWIFT) test $(TEST_FLAGS) --skip-build
	@$(MAKE) --no-print-directory python-tests

# The C interface from C under a leak detector, then the Python package over the library that the tests built.
python-tests:
	@scripts/install-dependencies python
	@scripts/make-venv .venv-python python/requirements.txt
	@$(SWIFT) build $(TEST_FLAGS) --product CVlasov
	@scripts/check-c-interface .build-test/release
	@VLASOV_LIBRARY=$(CURDIR)/.build-test/release/libCVlasov.so PYTHONPATH=$(CURDIR)/python/src \
	  .venv-python/bin/python -m pytest python

# A wheel in dist/, tried in an environment without Swift.
wheel:
	@scripts/make-wheel

# The pictures of the documentation.
figures: build
	@scripts/install-dependencies python
	@scripts/make-venv .venv-python python/requirements.txt
	@.venv-python/bin/pip install --quiet --disable-pip-version-check './python[all]'
	@VLASOV_PYTHON=.venv-python/bin/python .build/release/vlasov figure retrieval.profile beta=1 M=8 lambda=1 -o docs/figures/profile.svg

# Every notebook in a fresh kernel, with the installed package.
notebooks:
	@scripts/install-dependencies python
	@scripts/make-venv .venv-python python/requirements.txt
	@.venv-python/bin/pip install --quiet --disable-pip-version-check './python[all]'
	@.venv-python/bin/python scripts/run-notebooks

# Every closed form against its simulation, one line each.
verify: build
	@.build/release/vlasov verify --all

# The package in Examples is somebody else's: it depends on this one by path and runs to its own checks.
examples:
	@scripts/install-dependencies
	@$(SWIFT) run -c release --package-path Examples

# The constants of proofs-checks/constants, as JSON and as Coq theorems; to be committed.
certificates: build
	@scripts/install-dependencies python
	@scripts/make-venv .venv Tests/requirements.txt
	@PYTHON=$(CURDIR)/.venv/bin/python scripts/make-certificates .build/release/vlasov

# All certificates by both independent checkers: the Coq compiler (installed when missing), and python-flint.
proofs: arb-checks
	@scripts/install-dependencies coq
	@scripts/check-proofs --tests

arb-checks:
	@scripts/install-dependencies python
	@scripts/make-venv .venv Tests/requirements.txt
	@.venv/bin/python proofs-checks/arb/check.py --quiet proofs-checks/certs/*.json

fuzz:
	@scripts/install-dependencies
	@$(TOOL_BUILD) --product VlasovFuzz
	@.build/release/VlasovFuzz

# The same under the thread sanitizer, and under the address sanitizer. Swift's own runtime keeps memory to the
# end of the process, which the leak detector would report.
fuzz-thread:
	@scripts/install-dependencies
	@$(SWIFT) build -c release --product VlasovFuzz --sanitize=thread --scratch-path .build-tsan
	@TSAN_OPTIONS=halt_on_error=1 .build-tsan/release/VlasovFuzz

fuzz-address:
	@scripts/install-dependencies
	@$(SWIFT) build -c release --product VlasovFuzz --sanitize=address --scratch-path .build-asan
	@ASAN_OPTIONS=detect_leaks=0 .build-asan/release/VlasovFuzz

# BENCH_GROUP=kernel, retrieval, quadrature, clustering, modes, particles, linalg, ode or python, BENCH_FORMAT=json, BENCH_WRITE=1 for Benchmarks/kernel.md. The kernel
# group runs in the static link mode and measures the dynamic one beside it.
bench:
	@scripts/install-dependencies python bench
	@scripts/make-venv .venv-bench Benchmarks/requirements.txt
	@scripts/make-venv .venv-python python/requirements.txt
	@.venv-python/bin/pip install --quiet --disable-pip-version-check ./python
	@scripts/build-peers .build-peers
	@VLASOV_STATIC=1 $(SWIFT) build -c release --product VlasovBench
	@VLASOV_STATIC=1 $(SWIFT) build -c release --product vlasov
	@$(SWIFT) build -c release --product VlasovBench --scratch-path .build-dynamic
	@if [ "$$BENCH_GROUP" = python ]; then .build-dynamic/release/VlasovBench; \
	  else BENCH_OTHER=.build-dynamic/release/VlasovBench .build/release/VlasovBench; fi

format:
	@$(SWIFT) format --in-place --recursive Sources Tests Fuzz Benchmarks Examples/Sources Package.swift

lint:
	@$(SWIFT) format lint --strict --recursive Sources Tests Fuzz Benchmarks Examples/Sources Package.swift

# The tests compile our LaTeX and run Coq where they are installed; here they are.
ci: extras test lint proofs wheel notebooks
	@$(MAKE) --no-print-directory fuzz FUZZ_SECONDS=30

# The tables of docs/latex and the page that shows them, docs/latex/demo.pdf.
latex-demo:
	@scripts/install-dependencies latex
	@$(TOOL_BUILD) --product vlasov
	@scripts/make-latex-demo .build/release/vlasov
	@cd docs/latex && pdflatex -interaction=batchmode -halt-on-error demo >/dev/null && bibtex -terse demo \
	  && pdflatex -interaction=batchmode demo >/dev/null && pdflatex -interaction=batchmode demo >/dev/null

extras:
	@scripts/install-dependencies latex coq

clean:
	rm -rf .build .build-test .build-proofs .build-dynamic .build-tsan .build-asan .build-peers .build-python .venv .venv-python .venv-bench dist python/build Examples/.build
