//! Wire names as pages write them: `Tag.N.Key` is a list `Tag` of objects with a `Key`.
//! This module takes names apart and puts fields together into a tree. It must not look at
//! descriptions, and it never merges two names that differ only in case.

use specwright_spec::{Encoding, Field, Type};

/// One segment of a name: `Tag.N` is the segment `Tag` with one list level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The name on the wire.
    pub name: String,
    /// How many list levels follow it.
    pub lists: usize,
}

/// A field with the segments of its name.
#[derive(Clone, Debug)]
pub struct NamedField {
    /// The segments, at least one.
    pub path: Vec<Segment>,
    /// The field as its row tells it; its name is the last segment's.
    pub field: Field,
}

/// Takes a name apart. Spaces, trailing dots and empty segments are no part of a name; `N`
/// (or another of `index_letters`) and digits are indices, unless they come first. A letter right
/// after an index is a name: `Panes.N.X`.
pub fn split(name: &str, index_letters: &[&str]) -> Vec<Segment> {
    let mut path: Vec<Segment> = Vec::new();
    let mut after_index = false;
    for part in name
        .split('.')
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let is_letter = index_letters.contains(&part) && !after_index;
        let is_index = is_letter || part.bytes().all(|b| b.is_ascii_digit());
        after_index = false;
        match path.last_mut() {
            Some(last) if is_index => {
                last.lists += 1;
                after_index = true;
            }
            _ => path.push(segment(part, index_letters)),
        }
    }
    path
}

/// `Ids[]`, `Ids[N]` and `Ids[0]` are lists too.
fn segment(part: &str, index_letters: &[&str]) -> Segment {
    let mut name = part;
    let mut lists = 0;
    while let Some((front, index)) = name
        .strip_suffix(']')
        .and_then(|open| open.rsplit_once('['))
    {
        let is_index = index.bytes().all(|b| b.is_ascii_digit()) || index_letters.contains(&index);
        if !is_index || front.is_empty() {
            break;
        }
        name = front;
        lists += 1;
    }
    Segment {
        name: name.trim().to_owned(),
        lists,
    }
}

/// The type of a field whose name has `lists` list levels: where the name says list, the
/// cell's type is that of an item or that of the list, whichever it writes.
pub fn list_type(declared: Type, lists: usize) -> Type {
    if lists == 0 {
        return declared;
    }
    let mut item = declared;
    let mut written = 0;
    while let (true, Type::List(inner)) = (written < lists, &item) {
        item = (**inner).clone();
        written += 1;
    }
    if item == Type::Any && written > 0 {
        // `Ids.N` of the type `RepeatList` or `List`: nothing says more, and on the wire it is text.
        item = Type::String;
    }
    (0..lists).fold(item, |ty, _| Type::list(ty))
}

/// What could not be put into the tree as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Twice {
    /// The index of the field that was dropped.
    pub dropped: usize,
    /// Whether it said the same as the one kept.
    pub same: bool,
}

/// Puts named fields together, in their order. A container without a row of its own is made
/// up and marked as derived. Of two fields with the same name the first stays.
pub fn tree(fields: Vec<NamedField>) -> (Vec<Field>, Vec<Twice>) {
    let mut roots: Vec<Field> = Vec::new();
    let mut twice = Vec::new();
    for (index, NamedField { path, field }) in fields.into_iter().enumerate() {
        if let Some(same) = insert(&mut roots, &path, field, "") {
            twice.push(Twice {
                dropped: index,
                same,
            });
        }
    }
    hoist_items(&mut roots);
    (roots, twice)
}

/// Puts limits on the number of items where the list is: pages state them on the list's members
/// (`Tag.N.Key`: at most 20 tags). Gives what belongs to a list further up.
fn hoist_items(fields: &mut [Field]) -> (Option<u64>, Option<u64>) {
    let mut above = (None, None);
    for field in fields {
        let (min, max) = hoist_items(&mut field.fields);
        if field.ty.is_list() {
            field.min_items = field.min_items.or(min);
            field.max_items = field.max_items.or(max);
        } else {
            let own = (
                field.min_items.take().or(min),
                field.max_items.take().or(max),
            );
            above = (above.0.or(own.0), above.1.or(own.1));
        }
    }
    above
}

/// Inserts a field; says of one that is there already whether it is the same.
fn insert(fields: &mut Vec<Field>, path: &[Segment], field: Field, above: &str) -> Option<bool> {
    let (head, rest) = path.split_first()?;
    let at = fields.iter().position(|other| other.name == head.name);
    if rest.is_empty() {
        let Some(at) = at else {
            fields.push(Field {
                ty: list_type(field.ty.clone(), head.lists),
                name: head.name.clone(),
                ..field
            });
            return None;
        };
        let there = fields.get_mut(at)?;
        if there.derived.is_some() && !there.fields.is_empty() {
            *there = claim(std::mem::take(there), field, head);
            return None;
        }
        let ty = list_type(field.ty.clone(), head.lists);
        return Some(there.ty == ty && there.required == field.required);
    }
    let at = at.unwrap_or_else(|| {
        fields.push(Field {
            derived: Some("no row of its own".to_owned()),
            ..Field::new(head.name.clone(), list_type(Type::Object, head.lists))
        });
        fields.len() - 1
    });
    let whole = written(above, head);
    let container = fields.get_mut(at)?;
    open(container, head.lists);
    let member = format!(
        "{whole}{}",
        rest.iter()
            .map(|part| format!(".{}", part.name))
            .collect::<String>()
    );
    let outcome = insert(&mut container.fields, rest, field, &whole);
    if container.derived.is_some() && outcome.is_none() && container.fields.len() == 1 {
        container.derived = Some(format!(
            "no row of its own; built from {member} and its like"
        ));
    }
    outcome
}

fn written(above: &str, segment: &Segment) -> String {
    let dot = if above.is_empty() { "" } else { "." };
    format!("{above}{dot}{}{}", segment.name, ".N".repeat(segment.lists))
}

/// A row that turns up for a container which was made up from its members.
fn claim(made_up: Field, row: Field, head: &Segment) -> Field {
    let mut ty = list_type(row.ty.clone(), head.lists);
    if ty.leaf() == &Type::Any || ty.structure().is_some() {
        *ty.leaf_mut() = Type::Object;
    }
    let ty = if *ty.leaf() == Type::Object {
        ty
    } else {
        made_up.ty
    };
    Field {
        ty,
        name: made_up.name,
        fields: made_up.fields,
        derived: None,
        ..row
    }
}

/// Makes sure that a field can have members: text that has some is JSON in a text.
fn open(container: &mut Field, lists: usize) {
    match container.ty.leaf() {
        Type::Object => {}
        Type::Any | Type::Structure(_) | Type::Map(_) => *container.ty.leaf_mut() = Type::Object,
        _ => {
            container.encoding = Some(Encoding::Json);
            *container.ty.leaf_mut() = Type::Object;
        }
    }
    if lists > 0 && !container.ty.is_list() {
        container.ty = list_type(Type::Object, lists);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LETTERS: &[&str] = &["N", "n", "M"];

    fn build(rows: &[(&str, Type)]) -> (Vec<Field>, Vec<Twice>) {
        let field = |(name, ty): &(&str, Type)| {
            let path = split(name, LETTERS);
            let last = path.last().map(|s| s.name.clone()).unwrap_or_default();
            NamedField {
                path,
                field: Field::new(last, ty.clone()),
            }
        };
        tree(rows.iter().map(field).collect())
    }

    fn shown(fields: &[Field]) -> String {
        let one = |field: &Field| {
            let below = if field.fields.is_empty() {
                String::new()
            } else {
                format!("{{{}}}", shown(&field.fields))
            };
            format!("{}:{}{below}", field.name, field.ty)
        };
        fields.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn dotted_names_become_lists_and_structures() {
        let (fields, twice) = build(&[
            ("Tag.N.value", Type::String),
            ("Tag.N.key", Type::String),
            ("Tag.N.Key", Type::String),
            ("SnapshotIDs.N", Type::String),
            ("SystemDisk.Size", Type::Integer),
            ("Rule.N.Host.Values.N", Type::String),
            ("NetworkInterface.1.Ip", Type::String),
        ]);
        assert_eq!(
            shown(&fields),
            "Tag:list<object>{value:string key:string Key:string} SnapshotIDs:list<string> \
             SystemDisk:object{Size:integer} Rule:list<object>{Host:object{Values:list<string>}} \
             NetworkInterface:list<object>{Ip:string}"
        );
        assert!(twice.is_empty());
        assert!(
            fields[0]
                .derived
                .as_deref()
                .is_some_and(|why| why.contains("Tag.N.value")),
            "{:?}",
            fields[0].derived
        );
    }

    #[test]
    fn the_type_of_a_list_row_is_that_of_the_item_or_of_the_list() {
        for ty in [
            Type::String,
            Type::list(Type::String),
            Type::list(Type::Any),
        ] {
            assert_eq!(shown(&build(&[("Ids.N", ty)]).0), "Ids:list<string>");
        }
        assert_eq!(
            shown(&build(&[("A.N", Type::list(Type::list(Type::Integer)))]).0),
            "A:list<list<integer>>"
        );
    }

    #[test]
    fn untidy_names_are_tidied() {
        assert_eq!(
            shown(&build(&[("A. B", Type::String), ("TTL.", Type::String)]).0),
            "A:object{B:string} TTL:string"
        );
        assert_eq!(split("N.Key", LETTERS)[0].name, "N");
        assert_eq!(
            split("Ids[]", LETTERS)[0],
            Segment {
                name: "Ids".into(),
                lists: 1
            }
        );
        assert_eq!(split("Odd[x]", LETTERS)[0].name, "Odd[x]");
        assert_eq!(
            split("Panes.N.M", LETTERS)[1],
            Segment {
                name: "M".into(),
                lists: 0
            }
        );
    }

    #[test]
    fn a_container_may_have_a_row_before_or_after_its_members() {
        let rows = [("Tag", Type::list(Type::Any)), ("Tag.N.Key", Type::String)];
        assert_eq!(shown(&build(&rows).0), "Tag:list<object>{Key:string}");
        let rows = [("Tag.N.Key", Type::String), ("Tag", Type::list(Type::Any))];
        let (fields, twice) = build(&rows);
        assert_eq!(shown(&fields), "Tag:list<object>{Key:string}");
        assert!(fields[0].derived.is_none() && twice.is_empty());
    }

    #[test]
    fn limits_of_a_list_stand_on_the_list() {
        let path = split("Tag.N.Key", LETTERS);
        let field = Field {
            max_items: Some(20),
            ..Field::new("Key", Type::String)
        };
        let (fields, _) = tree(vec![NamedField { path, field }]);
        assert_eq!(
            (fields[0].max_items, fields[0].fields[0].max_items),
            (Some(20), None)
        );
    }

    #[test]
    fn of_two_rows_with_one_name_the_first_stays() {
        let (fields, twice) = build(&[
            ("A", Type::String),
            ("A", Type::String),
            ("A", Type::Integer),
        ]);
        assert_eq!(shown(&fields), "A:string");
        assert_eq!(
            twice,
            [
                Twice {
                    dropped: 1,
                    same: true
                },
                Twice {
                    dropped: 2,
                    same: false
                }
            ]
        );
    }
}
