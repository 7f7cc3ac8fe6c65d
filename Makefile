# The front door. Each target is a script's name; the scripts say what they do at their heads.

PORT ?= unix
SCRIPT ?= examples/hello.py

export PORT BOARD STOCK MICROPYTHON_DIR V
export ASYNCIO_RS_ADOPT ASYNCIO_RS_LEVEL ASYNCIO_RS_INSIGHT ASYNCIO_RS_RECORD ASYNCIO_RS_TARGET ASYNCIO_RS_OPT_LEVEL ASYNCIO_RS_FEATURES ASYNCIO_RS_PREBUILT

.PHONY: help run firmware test test-all test-qemu test-rp2 test-stm32 prebuilt release size lint docs fuzz fuzz-rust misuse fuzz-outside faults soak \
	coverage coverage-c coverage-rust mutants-c mutants-rust sanitize bench bench-boards bench-requests bench-servers bench-memory bench-pairs bench-report clean

# help: this list
help:
	@echo "make <target> [VARIABLE=value ...]"
	@echo
	@sed -n 's/^# \([a-z0-9-]*\): \(.*\)/  \1\t\2/p' Makefile | expand -t 16
	@echo
	@echo "V=1 shows all output.  MICROPYTHON_DIR=<checkout> builds with that tree.  STOCK=1 builds the comparison."

# run: build the unix firmware and run SCRIPT=examples/hello.py on it
run:
	@scripts/firmware/firmware-unix >/dev/null
	@build/unix$(if $(STOCK),-stock)/micropython "$(SCRIPT)"

# firmware: build a firmware, PORT=unix, qemu, rp2 or stm32 [BOARD=...] [STOCK=1]
firmware:
	@test -x scripts/firmware/firmware-$(PORT) || { echo "error: there is no port '$(PORT)' here; PORT can be: $(filter-out unix-%,$(patsubst scripts/firmware/firmware-%,%,$(wildcard scripts/firmware/firmware-*)))" >&2; exit 1; }
	@scripts/firmware/firmware-$(PORT)

# test: everything that proves a change, in under a quarter of an hour [STEPS="unix rust ..."]
test:
	@scripts/tests/test $(STEPS)

# test-all: the same and what takes longer
test-all:
	@scripts/tests/test --all

# test-qemu: the asyncio tests on machines of QEMU [BOARDS="MICROBIT ..."] [STOCK=1]
test-qemu:
	@scripts/tests/test-qemu $(BOARDS)

# test-rp2: the asyncio tests on a Pico or a Pico W, in an emulator [BOARDS=RPI_PICO_W] [STOCK=1]
test-rp2:
	@scripts/tests/test-rp2 $(BOARDS)

# test-stm32: the asyncio tests on QEMU's STM32F405, MICROPYTHON_DIR=<checkout with submodules> [STOCK=1]
test-stm32:
	@scripts/tests/test-stm32

# prebuilt: an archive of the module that builds without Rust, for TARGETS="thumbv6m-none-eabi ..." or all machines
prebuilt:
	@scripts/firmware/prebuilt $(TARGETS)

# release: firmware to flash, each beside stock, with sizes, checksums and versions, in build/release [NAMES="rp2-RPI_PICO ..."]
release:
	@scripts/firmware/release $(NAMES)

# size: what each firmware that is built weighs, against stock [NAMES="qemu-MICROBIT ..."]
size:
	@scripts/firmware/size $(NAMES)

# lint: formatting and lints of Rust, Python and shell
lint:
	@scripts/tests/lint

# docs: the documentation as a site, in build/docs
docs:
	@scripts/docs/build-site

# fuzz: compare random programs with stock for SECONDS=60, from SEED=...
fuzz:
	@STOCK=1 scripts/firmware/firmware-unix-virtual >/dev/null && STOCK= scripts/firmware/firmware-unix-virtual >/dev/null
	@scripts/fuzzers/fuzz --seconds $(or $(SECONDS),60) $(if $(SEED),--seed $(SEED))

# fuzz-rust: coverage-guided fuzzing of the engine, each part held to its model, for SECONDS=60 each; wants a nightly Rust
fuzz-rust:
	@scripts/fuzzers/fuzz-rust --seconds $(or $(SECONDS),60)

# misuse: random misuse of the module for SECONDS=60, from SEED=...
misuse:
	@STOCK=1 scripts/firmware/firmware-unix-virtual >/dev/null && STOCK= scripts/firmware/firmware-unix-virtual >/dev/null
	@scripts/fuzzers/misuse --seconds $(or $(SECONDS),60) $(if $(SEED),--seed $(SEED))

# fuzz-outside: random programs of threads, callbacks, runs and closed descriptors for SECONDS=60, from SEED=...
fuzz-outside:
	@STOCK= scripts/firmware/firmware-unix >/dev/null
	@scripts/fuzzers/fuzz-outside --seconds $(or $(SECONDS),60) $(if $(SEED),--seed $(SEED))

# faults: each fault at each point of sample programs: allocations, calls of the kernel, Ctrl-C
faults:
	@STOCK= scripts/firmware/firmware-unix-virtual >/dev/null
	@scripts/fuzzers/faults --all

# soak: a million tasks, ten million switches, 100,000 connections; or for MINUTES=; [BOARD=MICROBIT or RPI_PICO] too
soak:
	@scripts/fuzzers/soak $(if $(MINUTES),--minutes $(MINUTES)) $(if $(BOARD),--board $(BOARD))

# coverage: which lines and branches of cmodule/ and src/ the tests run
coverage: coverage-c coverage-rust

# coverage-rust: which lines and branches of src/ the host tests run
coverage-rust:
	@scripts/tests/coverage-rust

# coverage-c: which lines and branches of cmodule/ the tests of unix run
coverage-c:
	@scripts/tests/coverage-c

# mutants-rust: changes of src/ that the host tests do not notice
mutants-rust:
	@scripts/tests/mutants-rust

# mutants-c: changes of cmodule/ that the tests of unix do not notice, for MINUTES= or SAMPLE=
mutants-c:
	@scripts/tests/mutants-c $(if $(MINUTES),--minutes $(MINUTES)) $(if $(SAMPLE),--sample $(SAMPLE))

# sanitize: fuzz, misuse and faults under the address and undefined-behaviour sanitizers
sanitize:
	@scripts/fuzzers/sanitize

# bench: instructions for one operation, stock against ours, on unix and on boards; an echo server; idle sleeps
bench:
	@STOCK=1 scripts/firmware/firmware-unix >/dev/null && STOCK= scripts/firmware/firmware-unix >/dev/null
	@scripts/benches/bench
	@echo
	@scripts/benches/bench-boards
	@echo
	@scripts/benches/bench-echo
	@echo
	@scripts/benches/bench-idle

# bench-boards: of these, the boards alone [BOARDS="MICROBIT ..."]
bench-boards:
	@scripts/benches/bench-boards $(BOARDS)

# bench-requests: instructions and system calls for a request of a server, stock against ours
bench-requests:
	@STOCK=1 scripts/firmware/firmware-unix >/dev/null && STOCK= scripts/firmware/firmware-unix >/dev/null
	@scripts/benches/bench-requests

# bench-servers: processor time and system calls for a request of servers, beside CPython's asyncio and uvloop
bench-servers:
	@STOCK=1 scripts/firmware/firmware-unix >/dev/null && STOCK= scripts/firmware/firmware-unix >/dev/null
	@scripts/benches/bench-servers

# bench-memory: instructions for many tasks and for collections, stock against ours
bench-memory:
	@STOCK=1 scripts/firmware/firmware-unix >/dev/null && STOCK= scripts/firmware/firmware-unix >/dev/null
	@scripts/benches/bench-memory

# bench-pairs: processor time for a request of a server, BEFORE=<firmware> against AFTER=<firmware>
bench-pairs:
	@scripts/benches/bench-pairs $(BEFORE) $(or $(AFTER),build/unix/micropython)

# bench-report: count all figures of docs/benchmarks.md and draw its charts [PARTS="unix boards heap scaling size"]
bench-report:
	@scripts/benches/bench-report $(PARTS)

# clean: remove all that was built or fetched
clean:
	rm -rf build target
