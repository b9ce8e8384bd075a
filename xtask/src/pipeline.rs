//! The pure stages, called: pages in, spec out; spec in, files out. The only place that names the
//! reader's and the generator's functions.

use specwright_codegen::Input;
use specwright_reader::reading::Reading;
use specwright_spec::{Profile, Service};

use crate::pages::Folder;
use crate::plan::Output;

/// Where generated files lie, below the root of what is written.
pub const CLIENTS: &str = "crates/clients";

/// Reads a folder of pages.
pub fn read(profile: &Profile, folder: &Folder) -> Reading {
    specwright_reader::read(profile, &folder.pages)
}

/// Generates the clients of all services. Each problem is a line or more, ready to print.
pub fn generate(services: &[Service], profiles: &[Profile]) -> Result<Vec<Output>, Vec<String>> {
    let files = specwright_codegen::generate(&Input { services, profiles })
        .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    let output = |file: specwright_codegen::File| Output {
        path: format!("{CLIENTS}/{}", file.path),
        text: file.text,
    };
    Ok(files.into_iter().map(output).collect())
}
