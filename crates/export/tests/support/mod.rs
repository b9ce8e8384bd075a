//! The repository's specs, and documents read back into the model.

pub mod read_back;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use specwright_spec::{Profile, Service, yaml};

/// Every spec with its vendor's profile. `SPECWRIGHT_SPECS` names another folder that is laid out like
/// `specs`. Read once: thousands of operations take a while.
pub fn specs() -> &'static [(Service, Profile)] {
    static SPECS: LazyLock<Vec<(Service, Profile)>> = LazyLock::new(read);
    &SPECS
}

fn read() -> Vec<(Service, Profile)> {
    let root = std::env::var_os("SPECWRIGHT_SPECS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs"),
        PathBuf::from,
    );
    let mut specs = Vec::new();
    for vendor in sorted(&root.join("vendors")) {
        let profile: Profile = yaml::read(&fs::read_to_string(&vendor).unwrap()).unwrap();
        let folder = root.join("api").join(&profile.vendor);
        for path in sorted(&folder) {
            let text = fs::read_to_string(&path).unwrap();
            let service: Service =
                yaml::read(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            specs.push((service, profile.clone()));
        }
    }
    assert!(
        !specs.is_empty(),
        "there are no specs in {}",
        root.display()
    );
    specs
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
        .collect();
    paths.sort();
    paths
}
