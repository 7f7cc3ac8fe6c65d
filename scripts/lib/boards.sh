# shellcheck shell=bash
# shellcheck disable=SC2154  # root and build are lib.sh's
# What the boards' builds share beyond lib.sh: the toolchains, the package library, the names.
# Sourced after lib.sh, never run.

# As upstream's boards are: a C library is needed for its headers, and by some ports to link.
need_arm_toolchain() {
    need_command arm-none-eabi-gcc "$1" gcc-arm-none-eabi
    echo '#include <string.h>' | arm-none-eabi-gcc -E -o /dev/null - 2>/dev/null || need_packages "$1" libnewlib-arm-none-eabi
}

need_riscv_toolchain() {
    need_command riscv64-unknown-elf-gcc "$1" gcc-riscv64-unknown-elf
    [ -f "$(riscv64-unknown-elf-gcc -print-file-name=picolibc.specs)" ] || need_packages "$1" picolibc-riscv64-unknown-elf
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

# board_folder PORT PORTDIR BOARD: the board's folder, upstream's as the port's makefile has it, or this project's.
board_folder() {
    if [ -d "$2/boards/$3" ]; then
        printf '%s\n' "boards/$3"
    elif [ -d "$root/ports/$1/boards/$3" ]; then
        printf '%s\n' "$root/ports/$1/boards/$3"
    else
        die "no board '$3' for the $1 port in $2/boards or $root/ports/$1/boards"
    fi
}
