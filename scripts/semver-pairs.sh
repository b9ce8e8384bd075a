#!/usr/bin/env bash
# Renews tests/semver/answers.json: what cargo-semver-checks says of three pairs of generated crates.
#
# Each pair in tests/semver is two specs. Both become crates (the same program that makes crates/clients), and
# the tool compares them. Needs `cargo install cargo-semver-checks --locked`, and a network only for that.
set -euo pipefail
root="$(cd "$(dirname "$0")/.." && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
tool="$(cargo semver-checks --version)"

# A workspace that holds one generated crate, and finds the others where the repository has them.
crate() { # spec folder
    mkdir -p "$2/specs/api/tencent" "$2/crates/clients"
    cp -r "$root/specs/vendors" "$2/specs/"
    cp "$1" "$2/specs/api/tencent/cbs.yaml"
    (cd "$root" && cargo run --quiet --package xtask -- --root "$2" regen --quiet)
    for other in "$root"/crates/*; do
        [ "${other##*/}" = clients ] || ln -s "$other" "$2/crates/"
    done
    sed '/^members = \[/,/^\]/c members = ["crates/clients"]' "$root/Cargo.toml" > "$2/Cargo.toml"
    cp "$root/Cargo.lock" "$2/Cargo.lock"
}

answers="$work/answers.txt"
for pair in "$root"/tests/semver/*/; do
    name="$(basename "$pair")"
    echo "== $name" >&2
    crate "$pair/old.yaml" "$work/$name/old"
    crate "$pair/new.yaml" "$work/$name/new"
    # A patch release is claimed, so that every lint is tried.
    cargo semver-checks --manifest-path "$work/$name/new/crates/clients/Cargo.toml" \
        --baseline-root "$work/$name/old/crates/clients" --release-type patch --only-explicit-features \
        --features tencent --color never > "$work/$name.log" 2>&1 || true
    # An answer without a summary is no answer.
    grep -q "Summary\|no semver update required" "$work/$name.log" || { cat "$work/$name.log" >&2; exit 1; }
    {
        echo "pair $name"
        grep -o "requires new \(major\|minor\) version" "$work/$name.log" | head -1 || echo "requires new patch version"
        grep -o "^--- \(failure\|warning\) [a-z_]*" "$work/$name.log" | sort -u || true
    } >> "$answers"
done

python3 - "$answers" "$tool" > "$root/tests/semver/answers.json" <<'PYTHON'
import json, sys
pairs, pair = {}, None
for line in open(sys.argv[1], encoding="utf-8"):
    words = line.split()
    if words[0] == "pair":
        pair = pairs[words[1]] = {"requires": None, "lints": []}
    elif words[0] == "requires":
        pair["requires"] = words[2]
    else:
        pair["lints"].append(words[2])
json.dump({"tool": sys.argv[2], "pairs": pairs}, sys.stdout, indent=2)
print()
PYTHON
echo "wrote tests/semver/answers.json" >&2
