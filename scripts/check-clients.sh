#!/usr/bin/env bash
# Holds the generated clients to what their users pay for: `scripts/check-clients.sh`, called by .ci/run.
#
# Bytes of source an operation and lines a file have a ceiling; all services compile without a warning; the
# examples run against the mock; the package stays small. No network, no timings: those are
# scripts/compile_cost.py, run by hand.
set -euo pipefail
cd "$(dirname "$0")/.."

most_bytes=6500       # of source an operation
most_lines=5000       # of a generated file
most_package=10000000 # bytes, compressed

operations="$(grep -rh '^impl rt::Operation for ' crates/clients/src --include='*.rs' | wc -l)"
bytes="$(find crates/clients/src -name '*.rs' -print0 | xargs -0 cat | wc -c)"
each=$((bytes / operations))
echo "$operations operations, $each bytes of source each"
if [ "$each" -gt "$most_bytes" ]; then
    echo "more than $most_bytes bytes an operation: see docs/compile-cost.md for what they cost" >&2
    exit 1
fi

long="$(find crates/clients/src -name '*.rs' -exec wc -l {} + | awk -v most="$most_lines" '$1 > most && $2 != "total"')"
if [ -n "$long" ]; then
    printf 'generated files of more than %s lines:\n%s\n' "$most_lines" "$long" >&2
    exit 1
fi

cargo rustc --quiet --package specwright-clients --lib --profile check --all-features -- -D warnings

for example in crates/clients/examples/*.rs; do
    name="$(basename "$example" .rs)"
    cargo run --quiet --package specwright-clients --example "$name" > /dev/null \
        || { echo "the example $name failed" >&2; exit 1; }
done

folder="${CARGO_TARGET_DIR:-target}/package"
cargo package --quiet --no-verify --allow-dirty --package specwright-clients --package specwright-runtime
size="$(stat -c %s "$folder"/specwright-clients-*.crate)"
echo "the package has $size bytes"
if [ "$size" -gt "$most_package" ]; then
    echo "more than $most_package bytes" >&2
    exit 1
fi
