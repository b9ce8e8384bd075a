//! The pure stages, called: pages in, spec out; spec in, files out. The only place that names the
//! reader's and the generator's functions.

use std::collections::BTreeMap;
use std::sync::Arc;

use specwright_codegen::Input;
use specwright_reader::dialects;
use specwright_reader::reading::{PageFile, Reading};
use specwright_spec::{Profile, Service};

use crate::failure::{Failure, Result};
use crate::pages::{self, Folder};
use crate::plan::Output;

/// Where generated files lie, below the root of what is written.
pub const CLIENTS: &str = "crates/clients";

/// Reads a folder of pages.
pub fn read(profile: &Profile, folder: &Folder) -> Result<Reading> {
    if dialects::find(&profile.dialect).is_none() {
        let known: Vec<_> = dialects::DIALECTS
            .iter()
            .map(|dialect| dialect.name)
            .collect();
        let message = format!(
            "{} has the dialect `{}`, which the reader does not know",
            profile.vendor, profile.dialect
        );
        return Err(Failure::could_not_run(message).help(format!(
            "the dialects are {}; a new one is a file in crates/reader/src/dialects",
            known.join(", ")
        )));
    }
    if !folder.is_flat {
        return Ok(specwright_reader::read(profile, &folder.pages));
    }
    // The reader looks for the service in a folder's name; a flat page has it in its own.
    let mut names = BTreeMap::new();
    let unfold = |page: &PageFile| {
        let Some(path) = pages::unfolded(&page.path) else {
            return page.clone();
        };
        names.insert(path.clone(), page.path.clone());
        PageFile {
            path,
            ..page.clone()
        }
    };
    let unfolded: Vec<_> = folder.pages.iter().map(unfold).collect();
    let mut reading = specwright_reader::read(profile, &unfolded);
    fold(&mut reading, &names);
    Ok(reading)
}

/// Gives pages their own paths again.
fn fold(reading: &mut Reading, names: &BTreeMap<String, String>) {
    let mend = |path: &mut String| {
        if let Some(own) = names.get(path) {
            path.clone_from(own);
        }
    };
    for service in &mut reading.services {
        service
            .operations
            .iter_mut()
            .for_each(|operation| mend(&mut operation.page));
        service
            .structures
            .iter_mut()
            .for_each(|structure| mend(&mut structure.page));
    }
    reading
        .pages
        .iter_mut()
        .for_each(|page| mend(&mut page.path));
    for diagnostic in &mut reading.diagnostics {
        for label in std::iter::once(&mut diagnostic.primary).chain(&mut diagnostic.secondary) {
            if let Some(own) = names.get(&*label.place.page) {
                label.place.page = Arc::from(own.as_str());
            }
        }
    }
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
