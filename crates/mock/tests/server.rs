//! The mock on a loopback address, byte by byte: connections, deliveries, shutdown.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::Request;
use serde_json::json;
use specwright_mock::Mock;
use support::Call;

/// Sends bytes to a server and reads until it closes.
fn raw(address: std::net::SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .unwrap();
    stream.write_all(bytes).unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    let mut answer = Vec::new();
    // A reset after the last byte is how some systems say that the other side closed.
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

/// A request as it stands on the wire.
fn wire(request: &Request<Bytes>) -> Vec<u8> {
    let mut text = format!("{} {} HTTP/1.1\r\n", request.method(), request.uri());
    for (name, value) in request.headers() {
        text += &format!("{name}: {}\r\n", value.to_str().unwrap());
    }
    text += &format!("content-length: {}\r\n\r\n", request.body().len());
    [text.as_bytes(), request.body()].concat()
}

/// A signed request of now, for a server.
fn of_now(mock: &Mock, header: Option<(&str, &str)>) -> Vec<u8> {
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap();
    let service = mock.services()[0].clone();
    let mut call =
        Call::new(mock.profile(), &service, "DeleteSnapshots").with(json!({"SnapshotIds": ["a"]}));
    call.time = now.as_secs() as i64;
    if let Some((name, value)) = header {
        call = call.header(name, value);
    }
    wire(&call.request(mock.profile()))
}

#[test]
fn a_server_keeps_connections_and_follows_deliveries() {
    let running = support::mock("tencent").serve("127.0.0.1:0").unwrap();
    let twice = of_now(running.mock(), None).repeat(2);
    let text = raw(running.address(), &twice);
    assert_eq!(text.matches("HTTP/1.1 200 OK").count(), 2, "{text}");
    assert_eq!(text.matches("RequestId").count(), 2, "{text}");

    let step = |json: &str| {
        raw(
            running.address(),
            &of_now(running.mock(), Some(("X-Mock-Step", json))),
        )
    };
    assert_eq!(step(r#"{"close": "before-head"}"#), "");
    let cut = step(r#"{"truncate": 5}"#);
    assert!(cut.ends_with("\r\n\r\n{\"Res"), "{cut}");
    let lie = step(r#"{"content_length": 9999}"#);
    assert!(lie.contains("content-length: 9999"), "{lie}");
    let begun = Instant::now();
    assert!(step(r#"{"delay_ms": 60, "body_delay_ms": 60}"#).contains("200 OK"));
    assert!(begun.elapsed() >= Duration::from_millis(120));

    assert_eq!(raw(running.address(), b"no request\r\n\r\n"), "");
    assert_eq!(running.mock().log().len(), 6);
}

#[test]
fn a_server_stops_when_it_is_dropped_even_with_a_connection_open() {
    let running = support::mock("tencent").serve("127.0.0.1:0").unwrap();
    let address = running.address();
    let mut open = TcpStream::connect(address).unwrap();
    open.write_all(b"POST / HTTP/1.1\r\nhost: a\r\n").unwrap();
    let begun = Instant::now();
    running.stop();
    assert!(begun.elapsed() < Duration::from_secs(5));
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn only_loopback_is_listened_on() {
    let error = support::mock("tencent").serve("0.0.0.0:0").unwrap_err();
    assert!(error.to_string().contains("loopback"), "{error}");
}
