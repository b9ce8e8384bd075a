//! The repository's specs, profiles and capabilities.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use specwright_catalog::Capabilities;
use specwright_spec::{Profile, Service, yaml};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs")
}

/// Where specs lie; `SPECWRIGHT_SPECS` names another folder that is laid out like `specs`.
fn specs_root() -> PathBuf {
    std::env::var_os("SPECWRIGHT_SPECS").map_or_else(root, PathBuf::from)
}

/// Every spec and every profile. Read once: thousands of operations take a while.
pub fn specs() -> (Vec<Service>, Vec<Profile>) {
    static SPECS: LazyLock<(Vec<Service>, Vec<Profile>)> = LazyLock::new(read);
    SPECS.clone()
}

fn read() -> (Vec<Service>, Vec<Profile>) {
    let mut services = Vec::new();
    let mut profiles = Vec::new();
    for path in yaml_files(&specs_root().join("vendors")) {
        let profile: Profile = yaml::read(&fs::read_to_string(path).unwrap()).unwrap();
        for path in yaml_files(&specs_root().join("api").join(&profile.vendor)) {
            services.push(yaml::read(&fs::read_to_string(path).unwrap()).unwrap());
        }
        profiles.push(profile);
    }
    assert!(!services.is_empty());
    (services, profiles)
}

/// The reviewed file.
pub fn capabilities() -> Capabilities {
    yaml::read(&fs::read_to_string(root().join("capabilities.yaml")).unwrap()).unwrap()
}

fn yaml_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    paths.sort();
    paths
}
