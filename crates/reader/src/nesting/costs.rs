//! The weights of the search: what speaks against a place, and how strongly. Nothing is weighed here.

/// What speaks against a placement, and how strongly. The weights were set by hand from what the signs mean, then held against
/// the vendor's SDKs; they are coarse on purpose.
pub(super) struct Costs;

impl Costs {
    /// A mark of depth says otherwise.
    pub const AGAINST_MARK: u32 = 40;
    /// The sample shows this container with other keys only.
    pub const NOT_IN_SAMPLE: u32 = 16;
    /// The sample does not show what the container holds. No cheaper than the above: a container that no sample shows would
    /// draw in every row that the samples lack.
    pub const NO_SAMPLE: u32 = Self::NOT_IN_SAMPLE;
    /// On top of that, at the top where all keys that the sample shows have a row already.
    pub const COMPLETE: u32 = 3;
    /// The sample shows plain values where this would be a container.
    pub const SAMPLE_HAS_SCALARS: u32 = 20;
    /// The same key was placed there already.
    pub const TWICE: u32 = 30;
    /// The key differs in case.
    pub const OTHER_CASE: u32 = 2;
    /// The sample does not show what the container holds, and one like it above has the member.
    pub const LIKE_MODEL: u32 = 1;
    /// A level that no row lists lies between.
    pub const THROUGH_WRAPPER: u32 = 1;
    /// Table and sample disagree on whether the key is a container.
    pub const OTHER_KIND: u32 = 8;
    /// The name sorts before its predecessor in a table that is sorted.
    pub const UNSORTED: u32 = 10;
    /// A container is closed before it has any member.
    pub const LEFT_EMPTY: u32 = 10;
    /// A name that stands at the top of nearly every response, further inside.
    pub const ENVELOPE_INSIDE: u32 = 24;
    /// A name that speaks of all items of a list in each of them, where no sample shows it.
    pub const OF_ALL_IN_ONE: u32 = 4;
    /// A sibling beside a list's wrapper.
    pub const BESIDE_WRAPPER: u32 = 12;
    /// A row without a mark inside a container, in a table with marks.
    pub const UNMARKED_INSIDE: u32 = 6;
    /// The row names a list's wrapper, and the sample shows the list without it.
    pub const WRAPPER_UNSEEN: u32 = 2;
    /// A row without a type below anything but the container it follows.
    pub const WRAPPER_ELSEWHERE: u32 = 4;
    /// The same, below a list whose type names it: `Array of Disk`, then `Disk`.
    pub const NAMED_WRAPPER_ELSEWHERE: u32 = 24;
    /// At the top, where the samples begin inside of a container.
    pub const OUTSIDE_SAMPLE: u32 = 20;
    /// Below a list that the table calls one of plain values, where no sample shows members.
    pub const BELOW_PLAIN: u32 = 6;
    /// Behind the key and the value of a pair, which hold no more.
    pub const BEHIND_PAIR: u32 = 4;
    /// A container is closed; breaks ties toward the deepest.
    pub const CLOSED: u32 = 1;
}
