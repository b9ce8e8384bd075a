//! How UCloud lays out its pages. Three kinds stand side by side: the standard page, older pages
//! with English headings, and pages of operations by method and path (object storage, archive).

use specwright_spec::Required;

use crate::dialect::{
    Column, Dialect, NameSource, OperationHeads, OtherTitle, Section, ServiceSource, StructureName,
    TypeWord,
};

/// UCloud.
pub const UCLOUD: Dialect = Dialect {
    name: "ucloud",
    sections: SECTIONS,
    // Pages by method and path put captions in bold above their tables.
    bold_headings: true,
    columns: &[
        (
            Column::Name,
            &["参数名", "字段名", "Parameter name", "Name"],
        ),
        (Column::Type, &["类型", "Type"]),
        (
            Column::Description,
            &["描述信息", "描述", "中文", "错误说明", "Description"],
        ),
        (Column::Required, &["必填", "Required"]),
        // The container service writes its return codes under the title of HTTP statuses.
        (Column::Code, &["错误码", "RetCode", "Http状态码"]),
        (Column::Message, &["Message"]),
        // The metrics of the monitor, a table for each type of resource.
        (Column::Value, &["参数"]),
        (Column::Unit, &["单位"]),
    ],
    required: &[(Required::Yes, &["Yes"]), (Required::No, &["No"])],
    types: &[
        (TypeWord::String, &["string"]),
        (TypeWord::Integer, &["int", "integer"]),
        (TypeWord::Number, &["float"]),
        (TypeWord::Boolean, &["boolean", "bool"]),
        (TypeWord::List, &["array"]),
        (TypeWord::Object, &["object"]),
        (TypeWord::Map, &["键值对"]),
    ],
    // `array[[*RuleAction*](#RuleCondition)]`: the text is what the API calls it.
    structure_name: StructureName::Text,
    index_letters: &["N", "n"],
    operations: OperationHeads::Page,
    // Samples and links are copied from page to page: they name other operations too often.
    names: &[NameSource::TitleTail, NameSource::ActionRow],
    service: &[ServiceSource::InnerFolder],
    plain_folders: &["ucloud"],
    other_titles: &[
        (
            OtherTitle::Index,
            &["API 索引", "API索引", "API 文档概述", "API 文档综览"],
        ),
        (
            OtherTitle::ChangeLog,
            &["更新日志", "更新日志 - ChangeLog", "ChangeLog"],
        ),
        (OtherTitle::CommonParameters, &["快速开始", "公共参数"]),
    ],
    syntax_places: true,
    // `GetMetric` has a table of metrics for each type of resource.
    values_of: "MetricName",
    ..Dialect::EMPTY
};

const SECTIONS: &[(Section, &[&str])] = &[
    (Section::Description, &["简介"]),
    (Section::Group, &["定义"]),
    (Section::Links, &["使用方法"]),
    (Section::Common, &["公共参数"]),
    (Section::Request, &["请求参数", "Request Parameters"]),
    (
        Section::Response,
        &[
            "响应字段",
            "响应",
            "响应元素",
            "Response Elements",
            "Responses",
        ],
    ),
    (Section::Structures, &["数据模型"]),
    (Section::Samples, &["示例", "Example", "Examples"]),
    (
        Section::RequestSample,
        &["请求示例", "Request Example", "Example Request"],
    ),
    (
        Section::ResponseSample,
        &[
            "响应示例",
            "响应错误示例",
            "Response Example",
            "Example Response",
        ],
    ),
    (
        Section::Syntax,
        &["句法", "Request Syntax", "Requests Syntax"],
    ),
    (Section::RequestHeaders, &["请求头", "Request Headers"]),
    (Section::RequestBody, &["请求元素", "Request Elements"]),
    (Section::ResponseHeaders, &["响应头", "Response Headers"]),
    (Section::Errors, &["错误码", "错误码说明"]),
];
