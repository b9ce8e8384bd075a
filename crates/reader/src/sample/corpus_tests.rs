//! How many of the vendors' samples are understood. Facts only: the pages stay where they are, and nothing of them is kept.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use specwright_spec::{SampleFormat, SampleKind};

use super::{Hint, Reading, classify, json, query, split, xml};

/// Of a hundred samples so many are read whole, at the least.
const FLOORS: &[(SampleFormat, f64)] = &[
    (SampleFormat::Json, 99.0),
    (SampleFormat::Xml, 98.5),
    (SampleFormat::Query, 99.0),
    (SampleFormat::Http, 98.0),
];

/// Fewer samples than this of a vendor say nothing.
const ENOUGH: usize = 50;

#[derive(Default)]
struct Count {
    samples: usize,
    strict: usize,
    whole: usize,
}

#[test]
fn the_vendors_samples_are_understood() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let mut pages = Vec::new();
    collect(&root, &mut pages);
    if pages.is_empty() {
        println!("no pages in {}: nothing measured", root.display());
        return;
    }
    let mut counts: BTreeMap<(String, String), (SampleFormat, Count)> = BTreeMap::new();
    for page in &pages {
        let vendor = page
            .strip_prefix(&root)
            .ok()
            .and_then(|path| path.iter().next())
            .map(|name| name.to_string_lossy().into_owned());
        let text =
            String::from_utf8_lossy(&std::fs::read(page).expect("a page")).replace("\r\n", "\n");
        for (info, caption, block) in fences(&text) {
            let hint = Hint::from_caption(&caption);
            for (known, span) in split(&block) {
                let part = &block[span.start..span.end];
                let hint = if known == Some(SampleKind::Response) {
                    Hint::Response
                } else {
                    hint
                };
                let (_, format) = classify(&info, part, hint);
                let Some((strict, whole)) = read(part, format) else {
                    continue;
                };
                let key = (vendor.clone().unwrap_or_default(), format!("{format:?}"));
                let (_, count) = counts
                    .entry(key)
                    .or_insert_with(|| (format, Count::default()));
                count.samples += 1;
                count.strict += usize::from(strict);
                count.whole += usize::from(whole);
            }
        }
    }
    println!("{} pages", pages.len());
    for ((vendor, name), (_, count)) in &counts {
        let percent = |part: usize| 100.0 * part as f64 / count.samples as f64;
        println!(
            "{vendor:20} {name:6} {:6} samples, strict {:6.2} %, read whole {:6.2} %",
            count.samples,
            percent(count.strict),
            percent(count.whole)
        );
    }
    for ((vendor, name), (format, count)) in &counts {
        let floor = FLOORS
            .iter()
            .find(|(of, _)| of == format)
            .map_or(0.0, |(_, floor)| *floor);
        let percent = 100.0 * count.whole as f64 / count.samples as f64;
        assert!(
            count.samples < ENOUGH || percent >= floor,
            "{vendor} {name}: {percent:.2} % is below {floor} %"
        );
    }
}

/// Whether the text is read without slips, and whether all of it is understood; nothing for what is no structured text.
fn read(text: &str, format: SampleFormat) -> Option<(bool, bool)> {
    let of = |reading: Reading| Some((reading.is_strict(), reading.is_whole()));
    match format {
        SampleFormat::Json => of(json::parse(text)),
        SampleFormat::Xml => of(xml::parse(text)),
        SampleFormat::Query | SampleFormat::Http => {
            let request = query::parse(text);
            let is_skipped = request
                .slips
                .iter()
                .any(|slip| slip.kind == super::SlipKind::Skipped);
            let has_content = request.method.is_some()
                || !request.pairs.is_empty()
                || !request.headers.is_empty();
            Some((request.slips.is_empty(), has_content && !is_skipped))
        }
        SampleFormat::Shell | SampleFormat::Text => None,
    }
}

/// The page's code blocks: info string, the line of text above, and the content. A glance, not Markdown.
fn fences(text: &str) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    let mut caption = "";
    let mut open: Option<(String, String, String)> = None;
    for line in text.lines() {
        let fence = line.trim_start().strip_prefix("```");
        match (&mut open, fence) {
            (None, Some(info)) => {
                open = Some((info.trim().to_owned(), caption.to_owned(), String::new()))
            }
            (Some(_), Some(_)) => {
                found.extend(open.take().filter(|(_, _, block)| !block.trim().is_empty()))
            }
            (Some((_, _, block)), None) => {
                block.push_str(line);
                block.push('\n');
            }
            (None, None) if !line.trim().is_empty() => caption = line,
            (None, None) => {}
        }
    }
    found
}

fn collect(folder: &Path, pages: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, pages);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            pages.push(path);
        }
    }
}
