//! The axes of rules: direction, kind, action.

/// Which way a fact travels. What a caller sends and what a caller reads break in opposite ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// From the client to the service.
    Request,
    /// From the service to the client.
    Response,
    /// Neither, or the verdict is the same for both.
    Either,
}

impl Direction {
    /// The other way.
    pub fn mirror(self) -> Self {
        match self {
            Self::Request => Self::Response,
            Self::Response => Self::Request,
            Self::Either => Self::Either,
        }
    }
}

/// What kind of fact changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A whole service.
    Service,
    /// The API version that requests name.
    Version,
    /// The host that requests go to.
    Endpoint,
    /// A whole operation.
    Operation,
    /// The page that an item was read from.
    Page,
    /// The path of an operation called by method and path.
    HttpPath,
    /// A method of such an operation.
    HttpMethod,
    /// How often an operation may be called.
    RateLimit,
    /// How a list is read page by page.
    Paging,
    /// The token that makes two requests one.
    Idempotency,
    /// Whether a caller must name a region.
    RegionNeed,
    /// Whether an operation takes a region at all.
    RegionUse,
    /// Whether an operation is limited to some regions.
    RegionList,
    /// One of the regions that it is limited to.
    Region,
    /// A parameter, or a member of a response or of a structure.
    Field,
    /// Whether a field must be given, or is always there.
    Need,
    /// Whether a field is needed under a condition.
    Condition,
    /// The type of a field.
    Type,
    /// The width of a whole number.
    IntegerWidth,
    /// The name of the structure that a field holds.
    TypeName,
    /// How a list or an object travels.
    ListStyle,
    /// Where a parameter travels.
    Placement,
    /// Whether a text is one of a closed set.
    EnumSet,
    /// One of a closed set of texts.
    EnumValue,
    /// What the service takes when the field is absent.
    Default,
    /// The bounds of a number.
    Range,
    /// The bounds of a text's length.
    Length,
    /// The bounds of a list's number of items.
    Items,
    /// The form of a text.
    Format,
    /// The unit of a number.
    Unit,
    /// Whether `null` may stand for the value.
    Nullable,
    /// A structure that operations share.
    Structure,
    /// The page that a structure was read from.
    StructurePage,
    /// A code that a failure may have.
    ErrorCode,
    /// The HTTP status of a code.
    ErrorStatus,
    /// Whether and when a failed request may be tried again.
    RetryClass,
    /// How many rows list a code.
    ErrorCases,
    /// What the pages say to use in place of a deprecated item.
    Replacement,
    /// A title, a description or a message.
    Description,
    /// The notes and warnings of an operation.
    Notes,
    /// A sample of a request or a response.
    Sample,
    /// How sure the reader is, and where it has the fact from.
    Provenance,
    /// The text of a page, none of which is a fact.
    PageText,
    /// The targets of a page's links.
    PageLinks,
    /// The spaces and line ends of a page.
    PageLayout,
}

impl Kind {
    /// Whether it is no fact of the interface.
    pub fn is_docs(self) -> bool {
        matches!(
            self,
            Self::Page
                | Self::StructurePage
                | Self::ErrorCases
                | Self::Replacement
                | Self::Description
                | Self::Notes
                | Self::Sample
                | Self::Provenance
                | Self::PageText
                | Self::PageLinks
                | Self::PageLayout
        )
    }
}

/// What became of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// It is new; of a field, and not needed.
    Added,
    /// A field is new and needed.
    AddedRequired,
    /// A field is new, and the page does not tell whether it is needed.
    AddedUnclear,
    /// It is gone.
    Removed,
    /// It is gone together with its page.
    Vanished,
    /// It seems to have another name.
    Renamed,
    /// It seems to have another name, and is needed under that.
    RenamedRequired,
    /// It stands elsewhere.
    Moved,
    /// The pages advise against it.
    Deprecated,
    /// The pages no longer advise against it.
    Undeprecated,
    /// It is another.
    Changed,
    /// It says the same in another way.
    Restated,
    /// The pages say it for the first time.
    Stated,
    /// The pages no longer say it.
    Unstated,
    /// What could be left away must be there.
    Required,
    /// What had to be there can be left away.
    Optional,
    /// The pages did not tell, and now say that it must be there.
    RequiredStated,
    /// The pages said that it must be there, and no longer tell.
    RequiredUnstated,
    /// The pages did not tell, and now say that it can be left away.
    OptionalStated,
    /// The pages said that it can be left away, and no longer tell.
    OptionalUnstated,
    /// It allows all that it did, and more.
    Widened,
    /// It allows less than it did, and nothing more.
    Narrowed,
    /// A bound moved inwards.
    Tightened,
    /// A bound moved outwards.
    Loosened,
}

impl Action {
    /// What the same edit is called when it is undone.
    pub fn mirror(self) -> Self {
        match self {
            Self::Added => Self::Removed,
            Self::AddedRequired | Self::AddedUnclear => Self::Removed,
            Self::Removed | Self::Vanished => Self::Added,
            Self::Deprecated => Self::Undeprecated,
            Self::Undeprecated => Self::Deprecated,
            Self::Stated => Self::Unstated,
            Self::Unstated => Self::Stated,
            Self::Required => Self::Optional,
            Self::Optional => Self::Required,
            Self::RequiredStated => Self::RequiredUnstated,
            Self::RequiredUnstated => Self::RequiredStated,
            Self::OptionalStated => Self::OptionalUnstated,
            Self::OptionalUnstated => Self::OptionalStated,
            Self::Widened => Self::Narrowed,
            Self::Narrowed => Self::Widened,
            Self::Tightened => Self::Loosened,
            Self::Loosened => Self::Tightened,
            Self::Renamed
            | Self::RenamedRequired
            | Self::Moved
            | Self::Changed
            | Self::Restated => self,
        }
    }
}
