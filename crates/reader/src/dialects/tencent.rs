//! How Tencent Cloud lays out an API 3.0 page. Five forms in four languages share these words;
//! none relies on a heading's number, level or place.

use specwright_spec::Required;

use crate::dialect::{
    Column, Dialect, NameSource, OperationHeads, OtherTitle, Section, ServiceSource, StructureName,
    TypeWord,
};

/// Tencent Cloud, API 3.0.
pub const TENCENT: Dialect = Dialect {
    name: "tencent",
    sections: &[
        (
            Section::Description,
            &[
                "接口描述",
                "API Description",
                "API説明",
                "API 説明",
                "API 설명",
                "설명",
            ],
        ),
        (
            Section::Request,
            &[
                "输入参数",
                "请求参数",
                "Input Parameters",
                "Request Parameters",
                "入力パラメータ",
                "パラメータ入力",
                "입력 매개변수",
            ],
        ),
        (
            Section::Response,
            &[
                "输出参数",
                "Output Parameters",
                "Return Parameters",
                "Response Parameters",
                "出力パラメータ",
                "パラメータ出力",
                "출력 매개변수",
            ],
        ),
        (
            Section::RequestSample,
            &["输入示例", "Input", "入力例", "입력 예시"],
        ),
        (
            Section::ResponseSample,
            &["输出示例", "返回参数", "Output", "出力例", "출력 예시"],
        ),
        (
            Section::Errors,
            &[
                "错误码",
                "Error Codes",
                "Error Code",
                "エラーコード",
                "오류 코드",
                "错误码列表",
                "业务错误码",
                "公共错误码",
                "Common Error Codes",
            ],
        ),
        (
            Section::Links,
            &[
                "开发者资源",
                "API Explorer",
                "Developer Resources",
                "Resources for Developers",
                "Other Resources",
                "開発者リソース",
                "개발자 리소스",
                "相关资源",
            ],
        ),
        (
            Section::Ignored,
            &[
                "SDK",
                "命令行工具",
                "Command Line Interface",
                "TCCLI",
                "CLI",
                "コマンドラインツール",
                "명령줄 도구",
                // Pages written by hand tell more than the API.
                "简介",
                "更新历史",
                "前提条件",
                "准备工作",
                "接口要求",
                "使用步骤",
                "在线接口调试",
                "地域列表",
                "SDK 文档",
                "API Explorer",
                // Messages that the platform sends to a seller's own service.
                "请求参数说明",
                "响应参数说明",
                "响应参数规范",
                "请求示例",
                "响应示例",
                "参数配置",
                // What the pages on calls in general tell once more.
                "API概览",
                "正确返回结果",
                "错误返回结果",
            ],
        ),
    ],
    prefixes: &[
        // How requests are signed is told once for all of them.
        (
            Section::Ignored,
            &[
                "签名",
                "生成签名",
                "拼接请求",
                "拼接签名",
                "对参数排序",
                "申请安全凭证",
            ],
        ),
        // Form B puts `示例1 …` on the level of its parent; others put it below.
        (
            Section::RequestSample,
            &[
                "Input Sample",
                "Input Example",
                "Request Sample",
                "Sample Request",
            ],
        ),
        (
            Section::ResponseSample,
            &[
                "Output Sample",
                "Output Example",
                "Response Sample",
                "Sample Response",
            ],
        ),
        (
            Section::Samples,
            &[
                "示例",
                "Sample",
                "Example",
                "例",
                "サンプル",
                "예시",
                "예제",
            ],
        ),
    ],
    columns: &[
        (
            Column::Name,
            &[
                "参数名称",
                "名称",
                "Parameter Name",
                "Parameter",
                "Name",
                "パラメータ名",
                "매개변수 이름",
                "이름",
            ],
        ),
        (
            Column::Required,
            &[
                "必选",
                "是否必选",
                "必填",
                "Required",
                "必須項目",
                "選択必須",
                "필수 항목 여부",
                "필수 여부",
            ],
        ),
        (Column::Type, &["类型", "Type", "タイプ", "유형"]),
        (
            Column::Description,
            &["描述", "说明", "Description", "説明", "설명", "错误描述"],
        ),
        (
            Column::Code,
            &["错误码", "Error Code", "エラーコード", "오류 코드"],
        ),
    ],
    required: &[
        (Required::Yes, &["是", "Yes", "はい", "要", "예"]),
        (
            Required::No,
            &["否", "No", "N", "いいえ", "不要", "아니요", "아니오"],
        ),
    ],
    types: &[
        (TypeWord::String, &["string"]),
        (
            TypeWord::Integer,
            &[
                "integer",
                "int",
                "uint64",
                "int64",
                "uint32",
                "int32",
                "long",
                "unsigned integer",
            ],
        ),
        (TypeWord::Number, &["float", "double"]),
        (TypeWord::Boolean, &["boolean", "bool"]),
        (
            TypeWord::DateTime,
            &["timestamp", "timestamp iso8601", "datetime", "datetime_iso"],
        ),
        (TypeWord::Date, &["date"]),
        (TypeWord::Binary, &["binary"]),
        (TypeWord::Object, &["object"]),
    ],
    // `Array of [ProhibitStreamInfo](…#ForbidStreamInfo)`: the anchor is what the API calls it.
    structure_name: StructureName::Anchor,
    index_letters: &["N", "n"],
    operations: OperationHeads::Page,
    names: &[
        NameSource::ActionRow,
        NameSource::Explorer,
        NameSource::Sample,
        NameSource::Phrase,
    ],
    explorers: &["cloud.tencent.com/api/explorer"],
    service: &[ServiceSource::Host, ServiceSource::InnerFolder],
    // `zh/op/cbs/CreateSnapshot.md`: the kind of page stands above the service.
    plain_folders: &[
        "op",
        "op_old",
        "op_hand",
        "struct",
        "errors",
        "other",
        "history",
        "intro",
        "overview",
        "signature",
        "call_style",
        "common_params",
        "zh",
        "en",
        "ja",
        "ko",
        "None",
    ],
    // Four billing pages have the request's heading above the table of the response.
    three_columns_are_response: true,
    // Form A lists the names that filters take in a table of their own.
    one_request_table: true,
    other_titles: &[
        (
            OtherTitle::Structures,
            &[
                "数据结构",
                "Data Types",
                "Data Structure",
                "データ構造",
                "데이터 구조",
            ],
        ),
        (OtherTitle::ChangeLog, &["更新历史", "History", "更新履歴"]),
        (
            OtherTitle::CommonParameters,
            &[
                "公共参数",
                "公共请求参数",
                "Common Params",
                "Common Parameters",
                "Common Request Parameters",
            ],
        ),
        (
            OtherTitle::Errors,
            &["错误码", "公共错误码", "业务错误码", "Error Codes"],
        ),
        (
            OtherTitle::Index,
            &["API 概览", "API Category", "API Overview"],
        ),
    ],
    lists_request_id: true,
    name_phrases: &[
        ("本接口（", "）"),
        ("本接口 (", ")"),
        ("本接口(", ")"),
        ("This API (", ")"),
    ],
    host_suffix: ".tencentcloudapi.com",
    ..Dialect::EMPTY
};
