# shellcheck shell=bash
# Reading packages of a Debian release that need not be the machine's own, without changing the machine's apt.
# Sourced after lib.sh, never run.
# shellcheck disable=SC2154  # build is lib.sh's

# The machine's own Debian mirror, in whichever form its apt is configured; the first source of Debian itself.
debian_mirror() {
    # shellcheck disable=SC2016  # apt's own placeholders
    apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(ORIGIN)' 'Created-By: Packages' 2>/dev/null \
        | awk '$NF == "Debian" && $0 !~ /security/ { print $1; exit }' | grep . && return
    # Before the first "apt-get update" there are no index targets with an origin.
    cat /etc/apt/sources.list.d/*.sources 2>/dev/null \
        | awk '$1 == "URIs:" && $2 ~ /\/debian\/?$/ { print $2; exit }' | grep . && return
    cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null \
        | awk '$1 == "deb" { for (i = 2; i <= NF; i++) if ($i ~ /:.*\/debian\/?$/) { print $i; exit } }' | grep .
}

# private_apt FOLDER TYPES SUITES: reads the index of those suites into FOLDER and sets the array `apt` to the options
# with which apt-get and apt-cache use it. Its own source, lists and cache: the machine's apt stays as it is.
private_apt() {
    local folder=$1 types=$2 suites=$3 mirror
    have apt-get || { say "there is no apt-get to read Debian's packages"; return 1; }
    need_packages "reading Debian's packages" dpkg-dev debian-archive-keyring
    mirror=$(debian_mirror) || { say "apt's configuration names no Debian mirror"; return 1; }
    mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial"
    printf 'Types: %s\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n' "$types" "$mirror" "$suites" \
        /usr/share/keyrings/debian-archive-keyring.gpg >"$folder/debian.sources"
    apt=(-q -o Dir::Etc::sourcelist="$folder/debian.sources" -o Dir::Etc::sourceparts=- -o Dir::State::Lists="$folder/lists"
        -o Dir::Cache="$folder/cache" -o APT::Sandbox::User=root -o Acquire::Retries=3 -o Acquire::http::Timeout=60
        -o Acquire::Languages=none -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false)
    quiet "reading the index of Debian's $suites" "$build/logs/debian-index.log" \
        apt-get "${apt[@]}" -o APT::Update::Error-Mode=any update
}
