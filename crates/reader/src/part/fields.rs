//! Tables of parameters and members: what a table belongs to, and where its rows go. A single row
//! is read by [`crate::field_rows`].

use std::collections::BTreeMap;

use specwright_spec::{Place, Position, Required, Structure};

use super::captions::Named;
use super::stated::{stated_value, version};
use super::{Reader, Region, Section, StructureRows};
use crate::columns::{Columns, Record};
use crate::diagnostic::{Code, Diagnostic};
use crate::dialect::{Column, NameSource};
use crate::field_findings;
use crate::field_rows::{FieldRow, Outcome, RowReader};
use crate::mining;
use crate::type_grammar::is_identifier;

impl Reader<'_> {
    pub(super) fn structure(&self, region: &Region) -> Structure {
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
        let title = title.unwrap_or(&region.title);
        // `用户数据类型`, whose node is `User`.
        let node = self.facts.node_name.as_deref();
        node.filter(|_| region.section == Some(Section::Members) && !is_identifier(title))
            .unwrap_or(title)
            .to_owned()
    }

    pub(super) fn fields(&mut self, region: &Region, columns: &Columns, records: &[Record]) {
        let named = self.named_by_caption(region);
        let target = match &named {
            Some(Named::Structure(_)) => Target::Structure,
            _ if self.tells_itself(region, columns, records) => Target::Response(None),
            _ => self.target(region, columns, records),
        };
        let is_request =
            matches!(target, Target::Request(_)) || region.section.is_some_and(Section::is_request);
        let rows = RowReader {
            dialect: self.context.dialect,
            source: self.context.source,
            memory: self.context.memory,
            has_required: columns.has(Column::Required),
            is_request,
        };
        let mut fields = Vec::new();
        let first = self.facts.diagnostics.len();
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
                Outcome::Unread(why) => self.unread(record, Column::Name, why),
            }
        }
        condense(&mut self.facts.diagnostics, first);
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
            Target::Nowhere if fields.is_empty() || self.lists_common(&fields) => {}
            // Nobody knows whose parameters these are.
            Target::Nowhere => {
                self.facts.stats.rows_claimed -= fields.len();
                self.facts.stats.rows_reported += fields.len();
                let span = records.first().map_or(region.span, |record| record.span);
                self.unclaimed(region, span);
            }
            Target::Aside => {}
        }
    }

    /// Whether a table lists what every request has: that is told elsewhere.
    fn lists_common(&self, fields: &[FieldRow]) -> bool {
        let common = &self.context.profile.common_parameters;
        let is_common = |row: &&FieldRow| common.contains(&row.written);
        2 * fields.iter().filter(is_common).count() > fields.len()
    }

    /// Below a heading that nobody knows, or whose text is no part of the API, a table without a
    /// column for need that lists the id of the request is the response.
    fn tells_itself(&self, region: &Region, columns: &Columns, records: &[Record]) -> bool {
        let dialect = self.context.dialect;
        // A heading of the response may lack, too: then it follows the parameters.
        let is_second = matches!(
            region.section,
            Some(Section::Request | Section::Description)
        ) && dialect.flat_responses
            && !self.facts.request.is_empty();
        let is_unknown = (is_second || matches!(region.section, None | Some(Section::Ignored)))
            && !region.named
            && !self.facts.has_response;
        let members = &self.context.profile.envelope.members;
        let lists_id = || {
            let names = records.iter().map(|record| record.text(Column::Name));
            names
                .into_iter()
                .any(|name| members.iter().any(|member| member == name))
        };
        (dialect.lists_request_id || dialect.flat_responses)
            && is_unknown
            && !columns.has(Column::Required)
            && lists_id()
    }

    /// What a table of fields belongs to.
    fn target(&self, region: &Region, columns: &Columns, records: &[Record]) -> Target {
        let no_required =
            !columns.has(Column::Required) && self.context.dialect.three_columns_are_response;
        match region.section {
            _ if region.named => Target::Structure,
            _ if self.caption_says(self.context.dialect.aside_captions) => Target::Aside,
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
                    self.second_table(records)
                }
                Section::RequestHeaders => Target::Request(Some(Place::Header)),
                Section::RequestBody => Target::Request(Some(Place::Body)),
                _ => Target::Request(None),
            },
            Some(Section::Response) => Target::Response(None),
            Some(Section::ResponseHeaders) => Target::Response(Some(Place::Header)),
            Some(Section::Common) => Target::Request(None),
            // No heading above the parameters: their marks tell what they are.
            Some(Section::Description)
                if self.context.dialect.flat_requests
                    && columns.has(Column::Required)
                    && self.facts.request.is_empty() =>
            {
                Target::Request(None)
            }
            _ => Target::Nowhere,
        }
    }

    /// A second table of a request: the names that its filters take, or nobody knows what.
    fn second_table(&self, records: &[Record]) -> Target {
        let is_filter = |row: &FieldRow| row.field.name.to_ascii_lowercase().contains("filter");
        let has_filters = self.facts.request.iter().any(is_filter);
        // `disk-id`: no name of a parameter.
        let mut names = records.iter().map(|record| record.text(Column::Name));
        match has_filters || names.all(|name| name.contains('-')) {
            true => Target::Aside,
            false => Target::Nowhere,
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
        let description = record.text(Column::Description);
        let stated = stated_value(description);
        if name == "Version" && version(stated).is_none() && is_identifier(stated) {
            // A slip of the pen: the row tells the action, and the version has its own.
            let votes = &mut self.facts.votes;
            votes.add(NameSource::ActionRow, stated, row.name_span);
            return true;
        }
        self.common_seen.push(name.to_owned());
        match name {
            "Action" => {
                let example = row.example.as_deref().unwrap_or_default();
                // `The operation to perform.` states none.
                let is_stated = stated.bytes().any(|byte| byte.is_ascii_uppercase())
                    || description.contains([':', '：']);
                let stated = Some(stated).filter(|_| is_stated);
                for name in stated.into_iter().chain([example]) {
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

/// Of findings that a table repeats row by row one is enough: the first tells how many there are,
/// and its fix mends all that have one.
fn condense(found: &mut Vec<Diagnostic>, first: usize) {
    const REPEATED: &[Code] = &[
        Code::NO_TYPE,
        Code::UNKNOWN_TYPE,
        Code::NO_REQUIRED_MARK,
        Code::UNKNOWN_REQUIRED_MARK,
        Code::CELLS_SWAPPED,
    ];
    /// So many are a habit of the table.
    const SEVERAL: usize = 3;
    let new = found.split_off(first.min(found.len()));
    // What can be mended is not counted with what cannot.
    let kind = |found: &Diagnostic| (found.code, found.fix.is_some());
    let mut counts: BTreeMap<(Code, bool), usize> = BTreeMap::new();
    for diagnostic in new.iter().filter(|found| REPEATED.contains(&found.code)) {
        *counts.entry(kind(diagnostic)).or_default() += 1;
    }
    counts.retain(|_, count| *count >= SEVERAL);
    let start = found.len();
    for mut diagnostic in new {
        let Some(count) = counts.get(&kind(&diagnostic)) else {
            found.push(diagnostic);
            continue;
        };
        let same = |told: &&mut Diagnostic| kind(told) == kind(&diagnostic);
        match found.iter_mut().skip(start).find(same) {
            Some(told) => {
                let edits = diagnostic.fix.into_iter().flat_map(|fix| fix.edits);
                if let Some(fix) = &mut told.fix {
                    fix.edits.extend(edits);
                }
            }
            None => {
                let more = format!(" ({} more like it in this table)", count - 1);
                diagnostic.message.push_str(&more);
                found.push(diagnostic);
            }
        }
    }
}

/// What a table of fields belongs to.
enum Target {
    Request(Option<Place>),
    Response(Option<Place>),
    Structure,
    /// Filters, values, messages that the service sends: known to be no parameters.
    Aside,
    /// Below a heading that is unknown, or that has no parameters below it.
    Nowhere,
}
