//! The flat form of a spec: one fact a leaf, as checks against other sources want it.

use serde_json::{Map, Value, json};

use crate::{Field, Number, Operation, Service, Type};

/// One fact: a JSON object with `vendor`, `service`, `operation`, `in`, `path`, `type`,
/// `required`, and what else is known. Errors have `code` and `http_status` in place of a path.
pub type Fact = Map<String, Value>;

/// The facts of a service: leaves only, in the spec's order. Paths join wire names with dots
/// and put `[]` after each list level: `Disks[].Size`. References to structures are followed;
/// one that leads back into itself, or nowhere, ends as `object`.
pub fn facts(service: &Service) -> Vec<Fact> {
    let mut facts = Vec::new();
    for operation in &service.operations {
        for (side, fields) in [
            ("request", &operation.request),
            ("response", &operation.response),
        ] {
            let mut walk = Walk {
                service,
                operation,
                side,
                open: Vec::new(),
                facts: &mut facts,
            };
            walk.fields(
                fields,
                "",
                &Inherited {
                    page: &operation.page,
                    uncertain: false,
                },
            );
        }
        facts.extend(error_facts(service, operation));
    }
    facts
}

/// What a leaf takes from the fields above it.
#[derive(Clone, Copy)]
struct Inherited<'s> {
    page: &'s str,
    uncertain: bool,
}

struct Walk<'s, 'f> {
    service: &'s Service,
    operation: &'s Operation,
    side: &'static str,
    open: Vec<&'s str>,
    facts: &'f mut Vec<Fact>,
}

impl<'s> Walk<'s, '_> {
    fn fields(&mut self, fields: &'s [Field], prefix: &str, inherited: &Inherited<'s>) {
        for field in fields {
            let mut path = format!("{prefix}{}", field.name);
            let mut ty = &field.ty;
            while let Type::List(item) = ty {
                path.push_str("[]");
                ty = item;
            }
            let inherited = Inherited {
                uncertain: inherited.uncertain || !field.placed.is_certain(),
                ..*inherited
            };
            self.below(field, ty, &path, &inherited);
        }
    }

    fn below(&mut self, field: &'s Field, ty: &'s Type, path: &str, inherited: &Inherited<'s>) {
        let prefix = format!("{path}.");
        if !field.fields.is_empty() {
            return self.fields(&field.fields, &prefix, inherited);
        }
        let structure = match ty {
            Type::Structure(name) => self.service.structure(name),
            _ => None,
        };
        match structure {
            Some(structure)
                if !structure.fields.is_empty()
                    && !self.open.contains(&structure.name.as_str()) =>
            {
                self.open.push(&structure.name);
                self.fields(
                    &structure.fields,
                    &prefix,
                    &Inherited {
                        page: &structure.page,
                        ..*inherited
                    },
                );
                self.open.pop();
            }
            Some(structure) if !structure.values.is_empty() => {
                let values = structure.values.iter().map(|v| v.value.clone()).collect();
                self.leaf(field, "string", path, inherited, Some(values));
            }
            _ => self.leaf(field, leaf_type(ty), path, inherited, None),
        }
    }

    fn leaf(
        &mut self,
        field: &Field,
        ty: &str,
        path: &str,
        inherited: &Inherited<'_>,
        values: Option<Vec<String>>,
    ) {
        let mut fact = head(self.service, self.operation, self.side);
        fact.insert("path".into(), path.into());
        fact.insert("type".into(), ty.into());
        fact.insert(
            "required".into(),
            field.required.and_then(crate::Required::as_bool).into(),
        );
        let values =
            values.unwrap_or_else(|| field.values.iter().map(|v| v.value.clone()).collect());
        let known = [
            ("position", field.position.map(|place| json!(place))),
            ("values", (!values.is_empty()).then(|| json!(values))),
            ("default", field.default.clone().map(Value::from)),
            ("min", field.min.map(number)),
            ("max", field.max.map(number)),
            ("min_length", field.min_length.map(Value::from)),
            ("max_length", field.max_length.map(Value::from)),
            ("min_items", field.min_items.map(Value::from)),
            ("max_items", field.max_items.map(Value::from)),
            ("format", field.format.clone().map(Value::from)),
            ("unit", field.unit.clone().map(Value::from)),
            (
                "conditional",
                field.conditional.then_some(Value::Bool(true)),
            ),
            ("nullable", field.nullable.then_some(Value::Bool(true))),
            (
                "deprecated",
                field.deprecated.is_some().then_some(Value::Bool(true)),
            ),
            (
                "derived",
                field.derived.is_some().then_some(Value::Bool(true)),
            ),
            ("placed", inherited.uncertain.then(|| json!("uncertain"))),
            ("page", Some(json!(inherited.page))),
            ("line", field.at.is_known().then(|| json!(field.at.line))),
        ];
        fact.extend(
            known
                .into_iter()
                .filter_map(|(key, value)| Some((key.to_owned(), value?))),
        );
        self.facts.push(fact);
    }
}

fn head(service: &Service, operation: &Operation, side: &str) -> Fact {
    let mut fact = Fact::new();
    fact.insert("vendor".into(), service.vendor.clone().into());
    fact.insert("service".into(), service.service.clone().into());
    fact.insert("operation".into(), operation.name.clone().into());
    fact.insert("in".into(), side.into());
    fact
}

fn error_facts<'s>(
    service: &'s Service,
    operation: &'s Operation,
) -> impl Iterator<Item = Fact> + 's {
    operation.errors.iter().flat_map(move |error| {
        error.cases().map(move |case| {
            let mut fact = head(service, operation, "error");
            fact.insert("path".into(), error.code.clone().into());
            fact.insert("type".into(), Value::Null);
            fact.insert("required".into(), Value::Null);
            fact.insert("code".into(), error.code.clone().into());
            fact.insert("http_status".into(), case.status.into());
            fact.insert("page".into(), operation.page.clone().into());
            if case.at.is_known() {
                fact.insert("line".into(), case.at.line.into());
            }
            fact
        })
    })
}

/// The type in the words that checks use: widths are folded.
fn leaf_type(ty: &Type) -> &'static str {
    match ty {
        Type::String => "string",
        Type::Integer | Type::Int32 | Type::Int64 => "integer",
        Type::Number => "number",
        Type::Boolean => "boolean",
        Type::Any => "any",
        Type::Object | Type::Map(_) | Type::Structure(_) | Type::List(_) => "object",
    }
}

fn number(bound: Number) -> Value {
    match bound {
        Number::Int(int) => int.into(),
        Number::Float(float) => float.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Structure;

    fn paths(service: &Service) -> Vec<String> {
        facts(service)
            .iter()
            .map(|f| format!("{} {}", f["path"].as_str().unwrap(), f["type"]))
            .collect()
    }

    #[test]
    fn structures_are_followed_and_recursion_ends() {
        let mut service = Service::new("v", "s");
        service.structures.push(Structure {
            name: "Node".into(),
            fields: vec![
                Field::new("Id", Type::Int64),
                Field::new("Children", Type::list(Type::Structure("Node".into()))),
            ],
            ..Structure::default()
        });
        service.operations.push(Operation {
            name: "Get".into(),
            response: vec![Field::new("Root", Type::Structure("Node".into()))],
            ..Operation::default()
        });
        assert_eq!(
            paths(&service),
            ["Root.Id \"integer\"", "Root.Children[] \"object\""]
        );
    }

    #[test]
    fn a_code_with_two_messages_is_two_error_facts() {
        let mut service = Service::new("v", "s");
        let error = crate::ErrorCode {
            code: "InternalError".into(),
            status: Some(500),
            also: vec![crate::ErrorCase {
                status: Some(500),
                ..Default::default()
            }],
            ..Default::default()
        };
        service.operations.push(Operation {
            name: "Get".into(),
            errors: vec![error],
            ..Operation::default()
        });
        assert_eq!(facts(&service).len(), 2);
    }
}
