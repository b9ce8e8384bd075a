//! Descriptions that were mined before.
//!
//! Vendors say the same thing on page after page: in a corpus about half of the rows repeat the name, the type and the text
//! of another. What one of them says, all of them say. A memory is for one thread and one reading; nothing
//! that is found depends on it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;

use specwright_spec::Type;

use super::{Described, Mined, Subject, mine};

/// What descriptions said that were mined so far.
#[derive(Debug, Default)]
pub struct Memory {
    by_text: RefCell<HashMap<String, Vec<Known>>>,
}

#[derive(Debug)]
struct Known {
    name: String,
    ty: Type,
    items: Vec<Range<usize>>,
    marked: Vec<Range<usize>>,
    mined: Mined,
}

/// A text is remembered for so many different rows: on a page that gives a thousand rows one text, time stays linear.
const MOST_ROWS: usize = 8;

impl Memory {
    /// As [`mine`], but a description that was mined before is not read again.
    pub fn mine(&self, described: &Described<'_>, subject: &Subject<'_>) -> Mined {
        let mut by_text = self.by_text.borrow_mut();
        let Some(rows) = by_text.get_mut(described.text) else {
            let known = Known::of(described, subject);
            let mined = known.mined.clone();
            by_text.insert(described.text.to_owned(), vec![known]);
            return mined;
        };
        if let Some(known) = rows.iter().find(|known| known.is(described, subject)) {
            return known.mined.clone();
        }
        if rows.len() == MOST_ROWS {
            return mine(described, subject);
        }
        let known = Known::of(described, subject);
        let mined = known.mined.clone();
        rows.push(known);
        mined
    }
}

impl Known {
    fn of(described: &Described<'_>, subject: &Subject<'_>) -> Self {
        Self {
            name: subject.name.to_owned(),
            ty: subject.ty.clone(),
            items: described.items.to_vec(),
            marked: described.marked.to_vec(),
            mined: mine(described, subject),
        }
    }

    fn is(&self, described: &Described<'_>, subject: &Subject<'_>) -> bool {
        self.name == subject.name
            && self.ty == *subject.ty
            && self.items == described.items
            && self.marked == described.marked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_what_would_be_found() {
        let memory = Memory::default();
        let text = "枚举值：A、B。默认为A";
        let marked = 12..13;
        for _ in 0..2 {
            for ty in [Type::String, Type::Integer, Type::list(Type::String)] {
                for name in ["Mode", "Action"] {
                    for marked in [std::slice::from_ref(&marked), &[]] {
                        let described = Described {
                            text,
                            items: &[],
                            marked,
                        };
                        let subject = Subject { name, ty: &ty };
                        let fresh = mine(&described, &subject);
                        assert_eq!(memory.mine(&described, &subject), fresh, "{name} {ty:?}");
                    }
                }
            }
        }
    }
}
