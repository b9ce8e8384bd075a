//! The two shells against a server of raw bytes on loopback: what each fault becomes, and whether
//! the request is said to have been sent.

#![cfg(any(feature = "reqwest", feature = "blocking"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]

use bytes::Bytes;
use specwright_runtime::error::{TransportError, TransportKind};
use specwright_runtime::transport::Limits;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::time::Duration;

const LIMITS: Limits = Limits {
    timeout: Duration::from_secs(5),
    max_body: 1000,
};
const QUICK: Limits = Limits {
    timeout: Duration::from_millis(200),
    ..LIMITS
};

/// What the server does with the one request it takes.
#[derive(Clone, Copy)]
enum Act {
    /// Writes these bytes and closes.
    Write(&'static [u8]),
    /// Writes these bytes and then nothing, until the client gives up.
    Stall(&'static [u8]),
}

/// The address of a server for one request.
fn serve(act: Act) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut seen = Vec::new();
        let mut buffer = [0; 4096];
        while !seen.ends_with(b"hello") {
            match stream.read(&mut buffer).unwrap() {
                0 => break,
                count => seen.extend_from_slice(&buffer[..count]),
            }
        }
        let (Act::Write(bytes) | Act::Stall(bytes)) = act;
        let _ = stream.write_all(bytes);
        if matches!(act, Act::Stall(_)) {
            let _ = stream.read(&mut buffer);
        }
    });
    format!("http://{address}/path?Signature=hunter2")
}

fn request(address: &str) -> http::Request<Bytes> {
    http::Request::post(address)
        .header("x-test", "1")
        .body(Bytes::from_static(b"hello"))
        .unwrap()
}

type Carry = fn(http::Request<Bytes>, Limits) -> Result<http::Response<Bytes>, TransportError>;

fn kind(carry: Carry, act: Act, limits: Limits) -> TransportKind {
    let error = carry(request(&serve(act)), limits).unwrap_err();
    assert!(!error.to_string().contains("hunter2"), "{error}");
    error.kind
}

fn every_fault(carry: Carry) {
    const GOOD: &[u8] = b"HTTP/1.1 200 OK\r\nx-id: 7\r\ncontent-length: 2\r\n\r\nok";
    let answer = carry(request(&serve(Act::Write(GOOD))), LIMITS).unwrap();
    assert_eq!(
        (answer.status().as_u16(), &answer.body()[..]),
        (200, &b"ok"[..])
    );
    assert_eq!(answer.headers()["x-id"], "7");

    const REFUSED: &[u8] = b"HTTP/1.1 503 Busy\r\ncontent-length: 4\r\n\r\nbusy";
    assert_eq!(
        carry(request(&serve(Act::Write(REFUSED))), LIMITS)
            .unwrap()
            .status(),
        503
    );

    const ELSEWHERE: &[u8] =
        b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n";
    assert_eq!(
        carry(request(&serve(Act::Write(ELSEWHERE))), LIMITS)
            .unwrap()
            .status(),
        302
    );

    let closed = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let error = carry(
        request(&format!("http://{closed}/?Signature=hunter2")),
        LIMITS,
    )
    .unwrap_err();
    assert_eq!(error.kind, TransportKind::NotSent);
    assert!(!error.to_string().contains("hunter2"), "{error}");

    assert_eq!(kind(carry, Act::Write(b""), LIMITS), TransportKind::Broken);
    assert_eq!(
        kind(
            carry,
            Act::Write(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok"),
            LIMITS
        ),
        TransportKind::Broken
    );
    assert_eq!(kind(carry, Act::Stall(b""), QUICK), TransportKind::Timeout);
    assert_eq!(
        kind(
            carry,
            Act::Stall(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok"),
            QUICK
        ),
        TransportKind::Timeout
    );
    let large = b"HTTP/1.1 200 OK\r\ncontent-length: 67108864\r\n\r\nok";
    let small = Limits {
        max_body: 1,
        ..LIMITS
    };
    assert_eq!(
        kind(carry, Act::Write(GOOD), small),
        TransportKind::TooLarge
    );
    assert!(carry(request(&serve(Act::Write(large))), LIMITS).is_err());
}

#[test]
#[cfg(feature = "blocking")]
fn the_blocking_shell() {
    use specwright_runtime::transport::{BlockingTransport as _, UreqTransport};
    every_fault(|request, limits| UreqTransport::new().send(request, limits));
}

#[test]
#[cfg(feature = "reqwest")]
fn the_async_shell() {
    use specwright_runtime::transport::{ReqwestTransport, Transport as _};
    every_fault(|request, limits| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(ReqwestTransport::new()?.send(request, limits))
    });
}
