//! The neutral cases of `tests/conformance`: what a client of any language must send, and what it
//! must make of an answer. One named test a case; `CONFORMANCE.md` is written from them.
//!
//! `SPECWRIGHT_WRITE_CONFORMANCE=1` writes `CONFORMANCE.md` and the cases' JSON Schema anew.

mod case;
mod paging;
mod report;
mod request;
mod response;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use case::Case;
use libtest_mimic::{Arguments, Failed, Trial};
use specwright_tests::services::VENDORS;

/// A case and where it stands.
#[derive(Clone)]
struct Named {
    vendor: &'static str,
    name: String,
    case: Case,
}

fn main() -> ExitCode {
    let cases = cases();
    assert!(cases.len() > 40, "cases got lost");
    let mut trials: Vec<Trial> = cases
        .iter()
        .cloned()
        .map(|named| {
            let name = format!("{}/{}", named.vendor, named.name);
            Trial::test(name, move || judge(&named))
        })
        .collect();
    trials.push(Trial::test("the schema is the form of cases", || {
        report::current(&folder().join("case.schema.json"), &case::schema())
    }));
    trials.push(Trial::test(
        "every case follows the schema",
        every_case_follows_the_schema,
    ));
    trials.push(Trial::test("CONFORMANCE.md is current", move || {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        report::current(&root.join("CONFORMANCE.md"), &report::text(&cases)?)
    }));
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("conformance")
}

/// All cases, by vendor and name.
fn cases() -> Vec<Named> {
    let mut cases = Vec::new();
    for vendor in VENDORS {
        for path in files(vendor.name) {
            let text = std::fs::read_to_string(&path).expect("a case");
            let case = serde_saphyr::from_str(&text)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let name = path.parent().and_then(Path::file_name).expect("a folder");
            cases.push(Named {
                vendor: vendor.name,
                name: name.to_string_lossy().into_owned(),
                case,
            });
        }
    }
    cases
}

fn files(vendor: &str) -> Vec<PathBuf> {
    let folder = folder().join(vendor);
    let entries =
        std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut files: Vec<_> = entries
        .flatten()
        .map(|entry| entry.path().join("case.yaml"))
        .collect();
    files.sort();
    files
}

/// A case holds, or is known to fail and fails.
fn judge(named: &Named) -> Result<(), Failed> {
    match (run(named), &named.case.fails) {
        (outcome, None) => outcome,
        (Err(_), Some(_)) => Ok(()),
        (Ok(()), Some(reason)) => {
            Err(format!("it holds, and is listed as failing: {reason}").into())
        }
    }
}

fn run(named: &Named) -> Result<(), Failed> {
    let case = &named.case;
    match (&case.request, &case.response, &case.paging) {
        (Some(case), None, None) => request::run(named.vendor, case),
        (None, Some(case), None) => response::run(named.vendor, case),
        (None, None, Some(case)) => paging::run(named.vendor, case),
        _ => Err("a case shows one of request, response and paging".into()),
    }
}

fn every_case_follows_the_schema() -> Result<(), Failed> {
    let schema: serde_json::Value = serde_json::from_str(&case::schema())?;
    let validator = jsonschema::validator_for(&schema)?;
    for vendor in VENDORS {
        for path in files(vendor.name) {
            let text = std::fs::read_to_string(&path)?;
            let case: serde_json::Value = serde_saphyr::from_str(&text)?;
            if let Err(error) = validator.validate(&case) {
                return Err(format!("{}: {error}", path.display()).into());
            }
            let first = text.lines().next().unwrap_or_default();
            if !first.ends_with("$schema=../../case.schema.json") {
                return Err(format!("{}: does not name its schema", path.display()).into());
            }
        }
    }
    Ok(())
}

/// Two things that must be the same.
fn same<T: PartialEq + std::fmt::Debug>(what: &str, got: T, expected: T) -> Result<(), Failed> {
    if got == expected {
        return Ok(());
    }
    Err(format!("{what}\n  got      {got:?}\n  expected {expected:?}").into())
}
