//! Finds pages: which folders hold them, whose they are, and what each page's path and date is.
//! Must not look into a page.
//!
//! Pages come in collections. The workspace's own is `specs/pages/<vendor>`; any other folder is a
//! collection of its own, known by its name from the vendor's folder down (`ucloud@2025-08-01`,
//! `tencent/zh`), or by the folder's own name (`seeds`). The name goes into the spec: it must not tell
//! where on this machine the folder lies.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use specwright_reader::reading::PageFile;
use specwright_spec::Profile;
use specwright_spec::validate::is_folder_name;

use crate::failure::{Failure, Result};
use crate::files;
use crate::workspace::{self, Workspace};

/// Endings of pages' names.
const PAGE: &[&str] = &["md", "markdown"];
/// The file that gives pages' dates: path, tab, date.
pub const DATES: &str = "_dates.tsv";

/// The pages of one vendor in one folder.
#[derive(Debug)]
pub struct Folder {
    /// Whose pages they are.
    pub vendor: String,
    /// The collection; nothing for the workspace's own pages.
    pub collection: Option<String>,
    /// The folder that the pages' paths start from, as people name it.
    pub shown: String,
    /// The part of the collection that was read, as the beginning of pages' paths: empty for all of it.
    pub scope: String,
    /// The part that was asked for: services without a page in it are left alone.
    pub wanted: String,
    /// The pages, by path.
    pub pages: Vec<PageFile>,
    /// The pages lie flat and their names tell the vendor, perhaps the service: `tencent-cbs-CreateSnapshot.md`.
    pub is_flat: bool,
}

impl Folder {
    /// A page's path as people name it, from where they stand.
    pub fn shown(&self, page: &str) -> String {
        format!("{}/{page}", self.shown)
    }

    /// A page by its path.
    pub fn page(&self, path: &str) -> Option<&PageFile> {
        let at = self
            .pages
            .binary_search_by(|page| page.path.as_str().cmp(path));
        at.ok().and_then(|at| self.pages.get(at))
    }
}

/// The path that a flat page would have in a vendor's folder: `cbs/CreateSnapshot.md`.
pub fn unfolded(path: &str) -> Option<String> {
    let mut parts = path.splitn(3, '-').skip(1);
    let (service, name) = (parts.next()?, parts.next()?);
    is_folder_name(service).then(|| format!("{service}/{name}"))
}

/// Whether a page lies in a part of a folder.
pub fn is_in(scope: &str, page: &str) -> bool {
    match page.strip_prefix(scope) {
        Some(rest) => scope.is_empty() || rest.is_empty() || rest.starts_with('/'),
        None => false,
    }
}

/// The folders found, and what was passed over.
#[derive(Debug, Default)]
pub struct Found {
    /// One folder a vendor and collection.
    pub folders: Vec<Folder>,
    /// What was passed over, and why: a sentence each.
    pub passed_over: Vec<String>,
}

/// Finds the pages that `--pages` and `--vendor` ask for and reads their bytes.
pub fn find(
    workspace: &Workspace,
    profiles: &[Profile],
    pages: Option<&Path>,
    vendor: Option<&str>,
) -> Result<Found> {
    if let Some(vendor) = vendor {
        workspace::profile(profiles, vendor)?;
    }
    let finder = Finder {
        workspace,
        profiles,
        vendor,
    };
    let Some(named) = pages else {
        return finder.own();
    };
    let path = named
        .canonicalize()
        .map_err(|error| files::failure("read", named, &error))?;
    let found = match path.strip_prefix(workspace.pages()) {
        Ok(below) if below.as_os_str().is_empty() => finder.own()?,
        Ok(below) => finder.own_part(below)?,
        Err(_) => finder.other(named, &path)?,
    };
    if found.folders.iter().all(|folder| folder.pages.is_empty()) {
        let message = format!("there are no pages in {}", named.display());
        return Err(Failure::could_not_run(message)
            .help("name a folder that holds Markdown files (*.md), at any depth"));
    }
    Ok(found)
}

struct Finder<'a> {
    workspace: &'a Workspace,
    profiles: &'a [Profile],
    vendor: Option<&'a str>,
}

impl Finder<'_> {
    fn wants(&self, vendor: &str) -> bool {
        self.vendor.is_none_or(|wanted| wanted == vendor)
    }

    fn is_vendor(&self, name: &str) -> bool {
        self.profiles.iter().any(|profile| profile.vendor == name)
    }

    /// The vendor that a folder's name tells, perhaps with a revision: `ucloud@2025-08-01`.
    fn vendor_of<'n>(&self, folder: &'n Path) -> Option<&'n str> {
        let name = folder.file_name()?.to_str()?;
        let vendor = name.split_once('@').map_or(name, |(vendor, _)| vendor);
        self.is_vendor(vendor).then_some(vendor)
    }

    /// `specs/pages`: a folder a vendor.
    fn own(&self) -> Result<Found> {
        let mut found = Found::default();
        let pages = self.workspace.pages();
        for folder in subfolders(&pages)? {
            let name = files::slashed(Path::new(folder.file_name().unwrap_or_default()));
            if !self.is_vendor(&name) {
                let message = format!("specs/pages/{name} is no vendor's");
                return Err(Failure::could_not_run(message).help(format!(
                    "write specs/vendors/{name}.yaml, or rename the folder"
                )));
            }
            if self.wants(&name) {
                found.folders.push(self.own_folder(&name, "")?);
            }
        }
        Ok(found)
    }

    /// A part of `specs/pages`. The vendor's pages are read whole: they refer to each other.
    fn own_part(&self, below: &Path) -> Result<Found> {
        let below = files::slashed(below);
        let (vendor, wanted) = below.split_once('/').unwrap_or((&below, ""));
        workspace::profile(self.profiles, vendor)?;
        if !self.wants(vendor) {
            return Err(
                Failure::usage(format!("specs/pages/{below} holds pages of {vendor}"))
                    .help("leave out --vendor, or name that one"),
            );
        }
        Ok(Found {
            folders: vec![self.own_folder(vendor, wanted)?],
            ..Found::default()
        })
    }

    fn own_folder(&self, vendor: &str, wanted: &str) -> Result<Folder> {
        let base = self.workspace.pages().join(vendor);
        let paths = files::below(&base, PAGE)?;
        Ok(Folder {
            vendor: vendor.to_owned(),
            collection: None,
            shown: format!("specs/pages/{vendor}"),
            scope: String::new(),
            wanted: wanted.to_owned(),
            pages: load(&base, paths)?,
            is_flat: false,
        })
    }

    /// A folder or a page from elsewhere.
    fn other(&self, named: &Path, path: &Path) -> Result<Found> {
        if path.is_file() {
            let folder = path.parent().unwrap_or(path);
            let shown = named.parent().unwrap_or(named);
            let found = self.collections(shown, folder, vec![path.to_owned()])?;
            let scope = files::slashed(Path::new(path.file_name().unwrap_or_default()));
            return Ok(limited(found, &scope));
        }
        if let Some(found) = self.vendor_folders(named, path)? {
            return Ok(found);
        }
        self.collections(named, path, files::below(path, PAGE)?)
    }

    /// A folder that holds a folder for each vendor.
    fn vendor_folders(&self, named: &Path, path: &Path) -> Result<Option<Found>> {
        let subfolders = subfolders(path)?;
        let names = subfolders
            .iter()
            .filter_map(|folder| folder.file_name()?.to_str());
        if self.vendor_of(path).is_some() || !names.clone().any(|name| self.is_vendor(name)) {
            return Ok(None);
        }
        let mut found = Found::default();
        for name in names {
            if self.is_vendor(name) && self.wants(name) {
                let base = path.join(name);
                let folder =
                    self.collection(&named.join(name), &base, name, files::below(&base, PAGE)?)?;
                found.folders.push(folder);
            } else if !self.is_vendor(name) {
                let shown = named.join(name);
                found.passed_over.push(format!(
                    "{} is no vendor's folder by its name; name it with --pages to read it",
                    shown.display()
                ));
            }
        }
        Ok(Some(found))
    }

    /// One folder: of the vendors that its pages' names tell, or of the one that `--vendor` or a folder's name tells.
    fn collections(&self, named: &Path, base: &Path, paths: Vec<PathBuf>) -> Result<Found> {
        if self.vendor_of(base).is_none() && self.names_tell(base, &paths) {
            return self.by_page_name(named, base, paths);
        }
        let by_folder = base.ancestors().find_map(|folder| self.vendor_of(folder));
        let Some(vendor) = self.vendor.or(by_folder) else {
            return self.by_page_name(named, base, paths);
        };
        Ok(Found {
            folders: vec![self.collection(named, base, vendor, paths)?],
            ..Found::default()
        })
    }

    /// Whether pages say in their names whose they are, more than half of them: `tencent-cbs-CreateSnapshot.md`.
    fn names_tell(&self, base: &Path, paths: &[PathBuf]) -> bool {
        let tells = |path: &&PathBuf| self.vendor_in_name(base, path).is_some();
        paths.iter().filter(tells).count() * 2 > paths.len()
    }

    fn vendor_in_name(&self, base: &Path, path: &Path) -> Option<String> {
        let name = path.strip_prefix(base).ok()?.to_str()?;
        let (vendor, _) = name.split_once('-')?;
        self.is_vendor(vendor).then(|| vendor.to_owned())
    }

    fn by_page_name(&self, named: &Path, base: &Path, paths: Vec<PathBuf>) -> Result<Found> {
        let mut found = Found::default();
        let mut of_vendors: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
        for path in paths {
            match self.vendor_in_name(base, &path) {
                Some(vendor) => of_vendors.entry(vendor).or_default().push(path),
                None => found.passed_over.push(format!(
                    "{} does not tell whose page it is; say --vendor, or begin its name with the vendor's",
                    named.join(path.strip_prefix(base).unwrap_or(&path)).display()
                )),
            }
        }
        if of_vendors.is_empty() && !found.passed_over.is_empty() {
            let known: Vec<_> = self.profiles.iter().map(|p| p.vendor.as_str()).collect();
            let message = format!("whose pages are in {}?", named.display());
            return Err(Failure::usage(message)
                .help(format!("say --vendor and one of {}", known.join(", "))));
        }
        for (vendor, paths) in of_vendors {
            if self.wants(&vendor) {
                let folder = self.collection(named, base, &vendor, paths)?;
                found.folders.push(Folder {
                    is_flat: true,
                    ..folder
                });
            }
        }
        Ok(found)
    }

    fn collection(
        &self,
        named: &Path,
        base: &Path,
        vendor: &str,
        paths: Vec<PathBuf>,
    ) -> Result<Folder> {
        Ok(Folder {
            vendor: vendor.to_owned(),
            collection: Some(self.collection_name(base)),
            shown: files::slashed(named),
            scope: String::new(),
            wanted: String::new(),
            pages: load(base, paths)?,
            is_flat: false,
        })
    }

    /// The name from the vendor's folder down, or the folder's own.
    fn collection_name(&self, base: &Path) -> String {
        let anchor = base
            .ancestors()
            .find(|folder| self.vendor_of(folder).is_some());
        let above = anchor.unwrap_or(base).parent().unwrap_or(Path::new(""));
        files::slashed(base.strip_prefix(above).unwrap_or(base))
    }
}

fn limited(mut found: Found, scope: &str) -> Found {
    for folder in &mut found.folders {
        folder.scope = scope.to_owned();
    }
    found
}

fn subfolders(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = folder
        .read_dir()
        .map_err(|error| files::failure("read", folder, &error))?;
    let mut folders: Vec<_> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir() && !is_hidden(path))
        .collect();
    folders.sort();
    Ok(folders)
}

fn is_hidden(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    name.as_encoded_bytes().starts_with(b".")
}

/// Reads pages' bytes, in the order of their paths.
fn load(base: &Path, paths: Vec<PathBuf>) -> Result<Vec<PageFile>> {
    let dates = dates(base, &paths)?;
    let mut pages = paths
        .into_par_iter()
        .map(|path| {
            Ok(PageFile {
                path: page_path(base, &path)?,
                bytes: files::read(&path)?,
                date: dates.get(&path).cloned(),
            })
        })
        .collect::<Result<Vec<_>>>()?;
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(pages)
}

fn page_path(base: &Path, path: &Path) -> Result<String> {
    let below = path.strip_prefix(base).unwrap_or(path);
    if below.to_str().is_none() {
        return Err(
            Failure::could_not_run(format!("the name of {} is not UTF-8", path.display()))
                .help("rename the file: its path becomes part of the spec"),
        );
    }
    Ok(files::slashed(below))
}

/// The dates that the folder, those above it or those below it tell.
fn dates(base: &Path, paths: &[PathBuf]) -> Result<HashMap<PathBuf, String>> {
    let mut folders: Vec<&Path> = base.ancestors().collect();
    folders.extend(
        paths
            .iter()
            .flat_map(|path| path.ancestors().skip(1))
            .filter(|folder| folder.starts_with(base)),
    );
    folders.sort_unstable();
    folders.dedup();
    let mut dates = HashMap::new();
    for folder in folders {
        let file = folder.join(DATES);
        if !file.is_file() {
            continue;
        }
        for (at, line) in files::read_text(&file)?.lines().enumerate() {
            let Some((page, date)) = line.split_once('\t').filter(|(_, date)| is_date(date)) else {
                let message = format!("{}:{}: no page and date", file.display(), at + 1);
                return Err(Failure::could_not_run(message)
                    .help("write the page's path, a tab and a date such as 2021-04-30"));
            };
            dates.insert(folder.join(page), date.to_owned());
        }
    }
    Ok(dates)
}

fn is_date(text: &str) -> bool {
    let shape = |(at, byte): (usize, u8)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    text.len() == 10 && text.bytes().enumerate().all(shape)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(root: &Path, below: &str, vendor: Option<&str>) -> Result<Found> {
        let root_of_repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let workspace = Workspace::find(Some(root_of_repository)).unwrap();
        let profiles = workspace.profiles().unwrap();
        super::find(&workspace, &profiles, Some(&root.join(below)), vendor)
    }

    fn pages(names: &[&str]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for name in names {
            let path = root.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "# X\n").unwrap();
        }
        root
    }

    /// Vendor, collection and paths of each folder.
    fn told(found: &Found) -> Vec<String> {
        let told = |folder: &Folder| {
            let pages: Vec<_> = folder.pages.iter().map(|page| page.path.as_str()).collect();
            let collection = folder.collection.as_deref().unwrap_or("own");
            format!("{} {collection}: {}", folder.vendor, pages.join(" "))
        };
        found.folders.iter().map(told).collect()
    }

    #[test]
    fn a_folder_tells_its_vendor_and_revision() {
        let root = pages(&[
            "ucloud@2025/udisk-api/A.md",
            "tencent/zh/op/cbs/B.md",
            "x/C.markdown",
            "x/d.txt",
        ]);
        let told = |below, vendor| told(&find(root.path(), below, vendor).unwrap());
        assert_eq!(
            told("ucloud@2025", None),
            ["ucloud ucloud@2025: udisk-api/A.md"]
        );
        assert_eq!(
            told("tencent/zh", None),
            ["tencent tencent/zh: op/cbs/B.md"]
        );
        assert_eq!(
            told("tencent/zh/op/cbs/B.md", None),
            ["tencent tencent/zh/op/cbs: B.md"]
        );
        assert_eq!(told("x", Some("zenlayer")), ["zenlayer x: C.markdown"]);
    }

    #[test]
    fn a_folder_may_hold_a_folder_for_each_vendor() {
        let root = pages(&[
            "alibaba/A.md",
            "tencent/B.md",
            "tencent@history/C.md",
            "other/D.md",
        ]);
        let found = find(root.path(), "", None).unwrap();
        assert_eq!(
            told(&found),
            ["alibaba alibaba: A.md", "tencent tencent: B.md"]
        );
        assert_eq!(found.passed_over.len(), 2, "{:?}", found.passed_over);
        let one = find(root.path(), "", Some("tencent")).unwrap();
        assert_eq!(told(&one), ["tencent tencent: B.md"]);
    }

    #[test]
    fn flat_pages_tell_vendor_and_service() {
        let root = pages(&[
            "alibaba-ecs-Create-It.md",
            "ucloud-Create.md",
            "ucloudstack-disks.md",
        ]);
        let found = find(root.path(), "", None).unwrap();
        assert!(found.folders.iter().all(|folder| folder.is_flat));
        assert_eq!(found.folders.len(), 3);
        assert_eq!(
            unfolded("alibaba-ecs-Create-It.md").as_deref(),
            Some("ecs/Create-It.md")
        );
        assert_eq!(unfolded("ucloud-Create.md"), None);
        assert_eq!(
            unfolded("ucloud-Two-Words.md"),
            None,
            "a service is in lower case"
        );
    }

    #[test]
    fn dates_stand_beside_or_above_the_pages() {
        let root = pages(&["alibaba/ecs/zh/A.md", "alibaba/ecs/zh/B.md"]);
        let dates = "ecs/zh/A.md\t2021-04-30\necs/zh/gone.md\t2020-01-01\n";
        std::fs::write(root.path().join("alibaba/_dates.tsv"), dates).unwrap();
        for below in ["alibaba", "alibaba/ecs", "alibaba/ecs/zh/A.md"] {
            let found = find(root.path(), below, None).unwrap();
            let page = &found.folders[0].pages[0];
            assert_eq!(page.date.as_deref(), Some("2021-04-30"), "{below}");
        }
        let found = find(root.path(), "alibaba", None).unwrap();
        assert_eq!(found.folders[0].pages[1].date, None);
    }

    #[test]
    fn a_part_is_a_folder_or_a_page_not_a_beginning() {
        assert!(is_in("", "a/b.md") && is_in("a", "a/b.md") && is_in("a/b.md", "a/b.md"));
        assert!(!is_in("a", "ab/c.md") && !is_in("a/b", "a/bc.md"));
    }
}
