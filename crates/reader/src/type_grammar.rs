//! The cell of a type column, as a [`Type`]. One grammar for all vendors; the words come from
//! the dialect. Must not know names, sections or structures: a name that is no word of the
//! dialect is a reference, and whether it leads anywhere is found out later.

use specwright_spec::Type;

use crate::dialect::{Dialect, StructureName, TypeWord};

/// What a type cell says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypeFact {
    /// The type. A list of something that is not told is `list<any>`.
    pub ty: Type,
    /// The form of a text: `json`, `date-time`, `date`, `binary`.
    pub format: Option<&'static str>,
    /// The cell marks a row that is no parameter.
    pub placeholder: bool,
    /// Why the cell could not be understood, if so; `ty` is then `any`.
    pub problem: Option<TypeProblem>,
    /// The link's text and anchor name two structures: the one not taken.
    pub other_name: Option<String>,
}

/// Why a type cell could not be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeProblem {
    /// The cell is empty.
    Empty,
    /// The text is no type.
    Unknown,
}

/// Reads the text of a type cell; `link` is the target of the link in it, if there is one.
pub fn read(dialect: &Dialect, text: &str, link: Option<&str>) -> TypeFact {
    // `List<String\\\>`: escaped once too often.
    let text = text.replace('\\', "");
    let text = text.trim();
    if text.is_empty() {
        return TypeFact {
            problem: Some(TypeProblem::Empty),
            ..TypeFact::default()
        };
    }
    let mut parser = Parser {
        dialect,
        link,
        fact: TypeFact::default(),
    };
    match parser.parse(text) {
        Some(ty) => parser.fact.ty = ty,
        None => parser.fact.problem = Some(TypeProblem::Unknown),
    }
    parser.fact
}

struct Parser<'a> {
    dialect: &'a Dialect,
    link: Option<&'a str>,
    fact: TypeFact,
}

/// What may stand before an item's type, in lower case.
const LIST_HEADS: &[&str] = &["array", "list", "repeatlist"];
const MAP_HEADS: &[&str] = &["map", "dict"];
/// What may stand behind an item's type: `KeyVersion的数组`.
const LIST_TAILS: &[&str] = &["的数组", "数组", "的列表", "列表"];
/// What may stand behind a structure's name and says nothing: `Array of Filter objects`.
const FILLERS: &[&str] = &[" objects", " object", " structure", "类型", "结构体"];

impl Parser<'_> {
    fn parse(&mut self, text: &str) -> Option<Type> {
        let text = text.trim().trim_matches('*').trim();
        let text = text.trim_end_matches(['、', '，', ',', '；', ';', '。']);
        if let Some(word) = self.type_word(text) {
            return Some(self.word(word));
        }
        if let Some(item) = text.strip_suffix("[]").or_else(|| text.strip_suffix("[ ]")) {
            return Some(Type::list(self.parse(item)?));
        }
        // `[Disk]`: a list, as in samples.
        if let Some(item) = text
            .strip_prefix('[')
            .and_then(|open| open.strip_suffix(']'))
        {
            return Some(Type::list(self.parse(item)?));
        }
        let (head, rest) = split_head(text);
        let is = |heads: &[&str]| heads.iter().any(|entry| entry.eq_ignore_ascii_case(head));
        if is(LIST_HEADS)
            && let Some(item) = bracketed(rest).or_else(|| of(rest))
        {
            // `array[X[]]` and `Array of Array of X` are lists of lists.
            return Some(Type::list(self.parse(item)?));
        }
        if is(MAP_HEADS)
            && let Some(pair) = bracketed(rest)
        {
            let value = pair.rsplit_once(',').map_or(pair, |(_, value)| value);
            return Some(Type::map(self.parse(value)?));
        }
        if let Some(item) = without_tail(text, LIST_TAILS) {
            return Some(Type::list(self.parse(item)?));
        }
        self.reference(without_tail(text, FILLERS).unwrap_or(text))
    }

    /// A word of the dialect, or the plural of one: `array of Strings`.
    fn type_word(&self, text: &str) -> Option<TypeWord> {
        let is_plain = self.link.is_none() && text.len() > 3;
        let one = || text.strip_suffix('s').filter(|_| is_plain);
        let word = self.dialect.type_word(text);
        word.or_else(|| self.dialect.type_word(one()?))
    }

    fn word(&mut self, word: TypeWord) -> Type {
        let format = match word {
            TypeWord::Json => Some("json"),
            TypeWord::DateTime => Some("date-time"),
            TypeWord::Date => Some("date"),
            TypeWord::Binary => Some("binary"),
            _ => None,
        };
        self.fact.format = format.or(self.fact.format);
        match word {
            TypeWord::String
            | TypeWord::Json
            | TypeWord::DateTime
            | TypeWord::Date
            | TypeWord::Binary => Type::String,
            TypeWord::Integer => Type::Integer,
            TypeWord::Int32 => Type::Int32,
            TypeWord::Int64 => Type::Int64,
            TypeWord::Number => Type::Number,
            TypeWord::Boolean => Type::Boolean,
            TypeWord::List => Type::list(Type::Any),
            TypeWord::ScalarList => Type::list(Type::String),
            TypeWord::Object => Type::Object,
            TypeWord::Map => Type::map(Type::String),
            TypeWord::Any => Type::Any,
            TypeWord::Placeholder => {
                self.fact.placeholder = true;
                Type::Any
            }
        }
    }

    fn reference(&mut self, text: &str) -> Option<Type> {
        let anchor = self.link.and_then(anchor_name);
        let is_name = is_identifier(text);
        match (self.dialect.structure_name, anchor) {
            (StructureName::Anchor, Some(anchor)) => {
                if is_name && !anchor.eq_ignore_ascii_case(text) {
                    self.fact.other_name = Some(text.to_owned());
                }
                // An anchor in lower case only says the same as the text does.
                let same = is_name && anchor.eq_ignore_ascii_case(text);
                Some(Type::Structure(if same {
                    text.to_owned()
                } else {
                    anchor.to_owned()
                }))
            }
            (StructureName::Text, Some(anchor)) if is_name => {
                if !anchor.eq_ignore_ascii_case(text) && !is_made(anchor, text) {
                    self.fact.other_name = Some(anchor.to_owned());
                }
                Some(Type::Structure(text.to_owned()))
            }
            _ if is_name => Some(Type::Structure(text.to_owned())),
            _ => None,
        }
    }
}

/// What stands before the first of some ends.
fn without_tail<'t>(text: &'t str, tails: &[&str]) -> Option<&'t str> {
    let mut rests = tails.iter().filter_map(|tail| {
        let at = text.len().checked_sub(tail.len())?;
        let is_tail = text.get(at..)?.eq_ignore_ascii_case(tail);
        is_tail.then(|| text[..at].trim_end())
    });
    rests.find(|rest| !rest.is_empty())
}

/// `array[X]` is `array` and `[X]`; `Array of X` is `Array` and ` of X`.
fn split_head(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(text.len());
    text.split_at(end)
}

fn bracketed(rest: &str) -> Option<&str> {
    let rest = rest.trim();
    let inner = |open, close| rest.strip_prefix(open)?.strip_suffix(close);
    inner('[', ']')
        .or_else(|| inner('<', '>'))
        .or_else(|| inner('(', ')'))
}

fn of(rest: &str) -> Option<&str> {
    let rest = rest.trim_start();
    let (word, item) = rest.split_once(char::is_whitespace)?;
    word.eq_ignore_ascii_case("of").then_some(item)
}

/// The identifier after the last `#` of a link.
fn anchor_name(link: &str) -> Option<&str> {
    link.rsplit_once('#')
        .map(|(_, anchor)| anchor)
        .filter(|anchor| is_identifier(anchor))
}

/// Whether a publishing tool made the anchor (`section_qvb_ed3_i6n`): it says nothing of the structure.
/// Names of structures that begin with a capital letter have anchors that do, too, where people wrote them.
fn is_made(anchor: &str, text: &str) -> bool {
    anchor.starts_with(|c: char| c.is_ascii_lowercase())
        && text.starts_with(|c: char| c.is_ascii_uppercase())
}

/// Whether a text can name a structure.
pub fn is_identifier(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: Dialect = Dialect {
        types: &[
            (TypeWord::String, &["string"]),
            (TypeWord::Int64, &["long"]),
            (TypeWord::List, &["array"]),
            (TypeWord::Json, &["json"]),
            (TypeWord::Map, &["string to string map"]),
            (TypeWord::Placeholder, &["-"]),
        ],
        ..Dialect::EMPTY
    };

    fn ty(text: &str, link: Option<&str>) -> String {
        read(&WORDS, text, link).ty.to_string()
    }

    #[test]
    fn words_around_a_type() {
        let of = |text| read(&WORDS, text, None).ty;
        let item = || Type::Structure("Item".into());
        for text in [
            "Item的数组",
            "Item数组",
            "array of Item objects",
            "Array of Item、",
        ] {
            assert_eq!(of(text), Type::list(item()), "{text}");
        }
        for text in ["Item类型", "Item object", "Item结构体"] {
            assert_eq!(of(text), item(), "{text}");
        }
        assert_eq!(of("String的数组"), Type::list(Type::String));
        let unknown = read(&WORDS, "的数组", None).problem;
        assert_eq!(unknown, Some(TypeProblem::Unknown));
    }

    #[test]
    fn every_spelling_of_a_list() {
        for text in [
            "array[string]",
            "array<string>",
            "Array of String",
            "string[]",
            "String[ ]",
            "List<String>",
            "[String]",
            "array of Strings",
        ] {
            assert_eq!(ty(text, None), "list<string>", "{text}");
        }
        assert_eq!(ty("Array", None), "list<any>");
        assert_eq!(ty("Array of Array of Long", None), "list<list<int64>>");
    }

    #[test]
    fn words_and_maps() {
        assert_eq!(ty("String to string map", None), "map<string>");
        assert_eq!(ty("Map<String, Long>", None), "map<int64>");
        assert_eq!(read(&WORDS, "Json", None).format, Some("json"));
        assert!(read(&WORDS, "-", None).placeholder);
    }

    #[test]
    fn the_dialect_says_whether_text_or_anchor_names_a_structure() {
        let link = Some("/document/api/1/2#Right");
        assert_eq!(ty("array[Wrong]", link), "list<Wrong>");
        let anchors = Dialect {
            structure_name: StructureName::Anchor,
            ..WORDS
        };
        let fact = read(&anchors, "Array of Wrong", link);
        assert_eq!(
            (fact.ty.to_string().as_str(), fact.other_name.as_deref()),
            ("list<Right>", Some("Wrong"))
        );
        // An anchor in lower case does not change the name.
        assert_eq!(
            read(&anchors, "DiskInfo", Some("x.md#diskinfo"))
                .ty
                .to_string(),
            "DiskInfo"
        );
    }

    #[test]
    fn an_anchor_that_a_tool_made_names_no_other_structure() {
        for (link, other) in [
            ("#section_qvb_ed3_i6n", None),
            ("#hxfour", None),
            ("#disk", None),
            ("#AvailableZoneType", Some("AvailableZoneType")),
        ] {
            let fact = read(&WORDS, "Disk", Some(link));
            assert_eq!(fact.ty, Type::Structure("Disk".into()), "{link}");
            assert_eq!(fact.other_name.as_deref(), other, "{link}");
        }
    }

    #[test]
    fn what_is_no_type_is_said_to_be_none() {
        assert_eq!(read(&WORDS, "", None).problem, Some(TypeProblem::Empty));
        assert_eq!(
            read(&WORDS, "see below", None).problem,
            Some(TypeProblem::Unknown)
        );
        assert_eq!(read(&WORDS, "是", None).problem, Some(TypeProblem::Unknown));
    }
}
