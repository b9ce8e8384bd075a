//! Structures on pages of their own: which services such a page serves, and which page counts
//! where several list a structure of one name. Must not look at a page's text, nor at structures
//! on the pages of operations: those are for [`crate::structures`].

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use specwright_spec::Structure;

use crate::dialect::Dialect;
use crate::editions;
use crate::page::PageFacts;
use crate::publish;

/// A page of structures in a folder above the operations' serves every service below it, and
/// those whose types link to it.
pub(crate) fn share(
    dialect: &Dialect,
    pages: &[PageFacts],
    names: &[String],
    services: &mut BTreeMap<String, Vec<usize>>,
) {
    let with_operations: BTreeSet<&String> = pages
        .iter()
        .zip(names)
        .filter(|(page, _)| !page.operations.is_empty())
        .map(|(_, name)| name)
        .collect();
    let links = Links::of(dialect, pages);
    let mut linking: BTreeMap<usize, BTreeSet<&String>> = BTreeMap::new();
    for (page, name) in pages.iter().zip(names) {
        for (target, _) in links.from(page) {
            linking.entry(target).or_default().insert(name);
        }
    }
    for (index, page) in pages.iter().enumerate() {
        if page.structures.is_empty() || with_operations.contains(&names[index]) {
            continue;
        }
        let folder = page.path.rfind('/').map_or("", |at| &page.path[..=at]);
        let is_below =
            |other: &&PageFacts| !other.operations.is_empty() && other.path.starts_with(folder);
        let mut served = linking.remove(&index).unwrap_or_default();
        served.extend(
            pages
                .iter()
                .zip(names)
                .filter(|(other, _)| is_below(other))
                .map(|(_, name)| name),
        );
        for name in served {
            services.entry(name.clone()).or_default().push(index);
        }
    }
}

/// The structures that the pages of a service list, each name once.
///
/// Of several pages the one counts that most of the service's types link to for the name. Then
/// the newest edition, the service's own page before those of others, the one that more of its
/// types link to at all, and the one that lists more: a page of all structures is the reference,
/// and a page of a few an older one or a guide.
pub(crate) fn of_service(
    dialect: &Dialect,
    service: &str,
    members: &[usize],
    names: &[String],
    pages: &[PageFacts],
) -> Vec<Structure> {
    let links = Links::of(dialect, pages);
    let mut to_page: BTreeMap<usize, usize> = BTreeMap::new();
    let mut to_name: BTreeMap<(usize, String), usize> = BTreeMap::new();
    let operations = members.iter().map(|&index| &pages[index]);
    for page in operations.filter(|page| !page.operations.is_empty()) {
        for (target, anchor) in links.from(page) {
            *to_page.entry(target).or_default() += 1;
            *to_name
                .entry((target, anchor.to_ascii_lowercase()))
                .or_default() += 1;
        }
    }
    let mut ranked: Vec<usize> = members.to_vec();
    ranked.retain(|&index| !pages[index].structures.is_empty());
    ranked.sort_by_cached_key(|index| {
        let page = &pages[*index];
        (
            Reverse(editions::of_path(dialect, &page.path)),
            names[*index] != service,
            Reverse(to_page.get(index).copied()),
            Reverse(page.structures.len()),
        )
    });
    let mut chosen: Vec<(usize, &Structure)> = Vec::new();
    let mut place: BTreeMap<&str, usize> = BTreeMap::new();
    for index in ranked {
        for structure in &pages[index].structures {
            let key = (index, structure.name.to_ascii_lowercase());
            let links = to_name.get(&key).copied().unwrap_or_default();
            match place.get(structure.name.as_str()) {
                None => {
                    place.insert(&structure.name, chosen.len());
                    chosen.push((links, structure));
                }
                Some(&at) if chosen[at].0 < links => chosen[at] = (links, structure),
                Some(_) => {}
            }
        }
    }
    chosen
        .into_iter()
        .map(|(_, structure)| structure.clone())
        .collect()
}

/// The ways to the pages that list structures.
struct Links<'p> {
    sites: &'p [&'p str],
    by_path: BTreeMap<&'p str, usize>,
    by_address: BTreeMap<String, usize>,
}

impl<'p> Links<'p> {
    fn of(dialect: &Dialect, pages: &'p [PageFacts]) -> Self {
        let listing = || {
            let all = pages.iter().enumerate();
            all.filter(|(_, page)| !page.structures.is_empty())
        };
        // Of pages in folders of one name the first is as good as any.
        let addresses = listing()
            .rev()
            .filter(|(_, page)| page.path.contains('/'))
            .map(|(index, page)| (publish::key(&page.path), index));
        Self {
            sites: dialect.sites,
            by_path: listing()
                .map(|(index, page)| (page.path.as_str(), index))
                .collect(),
            by_address: addresses.collect(),
        }
    }

    /// The pages of structures that the types of a page link to, each with the anchor: a relative
    /// link tells the path, an address of the site the page's name and folder.
    fn from<'l>(&'l self, page: &'l PageFacts) -> impl Iterator<Item = (usize, &'l str)> {
        page.type_links.iter().filter_map(|link| {
            let (path, anchor) = link.rsplit_once('#').unwrap_or((link, ""));
            let target = match path.split_once("://") {
                Some((_, address)) => {
                    let (host, _) = address.split_once('/')?;
                    self.sites.iter().find(|site| **site == host)?;
                    self.by_address.get(&publish::key(address))
                }
                None => {
                    let path = publish::relative(&page.path, path)?;
                    self.by_path.get(path.as_str())
                }
            };
            Some((*target?, anchor))
        })
    }
}
