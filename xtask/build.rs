//! Stamps the program with a hash of all that decides how a page is read: the sources of the reader and
//! of the spec model, and the versions of what they stand on. A cached reading with another stamp is stale.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

const DECIDES: &[&str] = &[
    "../crates/reader/src",
    "../crates/spec/src",
    "../Cargo.lock",
];

fn main() {
    let mut hasher = DefaultHasher::new();
    for place in DECIDES {
        println!("cargo::rerun-if-changed={place}");
        hash(Path::new(place), &mut hasher);
    }
    println!(
        "cargo::rustc-env=SPECWRIGHT_READER_STAMP={:016x}",
        hasher.finish()
    );
}

fn hash(path: &Path, hasher: &mut DefaultHasher) {
    if path.is_dir() {
        let entries = fs::read_dir(path).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            hash(&path, hasher);
        }
    } else {
        path.hash(hasher);
        fs::read(path).unwrap_or_default().hash(hasher);
    }
}
