//! The items of a list, as a stream or an iterator over its pages.

use super::Paged;
use super::pages::{BlockingPages, Pages};
use crate::error::Error;
use crate::operation::{Operation, Sent};
use futures_core::Stream;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec::IntoIter;

/// An item, or why there are no more.
type Next<O> = Result<<O as Paged>::Item, Error<<O as Operation>::Error>>;

/// The items of a list. The next page is asked for when the items of the last are used up; an
/// error ends the list.
#[must_use = "a list is not read until its items are asked for"]
pub struct Items<O: Paged> {
    pages: Pages<O>,
    page: IntoIter<O::Item>,
}

impl<O: Paged> Items<O> {
    pub(super) fn new(pages: Pages<O>) -> Self {
        Self {
            pages,
            page: Vec::new().into_iter(),
        }
    }

    /// The next item; none at the end of the list. Dropping the future loses no item.
    pub async fn next(&mut self) -> Option<Next<O>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// All items that are left, or the first error.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn collect(mut self) -> Result<Vec<O::Item>, Error<O::Error>> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await {
            all.push(item?);
        }
        Ok(all)
    }

    /// The items one after another on this thread.
    pub fn blocking(self) -> BlockingItems<O> {
        BlockingItems {
            pages: self.pages.blocking(),
            page: self.page,
        }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Next<O>>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll(context)) {
                Some(page) => match opened::<O>(page) {
                    Ok(page) => self.page = page,
                    Err(error) => return Poll::Ready(Some(Err(error))),
                },
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<O: Paged> Stream for Items<O> {
    type Item = Next<O>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Next<O>>> {
        self.get_mut().poll(context)
    }
}

impl<O: Paged> Unpin for Items<O> {}

impl<O: Paged> fmt::Debug for Items<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Items({})", O::META.name)
    }
}

/// The items of a list, one after another on the thread that asks.
#[must_use = "a list is not read until its items are asked for"]
pub struct BlockingItems<O: Paged> {
    pages: BlockingPages<O>,
    page: IntoIter<O::Item>,
}

impl<O: Paged> BlockingItems<O> {
    pub(super) fn new(pages: BlockingPages<O>) -> Self {
        Self {
            pages,
            page: Vec::new().into_iter(),
        }
    }
}

impl<O: Paged> Iterator for BlockingItems<O> {
    type Item = Next<O>;

    fn next(&mut self) -> Option<Next<O>> {
        loop {
            if let Some(item) = self.page.next() {
                return Some(Ok(item));
            }
            match opened::<O>(self.pages.next()?) {
                Ok(page) => self.page = page,
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl<O: Paged> std::iter::FusedIterator for BlockingItems<O> {}

impl<O: Paged> fmt::Debug for BlockingItems<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BlockingItems({})", O::META.name)
    }
}

fn opened<O: Paged>(page: Sent<O>) -> Result<IntoIter<O::Item>, Error<O::Error>> {
    page.map(|answer| O::items(answer.output).into_iter())
}
