//! The repository's reviewed data: profiles and overlays. What an overlay corrects is no
//! difference between page and crate.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use specwright_runtime::meta::ServiceMeta;
use specwright_spec::{Overlay, Profile, Service, yaml};

use crate::rows::FieldRow;

/// The folder of the repository's specs.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs")
}

/// The profile of a vendor.
pub fn profile(vendor: &str) -> Profile {
    let path = root().join(format!("vendors/{vendor}.yaml"));
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    yaml::read(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Applies what overlays say of the fields of an item to rows read from a page.
pub fn correct(service: &ServiceMeta, item: &str, rows: &mut [FieldRow]) {
    let path = root().join(format!("overlays/{}/{}.yaml", service.vendor, service.name));
    let Ok(text) = std::fs::read_to_string(&path) else {
        return;
    };
    let overlay: Overlay =
        yaml::read(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    for correction in overlay.corrections {
        let Some(name) = correction.item.strip_prefix(&format!("{item}/")) else {
            continue;
        };
        let ty = correction.set.get("type").and_then(|ty| ty.as_str());
        if let (Some(ty), Some(row)) = (ty, rows.iter_mut().find(|row| row.name == name)) {
            ty.clone_into(&mut row.ty);
        }
    }
}

/// The spec of every service that the repository has pages of, by vendor and name. The others of
/// the catalogue have neither samples nor tables here to hold a client against.
pub fn services() -> Vec<Service> {
    static SERVICES: OnceLock<Vec<Service>> = OnceLock::new();
    SERVICES.get_or_init(read_services).clone()
}

fn read_services() -> Vec<Service> {
    let mut services = Vec::new();
    let mut folders: Vec<PathBuf> = below(&root().join("api"));
    folders.sort();
    for folder in folders {
        let mut files = below(&folder);
        files.sort();
        for file in files {
            let text = std::fs::read_to_string(&file)
                .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            // Most of the catalogue is told apart by a line: to parse all of it takes ten seconds.
            if text.lines().any(|line| line.starts_with("source: ")) {
                continue;
            }
            let service: Service =
                yaml::read(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            let mut operations = service.operations.iter();
            if operations.any(|operation| operation.source.is_none()) {
                services.push(service);
            }
        }
    }
    assert!(!services.is_empty(), "no spec was read");
    services
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let entries =
        std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries
        .map(|entry| entry.expect("an entry of the folder").path())
        .collect()
}
