//! One part of a page (all of it, for most vendors) as facts: every block of every region is
//! claimed by a rule here, or reported. Must not decide what the page is: that is told
//! afterwards by what was found.

use std::collections::BTreeSet;

use specwright_spec::{
    EnumValue, ErrorCase, ErrorCode, Note, NoteKind, Place, Position, RateLimit,
    Region as RegionFact, Required, Sample, Structure,
};

use crate::blocks::{Block, BlockKind, Page, quoted_text};
use crate::columns::{Cell, Columns, Record, TableKind};
use crate::diagnostic::{Code, Diagnostic};
use crate::dialect::{Column, Dialect, NameSource, Section};
use crate::error_rows;
use crate::field_findings;
use crate::field_rows::{FieldRow, Outcome, RowReader, is_container};
use crate::inline;
use crate::mining;
use crate::outline::{Part, Region, title_tail};
use crate::reading::Stats;
use crate::row_places::RowPlaces;
use crate::samples::{self, CodeText, LineMap};
use crate::syntax::{self, Syntax};
use crate::table::Table;
use crate::text::{Source, Span};
use crate::votes::{self, Votes};
use specwright_spec::Profile;
use specwright_spec::profile::FailureSign;

/// What a part of a page says.
#[derive(Debug, Default)]
pub struct PartFacts {
    /// The page's statements about the operation's name.
    pub votes: Votes,
    /// The API version.
    pub version: Option<String>,
    /// The host.
    pub host: Option<String>,
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
}

/// Reads a part of a page.
pub fn read(context: Context<'_>, part: &Part) -> PartFacts {
    let mut reader = Reader {
        context,
        facts: PartFacts::default(),
        caption: String::new(),
        hint: None,
        common_seen: Vec::new(),
        masked: Vec::new(),
    };
    for region in &part.regions {
        reader.region(region);
    }
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
    /// Inside a hint tag: how strongly it is put.
    hint: Option<NoteKind>,
    /// Common parameters that have had their row: a second one is the operation's own.
    common_seen: Vec<String>,
    /// Masked examples in tables.
    masked: Vec<Span>,
}

impl Reader<'_> {
    fn region(&mut self, region: &Region) {
        self.caption = region.title.clone();
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
            BlockKind::Table(table) => self.table(region, table),
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
        let inline_text = if is_item {
            format!("- {}", inline.text)
        } else {
            inline.text
        };
        match region.section {
            Some(Section::Description) => self.description(span, inline_text),
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
        if region.section.is_none() && !region.named {
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
        let is_explorer = target.contains("api.aliyun.com") || target.contains("explorer");
        if !is_explorer {
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
            Some(Section::Syntax) => self.syntax(text),
            Some(Section::RequestBody) => self.facts.bodies.push(text.to_owned()),
            // Some pages have no heading above the syntax.
            None | Some(Section::Description) if self.is_stray_syntax(text) => self.syntax(text),
            Some(_) => {}
            None if region.named => {}
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

    fn syntax(&mut self, text: &str) {
        if self.facts.syntax.is_none() {
            self.facts.syntax = syntax::read(text);
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
        let columns = Columns::of(context.dialect, context.source, &table.header);
        let records = columns.records(context.dialect, context.source, table);
        self.facts.stats.tables += 1;
        self.facts.stats.rows += records.len();
        match columns.kind() {
            TableKind::Errors => self.errors(&records),
            TableKind::Fields => self.fields(region, &columns, &records),
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
            _ if region.section.is_some() || region.named => {
                self.facts.stats.rows_claimed += records.len()
            }
            _ => {
                self.unclaimed(region, table.span);
                self.facts.stats.rows_reported += records.len();
            }
        }
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
                error_rows::Outcome::Unread(why) => self.unread(record, why),
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

    fn structure(&self, region: &Region) -> Structure {
        let (line, column) = self.context.source.line_column(region.span.start);
        Structure {
            name: self.structure_name(region),
            page: self.context.source.path().to_owned(),
            at: Position::new(line as u32, column as u32),
            ..Structure::default()
        }
    }

    fn structure_name(&self, region: &Region) -> String {
        let title = self
            .context
            .title
            .filter(|_| region.section == Some(Section::Members));
        title.unwrap_or(&region.title).to_owned()
    }

    fn fields(&mut self, region: &Region, columns: &Columns, records: &[Record]) {
        let named = self.named_by_caption(region);
        let target = match &named {
            Some(Named::Structure(_)) => Target::Structure,
            _ if self.tells_itself(region, columns, records) => Target::Response(None),
            _ => self.target(region, columns),
        };
        let is_request =
            matches!(target, Target::Request(_)) || region.section.is_some_and(Section::is_request);
        let rows = RowReader {
            dialect: self.context.dialect,
            source: self.context.source,
            has_required: columns.has(Column::Required),
            is_request,
        };
        let mut fields = Vec::new();
        for record in records {
            match rows.read(record, &mut self.facts.diagnostics) {
                Outcome::Field(row) => {
                    self.facts.stats.rows_claimed += 1;
                    self.facts.places.add(self.context.source, &row);
                    self.facts.type_links.extend(row.type_link.clone());
                    self.facts.diagnostics.extend(field_findings::row(
                        self.context.source,
                        self.context.dialect,
                        &row,
                        record,
                    ));
                    self.masked
                        .extend(field_findings::masked_example(&row, record));
                    if !(is_request && self.common(&row, record)) {
                        fields.push(*row);
                        below_the_row_above(record, &mut fields);
                    }
                }
                Outcome::Nothing => self.facts.stats.rows_claimed += 1,
                Outcome::Unread(why) => self.unread(record, why),
            }
        }
        if let Some(Named::Members(container)) = &named {
            self.put_below(region, *container, fields);
            return;
        }
        let is_flat = self.context.dialect.flat_responses && !is_request;
        self.facts.diagnostics.extend(field_findings::table(
            self.context.source,
            columns,
            &fields,
            is_flat,
        ));
        match target {
            Target::Request(place) => {
                self.facts.has_request = true;
                for row in &mut fields {
                    row.field.position = row.field.position.or(place);
                }
                self.facts.request.append(&mut fields);
            }
            Target::Response(place) => {
                self.facts.has_response = true;
                fields.iter_mut().for_each(|row| row.field.position = place);
                let table = self.facts.response.last().map_or(0, |row| row.table + 1);
                fields.iter_mut().for_each(|row| row.table = table);
                self.facts.response.append(&mut fields);
            }
            Target::Structure => {
                let mut structure = self.structure(region);
                if let Some(Named::Structure(name)) = named {
                    structure.name = name;
                }
                self.facts.structures.push((
                    region.section,
                    StructureRows {
                        structure,
                        rows: fields,
                    },
                ));
            }
            // Below a heading that nobody knows, nobody knows whose parameters these are.
            Target::Nowhere if region.section.is_none() => {
                self.facts.stats.rows_claimed -= fields.len();
                self.facts.stats.rows_reported += fields.len();
                self.unclaimed(region, region.span);
            }
            Target::Nowhere => {}
        }
    }

    /// What the text above a further table of a section names: a structure that a row before it
    /// refers to, or the row of a container.
    fn named_by_caption(&self, region: &Region) -> Option<Named> {
        // Where structures have headings of their own, those name them.
        if !self.context.dialect.flat_responses {
            return None;
        }
        let rows = self.rows(region).filter(|rows| !rows.is_empty())?;
        let structures = &self.facts.structures;
        let all = || {
            structures
                .iter()
                .flat_map(|(_, structure)| &structure.rows)
                .chain(rows)
        };
        let is_open = |word: &&str| {
            all().any(|row| row.field.ty.structure() == Some(*word))
                && structures
                    .iter()
                    .all(|(_, known)| known.structure.name != **word)
        };
        let words = || {
            self.caption
                .split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')))
                .filter(|word| word.len() > 1)
        };
        // `Result | Array of Result` with members below it: a name of its own, not a structure's.
        let is_own = |word: &str| {
            rows.iter()
                .rev()
                .skip(1)
                .any(|row| row.field.name == word && row.field.ty.structure() == Some(word))
        };
        if let Some(name) = words().find(is_open).filter(|name| !is_own(name)) {
            return Some(Named::Structure(name.to_owned()));
        }
        let last = |word: &str| {
            word.trim_matches('.')
                .rsplit('.')
                .next()
                .unwrap_or_default()
                .to_owned()
        };
        let container = |word: &str| {
            rows.iter()
                .rposition(|row| row.field.name == last(word) && can_hold(row))
        };
        // `Results | Array | the results (ResultSetType)`: the description names the structure.
        let told = |word: &str| {
            let is_word = |other: &str| other == word;
            let mentions = |doc: &str| {
                doc.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
                    .any(is_word)
            };
            let is_camel = word.len() > 4
                && word.starts_with(|c: char| c.is_ascii_uppercase())
                && word.chars().skip(1).any(|c| c.is_ascii_uppercase());
            rows.iter().rposition(|row| {
                is_camel && can_hold(row) && row.field.doc.as_deref().is_some_and(mentions)
            })
        };
        words()
            .find_map(container)
            .or_else(|| words().find_map(told))
            .map(Named::Members)
    }

    fn rows(&self, region: &Region) -> Option<&Vec<FieldRow>> {
        match region.section? {
            Section::Response => Some(&self.facts.response),
            section if section.is_request() => Some(&self.facts.request),
            _ => None,
        }
    }

    /// Puts the rows of a table below the row of the container that its caption names.
    fn put_below(&mut self, region: &Region, container: usize, mut fields: Vec<FieldRow>) {
        if region.section == Some(Section::Response) {
            let rows = &mut self.facts.response;
            let table = rows.get(container).map_or(0, |row| row.table);
            fields.iter_mut().for_each(|row| row.table = table);
            let at = (container + 1).min(rows.len());
            rows.splice(at..at, fields);
        } else if let Some(row) = self.facts.request.get(container) {
            let mut path = row.path.clone();
            let position = row.field.position;
            if let Some(last) = path
                .last_mut()
                .filter(|last| last.lists == 0 && holds_list(row))
            {
                last.lists = 1;
            }
            for row in &mut fields {
                row.path.splice(0..0, path.iter().cloned());
                row.field.position = position;
            }
            self.facts.request.append(&mut fields);
        }
    }

    /// Below a heading that nobody knows, or whose text is no part of the API, a table without a
    /// column for need that lists the id of the request is the response.
    fn tells_itself(&self, region: &Region, columns: &Columns, records: &[Record]) -> bool {
        let is_unknown = matches!(region.section, None | Some(Section::Ignored))
            && !region.named
            && !self.facts.has_response;
        let members = &self.context.profile.envelope.members;
        let lists_id = || {
            let names = records.iter().map(|record| record.text(Column::Name));
            names
                .into_iter()
                .any(|name| members.iter().any(|member| member == name))
        };
        self.context.dialect.lists_request_id
            && is_unknown
            && !columns.has(Column::Required)
            && lists_id()
    }

    /// What a table of fields belongs to.
    fn target(&self, region: &Region, columns: &Columns) -> Target {
        let no_required =
            !columns.has(Column::Required) && self.context.dialect.three_columns_are_response;
        match region.section {
            _ if region.named => Target::Structure,
            _ if self.caption_says(self.context.dialect.aside_captions) => Target::Nowhere,
            Some(section)
                if section.is_request()
                    && self.caption_says(self.context.dialect.body_captions) =>
            {
                Target::Request(Some(Place::Body))
            }
            Some(Section::Members) => Target::Structure,
            Some(section) if section.is_request() => match section {
                // A second table of the same kind lists filters or values, not parameters.
                Section::Request if no_required => Target::Response(None),
                Section::Request
                    if self.context.dialect.one_request_table && !self.facts.request.is_empty() =>
                {
                    Target::Nowhere
                }
                Section::RequestHeaders => Target::Request(Some(Place::Header)),
                Section::RequestBody => Target::Request(Some(Place::Body)),
                _ => Target::Request(None),
            },
            Some(Section::Response) => Target::Response(None),
            Some(Section::ResponseHeaders) => Target::Response(Some(Place::Header)),
            Some(Section::Common) => Target::Request(None),
            _ => Target::Nowhere,
        }
    }

    fn caption_says(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.caption.contains(word))
    }

    /// Takes the row of a common parameter for what it says of the operation.
    fn common(&mut self, row: &FieldRow, record: &Record) -> bool {
        let name = row.written.as_str();
        let is_common = self
            .context
            .profile
            .common_parameters
            .iter()
            .any(|common| common == name);
        if !is_common || self.common_seen.iter().any(|seen| seen == name) {
            return false;
        }
        self.common_seen.push(name.to_owned());
        let description = record.text(Column::Description);
        let stated = stated_value(description);
        match name {
            "Action" => {
                let example = row.example.as_deref().unwrap_or_default();
                for name in [stated, example] {
                    self.facts
                        .votes
                        .add(NameSource::ActionRow, name, row.name_span);
                }
            }
            "Version" => self.facts.version = version(stated).or(self.facts.version.take()),
            _ if self.context.profile.region_parameter.as_deref() == Some(name) => {
                let required = row.field.required.and_then(Required::as_bool);
                self.facts.region = Some(mining::mine_region(description, required));
            }
            _ => {}
        }
        true
    }

    fn unread(&mut self, record: &Record, why: &str) {
        self.facts.stats.rows_reported += 1;
        let place = self.context.source.place(record.span);
        self.facts.diagnostics.push(Diagnostic::new(
            Code::ROW_NOT_READ,
            place,
            format!("this row was not read: {why}"),
        ));
    }

    fn unclaimed(&mut self, region: &Region, span: Span) {
        self.facts.stats.blocks_unclaimed += 1;
        let message = format!(
            "this was not read: no rule knows the heading `{}`",
            region.title
        );
        self.facts.diagnostics.push(Diagnostic::new(
            Code::BLOCK_NOT_READ,
            self.context.source.place(span),
            message,
        ));
    }
}

/// A row without a position in a table that has the column is a member of the container above it.
fn below_the_row_above(record: &Record, fields: &mut [FieldRow]) {
    let is_blank = record
        .get(Column::Position)
        .is_some_and(|cell| cell.text().is_empty());
    if let [.., above, row] = fields
        && is_blank
        && row.field.position.is_none()
    {
        row.field.position = above.field.position;
    }
}

/// What the text above a table names.
enum Named {
    /// A structure, which the table lists.
    Structure(String),
    /// The row of a container, whose members the table lists.
    Members(usize),
}

/// Whether a row can have members: a container, or a text whose example is JSON.
fn can_hold(row: &FieldRow) -> bool {
    is_container(&row.field.ty)
        || row
            .example
            .as_deref()
            .is_some_and(|example| example.starts_with(['[', '{']))
}

fn holds_list(row: &FieldRow) -> bool {
    row.field.ty.is_list()
        || row
            .example
            .as_deref()
            .is_some_and(|example| example.starts_with('['))
}

/// What a table of fields belongs to.
enum Target {
    Request(Option<Place>),
    Response(Option<Place>),
    Structure,
    /// A table of fields in a section that has none: read as prose.
    Nowhere,
}

/// The value that a common parameter's description states: what stands after the last colon.
fn stated_value(description: &str) -> &str {
    let is_mark =
        |c: char| matches!(c, '。' | '.' | '`' | '“' | '”' | '"' | '\u{200b}') || c.is_whitespace();
    let tail = description
        .rsplit(['：', ':'])
        .next()
        .unwrap_or(description)
        .trim_matches(is_mark);
    // `Set the value to X.`: no colon, but the last word.
    tail.rsplit(char::is_whitespace)
        .next()
        .unwrap_or(tail)
        .trim_matches(is_mark)
}

/// A version as `2017-03-20`, also where a translator wrote `2017/03/20` or `2/28/2018`.
fn version(text: &str) -> Option<String> {
    let parts: Vec<u32> = text
        .split(['-', '/'])
        .map_while(|part| part.trim().parse().ok())
        .collect();
    let [first, second, third] = parts[..] else {
        return None;
    };
    let (year, month, day) = if first > 31 {
        (first, second, third)
    } else {
        (third, first, second)
    };
    let date = format!("{year:04}-{month:02}-{day:02}");
    (is_date(&date) && month <= 12 && day <= 31).then_some(date)
}

fn is_date(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, b)| {
            if matches!(at, 4 | 7) {
                b == b'-'
            } else {
                b.is_ascii_digit()
            }
        })
}

/// The first host of the vendor in a text, if it is no regional one.
fn host(dialect: &Dialect, text: &str) -> Option<String> {
    if dialect.host_suffix.is_empty() {
        return None;
    }
    text.match_indices(dialect.host_suffix)
        .find_map(|(at, suffix)| {
            let before = &text[..at];
            let start = before
                .rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '.'))
                .map_or(0, |at| {
                    at + before[at..].chars().next().map_or(1, char::len_utf8)
                });
            let label = &before[start..];
            let is_label = !label.is_empty() && !label.contains('.') && label != "X";
            is_label.then(|| format!("{label}{suffix}"))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialects;

    #[test]
    fn versions_in_every_spelling() {
        for (text, expected) in [
            ("2017-03-12", Some("2017-03-12")),
            ("2017/03/20", Some("2017-03-20")),
            ("2/28/2018", Some("2018-02-28")),
            ("soon", None),
        ] {
            assert_eq!(version(text).as_deref(), expected);
        }
    }

    #[test]
    fn the_host_is_the_services_and_not_a_regions() {
        let tencent = dialects::find("tencent").unwrap();
        let text = "such as cbs.ap-shanghai-fsi.tencentcloudapi.com, or cbs.tencentcloudapi.com 。";
        assert_eq!(
            host(tencent, text).as_deref(),
            Some("cbs.tencentcloudapi.com")
        );
        assert_eq!(
            host(tencent, "请求域名：cvm.tencentcloudapi.com").as_deref(),
            Some("cvm.tencentcloudapi.com")
        );
    }

    #[test]
    fn the_stated_value_stands_after_the_last_colon() {
        assert_eq!(
            stated_value("公共参数，本接口取值：CreateSnapshot。"),
            "CreateSnapshot"
        );
        assert_eq!(
            stated_value("Common parameter. The value used for this API: `X`"),
            "X"
        );
    }
}
