//! Golden cases: a spec, and the code it becomes. The code is committed, compared byte for byte,
//! and compiled (see `compiled.rs`). `GOLDEN=write cargo test -p specwright-codegen
//! --test golden` writes it anew; review the diff.

#![allow(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]

use specwright_codegen::{File, Input, generate};
use specwright_spec::{Profile, Service, yaml};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn profile() -> Profile {
    yaml::read(&fs::read_to_string(folder().join("profile.yaml")).unwrap()).unwrap()
}

fn service(case: &str) -> Service {
    yaml::read(&fs::read_to_string(folder().join(case).join("spec.yaml")).unwrap()).unwrap()
}

fn generated(case: &str) -> Vec<File> {
    let input = Input {
        services: &[service(case)],
        profiles: &[profile()],
    };
    generate(&input).unwrap_or_else(|errors| panic!("{case}: {errors:#?}"))
}

/// The files of a folder, as paths below it.
fn files_below(root: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let below = path.strip_prefix(root).unwrap();
                found.insert(below.to_str().unwrap().replace('\\', "/"));
            }
        }
    }
    found
}

fn check(case: &str) {
    let root = folder().join(case).join("generated");
    let files = generated(case);
    if std::env::var_os("GOLDEN").is_some_and(|mode| mode == "write") {
        let _ = fs::remove_dir_all(&root);
        for file in &files {
            let path = root.join(&file.path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, &file.text).unwrap();
        }
    }
    let expected: BTreeSet<String> = files.iter().map(|file| file.path.clone()).collect();
    assert_eq!(files_below(&root), expected, "{case}: other files");
    for file in &files {
        let committed = fs::read_to_string(root.join(&file.path)).unwrap();
        assert_eq!(
            committed, file.text,
            "{case}: {} differs; run with GOLDEN=write",
            file.path
        );
    }
}

macro_rules! cases {
    ($($case:ident),*) => {$(
        #[test]
        fn $case() {
            check(stringify!($case));
        }
    )*

        #[test]
        fn every_folder_is_a_case() {
            let folders: BTreeSet<String> = fs::read_dir(folder())
                .unwrap()
                .map(|entry| entry.unwrap())
                .filter(|entry| entry.path().is_dir())
                .map(|entry| entry.file_name().into_string().unwrap())
                .collect();
            assert_eq!(folders, [$(stringify!($case).to_owned()),*].into());
        }
    };
}

cases!(errors, hostile, names, shapes, sharing, wire);

#[test]
fn order_of_input_does_not_matter() {
    let [a, b] = ["shapes", "names"].map(service);
    let one = generate(&Input {
        services: &[a.clone(), b.clone()],
        profiles: &[profile()],
    });
    let other = generate(&Input {
        services: &[b, a],
        profiles: &[profile()],
    });
    assert_eq!(one.unwrap(), other.unwrap());
}

#[test]
fn paths_stay_where_they_belong() {
    for file in generated("hostile") {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_/.".contains(c);
        assert!(
            file.path == "Cargo.toml" || file.path.chars().all(plain),
            "{:?}",
            file.path
        );
        assert!(
            !file.path.contains("..") && !file.path.starts_with('/'),
            "{:?}",
            file.path
        );
    }
}

#[test]
fn a_spec_that_is_wrong_is_an_error_with_help() {
    let mut service = service("shapes");
    service.vendor = "nobody".into();
    service.operations[0].request[0].name = String::new();
    let errors = generate(&Input {
        services: &[service],
        profiles: &[profile()],
    })
    .unwrap_err();
    let text: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert!(
        text[0].contains("the vendor has no profile") && text[0].contains("help: "),
        "{text:?}"
    );
    assert!(text[1].contains("[S004]"), "{text:?}");
}

#[test]
fn no_file_is_too_long_to_review() {
    let mut service = service("shapes");
    let node = service.structures[0].clone();
    for at in 0..600 {
        let mut more = node.clone();
        more.name = format!("{}{at}", if at % 3 == 0 { "Alpha" } else { "Beta" });
        service.structures.push(more);
    }
    let files = generate(&Input {
        services: &[service],
        profiles: &[profile()],
    })
    .unwrap();
    let longest = files.iter().map(|file| file.text.lines().count()).max();
    assert!(longest.is_some_and(|lines| lines <= 5_000), "{longest:?}");
    let parts: Vec<_> = files
        .iter()
        .filter(|file| file.path.contains("/structures/"))
        .collect();
    assert!(parts.len() > 4, "{}", parts.len());
}
