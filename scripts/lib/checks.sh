# shellcheck shell=bash
# What test scripts in shell share: checks that are counted, and copies of the project.
# Sourced after lib.sh, never run.
# shellcheck disable=SC2154  # root is lib.sh's

passed=0 failed=0

# check WHAT COMMAND...: passes if COMMAND does.
check() {
    local what=$1
    shift
    if "$@"; then passed=$((passed + 1)); echo "pass $what"; else failed=$((failed + 1)); echo "FAILED ${0##*/test-}: $what"; fi
}

end_checks() {
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ]
}

# copy_project FOLDER: what a clone of it as it is now would have.
copy_project() {
    mkdir -p "$1"
    (cd "$root" && git ls-files -z --cached --others --exclude-standard | xargs -0 sh -c 'for f; do [ ! -f "$f" ] || printf "%s\0" "$f"; done' sh \
        | xargs -0 cp --parents -t "$1")
}

# path_without FOLDER COMMAND...: FOLDER, made for PATH with all commands but these.
path_without() {
    local folder=$1 command
    shift
    rm -rf "$folder"
    mkdir -p "$folder"
    tr ':' '\n' <<<"$PATH" | while read -r command; do
        find -L "$command" -maxdepth 1 -type f -perm -u+x -exec ln -s -t "$folder" {} + 2>/dev/null || :
    done
    for command; do rm -f "$folder/$command"; done
}
