#!/usr/bin/env bash
# Finds what this machine lacks, says what and why, and installs it. Quick when nothing is missing.
#
#   scripts/setup.sh window   to build, and to open a seat in a window
#   scripts/setup.sh frame    to build, and to render without a window
#   scripts/setup.sh test     as frame, and the components of Rust that the checks use
set -euo pipefail

purpose=${1:-window}
case $purpose in
window | frame | test) ;;
*) echo "usage: scripts/setup.sh window|frame|test" >&2 && exit 2 ;;
esac

die() {
    echo "setup: $*" >&2
    exit 1
}

# ---- what is missing ---------------------------------------------------------------------------

# ldconfig stands where a plain user's PATH does not look. Without it: look into the usual folders.
libraries=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null || ls /usr/lib /usr/lib64 /usr/lib/*-linux-gnu 2>/dev/null || true)

packages=()
need() { # PACKAGE REASON
    [ ${#packages[@]} -gt 0 ] || echo "setup: missing on this machine:"
    printf '  %-22s %s\n' "$1" "$2"
    packages+=("$1")
}
need_library() { # SONAME PACKAGE REASON
    case $libraries in *"$1"*) ;; *) need "$2" "$3 ($1)" ;; esac
}

# A driver tells the Vulkan loader of itself by a small JSON file.
has_vulkan_driver() {
    local dir file
    [ -n "${VK_DRIVER_FILES:-}${VK_ICD_FILENAMES:-}" ] && return 0
    for dir in /usr/share /etc /usr/local/share /usr/local/etc "${XDG_DATA_HOME:-${HOME:-/nonexistent}/.local/share}"; do
        for file in "$dir"/vulkan/icd.d/*.json; do
            [ -e "$file" ] && return 0
        done
    done
    return 1
}

command -v cargo >/dev/null || die "Rust is missing: install it with rustup, then run this again."

command -v cc >/dev/null || need gcc "a C compiler: it links, and builds SQLite"
[ -e /usr/include/stdlib.h ] || need libc6-dev "the C library's headers: for SQLite"
need_library libvulkan.so.1 libvulkan1 "the Vulkan loader: draws the map, with a window or without"
has_vulkan_driver || need mesa-vulkan-drivers "a Vulkan driver: for common GPUs, and one in software where there is none"

if [ "$purpose" = window ]; then
    need_library libX11.so.6 libx11-6 "windows on X"
    need_library libX11-xcb.so.1 libx11-xcb1 "windows on X"
    need_library libXcursor.so.1 libxcursor1 "the mouse pointer on X"
    need_library libXi.so.6 libxi6 "mouse and keyboard on X"
    need_library libXrandr.so.2 libxrandr2 "the screens' sizes on X"
    need_library libxkbcommon.so.0 libxkbcommon0 "keyboard layouts"
    need_library libxkbcommon-x11.so.0 libxkbcommon-x11-0 "keyboard layouts on X"
    need_library libwayland-client.so.0 libwayland-client0 "windows on Wayland"
fi

# ---- install it --------------------------------------------------------------------------------

as_root() {
    if [ "$(id -u)" = 0 ]; then
        env DEBIAN_FRONTEND=noninteractive "$@"
    else
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    fi
}

if [ ${#packages[@]} -gt 0 ]; then
    wanted="${packages[*]}"
    command -v apt-get >/dev/null ||
        die "this system has no apt-get: install what Debian and Ubuntu call $wanted, then run this again."
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null ||
            die "neither root nor sudo: ask an administrator for 'apt-get install $wanted', then run this again."
        echo "setup: installing them with sudo, which may ask for your password"
        sudo -v || die "sudo said no: ask an administrator for 'apt-get install $wanted', then run this again."
    fi
    install=(apt-get install -y -q --no-install-recommends "${packages[@]}")
    # Package lists that are absent or old make the first try fail; then they are fetched.
    as_root "${install[@]}" >/dev/null 2>&1 ||
        { as_root apt-get update -q && as_root "${install[@]}"; } ||
        die "apt-get could not install $wanted: see its words above."
    echo "setup: installed $wanted"
fi

if [ "$purpose" = test ]; then
    components=()
    cargo fmt --version >/dev/null 2>&1 || components+=(rustfmt)
    cargo clippy --version >/dev/null 2>&1 || components+=(clippy)
    if [ ${#components[@]} -gt 0 ]; then
        echo "setup: adding to Rust: ${components[*]}"
        rustup component add "${components[@]}" ||
            die "the checks need ${components[*]}: run 'rustup component add ${components[*]}', or install them where this Rust came from."
    fi
fi
