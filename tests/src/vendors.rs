//! How each vendor writes tables, as far as the suites need it: the words for columns, marks
//! and types, and the rows that are common to all operations. Written from the pages, not from
//! the reader's dialects.

/// A vendor's tables.
#[derive(Clone, Copy, Debug)]
pub struct Tables {
    /// The vendor.
    pub vendor: &'static str,
    /// Titles of the column of names.
    pub name: &'static [&'static str],
    /// Titles of the column of types.
    pub ty: &'static [&'static str],
    /// Titles of the column of required marks.
    pub required: &'static [&'static str],
    /// Titles of the column of error codes.
    pub code: &'static [&'static str],
    /// Titles of the column of HTTP statuses.
    pub status: &'static [&'static str],
    /// The marks for needed and not needed.
    pub marks: (&'static str, &'static str),
    /// Words for types, and the spec's.
    pub types: &'static [(&'static str, &'static str)],
    /// What stands around the item of a list's type.
    pub list: (&'static str, &'static str),
    /// A list of scalars in a request is written `Name.N`.
    pub dotted_lists: bool,
    /// The type of `Name.N` is that of an item.
    pub item_types: bool,
    /// Rows of requests that are no parameters of the operation.
    pub common_request: &'static [&'static str],
    /// Rows of responses that are no members of the operation's.
    pub common_response: &'static [&'static str],
    /// Headings of tables that repeat what is common.
    pub common_headings: &'static [&'static str],
}

/// All vendors.
pub const VENDORS: &[Tables] = &[
    Tables {
        vendor: "alibaba",
        name: &["名称"],
        ty: &["类型"],
        required: &["是否必选"],
        code: &["错误码"],
        status: &["HttpCode"],
        marks: ("是", "否"),
        types: &[
            ("String", "string"),
            ("Integer", "int32"),
            ("Long", "int64"),
            ("Boolean", "boolean"),
            ("Float", "number"),
            ("", "container"),
        ],
        list: ("Array of ", ""),
        dotted_lists: true,
        item_types: true,
        common_request: &["Action"],
        common_response: &["RequestId"],
        common_headings: &[],
    },
    Tables {
        vendor: "tencent",
        name: &["参数名称", "名称"],
        ty: &["类型"],
        required: &["必选"],
        code: &["错误码"],
        status: &[],
        marks: ("是", "否"),
        types: &[
            ("String", "string"),
            ("Integer", "integer"),
            ("Boolean", "boolean"),
            ("Float", "number"),
            ("Timestamp", "string"),
            ("Timestamp ISO8601", "string"),
            ("Date", "string"),
        ],
        list: ("Array of ", ""),
        dotted_lists: true,
        item_types: false,
        common_request: &["Action", "Version", "Region"],
        common_response: &["RequestId"],
        common_headings: &[],
    },
    Tables {
        vendor: "ucloud",
        name: &["参数名", "字段名"],
        ty: &["类型"],
        required: &["必填"],
        code: &["错误码"],
        status: &[],
        marks: ("Yes", "No"),
        types: &[
            ("string", "string"),
            ("int", "integer"),
            ("boolean", "boolean"),
            ("float", "number"),
        ],
        list: ("array[", "]"),
        dotted_lists: true,
        item_types: true,
        common_request: &[],
        common_response: &["RetCode", "Action", "Message"],
        common_headings: &["公共参数"],
    },
    Tables {
        vendor: "ucloudstack",
        name: &["字段名"],
        ty: &["类型"],
        required: &["必填"],
        code: &[],
        status: &[],
        marks: ("Yes", "No"),
        types: &[("string", "string"), ("int", "integer")],
        list: ("array<", ">"),
        dotted_lists: true,
        item_types: true,
        common_request: &[],
        common_response: &["RetCode", "Action", "Message"],
        common_headings: &[],
    },
    Tables {
        vendor: "zenlayer",
        name: &["参数名称", "名称"],
        ty: &["类型"],
        required: &["必选"],
        code: &["错误码"],
        status: &["HTTP状态码"],
        marks: ("是", "否"),
        types: &[
            ("String", "string"),
            ("Integer", "integer"),
            ("Boolean", "boolean"),
            ("Float", "number"),
        ],
        list: ("Array of ", ""),
        dotted_lists: false,
        item_types: false,
        common_request: &[],
        common_response: &["requestId"],
        common_headings: &[],
    },
];

/// The vendor's tables.
pub fn find(vendor: &str) -> &'static Tables {
    VENDORS
        .iter()
        .find(|tables| tables.vendor == vendor)
        .unwrap_or_else(|| panic!("no tables of {vendor}"))
}
