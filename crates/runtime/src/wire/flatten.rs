//! A tree as dotted names and texts, and back: `Disks.0.Size=40`.

use super::json;
use super::params::Params;
use super::style::{EncodeError, FloatStyle, ListStyle, ParamStyle};
use crate::value::Value;
use std::fmt::Write as _;

/// Writes values under dotted names into [`Params`]. Generated code and [`flatten`] share it.
///
/// The prefix of nested names lives in one buffer; entering and leaving a level moves its end.
#[derive(Debug)]
pub struct Flattener<'a> {
    params: &'a mut Params,
    style: ParamStyle,
    prefix: String,
    /// A number came by that no text can carry; [`json::finite`] finds where.
    pub(crate) saw_infinite: bool,
}

impl<'a> Flattener<'a> {
    /// A writer at the top level.
    pub fn new(params: &'a mut Params, style: ParamStyle) -> Self {
        Self {
            params,
            style,
            prefix: String::new(),
            saw_infinite: false,
        }
    }

    /// Writes inside the member `name`: every name within gets `name.` before it.
    pub fn within<R>(&mut self, name: &str, write: impl FnOnce(&mut Self) -> R) -> R {
        self.deeper(|prefix| prefix.push_str(name), write)
    }

    /// Writes inside the item number `at`, counted from 0 here and from the style's base on the wire.
    pub fn item<R>(&mut self, at: usize, write: impl FnOnce(&mut Self) -> R) -> R {
        let number = at + usize::from(self.style.list_base);
        self.deeper(|prefix| push_number(prefix, number), write)
    }

    /// A text.
    pub fn string(&mut self, name: &str, text: &str) {
        self.put(name, |out| out.push_str(text));
    }

    /// A truth value in the style's words.
    pub fn bool(&mut self, name: &str, truth: bool) {
        let word = self.style.bools[usize::from(truth)];
        self.put(name, |out| out.push_str(word));
    }

    /// A whole number.
    pub fn int(&mut self, name: &str, number: i64) {
        self.put(name, |out| push_number(out, number));
    }

    /// A whole number without sign.
    pub fn uint(&mut self, name: &str, number: u64) {
        self.put(name, |out| push_number(out, number));
    }

    /// A number with a fraction, without exponent.
    pub fn float(&mut self, name: &str, number: f64) {
        let style = self.style.floats;
        self.saw_infinite |= !number.is_finite();
        self.put(name, |out| write_float(number, style, out));
    }

    /// Any value; nulls, empty lists and empty maps write nothing.
    pub fn value(&mut self, name: &str, value: &Value) {
        match value {
            Value::Null => {}
            Value::Bool(truth) => self.bool(name, *truth),
            Value::Int(number) => self.int(name, *number),
            Value::UInt(number) => self.uint(name, *number),
            Value::Float(number) => self.float(name, *number),
            Value::String(text) => self.string(name, text),
            Value::List(items) => self.within(name, |within| {
                for (at, item) in items.iter().enumerate() {
                    within.item(at, |here| here.value("", item));
                }
            }),
            Value::Map(members) => self.within(name, |within| {
                for (name, value) in members {
                    within.value(name, value);
                }
            }),
        }
    }

    /// A value whose list style is known.
    pub fn styled(&mut self, name: &str, value: &Value, style: ListStyle) {
        if style != ListStyle::Indexed {
            self.saw_infinite |= json::finite(name, value).is_err();
        }
        match (style, value) {
            (ListStyle::Json, Value::List(_) | Value::Map(_)) => {
                self.put(name, |out| {
                    out.push_str(&String::from_utf8_lossy(&json::to_vec(value)))
                });
            }
            (ListStyle::Commas, Value::List(items)) => {
                let (bools, floats) = (self.style.bools, self.style.floats);
                self.put(name, |out| {
                    for (at, item) in items.iter().enumerate() {
                        if at > 0 {
                            out.push(',');
                        }
                        write_scalar(item, bools, floats, out);
                    }
                });
            }
            _ => self.value(name, value),
        }
    }

    /// Writes one pair under the prefix; an empty name means the prefix itself.
    fn put(&mut self, name: &str, write: impl FnOnce(&mut String)) {
        let prefix = if name.is_empty() {
            self.prefix.strip_suffix('.').unwrap_or_default()
        } else {
            &self.prefix
        };
        self.params.push_with(&[prefix, name], write);
    }

    /// An empty step adds no level: an item that is itself a list or a map writes under its number.
    fn deeper<R>(
        &mut self,
        step: impl FnOnce(&mut String),
        write: impl FnOnce(&mut Self) -> R,
    ) -> R {
        let before = self.prefix.len();
        if self.prefix.capacity() == 0 {
            self.prefix.reserve(64);
        }
        step(&mut self.prefix);
        if self.prefix.len() > before {
            self.prefix.push('.');
        }
        let result = write(self);
        self.prefix.truncate(before);
        result
    }
}

/// The parameters as dotted names and texts. `lists` names the parameters (at the top) that go
/// another way than by index.
///
/// # Errors
/// A number is not finite.
pub fn flatten<'v>(
    members: impl IntoIterator<Item = (&'v str, &'v Value)>,
    style: ParamStyle,
    lists: &[(String, ListStyle)],
) -> Result<Params, EncodeError> {
    let mut params = Params::new();
    let mut members = members.into_iter().peekable();
    if members.peek().is_some() {
        params = Params::with_capacity(768, 32);
    }
    let mut to = Flattener::new(&mut params, style);
    for (name, value) in members {
        let list = lists
            .iter()
            .find(|(n, _)| n == name)
            .map_or(ListStyle::Indexed, |(_, list)| *list);
        to.styled(name, value, list);
        if to.saw_infinite {
            json::finite(name, value)?;
        }
    }
    Ok(params)
}

/// The tree of dotted names, all scalars as text. Maps whose names count up from `list_base`
/// without a gap become lists.
pub fn unflatten(params: &Params, list_base: u8) -> Value {
    let mut root = Value::Map(Vec::new());
    for (name, text) in params.iter() {
        insert(&mut root, name, text);
    }
    lists(&mut root, list_base);
    root
}

fn insert(into: &mut Value, path: &str, text: &str) {
    let (name, rest) = match path.split_once('.') {
        Some((name, rest)) => (name, Some(rest)),
        None => (path, None),
    };
    if !matches!(into, Value::Map(_)) {
        // A name that is both a text and a parent: the text keeps an empty name.
        let text = std::mem::take(into);
        *into = Value::Map(vec![(String::new(), text)]);
    }
    let Value::Map(members) = into else { return };
    let at = members
        .iter()
        .position(|(n, _)| n == name)
        .unwrap_or_else(|| {
            members.push((
                name.to_owned(),
                if rest.is_some() {
                    Value::Map(Vec::new())
                } else {
                    Value::Null
                },
            ));
            members.len() - 1
        });
    match rest {
        Some(rest) => insert(&mut members[at].1, rest, text),
        None => members[at].1 = text.into(),
    }
}

fn lists(value: &mut Value, base: u8) {
    let Value::Map(members) = value else { return };
    for (_, member) in members.iter_mut() {
        lists(member, base);
    }
    let mut numbered: Vec<(usize, usize)> = Vec::with_capacity(members.len());
    for (at, (name, _)) in members.iter().enumerate() {
        match name.parse::<usize>() {
            Ok(number) if number.to_string() == *name => numbered.push((number, at)),
            _ => return,
        }
    }
    numbered.sort_unstable();
    let gapless = numbered
        .iter()
        .enumerate()
        .all(|(n, (number, _))| *number == n + usize::from(base));
    if gapless && !numbered.is_empty() {
        let items = numbered
            .iter()
            .map(|(_, at)| std::mem::take(&mut members[*at].1))
            .collect();
        *value = Value::List(items);
    }
}

fn write_scalar(value: &Value, bools: [&str; 2], floats: FloatStyle, out: &mut String) {
    match value {
        Value::Null => {}
        Value::Bool(truth) => out.push_str(bools[usize::from(*truth)]),
        Value::Int(number) => push_number(out, *number),
        Value::UInt(number) => push_number(out, *number),
        Value::Float(number) => write_float(*number, floats, out),
        Value::String(text) => out.push_str(text),
        Value::List(_) | Value::Map(_) => {
            out.push_str(&String::from_utf8_lossy(&json::to_vec(value)))
        }
    }
}

pub(crate) fn push_number(out: &mut String, number: impl itoa::Integer) {
    out.push_str(itoa::Buffer::new().format(number));
}

/// Rust writes no exponent for Display, and drops a zero fraction.
pub(crate) fn write_float(number: f64, style: FloatStyle, out: &mut String) {
    let start = out.len();
    let _ = write!(out, "{number}");
    if style == FloatStyle::Pointed && !out[start..].contains('.') {
        out.push_str(".0");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn flat(value: &Value, style: ParamStyle, lists: &[(String, ListStyle)]) -> Params {
        flatten(value.members(), style, lists).unwrap()
    }

    fn encoded(value: &Value, style: ParamStyle, lists: &[(String, ListStyle)]) -> String {
        let params = flat(value, style, lists);
        params
            .iter()
            .map(|(n, v)| format!("{n}={v}"))
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn sample() -> Value {
        Value::map([
            ("Ids", Value::from(["a", "b"])),
            (
                "Disks",
                Value::List(vec![Value::map([
                    ("Size", Value::Int(40)),
                    ("Tags", Value::from(["x"])),
                ])]),
            ),
            ("On", Value::Bool(true)),
            ("Price", Value::Float(42.0)),
            ("Rate", Value::Float(0.5)),
            ("None", Value::Null),
            ("Empty", Value::List(vec![])),
        ])
    }

    #[test]
    fn lists_count_from_the_base() {
        assert_eq!(
            encoded(&sample(), ParamStyle::FROM_ZERO, &[]),
            "Ids.0=a Ids.1=b Disks.0.Size=40 Disks.0.Tags.0=x On=true Price=42 Rate=0.5"
        );
        assert_eq!(
            encoded(&sample(), ParamStyle::FROM_ONE, &[]),
            "Ids.1=a Ids.2=b Disks.1.Size=40 Disks.1.Tags.1=x On=true Price=42 Rate=0.5"
        );
    }

    #[test]
    fn a_list_can_go_as_one_text() {
        let lists = [
            ("Ids".into(), ListStyle::Commas),
            ("Disks".into(), ListStyle::Json),
        ];
        assert_eq!(
            encoded(
                &sample(),
                ParamStyle {
                    floats: FloatStyle::Pointed,
                    ..ParamStyle::FROM_ONE
                },
                &lists
            ),
            r#"Ids=a,b Disks=[{"Size":40,"Tags":["x"]}] On=true Price=42.0 Rate=0.5"#
        );
    }

    #[test]
    fn lists_in_lists_keep_every_number() {
        let value = Value::map([(
            "A",
            Value::List(vec![Value::from([1, 2]), Value::from([3])]),
        )]);
        assert_eq!(
            encoded(&value, ParamStyle::FROM_ZERO, &[]),
            "A.0.0=1 A.0.1=2 A.1.0=3"
        );
    }

    #[test]
    fn large_numbers_have_no_exponent() {
        let value = Value::map([("A", 1e21), ("B", 1e-7)]);
        assert_eq!(
            encoded(&value, ParamStyle::FROM_ZERO, &[]),
            "A=1000000000000000000000 B=0.0000001"
        );
    }

    /// Trees that flattening can carry in full: text leaves, no empty or digit-only names.
    fn trees() -> impl Strategy<Value = Value> {
        let leaf = any::<String>().prop_map(Value::String);
        let node = leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 1..4).prop_map(Value::List),
                proptest::collection::btree_map("[A-Za-z][A-Za-z0-9]{0,6}", inner, 1..4)
                    .prop_map(Value::map),
            ]
        });
        proptest::collection::btree_map("[A-Za-z][A-Za-z0-9]{0,6}", node, 0..4).prop_map(Value::map)
    }

    proptest! {
        #[test]
        fn flat_and_back(tree in trees(), base in 0u8..=1) {
            let style = ParamStyle { list_base: base, ..ParamStyle::FROM_ZERO };
            let params = flat(&tree, style, &[]);
            prop_assert_eq!(unflatten(&Params::from_encoded(&params.encoded()), base), tree);
        }

        #[test]
        fn reading_any_names_never_panics(pairs in proptest::collection::vec(("[a.0-2]{0,6}", ".?"), 0..8)) {
            let params: Params = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            let _ = unflatten(&params, 0);
        }
    }
}
