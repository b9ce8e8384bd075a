//! Counts blocks, tables and repairs over a folder of pages, a line per top folder; prints what stands out.
//!
//! `cargo run --example layout_stats -- FOLDER [CODE]` lists each finding of a code, or of every warning when no code is given.

use specwright_reader::blocks::{self, BlockKind};
use specwright_reader::diagnostic::Level;
use specwright_reader::table::TableWords;
use specwright_reader::text::Source;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const COLUMNS: &[&str] = &[
    "名称",
    "参数",
    "参数名",
    "参数名称",
    "字段",
    "字段名",
    "字段名称",
    "类型",
    "描述",
    "说明",
    "是否必选",
    "必选",
    "是否必需",
    "是否必须",
    "必填",
    "是否必填",
    "示例值",
    "位置",
    "错误码",
    "错误代码",
    "错误信息",
    "httpcode",
    "http状态码",
    "http 状态码",
    "parameter",
    "name",
    "type",
    "required",
    "description",
    "example",
    "error code",
    "error message",
    "http status code",
    "code",
    "message",
    "语义",
];

fn main() {
    let mut arguments = std::env::args().skip(1);
    let root = PathBuf::from(
        arguments
            .next()
            .unwrap_or_else(|| "../shared/corpus".to_owned()),
    );
    let wanted = arguments.next();
    let mut pages = Vec::new();
    collect(&root, &mut pages);
    pages.sort();
    let is_column = |title: &str| COLUMNS.contains(&title.to_ascii_lowercase().as_str());
    let words = TableWords {
        is_column: &is_column,
    };
    let mut counts: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for path in &pages {
        let Ok(bytes) = std::fs::read(path) else {
            continue;
        };
        let relative = path.strip_prefix(&root).unwrap_or(path);
        let vendor = relative
            .components()
            .next()
            .map(|c| c.as_os_str().to_string_lossy().into_owned())
            .unwrap_or_default();
        let source = Source::decode(&relative.to_string_lossy(), &bytes);
        let page = blocks::parse(&source, &words);
        let counts = counts.entry(vendor).or_default();
        let mut count = |what: String| *counts.entry(what).or_default() += 1;
        count("pages".to_owned());
        for block in &page.blocks {
            let kind = format!("{:?}", block.kind);
            count(format!(
                "block {}",
                kind.split(['(', ' ', '{']).next().unwrap_or_default()
            ));
            if let BlockKind::Table(table) | BlockKind::StrayRows(table) = &block.kind {
                table.rows.iter().for_each(|_| count("rows".to_owned()));
                table
                    .rows
                    .iter()
                    .filter(|row| row.repairs.is_empty())
                    .for_each(|_| count("rows clean".to_owned()));
                for repair in table
                    .rows
                    .iter()
                    .flat_map(|row| &row.repairs)
                    .chain(&table.header.repairs)
                    .chain(&table.repairs)
                {
                    count(format!("repair {:?}", repair.kind));
                }
            }
        }
        for found in specwright_reader::layout::diagnostics(&source, &page) {
            let show = wanted
                .as_deref()
                .map_or(found.level == Level::Warning, |code| {
                    code == found.code.as_str()
                });
            if show {
                let place = &found.primary.place;
                println!(
                    "{}:{}:{} {} {} | {:?}",
                    place.page,
                    place.line,
                    place.column,
                    found.code.as_str(),
                    found.message,
                    source.slice(place.span)
                );
            }
        }
    }
    for (vendor, counts) in counts {
        println!("{vendor}");
        for (what, count) in counts {
            println!("  {count:>8} {what}");
        }
    }
}

fn collect(folder: &Path, pages: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, pages);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            pages.push(path);
        }
    }
}
