# shellcheck shell=bash
# shellcheck disable=SC2154  # root and build are lib.sh's
# What the boards' scripts share beyond lib.sh: the ARM toolchain, the package library, the check of a firmware, the test run.
# Sourced after lib.sh, never run.

# As upstream's boards are: a C library is needed for its headers, and by some ports to link.
need_arm_toolchain() {
    need_command arm-none-eabi-gcc "$1" gcc-arm-none-eabi
    echo '#include <string.h>' | arm-none-eabi-gcc -E -o /dev/null - 2>/dev/null || need_packages "$1" libnewlib-arm-none-eabi
}

# package_library TREE: upstream's package library where the tree has that submodule, else a folder that passes for it.
# The manifests in ports/ take nothing from either.
package_library() {
    local empty=$build/no-packages
    if [ -e "$1/lib/micropython-lib/README.md" ]; then
        printf '%s\n' "$1/lib/micropython-lib"
    else
        mkdir -p "$empty"
        [ -e "$empty/README.md" ] || echo "No packages: what the builds give where upstream's library is not there." >"$empty/README.md"
        printf '%s\n' "$empty"
    fi
}

# board_name PORT BOARD: the name of the build folder, by which arm it is.
board_name() { printf '%s\n' "$1-$2${STOCK:+-stock}"; }

# test_python: a Python that can drive a board's console, in a folder of its own.
test_python() {
    local folder=$build/venv/boards
    if ! "$folder/bin/python3" -c 'import serial' 2>/dev/null; then
        need_command python3 "the boards' tests" python3
        python3 -c 'import ensurepip' 2>/dev/null || need_packages "the boards' tests" python3-venv
        rm -rf "$folder"
        # shellcheck disable=SC2016  # expanded by the inner shell
        quiet "Python with pyserial" "$build/logs/venv-boards.log" sh -c \
            'python3 -m venv "$1" && "$1/bin/pip" install --disable-pip-version-check "pyserial==3.5"' sh "$folder"
    fi
    printf '%s\n' "$folder/bin/python3"
}

# run_suite NAME INSTANCE [OPTION...]: upstream's asyncio tests, and this project's unless STOCK, on the board that
# INSTANCE starts (the form of run-tests.py -t). Says how many passed; fails if one did not, or if none ran.
run_suite() {
    local name=$1 instance=$2 tree python log tests=() status=0
    shift 2
    tree=$(ASYNCIO_RS_TREE_SAID=1 "$root/scripts/micropython-tree")
    python=$(test_python)
    log=$build/logs/test-$name.log
    shopt -s nullglob
    tests=("$tree"/tests/extmod/asyncio_*.py)
    tests=("${tests[@]#"$tree/tests/"}")
    tests+=("$root"/tests/asyncio/*.py)
    [ -n "${STOCK:-}" ] || tests+=("$root"/tests/ours/*.py)
    shopt -u nullglob
    mkdir -p "$build/results/$name"
    # shellcheck disable=SC2016  # expanded by the inner shell
    quiet "tests $name" "$log" sh -c 'cd "$1" && shift && exec "$@"' sh "$tree/tests" \
        "$python" ./run-tests.py -j1 -r "$build/results/$name" -t "$instance" "$@" "${tests[@]}" || status=$?
    grep -E '^[0-9]+ tests (performed|passed|skipped|failed)' "$log" | sed "s/^/  $name: /" >&2 || :
    # A test of upstream's that is skipped would mean a firmware without asyncio.
    if [ "$status" != 0 ] || ! grep -qE '^[1-9][0-9]* tests passed' "$log" || grep -qE '^skip +extmod/asyncio_' "$log"; then
        say "error: the tests on $name failed"
        return 1
    fi
}
