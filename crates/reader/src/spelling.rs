//! Names that a table writes in one case and every sample in another. Samples are taken from the
//! wire, so where a vendor's tables are known to slip, the samples' case counts. Must not add,
//! drop or move a field, and must not touch a name that any sample has as the table has it.

use std::collections::BTreeMap;

use specwright_spec::{Field, Operation, Position, SampleKind, Service, Structure, Type};

use crate::containers;
use crate::sample::SampleValue;
use crate::structures::visit;

/// A name that was changed, and the row that has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Respelt {
    /// The page of the row.
    pub page: String,
    /// The row.
    pub at: Position,
    /// As the table has it.
    pub listed: String,
    /// As the samples have it.
    pub shown: String,
}

impl Respelt {
    /// Positions always compare equal: rows are told by line and column.
    fn is_of(&self, other: &Respelt) -> bool {
        let place = |of: &Respelt| (of.at.line, of.at.column);
        self.page == other.page && place(self) == place(other) && self.listed == other.listed
    }
}

/// Samples nest no deeper than this in earnest.
const MAX_DEPTH: usize = 32;

/// Gives every field the case that samples write it in, if none writes it as the table does and
/// all others agree. `wrapper` is the envelope's, around every response.
pub fn settle(services: &mut [Service], wrapper: Option<&str>) -> Vec<Respelt> {
    let mut tally = Tally::default();
    for service in services.iter() {
        let structures = service.structures.iter();
        let structures = structures.map(|structure| (structure.name.as_str(), structure));
        tally.structures = structures.collect();
        for operation in &service.operations {
            tally.operation(operation, wrapper);
        }
    }
    let renamed: BTreeMap<Row, String> = tally
        .rows
        .into_iter()
        .filter_map(|(row, writings)| Some((row, writings.verdict()?)))
        .collect();
    let mut respelt: Vec<Respelt> = Vec::new();
    let mut rename = |page: &str, field: &mut Field| {
        let Some(shown) = renamed.get(&row(page, field)) else {
            return;
        };
        let listed = std::mem::replace(&mut field.name, shown.clone());
        field.derived = Some(format!(
            "every sample writes it so; the table has `{listed}`"
        ));
        let found = Respelt {
            page: page.to_owned(),
            at: field.at,
            listed,
            shown: shown.clone(),
        };
        // Several services may use one page of structures.
        if !respelt.iter().any(|known| known.is_of(&found)) {
            respelt.push(found);
        }
    };
    for service in services {
        for operation in &mut service.operations {
            let Operation {
                page,
                request,
                response,
                ..
            } = operation;
            visit(request, &mut |field| rename(page, field));
            visit(response, &mut |field| rename(page, field));
        }
        for structure in &mut service.structures {
            let Structure { page, fields, .. } = structure;
            visit(fields, &mut |field| rename(page, field));
        }
    }
    respelt
}

/// A row of a page: path, line, column and the name that it lists.
type Row = (String, u32, u32, String);

fn row(page: &str, field: &Field) -> Row {
    (
        page.to_owned(),
        field.at.line,
        field.at.column,
        field.name.clone(),
    )
}

/// How samples write one name.
#[derive(Default)]
struct Writings {
    as_listed: bool,
    others: BTreeMap<String, usize>,
}

impl Writings {
    fn verdict(self) -> Option<String> {
        let mut others = self.others.into_keys();
        match (others.next(), others.next()) {
            (Some(only), None) if !self.as_listed => Some(only),
            _ => None,
        }
    }
}

#[derive(Default)]
struct Tally<'s> {
    structures: BTreeMap<&'s str, &'s Structure>,
    rows: BTreeMap<Row, Writings>,
}

impl<'s> Tally<'s> {
    fn operation(&mut self, operation: &'s Operation, wrapper: Option<&str>) {
        let requests = containers::of_kind(&operation.samples, SampleKind::Request);
        let responses = containers::documents(&operation.samples, wrapper);
        for (fields, documents) in [
            (&operation.request, requests),
            (&operation.response, responses),
        ] {
            let objects: Vec<&SampleValue> = documents.iter().collect();
            self.fields(&operation.page, fields, &objects, 0);
        }
    }

    fn fields(&mut self, page: &str, fields: &'s [Field], objects: &[&SampleValue], depth: usize) {
        if objects.is_empty() || depth > MAX_DEPTH {
            return;
        }
        for field in fields.iter().filter(|field| field.at.is_known()) {
            let mut values = Vec::new();
            let is_another = |key: &str| fields.iter().any(|other| other.name == key);
            for entry in objects.iter().flat_map(|object| object.entries()) {
                let is_same = entry.key == field.name;
                if !is_same
                    && (!entry.key.eq_ignore_ascii_case(&field.name) || is_another(&entry.key))
                {
                    continue;
                }
                let writings = self.rows.entry(row(page, field)).or_default();
                if is_same {
                    writings.as_listed = true;
                } else {
                    *writings.others.entry(entry.key.clone()).or_default() += 1;
                }
                values.push(&entry.value);
            }
            let inner = containers::items(&values);
            match field.ty.leaf() {
                Type::Structure(name) => {
                    if let Some(structure) = self.structures.get(name.as_str()).copied() {
                        self.fields(&structure.page, &structure.fields, &inner, depth + 1);
                    }
                }
                _ => self.fields(page, &field.fields, &inner, depth + 1),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use specwright_spec::{Sample, SampleFormat};

    fn field(name: &str, ty: Type, line: u32) -> Field {
        Field {
            at: Position::new(line, 3),
            ..Field::new(name, ty)
        }
    }

    fn service(texts: &[&str]) -> Service {
        let sample = |text: &&str| Sample {
            kind: SampleKind::Response,
            format: SampleFormat::Json,
            text: (*text).to_owned(),
            at: Position::default(),
        };
        let operation = Operation {
            name: "Ask".into(),
            page: "p.md".into(),
            response: vec![field("Price", Type::Structure("Price".into()), 4)],
            samples: texts.iter().map(sample).collect(),
            ..Operation::default()
        };
        let mut service = Service::new("v", "s");
        service.operations.push(operation);
        service.structures.push(Structure {
            name: "Price".into(),
            page: "d.md".into(),
            fields: vec![
                field("OriginalPrice", Type::Number, 9),
                field("unitPrice", Type::Number, 10),
            ],
            ..Structure::default()
        });
        service
    }

    fn names(service: &Service) -> Vec<&str> {
        service.structures[0]
            .fields
            .iter()
            .map(|field| field.name.as_str())
            .collect()
    }

    #[test]
    fn the_case_that_all_samples_write_counts() {
        let mut service = service(&[r#"{"Price": {"originalPrice": 1, "unitPrice": 2}}"#]);
        let respelt = settle(std::slice::from_mut(&mut service), None);
        assert_eq!(names(&service), ["originalPrice", "unitPrice"]);
        assert_eq!(
            (respelt.len(), respelt[0].page.as_str()),
            (1, "d.md"),
            "{respelt:?}"
        );
    }

    #[test]
    fn a_sample_that_agrees_with_the_table_settles_it() {
        let mut service = service(&[
            r#"{"Price": {"originalPrice": 1}}"#,
            r#"{"Price": {"OriginalPrice": 1}}"#,
        ]);
        assert!(settle(std::slice::from_mut(&mut service), None).is_empty());
    }

    #[test]
    fn samples_that_disagree_settle_nothing() {
        let mut service = service(&[
            r#"{"Price": {"originalPrice": 1}}"#,
            r#"{"Price": {"ORIGINALPRICE": 1}}"#,
        ]);
        assert!(settle(std::slice::from_mut(&mut service), None).is_empty());
    }
}
