//! Parameters against the spec: what is missing, what has the wrong type and, if strict, what is
//! unknown or outside what pages allow.

use serde_json::Value;
use specwright_spec::{Cause, Encoding, EnumValue, Field, Number, Place, Service, Type};

use crate::params::{self, Params};
use crate::refused::Refused;

/// What parameters are held against.
pub(crate) struct Check<'s> {
    pub(crate) service: &'s Service,
    /// Values are text: `1` may be a number.
    pub(crate) is_text: bool,
    pub(crate) strict: bool,
    /// The number of a list's first item in flat names.
    pub(crate) list_index: u64,
}

type Checked = Result<(), Refused>;

impl Check<'_> {
    /// Checks all parameters; `common` are those that belong to no operation.
    pub(crate) fn request(&self, fields: &[Field], params: &Params, common: &[&str]) -> Checked {
        self.fields(fields, &params.tree, "", common)
    }

    fn fields(&self, fields: &[Field], tree: &Value, above: &str, common: &[&str]) -> Checked {
        let Some(members) = tree.as_object() else {
            return Err(Refused::new(Cause::WrongType, above.trim_end_matches('.')));
        };
        for field in fields {
            let name = format!("{above}{}", field.name);
            // Headers are not among the parameters here.
            match members.get(&field.name).filter(|value| !value.is_null()) {
                Some(value) => self.field(field, value, &name)?,
                None if field.is_required() && field.position != Some(Place::Header) => {
                    return Err(Refused::new(Cause::MissingParameter, name));
                }
                None => {}
            }
        }
        if self.strict {
            let is_known = |name: &String| {
                fields.iter().any(|field| field.name == *name) || common.contains(&name.as_str())
            };
            if let Some(unknown) = members.keys().find(|name| !is_known(name)) {
                return Err(Refused::new(
                    Cause::UnknownParameter,
                    format!("{above}{unknown}"),
                ));
            }
        }
        Ok(())
    }

    fn field(&self, field: &Field, value: &Value, name: &str) -> Checked {
        match (field.encoding, value.as_str()) {
            (Some(Encoding::Json), Some(text)) => match serde_json::from_str(text) {
                Ok(value) => self.value(field, &field.ty, &value, name),
                Err(_) => Err(Refused::new(Cause::WrongType, name)),
            },
            (Some(Encoding::Comma), Some(text)) => {
                let items = text.split(',').map(Value::from).collect();
                self.value(field, &field.ty, &items, name)
            }
            _ => self.value(field, &field.ty, value, name),
        }
    }

    fn value(&self, field: &Field, ty: &Type, value: &Value, name: &str) -> Checked {
        let wrong = || Err(Refused::new(Cause::WrongType, name));
        match ty {
            Type::Any => Ok(()),
            Type::List(item) => self.list(field, item, value, name),
            Type::Map(_) => {
                if value.is_object() {
                    Ok(())
                } else {
                    wrong()
                }
            }
            Type::Object => self.object(&field.fields, value, name),
            Type::Structure(structure) => match self.service.structure(structure) {
                Some(structure) if structure.fields.is_empty() => {
                    self.scalar(&Type::String, &structure.values, field, value, name)
                }
                Some(structure) => self.object(&structure.fields, value, name),
                None => Ok(()),
            },
            scalar => self.scalar(scalar, &field.values, field, value, name),
        }
    }

    fn object(&self, fields: &[Field], value: &Value, name: &str) -> Checked {
        match value {
            // Some vendors take an object as a text that holds it.
            Value::String(text) if self.is_text => match serde_json::from_str(text) {
                Ok(Value::Object(_)) => Ok(()),
                _ => Err(Refused::new(Cause::WrongType, name)),
            },
            Value::Object(_) if fields.is_empty() => Ok(()),
            _ => self.fields(fields, value, &format!("{name}."), &[]),
        }
    }

    fn list(&self, field: &Field, item: &Type, value: &Value, name: &str) -> Checked {
        let items: Vec<&Value> = match value {
            Value::Array(items) => items.iter().collect(),
            Value::Object(members) if self.is_text => match params::numbered(members) {
                Some(items) if self.counts_right(&items) => {
                    items.iter().map(|(_, item)| *item).collect()
                }
                _ => return Err(Refused::new(Cause::WrongType, name)),
            },
            _ => return Err(Refused::new(Cause::WrongType, name)),
        };
        for (number, value) in items.iter().enumerate() {
            let number = number as u64 + self.list_index;
            self.value(field, item, value, &format!("{name}.{number}"))?;
        }
        self.size(items.len(), field.min_items, field.max_items, name)
    }

    /// Whether the numbers of a list begin where the vendor's begin and leave none out.
    fn counts_right(&self, items: &[(u64, &Value)]) -> bool {
        let expected = self.list_index..;
        !self.strict
            || items
                .iter()
                .map(|(number, _)| *number)
                .eq(expected.take(items.len()))
    }

    fn scalar(
        &self,
        ty: &Type,
        values: &[EnumValue],
        field: &Field,
        value: &Value,
        name: &str,
    ) -> Checked {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(_) | Value::Bool(_) => value.to_string(),
            _ => return Err(Refused::new(Cause::WrongType, name)),
        };
        if !self.has_type(ty, value, &text) {
            return Err(Refused::new(Cause::WrongType, name));
        }
        if !self.strict {
            return Ok(());
        }
        if !values.is_empty() && !values.iter().any(|known| known.value == text) {
            return Err(Refused::new(Cause::WrongValue, name));
        }
        if *ty == Type::String {
            // Lengths of a list's own row are those of its items.
            return self.size(
                text.chars().count(),
                field.min_length,
                field.max_length,
                name,
            );
        }
        let number = Number::parse(&text);
        let is_past = |bound: Option<Number>, past| {
            bound
                .zip(number)
                .is_some_and(|(bound, number)| number.partial_cmp(&bound) == Some(past))
        };
        if is_past(field.min, std::cmp::Ordering::Less) {
            return Err(Refused::new(Cause::BelowMinimum, name));
        }
        if is_past(field.max, std::cmp::Ordering::Greater) {
            return Err(Refused::new(Cause::AboveMaximum, name));
        }
        Ok(())
    }

    fn has_type(&self, ty: &Type, value: &Value, text: &str) -> bool {
        let as_text = self.is_text;
        match ty {
            Type::String => as_text || value.is_string(),
            Type::Int32 => (as_text || value.is_i64()) && text.parse::<i32>().is_ok(),
            Type::Integer | Type::Int64 => {
                let is_whole = text.parse::<i64>().is_ok() || text.parse::<u64>().is_ok();
                (as_text || value.is_number()) && is_whole
            }
            Type::Number => {
                (as_text || value.is_number()) && text.parse::<f64>().is_ok_and(f64::is_finite)
            }
            Type::Boolean => {
                let is_word =
                    text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false");
                (as_text || value.is_boolean()) && is_word
            }
            Type::Any | Type::Object | Type::List(_) | Type::Map(_) | Type::Structure(_) => true,
        }
    }

    fn size(&self, size: usize, least: Option<u64>, most: Option<u64>, name: &str) -> Checked {
        let size = size as u64;
        if self.strict && least.is_some_and(|least| size < least) {
            return Err(Refused::new(Cause::TooShort, name));
        }
        if self.strict && most.is_some_and(|most| size > most) {
            return Err(Refused::new(Cause::TooLong, name));
        }
        Ok(())
    }
}
