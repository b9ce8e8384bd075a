//! Specs as a catalogue: HTML pages that need no server, a script that searches them, and a matrix that
//! lays the same capability side by side across vendors.
//!
//! [`catalog`] gives files; [`Capabilities`] is the reviewed data behind the matrix. Pure: must not touch
//! files. What is said beside the specs (drift, defects, calls) comes in as plain values in [`Notes`].
//! Text of pages reaches a page through [`html`] and the search index through `index` only.

pub mod capabilities;
pub mod html;
pub mod notes;
pub mod propose;

mod check;
mod index;
mod pages;
mod paths;

pub use capabilities::{Answer, Capabilities, Capability, Concept};
pub use check::{Checked, check};
pub use notes::{Change, Defect, Key, Notes};
pub use propose::propose;

use specwright_spec::{Profile, Service};

/// What a catalogue is made from.
#[derive(Clone, Copy, Debug)]
pub struct Input<'i> {
    /// The specs, by vendor and name.
    pub services: &'i [Service],
    /// The profiles of their vendors.
    pub profiles: &'i [Profile],
    /// The reviewed capabilities.
    pub capabilities: &'i Capabilities,
    /// What there is to say beside the specs.
    pub notes: &'i Notes,
}

/// A file of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Below the catalogue's folder, with `/`.
    pub path: String,
    /// The content.
    pub text: String,
}

/// Every file, in the order of the specs. `index.html` is where to begin.
pub fn catalog(input: Input<'_>) -> Vec<File> {
    let site = pages::Site::new(input);
    let mut files = vec![
        asset("assets/style.css", include_str!("../assets/style.css")),
        asset("assets/app.js", include_str!("../assets/app.js")),
        File {
            path: index::PATH.to_owned(),
            text: index::script(&site),
        },
    ];
    files.extend(pages::all(&site));
    files
}

fn asset(path: &str, text: &str) -> File {
    File {
        path: path.to_owned(),
        text: text.to_owned(),
    }
}
