//! The way through a list: what the next request says, and when there is none.
//!
//! Requests and outputs are seen as shapes, so that this is compiled once. A list can start
//! anywhere: what the caller put into the cursor is where it begins.

use crate::Value;
use crate::meta::{PagingMeta, PagingStyle};
use crate::shape::{Place, Shape, View, member};

/// Where a list is read.
#[derive(Clone, Debug)]
pub(crate) struct Walk {
    paging: PagingMeta,
    /// Items before those of the next answer.
    seen: i64,
    /// What the cursor held in the last request.
    cursor: i64,
    /// The token of the last request; empty for none.
    token: String,
}

impl Walk {
    /// A list that starts where the request says.
    pub(crate) fn new(paging: PagingMeta, request: &dyn Shape) -> Self {
        let cursor = whole(member(request, paging.cursor))
            .or_else(|| stated_default(request, paging.cursor))
            .unwrap_or(i64::from(paging.style == PagingStyle::Page));
        let seen = match paging.style {
            PagingStyle::Offset => cursor,
            PagingStyle::Page => pages_before(request, paging, cursor),
            PagingStyle::Token => 0,
        };
        Self {
            paging,
            seen: seen.max(0),
            cursor,
            token: text(member(request, paging.cursor)),
        }
    }

    /// Moves the request on past an answer; false if that was the end of the list.
    pub(crate) fn go_on(&mut self, request: &mut dyn Shape, output: &dyn Shape) -> bool {
        let paging = self.paging;
        let items = paging.items.map(|path| count(at(output, path)));
        if items == Some(0) {
            return false;
        }
        self.seen = self.seen.saturating_add(items.unwrap_or(0));
        let total = paging.total.and_then(|path| whole(at(output, path)));
        if items.is_some() && total.is_some_and(|total| self.seen >= total) {
            return false;
        }
        match paging.style {
            PagingStyle::Token => {
                let next = paging.next.map(|path| text(at(output, path)));
                let next = next.unwrap_or_default();
                if next.is_empty() || next == self.token {
                    return false;
                }
                self.token = next;
                set(request, paging.cursor, &self.token)
            }
            // Without items there is no telling how far a page led.
            _ if items.is_none() => false,
            PagingStyle::Offset => set(request, paging.cursor, &self.seen.to_string()),
            PagingStyle::Page => {
                self.cursor = self.cursor.saturating_add(1);
                set(request, paging.cursor, &self.cursor.to_string())
            }
        }
    }
}

/// The items before a page, where the request or the page says how long pages are. Too few is
/// safe: the list then ends with an empty page instead of by its total.
fn pages_before(request: &dyn Shape, paging: PagingMeta, page: i64) -> i64 {
    let first = stated_default(request, paging.cursor).map_or(1, |first| first.min(1));
    let size = paging
        .limit
        .and_then(|name| whole(member(request, name)).or_else(|| stated_default(request, name)));
    page.saturating_sub(first).saturating_mul(size.unwrap_or(0))
}

fn stated_default(request: &dyn Shape, name: &str) -> Option<i64> {
    let field = request.meta().field(name)?;
    field.find(|fact| match fact {
        crate::meta::Fact::Default(text) => text.parse().ok(),
        _ => None,
    })
}

/// The view at the end of a dotted path.
pub(crate) fn at<'s>(shape: &'s dyn Shape, path: &str) -> View<'s> {
    match path.split_once('.') {
        None => member(shape, path),
        Some((name, rest)) => match member(shape, name) {
            View::Shape(inner) => at(inner, rest),
            View::Value(inner) => {
                let found = rest
                    .split('.')
                    .try_fold(inner, |value, name| value.get(name));
                found.map_or(View::Absent, View::Value)
            }
            _ => View::Absent,
        },
    }
}

fn count(view: View<'_>) -> i64 {
    let len = match view {
        View::List(list) => list.len(),
        View::Map(map) => {
            let mut len = 0;
            map.each(&mut |_, _| len += 1);
            len
        }
        View::Value(Value::List(items)) => items.len(),
        View::Value(Value::Map(members)) => members.len(),
        _ => 0,
    };
    i64::try_from(len).unwrap_or(i64::MAX)
}

fn whole(view: View<'_>) -> Option<i64> {
    match view {
        View::Int(it) => Some(it),
        View::Text(it) => it.trim().parse().ok(),
        View::Value(it) => it
            .as_i64()
            .or_else(|| it.as_str().and_then(|text| text.trim().parse().ok())),
        _ => None,
    }
}

fn text(view: View<'_>) -> String {
    match view {
        View::Text(it) => it.to_owned(),
        View::Int(it) => it.to_string(),
        View::Value(it) if !it.is_null() => {
            it.as_str().map_or_else(|| it.to_string(), str::to_owned)
        }
        _ => String::new(),
    }
}

/// Writes a cursor; false if the parameter is not there or cannot hold it.
fn set(request: &mut dyn Shape, name: &str, text: &str) -> bool {
    let fields = request.meta().fields;
    let Some(at) = fields.iter().position(|field| field.name == name) else {
        return false;
    };
    let mut is_set = false;
    request.slots_mut(&mut |slots| is_set = set_place(slots[at].place(), text));
    is_set
}

fn set_place(place: Place<'_>, text: &str) -> bool {
    match place {
        Place::Text(to) => text.clone_into(to),
        Place::Word(to) => to.set_word(text),
        Place::Value(to) => *to = Value::String(text.to_owned()),
        Place::Int(to) => match text.parse() {
            Ok(number) => *to = number,
            Err(_) => return false,
        },
        _ => return false,
    }
    true
}
