//! What of a page no rule reads, said at its place: rows, tables, text below unknown headings, a body
//! that only the syntax shows. Must not decide what is read.

use specwright_spec::Place;

use super::{Reader, Region, Section};
use crate::columns::{Columns, Record};
use crate::diagnostic::{Code, Diagnostic};
use crate::dialect::Column;
use crate::field_rows::{FieldRow, in_short};
use crate::text::Span;

impl Reader<'_> {
    /// The syntax of the request may show a body whose members no table lists.
    pub(super) fn unlisted_body(&mut self) {
        let in_body = |row: &FieldRow| row.field.position == Some(Place::Body);
        let is_listed = !self.facts.bodies.is_empty() || self.facts.request.iter().any(in_body);
        let Some(span) = self.syntax_body.filter(|_| !is_listed) else {
            return;
        };
        let message = "the body that the syntax shows was not read: no table lists its members";
        let place = self.context.source.place(span);
        self.facts.diagnostics.push(
            Diagnostic::new(Code::BLOCK_NOT_READ, place, message)
                .help("list the members of the body in a table"),
        );
    }

    pub(super) fn unread(&mut self, record: &Record, column: Column, why: &str) {
        self.facts.stats.rows_reported += 1;
        let text = record.text(column);
        let what = match text {
            "" => String::new(),
            text => format!(", `{}`", in_short(text)),
        };
        let span = match text {
            "" => record.span,
            _ => record.place(column),
        };
        let diagnostic = Diagnostic::new(
            Code::ROW_NOT_READ,
            self.context.source.place(span),
            format!("this row was not read: {why}{what}"),
        );
        self.facts.diagnostics.push(match column {
            Column::Code => diagnostic.help("write the code as the service answers it"),
            _ => diagnostic,
        });
    }

    pub(super) fn unclaimed(&mut self, region: &Region, span: Span) {
        self.facts.stats.blocks_unclaimed += 1;
        // What stands below one unknown heading is one finding, at the heading.
        let is_unknown = region.section.is_none() && region.heading.is_some();
        if is_unknown && self.is_reported {
            return;
        }
        self.is_reported = is_unknown;
        let span = if is_unknown { region.span } else { span };
        let title = &region.title;
        let message = match region.section {
            Some(section) if section.has_fields() && self.lists_fields => {
                format!("this table below `{title}` was not read: the section has had its own")
            }
            Some(section) if section.has_fields() => {
                format!(
                    "this table below `{title}` was not read: it has no known column of names, or none of types"
                )
            }
            Some(Section::Ignored) => format!(
                "this table was not read: what stands below `{title}` is taken for no part of the API"
            ),
            Some(_) => format!("this table was not read: no parameters belong below `{title}`"),
            None => format!("this was not read: no rule knows the heading `{title}`"),
        };
        self.facts.diagnostics.push(Diagnostic::new(
            Code::BLOCK_NOT_READ,
            self.context.source.place(span),
            message,
        ));
    }
}

/// Whether a table that should list fields has no column for their types.
pub(super) fn lacks_types(region: &Region, columns: &Columns) -> bool {
    region.section.is_some_and(Section::has_fields)
        && (columns.has(Column::Name) || columns.has(Column::Required))
}
