# SPDX-License-Identifier: Apache-2.0
#
# What tests/run, deploy/demo and tests/bench/run have in common: install what is missing, build a preset. Sourced by
# bash scripts that stand in the root of the source tree.

say() {
    printf '\n== %s\n' "$*"
}

fail() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# missing_packages KIND...: names of deploy/packages.txt of these kinds that are not installed.
missing_packages() {
    local package kind _
    while read -r package kind _; do
        if [[ -z $package || $package == '#'* || " $* " != *" $kind "* ]]; then
            continue
        fi
        if ! dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed; then
            echo "$package"
        fi
    done <deploy/packages.txt
}

install_missing() {
    local missing as_root=()
    if ! command -v dpkg-query >/dev/null; then
        echo "not a Debian system: assuming that what deploy/packages.txt lists is installed"
        return
    fi
    mapfile -t missing < <(missing_packages "$@")
    if [[ ${#missing[@]} -eq 0 ]]; then
        return
    fi
    if [[ $(id -u) -ne 0 ]]; then
        as_root=(sudo -n)
    fi
    say "installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    "${as_root[@]}" apt-get update -q || fail "apt-get update failed (needs root or sudo without a password)"
    "${as_root[@]}" apt-get install -q -y --no-install-recommends "${missing[@]}" ||
        fail "could not install: ${missing[*]}"
}

# build PRESET [TARGET...]
build() {
    local preset=$1
    shift
    say "building preset $preset"
    mkdir -p build
    cmake --preset "$preset" >"build/configure-$preset.log" 2>&1 || {
        cat "build/configure-$preset.log" >&2
        fail "cmake --preset $preset failed"
    }
    cmake --build --preset "$preset" --parallel "$(nproc)" ${1:+--target "$@"}
}
