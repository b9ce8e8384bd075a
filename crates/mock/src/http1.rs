//! Requests off a connection and responses onto it: HTTP/1.1 without TLS, for loopback.

use std::io::{self, Read, Write};
use std::thread;

use bytes::Bytes;
use http::{Request, Response};

use crate::{Close, Delivery};

/// A head or a chunk's line beyond this is refused.
const MAX_HEAD: usize = 256 * 1024;
/// A body beyond this is refused.
const MAX_BODY: usize = 64 * 1024 * 1024;
/// More headers than this are refused.
const MAX_HEADERS: usize = 200;

/// A connection, with the bytes that were read too early.
pub(crate) struct Connection<S> {
    stream: S,
    buffer: Vec<u8>,
    /// Says whether to give up waiting for more bytes.
    is_over: Box<dyn Fn() -> bool + Send>,
}

/// Whether the connection can be used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum After {
    KeepAlive,
    Close,
}

fn bad(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

impl<S: Read + Write> Connection<S> {
    /// A connection. Its reads should time out now and then, so that `is_over` is asked.
    pub(crate) fn new(stream: S, is_over: Box<dyn Fn() -> bool + Send>) -> Self {
        Self {
            stream,
            buffer: Vec::new(),
            is_over,
        }
    }

    /// The next request; nothing once the other side is done.
    pub(crate) fn request(&mut self) -> io::Result<Option<Request<Bytes>>> {
        let head = loop {
            if let Some((request, length)) = parse(&self.buffer)? {
                self.buffer.drain(..length);
                break request;
            }
            if self.buffer.len() > MAX_HEAD {
                return Err(bad("the head of the request is too long"));
            }
            if !self.fill()? {
                return Ok(None);
            }
        };
        if head
            .headers()
            .get("expect")
            .is_some_and(|value| value == "100-continue")
        {
            self.stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
        }
        let body = self.body(&head)?;
        Ok(Some(head.map(|()| body)))
    }

    /// Sends a response as its delivery says.
    pub(crate) fn respond(
        &mut self,
        response: &Response<Bytes>,
        is_head: bool,
    ) -> io::Result<After> {
        let delivery = response
            .extensions()
            .get::<Delivery>()
            .copied()
            .unwrap_or_default();
        thread::sleep(delivery.delay());
        if delivery.close == Some(Close::BeforeHead) {
            return Ok(After::Close);
        }
        let status = response.status();
        let mut head = format!(
            "HTTP/1.1 {} {}\r\n",
            status.as_u16(),
            status.canonical_reason().unwrap_or_default()
        );
        for (name, value) in response.headers() {
            head += &format!("{name}: {}\r\n", String::from_utf8_lossy(value.as_bytes()));
        }
        let length = delivery
            .content_length
            .unwrap_or(response.body().len() as u64);
        head += &format!("content-length: {length}\r\n\r\n");
        self.stream.write_all(head.as_bytes())?;
        self.stream.flush()?;
        if delivery.close == Some(Close::AfterHead) {
            return Ok(After::Close);
        }
        thread::sleep(delivery.body_delay());
        let body = response.body();
        let sent = delivery.truncate.unwrap_or(body.len()).min(body.len());
        if !is_head {
            self.stream
                .write_all(body.get(..sent).unwrap_or_default())?;
        }
        self.stream.flush()?;
        let is_whole = sent == body.len() && length == body.len() as u64;
        Ok(if is_whole {
            After::KeepAlive
        } else {
            After::Close
        })
    }

    fn body(&mut self, head: &Request<()>) -> io::Result<Bytes> {
        let header = |name: &str| {
            head.headers()
                .get(name)
                .and_then(|value| value.to_str().ok())
        };
        if header("transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked"))
        {
            return self.chunks();
        }
        let length = header("content-length").map_or(Ok(0), str::parse::<usize>);
        let length = length.map_err(|_| bad("the length of the body is no number"))?;
        self.take(length)
    }

    /// So many bytes of the body.
    fn take(&mut self, length: usize) -> io::Result<Bytes> {
        if length > MAX_BODY {
            return Err(bad("the body is too long"));
        }
        while self.buffer.len() < length {
            if !self.fill()? {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(self.buffer.drain(..length).collect())
    }

    fn chunks(&mut self) -> io::Result<Bytes> {
        let mut body = Vec::new();
        loop {
            let (line, size) = loop {
                match httparse::parse_chunk_size(&self.buffer) {
                    Ok(httparse::Status::Complete(size)) => break size,
                    Ok(httparse::Status::Partial) if self.buffer.len() <= MAX_HEAD => {}
                    _ => return Err(bad("a chunk has no size")),
                }
                if !self.fill()? {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
            };
            self.take(line)?;
            let size = usize::try_from(size).map_err(|_| bad("a chunk is too long"))?;
            if body.len().saturating_add(size) > MAX_BODY {
                return Err(bad("the body is too long"));
            }
            body.extend_from_slice(&self.take(size)?);
            // Trailers are not looked for: no client of these vendors sends any.
            self.take(2)?;
            if size == 0 {
                return Ok(body.into());
            }
        }
    }

    /// Reads some bytes; says whether there were any before the end.
    fn fill(&mut self) -> io::Result<bool> {
        let mut part = [0; 16 * 1024];
        loop {
            match self.stream.read(&mut part) {
                Ok(0) => return Ok(false),
                Ok(length) => {
                    self.buffer
                        .extend_from_slice(part.get(..length).unwrap_or_default());
                    return Ok(true);
                }
                Err(error) if is_pause(&error) && !(self.is_over)() => {}
                Err(error) if is_pause(&error) => return Ok(false),
                Err(error) => return Err(error),
            }
        }
    }
}

/// A read that timed out or was interrupted; the connection is as it was.
fn is_pause(error: &io::Error) -> bool {
    use io::ErrorKind::{Interrupted, TimedOut, WouldBlock};
    matches!(error.kind(), Interrupted | TimedOut | WouldBlock)
}

/// A request's head and its length, once it is whole.
fn parse(bytes: &[u8]) -> io::Result<Option<(Request<()>, usize)>> {
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    let length = match parsed.parse(bytes) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(_) => return Err(bad("the head of the request is malformed")),
    };
    let mut request = Request::builder()
        .method(parsed.method.unwrap_or_default())
        .uri(parsed.path.unwrap_or_default());
    for header in parsed.headers.iter() {
        request = request.header(header.name, header.value);
    }
    let request = request
        .body(())
        .map_err(|_| bad("the head of the request is malformed"))?;
    Ok(Some((request, length)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    /// What is read comes from one side, what is written goes to the other.
    struct Both(Cursor<Vec<u8>>, Vec<u8>);

    impl Read for Both {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            // Two bytes at a time, so that every boundary is met.
            let end = to.len().min(2);
            self.0.read(&mut to[..end])
        }
    }

    impl Write for Both {
        fn write(&mut self, from: &[u8]) -> io::Result<usize> {
            self.1.write(from)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn connection(text: &str) -> Connection<Both> {
        Connection::new(
            Both(Cursor::new(text.into()), Vec::new()),
            Box::new(|| true),
        )
    }

    #[test]
    fn requests_follow_each_other() {
        let mut connection = connection(
            "POST /a?b=c HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello\
             POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n",
        );
        let first = connection.request().unwrap().unwrap();
        assert_eq!(
            (first.uri().to_string().as_str(), &first.body()[..]),
            ("/a?b=c", &b"hello"[..])
        );
        let second = connection.request().unwrap().unwrap();
        assert_eq!(&second.body()[..], b"abcde");
        assert!(connection.request().unwrap().is_none());
    }

    #[test]
    fn what_is_no_request_is_an_error() {
        for text in [
            "no request\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhe",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        ] {
            assert!(connection(text).request().is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_delivery_is_followed() {
        let sent = |delivery: Delivery| {
            let mut connection = connection("");
            let mut response = Response::new(Bytes::from_static(b"hello"));
            response.extensions_mut().insert(delivery);
            let after = connection.respond(&response, false).unwrap();
            (String::from_utf8(connection.stream.1).unwrap(), after)
        };
        let head = |length: u64| format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n");
        let usual = Delivery::default();
        assert_eq!(sent(usual), (head(5) + "hello", After::KeepAlive));
        assert_eq!(
            sent(Delivery {
                truncate: Some(2),
                ..usual
            }),
            (head(5) + "he", After::Close)
        );
        assert_eq!(
            sent(Delivery {
                content_length: Some(9),
                ..usual
            }),
            (head(9) + "hello", After::Close)
        );
        assert_eq!(
            sent(Delivery {
                close: Some(Close::AfterHead),
                ..usual
            }),
            (head(5), After::Close)
        );
        assert_eq!(
            sent(Delivery {
                close: Some(Close::BeforeHead),
                ..usual
            }),
            (String::new(), After::Close)
        );
    }
}
