//! How two types of one field relate: what may stand where the other did.

use specwright_spec::{EnumValue, Field, Structure, Type};

use super::Pair;
use crate::{Action, Direction};

/// How the new type of a field relates to the old.
pub(super) enum Relation<'s> {
    /// They are one.
    Same,
    /// The new one is wider, narrower, another, or the same in other words.
    Differ(Action),
    /// Both are whole numbers, of other widths.
    Width(Action),
    /// Both have members, to be compared one by one.
    Members(Members<'s>, Members<'s>),
    /// Both are texts, at least one of which is an enumeration with a name.
    Texts,
}

/// Members of an object, and the structure that they belong to, if it has a name.
#[derive(Clone, Copy)]
pub(super) struct Members<'s> {
    pub fields: &'s [Field],
    pub structure: Option<&'s Structure>,
}

impl<'s> Members<'s> {
    /// The structure's name, or nothing.
    pub fn name(&self) -> Option<&'s str> {
        self.structure.map(|structure| structure.name.as_str())
    }
}

/// A type without its lists, as far as its members are known.
enum Shape<'s> {
    Any,
    /// An object with any members.
    Free,
    Members(Members<'s>),
    /// A named closed set of texts.
    Enum,
    /// A structure that no page lists.
    Opaque,
    Map,
    List,
    Scalar(&'s Type),
}

/// Which of the two specs a type belongs to.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Side {
    Old,
    New,
}

impl<'s> Pair<'s> {
    /// How the new type of a field relates to the old, for one direction.
    pub(super) fn relation(
        &self,
        direction: Direction,
        old: &'s Field,
        new: &'s Field,
    ) -> Relation<'s> {
        self.relate(direction, (old, &old.ty), (new, &new.ty))
    }

    fn relate(
        &self,
        direction: Direction,
        (old, old_type): (&'s Field, &'s Type),
        (new, new_type): (&'s Field, &'s Type),
    ) -> Relation<'s> {
        match (old_type, new_type) {
            (Type::List(a), Type::List(b)) | (Type::Map(a), Type::Map(b)) => {
                return self.relate(direction, (old, a), (new, b));
            }
            (Type::Structure(a), Type::Structure(b)) if self.structures.are_one(a, b) => {
                return Relation::Same;
            }
            _ => {}
        }
        let old = self.shape(Side::Old, old, old_type);
        let new = self.shape(Side::New, new, new_type);
        use Action::{Changed, Narrowed, Widened};
        use Shape::{Any, Enum, Free, Map, Scalar};
        let text = &Type::String;
        match (old, new) {
            (Any, Any) | (Free, Free) => Relation::Same,
            (_, Any) => Relation::Differ(Widened),
            (Any, _) => Relation::Differ(Narrowed),
            (Shape::Members(old), Shape::Members(new)) => Relation::Members(old, new),
            (Shape::Members(_) | Map, Free) => Relation::Differ(Widened),
            (Free, Shape::Members(_) | Map) => Relation::Differ(Narrowed),
            (Enum, Enum) => Relation::Texts,
            (Enum, Scalar(other)) | (Scalar(other), Enum) if other == text => Relation::Texts,
            (Scalar(old), Scalar(new)) => scalars(old, new, self.is_flat(direction)),
            _ => Relation::Differ(Changed),
        }
    }

    fn shape(&self, side: Side, field: &'s Field, ty: &'s Type) -> Shape<'s> {
        match ty {
            Type::Any => Shape::Any,
            Type::List(_) => Shape::List,
            Type::Map(_) => Shape::Map,
            Type::Object if field.fields.is_empty() => Shape::Free,
            Type::Object => Shape::Members(Members {
                fields: &field.fields,
                structure: None,
            }),
            Type::Structure(name) => match self.structure_of(side, name) {
                None => Shape::Opaque,
                Some(structure) if is_enum(structure) => Shape::Enum,
                Some(structure) => Shape::Members(Members {
                    fields: &structure.fields,
                    structure: Some(structure),
                }),
            },
            scalar => Shape::Scalar(scalar),
        }
    }

    /// Whether the generated code has one type for both: a tree without a type for whatever
    /// has no members that are known.
    pub(super) fn same_code(&self, old: &'s Field, new: &'s Field) -> bool {
        fn wrapped(ty: &Type) -> String {
            match ty {
                Type::List(item) => format!("list {}", wrapped(item)),
                Type::Map(value) => format!("map {}", wrapped(value)),
                _ => String::new(),
            }
        }
        let is_tree = |side, field: &'s Field| {
            let shape = self.shape(side, field, field.ty.leaf());
            matches!(shape, Shape::Any | Shape::Free | Shape::Opaque)
        };
        wrapped(&old.ty) == wrapped(&new.ty) && is_tree(Side::Old, old) && is_tree(Side::New, new)
    }

    fn structure_of(&self, side: Side, name: &str) -> Option<&'s Structure> {
        let structures = match side {
            Side::Old => &self.structures.old,
            Side::New => &self.structures.new,
        };
        structures.get(name).copied()
    }

    /// The closed set of a field, its own or that of the enumeration it refers to.
    pub(super) fn values_of(&self, side: Side, field: &'s Field) -> &'s [EnumValue] {
        field
            .ty
            .structure()
            .and_then(|name| self.structure_of(side, name))
            .filter(|structure| is_enum(structure))
            .map_or(&field.values, |structure| &structure.values)
    }
}

fn is_enum(structure: &Structure) -> bool {
    structure.fields.is_empty() && !structure.values.is_empty()
}

/// Scalars. Where parameters travel as flat text, a text may hold whatever they may.
fn scalars<'s>(old: &Type, new: &Type, flat: bool) -> Relation<'s> {
    if old == new {
        return Relation::Same;
    }
    let relation = |action| match old.is_integer() && new.is_integer() {
        true => Relation::Width(action),
        false => Relation::Differ(action),
    };
    match (width(old), width(new)) {
        (Some(old), Some(new)) if old == new => Relation::Differ(Action::Restated),
        (Some(old), Some(new)) if old < new => relation(Action::Widened),
        (Some(_), Some(_)) => relation(Action::Narrowed),
        _ if flat && *new == Type::String => Relation::Differ(Action::Widened),
        _ if flat && *old == Type::String => Relation::Differ(Action::Narrowed),
        _ => Relation::Differ(Action::Changed),
    }
}

/// The place of a number among numbers: each may hold what the ones before it may.
fn width(ty: &Type) -> Option<u8> {
    match ty {
        Type::Int32 => Some(0),
        // A page that tells no width promises no less than 64 bits.
        Type::Integer | Type::Int64 => Some(1),
        Type::Number => Some(2),
        _ => None,
    }
}
