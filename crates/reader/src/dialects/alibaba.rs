//! How Alibaba Cloud lays out its pages. Three eras stand side by side in the same folders, in
//! two languages; they share these words. What they do not share (depth marks, list wrappers,
//! flat tables) is told by the rows themselves.

use specwright_spec::Required;

use crate::dialect::{
    Column, Dialect, NameSource, OperationHeads, OtherTitle, Section, ServiceSource, StructureName, TypeWord,
};

/// Alibaba Cloud, RPC and ROA.
pub const ALIBABA: Dialect = Dialect {
    name: "alibaba",
    sections: &[
        (
            Section::Description,
            &[
                "接口说明", "描述", "接口描述", "API描述", "概述", "说明", "使用说明", "需要的权限", "简介", "Description", "Usage notes",
                "Required permissions", "Overview", "Background information", "Prerequisites", "Usage note", "Note", "Permissions",
                "权限说明", "前提条件", "背景信息", "使用限制", "Limits", "Precautions", "注意事项", "功能说明",
            ],
        ),
        (
            Section::Request,
            &["请求参数", "输入参数", "Request parameters", "Request parameter", "Request prameters", "Parameters", "Input parameters", "参数"],
        ),
        (Section::RequestHeaders, &["请求头", "请求头部", "Request header", "Request headers"]),
        (
            Section::RequestBody,
            &["RequestBody", "Request body", "请求体", "请求Body", "Body参数", "请求消息体"],
        ),
        (Section::Syntax, &["请求语法", "请求方法", "请求格式", "请求结构", "Request syntax", "Request method", "Request format", "Request structure"]),
        (
            Section::Response,
            &[
                "返回数据", "返回参数", "回参数", "输出参数", "返回结果", "响应参数", "Response parameters", "Response parameter",
                "Return parameters", "Returns", "Returns Parameters", "Response elements", "Output parameters", "Response", "返回值",
            ],
        ),
        (
            Section::Errors,
            &[
                "错误码", "接口错误码", "错误信息", "特殊错误码", "特定错误码", "错误代码", "Error codes", "Errors codes", "Error code", "Errors",
                "Common errors", "Special error codes", "常见错误码", "公共错误码", "错误代码表", "Common error codes", "Error messages",
            ],
        ),
        (
            Section::Samples,
            &["示例", "操作示例", "Examples", "Example", "Samples", "Sample", "Sample requests and responses", "代码示例"],
        ),
        (
            Section::RequestSample,
            &["请求示例", "Request example", "Sample requests", "Sample request", "Request examples", "请求样例"],
        ),
        (
            Section::ResponseSample,
            &[
                "返回示例", "正常返回示例", "异常返回示例", "Response example", "Sample responses", "Sample response", "Response examples",
                "Success response", "Error response", "Successful response", "返回样例", "XML示例", "JSON示例", "XML格式", "JSON格式",
            ],
        ),
        (Section::Members, &["子节点", "节点内容", "Child nodes", "Child node", "Subnodes", "Sub-nodes", "Child elements"]),
        (Section::Links, &["调试", "Debugging", "Debug", "Make the API call", "API Explorer"]),
        (
            Section::Ignored,
            &[
                "SDK示例", "SDK 示例", "SDK examples", "SDK example", "Sample code", "节点名", "Node name", "Node", "Parent node",
                "相关文档", "相关API", "Related operations", "References", "SDK参考", "后续步骤",
                "相关操作", "What to do next", "Related topics",
            ],
        ),
    ],
    // `CreateProject请求参数`.
    glued_headings: true,
    structure_words: true,
    prefixes: &[
        // What the JSON in one parameter holds, told by prose, examples and tables of metrics.
        (
            Section::Ignored,
            &[
                "关于参数", "特殊参数说明", "报警指标取值", "可查询的", "如何获取", "完整使用示例", "Additional information about the",
                "Supplementary description about the", "Special parameter description", "Alert metrics", "Queryable ", "Obtain the ",
            ],
        ),
    ],
    columns: &[
        (
            Column::Name,
            &[
                "名称", "参数", "参数名称", "参数名", "字段", "字段名称", "字段名", "Parameter", "Parameters", "Name", "Parameter name", "Field",
                "Field name", "Prameter", "Key",
            ],
        ),
        (Column::Type, &["类型", "Type", "数据类型", "参数类型", "Data type"]),
        (
            Column::Required,
            &[
                "是否必选", "是否必需", "是否必须", "是否必要", "是否必填", "必选", "必需", "必须", "必填", "必要", "必填项", "Required",
                "Required or not", "Mandatory", "Required/Optional",
            ],
        ),
        (Column::Position, &["位置", "参数位置", "Position", "Location", "Parameter location"]),
        (
            Column::Example,
            &["示例值", "示例", "参考值", "Example", "Example value", "Example values", "Example value(s)", "Sample response", "Sample value", "Examples"],
        ),
        (
            Column::Description,
            &["描述", "说明", "参数说明", "字段说明", "备注", "解决方案", "Description", "Descriptions", "Advice", "Remarks", "Note", "错误码描述"],
        ),
        (Column::Default, &["默认值", "Default", "Default value"]),
        (
            Column::Code,
            &[
                "错误码", "错误代码", "ErrorCode 错误码", "ErrorCode 错误代码", "Error code", "Error codes", "ErrorCode", "Code",
            ],
        ),
        (
            Column::Message,
            &["错误信息", "错误消息", "Message 错误信息", "Error message", "Error messages", "Error information", "Message", "message"],
        ),
        (
            Column::Status,
            &[
                "HttpCode", "HTTP 状态码", "HTTP状态码", "Http 状态码", "HTTP 返回码", "HTTP status code", "HTTP code", "HTTP sta", "httpStatusCode",
                "HttpStatusCode", "Http Code", "Status code", "状态码",
            ],
        ),
        (Column::Meaning, &["语义", "错误", "Meaning"]),
    ],
    required: &[
        (Required::Yes, &["是", "Yes", "必选", "必须", "必需", "必填", "Required", "Mandatory", "TRUE", "Y"]),
        (Required::No, &["否", "No", "可选", "Optional", "FALSE", "FASLE", "非必须", "非必选", "N"]),
    ],
    types: &[
        (TypeWord::String, &["string", "str", "text", "url"]),
        (TypeWord::Int32, &["integer", "int", "int32", "interger", "integre", "short"]),
        (TypeWord::Int64, &["long", "int64", "timestamp", "bigint"]),
        (TypeWord::Number, &["float", "double", "number", "bigdecimal", "decimal"]),
        (TypeWord::Boolean, &["boolean", "bool"]),
        (TypeWord::List, &["array", "list", "repeatlist", "jsonarray"]),
        (TypeWord::Object, &["object", "struct", "struts", "jsonobject"]),
        (TypeWord::Map, &["map", "string to string map", "dict", "hashmap"]),
        (TypeWord::Json, &["json", "jsonstring", "json string"]),
        (TypeWord::DateTime, &["datetime", "date-time"]),
        (TypeWord::Date, &["date"]),
        (TypeWord::Any, &["any"]),
        (TypeWord::Placeholder, &["-", "--", "n/a", "无", "/"]),
    ],
    structure_name: StructureName::Text,
    index_letters: &["N", "n", "M", "m", "X"],
    operations: OperationHeads::Page,
    names: &[NameSource::ActionRow, NameSource::Title, NameSource::Explorer, NameSource::Sample],
    service: &[ServiceSource::Explorer, ServiceSource::OuterFolder],
    plain_folders: &["zh", "intl-zh", "en"],
    flat_responses: true,
    flat_requests: true,
    // `POST /openapi/instances/[InstanceId] HTTP/1.1`; English pages have no column of places.
    syntax_places: true,
    body_captions: &["RequestBody"],
    // A message that the service sends to a queue or a URL of the caller's.
    aside_captions: &["回调", "callback"],
    placeholder_rows: &["公共参数", "公共请求参数", "公共返回参数", "ommon request parameters", "ommon response parameters", "ommon parameters"],
    other_titles: &[
        (
            OtherTitle::CommonParameters,
            &[
                "公共参数", "公共请求参数", "公共返回参数", "Common parameters", "Common request parameters", "Common response parameters",
                "Public parameters",
            ],
        ),
        (
            OtherTitle::Errors,
            &["公共错误码", "错误码", "错误代码表", "错误码表", "错误代码", "Common error codes", "Error codes", "Error code table", "客户端错误", "服务器端错误"],
        ),
        (OtherTitle::Index, &["API概览", "API 概览", "List of operations by function", "API overview", "API Overview", "概览"]),
        (OtherTitle::ChangeLog, &["API发布历史", "更新历史", "Release notes", "API release notes"]),
        (
            OtherTitle::Other,
            &[
                "签名机制", "API签名", "请求结构", "返回结果", "调用方式", "鉴权规则", "RAM鉴权", "实例状态表", "Signature", "Request structure",
                "Request signatures", "Request syntax", "Responses", "Response results", "Authentication rules", "RAM authentication",
                "Call methods", "Make API requests", "Call method",
            ],
        ),
    ],
    languages: &["zh", "intl-zh", "en"],
    ..Dialect::EMPTY
};
