use proptest::prelude::*;

use super::*;

fn pair(key: &str, value: &str) -> Pair {
    Pair {
        key: key.to_owned(),
        key_span: Span::default(),
        value: value.to_owned(),
        value_span: Span::default(),
    }
}

/// A short form: `{a:1 b:[x y]}`.
fn short(value: &SampleValue) -> String {
    let join = |parts: Vec<String>| parts.join(" ");
    match &value.data {
        Data::String(text) => text.clone(),
        Data::List(items) => format!("[{}]", join(items.iter().map(short).collect())),
        Data::Map(entries) => format!(
            "{{{}}}",
            join(
                entries
                    .iter()
                    .map(|e| format!("{}:{}", e.key, short(&e.value)))
                    .collect()
            )
        ),
        other => unreachable!("a query has no {other:?}"),
    }
}

#[test]
fn names_become_a_tree() {
    type Flat = &'static [(&'static str, &'static str)];
    let cases: &[(Flat, &str, IndexBase)] = &[
        (
            &[("A", "1"), ("B.C", "2"), ("B.D", "3")],
            "{A:1 B:{C:2 D:3}}",
            IndexBase::None,
        ),
        (&[("L.0", "a"), ("L.1", "b")], "{L:[a b]}", IndexBase::Zero),
        (
            &[("T.1.K", "a"), ("T.1.V", "b"), ("T.2.K", "c")],
            "{T:[{K:a V:b} {K:c}]}",
            IndexBase::One,
        ),
        (
            &[("T.N.K", "a"), ("T.N.V", "b")],
            "{T:[{K:a V:b}]}",
            IndexBase::Letter,
        ),
        (&[("L.10", "b"), ("L.2", "a")], "{L:[a b]}", IndexBase::One),
        // A name twice, one that is value and prefix, and an index beside a name.
        (&[("A", "1"), ("A", "2")], "{A:1 A:2}", IndexBase::None),
        (
            &[("A", "1"), ("A.B", "2")],
            "{A:1 A:{B:2}}",
            IndexBase::None,
        ),
        (
            &[("A.0", "1"), ("A.B", "2")],
            "{A:{0:1 B:2}}",
            IndexBase::None,
        ),
    ];
    for (flat, tree, base) in cases {
        let pairs: Vec<Pair> = flat.iter().map(|(key, value)| pair(key, value)).collect();
        let (value, found) = unflatten(&pairs);
        assert_eq!((short(&value).as_str(), found), (*tree, *base), "{flat:?}");
    }
}

fn flatten(value: &SampleValue, prefix: &str, first: usize, out: &mut Vec<Pair>) {
    let below = |name: &str| {
        if prefix.is_empty() {
            name.to_owned()
        } else {
            format!("{prefix}.{name}")
        }
    };
    match &value.data {
        Data::String(text) => out.push(pair(prefix, text)),
        Data::List(items) => items
            .iter()
            .enumerate()
            .for_each(|(at, item)| flatten(item, &below(&(at + first).to_string()), first, out)),
        Data::Map(entries) => entries
            .iter()
            .for_each(|entry| flatten(&entry.value, &below(&entry.key), first, out)),
        other => unreachable!("not generated: {other:?}"),
    }
}

fn value(data: Data) -> SampleValue {
    SampleValue::new(Span::default(), data)
}

fn map(inner: impl Strategy<Value = SampleValue>) -> impl Strategy<Value = SampleValue> {
    proptest::collection::btree_map("[A-Z][a-z]{1,3}", inner, 1..4).prop_map(|entries| {
        let entry = |(key, value)| Entry {
            key,
            key_span: Span::default(),
            value,
        };
        value(Data::Map(entries.into_iter().map(entry).collect()))
    })
}

/// Trees that names can say: no empty container, and indices only for items.
fn tree() -> impl Strategy<Value = SampleValue> {
    let leaf = "[a-z]{0,3}".prop_map(|text| value(Data::String(text)));
    let node = leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            map(inner.clone()),
            proptest::collection::vec(inner, 1..13).prop_map(|items| value(Data::List(items)))
        ]
    });
    map(node)
}

proptest! {
    #[test]
    fn a_tree_survives_its_names(tree in tree(), first in 0usize..2) {
        let mut flat = Vec::new();
        flatten(&tree, "", first, &mut flat);
        prop_assert_eq!(unflatten(&flat).0, tree);
    }
}
