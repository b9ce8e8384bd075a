//! Which of several names a misspelt or shortened one most likely stands for. Names only; what
//! they name does not matter here.

/// Shorter names resemble too many others.
const MIN_LENGTH: usize = 4;
/// From this length on two slips are one too few to make another name.
const LONG: usize = 14;
/// A name that is the end or the beginning of another is this long at least.
const MIN_PART: usize = 6;
/// Words that differ in a sign or two and mean the opposite.
const OPPOSITES: &[(&str, &str)] = &[
    ("max", "min"),
    ("in", "out"),
    ("start", "end"),
    ("src", "dst"),
    ("ipv4", "ipv6"),
];

/// The one candidate that `name` resembles; nothing if none or several do.
pub fn nearest<'n>(name: &str, candidates: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let name = name.to_lowercase();
    let mut best: Option<(usize, &'n str)> = None;
    let mut is_tie = false;
    for candidate in candidates {
        let Some(slips) = slips(&name, &candidate.to_lowercase()) else {
            continue;
        };
        match best {
            Some((fewest, _)) if fewest < slips => {}
            Some((fewest, known)) if fewest == slips => is_tie |= known != candidate,
            _ => (best, is_tie) = (Some((slips, candidate)), false),
        }
    }
    best.filter(|_| !is_tie).map(|(_, candidate)| candidate)
}

/// The one candidate that `word` is a misspelling of: a slip away, and neither a part nor a plural.
pub fn misspelt<'n>(word: &str, candidates: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let lower = word.to_lowercase();
    let is_near = |candidate: &&str| distance(&lower, &candidate.to_lowercase(), 1) == Some(1);
    let mut near = candidates.filter(|candidate| word.len() >= MIN_LENGTH && is_near(candidate));
    near.next().filter(|_| near.next().is_none())
}

/// How far two names are apart, if they resemble each other.
fn slips(a: &str, b: &str) -> Option<usize> {
    if bare(a).eq(bare(b)) {
        return Some(0);
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let limit = if short.len() < LONG { 1 } else { 2 };
    let is_part = short.len() >= MIN_PART && (long.ends_with(short) || long.starts_with(short));
    let apart = distance(a, b, limit).or(is_part.then_some(limit + 1))?;
    (short.len() >= MIN_LENGTH && !mean_two_things(a, b)).then_some(apart)
}

/// Whether names that resemble each other are those of two things: `Disk1` and `Disk2`, `MaxSize` and `MinSize`.
fn mean_two_things(a: &str, b: &str) -> bool {
    fn digits(name: &str) -> impl Iterator<Item = char> {
        name.chars().filter(char::is_ascii_digit)
    }
    let are_opposite = OPPOSITES.iter().any(|(one, other)| {
        let differ = |one: &str, other: &str| a.replacen(one, other, 1) == b;
        differ(one, other) || differ(other, one)
    });
    are_opposite || !digits(a).eq(digits(b))
}

/// A name without its signs and its plural.
fn bare(name: &str) -> impl Iterator<Item = char> {
    let name = name.trim_end_matches(|c: char| !c.is_alphanumeric());
    let one = name.strip_suffix('s').unwrap_or(name);
    one.chars().filter(|c| c.is_alphanumeric())
}

/// How many letters must be changed, added, dropped or swapped, if no more than `limit`.
fn distance(a: &str, b: &str, limit: usize) -> Option<usize> {
    if a.chars().count().abs_diff(b.chars().count()) > limit {
        return None;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let same = a[i - 1] == b[j - 1];
            row[j] = (above[j] + 1)
                .min(row[j - 1] + 1)
                .min(above[j - 1] + usize::from(!same));
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().filter(|&distance| distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_hand() {
        let names = [
            "SnapshotServiceId",
            "InstanceIds",
            "Status",
            "MaxSize",
            "Boolean",
            "EipV4Type",
        ];
        let nearest = |name| nearest(name, names.into_iter());
        for (name, expected) in [
            ("ServiceID", "SnapshotServiceId"),
            ("InnstanceIds", "InstanceIds"),
            ("InstanceId", "InstanceIds"),
            ("instance_ids", "InstanceIds"),
            ("Stauts", "Status"),
            ("Boolen", "Boolean"),
        ] {
            assert_eq!(nearest(name), Some(expected), "{name}");
        }
        for name in ["MinSize", "Size", "EipV6Type", "Zone", "Id"] {
            assert_eq!(nearest(name), None, "{name}");
        }
    }

    #[test]
    fn two_that_are_equally_near_are_none() {
        assert_eq!(
            nearest("Nmae", ["Name", "Nmaes"].into_iter()),
            Some("Nmaes")
        );
        assert_eq!(nearest("DiskX", ["DiskA", "DiskB"].into_iter()), None);
    }
}
