//! Values for the members of a response: the sample's where it fits the table, made up by type,
//! name and set of values where there is none. The same spec gives the same values.

use serde_json::{Map, Number as JsonNumber, Value};
use specwright_spec::{EnumValue, Field, Number, Service, Type};

/// The moment that made-up times show: 2024-01-02T03:04:05Z.
const MOMENT: i64 = 1_704_164_645;

/// What made-up texts look like, by the end of the name; the first that fits counts.
const TEXTS: &[(&str, &str)] = &[
    ("time", "2024-01-02T03:04:05Z"),
    ("date", "2024-01-02"),
    ("ip", "192.0.2.1"),
    ("ipaddress", "192.0.2.1"),
    ("cidr", "192.0.2.0/24"),
    ("url", "https://mock.invalid/"),
    ("email", "someone@mock.invalid"),
    ("region", "mock-region-1"),
    ("regionid", "mock-region-1"),
    ("zone", "mock-region-1a"),
    ("zoneid", "mock-region-1a"),
];

/// What made-up whole numbers are, by the end of the name.
const NUMBERS: &[(&str, i64)] = &[
    ("time", MOMENT),
    ("percent", 100),
    ("progress", 100),
    ("size", 40),
];

/// Of a set of values, those that mean that nothing more will happen: waiters end there.
const SETTLED: &[&str] = &[
    "normal",
    "available",
    "accomplished",
    "running",
    "ready",
    "success",
    "active",
];

/// Makes values for one service.
pub(super) struct Values<'s> {
    service: &'s Service,
    /// Structures that are being filled, so that recursion ends.
    open: Vec<&'s str>,
}

impl<'s> Values<'s> {
    pub(super) fn new(service: &'s Service) -> Self {
        Self {
            service,
            open: Vec::new(),
        }
    }

    /// An object with all fields. What a sample has beyond the table is left out.
    pub(super) fn object(&mut self, fields: &'s [Field], sample: Option<&Value>) -> Value {
        let mut members = Map::new();
        for field in fields {
            let sample = sample.and_then(|sample| sample.get(&field.name));
            let value = match sample {
                // Tables rarely say what may be null; a sample that shows it is believed.
                Some(Value::Null) => Value::Null,
                sample => self.value(field, &field.ty, sample),
            };
            members.insert(field.name.clone(), value);
        }
        Value::Object(members)
    }

    fn value(&mut self, field: &'s Field, ty: &'s Type, sample: Option<&Value>) -> Value {
        match ty {
            Type::List(item) => self.list(field, item, sample),
            Type::Map(item) => {
                let mut members = Map::new();
                members.insert("mock".to_owned(), self.value(field, item, None));
                sample
                    .filter(|sample| sample.is_object())
                    .cloned()
                    .unwrap_or(Value::Object(members))
            }
            Type::Object if field.fields.is_empty() => {
                let sample = sample.filter(|sample| sample.is_object());
                sample.cloned().unwrap_or_else(|| Value::Object(Map::new()))
            }
            Type::Object => self.object(&field.fields, sample),
            Type::Structure(name) => self.structure(field, name, sample),
            Type::Any => sample.cloned().unwrap_or_else(|| "mock".into()),
            scalar => scalar_value(field, scalar, &field.values, sample),
        }
    }

    fn list(&mut self, field: &'s Field, item: &'s Type, sample: Option<&Value>) -> Value {
        match sample {
            Some(Value::Array(items)) => items
                .iter()
                .map(|sample| self.value(field, item, Some(sample)))
                .collect(),
            // An empty element of XML is an empty list; any other is the only item.
            Some(Value::String(text)) if text.is_empty() => Value::Array(Vec::new()),
            Some(Value::Null) => Value::Array(Vec::new()),
            Some(single) => Value::Array(vec![self.value(field, item, Some(single))]),
            None if self.is_open(item) => Value::Array(Vec::new()),
            None => {
                let count = field.min_items.unwrap_or(1).clamp(1, 16);
                (0..count).map(|_| self.value(field, item, None)).collect()
            }
        }
    }

    fn is_open(&self, item: &Type) -> bool {
        item.structure()
            .is_some_and(|name| self.open.contains(&name))
    }

    fn structure(&mut self, field: &'s Field, name: &str, sample: Option<&Value>) -> Value {
        let Some(structure) = self
            .service
            .structure(name)
            .filter(|_| !self.open.contains(&name))
        else {
            return Value::Object(Map::new());
        };
        if structure.fields.is_empty() && !structure.values.is_empty() {
            return scalar_value(field, &Type::String, &structure.values, sample);
        }
        self.open.push(&structure.name);
        let value = self.object(&structure.fields, sample);
        self.open.pop();
        value
    }
}

fn scalar_value(field: &Field, ty: &Type, values: &[EnumValue], sample: Option<&Value>) -> Value {
    let is_allowed = |value: &Value| {
        let text = text_of(value);
        values.is_empty()
            || values
                .iter()
                .any(|known| Some(&known.value) == text.as_ref())
    };
    if let Some(value) = sample
        .and_then(|sample| as_type(ty, sample))
        .filter(is_allowed)
    {
        return value;
    }
    let settled = |value: &&EnumValue| SETTLED.contains(&value.value.to_lowercase().as_str());
    let chosen = values.iter().find(settled).or(values.first());
    chosen
        .and_then(|chosen| as_type(ty, &Value::from(chosen.value.as_str())))
        .unwrap_or_else(|| made_up(field, ty))
}

/// A sample's scalar in the table's type; nothing if it cannot be that.
fn as_type(ty: &Type, sample: &Value) -> Option<Value> {
    let text = text_of(sample)?;
    match ty {
        Type::String => Some(text.into()),
        Type::Int32 => text.parse::<i32>().ok().map(Value::from),
        Type::Integer | Type::Int64 => text.parse::<i64>().ok().map(Value::from),
        Type::Number => JsonNumber::from_f64(text.parse().ok()?).map(Value::Number),
        Type::Boolean => text.parse::<bool>().ok().map(Value::from),
        _ => None,
    }
}

/// A scalar as it would stand in a query string.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

fn made_up(field: &Field, ty: &Type) -> Value {
    let name = field.name.to_lowercase();
    match ty {
        Type::String => text(field, &name).into(),
        Type::Int32 | Type::Integer | Type::Int64 => {
            let usual = NUMBERS
                .iter()
                .find(|(end, _)| name.ends_with(end))
                .map_or(1, |(_, number)| *number);
            let bound = |bound: Option<Number>| bound.map(|bound| bound.as_f64() as i64);
            let least = bound(field.min).unwrap_or(i64::MIN);
            usual
                .min(bound(field.max).unwrap_or(i64::MAX))
                .max(least)
                .into()
        }
        Type::Number => {
            let usual = field.min.map_or(1.5, |min| min.as_f64().max(1.5));
            let most = field.max.map_or(usual, |max| max.as_f64().min(usual));
            JsonNumber::from_f64(most).map_or(Value::Null, Value::Number)
        }
        Type::Boolean => true.into(),
        _ => Value::Null,
    }
}

fn text(field: &Field, name: &str) -> String {
    let usual = TEXTS
        .iter()
        .find(|(end, _)| name.ends_with(end))
        .map(|(_, text)| (*text).to_owned());
    let text = match field.format.as_deref() {
        Some("date-time") => "2024-01-02T03:04:05Z".to_owned(),
        Some("date") => "2024-01-02".to_owned(),
        Some("json") => "{}".to_owned(),
        Some("base64") => "bW9jaw==".to_owned(),
        Some(pattern) if pattern.contains("yyyy") => moment(pattern),
        _ => usual.unwrap_or_else(|| format!("mock-{name}")),
    };
    let most = field.max_length.map_or(usize::MAX, |most| most as usize);
    let mut text: String = text.chars().take(most).collect();
    let least = field.min_length.unwrap_or(0).min(4096) as usize;
    while text.chars().count() < least {
        text.push('0');
    }
    text
}

/// The made-up moment in a page's own pattern.
fn moment(pattern: &str) -> String {
    let parts = [
        ("yyyy", "2024"),
        ("MM", "01"),
        ("dd", "02"),
        ("HH", "03"),
        ("hh", "03"),
        ("mm", "04"),
        ("ss", "05"),
    ];
    parts
        .iter()
        .fold(pattern.to_owned(), |text, (part, value)| {
            text.replace(part, value)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use specwright_spec::Structure;

    fn service() -> Service {
        let mut service = Service::new("v", "s");
        let field = |name: &str, ty: &str| Field::new(name, ty.parse().unwrap());
        let state = Field {
            values: vec![EnumValue::new("Creating"), EnumValue::new("Normal")],
            ..field("State", "string")
        };
        let begin = Field {
            format: Some("yyyy-MM-ddTHH:mmZ".into()),
            min_length: Some(2),
            ..field("Begin", "string")
        };
        service.structures.push(Structure {
            name: "Node".into(),
            fields: vec![
                field("NodeId", "string"),
                field("Size", "integer"),
                state,
                begin,
                field("Children", "list<Node>"),
                field("Parent", "Node"),
            ],
            ..Structure::default()
        });
        service
    }

    #[test]
    fn values_are_made_up_by_name_type_and_set_and_recursion_ends() {
        let service = service();
        let fields = &service.structures[0].fields;
        let made = Values::new(&service).object(fields, None);
        assert_eq!(
            made,
            json!({
                "NodeId": "mock-nodeid", "Size": 40, "State": "Normal", "Begin": "2024-01-02T03:04Z",
                "Children": [{"NodeId": "mock-nodeid", "Size": 40, "State": "Normal",
                    "Begin": "2024-01-02T03:04Z", "Children": [], "Parent": {}}],
                "Parent": {"NodeId": "mock-nodeid", "Size": 40, "State": "Normal",
                    "Begin": "2024-01-02T03:04Z", "Children": [], "Parent": {}}
            })
        );
    }

    #[test]
    fn the_table_wins_over_the_sample() {
        let service = service();
        let fields = &service.structures[0].fields;
        let sample = json!({"NodeId": 7, "Size": "12", "State": "xWEFHjOH", "Begin": null, "Children": [],
            "Parent": {"Size": "many"}, "Other": 1});
        let made = Values::new(&service).object(fields, Some(&sample));
        assert_eq!(made["NodeId"], "7");
        assert_eq!(made["Size"], 12);
        assert_eq!(made["State"], "Normal");
        assert_eq!(made["Begin"], Value::Null);
        assert_eq!(made["Parent"]["Size"], 40);
        assert_eq!(made.get("Other"), None);
    }
}
