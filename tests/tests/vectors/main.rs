//! Signature vectors: requests that the vendors' own SDKs sent, and the ones their pages print.
//!
//! Each record becomes one named case. The case builds the same call with our encoder, signs it at
//! the recorded time with the recorded nonce, and demands the recorded signature and parameters.
//! A failure names the step that differs. `SPECWRIGHT_VECTORS=FILE` runs another file of the same
//! form in place of ours.

mod compare;
mod rebuild;
mod record;
mod sdk_notes;

use libtest_mimic::{Arguments, Failed, Trial};
use record::Record;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What is run without `SPECWRIGHT_VECTORS`, beside this package's manifest.
const OURS: [&str; 4] = [
    "vectors/sdk-requests.jsonl",
    "vectors/sdk-edge-cases.jsonl",
    "vectors/sdk-other-services.jsonl",
    "vectors/signatures.jsonl",
];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files: Vec<PathBuf> = match std::env::var_os("SPECWRIGHT_VECTORS") {
        Some(file) => vec![find(home, Path::new(&file))],
        None => OURS.iter().map(|file| home.join(file)).collect(),
    };
    let mut trials = Vec::new();
    for file in &files {
        match cases(file) {
            Ok(cases) => {
                println!("{} cases in {}", cases.len(), file.display());
                trials.extend(cases);
            }
            Err(problem) => {
                eprintln!("error: {}: {problem}", file.display());
                return ExitCode::FAILURE;
            }
        }
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// Cargo runs a test in its package's folder; a relative name may be meant from the workspace's.
fn find(home: &Path, file: &Path) -> PathBuf {
    let from_workspace = home.join("..").join(file);
    if !file.exists() && from_workspace.exists() {
        from_workspace
    } else {
        file.to_owned()
    }
}

/// One case a line; a line that is no record is a failing case, not a lost one.
fn cases(file: &Path) -> Result<Vec<Trial>, String> {
    let text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty());
    let cases: Vec<_> = lines.map(|(at, line)| case(at + 1, line)).collect();
    if cases.is_empty() {
        Err("it holds no record".to_owned())
    } else {
        Ok(cases)
    }
}

fn case(number: usize, line: &str) -> Trial {
    match Record::parse(line) {
        Ok(record) => {
            let notes = sdk_notes::of(&record);
            if !notes.is_empty() {
                println!("note: {number:03} {}: {}", record.title(), notes.join("; "));
            }
            Trial::test(name(number, &record.title()), move || run(&record))
        }
        Err(problem) => Trial::test(name(number, "unreadable"), move || {
            Err(Failed::from(problem))
        }),
    }
}

/// The word is what `cargo test vectors` picks by: without it no case would run.
fn name(number: usize, title: &str) -> String {
    format!("vectors {number:03} {title}")
}

fn run(record: &Record) -> Result<(), Failed> {
    let outcome = match &record.wrong {
        Some(reason) => rebuild::signature_only(record, reason),
        None => rebuild::whole(record),
    };
    outcome.map_err(|difference| Failed::from(difference.to_string()))
}
