//! Where things lie in a workspace, and the small files under `specs/` that are read whole.

use std::env;
use std::path::{Path, PathBuf};

use specwright_spec::{Overlay, Profile, yaml};

use crate::failure::{Failure, Result};
use crate::files;

/// A workspace, known by its root.
#[derive(Clone, Debug)]
pub struct Workspace {
    /// The folder that holds `specs` and `crates`.
    pub root: PathBuf,
}

/// An overlay and the file it stands in, as people name it.
pub struct OverlayFile {
    /// `specs/overlays/ucloudstack/ucloudstack.yaml`.
    pub path: String,
    /// What it says.
    pub overlay: Overlay,
}

impl Workspace {
    /// The workspace named, or the one this program belongs to, or the one around the current folder.
    pub fn find(named: Option<PathBuf>) -> Result<Self> {
        let is_root = |folder: &Path| folder.join("specs/vendors").is_dir();
        let root = match named {
            Some(root) => Some(root).filter(|root| is_root(root)),
            None => {
                let own = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
                let here = env::current_dir().unwrap_or_default();
                own.iter()
                    .flat_map(|folder| folder.ancestors())
                    .chain(here.ancestors())
                    .find(|folder| is_root(folder))
                    .map(Path::to_owned)
            }
        };
        let root = root.ok_or_else(|| {
            Failure::could_not_run(
                "this is no specwright workspace: it has no folder specs/vendors",
            )
            .help("run `cargo xtask` inside a checkout of specwright")
        })?;
        let root = root
            .canonicalize()
            .map_err(|error| files::failure("read", &root, &error))?;
        Ok(Self { root })
    }

    /// The folder of the workspace's own pages.
    pub fn pages(&self) -> PathBuf {
        self.root.join("specs/pages")
    }

    /// The folder of things that can be made again.
    pub fn scratch(&self) -> PathBuf {
        self.root.join("target/specwright")
    }

    /// Every vendor's profile, by name.
    pub fn profiles(&self) -> Result<Vec<Profile>> {
        let paths = files::below(&self.root.join("specs/vendors"), &["yaml"])?;
        let mut profiles = Vec::new();
        for path in paths {
            let profile: Profile = self.document(&path)?;
            if path.file_stem() != Some(profile.vendor.as_ref()) {
                let shown = self.shown(&path);
                let message = format!("{shown} is the profile of `{}`", profile.vendor);
                return Err(Failure::could_not_run(message)
                    .help("name the file as the vendor, so that it can be found"));
            }
            profiles.push(profile);
        }
        Ok(profiles)
    }

    /// Every overlay, by path.
    pub fn overlays(&self) -> Result<Vec<OverlayFile>> {
        let folder = self.root.join("specs/overlays");
        let paths = if folder.is_dir() {
            files::below(&folder, &["yaml"])?
        } else {
            Vec::new()
        };
        let read = |path: PathBuf| {
            Ok(OverlayFile {
                overlay: self.document(&path)?,
                path: self.shown(&path),
            })
        };
        paths.into_iter().map(read).collect()
    }

    /// A path as people name it: below the root, with `/`.
    pub fn shown(&self, path: &Path) -> String {
        files::slashed(path.strip_prefix(&self.root).unwrap_or(path))
    }

    /// A YAML file under `specs/`.
    pub fn document<T: yaml::Document>(&self, path: &Path) -> Result<T> {
        yaml::read(&files::read_text(path)?).map_err(|error| {
            Failure::could_not_run(format!("{} cannot be read: {error}", self.shown(path)))
                .help("mend the file; its first line leads editors to the schema")
        })
    }
}

/// The profile of a vendor, or a failure that names those there are.
pub fn profile<'p>(profiles: &'p [Profile], vendor: &str) -> Result<&'p Profile> {
    let found = profiles.iter().find(|profile| profile.vendor == vendor);
    found.ok_or_else(|| {
        let known: Vec<_> = profiles.iter().map(|p| p.vendor.as_str()).collect();
        Failure::usage(format!("there is no vendor `{vendor}`")).help(format!(
            "the vendors are {}; a new one begins with specs/vendors/{vendor}.yaml",
            known.join(", ")
        ))
    })
}
