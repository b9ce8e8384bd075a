//! Rows of tables of error codes. A code that stands twice is one code with two cases.

use specwright_spec::{ErrorCase, ErrorCode, Position};

use crate::columns::Record;
use crate::diagnostic::{Code, Diagnostic};
use crate::dialect::Column;
use crate::text::{Source, is_space};

/// What became of a row.
#[derive(Debug)]
pub enum Outcome {
    /// A case of a code.
    Case(String, ErrorCase),
    /// Nothing: an empty row or a placeholder. Claimed.
    Nothing,
    /// No rule takes it: to be reported.
    Unread(&'static str),
}

/// Reads a row.
pub fn read(source: &Source, record: &Record, diagnostics: &mut Vec<Diagnostic>) -> Outcome {
    let code: String = record
        .text(Column::Code)
        .trim_matches(|c: char| is_space(c) || "*；;,。".contains(c))
        .to_owned();
    // `InvalidGroupId. NotFound`: no code has a space behind its points.
    let code = code.trim_end_matches('.').replace(". ", ".");
    let texts =
        [Column::Status, Column::Message, Column::Description].map(|column| record.text(column));
    if code.is_empty() {
        let blank = texts
            .iter()
            .all(|text| text.chars().all(|c| is_space(c) || c == '*'));
        return if blank {
            Outcome::Nothing
        } else {
            Outcome::Unread("the row has no code")
        };
    }
    if !is_code(&code) {
        return Outcome::Unread("the code cannot stand on the wire");
    }
    let [status_text, message, doc] = texts.map(str::to_owned);
    let status = status(&status_text);
    if status.is_none()
        && !matches!(
            status_text.as_str(),
            "" | "-" | "****" | "none" | "N/A" | "无"
        )
    {
        let place = source.place(record.place(Column::Status));
        diagnostics.push(Diagnostic::new(
            Code::ODD_STATUS,
            place,
            format!("`{status_text}` is no HTTP status"),
        ));
    }
    let (line, column) = source.line_column(record.place(Column::Code).start);
    let kept = |text: String| (!text.is_empty()).then_some(text);
    let at = Position::new(line as u32, column as u32);
    Outcome::Case(
        code,
        ErrorCase {
            status,
            message: kept(message),
            doc: kept(doc),
            at,
        },
    )
}

/// Adds a case to a list of codes.
pub fn add(codes: &mut Vec<ErrorCode>, code: String, case: ErrorCase) {
    match codes.iter_mut().find(|known| known.code == code) {
        Some(known) => known.also.push(case),
        None => codes.push(ErrorCode {
            code,
            status: case.status,
            message: case.message,
            doc: case.doc,
            also: Vec::new(),
            at: case.at,
        }),
    }
}

/// The codes that a note lists, if it is nothing but codes and meanings: `"17092": "too old"`.
pub fn in_note(text: &str) -> Vec<(String, String)> {
    let mut cases = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let Some((code, doc)) = line.split_once([':', '：']) else {
            return Vec::new();
        };
        let bare = |text: &str| {
            text.trim()
                .trim_matches(['"', '“', '”', ',', '，'])
                .to_owned()
        };
        let code = bare(code);
        if code.len() < 3 || !code.bytes().all(|b| b.is_ascii_digit()) {
            return Vec::new();
        }
        cases.push((code, bare(doc)));
    }
    cases
}

fn status(text: &str) -> Option<u16> {
    let number = text
        .trim_matches(|c: char| is_space(c) || c == '*')
        .parse()
        .ok()?;
    (100..600).contains(&number).then_some(number)
}

/// More words than this are a sentence.
const MAX_WORDS: usize = 5;

/// Whether a text can be a code: letters, digits and the signs that vendors join words with.
pub(crate) fn is_code(text: &str) -> bool {
    text.len() <= 160
        && text.split_whitespace().count() <= MAX_WORDS
        && text.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | ' ' | ':' | '/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_status_is_a_status() {
        assert_eq!(status("404"), Some(404));
        assert_eq!(status("**400**"), Some(400));
        assert_eq!(status("4003"), None);
        assert_eq!(status("2"), None);
    }

    #[test]
    fn a_note_of_codes() {
        let codes: Vec<_> = in_note("\"17090\": \"try later\"\n\"17091\": \"too early\"")
            .into_iter()
            .map(|(code, _)| code)
            .collect();
        assert_eq!(codes, ["17090", "17091"]);
        assert!(in_note("\"17090\": \"try later\"\nand more").is_empty());
        assert!(in_note("12: noon").is_empty());
    }

    #[test]
    fn a_code_that_stands_twice_is_one_code() {
        let mut codes = Vec::new();
        for status in [500, 503] {
            add(
                &mut codes,
                "InternalError".into(),
                ErrorCase {
                    status: Some(status),
                    ..ErrorCase::default()
                },
            );
        }
        assert_eq!(codes.len(), 1);
        assert_eq!(
            codes[0]
                .cases()
                .filter_map(|case| case.status)
                .collect::<Vec<_>>(),
            [500, 503]
        );
    }
}
