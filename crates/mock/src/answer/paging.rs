//! Lists page by page: so many items, of which a request sees a window; totals and tokens agree.

use serde_json::Value;
use specwright_spec::{Cause, Field, Operation, PagingStyle, Profile};

use crate::params::Params;
use crate::refused::Refused;

/// How a request walks a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Walk<'p> {
    style: PagingStyle,
    cursor: &'p str,
    limit: Option<&'p str>,
}

/// The part of a list that a request sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) start: u64,
    pub(super) end: u64,
    pub(super) size: u64,
}

/// A page where neither the request nor the table says how long it is.
const USUAL_SIZE: u64 = 20;

/// The way that a request takes: the first of the vendor's conventions that it has a parameter
/// of, else the operation's own.
pub(super) fn walk<'p>(
    profile: &'p Profile,
    operation: &'p Operation,
    params: &Params,
) -> Option<Walk<'p>> {
    let own = operation.paging.as_ref().map(|paging| Walk {
        style: paging.style,
        cursor: &paging.cursor,
        limit: paging.limit.as_deref(),
    })?;
    let conventions = profile.paging.iter().map(|rule| Walk {
        style: rule.style,
        cursor: &rule.cursor,
        limit: rule.limit.as_deref(),
    });
    let has_field = |name: &str| operation.request.iter().any(|field| field.name == name);
    let is_given = |walk: &Walk<'_>| {
        let is_named = |name: &str| has_field(name) && params.text(name).is_some();
        is_named(walk.cursor) || walk.limit.is_some_and(is_named)
    };
    let mut ways = std::iter::once(own).chain(conventions);
    Some(
        ways.find(|walk| has_field(walk.cursor) && is_given(walk))
            .unwrap_or(own),
    )
}

/// The part of a list of `total` items that a request sees.
pub(super) fn window(
    walk: Walk<'_>,
    operation: &Operation,
    params: &Params,
    total: u64,
) -> Result<Window, Refused> {
    let field = |name: &str| operation.request.iter().find(|field| field.name == name);
    let asked = |name: &str| params.integer(name).or(field(name).and_then(default));
    let size = walk.limit.and_then(asked).unwrap_or(USUAL_SIZE as i64);
    let most = walk
        .limit
        .and_then(field)
        .and_then(|field| field.max)
        .map_or(i64::MAX, |max| max.as_f64() as i64);
    let size = size.min(most).max(0).unsigned_abs();
    let cursor = params.text(walk.cursor).filter(|text| !text.is_empty());
    let start = match walk.style {
        PagingStyle::Offset => asked(walk.cursor).unwrap_or(0).max(0).unsigned_abs(),
        PagingStyle::Page => {
            let page = asked(walk.cursor).unwrap_or(1).max(1).unsigned_abs();
            (page - 1).saturating_mul(size)
        }
        PagingStyle::Token => match cursor {
            None => 0,
            Some(token) => {
                read_token(&token).ok_or_else(|| Refused::new(Cause::WrongValue, walk.cursor))?
            }
        },
    };
    let start = start.min(total);
    let end = start.saturating_add(size).min(total);
    Ok(Window { start, end, size })
}

fn default(field: &Field) -> Option<i64> {
    field.default.as_deref()?.parse().ok()
}

/// The token that leads on from an item; an empty one at the end of the list.
pub(super) fn token(at: u64, total: u64) -> Value {
    if at < total {
        format!("mock-page-at-{at}").into()
    } else {
        "".into()
    }
}

fn read_token(token: &str) -> Option<u64> {
    token.strip_prefix("mock-page-at-")?.parse().ok()
}

/// Members of a page that repeat or continue what was asked: by the vendor's conventions.
pub(super) fn echoes(
    profile: &Profile,
    walk: Walk<'_>,
    window: Window,
    total: u64,
) -> Vec<(String, Value)> {
    let mut members = Vec::new();
    for rule in &profile.paging {
        // A page without room is the first one.
        let number = window.start.checked_div(window.size).unwrap_or(0) + 1;
        match rule.style {
            PagingStyle::Offset => members.push((rule.cursor.clone(), window.start.into())),
            PagingStyle::Page => members.push((rule.cursor.clone(), number.into())),
            PagingStyle::Token => {
                // Only who walks by token is told the next one.
                let is_walked = walk.style == PagingStyle::Token && walk.cursor == rule.cursor;
                let next = if is_walked {
                    token(window.end, total)
                } else {
                    "".into()
                };
                members.extend(rule.next.iter().map(|name| (name.clone(), next.clone())));
            }
        }
        members.extend(
            rule.limit
                .iter()
                .map(|limit| (limit.clone(), window.size.into())),
        );
    }
    members
}
