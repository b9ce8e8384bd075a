//! Which service each page belongs to: by hosts, explorer links, the paths of samples and folders,
//! in the dialect's order. Must not look at a page's text.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::dialect::{Dialect, ServiceSource};
use crate::editions;
use crate::page::PageFacts;

/// The service of each page.
pub fn of_pages(dialect: &Dialect, pages: &[PageFacts]) -> Vec<String> {
    let products = Products {
        outer: most_by_folder(pages, |page| {
            Some((
                outer_folder(dialect, &page.path)?,
                page.service.product.as_deref()?,
            ))
        }),
        own: own_products(pages),
    };
    let paths = most_by_folder(pages, |page| {
        Some((
            inner_folder(dialect, &page.path)?,
            page.service.sample_path.as_deref()?,
        ))
    });
    pages
        .iter()
        .map(|page| service_name(dialect, page, &products, &paths))
        .collect()
}

type ByFolder<'p> = BTreeMap<&'p str, String>;

/// The products that explorer links name.
struct Products<'p> {
    /// By the outermost folder.
    outer: ByFolder<'p>,
    /// By the pages' own folder, where all of its pages agree on a product that enough pages
    /// name: a product may have its pages among another's.
    own: ByFolder<'p>,
}

/// A few pages are enough to say that a product is one; a single link may lead astray.
const AGREEING_PAGES: usize = 3;

fn own_products(pages: &[PageFacts]) -> ByFolder<'_> {
    let mut named: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for page in pages {
        if let Some(product) = page.service.product.as_deref() {
            named.entry(folder(&page.path)).or_default().insert(product);
            *counts.entry(product).or_default() += 1;
        }
    }
    let agreed = |product: &&&str| {
        counts
            .get(**product)
            .is_some_and(|count| *count >= AGREEING_PAGES)
    };
    let only = named.iter().filter(|(_, products)| products.len() == 1);
    only.filter_map(|(folder, products)| {
        Some((*folder, (*products.first().filter(agreed)?).to_owned()))
    })
    .collect()
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn service_name(
    dialect: &Dialect,
    page: &PageFacts,
    products: &Products<'_>,
    paths: &ByFolder<'_>,
) -> String {
    let hints = &page.service;
    let name = dialect.service.iter().find_map(|source| match source {
        ServiceSource::Host => hints
            .host
            .as_deref()
            .and_then(|host| host.strip_suffix(dialect.host_suffix))
            .map(str::to_owned),
        ServiceSource::OlderHost => hints.older_service.clone(),
        // A page outside of all folders has only its own word.
        ServiceSource::Explorer => match outer_folder(dialect, &page.path) {
            Some(outer) => products
                .own
                .get(folder(&page.path))
                .or_else(|| products.outer.get(outer))
                .cloned(),
            None => hints.product.clone(),
        },
        ServiceSource::SamplePath => {
            let of_folder = || paths.get(inner_folder(dialect, &page.path)?).cloned();
            hints.sample_path.clone().or_else(of_folder)
        }
        ServiceSource::InnerFolder => inner_folder(dialect, &page.path).map(str::to_owned),
        ServiceSource::OuterFolder => outer_folder(dialect, &page.path).map(str::to_owned),
        ServiceSource::Fixed(name) => Some((*name).to_owned()),
    });
    tidy(&name.unwrap_or_default())
}

/// What most pages of a folder say: a single page may say what another's does.
fn most_by_folder<'p>(
    pages: &'p [PageFacts],
    says: impl Fn(&'p PageFacts) -> Option<(&'p str, &'p str)>,
) -> ByFolder<'p> {
    let mut counts: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for (folder, word) in pages.iter().filter_map(says) {
        *counts.entry(folder).or_default().entry(word).or_default() += 1;
    }
    let most = |words: BTreeMap<&str, usize>| {
        words
            .into_iter()
            .max_by_key(|(word, count)| (*count, Reverse(*word)))
            .map(|(word, _)| word.to_owned())
    };
    counts
        .into_iter()
        .filter_map(|(folder, words)| Some((folder, most(words)?)))
        .collect()
}

fn folders<'p>(dialect: &'p Dialect, path: &'p str) -> impl DoubleEndedIterator<Item = &'p str> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    folder
        .split('/')
        .filter(|part| !part.is_empty() && !dialect.plain_folders.contains(part))
        .filter(|part| !editions::is_edition(dialect, part))
}

fn inner_folder<'p>(dialect: &'p Dialect, path: &'p str) -> Option<&'p str> {
    folders(dialect, path).next_back()
}

fn outer_folder<'p>(dialect: &'p Dialect, path: &'p str) -> Option<&'p str> {
    folders(dialect, path).next()
}

/// A service's name as it stands in files and modules.
fn tidy(name: &str) -> String {
    let lower = name.trim().to_ascii_lowercase();
    let lower = lower.strip_suffix("-api").unwrap_or(&lower);
    let tidy: String = lower
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    tidy.trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_services_are_fit_for_files() {
        for (name, expected) in [
            ("usnap-api", "usnap"),
            ("vpc2.0-api", "vpc2-0"),
            ("Ecs", "ecs"),
            ("../x", "x"),
        ] {
            assert_eq!(tidy(name), expected);
        }
    }
}
