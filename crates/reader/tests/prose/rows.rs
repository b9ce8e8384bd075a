//! Finds the parameter rows of a vendor page, well enough to check the miner against descriptions that a person has labelled.
//!
//! This is a measuring aid, not the reader: it knows columns by their titles, joins rows that span lines, and makes a cell into
//! the plain text with items and marks that the miner takes. It reports nothing and may miss odd tables.

use std::ops::Range;

use specwright_spec::Type;

/// One row of a table of parameters or members.
#[derive(Debug, Default, PartialEq)]
pub struct Row {
    /// The name cell without marks.
    pub name: String,
    /// The type cell without marks.
    pub ty: String,
    /// The description as plain text.
    pub text: String,
    /// The list items of `text`.
    pub items: Vec<Range<usize>>,
    /// The code and bold runs of `text`.
    pub marked: Vec<Range<usize>>,
    /// Whether the table has a column that says what is required.
    pub input: bool,
}

const NAME: &[&str] = &[
    "名称",
    "参数",
    "参数名称",
    "参数名",
    "字段",
    "字段名",
    "字段名称",
    "name",
    "parameter",
    "parameters",
    "parameter name",
    "field",
    "パラメータ名",
    "パラメータ名称",
    "パラメーター名",
    "매개변수 이름",
    "매개변수 명칭",
    "매개변수명",
    "이름",
];
const TYPE: &[&str] = &["类型", "type", "类型 ", "タイプ", "型", "유형", "타입"];
const REQUIRED: &[&str] = &[
    "是否必选",
    "是否必需",
    "是否必须",
    "必选",
    "必填",
    "必需",
    "必须",
    "是否必填",
    "required",
    "required?",
    "required or not",
    "必須項目",
    "選択必須",
    "필수 항목 여부",
    "필수 여부",
];
const DOC: &[&str] = &[
    "描述",
    "说明",
    "参数说明",
    "描述信息",
    "description",
    "説明",
    "설명",
];

/// All rows of the page's parameter tables, in order.
pub fn rows(page: &str) -> Vec<Row> {
    let mut found = Vec::new();
    let mut lines = page.lines().peekable();
    let mut header: Option<Columns> = None;
    let mut fence = false;
    while let Some(line) = lines.next() {
        let trimmed = line.trim();
        if trimmed.starts_with("```") {
            fence = !fence;
        }
        if fence || !trimmed.starts_with('|') {
            if trimmed.starts_with('#') {
                header = None;
            }
            continue;
        }
        let mut raw = line.trim_start().to_owned();
        let mut code = false;
        while !(closes(&raw) && !code && raw.trim() != "|") {
            match lines.peek() {
                Some(next) if !next.starts_with('#') || code => {
                    if next.trim_start().starts_with("```") {
                        code = !code && next.trim() != "``` |";
                    }
                    if closes(&raw) && next.trim_start().starts_with('|') {
                        break;
                    }
                    raw.push('\n');
                    raw.push_str(next);
                    lines.next();
                }
                _ => break,
            }
        }
        let mut cells = split(&raw);
        if let Some(columns) = Columns::of(&cells) {
            header = Some(columns);
        } else if cells
            .iter()
            .all(|c| c.trim().chars().all(|c| matches!(c, '-' | ':')))
        {
        } else if let Some(columns) = &header {
            if cells.len() > columns.count {
                let rest = cells.split_off(columns.count - 1).join("|");
                cells.push(rest);
            }
            if let (Some(name), Some(doc)) = (cells.get(columns.name), cells.get(columns.doc)) {
                let mut row = Row {
                    name: plain(name).text,
                    input: columns.input,
                    ..plain(doc)
                };
                row.ty = columns
                    .ty
                    .and_then(|at| cells.get(at))
                    .map(|cell| plain(cell).text)
                    .unwrap_or_default();
                found.push(row);
            }
        }
    }
    found
}

struct Columns {
    count: usize,
    name: usize,
    ty: Option<usize>,
    doc: usize,
    input: bool,
}

impl Columns {
    fn of(cells: &[String]) -> Option<Self> {
        let titles: Vec<String> = cells
            .iter()
            .map(|c| plain(c).text.trim().to_lowercase())
            .collect();
        let at = |known: &[&str]| titles.iter().position(|t| known.contains(&t.as_str()));
        Some(Columns {
            count: cells.len(),
            name: at(NAME)?,
            ty: at(TYPE),
            doc: at(DOC)?,
            input: at(REQUIRED).is_some(),
        })
    }
}

fn closes(raw: &str) -> bool {
    let raw = raw.trim_end();
    raw.ends_with('|') && !raw.ends_with("\\|")
}

fn split(raw: &str) -> Vec<String> {
    let raw = raw.trim();
    let inner = raw.strip_prefix('|').unwrap_or(raw);
    let inner = if closes(inner) {
        &inner[..inner.len() - 1]
    } else {
        inner
    };
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in inner.chars() {
        if c == '|' && !escaped {
            cells.push(String::new());
        } else if let Some(last) = cells.last_mut() {
            last.push(c);
        }
        escaped = c == '\\' && !escaped;
    }
    cells
}

/// A cell as plain text, with its items and marks.
pub fn plain(cell: &str) -> Row {
    let mut cell = cell.to_owned();
    for (from, to) in [
        ("&#124;", "|"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", " "),
        ("&#x20;", " "),
        ("&amp;", "&"),
        ("<br/>", "\n"),
        ("<br />", "\n"),
        ("<br>", "\n"),
        ("</br>", "\n"),
        ("<p>", "\n"),
        ("</p>", "\n"),
        ("</li>", ""),
        ("<ul>", "\n"),
        ("</ul>", "\n"),
        ("<li>", "\n-   "),
        ("<code>", "`"),
        ("</code>", "`"),
        ("<strong>", "**"),
        ("</strong>", "**"),
        ("\u{200b}", ""),
        ("\u{feff}", ""),
    ] {
        if cell.contains(from) {
            cell = cell.replace(from, to);
        }
    }
    let mut row = Row::default();
    for line in cell.lines() {
        let body = line.trim_matches([' ', '\t', '\u{a0}', '\u{3000}']);
        let bullet = ["-   ", "- ", "* ", "> ", "• ", "+ "]
            .iter()
            .find_map(|b| body.strip_prefix(b));
        if !row.text.is_empty() {
            row.text.push('\n');
        }
        let start = row.text.len();
        inline(bullet.unwrap_or(body).trim_start(), &mut row);
        if bullet.is_some() {
            row.items.push(start..row.text.len());
        }
    }
    let end = row.text.trim_end().len();
    row.text.truncate(end);
    row.items.retain(|r| r.end <= end);
    row.marked.retain(|r| r.end <= end);
    row
}

fn inline(line: &str, row: &mut Row) {
    let (mut bold, mut code) = (None, None);
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        let here = row.text.len();
        if code.is_none() && c == '\\' && after.starts_with(|c: char| c.is_ascii_punctuation()) {
            row.text.push_str(&after[..1]);
            rest = &after[1..];
        } else if c == '`' {
            match code.take() {
                None => code = Some(here),
                Some(start) => row.marked.push(start..here),
            }
            rest = after;
        } else if code.is_none() && rest.starts_with("**") {
            match bold.take() {
                None => bold = Some(here),
                Some(start) => row.marked.push(start..here),
            }
            rest = &rest[2..];
        } else if code.is_none() && c == '[' {
            match link(after) {
                Some((label, end)) => {
                    inline(label, row);
                    rest = &after[end..];
                }
                None => {
                    row.text.push(c);
                    rest = after;
                }
            }
        } else if code.is_none() && (rest.starts_with("<a ") || rest.starts_with("</a>")) {
            rest = rest.find('>').map_or("", |at| &rest[at + 1..]);
        } else {
            row.text.push(c);
            rest = after;
        }
    }
}

/// The label of a link that `text` opens, and where the link ends.
fn link(text: &str) -> Option<(&str, usize)> {
    let close = text.find("](")?;
    let label = &text[..close];
    let end = close + text[close..].find(')')? + 1;
    (!label.contains(['[', ']']) && end - close < 300).then_some((label, end))
}

/// The type that a type cell states, well enough for the miner.
pub fn type_of(row: &Row) -> Type {
    let cell = row.ty.trim().trim_matches('*').trim();
    let lower = cell.to_lowercase();
    for (prefix, suffix) in [
        ("array of ", ""),
        ("array[", "]"),
        ("array<", ">"),
        ("list<", ">"),
        ("list[", "]"),
        ("list of ", ""),
    ] {
        if let Some(inner) = lower.strip_prefix(prefix) {
            let inner = inner
                .trim_end_matches('\\')
                .strip_suffix(suffix)
                .unwrap_or(inner);
            let start = cell.len() - lower.strip_prefix(prefix).map_or(0, str::len);
            let name = cell.get(start..start + inner.len()).unwrap_or(inner);
            return Type::list(scalar(name));
        }
    }
    if let Some(item) = cell.strip_suffix("[]") {
        return Type::list(scalar(item));
    }
    if matches!(lower.as_str(), "repeatlist" | "list" | "array")
        || row.name.to_lowercase().ends_with(".n")
    {
        return Type::list(if lower == "repeatlist" {
            Type::String
        } else {
            scalar(cell)
        });
    }
    scalar(cell)
}

fn scalar(cell: &str) -> Type {
    let word = cell.trim_matches(|c: char| c == '*' || c.is_whitespace() || c == '\\');
    match word.to_lowercase().as_str() {
        "string" | "strings" | "datetime" | "date" | "timestamp" | "timestamp iso8601" | "json"
        | "base64" | "repeatlist" => Type::String,
        "integer" | "int" | "interger" | "int32" => Type::Integer,
        "long" | "int64" => Type::Int64,
        "float" | "double" | "bigdecimal" | "float64" => Type::Number,
        "boolean" | "bool" => Type::Boolean,
        "object" | "struct" | "map" | "array" | "list" => Type::Object,
        "" | "-" | "n/a" => Type::Any,
        _ => Type::Structure(word.to_owned()),
    }
}
