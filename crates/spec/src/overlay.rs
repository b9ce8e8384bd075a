//! Overlays: reviewed corrections of page defects, and waiters, in `specs/overlays/<vendor>/<service>.yaml`.
//!
//! A correction names an item, what the page says, what is right, why, and what else says so.
//! One that no longer matches is an error: the page was mended, or the item is gone.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{ErrorCode, Field, Operation, Service, Waiter};

/// The reviewed data of one service.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Overlay {
    /// The version of this form: [`crate::FORMAT`].
    pub format: u32,
    /// The vendor.
    pub vendor: String,
    /// The service.
    pub service: String,
    /// The corrections, applied in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
    /// The waiters of the service.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waiters: Vec<Waiter>,
}

/// One correction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The item: `structures/SnapshotInfo/Email`, `operations/CreateSnapshot/request/Tag.Key`,
    /// `operations/CreateSnapshot/errors/DiskInArrears`, `operations/CreateSnapshot`.
    pub item: String,
    /// What the page says now, by property; all must match. `null` for a property not said.
    pub was: Map<String, Value>,
    /// What is right, by property. `null` takes a property away.
    pub set: Map<String, Value>,
    /// Why the page is wrong.
    pub reason: String,
    /// What else says so: an SDK's fact, another page, a sample.
    pub evidence: String,
}

/// A correction that could not be applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverlayError {
    /// The correction's item.
    pub item: String,
    /// What is wrong, and what to do.
    pub message: String,
}

impl fmt::Display for OverlayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the correction of `{}` does not apply: {}",
            self.item, self.message
        )
    }
}

impl std::error::Error for OverlayError {}

impl Overlay {
    /// Applies every correction, or says of each that does not fit why. On any error the
    /// service is left as it was.
    pub fn apply(&self, service: &mut Service) -> Result<(), Vec<OverlayError>> {
        let mut corrected = service.clone();
        let errors: Vec<_> = self
            .corrections
            .iter()
            .filter_map(|correction| correction.apply(&mut corrected).err())
            .collect();
        if errors.is_empty() {
            *service = corrected;
            Ok(())
        } else {
            Err(errors)
        }
    }
}

impl Correction {
    fn apply(&self, service: &mut Service) -> Result<(), OverlayError> {
        let error = |message: String| OverlayError {
            item: self.item.clone(),
            message,
        };
        if self.set.is_empty() {
            return Err(error(
                "`set` is empty: say what is right, or remove the correction".into(),
            ));
        }
        let item = find(service, &self.item).ok_or_else(|| {
            error(
                "there is no such item: the page was changed, so correct the path or remove the correction"
                    .into(),
            )
        })?;
        match item {
            Item::Operation(operation) => self.change(operation).map_err(error),
            Item::Field(field) => self.change(field).map_err(error),
            Item::Error(code) => self.change(code).map_err(error),
        }
    }

    fn change<T: Serialize + for<'de> Deserialize<'de> + Located>(
        &self,
        item: &mut T,
    ) -> Result<(), String> {
        let Ok(Value::Object(mut properties)) = serde_json::to_value(&*item) else {
            return Err("the item has no properties".into());
        };
        for (name, was) in &self.was {
            let now = properties.get(name).unwrap_or(&Value::Null);
            if now != was {
                return Err(format!(
                    "`{name}` is now {now}, not {was}: if the page was mended, remove the correction"
                ));
            }
        }
        for (name, right) in &self.set {
            if right.is_null() {
                properties.remove(name);
            } else {
                properties.insert(name.clone(), right.clone());
            }
        }
        let mut changed: T = serde_json::from_value(Value::Object(properties))
            .map_err(|e| format!("`set` does not fit: {e}"))?;
        changed.take_place_of(item);
        *item = changed;
        Ok(())
    }
}

/// Items know where they stand; a changed one stands where the old one did.
trait Located {
    fn take_place_of(&mut self, old: &Self);
}

impl Located for Field {
    fn take_place_of(&mut self, old: &Self) {
        self.at = old.at;
        keep_positions(&mut self.fields, &old.fields);
    }
}

impl Located for ErrorCode {
    fn take_place_of(&mut self, old: &Self) {
        self.at = old.at;
    }
}

impl Located for Operation {
    fn take_place_of(&mut self, old: &Self) {
        self.at = old.at;
        keep_positions(&mut self.request, &old.request);
        keep_positions(&mut self.response, &old.response);
        for error in &mut self.errors {
            if let Some(before) = old.errors.iter().find(|before| before.code == error.code) {
                error.take_place_of(before);
            }
        }
    }
}

fn keep_positions(fields: &mut [Field], old: &[Field]) {
    for field in fields {
        if let Some(before) = old.iter().find(|before| before.name == field.name) {
            field.take_place_of(before);
        }
    }
}

enum Item<'s> {
    Operation(&'s mut Operation),
    Field(&'s mut Field),
    Error(&'s mut ErrorCode),
}

fn find<'s>(service: &'s mut Service, path: &str) -> Option<Item<'s>> {
    let mut parts = path.splitn(4, '/');
    match (parts.next()?, parts.next()?, parts.next(), parts.next()) {
        ("structures", name, Some(member), None) => {
            let structure = service
                .structures
                .iter_mut()
                .find(|structure| structure.name == name)?;
            field_at(&mut structure.fields, member).map(Item::Field)
        }
        ("errors", code, None, None) => error_at(&mut service.errors, code).map(Item::Error),
        ("operations", name, section, item) => {
            let operation = service
                .operations
                .iter_mut()
                .find(|operation| operation.name == name)?;
            match (section, item) {
                (None, None) => Some(Item::Operation(operation)),
                (Some("request"), Some(path)) => {
                    field_at(&mut operation.request, path).map(Item::Field)
                }
                (Some("response"), Some(path)) => {
                    field_at(&mut operation.response, path).map(Item::Field)
                }
                (Some("errors"), Some(code)) => {
                    error_at(&mut operation.errors, code).map(Item::Error)
                }
                _ => None,
            }
        }
        _ => None,
    }
}

fn error_at<'s>(errors: &'s mut [ErrorCode], code: &str) -> Option<&'s mut ErrorCode> {
    errors.iter_mut().find(|error| error.code == code)
}

fn field_at<'s>(fields: &'s mut [Field], path: &str) -> Option<&'s mut Field> {
    match path.split_once('.') {
        None => fields.iter_mut().find(|field| field.name == path),
        Some((name, rest)) => field_at(
            &mut fields.iter_mut().find(|field| field.name == name)?.fields,
            rest,
        ),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{Structure, Type};

    fn service() -> Service {
        let mut service = Service::new("ucloudstack", "snapshot");
        let mut email = Field::new("Email", Type::Integer);
        email.at = crate::Position::new(90, 3);
        service.structures.push(Structure {
            name: "SnapshotInfo".into(),
            fields: vec![email],
            ..Structure::default()
        });
        service
    }

    fn correction(was: Value, set: Value) -> Overlay {
        let map = |value: Value| value.as_object().cloned().unwrap();
        Overlay {
            corrections: vec![Correction {
                item: "structures/SnapshotInfo/Email".into(),
                was: map(was),
                set: map(set),
                reason: "an address is text".into(),
                evidence: "SDK".into(),
            }],
            ..Overlay::default()
        }
    }

    #[test]
    fn a_correction_changes_what_it_names_and_nothing_else() {
        let mut service = service();
        correction(json!({"type": "integer"}), json!({"type": "string"}))
            .apply(&mut service)
            .unwrap();
        let email = &service.structures[0].fields[0];
        assert_eq!(email.ty, Type::String);
        assert_eq!((email.at.line, email.at.column), (90, 3));
    }

    #[test]
    fn a_correction_of_a_mended_page_fails_and_changes_nothing() {
        let mut service = service();
        let errors = correction(json!({"type": "number"}), json!({"type": "string"}))
            .apply(&mut service)
            .unwrap_err();
        assert!(
            errors[0].to_string().contains("is now \"integer\""),
            "{}",
            errors[0]
        );
        assert_eq!(service, self::service());
    }

    #[test]
    fn a_property_that_does_not_exist_is_refused() {
        let errors = correction(json!({}), json!({"typ": "string"}))
            .apply(&mut service())
            .unwrap_err();
        assert!(errors[0].message.contains("does not fit"), "{}", errors[0]);
    }
}
