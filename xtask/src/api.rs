//! The specs as they lie under `specs/api`: one YAML file a service.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use specwright_spec::Service;

use crate::failure::{Failure, Result};
use crate::files;
use crate::workspace::Workspace;

/// The folder of specs, below the root of what is written.
pub const API: &str = "specs/api";

/// A service's file, below the root of what is written.
pub fn path(vendor: &str, service: &str) -> String {
    format!("{API}/{vendor}/{service}.yaml")
}

/// Every spec below a root, by vendor and service.
pub fn load(workspace: &Workspace, root: &Path) -> Result<Vec<Service>> {
    below(workspace, root, &root.join(API))
}

/// The specs of one vendor below a root, by service; none where the root has none.
pub fn of_vendor(workspace: &Workspace, root: &Path, vendor: &str) -> Result<Vec<Service>> {
    below(workspace, root, &root.join(API).join(vendor))
}

fn below(workspace: &Workspace, root: &Path, folder: &Path) -> Result<Vec<Service>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let read = |file: PathBuf| -> Result<Service> {
        let service: Service = workspace.document(&file)?;
        let expected = path(&service.vendor, &service.service);
        if file != root.join(&expected) {
            let message = format!("{} is the spec of {expected}", workspace.shown(&file));
            return Err(Failure::could_not_run(message)
                .help("move the file, or correct `vendor` and `service` in it"));
        }
        Ok(service)
    };
    let files = files::below(folder, &["yaml"])?;
    let mut services: Vec<Service> = files.into_par_iter().map(read).collect::<Result<_>>()?;
    services.sort_by(|a, b| (&a.vendor, &a.service).cmp(&(&b.vendor, &b.service)));
    Ok(services)
}
