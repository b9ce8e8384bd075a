//! One operation of a page: the rows of its part put together to request, response and structures.
//! Must not look at other parts of the page, and decides nothing that needs other pages.

use std::mem;

use specwright_spec::{
    Deprecation, EnumValue, Field, Note, NoteKind, Operation, Position, SampleKind, Structure,
};

use super::{OperationFacts, PageFacts, named};
use crate::containers;
use crate::diagnostic::{Code, Diagnostic};
use crate::dialect::{FolderHint, Section};
use crate::field_findings;
use crate::field_rows::FieldRow;
use crate::fix::Fix;
use crate::mining::{self, Described};
use crate::nest;
use crate::outline::{self, Part};
use crate::part::{Context, PartFacts, StructureRows};
use crate::request_tree::{self, Shown};
use crate::row_places::place_in_line;
use crate::structures;
use crate::syntax::{Respelled, Syntax};
use crate::text::Span;
use crate::wire_name::{self, NamedField};

/// The structures of an operation's page: those of its request, and the others.
struct OwnStructures {
    taken: Vec<Structure>,
    given: Vec<Structure>,
}

impl PageFacts {
    /// The operation that a part describes, and what is to say of it.
    pub(super) fn operation(
        &mut self,
        context: &Context<'_>,
        part: &Part,
        mut facts: PartFacts,
        name: String,
    ) -> OperationFacts {
        self.diagnostics.append(&mut facts.diagnostics);
        if context.dialect.flat_responses {
            expand_response(&mut facts, &name);
        }
        let listed = mem::take(&mut facts.structures);
        let mut own = self.own_structures(context, listed);
        self.diagnostics.extend(field_findings::without_request_id(
            context.source,
            context.dialect,
            context.profile,
            &facts.response,
        ));
        let envelope = &context.profile.envelope.members;
        facts
            .response
            .retain(|row| !envelope.contains(&row.written));
        let mut request = self.request(context, &mut facts);
        let response = self.response(context, &name, &mut facts, &mut request, &mut own);
        let structures = structures::join(&mut request, own.taken, own.given);
        self.report_unused(context, &request, &response, &structures);
        let sample_lines = mem::take(&mut facts.sample_lines);
        let operation = Operation {
            request,
            response,
            ..self.about(context, part, facts, name)
        };
        OperationFacts {
            operation,
            structures,
            span: Span::default(),
            sample_lines,
        }
    }

    /// All of an operation but its request and response.
    fn about(
        &self,
        context: &Context<'_>,
        part: &Part,
        facts: PartFacts,
        name: String,
    ) -> Operation {
        let head = part.head.as_ref();
        let title = head.map(|head| head.title.as_str()).or(context.title);
        let title = title.and_then(|title| outline::title_text(title, &name));
        let start = head.map_or(0, |head| head.span.start);
        let (line, column) = context.source.line_column(start);
        let hint = context.dialect.folder_hint(&self.path);
        let deprecated = deprecation(&name, title.as_deref(), &facts.doc, &facts.notes)
            .or_else(|| (hint == Some(FolderHint::Old)).then(Deprecation::default));
        let mut notes = facts.notes;
        notes.extend(hint.and_then(note_of_folder));
        let (http, host) = facts
            .syntax
            .map(|syntax| (syntax.http, syntax.host))
            .unzip();
        Operation {
            section: head.is_some().then(|| name.clone()),
            name,
            title,
            page: self.path.clone(),
            version: facts.version,
            endpoint: facts.host.or(host.flatten()),
            http,
            region: facts.region,
            rate_limit: facts.rate_limit,
            deprecated,
            doc: (!facts.doc.is_empty()).then(|| facts.doc.join("\n\n")),
            notes,
            errors: facts.errors,
            samples: facts.samples,
            at: Position::new(line as u32, column as u32),
            ..Operation::default()
        }
    }

    /// The parameters, where samples and the request's syntax have them.
    fn request(&mut self, context: &Context<'_>, facts: &mut PartFacts) -> Vec<Field> {
        let mut rows = mem::take(&mut facts.request);
        let is_flat = context.dialect.flat_requests;
        let shown = is_flat.then(|| Shown::of(&facts.samples, &facts.bodies));
        if let Some(shown) = &shown {
            request_tree::place(&mut rows, shown, &context.profile.idempotency_tokens);
        }
        let mut request = self.tree(context, rows);
        let values = mem::take(&mut facts.values);
        add_values(&mut request, context.dialect.values_of, values);
        let syntax = facts.syntax.as_mut();
        if let Some(syntax) = syntax.filter(|_| context.dialect.syntax_places) {
            self.places(context, syntax, &mut request);
        }
        if let Some(shown) = &shown {
            request_tree::settle(&mut request, shown);
        }
        request
    }

    /// The members of the answer. Where tables say of containers no more than that they are some, the
    /// samples of an answer settle what they hold, on both sides.
    fn response(
        &mut self,
        context: &Context<'_>,
        name: &str,
        facts: &mut PartFacts,
        request: &mut [Field],
        own: &mut OwnStructures,
    ) -> Vec<Field> {
        let rows = mem::take(&mut facts.response);
        if context.dialect.flat_responses {
            let mut twins = Vec::new();
            let nested = nest::response(name, &rows, &facts.samples);
            let response = nest::without_twins(nested, &mut twins);
            self.report_twins(context, &twins);
            return response;
        }
        let envelope = &context.profile.envelope;
        let mut response = self.tree(context, rows);
        let documents = containers::documents(&facts.samples, envelope.wrapper.as_deref());
        if response.is_empty() && context.dialect.sample_members {
            response = containers::members(&documents, &envelope.members, request, &own.given);
        }
        containers::settle(request, &mut own.taken, &[]);
        containers::settle(&mut response, &mut own.given, &documents);
        response
    }

    /// Puts parameters where the request's syntax has them, and says where it spells them otherwise.
    fn places(&mut self, context: &Context<'_>, syntax: &mut Syntax, request: &mut Vec<Field>) {
        let lines: Vec<(String, Position)> = request
            .iter()
            .map(|field| (field.name.clone(), field.at))
            .collect();
        for Respelled { listed, wire } in syntax.apply(request) {
            let at = lines
                .iter()
                .find(|(name, _)| *name == listed)
                .map_or(Position::default(), |(_, at)| *at);
            let place = place_in_line(context.source, at, &listed);
            let message = format!(
                "the table says `{listed}`, the syntax of the request `{wire}`; taken: the syntax"
            );
            let row = self.places.get(at);
            let fix = row.and_then(|row| Fix::word(context.source, row.name, &listed, &wire));
            self.diagnostics
                .push(Diagnostic::new(Code::SPELT_TWO_WAYS, place, message).fix(fix));
        }
    }

    /// The structures of the page, each with its fields.
    fn own_structures(
        &mut self,
        context: &Context<'_>,
        listed: Vec<(Option<Section>, StructureRows)>,
    ) -> OwnStructures {
        let (mut taken, mut given) = (Vec::new(), Vec::new());
        for (section, rows) in listed {
            let side = match is_of_request(section) {
                true => &mut taken,
                false => &mut given,
            };
            side.push(Structure {
                fields: self.tree(context, rows.rows),
                ..rows.structure
            });
        }
        OwnStructures { taken, given }
    }

    /// Says which structures no type of the operation refers to.
    fn report_unused(
        &mut self,
        context: &Context<'_>,
        request: &[Field],
        response: &[Field],
        structures: &[Structure],
    ) {
        for unused in structures::unused(request, response, structures) {
            let place = place_in_line(context.source, unused.at, &unused.name);
            let message = format!(
                "no type on the page refers to the structure `{}`",
                unused.name
            );
            self.diagnostics
                .push(Diagnostic::new(Code::STRUCTURE_UNUSED, place, message));
        }
    }

    fn tree(&mut self, context: &Context<'_>, rows: Vec<FieldRow>) -> Vec<Field> {
        let (names, rows): (Vec<(Span, Span, String)>, Vec<NamedField>) = rows
            .into_iter()
            .map(|mut row| {
                let name = mem::take(&mut row.written);
                ((row.row_span, row.name_span, name), named(row))
            })
            .unzip();
        let (fields, twice) = wire_name::tree(rows);
        twice
            .iter()
            .for_each(|twice| self.report_twice(context, twice, &names));
        fields
    }
}

/// Puts the members of the structures that the part lists for its answer below the rows that refer to
/// them: samples then tell their places.
fn expand_response(facts: &mut PartFacts, name: &str) {
    let (of_request, of_response): (Vec<_>, Vec<_>) = mem::take(&mut facts.structures)
        .into_iter()
        .partition(|(section, _)| is_of_request(*section));
    let mut of_response: Vec<StructureRows> =
        of_response.into_iter().map(|(_, rows)| rows).collect();
    let is_response = |kind| kind == SampleKind::Response;
    let has_samples = facts.samples.iter().any(|sample| is_response(sample.kind));
    facts.response = nest::expand(
        mem::take(&mut facts.response),
        &mut of_response,
        !has_samples && !facts.by_path,
        &nest::top_keys(name, &facts.samples),
    );
    facts.structures = of_request;
    let left = of_response
        .into_iter()
        .map(|rows| (Some(Section::Response), rows));
    facts.structures.extend(left);
}

fn is_of_request(section: Option<Section>) -> bool {
    section.is_some_and(Section::is_request)
}

/// Gives a parameter the values that tables of their own list for it.
fn add_values(request: &mut [Field], name: &str, values: Vec<EnumValue>) {
    if let Some(field) = request.iter_mut().find(|field| field.name == name) {
        for value in values {
            if field.values.iter().all(|known| known.value != value.value) {
                field.values.push(value);
            }
        }
    }
}

/// What the name of a page's folder says of its operation.
fn note_of_folder(hint: FolderHint) -> Option<Note> {
    let text = match hint {
        FolderHint::Old => return None,
        FolderHint::Hidden => "The vendor keeps this page in a folder of hidden ones.",
        FolderHint::Coming => "The vendor keeps this page in a folder of what is to come.",
    };
    Some(Note {
        kind: NoteKind::Warning,
        text: text.to_owned(),
    })
}

/// What title, description and notes say of the operation's end.
fn deprecation(
    name: &str,
    title: Option<&str>,
    doc: &[String],
    notes: &[Note],
) -> Option<Deprecation> {
    let texts = title
        .into_iter()
        .chain(doc.iter().map(String::as_str))
        .chain(notes.iter().map(|note| note.text.as_str()));
    let mined =
        texts.filter_map(|text| mining::mine_operation(&Described::plain(text), name).deprecated);
    // A statement that names a replacement says more than one that does not.
    mined
        .map(|found| found.value)
        .max_by_key(|deprecation| deprecation.replacement.is_some())
}
