//! Rows of a page that say something twice: with the same facts, with others, or at a place that nothing
//! tells. Must not choose between them: that is done when trees are built.

use super::PageFacts;
use crate::diagnostic::{Code, Diagnostic};
use crate::dialect::TypeWord;
use crate::fix::Fix;
use crate::inline;
use crate::nest::Twin;
use crate::part::Context;
use crate::row_places::{RowPlace, place_in_line};
use crate::text::{Span, is_space};
use crate::wire_name::Twice;

/// A row, its name's place and its name.
pub(super) type NamedRow = (Span, Span, String);

impl PageFacts {
    /// Says which members were left out, as their level has their name already.
    pub(super) fn report_twins(&mut self, context: &Context<'_>, twins: &[Twin]) {
        for Twin { field, first } in twins.iter().filter(|twin| twin.field.at.is_known()) {
            let name = &field.name;
            let place = place_in_line(context.source, field.at, name);
            // Behind another container's row the second is most often that one's member.
            let is_container = |row: RowPlace| {
                let ty = inline::plain(context.source.text(), row.ty);
                let word = context.dialect.type_word(ty.trim());
                word.is_none_or(|word| matches!(word, TypeWord::List | TypeWord::Object))
            };
            let is_elsewhere = self.places.between(*first, field.at).any(is_container);
            let diagnostic = Diagnostic::new(
                Code::ROW_CONTRADICTED,
                place,
                match is_elsewhere {
                    false => {
                        format!("`{name}` is listed twice on one level; the first row was taken")
                    }
                    true => format!(
                        "`{name}` is listed again, and nothing shows which container it belongs to; the first row was taken"
                    ),
                },
            );
            let diagnostic = match is_elsewhere {
                false => diagnostic,
                true => diagnostic.help(
                    "write the container's name as the sample has it, and mark the depth of each row",
                ),
            };
            let first = place_in_line(context.source, *first, name);
            self.diagnostics
                .push(diagnostic.also(first, "the row that was taken"));
        }
    }

    /// Says that a row stands twice.
    pub(super) fn report_twice(
        &mut self,
        context: &Context<'_>,
        twice: &Twice,
        names: &[NamedRow],
    ) {
        let Some((row, span, name)) = names.get(twice.dropped) else {
            return;
        };
        let is_written_again = names
            .iter()
            .take(twice.dropped)
            .any(|(_, _, other)| other == name);
        if twice.same && !is_written_again {
            // `Policy.1` and `Policy.2`: a list by its first indices.
            return;
        }
        let (code, message) = if twice.same {
            (
                Code::ROW_TWICE,
                format!("`{name}` is listed twice with the same facts"),
            )
        } else {
            (
                Code::ROW_CONTRADICTED,
                format!("`{name}` is listed twice with other facts; the first row was taken"),
            )
        };
        let first = names.iter().find(|(_, _, other)| other == name);
        // Rows that say other things in words may mean one of several each.
        let says = |row: Span| {
            let signs = context.source.slice(row).chars();
            signs.filter(|c| !is_space(*c)).collect::<String>()
        };
        let is_same = first.is_some_and(|(first, ..)| says(*first) == says(*row));
        let without = || Fix::without_line(context.source, "remove the row", *row);
        let mut diagnostic = Diagnostic::new(code, context.source.place(*span), message);
        if let Some((_, first, _)) = first {
            diagnostic = diagnostic.also(context.source.place(*first), "the first row");
        }
        self.diagnostics.push(diagnostic.fix(is_same.then(without)));
    }
}
