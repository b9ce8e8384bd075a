//! What a run of regen says at its end: a table of services, and a line for each thing worth knowing.

use std::collections::BTreeMap;
use std::fmt::Write;

use specwright_reader::diagnostic::{Diagnostic, Level};
use specwright_reader::reading::{PageKind, Reading};
use specwright_spec::{Field, Service};

use crate::merge::Merged;
use crate::pages::Folder;
use crate::table::{count, draw};

/// The figures of a run.
#[derive(Default)]
pub struct Summary {
    /// A row a service that pages were read for.
    pub rows: Vec<Row>,
    /// Services made from their YAML alone.
    pub from_yaml: Vec<String>,
    /// What else to know: a sentence each.
    pub remarks: Vec<String>,
    pages: BTreeMap<String, usize>,
    levels: BTreeMap<String, Levels>,
    others: BTreeMap<PageKind, usize>,
    merges: Vec<String>,
}

/// A service's figures.
pub struct Row {
    name: String,
    operations: usize,
    fields: usize,
    errors: usize,
}

/// Diagnostics by level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    /// What cannot be used.
    pub errors: usize,
    /// Defects of pages.
    pub warnings: usize,
    /// What was read without doubt.
    pub notes: usize,
}

impl Levels {
    /// Counts diagnostics.
    pub fn of<'d>(diagnostics: impl IntoIterator<Item = &'d Diagnostic>) -> Self {
        let mut levels = Self::default();
        for diagnostic in diagnostics {
            levels.add(diagnostic.level);
        }
        levels
    }

    fn add(&mut self, level: Level) {
        match level {
            Level::Error => self.errors += 1,
            Level::Warning => self.warnings += 1,
            Level::Note => self.notes += 1,
        }
    }

    fn cells(self) -> [String; 3] {
        [self.errors, self.warnings, self.notes].map(|number| number.to_string())
    }
}

impl std::ops::AddAssign for Levels {
    fn add_assign(&mut self, other: Self) {
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.notes += other.notes;
    }
}

impl std::fmt::Display for Levels {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let errors = count(self.errors, "error");
        let warnings = count(self.warnings, "warning");
        write!(f, "{errors}, {warnings}, {}", count(self.notes, "note"))
    }
}

impl Row {
    /// The figures of a service.
    pub fn of(service: &Service) -> Self {
        let operations = &service.operations;
        let of_operations: usize = operations
            .iter()
            .map(|o| fields(&o.request) + fields(&o.response))
            .sum();
        let of_structures: usize = service.structures.iter().map(|s| fields(&s.fields)).sum();
        let of_errors: usize = operations.iter().map(|o| o.errors.len()).sum();
        Self {
            name: format!("{}/{}", service.vendor, service.service),
            operations: operations.len(),
            fields: of_operations + of_structures,
            errors: of_errors + service.errors.len(),
        }
    }
}

fn fields(of: &[Field]) -> usize {
    of.iter().map(|field| 1 + fields(&field.fields)).sum()
}

impl Summary {
    /// Counts a folder's pages and diagnostics. `of_pages` tells which service a page belongs to.
    pub fn add_folder(
        &mut self,
        folder: &Folder,
        reading: &Reading,
        of_pages: &BTreeMap<String, String>,
        everything: bool,
    ) {
        let name = |service: &str| format!("{}/{service}", folder.vendor);
        for service in of_pages.values() {
            *self.pages.entry(name(service)).or_default() += 1;
        }
        let others = reading
            .pages
            .iter()
            .filter(|page| !of_pages.contains_key(&page.path));
        for page in others.filter(|_| everything) {
            *self.pages.entry(name("")).or_default() += 1;
            *self.others.entry(page.kind).or_default() += 1;
        }
        for diagnostic in &reading.diagnostics {
            let service = of_pages
                .get(&*diagnostic.primary.place.page)
                .map_or("", String::as_str);
            self.levels
                .entry(name(service))
                .or_default()
                .add(diagnostic.level);
        }
    }

    /// Notes what came from elsewhere and what is gone.
    pub fn add_merge(&mut self, name: &str, merged: &Merged) {
        if merged.kept > 0 {
            let kept = count(merged.kept, "operation");
            let stay = if merged.kept == 1 { "stays" } else { "stay" };
            self.merges.push(format!(
                "{name}: {kept} from other folders {stay} as the spec has them"
            ));
        }
        for operation in &merged.removed {
            self.merges.push(format!(
                "{name}: {operation} is removed: its page is gone, or describes it no longer"
            ));
        }
    }

    /// The table, and the lines below it.
    pub fn text(&self) -> String {
        const HEADER: [&str; 8] = [
            "service",
            "pages",
            "operations",
            "fields",
            "error codes",
            "errors",
            "warnings",
            "notes",
        ];
        let mut rows: Vec<Vec<String>> = self.rows.iter().map(|row| self.cells(row)).collect();
        for name in self
            .pages
            .keys()
            .chain(self.levels.keys())
            .filter(|name| name.ends_with('/'))
        {
            let shown = format!("{name} (no operation)");
            if rows.iter().all(|row| row.first() != Some(&shown)) {
                rows.push(self.other_cells(name, shown));
            }
        }
        rows.sort();
        let mut text = if rows.is_empty() {
            String::new()
        } else {
            rows.push(total(&rows));
            draw(&HEADER, 1, &rows)
        };
        for line in self.lines() {
            let _ = writeln!(text, "{line}");
        }
        text
    }

    fn cells(&self, row: &Row) -> Vec<String> {
        let pages = self.pages.get(&row.name).copied().unwrap_or_default();
        let numbers =
            [pages, row.operations, row.fields, row.errors].map(|number| number.to_string());
        let levels = self.levels.get(&row.name).copied().unwrap_or_default();
        std::iter::once(row.name.clone())
            .chain(numbers)
            .chain(levels.cells())
            .collect()
    }

    fn other_cells(&self, name: &str, shown: String) -> Vec<String> {
        let pages = self.pages.get(name).copied().unwrap_or_default();
        let numbers = [pages, 0, 0, 0].map(|number| number.to_string());
        let levels = self.levels.get(name).copied().unwrap_or_default();
        std::iter::once(shown)
            .chain(numbers)
            .chain(levels.cells())
            .collect()
    }

    fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if !self.others.is_empty() {
            let kinds = self
                .others
                .iter()
                .map(|(kind, pages)| format!("{pages} {}", kind.as_str()));
            let kinds: Vec<_> = kinds.collect();
            let all = count(self.others.values().sum(), "page");
            lines.push(format!("{all} without an operation: {}", kinds.join(", ")));
        }
        lines.extend(self.merges.iter().cloned());
        if !self.from_yaml.is_empty() {
            let all = count(self.from_yaml.len(), "service");
            lines.push(format!(
                "{all} without pages in this run, made from the spec alone: {}",
                some(&self.from_yaml)
            ));
        }
        lines.extend(self.remarks.iter().cloned());
        lines
    }
}

/// The sum of a table's number columns.
fn total(rows: &[Vec<String>]) -> Vec<String> {
    let columns = rows.first().map_or(0, Vec::len);
    let sum = |column: usize| -> usize {
        let cells = rows
            .iter()
            .filter_map(|row| row.get(column)?.parse::<usize>().ok());
        cells.sum()
    };
    let sums = (1..columns).map(|column| sum(column).to_string());
    std::iter::once("all".to_owned()).chain(sums).collect()
}

/// The first few names, and how many more there are.
fn some(names: &[String]) -> String {
    const SHOWN: usize = 8;
    let shown: Vec<_> = names.iter().take(SHOWN).map(String::as_str).collect();
    match names.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_and_what_else_there_is_to_know() {
        let mut summary = Summary::default();
        let row = |name: &str, operations| Row {
            name: name.into(),
            operations,
            fields: 30,
            errors: 4,
        };
        summary.rows = vec![row("tencent/cbs", 3), row("ucloud/usnap", 1)];
        summary.pages = [("tencent/cbs", 4), ("ucloud/usnap", 1), ("ucloud/", 2)]
            .map(|(name, pages)| (name.into(), pages))
            .into();
        let levels = Levels {
            errors: 0,
            warnings: 2,
            notes: 11,
        };
        summary.levels.insert("tencent/cbs".into(), levels);
        summary.others = [(PageKind::Index, 1), (PageKind::ChangeLog, 1)].into();
        summary.from_yaml = vec!["zenlayer/zec".into()];
        summary.add_merge(
            "ucloud/usnap",
            &Merged {
                service: Service::new("ucloud", "usnap"),
                kept: 2,
                removed: vec!["DeleteUSnap".into()],
            },
        );
        insta::assert_snapshot!(summary.text(), @r"
        service                 pages  operations  fields  error codes  errors  warnings  notes
        tencent/cbs                 4           3      30            4       0         2     11
        ucloud/ (no operation)      2           0       0            0       0         0      0
        ucloud/usnap                1           1      30            4       0         0      0
        all                         7           4      60            8       0         2     11
        2 pages without an operation: 1 index, 1 change log
        ucloud/usnap: 2 operations from other folders stay as the spec has them
        ucloud/usnap: DeleteUSnap is removed: its page is gone, or describes it no longer
        1 service without pages in this run, made from the spec alone: zenlayer/zec
        ");
    }

    #[test]
    fn a_long_list_of_names_is_cut() {
        let names: Vec<_> = (0..10).map(|n| n.to_string()).collect();
        assert_eq!(some(&names), "0, 1, 2, 3, 4, 5, 6, 7 and 2 more");
        assert_eq!(some(&names[..2]), "0, 1");
    }
}
