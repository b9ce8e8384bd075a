//! A small reader of tables, independent of the one under test: it knows pipes, escapes and the
//! rule that a row ends at the first line that ends in a pipe. It reads the pages of this
//! repository, not all that vendors do.

use std::path::{Path, PathBuf};

/// A table of a page.
#[derive(Clone, Debug)]
pub struct Table {
    /// The titles of the headings above it, the nearest last, as written.
    pub headings: Vec<(usize, String)>,
    /// The column titles.
    pub header: Vec<String>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct Row {
    /// The line it begins on, from 1.
    pub line: usize,
    /// The cells, cleaned of markup.
    pub cells: Vec<String>,
}

impl Table {
    /// The nearest heading without its number.
    pub fn heading(&self) -> &str {
        let title = self.headings.last().map_or("", |(_, title)| title.as_str());
        title
            .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.')
            .trim()
    }

    /// The cells of a column, by any of its titles.
    pub fn column(&self, titles: &[&str]) -> Option<usize> {
        self.header
            .iter()
            .position(|title| titles.contains(&title.as_str()))
    }
}

/// The folder of the repository's pages.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/pages")
}

/// Every page below a folder, as paths with `/` and texts, by path.
pub fn below(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    collect(folder, folder, &mut found);
    found.sort();
    found
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<(String, String)>) {
    let entries =
        std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries {
        let path = entry.expect("an entry of the folder").path();
        if path.is_dir() {
            collect(root, &path, found);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            let name = path
                .strip_prefix(root)
                .expect("a path below its root")
                .to_string_lossy()
                .replace('\\', "/");
            found.push((name, std::fs::read_to_string(&path).expect("a page")));
        }
    }
}

/// The tables of a page, in order.
pub fn tables(page: &str) -> Vec<Table> {
    let lines: Vec<&str> = page.lines().collect();
    let mut tables: Vec<Table> = Vec::new();
    let mut headings: Vec<(usize, String)> = Vec::new();
    let mut open = false;
    let mut fenced = false;
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at].trim();
        if line.starts_with("```") {
            fenced = !fenced;
        } else if let (false, Some((level, title))) = (fenced, heading(line)) {
            headings.retain(|(above, _)| *above < level);
            headings.push((level, title));
            open = false;
        } else if !fenced && line.starts_with('|') {
            let (row, next) = row(&lines, at);
            at = next;
            if is_delimiter(&row) {
                continue;
            }
            match tables.last_mut().filter(|_| open) {
                Some(table) => table.rows.push(row),
                None => {
                    tables.push(Table {
                        headings: headings.clone(),
                        header: row.cells,
                        rows: Vec::new(),
                    });
                    open = true;
                }
            }
            continue;
        } else if !line.is_empty() {
            open = false;
        }
        at += 1;
    }
    tables
}

fn heading(line: &str) -> Option<(usize, String)> {
    let level = line.bytes().take_while(|&b| b == b'#').count();
    let title = line.get(level..)?;
    ((1..=6).contains(&level) && title.starts_with(' ')).then(|| (level, clean(title)))
}

/// The row that begins on a line, and the line after it.
fn row(lines: &[&str], first: usize) -> (Row, usize) {
    let mut text = String::new();
    let mut at = first;
    loop {
        let line = lines.get(at).copied().unwrap_or("|");
        text.push_str(line);
        at += 1;
        let end = line.trim_end();
        if end.ends_with('|') && !end.ends_with("\\|") && (at - first > 1 || end.len() > 1)
            || at >= lines.len()
        {
            break;
        }
        text.push('\n');
    }
    let inner = text.trim().trim_start_matches('|');
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in inner.chars() {
        if c == '|' && !escaped {
            cells.push(String::new());
        } else if let Some(cell) = cells.last_mut() {
            cell.push(c);
        }
        escaped = c == '\\' && !escaped;
    }
    (
        Row {
            line: first + 1,
            cells: cells.iter().map(|cell| clean(cell)).collect(),
        },
        at,
    )
}

fn is_delimiter(row: &Row) -> bool {
    row.cells
        .iter()
        .all(|cell| !cell.is_empty() && cell.bytes().all(|b| matches!(b, b'-' | b':')))
}

/// A cell's text: no bold or code marks, no backslashes, links as their texts.
fn clean(cell: &str) -> String {
    let mut text = String::new();
    let mut rest = cell.trim();
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        match c {
            '\\' => {
                text.extend(after.chars().next());
                rest = after
                    .get(after.chars().next().map_or(0, char::len_utf8)..)
                    .unwrap_or_default();
                continue;
            }
            '*' | '`' => {}
            // `](target)` ends a link; its text has been taken already.
            ']' if after.starts_with('(') => {
                rest = after.split_once(')').map_or("", |(_, rest)| rest);
                continue;
            }
            // `[Name](…)`: the bracket of a link, told from that of `array[…]` by what closes it.
            '[' if is_link(after) => {}
            c => text.push(c),
        }
        rest = after;
    }
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{a0}' || c == '\u{200b}')
        .to_owned()
}

fn is_link(after: &str) -> bool {
    after
        .find([']', '['])
        .is_some_and(|at| after[at..].starts_with("]("))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_ends_where_a_line_ends_in_a_pipe() {
        let page = "## 2. 请求参数\n\n|名称|类型|\n|--|--|\n|A|x\n\n - y |\n|`B\\_c`|array[[*X*](#X)]|\n\ntext\n";
        let tables = tables(page);
        assert_eq!(tables.len(), 1);
        assert_eq!(tables[0].heading(), "请求参数");
        assert_eq!(tables[0].rows[0].cells, ["A", "x\n\n - y"]);
        assert_eq!(tables[0].rows[1].cells, ["B_c", "array[X]"]);
        assert_eq!(tables[0].rows[1].line, 8);
    }

    #[test]
    fn pipes_in_fences_are_no_rows() {
        assert!(tables("```\n|a|b|\n```\n").is_empty());
    }
}
