//! How Zenlayer lays out its pages: GitBook's Markdown, numbered sections after Tencent's
//! pattern, camel-case names, data structures on pages that a group of services shares.

use specwright_spec::Required;

use crate::dialect::{
    Column, Dialect, NameSource, OperationHeads, OtherTitle, Section, ServiceSource, StructureName,
    TypeWord,
};

/// Zenlayer Cloud, API 2.0.
pub const ZENLAYER: Dialect = Dialect {
    name: "zenlayer",
    sections: &[
        (Section::Description, &["接口描述", "API Description"]),
        (
            Section::Request,
            &[
                "请求参数",
                "输入参数",
                "Input Parameters",
                "Input Parameter",
                "Request Parameters",
                "Request Parameter",
            ],
        ),
        (
            Section::Response,
            &[
                "响应结果",
                "响应Response",
                "响应参数",
                "输出参数",
                "返回参数",
                "Output Parameters",
                "Output Parameter",
                "Response Parameters",
                "Response Parameter",
                "Response",
            ],
        ),
        (
            Section::Samples,
            &[
                "代码示例",
                "示例",
                "Code Example",
                "Code Examples",
                "Example",
                "Examples",
            ],
        ),
        (Section::Errors, &["错误码", "Error Codes"]),
        (
            Section::Ignored,
            &[
                "开发者工具",
                "开发者资源",
                "Developer Resources",
                "Developer Tools",
            ],
        ),
    ],
    heading_fillers: &[
        "接口",
        "说明",
        "列表",
        "详情",
        "API ",
        "List of ",
        " List",
        " Description",
    ],
    columns: &[
        (
            Column::Name,
            &["参数名称", "名称", "Parameter Name", "Name"],
        ),
        (Column::Required, &["必选", "是否必选", "Required"]),
        (Column::Type, &["类型", "Type"]),
        (
            Column::Description,
            &["描述", "说明", "语义", "状态说明", "Description"],
        ),
        (Column::Status, &["HTTP状态码", "HTTP Status Code"]),
        (Column::Code, &["错误码", "Error Code"]),
        (
            Column::Value,
            &[
                "状态值",
                "枚举值",
                "Value",
                "Status Value",
                "Enum Value",
                "Status",
            ],
        ),
    ],
    column_parts: &[
        (Column::Required, &["必选", "必填", "必须", "required"]),
        (Column::Type, &["类型", "type"]),
        (Column::Description, &["描述", "说明", "description"]),
        (
            Column::Name,
            &["参数名", "字段名", "parameter name", "field name"],
        ),
    ],
    required: &[
        (Required::Yes, &["是", "Yes"]),
        (Required::No, &["否", "No"]),
    ],
    types: &[
        // `Array of zoneId` is a list of the texts that zones are named by.
        (TypeWord::String, &["string", "zoneid"]),
        (TypeWord::Integer, &["integer", "int", "long"]),
        (TypeWord::Number, &["float", "double", "bigdecimal"]),
        (TypeWord::Boolean, &["boolean", "bool"]),
        (TypeWord::DateTime, &["timestamp", "datetime"]),
        (TypeWord::Object, &["object"]),
        (TypeWord::List, &["array", "list"]),
    ],
    // The anchor is the same name in lower case.
    structure_name: StructureName::Text,
    index_letters: &["N", "n"],
    operations: OperationHeads::Page,
    // Files, prose and samples are copied from other operations; the title comes first.
    names: &[NameSource::Title, NameSource::Sample, NameSource::Phrase],
    // `POST /api/v2/zec`, or in older samples `Host: console.zenlayer.com/api/v2/bmc`.
    service: &[ServiceSource::SamplePath, ServiceSource::InnerFolder],
    plain_folders: &["zenlayer"],
    other_titles: &[
        (OtherTitle::Errors, &["公共错误码", "Common Error Codes"]),
        (
            OtherTitle::Structures,
            &["数据结构", "Data Structures", "Data Structure"],
        ),
        (
            OtherTitle::Other,
            &[
                "参数类型",
                "请求结构",
                "返回结果",
                "签名方法 v2",
                "调用方式",
                "Request Structure",
                "Response",
                "Data Types",
                "Signature",
            ],
        ),
    ],
    // Every page of the published site is followed by instructions to programs that read it.
    end_marks: &["Agent Instructions"],
    boilerplate: &["For the complete documentation index"],
    lists_request_id: true,
    name_phrases: &[
        ("本接口（", "）"),
        ("本接口(", ")"),
        ("本接口（", ")"),
        ("本接口(", "）"),
        ("This API (", ")"),
    ],
    // Some pages refer to structures that none lists; their samples show the members.
    sample_members: true,
    // A few names of the tables begin with a capital letter; the samples are as sent.
    samples_tell_case: true,
    // Prices of bandwidth: some tables give one `Price`, and all descriptions tell of several.
    several: &[
        "可能有多个",
        "there may be several",
        "there may be multiple",
    ],
    // Types link to pages by their address in the editor, too.
    sites: &["app.gitbook.com", "docs.console.zenlayer.com"],
    // `[DiskStatus](…)` leads to a table of values.
    value_structures: true,
    ..Dialect::EMPTY
};
