#!/bin/sh
# Unpacks Debian's kernel (the package behind linux-image-amd64) without installing it, and prints
# the folder: boot/vmlinuz-* and lib/modules/* are in it. A folder that has it already is left as it
# is. Usage: debian-kernel.sh [FOLDER], or KACS_DEBIAN_KERNEL=FOLDER.
set -eu
folder=${1:-${KACS_DEBIAN_KERNEL:-${TMPDIR:-/tmp}/kacs-debian-kernel}}
has_kernel() { ls "$folder"/boot/vmlinuz-* >/dev/null 2>&1; }
give_up() { echo "$1" >&2; exit 3; }
if ! has_kernel; then
  for tool in apt-cache apt-get dpkg-deb flock; do
    command -v "$tool" >/dev/null || give_up "there is no $tool: not a Debian system?"
  done
  mkdir -p "$(dirname "$folder")"
  # Two at the same time: the second one finds what the first one has unpacked.
  exec 9>"$folder.lock"
  flock 9
fi
if ! has_kernel; then
  package=$(apt-cache depends linux-image-amd64 2>/dev/null |
    sed -n 's/^ *Depends: \(linux-image-[0-9].*\)/\1/p' | head -n 1)
  [ -n "$package" ] || give_up 'apt knows no linux-image-amd64: run apt-get update'
  work=$(mktemp -d "$folder.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  (cd "$work" && apt-get -o APT::Sandbox::User=root download -qq "$package" >&2) ||
    give_up "$package cannot be downloaded: run apt-get update"
  mkdir "$work/unpacked"
  dpkg-deb -x "$work"/*.deb "$work/unpacked"
  rm -rf "$folder"
  mv -T "$work/unpacked" "$folder"
fi
echo "$folder"
