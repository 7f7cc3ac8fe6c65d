# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034  # rust-object's root, workdir and target; what it reads
# Which cargo and rustc build for a target: the caller's, if they have (or can get) the target's core library; else Debian's,
# with core built from source. Where there are none, it says in one sentence what to install.
# Sourced by rust-object after lib.sh, never run.

debian_rust=(rustc-web cargo-web rust-web-src)
cargo=(cargo)
options=()

has_core() {
    local folder
    folder=$(cd "$root" && rustc --print target-libdir --target "$target" 2>/dev/null) || return 1
    compgen -G "$folder/libcore-*.rlib" >/dev/null
}

add_target() {
    have rustup || return 1
    say "asyncio_rs: no core library for $target yet, asking rustup for it"
    (cd "$root" && timeout 300 rustup -q target add "$target") >"$workdir/rustup.log" 2>&1 && has_core
}

# use_debian WHY: Debian's, installed or, where that is allowed, to be installed.
use_debian() {
    if ! have dpkg-query || ! dpkg-query -W "${debian_rust[@]}" >/dev/null 2>&1; then
        [ "$ASYNCIO_RS_INSTALL" != 0 ] && have apt-get || return 1
        need_packages "$1" "${debian_rust[@]}"
    fi
    export RUSTC_BOOTSTRAP=1 RUSTC=/usr/bin/rustc
    cargo=(/usr/bin/cargo)
    options=(-Z "build-std=core,compiler_builtins")
    : >"$workdir/.build-std"
}

# choose_compiler: sets `cargo` and `options`, and the environment.
choose_compiler() {
    local oldest version
    oldest=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$root/Cargo.toml")
    if [ -e "$workdir/.build-std" ] && use_debian "building Rust's core library for $target"; then
        return
    elif ! have cargo || ! have rustc; then
        use_debian "building with Rust" || die "asyncio_rs: there is no cargo on the PATH: install Rust $oldest or newer \
(https://rustup.rs), or give prebuilt objects by ASYNCIO_RS_PREBUILT"
    else
        version=$(cd "$root" && rustc --version | cut -d ' ' -f 2)
        [ "$(printf '%s\n%s\n' "$oldest" "$version" | sort -V | head -n 1)" = "$oldest" ] \
            || die "asyncio_rs: Rust $oldest or newer is needed, and rustc is $version: rustup update, or give prebuilt objects by ASYNCIO_RS_PREBUILT"
        has_core || add_target || use_debian "building Rust's core library for $target" \
            || die "asyncio_rs: Rust's core library for $target is not installed: rustup target add $target, or, where that cannot \
download, on Debian: apt-get install ${debian_rust[*]}"
    fi
}
