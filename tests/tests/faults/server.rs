//! A loopback server that says what a row tells it to, byte by byte, one connection an attempt.

use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use base64::Engine as _;
use serde::Deserialize;

/// A good body, of whatever is called.
const OK: &str =
    r#"{"Response":{"SnapshotId":"snap-1","TotalCount":0,"SnapshotSet":[],"RequestId":"r-1"}}"#;

/// What to do with one connection.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Answer {
    /// `nothing` or `part` of the request; all of it otherwise.
    reads: Option<String>,
    /// Raw bytes in place of a head and a body.
    head: Option<String>,
    /// The status line's end.
    status: Option<String>,
    /// Header lines. Without any, the body's length is stated; an empty list states none.
    headers: Option<Vec<String>>,
    body: String,
    base64: Option<String>,
    /// So many blanks for a body.
    blanks: usize,
    /// Says nothing more and keeps the connection until the client goes.
    stall: bool,
}

/// The server of one test.
pub struct Server {
    address: SocketAddr,
    connections: Arc<AtomicU32>,
}

impl Server {
    /// Answers connections in order; the last answer is for all that follow.
    pub fn answering(answers: Vec<Answer>, trap: u16) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let connections = Arc::new(AtomicU32::new(0));
        let count = Arc::clone(&connections);
        // The thread ends with the process: it has no more to say once its test is over.
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let number = count.fetch_add(1, Ordering::SeqCst) as usize;
                let answer = answers.get(number).or(answers.last()).cloned();
                // The next attempt may come while this connection stalls.
                std::thread::spawn(move || converse(stream, &answer.unwrap_or_default(), trap));
            }
        });
        Ok(Self {
            address,
            connections,
        })
    }

    /// An address where nobody listens.
    pub fn refusing() -> io::Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        Ok(Self {
            address,
            connections: Arc::default(),
        })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How many connections came.
    pub fn connections(&self) -> u32 {
        self.connections.load(Ordering::SeqCst)
    }
}

/// Says what there is to say; a client that went away has heard enough.
fn converse(mut stream: TcpStream, answer: &Answer, trap: u16) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    match answer.reads.as_deref() {
        Some("nothing") => return Ok(()),
        // What is left unread makes the system answer the close with a reset.
        Some(_) => {
            let mut some = [0; 8];
            stream.read_exact(&mut some)?;
            return Ok(());
        }
        None => read_request(&mut stream)?,
    }
    if let Some(head) = &answer.head {
        stream.write_all(head.as_bytes())?;
    } else {
        stream.write_all(&response(answer, trap))?;
        let blanks = [b' '; 1 << 16];
        for _ in 0..answer.blanks / blanks.len() {
            stream.write_all(&blanks)?;
        }
    }
    if answer.stall {
        // Until the client gives up.
        let _ = stream.read(&mut [0; 64]);
    }
    Ok(())
}

fn response(answer: &Answer, trap: u16) -> Vec<u8> {
    let fill = |text: &str| {
        text.replace("{ok}", OK)
            .replace("{trap}", &trap.to_string())
    };
    let body = match &answer.base64 {
        Some(text) => base64::engine::general_purpose::STANDARD
            .decode(text)
            .expect("base64 in a row"),
        None => fill(&answer.body).into_bytes(),
    };
    let status = answer.status.as_deref().unwrap_or("200 OK");
    let mut head = format!("HTTP/1.1 {status}\r\nconnection: close\r\n");
    for line in answer.headers.iter().flatten() {
        head += &format!("{}\r\n", fill(line));
    }
    let states_length = ["content-length", "transfer-encoding"]
        .iter()
        .any(|name| head.contains(name));
    if !states_length && answer.blanks == 0 {
        head += &format!("content-length: {}\r\n", body.len());
    }
    [head.as_bytes(), b"\r\n", &body].concat()
}

/// Reads the head and as much body as it tells of.
fn read_request(stream: &mut TcpStream) -> io::Result<()> {
    let mut seen = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        seen.extend_from_slice(&buffer[..count]);
        let text = String::from_utf8_lossy(&seen);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length")
                    .then(|| value.trim().parse().ok())?
            });
            if body.len() >= length.unwrap_or(0) {
                return Ok(());
            }
        }
    }
}

/// Where redirects point: whoever comes has followed one.
pub struct Trap {
    listener: TcpListener,
}

impl Trap {
    pub fn set() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        listener.set_nonblocking(true)?;
        Ok(Self { listener })
    }

    pub fn port(&self) -> u16 {
        self.listener
            .local_addr()
            .map_or(0, |address| address.port())
    }

    /// How many came.
    pub fn visitors(&self) -> usize {
        std::iter::from_fn(|| self.listener.accept().ok()).count()
    }
}
