#!/bin/sh
# Fuzzes what the agent reads, with libFuzzer, AddressSanitizer and UBSan: fuzz.sh [SECONDS [FOLDER]]
# A crash is exit status 1; its input lies in FOLDER (reports/out/agent-fuzz), with the corpus.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
seconds=${1:-300}
folder=${2:-$here/../../../reports/out/agent-fuzz}
mkdir -p "$folder/corpus"
sh "$here/build.sh" --fuzz "$folder/fuzz"
status=0
"$folder/fuzz" -max_total_time="$seconds" -max_len=16384 -timeout=10 -detect_leaks=0 \
  -print_final_stats=1 -artifact_prefix="$folder/" "$folder/corpus" "$here/fuzz" || status=1
exit "$status"
