//! How UCloudStack lays out its pages: several operations on each. The first generation has bold
//! paragraphs in place of headings and samples; the second has headings, typed references, and
//! no samples.

use specwright_spec::Required;

use crate::dialect::{
    Column, Dialect, NameSource, OperationHeads, OtherTitle, Section, ServiceSource, StructureName,
    TypeWord,
};

/// UCloudStack, both generations.
pub const UCLOUDSTACK: Dialect = Dialect {
    name: "ucloudstack",
    sections: &[
        (Section::Request, &["请求参数", "Request Parameters"]),
        (Section::Response, &["响应字段", "Response Elements"]),
        (Section::Structures, &["数据模型"]),
        (Section::Common, &["公共参数"]),
        (Section::RequestSample, &["请求示例", "Request Example"]),
        (Section::ResponseSample, &["响应示例", "Response Example"]),
    ],
    bold_headings: true,
    columns: &[
        (Column::Name, &["Parameter name", "字段名", "参数名"]),
        (Column::Type, &["Type", "类型", "参数类型"]),
        (
            Column::Description,
            &["Description", "描述信息", "描述", "说明"],
        ),
        (Column::Required, &["Required", "必填", "必选"]),
        (Column::Code, &["Retcode"]),
    ],
    required: &[
        (Required::Yes, &["Yes", "true"]),
        (Required::No, &["No", "false"]),
    ],
    types: &[
        (TypeWord::String, &["string"]),
        (TypeWord::Integer, &["int", "integer"]),
        (TypeWord::Number, &["float", "float64", "double"]),
        (TypeWord::Boolean, &["bool", "boolean"]),
        (TypeWord::List, &["array"]),
        (TypeWord::Object, &["object"]),
    ],
    structure_name: StructureName::Text,
    index_letters: &["N", "n"],
    operations: OperationHeads::Headings(2),
    names: &[NameSource::TitleTail],
    // `apiguide/disk.md`: folders name a kind of page, and all of it is one API.
    service: &[
        ServiceSource::InnerFolder,
        ServiceSource::Fixed("ucloudstack"),
    ],
    plain_folders: &["ucloudstack", "apiguide", "apiretcode"],
    // `v1`, `v2`; in the vendor's own repository `UCloudStack_v2.x`.
    editions: &["v", "UCloudStack_v"],
    // Some operations of the first generation list only the envelope; their samples show the rest.
    sample_members: true,
    other_titles: &[
        (OtherTitle::Index, &["API 概览"]),
        (OtherTitle::Errors, &["API 状态码列表", "API 状态码"]),
        (OtherTitle::Other, &["Python Demo"]),
    ],
    ..Dialect::EMPTY
};
