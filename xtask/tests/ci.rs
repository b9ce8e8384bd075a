//! The CI files and their document: they ask `cargo xtask` only for what it has.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use support::Fixture;

#[test]
fn every_command_and_flag_exists() {
    let fixture = Fixture::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ci");
    let mut asked = BTreeSet::new();
    for file in ["github/action.yml", "gitlab.yml", "README.md"] {
        let text = fs::read_to_string(folder.join(file)).unwrap();
        for line in text.lines() {
            for call in line.split("cargo xtask ").skip(1) {
                let words = call.split(['|', '>', '`']).next().unwrap_or_default();
                let mut words = words.split([' ', '"', '(', ')', '}']);
                let command = words.next().unwrap_or_default().to_owned();
                asked.insert((command.clone(), String::new()));
                let flags = words.filter(|word| word.starts_with("--"));
                asked.extend(flags.map(|flag| (command.clone(), flag.to_owned())));
            }
            // The action keeps what it gives to drift in a list.
            if let Some(list) = line.trim().strip_prefix("args=(") {
                let flags = list
                    .split([' ', ')', '}'])
                    .filter(|word| word.starts_with("--"));
                asked.extend(flags.map(|flag| ("drift".to_owned(), flag.to_owned())));
            }
        }
    }
    assert!(asked.len() > 8, "{asked:?}");
    for (command, flag) in asked {
        let help = fixture.fine(&[&command, "--help"]).stdout;
        assert!(help.contains(&flag), "`{command}` has no {flag}");
    }
}
