//! Readings, kept in `target/specwright`, so that pages that did not change are not parsed again.
//!
//! A reading is kept for each folder of pages, under a key of everything it depends on: the pages' bytes,
//! paths and dates, the profile, and the stamp of the reader (see `build.rs`). What does not fit the key,
//! or cannot be read, counts as absent: deleting the cache changes no output.

use std::fs;
use std::path::PathBuf;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use specwright_reader::codes::CodeInfo;
use specwright_reader::diagnostic::{Diagnostic, Label, Level};
use specwright_reader::fix::{Edit, Fix};
use specwright_reader::reading::{PageKind, PageReport, Reading, Stats};
use specwright_reader::text::{Place, Span};
use specwright_spec::{Profile, Service, yaml};

use crate::failure::Result;
use crate::files::{self, Hex};
use crate::pages::Folder;
use crate::pipeline;
use crate::workspace::Workspace;

/// Reads a folder, from the cache if nothing changed. Positions of items in the spec are not kept.
pub fn read(workspace: &Workspace, profile: &Profile, folder: &Folder) -> Result<Reading> {
    let entry = Entry::of(workspace, profile, folder);
    if let Some(reading) = entry.load() {
        return Ok(reading);
    }
    let reading = pipeline::read(profile, folder)?;
    entry.store(&reading);
    Ok(reading)
}

/// A reading from the cache, if nothing changed.
pub fn look(workspace: &Workspace, profile: &Profile, folder: &Folder) -> Option<Reading> {
    Entry::of(workspace, profile, folder).load()
}

struct Entry {
    path: PathBuf,
    key: String,
}

impl Entry {
    fn of(workspace: &Workspace, profile: &Profile, folder: &Folder) -> Self {
        let place = files::sha256(folder.shown.as_bytes());
        let name = format!(
            "{}-{}.json",
            folder.vendor,
            place.get(..16).unwrap_or(&place)
        );
        Self {
            path: workspace.scratch().join("readings").join(name),
            key: key(profile, folder),
        }
    }

    fn load(&self) -> Option<Reading> {
        let stored: Stored = serde_json::from_slice(&fs::read(&self.path).ok()?).ok()?;
        if stored.key != self.key {
            return None;
        }
        stored.into_reading()
    }

    /// A cache that cannot be written costs time, not correctness.
    fn store(&self, reading: &Reading) {
        let Ok(bytes) = serde_json::to_vec(&Stored::new(self.key.clone(), reading)) else {
            return;
        };
        let draft = self.path.with_extension("draft");
        let folder = self.path.parent().unwrap_or(&self.path);
        let _ = fs::create_dir_all(folder)
            .and_then(|()| fs::write(&draft, bytes))
            .and_then(|()| fs::rename(&draft, &self.path));
    }
}

fn key(profile: &Profile, folder: &Folder) -> String {
    let mut hash = Sha256::new();
    let mut part = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    };
    part(env!("SPECWRIGHT_READER_STAMP").as_bytes());
    part(yaml::write(profile).unwrap_or_default().as_bytes());
    let hashes: Vec<_> = folder
        .pages
        .par_iter()
        .map(|page| Sha256::digest(&page.bytes))
        .collect();
    for (page, digest) in folder.pages.iter().zip(hashes) {
        part(page.path.as_bytes());
        part(page.date.as_deref().unwrap_or_default().as_bytes());
        part(&digest);
    }
    Hex(&hash.finalize()).to_string()
}

/// A reading as it lies on disk.
#[derive(Serialize, Deserialize)]
struct Stored {
    key: String,
    services: Vec<Service>,
    diagnostics: Vec<StoredDiagnostic>,
    pages: Vec<StoredPage>,
}

#[derive(Serialize, Deserialize)]
struct StoredDiagnostic {
    code: String,
    level: String,
    message: String,
    primary: StoredLabel,
    secondary: Vec<StoredLabel>,
    help: Option<String>,
    fix: Option<StoredFix>,
}

/// A title, and what comes in place of what.
#[derive(Serialize, Deserialize)]
struct StoredFix {
    title: String,
    edits: Vec<StoredLabel>,
}

#[derive(Serialize, Deserialize)]
struct StoredLabel {
    page: String,
    span: (usize, usize),
    line: usize,
    column: usize,
    text: String,
}

#[derive(Serialize, Deserialize)]
struct StoredPage {
    path: String,
    kind: String,
    stats: [usize; 9],
}

impl Stored {
    fn new(key: String, reading: &Reading) -> Self {
        Self {
            key,
            services: reading.services.clone(),
            diagnostics: reading
                .diagnostics
                .iter()
                .map(StoredDiagnostic::new)
                .collect(),
            pages: reading.pages.iter().map(StoredPage::new).collect(),
        }
    }

    fn into_reading(self) -> Option<Reading> {
        let diagnostics = self.diagnostics.into_iter().map(StoredDiagnostic::restore);
        let pages = self.pages.into_iter().map(StoredPage::restore);
        Some(Reading {
            services: self.services,
            diagnostics: diagnostics.collect::<Option<_>>()?,
            pages: pages.collect::<Option<_>>()?,
        })
    }
}

impl StoredDiagnostic {
    fn new(diagnostic: &Diagnostic) -> Self {
        Self {
            code: diagnostic.code.as_str().to_owned(),
            level: diagnostic.level.as_str().to_owned(),
            message: diagnostic.message.clone(),
            primary: StoredLabel::new(&diagnostic.primary),
            secondary: diagnostic.secondary.iter().map(StoredLabel::new).collect(),
            help: diagnostic.help.clone(),
            fix: diagnostic.fix.as_ref().map(StoredFix::new),
        }
    }

    fn restore(self) -> Option<Diagnostic> {
        const LEVELS: [Level; 3] = [Level::Note, Level::Warning, Level::Error];
        Some(Diagnostic {
            code: CodeInfo::find(&self.code)?.code,
            level: LEVELS
                .into_iter()
                .find(|level| level.as_str() == self.level)?,
            message: self.message,
            primary: self.primary.restore(),
            secondary: self
                .secondary
                .into_iter()
                .map(StoredLabel::restore)
                .collect(),
            help: self.help,
            fix: self.fix.map(StoredFix::restore),
        })
    }
}

impl StoredFix {
    fn new(fix: &Fix) -> Self {
        let stored = |edit: &Edit| {
            StoredLabel::new(&Label {
                place: edit.place.clone(),
                text: edit.text.clone(),
            })
        };
        Self {
            title: fix.title.clone(),
            edits: fix.edits.iter().map(stored).collect(),
        }
    }

    fn restore(self) -> Fix {
        let edit = |stored: StoredLabel| {
            let Label { place, text } = stored.restore();
            Edit { place, text }
        };
        Fix {
            title: self.title,
            edits: self.edits.into_iter().map(edit).collect(),
        }
    }
}

impl StoredLabel {
    fn new(label: &Label) -> Self {
        let place = &label.place;
        Self {
            page: place.page.to_string(),
            span: (place.span.start, place.span.end),
            line: place.line,
            column: place.column,
            text: label.text.clone(),
        }
    }

    fn restore(self) -> Label {
        Label {
            place: Place {
                page: self.page.into(),
                span: Span::new(self.span.0, self.span.1),
                line: self.line,
                column: self.column,
            },
            text: self.text,
        }
    }
}

impl StoredPage {
    fn new(page: &PageReport) -> Self {
        let s = page.stats;
        Self {
            path: page.path.clone(),
            kind: page.kind.as_str().to_owned(),
            stats: [
                s.pages,
                s.operations,
                s.other_pages,
                s.tables,
                s.rows,
                s.rows_claimed,
                s.rows_reported,
                s.blocks,
                s.blocks_unclaimed,
            ],
        }
    }

    fn restore(self) -> Option<PageReport> {
        const KINDS: [PageKind; 8] = [
            PageKind::Operations,
            PageKind::Superseded,
            PageKind::Structures,
            PageKind::Errors,
            PageKind::CommonParameters,
            PageKind::Index,
            PageKind::ChangeLog,
            PageKind::Other,
        ];
        let [
            pages,
            operations,
            other_pages,
            tables,
            rows,
            rows_claimed,
            rows_reported,
            blocks,
            blocks_unclaimed,
        ] = self.stats;
        Some(PageReport {
            path: self.path,
            kind: KINDS.into_iter().find(|kind| kind.as_str() == self.kind)?,
            stats: Stats {
                pages,
                operations,
                other_pages,
                tables,
                rows,
                rows_claimed,
                rows_reported,
                blocks,
                blocks_unclaimed,
            },
        })
    }
}
