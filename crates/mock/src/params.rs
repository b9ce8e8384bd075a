//! Parameters as a tree, wherever they travelled. Flat names become members (`Tag.1.Key` is the
//! member `Key` of the member `1` of `Tag`), which the check turns into lists.

use serde_json::{Map, Value};

/// Deeper names are kept whole: no operation has them.
const DEPTH: usize = 32;

/// The parameters of a request.
#[derive(Clone, Debug)]
pub(crate) struct Params {
    /// An object.
    pub(crate) tree: Value,
    /// Whether values came as text, so that `1` may be a number.
    pub(crate) is_text: bool,
    /// Values by flat name, or the body as it is: for the log.
    pub(crate) shown: Value,
}

impl Params {
    /// Parameters from a JSON object.
    pub(crate) fn json(body: &Value, is_text: bool) -> Self {
        let tree = if body.is_object() {
            body.clone()
        } else {
            Value::Object(Map::new())
        };
        Self {
            shown: tree.clone(),
            tree,
            is_text,
        }
    }

    /// Parameters from flat names.
    pub(crate) fn flat<'p>(pairs: impl Iterator<Item = (&'p str, &'p str)>) -> Self {
        let mut params = Self::json(&Value::Null, true);
        for (name, value) in pairs {
            params.add(name, value);
        }
        params
    }

    /// One more flat parameter.
    pub(crate) fn add(&mut self, name: &str, value: &str) {
        if let Value::Object(shown) = &mut self.shown {
            shown.insert(name.to_owned(), value.into());
        }
        let parts: Vec<&str> = name.split('.').collect();
        let parts = if parts.len() > DEPTH {
            vec![name]
        } else {
            parts
        };
        insert(&mut self.tree, &parts, value);
    }

    /// A parameter by its wire name, as text.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        match self.tree.get(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
            scalar => Some(scalar.to_string()),
        }
    }

    /// A parameter by its wire name, as a whole number.
    pub(crate) fn integer(&self, name: &str) -> Option<i64> {
        self.text(name)?.trim().parse().ok()
    }
}

fn insert(tree: &mut Value, parts: &[&str], value: &str) {
    let (Some((first, rest)), Value::Object(members)) = (parts.split_first(), tree) else {
        return;
    };
    if rest.is_empty() {
        members.insert((*first).to_owned(), value.into());
        return;
    }
    let below = members.entry((*first).to_owned()).or_insert(Value::Null);
    if !below.is_object() {
        *below = Value::Object(Map::new());
    }
    insert(below, rest, value);
}

/// The items of a list that came under numbers, in their order, with the numbers; nothing if a
/// name is no number.
pub(crate) fn numbered(members: &Map<String, Value>) -> Option<Vec<(u64, &Value)>> {
    let mut items: Vec<(u64, &Value)> = Vec::new();
    for (name, value) in members {
        items.push((name.parse().ok()?, value));
    }
    items.sort_by_key(|(number, _)| *number);
    Some(items)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn flat_names_become_a_tree() {
        let pairs = [
            ("Tag.1.Key", "a"),
            ("Tag.10.Key", "c"),
            ("Tag.2.Key", "b"),
            ("Id", "x"),
        ];
        let params = Params::flat(pairs.into_iter());
        assert_eq!(
            params.tree,
            json!({"Tag": {"1": {"Key": "a"}, "10": {"Key": "c"}, "2": {"Key": "b"}}, "Id": "x"})
        );
        let tags = params.tree["Tag"].as_object().unwrap();
        let numbers: Vec<_> = numbered(tags)
            .unwrap()
            .iter()
            .map(|(number, _)| *number)
            .collect();
        assert_eq!(numbers, [1, 2, 10]);
    }
}
