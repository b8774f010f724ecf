#!/bin/sh
# Prepare this checkout for one stage: what the system lacks, a virtual environment, the pinned packages.
#
#   packaging/bootstrap.sh run|check|test|full|dev|package [VENV]
#
# Debian and its relatives: missing packages are installed with apt, by root or with sudo; without either they are
# named. Other systems: what is missing is named. It never touches anything outside apt's packages and VENV, and a
# second time it only looks.
set -eu
cd "$(dirname "$0")/.."
stage=${1:-run}
venv=${2:-.venv}

say() { printf 'hiitreader: %s\n' "$*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }

# --- what each stage needs: Debian's name, and a file or command that shows it is there on any system
qt_libraries="libegl1:libEGL.so.1 libgl1:libGL.so.1 libglib2.0-0:libglib-2.0.so.0 libdbus-1-3:libdbus-1.so.3
 libfontconfig1:libfontconfig.so.1 libfreetype6:libfreetype.so.6 libxkbcommon0:libxkbcommon.so.0
 libxkbcommon-x11-0:libxkbcommon-x11.so.0 libxcb-cursor0:libxcb-cursor.so.0 libxcb-icccm4:libxcb-icccm.so.4
 libxcb-image0:libxcb-image.so.0 libxcb-keysyms1:libxcb-keysyms.so.1 libxcb-randr0:libxcb-randr.so.0
 libxcb-render-util0:libxcb-render-util.so.0 libxcb-shape0:libxcb-shape.so.0 libxcb-xkb1:libxcb-xkb.so.1
 libwayland-cursor0:libwayland-cursor.so.0 libwayland-egl1:libwayland-egl.so.1"
run_files="ca-certificates:- fonts-dejavu-core:-"
# a C compiler and Python's headers: one package of the test server comes as source only
test_files="xvfb:Xvfb xauth:xauth dbus-daemon:dbus-daemon gcc:gcc libc6-dev:-"
full_files="orca:orca at-spi2-core:- libglib2.0-bin:gdbus python3-pyatspi:- gir1.2-wnck-3.0:- openbox:openbox xdotool:xdotool procps:ps"
# what builds the installers, looks them over, and tries them in bare systems
package_files="binutils:objdump dpkg-dev:dpkg-shlibdeps lintian:lintian desktop-file-utils:desktop-file-validate
 appstream:appstreamcli librsvg2-bin:rsvg-convert makeself:makeself xz-utils:xz debootstrap:debootstrap xvfb:Xvfb
 xauth:xauth dbus-daemon:dbus-daemon x11-apps:xwd imagemagick:convert rpm:rpm pipx:pipx"
# what a real WordPress runs on; none of these packages starts a service
wordpress_files="php-cli:php php-mysql:- php-mbstring:- php-xml:- mariadb-server-core:mariadbd mariadb-client-core:mariadb"
wordpress=build/wordpress/files

case $stage in
    run) libraries=$qt_libraries commands=$run_files ;;
    check) libraries="" commands="ca-certificates:-" ;;
    test) libraries=$qt_libraries commands="$run_files $test_files" ;;
    full | dev) libraries=$qt_libraries commands="$run_files $test_files $full_files $wordpress_files" ;;
    package) libraries=$qt_libraries commands="$run_files $package_files" ;;
    *) say "usage: packaging/bootstrap.sh run|check|test|full|dev|package [VENV]"; exit 2 ;;
esac
requirements=$stage
if [ "$stage" = full ]; then requirements="test"; fi

# --- Python
python_fits() { have "$1" && "$1" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if python_fits "$name"; then
            echo "$name"
            return
        fi
    done
    return 1
}
has_headers() {
    "$1" -c 'import pathlib, sys, sysconfig
sys.exit(not (pathlib.Path(sysconfig.get_path("include")) / "Python.h").exists())' 2>/dev/null
}
# what freezes the program needs Python as a shared library, which comes with the headers
builds_from_source() { [ "$requirements" = test ] || [ "$requirements" = dev ] || [ "$requirements" = package ]; }

# --- Debian: install what is missing
is_installed() { # a package, or the one that took its place under a name with t64
    for name in "$1" "${1}t64"; do
        if [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ]; then return; fi
    done
    return 1
}
missing_debian_packages() {
    for pair in $libraries $commands; do
        is_installed "${pair%%:*}" || printf ' %s' "${pair%%:*}"
    done
    if python=$(find_python); then
        if builds_from_source && ! has_headers "$python"; then printf ' python3-dev'; fi
    else
        printf ' python3 python3-venv'
        if builds_from_source; then printf ' python3-dev'; fi
    fi
}
way_to_root() { if [ "$(id -u)" = 0 ]; then echo "env"; elif have sudo; then echo "sudo env"; else return 1; fi; }
install_debian_packages() {
    wanted=$(missing_debian_packages)
    [ -n "$wanted" ] || return 0
    if ! as_root=$(way_to_root); then
        say "these packages are missing; install them as root and try again:"
        say "    apt-get install --no-install-recommends$wanted"
        exit 1
    fi
    say "installing from the system's packages:$wanted"
    # shellcheck disable=SC2086 # lists of words
    if ! { $as_root apt-get -o Acquire::Retries=3 -qq update &&
        $as_root DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=3 -qq -y --no-install-recommends \
            install $wanted </dev/null >/dev/null; }; then
        say "apt-get could not install them; see its words above, look at the network and the disk, and try again"
        exit 1
    fi
}

# --- WordPress's files for the tests: unpacked and not installed, because its package pulls in a web server
wants_wordpress() { [ "$stage" = full ] || [ "$stage" = dev ]; }
has_wordpress() { [ -f "$wordpress/wp-includes/version.php" ]; }
from_archive() { apt-get -o Acquire::Retries=3 -o APT::Sandbox::User=root -qq download "$@" >/dev/null; }
fetch_wordpress() { # into this folder, with the theme of its year that it recommends
    theme=$(apt-cache depends wordpress | sed -n 's/^ *Recommends: *\(wordpress-theme-.*\)/\1/p' | head -n 1)
    from_archive wordpress ${theme:+"$theme"} && for package in *.deb; do dpkg-deb --extract "$package" . || return; done
}
unpack_wordpress() {
    if has_wordpress; then return; fi
    say "unpacking the system's WordPress into $wordpress"
    mkdir -p build/wordpress
    fresh=$(mktemp -d build/wordpress/fresh.XXXXXX)
    trap 'rm -rf "$fresh"' EXIT
    if ! { (cd "$fresh" && fetch_wordpress) || { $(way_to_root) apt-get -qq update && (cd "$fresh" && fetch_wordpress); }; }; then
        say "apt-get could not fetch it; see its words above, look at the network and the disk, and try again"
        exit 1
    fi
    rm -f "$fresh/usr/share/wordpress/wp-config.php"
    # what points to other packages' files: scripts of the browser and sounds' names, which no test needs
    find "$fresh/usr/share/wordpress" -type l -delete
    rm -rf "$wordpress"
    mv "$fresh/usr/share/wordpress" "$wordpress"
    rm -rf "$fresh"
    trap - EXIT
}

# --- elsewhere: name what is missing
name_what_is_missing() {
    missing=
    if have ldconfig; then
        known=$(ldconfig -p)
        for pair in $libraries; do
            case $known in *"${pair#*:} "*) ;; *) missing="$missing ${pair#*:}" ;; esac
        done
    fi
    for pair in $commands; do
        program=${pair#*:}
        if [ "$program" != - ] && [ "$(uname)" = Linux ] && ! have "$program"; then missing="$missing $program"; fi
    done
    if python=$(find_python); then
        if builds_from_source && ! has_headers "$python"; then missing="$missing Python.h"; fi
    else
        missing="$missing python3"
    fi
    if wants_wordpress && ! has_wordpress; then missing="$missing WordPress"; fi
    [ -n "$missing" ] || return 0
    say "this system has no apt-get, so please install these yourself and try again:"
    for name in $missing; do
        case $name in
            python3) say "  - Python 3.11 or newer, with its venv and ensurepip modules" ;;
            Python.h) say "  - the header files of Python ($name), for one test dependency that has to be compiled" ;;
            WordPress) say "  - WordPress's files, unpacked into $wordpress" ;;
            gcc) say "  - a C compiler ($name)" ;;
            lib*) say "  - the library $name, which Qt needs" ;;
            *) say "  - the program $name" ;;
        esac
    done
    exit 1
}

if have apt-get && have dpkg-query; then
    install_debian_packages
    if wants_wordpress; then unpack_wordpress; fi
else
    name_what_is_missing
fi
python=$(find_python) || {
    say "Python 3.11 or newer with its venv module is needed, and this system's packages did not bring it"
    exit 1
}

# --- the virtual environment; an interrupted one, or one whose Python is gone, is made anew
log=$(mktemp "${TMPDIR:-/tmp}/hiitreader-pip.XXXXXX") || { say "nothing can be written to ${TMPDIR:-/tmp}; free some space"; exit 1; }
said() { grep -Eqi "$1" "$log"; }
is_full() { # less than a megabyte left for the environment, or for what pip unpacks
    for folder in "$(dirname "$venv")" "${TMPDIR:-/tmp}" "${HOME:-/}"; do
        left=$(df -Pk "$folder" 2>/dev/null | awk 'NR == 2 { print $4 }')
        if [ "${left:-1024}" -lt 1024 ]; then return 0; fi
    done
    return 1
}
tell_why() { # what went wrong is in pip's own words; here is what to do about it
    if said 'No space left|Disk quota|Errno 28' || is_full; then
        say "the disk is full: free some space (this takes up to $((4 * megabytes)) MB) and try again"
    elif said 'DO NOT MATCH THE HASHES|Hashes are required|hash mismatch'; then
        say "a package is not the one that was pinned: it was changed, or came broken; nothing of it was installed"
        say "empty pip's cache (python3 -m pip cache purge) and try again; if it stays so, do not trust that package index"
    elif said 'CERTIFICATE_VERIFY_FAILED|SSLError|SSL: '; then
        say "the package index could not be trusted: its certificate does not fit; look at the clock, and at the proxy's certificate (PIP_CERT)"
    elif said 'NewConnectionError|Failed to establish|Name or service not known|name resolution|Connection(Reset|Refused)?Error|Connection (aborted|broken|refused)|Read ?timed? ?out|ConnectTimeout|ProxyError|Network is unreachable|Could not fetch URL|\b(403|407|50[0234]) '; then
        say "the package index was not reached: look at the network (and at PIP_INDEX_URL and the proxy, if you use them) and try again"
    elif said 'Permission denied|Errno 13|Read-only file system'; then
        say "$venv may not be written to: whose is it? Remove it (make clean) and try again"
    elif said 'no such option|unrecognized arguments'; then
        say "pip of $("$python" --version 2>&1) is too old for this: use a newer Python 3, with its venv module"
    elif said 'No matching distribution|is not a supported wheel|Requires-Python'; then
        say "a package does not come for this system ($("$python" --version 2>&1), $(uname -sm)); Python 3.11 to 3.14 on 64-bit Linux, Windows or macOS will do"
    else
        say "pip could not install the packages; see its words above"
    fi
    say "all of pip's words are in $log"
    exit 1
}
install() {
    "$venv/bin/python" -m pip --disable-pip-version-check --no-input --log "$log" install --no-build-isolation --use-pep517 \
        "$@" >&2 || tell_why
}
megabytes=$(sed -n "s/^$requirements //p" requirements/sizes)
if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    "$python" -m venv --clear "$venv" >"$log" 2>&1 || { cat "$log" >&2; say "the environment $venv could not be made"; tell_why; }
fi
case "$venv" in /*) ;; *) venv=./$venv ;; esac
say "installing Python's packages into $venv: up to $megabytes MB come from the package index, fewer where pip has some already"
install --require-hashes -r requirements/build.txt
install --require-hashes -r "requirements/$requirements.txt"
install --no-deps --editable .
rm -f "$log"
