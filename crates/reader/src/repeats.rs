//! Pages that describe several operations, each with sections of its own: where one begins and
//! the other ends. Told by sections that come back, never by headings alone that nobody knows.
//! Must not look at tables.

use crate::dialect::{Dialect, Section};
use crate::outline::{Part, Region};

/// Parts the regions of a page: an operation each, what stands before the first, and what stands
/// behind the last. A page that has its sections once is one part.
pub(crate) fn parts(dialect: &Dialect, mut regions: Vec<Region>) -> Vec<Part> {
    let own: Vec<Option<Section>> = regions.iter().map(|region| own(dialect, region)).collect();
    let cuts = cuts(&regions, &own);
    let mut parts = Vec::new();
    for &cut in cuts.iter().rev() {
        let mut part = Part {
            head: None,
            regions: regions.split_off(cut.at),
        };
        if cut.begins
            && let Some(first) = part.regions.first_mut()
        {
            first.section = first.section.or(Some(Section::Description));
            // `接口描述` is no title.
            let is_title = own.get(cut.at) == Some(&None);
            let title = if is_title {
                first.title.clone()
            } else {
                String::new()
            };
            part.head = Some(Region {
                title,
                ..first.clone()
            });
        }
        parts.push(part);
    }
    if !regions.is_empty() || parts.is_empty() {
        let head = None;
        parts.push(Part { head, regions });
    }
    parts.reverse();
    parts
}

/// A place where a part begins.
#[derive(Clone, Copy)]
struct Cut {
    at: usize,
    /// An operation begins here.
    begins: bool,
}

fn cuts(regions: &[Region], own: &[Option<Section>]) -> Vec<Cut> {
    let requests = requests(regions, own);
    if requests.len() < 2 {
        return Vec::new();
    }
    let mut cuts = Vec::new();
    for &request in &requests {
        let after = cuts.last().map_or(0, |cut: &Cut| cut.at + 1);
        cuts.push(Cut {
            at: start(regions, own, request, after),
            begins: true,
        });
    }
    let last = *requests.last().unwrap_or(&0);
    let level = cuts.last().map_or(0, |cut| regions[cut.at].level);
    let behind = (last + 1..regions.len()).find(|&at| regions[at].level < level);
    cuts.extend(behind.map(|at| Cut { at, begins: false }));
    cuts
}

/// The requests of an operation each: between one and the next stands a response, or a heading
/// above the next that opens no section.
fn requests(regions: &[Region], own: &[Option<Section>]) -> Vec<usize> {
    let mut requests: Vec<usize> = Vec::new();
    for (at, _) in own
        .iter()
        .enumerate()
        .filter(|(_, own)| **own == Some(Section::Request))
    {
        let parts = |between: usize| match own[between] {
            Some(Section::Response) => true,
            None => regions[between].level < regions[at].level,
            _ => false,
        };
        let is_next = requests.last().is_none_or(|last| (last + 1..at).any(parts));
        if is_next {
            requests.push(at);
        }
    }
    requests
}

/// Where the operation of a request begins: at the highest of the headings right above it that
/// open no section or describe; of several, at the last that opens none, else at the first.
fn start(regions: &[Region], own: &[Option<Section>], request: usize, after: usize) -> usize {
    let is_above = |at: &usize| {
        regions[*at].heading.is_some() && matches!(own[*at], None | Some(Section::Description))
    };
    let above = (after..request).rev().take_while(is_above);
    let from = above.last().unwrap_or(request);
    let level = regions[from..=request]
        .iter()
        .map(|region| region.level)
        .min();
    let mut highest = (from..=request).filter(|&at| Some(regions[at].level) == level);
    let unknown = highest.clone().rfind(|&at| own[at].is_none());
    unknown.or(highest.next()).unwrap_or(request)
}

/// The section that a region's own heading opens.
fn own(dialect: &Dialect, region: &Region) -> Option<Section> {
    region.heading?;
    dialect.section(&region.title).and(region.section)
}
