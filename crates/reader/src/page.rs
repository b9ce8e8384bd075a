//! One page as facts: its operations, structures and codes, and what kind of page it is.
//! Pure and independent of other pages; [`crate::service`] puts pages together.

use std::collections::BTreeSet;

use specwright_spec::{ErrorCode, Field, Operation, Position, Profile, Structure};

use crate::blocks::{self, Block, BlockKind, Page};
use crate::diagnostic::{Code, Diagnostic};
use crate::dialect::{Dialect, NameSource, OtherTitle};
use crate::field_rows::FieldRow;
use crate::inline;
use crate::layout;
use crate::mining::Memory;
use crate::outline::{self, Outline, Part};
use crate::part::{self, Context, PartFacts};
use crate::reading::{PageFile, PageKind, Stats};
use crate::row_places::RowPlaces;
use crate::samples::LineMap;
use crate::table::TableWords;
use crate::text::{Place, Source, Span};
use crate::type_grammar;
use crate::votes::Verdict;
use crate::wire_name::{self, NamedField};

mod operation;
mod twice;

/// What a page says.
#[derive(Debug)]
pub struct PageFacts {
    /// The page's path.
    pub path: String,
    /// The page's date, if the collection tells one.
    pub date: Option<String>,
    /// Whether an index lists the page, if the folder has one.
    pub is_published: Option<bool>,
    /// Where an index leads: the targets of its links.
    pub links: Vec<String>,
    /// Where the links of types lead, each once.
    pub type_links: BTreeSet<String>,
    /// What the page is.
    pub kind: PageKind,
    /// The operations it describes.
    pub operations: Vec<OperationFacts>,
    /// Structures of the service.
    pub structures: Vec<Structure>,
    /// Codes of the service.
    pub errors: Vec<ErrorCode>,
    /// What the page states about its service.
    pub service: ServiceHints,
    /// The account of the page.
    pub stats: Stats,
    /// What there is to say.
    pub diagnostics: Vec<Diagnostic>,
    /// The text, for findings that only several pages together show.
    pub source: Source,
    /// Where the cells of rows of parameters stand.
    pub places: RowPlaces,
    /// Where each operation is named.
    pub named_at: Vec<(String, Span)>,
}

/// An operation with what it needs from its own page.
#[derive(Debug)]
pub struct OperationFacts {
    /// The operation; types refer to names as the page has them.
    pub operation: Operation,
    /// Structures that stand on the operation's page.
    pub structures: Vec<Structure>,
    /// Where the operation is named.
    pub span: Span,
    /// Where the lines of its samples stand, in the samples' order.
    pub sample_lines: Vec<LineMap>,
}

/// What a page states about its service.
#[derive(Clone, Debug, Default)]
pub struct ServiceHints {
    /// The host.
    pub host: Option<String>,
    /// The service that a host of older times names.
    pub older_service: Option<String>,
    /// The product in the explorer's link.
    pub product: Option<String>,
    /// The last part of the path that samples are sent to.
    pub sample_path: Option<String>,
    /// The API version.
    pub version: Option<String>,
}

/// Reads a page.
///
/// `memory` has the descriptions of the pages read before, and saves time; what is read does not depend on it.
pub fn read(dialect: &Dialect, profile: &Profile, memory: &Memory, file: &PageFile) -> PageFacts {
    let source = Source::decode(&file.path, &file.bytes);
    let is_column = |title: &str| dialect.column(title).is_some();
    let page = blocks::parse(
        &source,
        &TableWords {
            is_column: &is_column,
        },
    );
    let outline = outline::read(dialect, &source, &page);
    let title = outline.title.as_ref().map(|region| region.title.as_str());
    let context = Context {
        dialect,
        profile,
        source: &source,
        page: &page,
        title,
        memory,
    };
    let parts: Vec<PartFacts> = outline
        .parts
        .iter()
        .map(|part| part::read(context, part))
        .collect();
    let mut facts = PageFacts {
        path: file.path.clone(),
        date: file.date.clone(),
        is_published: None,
        links: Vec::new(),
        type_links: BTreeSet::new(),
        kind: PageKind::Other,
        operations: Vec::new(),
        structures: Vec::new(),
        errors: Vec::new(),
        service: ServiceHints::default(),
        stats: Stats {
            pages: 1,
            ..Stats::default()
        },
        diagnostics: layout::diagnostics(&source, &page),
        source: Source::decode("", &[]),
        places: RowPlaces::default(),
        named_at: Vec::new(),
    };
    facts.gather(&context, &outline, parts);
    if facts.kind == PageKind::Index {
        facts.links = links(&source, &page);
    }
    // What stands below the end of the page's own text is claimed by the mark that ends it.
    facts.stats.blocks += page.blocks.len().saturating_sub(outline.end);
    facts.source = source;
    facts
}

impl PageFacts {
    /// The name of the page's file, without folder and ending.
    pub(crate) fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem).trim()
    }

    /// Where an operation is named.
    pub(crate) fn place_of_name(&self, name: &str, at: Position) -> Place {
        let known = self
            .named_at
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        let span = known
            .map(|(_, span)| *span)
            .filter(|span| span.start < span.end);
        match span {
            Some(span) => {
                let found = self.source.slice(span).find(name);
                self.source.place(found.map_or(span, |found| {
                    let start = span.start + found;
                    Span::new(start, start + name.len())
                }))
            }
            None => self.place_of(at),
        }
    }

    fn gather(&mut self, context: &Context<'_>, outline: &Outline, parts: Vec<PartFacts>) {
        let told = told_by_title(context.dialect, outline);
        for (part, mut facts) in outline.parts.iter().zip(parts) {
            self.stats += facts.stats;
            self.places.append(&mut facts.places);
            self.type_links.append(&mut facts.type_links);
            self.hints(&facts);
            match told {
                Some(_) => self.not_an_operation(context, facts),
                None => self.part(context, part, facts),
            }
        }
        self.kind = match told {
            _ if !self.operations.is_empty() => PageKind::Operations,
            Some(OtherTitle::Index) => PageKind::Index,
            Some(OtherTitle::CommonParameters) => PageKind::CommonParameters,
            Some(OtherTitle::ChangeLog) => PageKind::ChangeLog,
            Some(OtherTitle::Errors) => PageKind::Errors,
            Some(OtherTitle::Structures) => PageKind::Structures,
            Some(OtherTitle::Other) => PageKind::Other,
            None if !self.structures.is_empty() => PageKind::Structures,
            None if !self.errors.is_empty() => PageKind::Errors,
            None => PageKind::Other,
        };
        if self.kind != PageKind::Operations {
            self.stats.other_pages = 1;
            self.claim_all();
        }
        self.stats.operations = self.operations.len();
    }

    fn hints(&mut self, facts: &PartFacts) {
        let hints = &mut self.service;
        hints.host = hints.host.take().or_else(|| facts.host.clone());
        let older = || facts.older_service.clone();
        hints.older_service = hints.older_service.take().or_else(older);
        hints.product = hints.product.take().or_else(|| facts.product.clone());
        hints.sample_path = hints
            .sample_path
            .take()
            .or_else(|| facts.sample_path.clone());
        hints.version = hints.version.take().or_else(|| facts.version.clone());
    }

    fn part(&mut self, context: &Context<'_>, part: &Part, mut facts: PartFacts) {
        let verdict = facts.votes.verdict(context.dialect, self.stem());
        // Pages about requests in general show samples, and list nothing of an operation's own.
        let envelope = &context.profile.envelope.members;
        let verdict =
            verdict.filter(|verdict| !verdict.by_samples_alone || facts.lists_something(envelope));
        // Of several parts on a page each is said to have no name where its rows stand.
        let is_alone = part.head.is_none();
        let verdict = verdict.or_else(|| {
            let named = is_alone.then(|| self.named_by_request(context, &mut facts));
            named.flatten()
        });
        let Some(verdict) = verdict else {
            return self.not_an_operation(context, facts);
        };
        if !facts.has_request && !facts.has_response {
            return self.not_an_operation(context, facts);
        }
        // Samples of other operations are found when samples are held against tables.
        for vote in verdict
            .against
            .iter()
            .filter(|vote| vote.source != NameSource::Sample)
            .filter(|vote| !is_glued(&vote.name, &verdict.name))
        {
            let place = context.source.place(verdict.span);
            let message = format!(
                "the page also says that the operation is `{}`; taken: `{}`",
                vote.name, verdict.name
            );
            let other = context.source.place(vote.span);
            self.diagnostics.push(
                Diagnostic::new(Code::NAMES_DISAGREE, place, message).also(other, "the other name"),
            );
        }
        let span = part.head.as_ref().map_or(verdict.span, |head| head.span);
        self.named_at.push((verdict.name.clone(), span));
        let operation = self.operation(context, part, facts, verdict.name);
        self.operations.push(OperationFacts { span, ..operation });
    }

    /// A page that names its operation nowhere, and tells method and path in its text: named after
    /// those. Of others that list parameters it is said that the name is missing.
    fn named_by_request(
        &mut self,
        context: &Context<'_>,
        facts: &mut PartFacts,
    ) -> Option<Verdict> {
        let is_operation = facts.has_request
            && facts.has_response
            && facts.lists_something(&context.profile.envelope.members);
        let span = part_span(context);
        let place = || context.source.place(span);
        if facts.syntax.is_none() {
            facts.syntax = facts.stated_syntax.take().filter(|_| is_operation);
        }
        let http = facts.syntax.as_ref().map(|syntax| &syntax.http);
        let name = http
            .filter(|_| is_operation)
            .and_then(|http| part::name_of_request(http.methods.first()?, &http.path));
        if is_operation {
            let message = match &name {
                Some(name) => {
                    format!(
                        "the page names its operation nowhere: named `{name}` after its request"
                    )
                }
                None => "the page lists parameters and names no operation".to_owned(),
            };
            self.diagnostics
                .push(Diagnostic::new(Code::OPERATION_NAMELESS, place(), message));
        }
        Some(Verdict {
            name: name?,
            span,
            against: Vec::new(),
            by_samples_alone: false,
        })
    }

    /// Structures and codes of a part that describes no operation belong to its service. Beside
    /// operations its text is prose, and its parameters are nobody knows whose.
    fn not_an_operation(&mut self, context: &Context<'_>, mut facts: PartFacts) {
        let mut rows = facts.request.iter().chain(&facts.response);
        if let Some(first) = rows.next() {
            let count = 1 + rows.count();
            let message = format!(
                "these {count} rows of parameters were not read: nothing around them names their operation"
            );
            let place = context.source.place(first.name_span);
            let unread = Diagnostic::new(Code::ROW_NOT_READ, place, message);
            facts.diagnostics.push(unread);
            self.stats.rows_claimed -= count;
            self.stats.rows_reported += count;
        } else {
            self.stats.blocks_unclaimed -= facts.stats.blocks_unclaimed;
            let is_prose = |found: &Diagnostic| found.code == Code::BLOCK_NOT_READ;
            facts.diagnostics.retain(|found| !is_prose(found));
        }
        self.diagnostics.extend(facts.diagnostics);
        self.errors.extend(facts.errors);
        for (_, rows) in facts.structures {
            let fields = plain_tree(rows.rows);
            self.structures.push(Structure {
                fields,
                ..rows.structure
            });
        }
    }

    /// A page that is no operation is read as a whole: nothing of it is left over.
    fn claim_all(&mut self) {
        self.stats.rows_claimed += self.stats.rows_reported;
        self.stats.rows_reported = 0;
        self.stats.blocks_unclaimed = 0;
        self.diagnostics.retain(|diagnostic| {
            !matches!(diagnostic.code, Code::ROW_NOT_READ | Code::BLOCK_NOT_READ)
        });
    }
}

/// `toCreateDisk`: a word of the sentence stands directly before the name.
fn is_glued(stated: &str, name: &str) -> bool {
    let word = stated.strip_suffix(name).unwrap_or_default();
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase())
}

/// Where a page begins to speak of itself: its title, or its first line.
fn part_span(context: &Context<'_>) -> Span {
    let heading = context
        .page
        .blocks
        .iter()
        .find_map(|block| match &block.kind {
            BlockKind::Heading(heading) => Some(heading.text),
            _ => None,
        });
    heading.unwrap_or_default()
}

fn named(row: FieldRow) -> NamedField {
    NamedField {
        path: row.path,
        field: row.field,
    }
}

fn plain_tree(rows: Vec<FieldRow>) -> Vec<Field> {
    wire_name::tree(rows.into_iter().map(named).collect()).0
}

/// The targets of all links of a page's tables and text.
fn links(source: &Source, page: &Page) -> Vec<String> {
    let targets = |span: Span| {
        let inline = inline::read(source.text(), span);
        inline
            .links()
            .map(|(_, target)| target.to_owned())
            .collect::<Vec<_>>()
    };
    let of_block = |block: &Block| match &block.kind {
        BlockKind::Table(table) => table
            .rows
            .iter()
            .flat_map(|row| row.cells.iter().copied().flat_map(targets))
            .collect(),
        BlockKind::Paragraph { .. } | BlockKind::Item { .. } => targets(block.span),
        _ => Vec::new(),
    };
    page.blocks.iter().flat_map(of_block).collect()
}

/// What the title says that the page is, if it is no operation.
fn told_by_title(dialect: &Dialect, outline: &Outline) -> Option<OtherTitle> {
    let title = outline.title.as_ref().map(|region| region.title.as_str())?;
    let says = |words: &[&str]| words.iter().any(|word| title.eq_ignore_ascii_case(word));
    let has = |words: &[&str]| words.iter().any(|word| title.contains(word));
    let parts = || {
        dialect
            .other_title_parts
            .iter()
            .find(|(_, words)| has(words))
    };
    dialect
        .other_titles
        .iter()
        .find(|(_, words)| says(words))
        .or_else(|| parts().filter(|_| !type_grammar::is_identifier(title)))
        .map(|(kind, _)| *kind)
}
