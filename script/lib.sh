# shellcheck shell=bash
# What the commands in script/ share. Sourced, never run. Sets `root` and goes there.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit

# The Node that bootstrap put aside comes before an older one of the machine.
export PATH="$root/.tools/node_modules/.bin:$PATH"

# Node brings its own list of authorities; this adds the machine's, where a clinic's proxy has put its own.
if [[ -z ${NODE_EXTRA_CA_CERTS:-} && -f /etc/ssl/certs/ca-certificates.crt ]]; then
    export NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
fi

say() { printf '== %s\n' "$*" >&2; }

die() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# Names in a package list, without comments and blank lines.
package_names() { sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' "$@"; }

# Vite 8 and Vitest 4 need Node 20.19, or 22.12 and later.
node_is_new_enough() {
    local major minor version
    version=$(node --version 2>/dev/null) || return 1
    IFS=. read -r major minor _ <<<"${version#v}"
    ((major > 22)) || ((major == 22 && minor >= 12)) || ((major == 20 && minor >= 19))
}

# A digest over the contents and names of the given files and folders.
digest_of() {
    find "$@" -name node_modules -prune -o -name dist -prune -o -type f -print0 |
        LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1
}
