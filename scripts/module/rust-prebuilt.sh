# shellcheck shell=bash
# shellcheck disable=SC2154  # root is lib.sh's
# The folder of prebuilt objects, as scripts/firmware/prebuilt writes it and rust-object reads it: TARGET-LEVEL.o and
# TARGET-LEVEL-insight.o for each target and optimisation; `sources`, the checksum of the C files that the objects go with; `objects`, those of the objects.
# Sourced after lib.sh, never run.

# sources_sum: of all that C and Rust know each other by, which is the C module whole: it says what a step means.
sources_sum() { (cd "$root/cmodule" && cat ./*.c ./*.h | sha256sum | cut -d ' ' -f 1); }

# prebuilt_object FOLDER TARGET LEVEL: the path of the object, after checking that it is whole and goes with the C files.
prebuilt_object() {
    local folder=$1 name=$2-$3 sum
    [ "${ASYNCIO_RS_INSIGHT:-0}" = 0 ] || name+=-insight
    name+=.o
    [ -f "$folder/objects" ] || die "asyncio_rs: ASYNCIO_RS_PREBUILT='$folder' is no folder of prebuilt objects: give the folder \
'prebuilt' of an archive that scripts/firmware/prebuilt made"
    [ "$(cat "$folder/sources")" = "$(sources_sum)" ] || die "asyncio_rs: the objects in $folder are not for the C files in \
$root/cmodule: take both from one archive, or unset ASYNCIO_RS_PREBUILT to build with cargo"
    sum=$(sed -n "s/  $name\$//p" "$folder/objects")
    [ -n "$sum" ] || die "asyncio_rs: $folder has no object for $2 optimised for $3: choose one of \
$(sed 's/.*  \(.*\)\.o/\1/' "$folder/objects" | xargs) by ASYNCIO_RS_TARGET and ASYNCIO_RS_OPT_LEVEL, or unset ASYNCIO_RS_PREBUILT to build with cargo"
    [ "$(sha256sum 2>/dev/null <"$folder/$name" | cut -d ' ' -f 1)" = "$sum" ] \
        || die "asyncio_rs: $folder/$name does not have the recorded checksum: unpack the archive again"
    printf '%s\n' "$folder/$name"
}
