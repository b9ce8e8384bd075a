//! What a vendor's pages look like, as data: which headings mean which section, which column
//! titles mean what, how required is written, the words for types, where the name of an
//! operation stands. One constant a vendor, in `dialects/`. No code that reads pages lives here.

use specwright_spec::Required;

/// How one vendor lays out its pages.
#[derive(Clone, Copy, Debug)]
pub struct Dialect {
    /// The name that profiles refer to.
    pub name: &'static str,
    /// Headings, and the sections they open. The first entry with the heading wins.
    pub sections: &'static [(Section, &'static [&'static str])],
    /// Beginnings of headings, and the sections they open: `示例1 创建快照`.
    pub prefixes: &'static [(Section, &'static [&'static str])],
    /// Headings may have a word glued in front of them (`CreateProject请求参数`; words of two signs,
    /// such as `参数`, stand behind names of structures too).
    pub glued_headings: bool,
    /// A heading above a table may name a structure among other words: `DBInstance数据结构`.
    pub structure_words: bool,
    /// Words around those of a heading that say nothing: `请求参数说明`, `List of Error Codes`.
    pub heading_fillers: &'static [&'static str],
    /// A paragraph that is nothing but bold text is a heading of the lowest level.
    pub bold_headings: bool,
    /// So it is where its words open a section, and only there.
    pub bold_sections: bool,
    /// Column titles, and what stands below them.
    pub columns: &'static [(Column, &'static [&'static str])],
    /// Parts of short column titles that are none of these, and what stands below them.
    pub column_parts: &'static [(Column, &'static [&'static str])],
    /// Marks in a required column.
    pub required: &'static [(Required, &'static [&'static str])],
    /// Marks that name the parameter within which a member is needed: what stands before its name, and after it.
    pub required_within: &'static [(&'static str, &'static str)],
    /// The vendor's words for types, in lower case.
    pub types: &'static [(TypeWord, &'static [&'static str])],
    /// The name of a structure: what a type's link shows, or what it points at.
    pub structure_name: StructureName,
    /// The segments of a dotted name that stand for an index, beside digits: `N` in `Tag.N.Key`.
    pub index_letters: &'static [&'static str],
    /// Where operations begin.
    pub operations: OperationHeads,
    /// A page that repeats its sections below headings of their own describes several operations.
    pub repeated_sections: bool,
    /// Where an operation's name may stand; each statement is one vote, and the first breaks ties.
    pub names: &'static [NameSource],
    /// Parts of links that lead to the vendor's explorer, which names the operation.
    pub explorers: &'static [&'static str],
    /// Where the name of the service stands, the best first.
    pub service: &'static [ServiceSource],
    /// Folders that name no service.
    pub plain_folders: &'static [&'static str],
    /// Words in names of folders whose pages list structures: a link there, in the description of a
    /// container whose type tells nothing, names what it holds.
    pub structure_folders: &'static [&'static str],
    /// Words in names of folders that say how the operations in them stand.
    pub folder_hints: &'static [(FolderHint, &'static [&'static str])],
    /// What stands before the number in the names of folders that hold an edition each: `v` in `v2`.
    /// Of an operation that several editions describe, the newest counts.
    pub editions: &'static [&'static str],
    /// Tables in which the response's nesting shows only by order, marks and samples.
    pub flat_responses: bool,
    /// Titles of pages that are no operations, whatever they hold: each a part of the title.
    pub other_titles: &'static [(OtherTitle, &'static [&'static str])],
    /// Words that titles of such pages have among others; no title that is a name has them.
    pub other_title_parts: &'static [(OtherTitle, &'static [&'static str])],
    /// From this heading on, the text is not part of the API: each a heading's beginning.
    pub end_marks: &'static [&'static str],
    /// A table without a required column is a response, whatever its heading says.
    pub three_columns_are_response: bool,
    /// A second table of parameters in one section lists filters or values, not parameters.
    pub one_request_table: bool,
    /// Phrases of running text that name the operation: what stands before it, and after it.
    pub name_phrases: &'static [(&'static str, &'static str)],
    /// Hosts of the site that the pages are published on: its addresses lead to pages.
    pub sites: &'static [&'static str],
    /// What a host of the vendor ends in; what stands before it is the service.
    pub host_suffix: &'static str,
    /// What its hosts ended in once: they tell the service, and not where it is now.
    pub older_host_suffix: &'static str,
    /// The language of a page, by a folder in its path; the first is the best. Empty if the
    /// vendor's languages are folders that are read one at a time.
    pub languages: &'static [&'static str],
    /// Beginnings of paragraphs that the publishing tool put on the page.
    pub boilerplate: &'static [&'static str],
    /// What tables leave out samples show: members of a response that lists the envelope alone,
    /// and of structures that no page lists.
    pub sample_members: bool,
    /// Tables slip in the case of names: where every sample has another case, the samples' counts.
    pub samples_tell_case: bool,
    /// Phrases of descriptions that tell of several where the type names one structure.
    pub several: &'static [&'static str],
    /// A reference may lead to a set of values: one that leads nowhere is no object for certain.
    pub value_structures: bool,
    /// Tables say nothing of places: the syntax of the request tells where parameters travel.
    pub syntax_places: bool,
    /// The tables of responses list the id of the request, which every response has.
    pub lists_request_id: bool,
    /// The parameter whose values a section's tables of values list.
    pub values_of: &'static str,
    /// Members of JSON texts and of bodies are listed flat: marks and samples tell their place.
    pub flat_requests: bool,
    /// Words of the text above a table whose parameters travel in the body.
    pub body_captions: &'static [&'static str],
    /// Words of the text above a table that is not the section's: messages that the service sends.
    pub aside_captions: &'static [&'static str],
    /// Rows that stand for the common parameters: parts of what they have for a name.
    pub placeholder_rows: &'static [&'static str],
}

impl Dialect {
    /// A dialect that knows nothing, to fill in from.
    pub const EMPTY: Dialect = Dialect {
        name: "",
        sections: &[],
        prefixes: &[],
        glued_headings: false,
        structure_words: false,
        heading_fillers: &[],
        bold_headings: false,
        bold_sections: false,
        columns: &[],
        column_parts: &[],
        required: &[],
        required_within: &[],
        types: &[],
        structure_name: StructureName::Text,
        index_letters: &["N", "n"],
        operations: OperationHeads::Page,
        repeated_sections: false,
        names: &[],
        explorers: &[],
        service: &[],
        plain_folders: &[],
        structure_folders: &[],
        folder_hints: &[],
        editions: &[],
        flat_responses: false,
        other_titles: &[],
        other_title_parts: &[],
        end_marks: &[],
        three_columns_are_response: false,
        one_request_table: false,
        name_phrases: &[],
        sites: &[],
        host_suffix: "",
        older_host_suffix: "",
        languages: &[],
        boilerplate: &[],
        sample_members: false,
        samples_tell_case: false,
        several: &[],
        value_structures: false,
        syntax_places: false,
        lists_request_id: false,
        values_of: "",
        flat_requests: false,
        body_captions: &[],
        aside_captions: &[],
        placeholder_rows: &[],
    };

    /// What the folders of a page say of its operations.
    pub fn folder_hint(&self, path: &str) -> Option<FolderHint> {
        let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
        let is_said = |(_, words): &&(FolderHint, &[&str])| {
            words.iter().any(|word| {
                folders
                    .split('/')
                    .any(|folder| folder.to_ascii_lowercase().contains(word))
            })
        };
        self.folder_hints
            .iter()
            .find(is_said)
            .map(|(hint, _)| *hint)
    }

    /// What a column title means.
    pub fn column(&self, title: &str) -> Option<Column> {
        find(self.columns, title)
    }

    /// What a column title means that is in no list, by a part of it. Only a header may be asked
    /// so: descriptions have these words, too.
    pub fn column_by_part(&self, title: &str) -> Option<Column> {
        let title = title.to_ascii_lowercase();
        let is_in = |parts: &[&str]| parts.iter().any(|part| title.contains(part));
        self.column_parts
            .iter()
            .find(|(_, parts)| title.chars().count() <= MAX_TITLE && is_in(parts))
            .map(|(column, _)| *column)
    }

    /// What a heading opens.
    pub fn section(&self, heading: &str) -> Option<Section> {
        find(self.sections, heading)
            .or_else(|| self.glued_headings.then(|| self.glued(heading)).flatten())
            .or_else(|| self.prefixed(heading))
            .or_else(|| self.glossed(heading))
            .or_else(|| find(self.sections, self.without_fillers(heading)?))
    }

    /// A heading without the words around it that say nothing, if it has any.
    fn without_fillers<'h>(&self, heading: &'h str) -> Option<&'h str> {
        let mut bare = heading;
        loop {
            let shorter = |filler: &&str| {
                let rest = strip_end(bare, filler).or_else(|| strip_start(bare, filler))?;
                Some(rest.trim()).filter(|rest| !rest.is_empty())
            };
            match self.heading_fillers.iter().find_map(shorter) {
                Some(rest) => bare = rest,
                None => return (bare != heading).then_some(bare),
            }
        }
    }

    /// What a mark in a required column says; nothing if it is no known mark.
    pub fn required(&self, mark: &str) -> Option<Required> {
        find(self.required, mark)
    }

    /// The parameter within which a mark calls a member needed.
    pub fn needed_within<'m>(&self, mark: &'m str) -> Option<&'m str> {
        self.required_within.iter().find_map(|(before, after)| {
            let name = mark.strip_prefix(before)?.strip_suffix(after)?;
            let is_name = |name: &&str| {
                !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.')
            };
            Some(name.trim()).filter(is_name)
        })
    }

    /// What a word for a type means.
    pub fn type_word(&self, word: &str) -> Option<TypeWord> {
        find(self.types, word)
    }

    fn prefixed(&self, heading: &str) -> Option<Section> {
        let begins = |word: &&str| {
            heading
                .get(..word.len())
                .is_some_and(|front| front.eq_ignore_ascii_case(word))
        };
        self.prefixes
            .iter()
            .find(|(_, words)| words.iter().any(begins))
            .map(|(section, _)| *section)
    }

    /// `请求头（Request Headers）`: the words, and the same in another language.
    fn glossed(&self, heading: &str) -> Option<Section> {
        let (words, gloss) = heading.split_once(['（', '('])?;
        let gloss = gloss.trim_end_matches(['）', ')']);
        find(self.sections, words.trim_end()).or_else(|| find(self.sections, gloss.trim()))
    }

    fn glued(&self, heading: &str) -> Option<Section> {
        if !heading.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return None;
        }
        let words = self
            .sections
            .iter()
            .flat_map(|(section, words)| words.iter().map(move |word| (*section, *word)));
        let glued = |word: &str| {
            heading.strip_suffix(word).is_some_and(|front| {
                !front.is_empty() && front.bytes().all(|b| b.is_ascii_alphanumeric())
            })
        };
        words
            .filter(|(_, word)| !word.is_ascii() && word.chars().count() > 2)
            .find(|(_, word)| glued(word))
            .map(|(section, _)| section)
    }
}

/// Longer titles of columns are sentences.
const MAX_TITLE: usize = 16;

/// A text without a word in front, whatever the word's case.
fn strip_start<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let rest = text.get(word.len()..)?;
    text[..word.len()]
        .eq_ignore_ascii_case(word)
        .then_some(rest)
}

/// A text without a word at its end, whatever the word's case.
fn strip_end<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (rest, end) = text.split_at_checked(text.len().checked_sub(word.len())?)?;
    end.eq_ignore_ascii_case(word).then_some(rest)
}

fn find<T: Copy>(table: &[(T, &'static [&'static str])], word: &str) -> Option<T> {
    let same = |entry: &&str| entry.eq_ignore_ascii_case(word);
    table
        .iter()
        .find(|(_, words)| words.iter().any(same))
        .map(|(meaning, _)| *meaning)
}

/// A part of a page, by what stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// What the operation does.
    Description,
    /// The parameters of the request.
    Request,
    /// Parameters that travel in headers.
    RequestHeaders,
    /// Parameters that travel in the body.
    RequestBody,
    /// Method and path.
    Syntax,
    /// The members of the response.
    Response,
    /// Members of the response that travel in headers.
    ResponseHeaders,
    /// What every request or response has: read for the name and the version, not as parameters.
    Common,
    /// Structures of the section above.
    Structures,
    /// Members of the structure that the page's title names.
    Members,
    /// What an item of the structure is called: its name where the title is none.
    NodeName,
    /// Error codes.
    Errors,
    /// Samples of both kinds.
    Samples,
    /// Samples of requests.
    RequestSample,
    /// Samples of responses.
    ResponseSample,
    /// Read for links that name the operation, otherwise not part of the API.
    Links,
    /// Known, and not part of the API.
    Ignored,
    /// A heading that groups the sections below it.
    Group,
}

impl Section {
    /// The word for the section in positions and messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Description => "description",
            Self::Request => "request",
            Self::RequestHeaders => "request headers",
            Self::RequestBody => "request body",
            Self::Syntax => "syntax",
            Self::Response => "response",
            Self::ResponseHeaders => "response headers",
            Self::Common => "common parameters",
            Self::Structures | Self::Members | Self::NodeName => "structures",
            Self::Errors => "errors",
            Self::Samples | Self::RequestSample | Self::ResponseSample => "samples",
            Self::Links => "links",
            Self::Ignored => "ignored",
            Self::Group => "group",
        }
    }

    /// Whether tables in it list parameters or members.
    pub const fn has_fields(self) -> bool {
        self.is_request()
            || matches!(
                self,
                Self::Response | Self::ResponseHeaders | Self::Common | Self::Members
            )
    }

    /// Whether tables of parameters in it belong to the request.
    pub const fn is_request(self) -> bool {
        matches!(
            self,
            Self::Request | Self::RequestHeaders | Self::RequestBody
        )
    }
}

/// What stands in a column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// The name of a parameter or a member.
    Name,
    /// Its type.
    Type,
    /// Whether it is needed.
    Required,
    /// An example of its value.
    Example,
    /// Where it travels.
    Position,
    /// What it means.
    Description,
    /// What it is when absent.
    Default,
    /// The unit of its value.
    Unit,
    /// An error code.
    Code,
    /// The HTTP status of an error.
    Status,
    /// The message of an error.
    Message,
    /// What an error means, in tables where the description is the message.
    Meaning,
    /// One of a closed set of values.
    Value,
}

/// A vendor's word for a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeWord {
    /// Text.
    String,
    /// A whole number of unknown width.
    Integer,
    /// A whole number of 32 bits.
    Int32,
    /// A whole number of 64 bits.
    Int64,
    /// A number with a fraction.
    Number,
    /// True or false.
    Boolean,
    /// A list of something the word does not tell.
    List,
    /// A list of texts whose wrapper only samples show.
    ScalarList,
    /// An object whose members the word does not tell.
    Object,
    /// Names chosen by the caller to texts.
    Map,
    /// A text that holds JSON.
    Json,
    /// A text that holds a date and a time.
    DateTime,
    /// A text that holds a date.
    Date,
    /// A text that holds bytes.
    Binary,
    /// Anything.
    Any,
    /// No type at all: the row is no parameter (`<公共请求参数>` with `-`).
    Placeholder,
}

/// Where a type's link has the name of the structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StructureName {
    /// In the text that it shows.
    Text,
    /// In the anchor that it points at, as it is written there.
    Anchor,
}

/// What the name of a folder says of the operations in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FolderHint {
    /// They belong to an older API: deprecated.
    Old,
    /// They are not shown to everybody.
    Hidden,
    /// They are not there yet.
    Coming,
}

/// Where operations begin on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationHeads {
    /// A page is one operation.
    Page,
    /// Headings of this level that end in ` - Action` begin one each.
    Headings(u8),
}

/// Where an operation's name may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameSource {
    /// The title, if it is an identifier.
    Title,
    /// The title, after its last hyphen.
    TitleTail,
    /// The `Action` row of a table of parameters.
    ActionRow,
    /// A phrase of the description.
    Phrase,
    /// The link to the vendor's explorer.
    Explorer,
    /// The samples.
    Sample,
}

/// Where the name of the service stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceSource {
    /// The first label of the host that the page names.
    Host,
    /// The first label of a host that is no more.
    OlderHost,
    /// The product in the link to the vendor's explorer, as most pages of the folder have it.
    Explorer,
    /// The last part of the path that samples are sent to.
    SamplePath,
    /// The innermost folder that is not plain.
    InnerFolder,
    /// The outermost folder that is not plain.
    OuterFolder,
    /// Always this.
    Fixed(&'static str),
}

/// What a page is that is no operation, told by its title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherTitle {
    /// An index or an overview.
    Index,
    /// Parameters that all operations share.
    CommonParameters,
    /// Error codes.
    Errors,
    /// A list of changes.
    ChangeLog,
    /// Structures.
    Structures,
    /// Something else.
    Other,
}
