//! How alike two texts are. For guesses only: whatever rests on it is marked as one.

use std::collections::BTreeMap;

/// From 0 (nothing in common) to 1 (the same), by pairs of neighbouring letters. Works
/// without spaces, so it serves names and sentences of any script.
pub(crate) fn likeness(a: &str, b: &str) -> f64 {
    let (a, b) = (pairs(a), pairs(b));
    let total: usize = a.values().chain(b.values()).sum();
    if total == 0 {
        return 0.0;
    }
    let common: usize = a
        .iter()
        .map(|(pair, count)| count.min(b.get(pair).unwrap_or(&0)))
        .sum();
    2.0 * common as f64 / total as f64
}

/// A name without case and marks: `disk_id`, `DiskId` and `DISK-ID` are one.
pub(crate) fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn pairs(text: &str) -> BTreeMap<(char, char), usize> {
    let letters: Vec<char> = plain(text).chars().collect();
    let mut pairs = BTreeMap::new();
    for pair in letters.windows(2) {
        *pairs.entry((pair[0], pair[1])).or_insert(0) += 1;
    }
    pairs
}

/// Pairs each item with the one it fits best, if the choice is mutual and clear. The scores
/// must not depend on the order of the two, so that both directions give the same pairs.
pub(crate) fn clear_pairs(
    olds: usize,
    news: usize,
    score: impl Fn(usize, usize) -> Option<f64>,
) -> Vec<(usize, usize)> {
    // A guess is worth no more than this: a rewritten service has nothing to guess.
    const MOST: usize = 4096;
    if olds.saturating_mul(news) > MOST {
        return Vec::new();
    }
    let scores: Vec<Vec<Option<f64>>> = (0..olds)
        .map(|old| (0..news).map(|new| score(old, new)).collect())
        .collect();
    let best_of = |candidates: &mut dyn Iterator<Item = (usize, Option<f64>)>| {
        let mut best: Option<(usize, f64)> = None;
        let mut tied = false;
        for (index, score) in candidates {
            let Some(score) = score else { continue };
            match best {
                Some((_, top)) if score < top => {}
                Some((_, top)) if score == top => tied = true,
                _ => (best, tied) = (Some((index, score)), false),
            }
        }
        best.filter(|_| !tied).map(|(index, _)| index)
    };
    (0..olds)
        .filter_map(|old| {
            let new = best_of(&mut (0..news).map(|new| (new, scores[old][new])))?;
            let back = best_of(&mut (0..olds).map(|old| (old, scores[old][new])))?;
            (back == old).then_some((old, new))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_differ_by_a_letter_are_alike_and_opposites_are_not() {
        assert!(likeness("GroupNameDuplicate", "GroupNameDuplicated") > 0.9);
        assert!(likeness("StartTime", "EndTime") < 0.6);
        assert!(likeness("MinSize", "MaxSize") < 0.6);
        assert_eq!(plain("disk_id"), plain("DiskID"));
        assert_eq!(likeness("", ""), 0.0);
    }

    #[test]
    fn a_tie_is_no_pair() {
        assert_eq!(clear_pairs(1, 2, |_, _| Some(1.0)), []);
        assert_eq!(
            clear_pairs(2, 2, |a, b| Some(if a == b { 1.0 } else { 0.5 })),
            [(0, 0), (1, 1)]
        );
    }
}
