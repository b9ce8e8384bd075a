//! The line of an operation that lists things: where its output holds them.
//!
//! How the list goes on is metadata and the runtime's work. Items are typed where the path leads
//! through structs to a list; elsewhere there are pages only.

use crate::plan::{FieldPlan, OperationPlan, Origin, RustType, ServicePlan, ShapePlan};
use crate::shapes::type_text;

/// The line, for an operation whose list can be read page by page.
pub fn paged(plan: &OperationPlan<'_>, service: &ServicePlan<'_>) -> Option<String> {
    let paging = plan.operation.paging.as_ref()?;
    let request = &plan.request;
    let items = paging
        .items
        .as_deref()
        .and_then(|path| items(plan, service, path));
    Some(match items {
        Some((item, place)) => format!("rt::paged!({request}: {item} = {place});"),
        None => format!("rt::paged!({request});"),
    })
}

/// The type of an item, and the way to the list: `outer / inner / [list]`.
fn items(
    plan: &OperationPlan<'_>,
    service: &ServicePlan<'_>,
    path: &str,
) -> Option<(String, String)> {
    let is_output = |shape: &&ShapePlan<'_>| matches!(shape.origin, Origin::Output);
    let mut fields = &plan.types.shapes.iter().find(is_output)?.fields;
    let mut is_shared = false;
    let mut way = String::new();
    let mut names = path.split('.').peekable();
    while let Some(name) = names.next() {
        let field = fields.iter().find(|field| field.field.name == name)?;
        if names.peek().is_none() {
            way.push_str(&format!("[{}]", field.name));
            return Some((item_type(field, is_shared)?, way));
        }
        way.push_str(&format!("{} / ", field.name));
        let shapes;
        (shapes, is_shared) = match &field.ty {
            RustType::Shared(_) => (&service.structures.shapes, true),
            RustType::Here(_) | RustType::Boxed(_) if is_shared => {
                (&service.structures.shapes, true)
            }
            RustType::Here(_) => (&plan.types.shapes, false),
            _ => return None,
        };
        let (RustType::Shared(wanted) | RustType::Here(wanted) | RustType::Boxed(wanted)) =
            &field.ty
        else {
            return None;
        };
        fields = &shapes.iter().find(|shape| shape.name == *wanted)?.fields;
    }
    None
}

/// The type of the items of a list that is empty rather than absent.
fn item_type(field: &FieldPlan<'_>, is_shared: bool) -> Option<String> {
    match &field.ty {
        RustType::List(item) if !field.is_optional => Some(if is_shared {
            type_text(&shared(item))
        } else {
            type_text(item)
        }),
        _ => None,
    }
}

/// A type of the module of shared structures, seen from an operation's.
fn shared(ty: &RustType) -> RustType {
    match ty {
        RustType::Here(name) | RustType::Boxed(name) => RustType::Shared(name.clone()),
        RustType::List(item) => RustType::List(Box::new(shared(item))),
        RustType::Map(value) => RustType::Map(Box::new(shared(value))),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use specwright_spec::{
        Field, Operation, Paging, PagingStyle, Profile, Service, Structure, Type,
    };

    use super::*;

    fn profile() -> Profile {
        let text = include_str!("../tests/golden/profile.yaml");
        specwright_spec::yaml::read(text).unwrap()
    }

    fn line(items: Option<&str>) -> Option<String> {
        let mut service = Service::new("acme", "disks");
        let list = |name: &str, ty| Field::new(name, Type::List(Box::new(ty)));
        service.structures.push(Structure {
            name: "Shelf".into(),
            fields: vec![list("Disk", Type::Structure("Disk".into()))],
            ..Structure::default()
        });
        service.structures.push(Structure {
            name: "Disk".into(),
            ..Structure::default()
        });
        let mut inline = Field::new("Inline", Type::Object);
        inline.fields.push(list("Id", Type::String));
        service.operations.push(Operation {
            name: "ListDisks".into(),
            paging: Some(Paging {
                style: PagingStyle::Page,
                cursor: "Page".into(),
                limit: None,
                next: None,
                total: None,
                items: items.map(str::to_owned),
                derived: String::new(),
            }),
            // The struct of a parameter comes before the output.
            request: vec![inline.clone()],
            response: vec![
                inline,
                Field::new("Shared", Type::Structure("Shelf".into())),
                list("Lists", Type::Structure("Shelf".into())),
            ],
            ..Operation::default()
        });
        let profile = profile();
        let plan = ServicePlan::new(&service, &profile);
        paged(&plan.operations[0], &plan)
    }

    #[test]
    fn items_are_found_through_structs_of_either_kind() {
        let line = |items| line(Some(items)).unwrap();
        assert_eq!(
            line("Lists"),
            "rt::paged!(ListDisks: structures::Shelf = [lists]);"
        );
        assert_eq!(
            line("Inline.Id"),
            "rt::paged!(ListDisks: String = inline / [id]);"
        );
        assert_eq!(
            line("Shared.Disk"),
            "rt::paged!(ListDisks: structures::Disk = shared / [disk]);"
        );
    }

    #[test]
    fn without_a_way_to_the_items_there_are_pages_only() {
        for items in [None, Some("Nowhere"), Some("Lists.Disk"), Some("Shared")] {
            assert_eq!(line(items).unwrap(), "rt::paged!(ListDisks);");
        }
    }
}
