//! The two sides of a comparison: specs of a git revision, of a folder, or of pages as they are now, each
//! with the pages they came from where those are at hand.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;
use specwright_drift::{Change, Pages, Place, compare, compare_pages};
use specwright_reader::reading::PageFile;
use specwright_spec::{Profile, Service, Source, yaml};

use crate::api::{self, API};
use crate::failure::{Failure, Result};
use crate::files;
use crate::git::Git;
use crate::make;
use crate::pages::{self, Folder};
use crate::pipeline;
use crate::positions;
use crate::progress::Progress;
use crate::workspace::{self, Workspace};

/// The folder of the workspace's own pages, below the root.
const PAGES: &str = "specs/pages";
/// What the service is called that neither a page nor its folder tells: the same on both sides.
const UNNAMED: &str = "unnamed";

/// One side of a comparison.
#[derive(Debug, Default)]
pub struct Side {
    /// What people call it: a revision, a folder.
    pub name: String,
    /// The specs.
    pub services: Vec<Service>,
    /// The pages at hand, by vendor.
    folders: BTreeMap<String, Folder>,
    /// The specs came from these pages just now, and know where each item stands.
    has_lines: bool,
}

impl Side {
    /// A revision or a folder, whichever the name means.
    pub fn named(workspace: &Workspace, profiles: &[Profile], name: &str) -> Result<Self> {
        let folder = std::env::current_dir().unwrap_or_default().join(name);
        let commit = if name.is_empty() {
            None
        } else {
            Git::at(&workspace.root).commit(name)?
        };
        match (commit, folder.is_dir()) {
            (Some(_), true) => Err(Failure::usage(format!(
                "`{name}` is a revision and a folder"
            ))
            .help(format!("write ./{name} for the folder, or refs/heads/{name} or a hash for the revision"))),
            (Some(commit), false) => Self::revision(workspace, profiles, name, &commit),
            (None, true) => Self::folder(workspace, profiles, name, &folder),
            (None, false) => Err(Failure::usage(format!(
                "`{name}` is neither a revision nor a folder"
            ))
            .help("name a commit, a branch or a tag that this checkout has, or a folder that holds specs/api; a checkout in CI may need its whole history")),
        }
    }

    /// The specs of a commit.
    fn revision(
        workspace: &Workspace,
        profiles: &[Profile],
        name: &str,
        commit: &str,
    ) -> Result<Self> {
        let mut side = Self {
            name: name.to_owned(),
            ..Self::default()
        };
        let files = Git::at(&workspace.root).files(commit, &[API, PAGES])?;
        let mut pages: BTreeMap<String, Vec<PageFile>> = BTreeMap::new();
        let is_spec =
            |path: &str| path.starts_with(API) && files::has_ending(Path::new(path), &["yaml"]);
        let (specs, others): (Vec<_>, Vec<_>) =
            files.into_iter().partition(|(path, _)| is_spec(path));
        let read = |(path, bytes): (String, Vec<u8>)| {
            yaml::read(&String::from_utf8_lossy(&bytes)).map_err(|error| {
                Failure::could_not_run(format!("{name}:{path} cannot be read: {error}"))
                    .help("compare with a later revision")
            })
        };
        side.services = specs.into_par_iter().map(read).collect::<Result<_>>()?;
        for (path, bytes) in others {
            if let Some((vendor, page)) = own_page(&path)
                && profiles.iter().any(|profile| profile.vendor == vendor)
            {
                pages.entry(vendor.to_owned()).or_default().push(PageFile {
                    path: page.to_owned(),
                    bytes,
                    date: None,
                });
            }
        }
        let own = |(vendor, pages): (String, Vec<PageFile>)| (vendor.clone(), own(vendor, pages));
        side.folders = pages.into_iter().map(own).collect();
        if side.services.is_empty() {
            eprintln!("warning: {name} has no specs in {API}: all there is counts as new");
        }
        Ok(side)
    }

    /// The specs of a folder that is laid out like the workspace.
    fn folder(
        workspace: &Workspace,
        profiles: &[Profile],
        name: &str,
        folder: &Path,
    ) -> Result<Self> {
        let services = api::load(workspace, folder)?;
        if services.is_empty() {
            return Err(
                Failure::usage(format!("there are no specs in {name}/{API}")).help(
                    "name a folder that holds specs/api, as `cargo xtask regen --out` writes it; \
                 for folders of pages use --pages-from and --pages-to",
                ),
            );
        }
        let other = Workspace {
            root: folder.to_owned(),
        };
        let mut found = pages::find(&other, profiles, None, None)?;
        for folder in &mut found.folders {
            folder.shown = format!("{}/{}", name.trim_end_matches('/'), folder.shown);
        }
        Ok(Self {
            name: name.to_owned(),
            services,
            folders: by_vendor(found.folders),
            has_lines: false,
        })
    }

    /// The workspace's specs as they are now.
    pub fn specs(workspace: &Workspace) -> Result<Self> {
        Ok(Self {
            name: API.to_owned(),
            services: api::load(workspace, &workspace.root)?,
            ..Self::default()
        })
    }

    /// The workspace's pages as they are now, overlays applied, and the specs of what has no pages here.
    pub fn now(workspace: &Workspace, profiles: &[Profile], vendor: Option<&str>) -> Result<Self> {
        let request = make::Request {
            pages: None,
            vendor,
            service: None,
            keep_prose: None,
            root: &workspace.root,
            writes_cache: false,
        };
        let made = make::make(workspace, profiles, &request, &Progress::new(false))?;
        if let Some(error) = made.errors.first() {
            let message = format!("the pages give no valid spec:\n{error}");
            return Err(
                Failure::could_not_run(message).help("`cargo xtask regen` shows all that is wrong")
            );
        }
        Ok(Self {
            name: PAGES.to_owned(),
            services: made.services,
            folders: by_vendor(made.readings.into_iter().map(|(folder, _)| folder)),
            has_lines: false,
        })
    }

    /// A folder of pages from anywhere, read as they are: overlays are for the workspace's own.
    pub fn pages(
        workspace: &Workspace,
        profiles: &[Profile],
        folder: &Path,
        vendor: Option<&str>,
    ) -> Result<Self> {
        let found = pages::find(workspace, profiles, Some(folder), vendor)?;
        for remark in &found.passed_over {
            eprintln!("warning: {remark}");
        }
        let mut side = Self {
            name: files::slashed(folder),
            has_lines: true,
            ..Self::default()
        };
        for folder in &found.folders {
            let profile = workspace::profile(profiles, &folder.vendor)?;
            let mut services = pipeline::read(profile, folder)?.services;
            for service in services.iter_mut().filter(|s| s.service.is_empty()) {
                UNNAMED.clone_into(&mut service.service);
            }
            side.services.extend(services);
        }
        side.folders = by_vendor(found.folders);
        Ok(side)
    }

    /// Leaves one vendor.
    pub fn keep(&mut self, vendor: &str) {
        self.services.retain(|service| service.vendor == vendor);
        self.folders.retain(|name, _| name == vendor);
    }

    /// Looks up the lines of some vendors' items on the pages at hand.
    fn find_lines(&mut self, profiles: &[Profile], vendors: &BTreeSet<String>) -> Result<()> {
        if self.has_lines {
            return Ok(());
        }
        for vendor in vendors {
            let Some(folder) = self.folders.get(vendor) else {
                continue;
            };
            let read = pipeline::read(workspace::profile(profiles, vendor)?, folder)?;
            positions::fill(&mut self.services, &read.services);
        }
        self.has_lines = true;
        Ok(())
    }

    /// The texts of a vendor's pages.
    fn texts(&self, vendor: &str) -> BTreeMap<String, String> {
        let pages = self.folders.get(vendor).map(|folder| &folder.pages);
        pages
            .into_iter()
            .flatten()
            .map(|page| {
                let text = String::from_utf8_lossy(&page.bytes).into_owned();
                (page.path.clone(), text)
            })
            .collect()
    }

    /// A page's path from where people stand: in the folder at hand, or in the collection that the spec names.
    fn shown(&self, vendor: &str, page: &str) -> String {
        let folder = self.folders.get(vendor);
        match folder.filter(|folder| folder.page(page).is_some()) {
            Some(folder) => folder.shown(page),
            None => match self.collection(vendor, page) {
                Some(collection) => format!("{collection}/{page}"),
                None => format!("{PAGES}/{vendor}/{page}"),
            },
        }
    }

    fn collection(&self, vendor: &str, page: &str) -> Option<String> {
        let services = self.services.iter();
        services
            .filter(|service| service.vendor == vendor)
            .find_map(|service| {
                let operations = service.operations.iter().map(|o| (&o.page, &o.source));
                let structures = service.structures.iter().map(|s| (&s.page, &s.source));
                let (_, own) = operations.chain(structures).find(|(of, _)| *of == page)?;
                own.clone().or_else(|| service.source.as_ref().map(name))
            })
    }
}

/// Every change from one side to the other, with lines where pages are at hand, and pages from where people stand.
pub fn changes(from: &mut Side, to: &mut Side, profiles: &[Profile]) -> Result<Vec<Change>> {
    let mut changes = compare(&from.services, &to.services, profiles);
    if !changes.is_empty() {
        let changed = changes.iter().map(|change| &change.subject.vendor);
        let vendors: BTreeSet<String> = changed.cloned().collect();
        from.find_lines(profiles, &vendors)?;
        to.find_lines(profiles, &vendors)?;
        changes = compare(&from.services, &to.services, profiles);
    }
    for vendor in from.folders.keys() {
        let (old, new) = (from.texts(vendor), to.texts(vendor));
        let pages = Pages {
            vendor: vendor.clone(),
            old: old.iter().map(borrowed).collect(),
            new: new.iter().map(borrowed).collect(),
        };
        changes.extend(compare_pages(&pages, &changes));
    }
    let show = |side: &Side, vendor: &str, place: &mut Option<Place>| {
        if let Some(place) = place {
            place.page = side.shown(vendor, &place.page);
        }
    };
    for change in &mut changes {
        show(from, &change.subject.vendor, &mut change.from);
        show(to, &change.subject.vendor, &mut change.to);
    }
    changes.sort_by(|a, b| (&a.subject, a.rule).cmp(&(&b.subject, b.rule)));
    Ok(changes)
}

fn borrowed<'t>((path, text): (&'t String, &'t String)) -> (&'t str, &'t str) {
    (path, text)
}

/// Vendor and page of a path below the folder of pages.
fn own_page(path: &str) -> Option<(&str, &str)> {
    let below = path.strip_prefix(PAGES)?.strip_prefix('/')?;
    let is_page = files::has_ending(Path::new(path), &["md", "markdown"]);
    let is_hidden = below.split('/').any(|part| part.starts_with('.'));
    below.split_once('/').filter(|_| is_page && !is_hidden)
}

fn own(vendor: String, pages: Vec<PageFile>) -> Folder {
    Folder {
        shown: format!("{PAGES}/{vendor}"),
        vendor,
        collection: None,
        scope: String::new(),
        wanted: String::new(),
        pages,
        is_flat: false,
    }
}

fn by_vendor(folders: impl IntoIterator<Item = Folder>) -> BTreeMap<String, Folder> {
    let named = |folder: Folder| (folder.vendor.clone(), folder);
    folders.into_iter().map(named).collect()
}

fn name(source: &Source) -> String {
    match &source.revision {
        Some(revision) => format!("{}@{revision}", source.pages),
        None => source.pages.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_known_by_its_path() {
        assert_eq!(
            own_page("specs/pages/tencent/cbs/A.md"),
            Some(("tencent", "cbs/A.md"))
        );
        for path in [
            "specs/pages/README.md",
            "specs/pages/tencent/x.txt",
            "specs/pages/tencent/.drafts/A.md",
            "specs/pagesx/tencent/A.md",
        ] {
            assert_eq!(own_page(path), None, "{path}");
        }
    }
}
