//! What a page implies but no table says: how a list is read page by page, and which parameter
//! makes two requests one. Everything made here is marked as derived. The conventions are the
//! profile's; this module only looks them up.

use specwright_spec::profile::PagingRule;
use specwright_spec::{
    Field, Idempotency, Operation, Paging, PagingStyle, Profile, Structure, Type,
};

/// Adds what the names of an operation's parameters and members imply.
pub fn derive(operation: &mut Operation, structures: &[Structure], profile: &Profile) {
    operation.paging = profile
        .paging
        .iter()
        .find_map(|rule| paging(operation, structures, rule));
    operation.idempotency = profile.idempotency_tokens.iter().find_map(|token| {
        let field = find(&operation.request, token)?;
        Some(Idempotency {
            token: field.name.clone(),
            derived: "from the parameter's name".to_owned(),
        })
    });
}

/// The scheme of a rule, if the operation has all that it needs: a cursor, and where the
/// cursor is a number, a bound for the page.
fn paging(operation: &Operation, structures: &[Structure], rule: &PagingRule) -> Option<Paging> {
    let scalar = |name: &str| {
        find(&operation.request, name)
            .filter(|field| field.fields.is_empty() && !field.ty.is_list())
    };
    let cursor = scalar(&rule.cursor)?;
    let limit = rule.limit.as_deref().and_then(scalar);
    let members = Members {
        structures,
        response: &operation.response,
    };
    let next = rule.next.iter().find_map(|name| members.path_of(name));
    let total = rule.totals.iter().find_map(|name| members.path_of(name));
    let complete = match rule.style {
        PagingStyle::Token => next.is_some(),
        PagingStyle::Offset | PagingStyle::Page => limit.is_some(),
    };
    complete.then(|| Paging {
        style: rule.style,
        cursor: cursor.name.clone(),
        limit: limit.map(|field| field.name.clone()),
        next,
        total,
        items: members.only_list(),
        derived: "from the names of parameters and members".to_owned(),
    })
}

fn find<'f>(fields: &'f [Field], name: &str) -> Option<&'f Field> {
    fields.iter().find(|field| field.name == name)
}

/// The members of a response, down one level of objects: vendors wrap a page's items once.
struct Members<'o> {
    structures: &'o [Structure],
    response: &'o [Field],
}

impl Members<'_> {
    fn path_of(&self, name: &str) -> Option<String> {
        if find(self.response, name).is_some() {
            return Some(name.to_owned());
        }
        let inside = |outer: &Field| {
            find(self.below(outer), name).map(|inner| format!("{}.{}", outer.name, inner.name))
        };
        self.response
            .iter()
            .filter(|field| !field.ty.is_list())
            .find_map(inside)
    }

    /// The one list of the response, or nothing if there are none or several.
    fn only_list(&self) -> Option<String> {
        let mut lists = Vec::new();
        for field in self.response {
            if field.ty.is_list() {
                lists.push(field.name.clone());
            } else {
                let inner = self.below(field).iter().filter(|inner| inner.ty.is_list());
                lists.extend(inner.map(|inner| format!("{}.{}", field.name, inner.name)));
            }
        }
        match lists.as_mut_slice() {
            [only] => Some(std::mem::take(only)),
            _ => None,
        }
    }

    fn below<'a>(&'a self, field: &'a Field) -> &'a [Field] {
        let named = match &field.ty {
            Type::Structure(name) => self
                .structures
                .iter()
                .find(|structure| structure.name == *name),
            _ => None,
        };
        named.map_or(&field.fields, |structure| &structure.fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(style: PagingStyle, cursor: &str, limit: &str, next: &[&str]) -> PagingRule {
        PagingRule {
            style,
            cursor: cursor.into(),
            limit: Some(limit.into()),
            next: next.iter().map(|name| (*name).to_owned()).collect(),
            totals: vec!["TotalCount".into()],
        }
    }

    fn operation(request: &[&str], response: Vec<Field>) -> Operation {
        let request = request
            .iter()
            .map(|name| Field::new(*name, Type::Integer))
            .collect();
        Operation {
            request,
            response,
            ..Operation::default()
        }
    }

    #[test]
    fn offset_and_limit_with_items_one_level_down() {
        let wrapper = Field {
            fields: vec![Field::new("Snapshot", Type::list(Type::Object))],
            ..Field::new("Snapshots", Type::Object)
        };
        let operation = operation(
            &["Offset", "Limit"],
            vec![Field::new("TotalCount", Type::Integer), wrapper],
        );
        let paging = paging(
            &operation,
            &[],
            &rule(PagingStyle::Offset, "Offset", "Limit", &[]),
        )
        .unwrap();
        assert_eq!(paging.items.as_deref(), Some("Snapshots.Snapshot"));
        assert_eq!(paging.total.as_deref(), Some("TotalCount"));
    }

    #[test]
    fn half_a_scheme_is_none() {
        let no_limit = operation(&["Offset"], vec![]);
        assert_eq!(
            paging(
                &no_limit,
                &[],
                &rule(PagingStyle::Offset, "Offset", "Limit", &[])
            ),
            None
        );
        let no_next = operation(&["NextToken", "MaxResults"], vec![]);
        assert_eq!(
            paging(
                &no_next,
                &[],
                &rule(
                    PagingStyle::Token,
                    "NextToken",
                    "MaxResults",
                    &["NextToken"]
                )
            ),
            None
        );
    }

    #[test]
    fn two_lists_leave_the_items_open() {
        let lists = vec![
            Field::new("A", Type::list(Type::String)),
            Field::new("B", Type::list(Type::String)),
        ];
        let operation = operation(&["Offset", "Limit"], lists);
        assert_eq!(
            paging(
                &operation,
                &[],
                &rule(PagingStyle::Offset, "Offset", "Limit", &[])
            )
            .unwrap()
            .items,
            None
        );
    }
}
