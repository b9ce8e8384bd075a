//! Trees out of dotted and indexed names: `Tag.1.Key` is a list `Tag` of maps with a `Key`.

use std::collections::BTreeMap;

use super::query::Pair;
use super::{Data, Entry, SampleValue};
use crate::text::Span;

/// Names are split into so many segments at most; the rest stays one.
const MAX_SEGMENTS: usize = 64;

/// From what number a sample counts the items of lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IndexBase {
    /// There is no list.
    #[default]
    None,
    /// From 0.
    Zero,
    /// From 1.
    One,
    /// It writes a letter: `Tag.N.Key`.
    Letter,
}

/// Makes a tree of dotted and indexed names: `Tag.1.Key` is a list `Tag` of maps with a `Key`.
///
/// A name given twice stays two entries, as does one that is both a value and a prefix. Indices order the items; gaps close.
pub fn unflatten(pairs: &[Pair]) -> (SampleValue, IndexBase) {
    let mut root = Node::default();
    for pair in pairs {
        let segments: Vec<&str> = pair.key.splitn(MAX_SEGMENTS, '.').collect();
        root.insert(&segments, pair);
    }
    let mut base = IndexBase::None;
    let span = pairs
        .iter()
        .map(|pair| pair.key_span.to(pair.value_span))
        .reduce(Span::to)
        .unwrap_or_default();
    let entries = root.entries(&mut base);
    (SampleValue::new(span, Data::Map(entries)), base)
}

/// A segment of names, with all that begins with it.
#[derive(Default)]
struct Node<'p> {
    values: Vec<&'p Pair>,
    children: Vec<(&'p str, Node<'p>)>,
    by_name: BTreeMap<&'p str, usize>,
    /// Of the first name that came here.
    key_span: Span,
}

impl<'p> Node<'p> {
    fn insert(&mut self, segments: &[&'p str], pair: &'p Pair) {
        let mut node = self;
        for &segment in segments {
            let next = node.children.len();
            let at = *node.by_name.entry(segment).or_insert(next);
            if at == next {
                node.children.push((
                    segment,
                    Node {
                        key_span: pair.key_span,
                        ..Node::default()
                    },
                ));
            }
            node = &mut node.children[at].1;
        }
        node.values.push(pair);
    }

    /// The members: an entry for each value, and one for what lies below.
    fn entries(self, base: &mut IndexBase) -> Vec<Entry> {
        let mut entries = Vec::with_capacity(self.children.len());
        for (name, child) in self.children {
            let key = name.to_owned();
            for value in &child.values {
                let text = SampleValue::new(value.value_span, Data::String(value.value.clone()));
                entries.push(Entry {
                    key: key.clone(),
                    key_span: value.key_span,
                    value: text,
                });
            }
            if !child.children.is_empty() {
                let key_span = child.key_span;
                entries.push(Entry {
                    key,
                    key_span,
                    value: child.below(base),
                });
            }
        }
        entries
    }

    /// A list if all names below are indices, else a map.
    fn below(self, base: &mut IndexBase) -> SampleValue {
        let key_span = self.key_span;
        let is_list = self.children.iter().all(|(name, _)| index(name).is_some());
        let data = if is_list {
            Data::List(self.items(base))
        } else {
            Data::Map(self.entries(base))
        };
        let whole = match &data {
            Data::List(items) => items.iter().map(|item| item.span).reduce(Span::to),
            Data::Map(entries) => entries
                .iter()
                .map(|entry| entry.key_span.to(entry.value.span))
                .reduce(Span::to),
            _ => None,
        };
        SampleValue::new(whole.unwrap_or(key_span), data)
    }

    fn items(self, base: &mut IndexBase) -> Vec<SampleValue> {
        let mut children = self.children;
        children.sort_by_key(|(name, _)| index(name));
        note_base(base, children.first().and_then(|(name, _)| index(name)));
        let mut items = Vec::with_capacity(children.len());
        for (_, child) in children {
            items.extend(child.values.iter().map(|value| {
                SampleValue::new(value.value_span, Data::String(value.value.clone()))
            }));
            if !child.children.is_empty() {
                items.push(child.below(base));
            }
        }
        items
    }
}

/// The place in a list that a segment names; letters come first.
fn index(segment: &str) -> Option<Option<u64>> {
    if matches!(segment, "N" | "n" | "M" | "m") {
        return Some(None);
    }
    let is_number =
        !segment.is_empty() && segment.len() <= 9 && segment.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| segment.parse().ok())
}

fn note_base(base: &mut IndexBase, first: Option<Option<u64>>) {
    *base = match (first, *base) {
        (Some(Some(0)), _) | (_, IndexBase::Zero) => IndexBase::Zero,
        (Some(Some(_)), _) | (_, IndexBase::One) => IndexBase::One,
        (Some(None), _) => IndexBase::Letter,
        (None, before) => before,
    };
}

#[cfg(test)]
#[path = "flat_names_tests.rs"]
mod tests;
