//! One part of a page (all of it, for most vendors) as facts: every block of every region is
//! claimed by a rule here, or reported. Must not decide what the page is: that is told
//! afterwards by what was found.

use std::collections::BTreeSet;

use specwright_spec::{
    EnumValue, ErrorCase, ErrorCode, Note, NoteKind, Position, RateLimit, Region as RegionFact,
    Sample, Structure,
};

use crate::blocks::{Block, BlockKind, Page, quoted_text};
use crate::columns::{Cell, Columns, Record, TableKind};
use crate::diagnostic::Diagnostic;
use crate::dialect::{Column, Dialect, NameSource, Section};
use crate::error_rows;
use crate::field_findings;
use crate::field_rows::FieldRow;
use crate::inline;
use crate::mining::{self, Memory};
use crate::outline::{Part, Region, title_tail};
use crate::reading::Stats;
use crate::row_places::RowPlaces;
use crate::samples::{self, CodeText, LineMap};
use crate::syntax::{self, Syntax};
use crate::table::Table;
use crate::text::{Source, Span};
use crate::type_grammar;
use crate::votes::{self, Votes};
use specwright_spec::Profile;
use specwright_spec::profile::FailureSign;

mod captions;
mod fields;
mod stated;
mod unread;

pub use stated::name_of_request;
use stated::{host, is_date, older_service, request_in_text};
use unread::lacks_types;

/// What a part of a page says.
#[derive(Debug, Default)]
pub struct PartFacts {
    /// The page's statements about the operation's name.
    pub votes: Votes,
    /// The API version.
    pub version: Option<String>,
    /// The host.
    pub host: Option<String>,
    /// The service that a host of older times names.
    pub older_service: Option<String>,
    /// The product in the explorer's link.
    pub product: Option<String>,
    /// The explorer's link says that the operation is told by method and path.
    pub by_path: bool,
    /// The last part of the path that a sample is sent to.
    pub sample_path: Option<String>,
    /// How often the operation may be called.
    pub rate_limit: Option<RateLimit>,
    /// Paragraphs of the description.
    pub doc: Vec<String>,
    /// Notes and warnings.
    pub notes: Vec<Note>,
    /// Rows of the tables of parameters.
    pub request: Vec<FieldRow>,
    /// Tables of the response, in order; the first is the response itself.
    pub response: Vec<FieldRow>,
    /// Structures that the part lists, with the section they belong to.
    pub structures: Vec<(Option<Section>, StructureRows)>,
    /// Error codes.
    pub errors: Vec<ErrorCode>,
    /// Samples.
    pub samples: Vec<Sample>,
    /// Where the lines of each sample stand.
    pub sample_lines: Vec<LineMap>,
    /// Where the cells of rows of parameters stand.
    pub places: RowPlaces,
    /// Where the links of types lead.
    pub type_links: BTreeSet<String>,
    /// Fences beside the tables of the body.
    pub bodies: Vec<String>,
    /// Method, path and query.
    pub syntax: Option<Syntax>,
    /// The same, where running text tells it: where nothing else does, it counts.
    pub stated_syntax: Option<Syntax>,
    /// What an item of the page's structure is called.
    pub node_name: Option<String>,
    /// Values of the parameter that tables of values belong to.
    pub values: Vec<EnumValue>,
    /// What is said of the common region parameter.
    pub region: Option<RegionFact>,
    /// A heading or a table says that there is a request.
    pub has_request: bool,
    /// A heading or a table says that there is a response.
    pub has_response: bool,
    /// The account of the part.
    pub stats: Stats,
    /// What there is to say.
    pub diagnostics: Vec<Diagnostic>,
}

impl PartFacts {
    /// Whether the part lists a parameter that is not common to all operations, or a member beside
    /// those of the envelope.
    pub fn lists_something(&self, envelope: &[String]) -> bool {
        let is_own = |row: &FieldRow| !envelope.contains(&row.written);
        !self.request.is_empty() || self.response.iter().any(is_own)
    }
}

/// A structure's name and rows.
#[derive(Debug, Default)]
pub struct StructureRows {
    /// The structure, without its fields.
    pub structure: Structure,
    /// The rows.
    pub rows: Vec<FieldRow>,
}

/// What a part is read with.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The vendor's dialect.
    pub dialect: &'a Dialect,
    /// The vendor's profile.
    pub profile: &'a Profile,
    /// The page's text.
    pub source: &'a Source,
    /// The page's blocks.
    pub page: &'a Page,
    /// The page's title, if it has one.
    pub title: Option<&'a str>,
    /// The descriptions read so far.
    pub memory: &'a Memory,
}

/// Reads a part of a page.
pub fn read(context: Context<'_>, part: &Part) -> PartFacts {
    let mut reader = Reader {
        context,
        facts: PartFacts::default(),
        caption: String::new(),
        is_captioned: false,
        hint: None,
        common_seen: Vec::new(),
        masked: Vec::new(),
        lists_fields: false,
        is_reported: false,
        syntax_body: None,
    };
    for region in &part.regions {
        reader.region(region);
    }
    reader.unlisted_body();
    reader
        .facts
        .diagnostics
        .extend(field_findings::masked(context.source, &reader.masked));
    reader.facts
}

struct Reader<'a> {
    context: Context<'a>,
    facts: PartFacts,
    /// The last text before a block: captions of samples and tables.
    caption: String,
    /// No table came after that text.
    is_captioned: bool,
    /// Inside a hint tag: how strongly it is put.
    hint: Option<NoteKind>,
    /// Common parameters that have had their row: a second one is the operation's own.
    common_seen: Vec<String>,
    /// Masked examples in tables.
    masked: Vec<Span>,
    /// A table of fields stands below the same heading.
    lists_fields: bool,
    /// It was said of the heading that no rule knows it.
    is_reported: bool,
    /// The fence of the request's syntax, if it shows a body.
    syntax_body: Option<Span>,
}

impl Reader<'_> {
    fn region(&mut self, region: &Region) {
        self.caption = region.title.clone();
        self.lists_fields = false;
        self.is_captioned = false;
        self.is_reported = false;
        if region.heading.is_some() {
            self.facts.stats.blocks += 1;
            self.title(region);
        }
        if let Some(section) = region.section {
            self.facts.has_request |= section.is_request();
            self.facts.has_response |= section == Section::Response;
        }
        for index in region.blocks.clone() {
            if let Some(block) = self.context.page.blocks.get(index) {
                self.facts.stats.blocks += 1;
                self.block(region, block);
            }
        }
    }

    fn title(&mut self, region: &Region) {
        let is_words = || self.context.dialect.section(&region.title).is_some();
        if region.section == Some(Section::Description) && !is_words() {
            self.facts
                .votes
                .add(NameSource::Title, &region.title, region.span);
            if let Some(tail) = title_tail(&region.title) {
                self.facts
                    .votes
                    .add(NameSource::TitleTail, tail, region.span);
            }
        }
    }

    fn block(&mut self, region: &Region, block: &Block) {
        match &block.kind {
            BlockKind::Table(table) => {
                self.table(region, table);
                self.is_captioned = false;
            }
            BlockKind::StrayRows(table) => {
                self.facts.stats.rows += table.rows.len();
                self.facts.stats.rows_reported += table.rows.len();
            }
            BlockKind::Fence(fence) => self.fence(
                region,
                block.span,
                &CodeText::of_fence(self.context.source, fence),
            ),
            BlockKind::Verbatim { body, .. } => self.fence(
                region,
                block.span,
                &CodeText::of_html(self.context.source, *body),
            ),
            BlockKind::Item { text, .. } => self.text(region, *text, true),
            BlockKind::Paragraph { .. } | BlockKind::Html => self.text(region, block.span, false),
            BlockKind::Quote => {
                let text = quoted_text(self.context.source, block.span);
                self.note(region, NoteKind::Note, text.trim().to_owned());
            }
            BlockKind::Callout { warning, text } => {
                let kind = if *warning {
                    NoteKind::Warning
                } else {
                    NoteKind::Note
                };
                let text = inline::plain(self.context.source.text(), *text);
                self.note(region, kind, text);
            }
            BlockKind::Tag { name, arguments } => self.tag(*name, *arguments),
            // A heading that shows nothing parts nothing.
            BlockKind::Heading(_)
            | BlockKind::FrontMatter { .. }
            | BlockKind::Comment { .. }
            | BlockKind::Rule => {}
        }
    }

    fn tag(&mut self, name: Span, arguments: Span) {
        let source = self.context.source;
        match source.slice(name) {
            "hint" => {
                let strong = ["warning", "danger"]
                    .iter()
                    .any(|style| source.slice(arguments).contains(style));
                self.hint = Some(if strong {
                    NoteKind::Warning
                } else {
                    NoteKind::Note
                });
            }
            "endhint" => self.hint = None,
            _ => {}
        }
    }

    fn text(&mut self, region: &Region, span: Span, is_item: bool) {
        let inline = inline::read(self.context.source.text(), span);
        for (_, target) in inline.links() {
            self.link(target, span);
        }
        if self.is_boilerplate(&inline.text) {
            return;
        }
        self.caption.clone_from(&inline.text);
        self.is_captioned = true;
        let inline_text = if is_item {
            format!("- {}", inline.text)
        } else {
            inline.text
        };
        match region.section {
            Some(Section::Description) => self.description(span, inline_text),
            Some(Section::NodeName) if type_grammar::is_identifier(inline_text.trim()) => {
                self.facts.node_name = Some(inline_text.trim().to_owned())
            }
            Some(_) if self.hint.is_some() => self.note(region, NoteKind::Note, inline_text),
            Some(_) => {}
            None if region.named => {}
            // Whatever its heading: what stands before the tables describes the operation.
            None if !self.facts.has_request && !self.facts.has_response => {
                self.description(span, inline_text)
            }
            None => self.unclaimed(region, span),
        }
    }

    fn description(&mut self, span: Span, text: String) {
        if let Some((name, _)) = votes::after_phrase(self.context.dialect, &text) {
            self.facts.votes.add(NameSource::Phrase, name, span);
        }
        if self.context.dialect.syntax_places && self.facts.syntax.is_none() {
            self.facts.stated_syntax = self
                .facts
                .stated_syntax
                .take()
                .or_else(|| request_in_text(&text));
        }
        self.older_service(&text);
        let host = host(self.context.dialect, &text);
        let is_host = host.is_some() && text.len() < 120;
        let rate = mining::mine_rate_limit(&text);
        // A paragraph that is only the fact is no description.
        let is_rate = rate
            .as_ref()
            .is_some_and(|rate| text.len() < 2 * rate.at.len() + 40);
        self.facts.rate_limit = self.facts.rate_limit.or(rate.map(|rate| rate.value));
        if self.facts.host.is_none() {
            self.facts.host = host;
        }
        if let Some(kind) = self.hint {
            self.facts.notes.push(Note { kind, text });
        } else if !is_host && !is_rate && !text.is_empty() {
            self.facts.doc.push(text);
        }
    }

    fn note(&mut self, region: &Region, kind: NoteKind, text: String) {
        // `!> 无`: nothing to note.
        let says_something =
            !matches!(text.as_str(), "" | "无" | "----" | "--") && !self.is_boilerplate(&text);
        let is_code = says_something && self.coded(region, &text);
        let is_behind = self.facts.has_request || self.facts.has_response;
        if region.section.is_none() && !region.named && is_behind {
            let span = region.span;
            self.unclaimed(region, span);
        } else if says_something && !is_code {
            self.facts.notes.push(Note {
                kind: self.hint.unwrap_or(kind),
                text,
            });
        }
    }

    fn is_boilerplate(&self, text: &str) -> bool {
        self.context
            .dialect
            .boilerplate
            .iter()
            .any(|front| text.starts_with(front))
    }

    /// A note that is nothing but codes and what they mean lists errors of the operation.
    fn coded(&mut self, region: &Region, text: &str) -> bool {
        let cases = error_rows::in_note(text);
        let (line, column) = self.context.source.line_column(region.span.start);
        let at = Position::new(line as u32, column as u32);
        for (code, doc) in &cases {
            let case = ErrorCase {
                doc: Some(doc.clone()),
                at,
                ..ErrorCase::default()
            };
            error_rows::add(&mut self.facts.errors, code.clone(), case);
        }
        !cases.is_empty()
    }

    fn link(&mut self, target: &str, span: Span) {
        let explorers = self.context.dialect.explorers;
        if !explorers.iter().any(|part| target.contains(part)) {
            return;
        }
        if let Some(name) = votes::query_value(target, &["api", "action"]) {
            self.facts.votes.add(NameSource::Explorer, name, span);
        }
        let facts = &mut self.facts;
        let value = |keys| votes::query_value(target, keys).map(str::to_owned);
        facts.product = facts.product.take().or_else(|| value(&["product"]));
        facts.version = facts
            .version
            .take()
            .or_else(|| value(&["version"]).filter(|v| is_date(v)));
        facts.by_path |= value(&["type"]).is_some_and(|ty| ty.eq_ignore_ascii_case("roa"));
    }

    fn fence(&mut self, region: &Region, span: Span, code: &CodeText<'_>) {
        let text: &str = &code.text;
        match region.section {
            Some(Section::Samples | Section::RequestSample | Section::ResponseSample) => {
                self.sample(region, span, code)
            }
            Some(Section::Syntax) => self.syntax(text, span),
            Some(Section::RequestBody) => self.facts.bodies.push(text.to_owned()),
            // How to make a value, most often: no sample of a request.
            Some(section) if section.has_fields() => {
                self.note(region, NoteKind::Note, text.trim().to_owned())
            }
            // Some pages have no heading above the syntax.
            None | Some(Section::Description) if self.is_stray_syntax(text) => {
                self.syntax(text, span)
            }
            Some(_) => {}
            None if region.named => {}
            // As the text beside it, it describes.
            None if !self.facts.has_request && !self.facts.has_response => {}
            None => self.unclaimed(region, span),
        }
    }

    fn sample(&mut self, region: &Region, span: Span, code: &CodeText<'_>) {
        for (sample, lines) in samples::read(
            self.context.source,
            region.section,
            &region.title,
            &self.caption,
            code,
        ) {
            if let Some(name) = samples::operation_name(&sample) {
                self.facts.votes.add(NameSource::Sample, name, span);
            }
            self.older_service(samples::head(&sample));
            let facts = &mut self.facts;
            facts.sample_path = facts
                .sample_path
                .take()
                .or_else(|| samples::path_service(&sample));
            facts.host = facts
                .host
                .take()
                .or_else(|| host(self.context.dialect, samples::head(&sample)));
            facts.version = facts
                .version
                .take()
                .or_else(|| samples::version(&sample).filter(|v| is_date(v)));
            facts.samples.push(sample);
            facts.sample_lines.push(lines);
        }
    }

    fn syntax(&mut self, text: &str, span: Span) {
        if self.facts.syntax.is_none() {
            self.facts.syntax = syntax::read(text);
            let shows_body = text.lines().any(|line| line.trim_start().starts_with('{'));
            self.syntax_body = Some(span).filter(|_| shows_body && self.facts.syntax.is_some());
        }
    }

    fn is_stray_syntax(&self, text: &str) -> bool {
        let may = self.context.dialect.syntax_places
            && !self.facts.has_request
            && self.facts.syntax.is_none();
        may && syntax::read(text).is_some()
    }

    fn table(&mut self, region: &Region, table: &Table) {
        let context = self.context;
        let columns = Columns::of(context.dialect, context.source, table);
        let records = columns.records(context.dialect, context.source, table);
        self.facts.stats.tables += 1;
        self.facts.stats.rows += records.len();
        match columns.kind() {
            TableKind::Errors => self.errors(&records),
            TableKind::Fields => {
                self.lists_fields = true;
                self.fields(region, &columns, &records);
            }
            TableKind::Values
                if region.section == Some(Section::Response)
                    && !context.dialect.values_of.is_empty() =>
            {
                let values = self.values(&records);
                self.facts.values.extend(values);
            }
            _ if region.named && columns.lists_values() => {
                let values = self.values(&records);
                let structure = Structure {
                    values,
                    ..self.structure(region)
                };
                self.facts.structures.push((
                    region.section,
                    StructureRows {
                        structure,
                        rows: Vec::new(),
                    },
                ));
            }
            // Behind a table of fields others list values of theirs.
            _ if (region.section.is_some() || region.named)
                && (self.lists_fields || !lacks_types(region, &columns))
                && !self.is_unknown_list(region, &records) =>
            {
                self.facts.stats.rows_claimed += records.len();
                if region.section == Some(Section::Description) {
                    records.iter().for_each(|record| self.stated_in(record));
                }
            }
            _ => {
                self.unclaimed(region, table.span);
                self.facts.stats.rows_reported += records.len();
            }
        }
    }

    fn older_service(&mut self, text: &str) {
        let named = || older_service(self.context.dialect, text);
        self.facts.older_service = self.facts.older_service.take().or_else(named);
    }

    /// A row of a description may state what a paragraph does: the host, how often it may be called.
    fn stated_in(&mut self, record: &Record) {
        let texts: Vec<&str> = record.texts().collect();
        let text = texts.join("：");
        let rate = mining::mine_rate_limit(&text).map(|rate| rate.value);
        let host = host(self.context.dialect, &text);
        self.facts.rate_limit = self.facts.rate_limit.take().or(rate);
        self.facts.host = self.facts.host.take().or(host);
    }

    /// Whether the first table of a section of parameters lists names below titles that nobody
    /// knows: most likely it is the list.
    fn is_unknown_list(&self, region: &Region, records: &[Record]) -> bool {
        let has_rows = match region.section {
            Some(Section::Response) => !self.facts.response.is_empty(),
            Some(section) if section.is_request() => !self.facts.request.is_empty(),
            _ => return false,
        };
        let first = |record: &Record| {
            let name = record.get(Column::Name).or(record.rest.first());
            name.is_some_and(|cell| type_grammar::is_identifier(cell.text()))
        };
        !region.named && !has_rows && !records.is_empty() && records.iter().all(first)
    }

    fn errors(&mut self, records: &[Record]) {
        for record in records {
            match error_rows::read(self.context.source, record, &mut self.facts.diagnostics) {
                // Not a failure.
                error_rows::Outcome::Case(code, _) if code == "0" && self.zero_is_success() => {
                    self.facts.stats.rows_claimed += 1
                }
                error_rows::Outcome::Case(code, case) => {
                    error_rows::add(&mut self.facts.errors, code, case);
                    self.facts.stats.rows_claimed += 1;
                }
                error_rows::Outcome::Nothing => self.facts.stats.rows_claimed += 1,
                error_rows::Outcome::Unread(why) => self.unread(record, Column::Code, why),
            }
        }
    }

    fn zero_is_success(&self) -> bool {
        self.context.profile.envelope.error.when == FailureSign::CodeNotZero
    }

    fn values(&mut self, records: &[Record]) -> Vec<EnumValue> {
        self.facts.stats.rows_claimed += records.len();
        let value = |record: &Record| EnumValue {
            value: record
                .get(Column::Value)
                .or_else(|| record.get(Column::Type))
                .map_or("", Cell::text)
                .to_owned(),
            doc: Some(record.text(Column::Description).to_owned()).filter(|doc| !doc.is_empty()),
        };
        records
            .iter()
            .map(value)
            .filter(|value| !value.value.is_empty())
            .collect()
    }
}
