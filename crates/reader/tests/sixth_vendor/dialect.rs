//! How the pages of an invented vendor look: nothing but what its words mean.

use specwright_reader::Dialect;
use specwright_reader::dialect::{
    Column, NameSource, OperationHeads, OtherTitle, Section, ServiceSource, StructureName, TypeWord,
};
use specwright_spec::Required;

/// Meridian, which sells tides.
pub const MERIDIAN: Dialect = Dialect {
    name: "meridian",
    sections: &[
        (Section::Description, &["Purpose"]),
        (Section::Request, &["What you send"]),
        (Section::Response, &["What comes back"]),
        (Section::Structures, &["Shapes"]),
        (Section::Errors, &["What can go wrong"]),
        (Section::Ignored, &["See also"]),
    ],
    prefixes: &[
        (Section::RequestSample, &["Try it"]),
        (Section::ResponseSample, &["Answer"]),
    ],
    columns: &[
        (Column::Name, &["Key"]),
        (Column::Type, &["Kind"]),
        (Column::Required, &["Needed"]),
        (Column::Description, &["Meaning"]),
        (Column::Default, &["Otherwise"]),
        (Column::Code, &["Fault"]),
        (Column::Status, &["HTTP"]),
        (Column::Meaning, &["Cause"]),
    ],
    required: &[(Required::Yes, &["always"]), (Required::No, &["at will"])],
    types: &[
        (TypeWord::String, &["words"]),
        (TypeWord::Integer, &["count"]),
        (TypeWord::Number, &["measure"]),
        (TypeWord::Boolean, &["switch"]),
        (TypeWord::DateTime, &["moment"]),
        (TypeWord::List, &["list"]),
        (TypeWord::Object, &["record"]),
    ],
    structure_name: StructureName::Text,
    index_letters: &["i"],
    operations: OperationHeads::Page,
    names: &[NameSource::Title],
    service: &[ServiceSource::OuterFolder],
    other_titles: &[(OtherTitle::Index, &["Contents"])],
    ..Dialect::EMPTY
};
