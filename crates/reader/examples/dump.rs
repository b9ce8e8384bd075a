//! Reads a folder of pages and prints facts and the account: for work on the reader itself.
//! `cargo run -p specwright-reader --example dump -- PROFILE DIR [facts|stats|yaml|diagnostics]`

use std::path::Path;

use specwright_reader::{PageFile, read};
use specwright_spec::{Profile, yaml};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [profile, folder, what] = arguments.as_slice() else {
        eprintln!("usage: dump PROFILE DIR facts|stats|yaml|diagnostics");
        std::process::exit(2);
    };
    let profile: Profile =
        yaml::read(&std::fs::read_to_string(profile).expect("a profile")).expect("a valid profile");
    let mut pages = Vec::new();
    let root = Path::new(folder);
    collect(root, root, &mut pages);
    let dates = std::fs::read_to_string(root.join("_dates.tsv")).unwrap_or_default();
    for line in dates.lines() {
        let Some((path, date)) = line.split_once('\t') else {
            continue;
        };
        if let Some(page) = pages
            .iter_mut()
            .find(|page: &&mut PageFile| page.path == path)
        {
            page.date = Some(date.to_owned());
        }
    }
    let reading = read(&profile, &pages);
    match what.as_str() {
        "facts" => {
            for fact in reading.services.iter().flat_map(specwright_spec::facts) {
                println!("{}", serde_json::Value::Object(fact));
            }
        }
        "yaml" => reading
            .services
            .iter()
            .for_each(|service| println!("{}", yaml::write(service).expect("YAML"))),
        "diagnostics" => {
            for d in &reading.diagnostics {
                let place = &d.primary.place;
                println!(
                    "{} {} {}:{}:{} {}",
                    d.level.as_str(),
                    d.code.as_str(),
                    place.page,
                    place.line,
                    place.column,
                    d.message
                );
            }
        }
        _ => {
            println!("{:#?}", reading.stats());
            let mut kinds = std::collections::BTreeMap::new();
            for page in &reading.pages {
                *kinds.entry(page.kind.as_str()).or_insert(0) += 1;
            }
            println!("{kinds:?}");
            let services: Vec<_> = reading
                .services
                .iter()
                .map(|s| (s.service.as_str(), s.operations.len()))
                .collect();
            println!("{services:?}");
        }
    }
}

fn collect(root: &Path, folder: &Path, pages: &mut Vec<PageFile>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|e| e.expect("an entry").path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(root, &path, pages);
        } else if path.extension().is_some_and(|e| e == "md") {
            let name = path
                .strip_prefix(root)
                .expect("inside")
                .to_string_lossy()
                .replace('\\', "/");
            pages.push(PageFile {
                path: name,
                bytes: std::fs::read(&path).expect("a file"),
                date: None,
            });
        }
    }
}
