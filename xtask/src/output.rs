//! Standard output. Reports go there and nothing else; what there is to say beside goes to standard error.

use std::io::{self, Write};
use std::path::Path;

use crate::failure::Result;
use crate::files;

/// Prints to standard output. A reader that has gone away is no failure.
pub fn print(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(files::failure(
            "write to",
            Path::new("standard output"),
            &error,
        )),
        _ => Ok(()),
    }
}
