//! What findings in samples say: one message for each kind of difference between a sample and the
//! tables, at its place, with the row that it contradicts. Must not look for differences.

use specwright_spec::Type;

use super::{Groups, Report, Shown};
use crate::diagnostic::{Code, Diagnostic, Level};
use crate::sample::check::{Finding, FindingKind, Listed};

/// So many names are listed in a message; the others are counted.
const NAMES_SHOWN: usize = 6;

impl<'a> Report<'a> {
    /// Says what differs, kind by kind.
    pub(super) fn tell(&mut self, shown: Shown<'a>, groups: &Groups<'a>) {
        self.unknown(shown, &groups.unknown);
        self.similar(shown, &groups.similar);
        self.cases(shown, &groups.cases);
        self.missing(shown, &groups.missing);
        self.types(shown, &groups.types);
        self.repeated(shown, &groups.repeated);
    }

    fn unknown(&mut self, shown: Shown<'a>, findings: &[Finding<'a>]) {
        let Some(first) = findings.first() else {
            return;
        };
        let message = match findings {
            [only] => format!("the sample has a key that no table lists: `{}`", only.path),
            several => format!(
                "the sample has {} keys that no table lists: {}",
                several.len(),
                listing(several)
            ),
        };
        let table = if shown.is_request {
            "no parameter of the request"
        } else {
            "not in the response table"
        };
        let diagnostic = Diagnostic::new(
            Code::SAMPLE_KEY_UNLISTED,
            self.at(shown, first.span),
            message,
        )
        .label(table);
        // Parameters that a vendor keeps to itself leak into samples everywhere.
        let level = if shown.is_request {
            Level::Note
        } else {
            Level::Warning
        };
        self.found.push(diagnostic.level(level));
    }

    fn similar(&mut self, shown: Shown<'a>, findings: &[Finding<'a>]) {
        for finding in findings {
            let FindingKind::UnknownKey(Some(listed)) = &finding.kind else {
                continue;
            };
            let message = format!(
                "the sample has a key that no table lists: `{}`",
                finding.path
            );
            let diagnostic = Diagnostic::new(
                Code::SAMPLE_KEY_UNLISTED,
                self.at(shown, finding.span),
                message,
            );
            let help = format!(
                "if `{}` is meant, write that; else add the row that the table lacks",
                listed.field.name
            );
            self.push_with(
                diagnostic.label("no table lists it").help(help),
                *listed,
                Cell::Name,
                "perhaps this one".to_owned(),
            );
        }
    }

    fn cases(&mut self, shown: Shown<'a>, findings: &[Finding<'a>]) {
        let Some(first) = findings.first() else {
            return;
        };
        let pairs: Vec<String> = findings
            .iter()
            .take(NAMES_SHOWN)
            .map(in_two_cases)
            .collect();
        let message = match findings.len().saturating_sub(NAMES_SHOWN) {
            0 => format!("the sample writes {}", pairs.join(", ")),
            more => format!(
                "the sample writes {} and {more} more in other case",
                pairs.join(", ")
            ),
        };
        let diagnostic =
            Diagnostic::new(Code::SAMPLE_KEY_CASE, self.at(shown, first.span), message);
        match &first.kind {
            FindingKind::OtherCase(listed) => {
                self.push_with(
                    diagnostic,
                    *listed,
                    Cell::Name,
                    "listed in another case".to_owned(),
                );
            }
            _ => self.found.push(diagnostic),
        }
    }

    fn missing(&mut self, shown: Shown<'a>, findings: &[Finding<'a>]) {
        let Some(Finding {
            kind: FindingKind::Missing(listed),
            span,
            ..
        }) = findings.first()
        else {
            return;
        };
        let side = if shown.is_request {
            "is required"
        } else {
            "is always there"
        };
        let message = match findings {
            [only] => format!("the sample lacks `{}`, which {side}", only.path),
            several => format!(
                "the sample lacks {} names that the table marks as required: {}",
                several.len(),
                listing(several)
            ),
        };
        let span = self.first_line(shown, *span);
        let diagnostic = Diagnostic::new(Code::SAMPLE_LACKS, span, message);
        // What a response holds depends on more than the table can say.
        let level = if shown.is_request {
            Level::Warning
        } else {
            Level::Note
        };
        self.push_with(
            diagnostic.level(level),
            *listed,
            Cell::Name,
            format!("{side} by the table"),
        );
    }

    fn types(&mut self, shown: Shown<'a>, findings: &[Finding<'a>]) {
        let Some(Finding {
            kind: FindingKind::OtherType(listed, ty),
            span,
            ..
        }) = findings.first()
        else {
            return;
        };
        let message = match findings {
            [only] => format!(
                "the sample shows `{}` as {}, the table lists {}",
                only.path,
                words(ty),
                words(&listed.field.ty)
            ),
            several => format!(
                "the sample shows {} values of other types than the table lists: {}",
                several.len(),
                listing(several)
            ),
        };
        let diagnostic = Diagnostic::new(Code::SAMPLE_TYPE, self.first_line(shown, *span), message)
            .label(words(ty));
        self.push_with(
            diagnostic,
            *listed,
            Cell::Type,
            format!("listed as {}", words(&listed.field.ty)),
        );
    }

    fn repeated(&mut self, shown: Shown<'a>, findings: &[Finding<'a>]) {
        let Some(first) = findings.first() else {
            return;
        };
        let message = match findings {
            [only] => format!("the sample gives `{}` twice", only.path),
            several => format!(
                "the sample gives {} keys twice: {}",
                several.len(),
                listing(several)
            ),
        };
        self.add(Code::SAMPLE_KEY_TWICE, self.at(shown, first.span), message);
    }

    /// Notes the masked values below a key.
    /// Adds a finding, and the row that it contradicts.
    fn push_with(&mut self, diagnostic: Diagnostic, listed: Listed<'a>, cell: Cell, text: String) {
        let path = listed
            .structure
            .map_or(self.operation.page.as_str(), |structure| {
                structure.page.as_str()
            });
        let row = self
            .context
            .pages
            .get(path)
            .and_then(|page| Some((page, page.places.get(listed.field.at)?)));
        self.found.push(match row {
            Some((page, row)) => {
                let span = if cell == Cell::Name { row.name } else { row.ty };
                diagnostic.also(page.source.place(span), text)
            }
            None => diagnostic,
        });
    }
}

/// Which cell of a row.
#[derive(Clone, Copy, PartialEq)]
enum Cell {
    Name,
    Type,
}

/// `id` for `Id`, as a message has it.
fn in_two_cases(finding: &Finding<'_>) -> String {
    let listed = match &finding.kind {
        FindingKind::OtherCase(listed) => &listed.field.name,
        FindingKind::CommonInOtherCase(name) => name,
        _ => "",
    };
    format!("`{}` for the table's `{listed}`", finding.path)
}

/// A type as a message has it.
fn words(ty: &Type) -> String {
    match ty {
        Type::Any => "anything".to_owned(),
        other => format!("`{other}`"),
    }
}

fn listing(findings: &[Finding<'_>]) -> String {
    let shown: Vec<String> = findings
        .iter()
        .take(NAMES_SHOWN)
        .map(|finding| format!("`{}`", finding.path))
        .collect();
    match findings.len().saturating_sub(NAMES_SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
