# shellcheck shell=bash
# What the other scripts share: speaking, quiet long steps, missing packages, locks, atomic results.
# Sourced, never run. Everything that is said goes to stderr, so that a script's stdout stays its result.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck disable=SC2034  # for the scripts that source this
build=$root/build

# Python run from a MicroPython tree must not leave caches in it.
export PYTHONDONTWRITEBYTECODE=1
# A missing package or Rust target is installed by the project's own scripts; 0 only names it.
export ASYNCIO_RS_INSTALL=${ASYNCIO_RS_INSTALL:-1}

say() { printf '%s\n' "$*" >&2; }
die() { say "error: $*"; exit 1; }
verbose() { [ "${V:-0}" != 0 ]; }
have() { command -v "$1" >/dev/null 2>&1; }

jobs() { printf '%s\n' "${JOBS:-$(nproc 2>/dev/null || echo 2)}"; }

case $root in
    *[[:space:]]*) die "make cannot build in a folder whose path has a space: '$root'; move or link the project elsewhere" ;;
esac

# quiet LABEL LOG COMMAND...: runs COMMAND with its output in LOG, says how it goes, and shows the log's end if it fails.
# With V=1 the output is shown as it comes, too.
quiet() {
    local label=$1 log=$2 start=$SECONDS status=0 ticker='' tick
    shift 2
    mkdir -p "$(dirname "$log")"
    say "$label ..."
    if verbose; then
        "$@" 2>&1 </dev/null | tee "$log" >&2 || status=$?
    else
        exec {tick}<> <(:)
        ( while ! read -rt 20 -u "$tick" && kill -0 $$ 2>/dev/null; do
              say "  $label: $((SECONDS - start)) s"
          done ) &
        ticker=$!
        "$@" >"$log" 2>&1 </dev/null || status=$?
        kill "$ticker" 2>/dev/null || :
        wait "$ticker" 2>/dev/null || :
        exec {tick}<&-
        [ "$status" = 0 ] || tail -n 30 "$log" >&2
    fi
    [ "$status" = 0 ] || { say "error: $label failed (the whole log: $log)"; return "$status"; }
    say "$label: done, $((SECONDS - start)) s"
}

# locked NAME: waits until this process alone holds the lock NAME, and holds it until it exits.
locked() {
    local fd
    mkdir -p "$build/locks"
    exec {fd}>"$build/locks/$1"
    flock -n "$fd" || { say "waiting for another build of $1"; flock "$fd"; }
}

# put SOURCE DESTINATION: a whole new file or none; an unchanged one keeps its time.
put() {
    cmp -s "$1" "$2" && return
    mkdir -p "$(dirname "$2")"
    cp -p "$1" "$2.new.$$"
    mv -f "$2.new.$$" "$2"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# need_packages WHY PACKAGE...: Debian packages, installed where that is possible and named where it is not.
need_packages() {
    local why=$1 missing=() package
    shift
    if have dpkg-query; then
        for package in "$@"; do
            dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
        done
        [ ${#missing[@]} -gt 0 ] || return 0
    else
        die "$why needs the Debian packages $*, or what your system calls them"
    fi
    if [ "$ASYNCIO_RS_INSTALL" = 0 ] || ! have apt-get || ! as_root true 2>/dev/null; then
        die "$why: install first: apt-get install ${missing[*]}"
    fi
    local options=(-y -q --no-install-recommends -o DPkg::Lock::Timeout=600)
    # Stale package lists answer with a missing file; then they are read anew.
    quiet "installing ${missing[*]} ($why)" "$build/logs/apt.log" \
        as_root env DEBIAN_FRONTEND=noninteractive sh -c \
        'apt-get install "$@" || { apt-get update -q && apt-get install "$@"; }' sh "${options[@]}" "${missing[@]}"
}

# need_command COMMAND WHY PACKAGE...: like need_packages, for a tool that may also have come in another way.
need_command() {
    local command=$1
    shift
    have "$command" || need_packages "$@"
    have "$command" || die "$1: there is no '$command' on the PATH"
}

# begin_build NAME OPTION...: this process alone has build/NAME from here on. A work folder made with other options, or cut
# short, is thrown away: no port's own rules notice either. end_build NAME says that it was not cut short.
begin_build() {
    local name=$1 folder=$build/$1 configuration
    shift
    locked "$name"
    configuration=$(printf '%s\n' "$@"; [ -n "${STOCK:-}" ] || { cat "$root"/micropython.* "$root"/cmodule/micropython.* "$root"/cmodule/make/*; ls "$root"/cmodule; })
    if [ -e "$folder/unfinished" ] || [ "$configuration" != "$(cat "$folder/configuration" 2>/dev/null)" ]; then
        rm -rf "$folder"
    fi
    mkdir -p "$folder"
    # Upstream's rule for this file does not see that the names known to the C code changed.
    if [ -n "$(find "$root/cmodule" -newer "$folder/obj/frozen_content.c" 2>/dev/null)" ]; then
        rm -f "$folder/obj/frozen_content.c"
    fi
    printf '%s\n' "$configuration" >"$folder/configuration"
    : >"$folder/unfinished"
}

end_build() { rm -f "$build/$1/unfinished"; }

# module_folder FOLDER...: the user modules of a build as one folder, since a make port takes only one. Ours is among them
# unless STOCK is set. Its name says what is in it, so that builds which go on at a time can share it.
module_folder() {
    local modules=("$@") folder module
    [ -n "${STOCK:-}" ] || modules=(cmodule "$@")
    folder=$build/modules/$(IFS=+; printf '%s' "${modules[*]##*/}")
    mkdir -p "$folder"
    for module in "${modules[@]}"; do ln -sfn "$root/$module" "$folder/${module##*/}"; done
    printf '%s\n' "$folder"
}

# build_make_port NAME PORTDIR BUILT ARTIFACT OPTION...: runs a make port in build/NAME/obj and moves its result BUILT to
# build/NAME/ARTIFACT.
build_make_port() {
    local name=$1 port=$2 built=$3 artifact=$4 folder=$build/$1 status=0
    shift 4
    begin_build "$name" "$port" "$@"
    # A recipe that fails may have begun its output: make is told to delete that.
    quiet "firmware $name" "$build/logs/$name.log" \
        make -C "$port" --eval=.DELETE_ON_ERROR: -j"$(jobs)" BUILD="$folder/obj" "$@" || status=$?
    end_build "$name"
    [ "$status" = 0 ] || exit "$status"
    put "$folder/obj/$built" "$folder/$artifact"
}
