//! The version bump that drift asks for, held against what `cargo-semver-checks` says of the generated crates.
//!
//! Its answers are committed (`tests/semver/answers.json`; `scripts/semver-pairs.sh` renews them). Where the
//! two differ, `tests/semver/differences.json` says why, and an entry that is no longer needed fails.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its pair should stop"
)]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use specwright_drift::{bump, compare};
use specwright_spec::{Profile, Service, yaml};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/semver")
}

fn json(name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(folder().join(name)).unwrap()).unwrap()
}

/// What drift asks for between the two specs of a pair.
fn ours(pair: &Path) -> String {
    let spec = |side: &str| -> Service {
        yaml::read(&fs::read_to_string(pair.join(side)).unwrap()).unwrap()
    };
    let profile = folder().join("../../specs/vendors/tencent.yaml");
    let profile: Profile = yaml::read(&fs::read_to_string(profile).unwrap()).unwrap();
    let changes = compare(&[spec("old.yaml")], &[spec("new.yaml")], &[profile]);
    assert!(
        !changes.is_empty(),
        "{} holds one spec twice",
        pair.display()
    );
    bump(&changes).to_string()
}

#[test]
fn both_ask_for_the_same_version() {
    let (answers, differences) = (json("answers.json"), json("differences.json"));
    assert!(
        answers["tool"]
            .as_str()
            .unwrap()
            .starts_with("cargo-semver-checks ")
    );
    let mut pairs = 0;
    for entry in fs::read_dir(folder()).unwrap() {
        let pair = entry.unwrap().path();
        if !pair.is_dir() {
            continue;
        }
        pairs += 1;
        let name = pair.file_name().unwrap().to_str().unwrap();
        let (ours, theirs) = (ours(&pair), &answers["pairs"][name]["requires"]);
        assert!(
            theirs.is_string(),
            "no answer for {name}: run scripts/semver-pairs.sh"
        );
        let explained = &differences[name];
        if explained.is_null() {
            assert_eq!(
                ours, *theirs,
                "{name}: explain it in differences.json, or mend the verdict"
            );
        } else {
            let stated = (&explained["ours"], &explained["theirs"]);
            assert_eq!(
                (ours.as_str().into(), theirs.clone()),
                (stated.0.clone(), stated.1.clone()),
                "{name}"
            );
            assert_ne!(stated.0, stated.1, "{name}: the difference is gone");
            assert!(
                explained["reason"].as_str().unwrap().len() > 20,
                "{name} has no reason"
            );
        }
    }
    assert_eq!(answers["pairs"].as_object().unwrap().len(), pairs);
}
