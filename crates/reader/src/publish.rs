//! Which pages a vendor publishes: those that the index of their folder links to. Other pages of
//! the folder are left over from earlier; they count only where no published page says the same.

use std::collections::{BTreeMap, BTreeSet};

use crate::page::PageFacts;
use crate::reading::PageKind;

/// Marks each page whose folder has an index.
pub fn mark(pages: &mut [PageFacts]) {
    let mut listed: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let is_index = |page: &&PageFacts| page.kind == PageKind::Index;
    // Where a folder has a page of that name, a readme beside it publishes nothing.
    let is_named = |page: &PageFacts| page.stem().eq_ignore_ascii_case("index");
    let named: BTreeSet<String> = pages
        .iter()
        .filter(is_index)
        .filter(|page| is_named(page))
        .map(|page| folder(&page.path).to_owned())
        .collect();
    let counts = |page: &&PageFacts| is_named(page) || !named.contains(folder(&page.path));
    for page in pages.iter().filter(is_index).filter(counts) {
        let targets = page.links.iter().filter_map(|link| target(link));
        listed
            .entry(folder(&page.path).to_owned())
            .or_default()
            .extend(targets);
    }
    for page in pages {
        let index = listed
            .get(folder(&page.path))
            .filter(|index| !index.is_empty());
        page.is_published = index
            .filter(|_| page.kind != PageKind::Index)
            .map(|index| index.contains(&key(&page.path)));
    }
}

/// The folder of a path, without the file.
fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A page in the words of links to it: its name and the folder that it lies in.
pub fn key(path: &str) -> String {
    let mut parts = path.rsplit('/');
    let file = parts.next().unwrap_or_default();
    let stem = file
        .strip_suffix(".md")
        .or_else(|| file.strip_suffix(".html"))
        .unwrap_or(file);
    match parts.next() {
        Some(folder) => format!("{folder}/{stem}"),
        None => stem.to_owned(),
    }
}

/// The page of the same site that a link leads to.
fn target(link: &str) -> Option<String> {
    let path = link.split(['?', '#']).next().unwrap_or(link);
    let is_elsewhere = path.contains("://") && !path.contains("/api/");
    (!path.is_empty() && !is_elsewhere).then(|| key(path.trim_end_matches('/')))
}

/// The path of the page that a relative link on `page` leads to.
pub fn relative(page: &str, link: &str) -> Option<String> {
    let path = link.split(['?', '#']).next().unwrap_or(link);
    if path.is_empty() || path.contains("://") || path.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()?),
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_links_lead_from_the_page_that_has_them() {
        let from = "zen/vm/disk/create.md";
        assert_eq!(
            relative(from, "../../bmc/data.md#price").as_deref(),
            Some("zen/bmc/data.md")
        );
        assert_eq!(
            relative(from, "data.md").as_deref(),
            Some("zen/vm/disk/data.md")
        );
        for link in ["#price", "https://a.b/data.md", "../../../../data.md"] {
            assert_eq!(relative(from, link), None, "{link}");
        }
    }

    #[test]
    fn links_lead_to_pages_in_every_spelling() {
        for link in [
            "api/usnap-api/create",
            "api/usnap-api/create.md",
            "https://docs.ucloud.cn/api/usnap-api/create.html?x=1#y",
        ] {
            assert_eq!(target(link).as_deref(), Some("usnap-api/create"), "{link}");
        }
        assert_eq!(target("https://github.com/ucloud/sdk"), None);
        assert_eq!(key("ucloud/usnap-api/create.md"), "usnap-api/create");
    }
}
