//! Lists page by page, driven by what the page says of them: [`PagingMeta`](crate::meta::PagingMeta).
//!
//! [`Pages`] gives whole answers, [`Items`] what is in them; both are streams, have a plain `next`,
//! and become iterators with `blocking`. A list ends with an empty page, with a token that is
//! absent or the one just sent, or where the total says so. Which members those are is data: no
//! operation has code of its own beyond one line that names its items.

mod items;
mod pages;
mod walk;

pub use items::{BlockingItems, Items};
pub use pages::{BlockingPages, Pages};
pub(crate) use walk::{Walk, at};

use crate::operation::Operation;

/// An operation that lists things page by page: implemented by the macro [`paged!`](crate::paged!).
pub trait Listed: Operation {}

/// An operation that lists things of a type: implemented by the macro [`paged!`](crate::paged!).
pub trait Paged: Listed {
    /// One of the things.
    type Item: Send + 'static;

    /// Takes the things out of an answer.
    fn items(output: Self::Output) -> Vec<Self::Item>;
}

/// Gives the builder of a listing operation `pages` and `items`.
///
/// `paged!(ListDisks: Disk = [disk_set]);` names the request, the type of an item and the field of
/// the output that holds them; `= disks / [disk]` goes through a struct. Without a type there are
/// pages only.
#[macro_export]
macro_rules! paged {
    ($request:ident) => {
        impl $crate::paging::Listed for $request {}
    };
    ($request:ident: $item:ty = $($outer:ident /)* [$list:ident]) => {
        impl $crate::paging::Listed for $request {}

        impl $crate::paging::Paged for $request {
            type Item = $item;

            fn items(output: Self::Output) -> Vec<$item> {
                output$(.$outer.unwrap_or_default())*.$list
            }
        }
    };
}
