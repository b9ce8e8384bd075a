//! Editions: folders that hold the documentation of one generation of a product each, told by the
//! number in their names. The dialect says which folders these are. Must not look at a page's text.

use crate::dialect::Dialect;

/// The edition that a page belongs to: the numbers in the name of the innermost folder that names
/// one. Greater is newer; a page outside of such folders belongs to the oldest.
pub fn of_path(dialect: &Dialect, path: &str) -> Vec<u32> {
    let (folders, _) = path.rsplit_once('/').unwrap_or_default();
    let mut named = folders
        .rsplit('/')
        .filter_map(|folder| of_folder(dialect, folder));
    named.next().unwrap_or_default()
}

/// Whether a folder is an edition.
pub fn is_edition(dialect: &Dialect, folder: &str) -> bool {
    of_folder(dialect, folder).is_some()
}

/// `v2`, `Product_v2.x`: what stands before the number is the dialect's to say.
fn of_folder(dialect: &Dialect, folder: &str) -> Option<Vec<u32>> {
    let number = dialect.editions.iter().find_map(|before| {
        let front = folder.get(..before.len())?;
        front
            .eq_ignore_ascii_case(before)
            .then(|| &folder[before.len()..])
    })?;
    let parts: Vec<&str> = number.split('.').collect();
    let (last, first) = parts.split_last()?;
    let mut numbers = first
        .iter()
        .map(|part| part.parse().ok())
        .collect::<Option<Vec<u32>>>()?;
    match last.parse() {
        Ok(last) => numbers.push(last),
        // Any number: `2.x`.
        Err(_) if last.eq_ignore_ascii_case("x") && !numbers.is_empty() => {}
        Err(_) => return None,
    }
    Some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIALECT: Dialect = Dialect {
        editions: &["v", "Stack_v"],
        ..Dialect::EMPTY
    };

    #[test]
    fn folders_name_editions_by_their_number() {
        for (path, expected) in [
            ("v1/disk.md", &[1][..]),
            ("docs/V10/a/disk.md", &[10]),
            ("Stack_v2.x/disk.md", &[2]),
            ("stack_v2.11.3/disk.md", &[2, 11, 3]),
            ("v1/v2/disk.md", &[2]),
            ("vm/disk.md", &[]),
            ("vx/disk.md", &[]),
            ("v/disk.md", &[]),
            ("v2", &[]),
            ("v1.x.2/disk.md", &[]),
            ("disk.md", &[]),
        ] {
            assert_eq!(of_path(&DIALECT, path), expected, "{path}");
        }
        assert_eq!(of_path(&Dialect::EMPTY, "v1/disk.md"), Vec::<u32>::new());
    }

    #[test]
    fn ten_is_newer_than_two() {
        assert!(of_path(&DIALECT, "v10/a.md") > of_path(&DIALECT, "v2/a.md"));
        assert!(of_path(&DIALECT, "v2.1/a.md") > of_path(&DIALECT, "v2.x/a.md"));
        assert!(of_path(&DIALECT, "v1/a.md") > of_path(&DIALECT, "a.md"));
    }
}
