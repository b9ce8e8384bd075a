//! The pages of a list, as a stream or an iterator.

use super::Paged;
use super::items::{BlockingItems, Items};
use super::walk::Walk;
use crate::client::{Answer, Client};
use crate::operation::{Operation, Sent};
use crate::transport::BoxFuture;
use futures_core::Stream;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

/// The pages of a list, each a whole [`Answer`]. Nothing is sent until the first is asked for; an
/// error ends the list.
#[must_use = "a list is not read until its pages are asked for"]
pub struct Pages<O: Operation> {
    client: Client,
    state: State<O>,
}

enum State<O: Operation> {
    /// The next request, and where the list stands.
    Ready(O, Option<Walk>),
    /// A request under way; its future gives both back.
    Waiting(BoxFuture<'static, (Sent<O>, O)>, Option<Walk>),
    /// The list has ended.
    Done,
}

impl<O: Operation> Pages<O> {
    /// The pages of a list, from the place that the request names. An operation whose page names
    /// no way to go on has a single one.
    pub fn new(client: Client, request: O) -> Self {
        let walk = O::META.paging.map(|paging| Walk::new(paging, &request));
        Self {
            client,
            state: State::Ready(request, walk),
        }
    }

    /// The next page; none at the end of the list. Dropping the future loses no page.
    pub async fn next(&mut self) -> Option<Sent<O>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// The items of the pages.
    pub fn items(self) -> Items<O>
    where
        O: Paged,
    {
        Items::new(self)
    }

    /// The pages one after another on this thread.
    pub fn blocking(self) -> BlockingPages<O> {
        BlockingPages(self)
    }

    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Sent<O>>> {
        let (mut sending, walk) = match std::mem::replace(&mut self.state, State::Done) {
            State::Done => return Poll::Ready(None),
            State::Waiting(sending, walk) => (sending, walk),
            State::Ready(request, walk) => {
                let client = self.client.clone();
                let sending = async move { (client.send(&request).await, request) };
                (Box::pin(sending) as BoxFuture<'static, _>, walk)
            }
        };
        match sending.as_mut().poll(context) {
            Poll::Pending => {
                self.state = State::Waiting(sending, walk);
                Poll::Pending
            }
            Poll::Ready((sent, request)) => Poll::Ready(Some(self.arrived(sent, request, walk))),
        }
    }

    /// Keeps the next request, if the answer leads on to one.
    fn arrived(&mut self, sent: Sent<O>, mut request: O, walk: Option<Walk>) -> Sent<O> {
        if let (Ok(Answer { output, .. }), Some(mut walk)) = (&sent, walk)
            && walk.go_on(&mut request, output)
        {
            self.state = State::Ready(request, Some(walk));
        }
        sent
    }
}

impl<O: Operation> Stream for Pages<O> {
    type Item = Sent<O>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Sent<O>>> {
        self.get_mut().poll(context)
    }
}

impl<O: Operation> Unpin for Pages<O> {}

impl<O: Operation> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pages({})", O::META.name)
    }
}

/// The pages of a list, one after another on the thread that asks.
#[must_use = "a list is not read until its pages are asked for"]
pub struct BlockingPages<O: Operation>(Pages<O>);

impl<O: Operation> BlockingPages<O> {
    /// The items of the pages.
    pub fn items(self) -> BlockingItems<O>
    where
        O: Paged,
    {
        BlockingItems::new(self)
    }
}

impl<O: Operation> Iterator for BlockingPages<O> {
    type Item = Sent<O>;

    fn next(&mut self) -> Option<Sent<O>> {
        let pages = &mut self.0;
        match std::mem::replace(&mut pages.state, State::Done) {
            State::Ready(request, walk) => {
                let sent = pages.client.send_blocking(&request);
                Some(pages.arrived(sent, request, walk))
            }
            // A page that was asked for as a future has been sent already.
            State::Waiting(sending, walk) => {
                let (sent, request) = crate::transport::block_on(sending);
                Some(pages.arrived(sent, request, walk))
            }
            State::Done => None,
        }
    }
}

impl<O: Operation> std::iter::FusedIterator for BlockingPages<O> {}

impl<O: Operation> fmt::Debug for BlockingPages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
