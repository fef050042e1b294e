#!/bin/sh
# Unpacks Debian's kernel (the package behind linux-image-amd64) without installing it, and prints
# the folder: boot/vmlinuz-* and lib/modules/* are in it. A folder that has it already is left as it
# is. Usage: debian-kernel.sh [FOLDER], or KACS_DEBIAN_KERNEL=FOLDER.
set -eu
folder=${1:-${KACS_DEBIAN_KERNEL:-${TMPDIR:-/tmp}/kacs-debian-kernel}}
if ! ls "$folder"/boot/vmlinuz-* >/dev/null 2>&1; then
  for tool in apt-cache apt-get dpkg-deb; do
    command -v "$tool" >/dev/null || { echo "there is no $tool: not a Debian system?" >&2; exit 3; }
  done
  package=$(apt-cache depends linux-image-amd64 2>/dev/null |
    sed -n 's/^ *Depends: \(linux-image-[0-9].*\)/\1/p' | head -n 1)
  if [ -z "$package" ]; then
    echo "apt knows no linux-image-amd64: run apt-get update" >&2
    exit 3
  fi
  mkdir -p "$(dirname "$folder")"
  work=$(mktemp -d "$(dirname "$folder")/.kernel-XXXXXX")
  trap 'rm -rf "$work"' EXIT
  (cd "$work" && apt-get -o APT::Sandbox::User=root download -qq "$package" >&2)
  mkdir "$work/unpacked"
  dpkg-deb -x "$work"/*.deb "$work/unpacked"
  rm -rf "$folder"
  # Whole or not there: two at the same time do not mix.
  mv -T "$work/unpacked" "$folder" 2>/dev/null || ls "$folder"/boot/vmlinuz-* >/dev/null
fi
echo "$folder"
