//! Generates the clients of a few specs into a folder: `generate OUT PROFILE.yaml… SERVICE.yaml…`.
//!
//! For trying the generator on its own; `cargo xtask regen` is the way for the repository.

use std::error::Error;
use std::{env, fs, path::Path};

use specwright_codegen::{Input, generate};
use specwright_spec::{Profile, Service, yaml};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = env::args().skip(1);
    let out = args.next().ok_or("usage: generate OUT FILE…")?;
    let (mut profiles, mut services) = (Vec::new(), Vec::new());
    for path in args {
        let text = fs::read_to_string(&path)?;
        match yaml::read::<Profile>(&text) {
            Ok(profile) => profiles.push(profile),
            Err(_) => services
                .push(yaml::read::<Service>(&text).map_err(|error| format!("{path}: {error}"))?),
        }
    }
    let files = generate(&Input {
        services: &services,
        profiles: &profiles,
    })
    .map_err(|errors| {
        errors
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("\n")
    })?;
    for file in &files {
        let path = Path::new(&out).join(&file.path);
        fs::create_dir_all(path.parent().ok_or("no folder")?)?;
        fs::write(path, &file.text)?;
    }
    println!(
        "{} files, {} bytes",
        files.len(),
        files.iter().map(|file| file.text.len()).sum::<usize>()
    );
    Ok(())
}
