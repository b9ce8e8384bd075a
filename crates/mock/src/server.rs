//! A mock on a loopback address: a thread for each connection, and a shutdown that waits for
//! them.

use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, SystemTime};

use crate::Mock;
use crate::http1::{After, Connection};

/// How long a connection waits for bytes before it looks whether the server stops.
const PAUSE: Duration = Duration::from_millis(50);

/// A mock that is served. It stops when it is dropped.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    mock: Arc<Mock>,
    stop: Arc<AtomicBool>,
    accepting: Option<JoinHandle<()>>,
}

impl Running {
    /// Where it listens, with the port that was taken.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The mock: its log, its script.
    pub fn mock(&self) -> &Mock {
        &self.mock
    }

    /// Waits until the server stops, which it does not by itself.
    pub fn wait(mut self) {
        if let Some(accepting) = self.accepting.take() {
            // A thread that panicked has said so.
            let _ = accepting.join();
        }
    }

    /// Stops: requests that were read are answered, then connections are closed.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for connections; if that fails, it is gone already.
        let _ = TcpStream::connect(self.address);
        if let Some(accepting) = self.accepting.take() {
            let _ = accepting.join();
        }
    }
}

/// Starts to serve.
pub(crate) fn start(mock: Mock, address: impl ToSocketAddrs) -> io::Result<Running> {
    let addresses: Vec<_> = address.to_socket_addrs()?.collect();
    if addresses.is_empty() || !addresses.iter().all(|address| address.ip().is_loopback()) {
        let message = "a mock listens on loopback addresses only, such as 127.0.0.1:0";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    }
    let listener = TcpListener::bind(&addresses[..])?;
    let address = listener.local_addr()?;
    let (mock, stop) = (Arc::new(mock), Arc::new(AtomicBool::new(false)));
    let accepting = {
        let (mock, stop) = (Arc::clone(&mock), Arc::clone(&stop));
        thread::Builder::new()
            .name("mock-accept".to_owned())
            .spawn(move || accept(&listener, &mock, &stop))?
    };
    Ok(Running {
        address,
        mock,
        stop,
        accepting: Some(accepting),
    })
}

fn accept(listener: &TcpListener, mock: &Arc<Mock>, stop: &Arc<AtomicBool>) {
    let mut connections: Vec<JoinHandle<()>> = Vec::new();
    for stream in listener.incoming() {
        if stop.load(Ordering::SeqCst) {
            break;
        }
        connections.retain(|connection| !connection.is_finished());
        let Ok(stream) = stream else { continue };
        let (mock, stop) = (Arc::clone(mock), Arc::clone(stop));
        let started = thread::Builder::new()
            .name("mock-connection".to_owned())
            .spawn(move || {
                // What goes wrong on a connection ends that connection; the client sees it.
                let _ = converse(stream, &mock, &stop);
            });
        connections.extend(started);
    }
    for connection in connections {
        let _ = connection.join();
    }
}

fn converse(stream: TcpStream, mock: &Mock, stop: &Arc<AtomicBool>) -> io::Result<()> {
    stream.set_read_timeout(Some(PAUSE))?;
    stream.set_nodelay(true)?;
    let is_over = Arc::clone(stop);
    let mut connection = Connection::new(stream, Box::new(move || is_over.load(Ordering::SeqCst)));
    while let Some(request) = connection.request()? {
        let is_head = request.method() == http::Method::HEAD;
        let asks_to_close = request
            .headers()
            .get("connection")
            .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"close"));
        let response = mock.answer(request, SystemTime::now());
        let after = connection.respond(&response, is_head)?;
        if after == After::Close || asks_to_close || stop.load(Ordering::SeqCst) {
            break;
        }
    }
    Ok(())
}
