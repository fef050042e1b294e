#!/bin/sh
# Builds the agent: build.sh [--seam] [--sanitize] [--fuzz] OUTPUT
# One static program; with --seam a served model answers what is about KACS; with --sanitize it is
# dynamic, with AddressSanitizer and UBSan; with --fuzz it is a libFuzzer target (clang, or
# CC=afl-clang-fast). CC chooses the compiler (gcc).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
compiler=${CC:-gcc}
system=sys_linux.c
flags='-O2 -static'
main=main.c
while [ $# -gt 1 ]; do
  case $1 in
    --seam) system='sys_seam.c seam_link.c seam_ask.c seam_numbers.c seam_calls.c seam_ioctl.c seam_files.c' ;;
    --sanitize) flags='-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all' ;;
    --fuzz)
      main=fuzz.c
      system=sys_null.c
      compiler=${CC:-clang}
      flags='-O1 -g -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all'
      ;;
    *) echo "build.sh: unknown option $1: expected --seam, --sanitize or --fuzz" >&2; exit 2 ;;
  esac
  shift
done
if [ $# -ne 1 ]; then echo 'usage: build.sh [--seam] [--sanitize] [--fuzz] OUTPUT' >&2; exit 2; fi
sources=''
for file in "$here"/src/*.c; do
  case ${file##*/} in
    main.c | fuzz.c | sys_*.c | seam_*.c) ;;
    # What lives in the agent proper is not fuzzed: it would take the fuzzer's own threads and files.
    hub.c | hello.c | controls.c | actors.c | epitaphs.c | answer_memory.c | processes.c | files_made.c | run*.c | record.c | shared_*.c | \
      worker.c | births.c | observer.c | supervisor.c | mounts.c | link.c | modules.c | ports.c | \
      command_line.c | plain_*.c)
      [ "$main" = fuzz.c ] || sources="$sources $file"
      ;;
    *) sources="$sources $file" ;;
  esac
done
for file in $main $system; do sources="$sources $here/src/$file"; done
beside="$1.$$.tmp"
trap 'rm -f "$beside"' EXIT
# shellcheck disable=SC2086
$compiler -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -Wshadow -Wpointer-arith -Wwrite-strings \
  $flags ${CFLAGS:-} -pthread -o "$beside" $sources -ljansson
mv "$beside" "$1"
