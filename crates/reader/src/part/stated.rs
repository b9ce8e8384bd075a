//! Values that pages state in passing: the operation's name and version on the rows of common
//! parameters, the host in running text.

use crate::dialect::Dialect;
use crate::syntax::{self, Syntax};

/// The value that a common parameter's description states: what stands after the last colon, or the
/// last word, also where nothing parts it from the words before it (`取值为CreateSnapshot`).
pub(super) fn stated_value(description: &str) -> &str {
    let is_mark = |c: char| {
        matches!(
            c,
            '。' | '.' | '`' | '“' | '”' | '"' | ':' | '：' | '\u{200b}'
        ) || c.is_whitespace()
    };
    let text = description.trim_matches(is_mark);
    let tail = text
        .rsplit(['：', ':'])
        .next()
        .unwrap_or(text)
        .trim_matches(is_mark);
    // `Set the value to X.`: no colon, but the last word.
    let word = tail
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or(tail)
        .trim_matches(is_mark);
    match word.rfind(|c: char| !c.is_ascii()) {
        Some(at) if word.ends_with(|c: char| c.is_ascii_alphanumeric()) => {
            word[at..].trim_start_matches(|c: char| !c.is_ascii())
        }
        _ => word,
    }
}

/// Method and path in running text, in one sentence: `通过 GET 方法调用 /stacks/{StackName}`.
pub(super) fn request_in_text(text: &str) -> Option<Syntax> {
    const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE"];
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    text.split(['。', '\n', ';', '；']).find_map(|sentence| {
        let mut words = sentence.split(|c: char| !is_word(c));
        let method = words.find(|word| METHODS.contains(word))?;
        let before = sentence.find(" /").map(|at| at + 1);
        let start = before.or_else(|| sentence.starts_with('/').then_some(0))?;
        let path = sentence.get(start..)?;
        let is_path = |c: char| is_word(c) || matches!(c, '/' | '{' | '}' | '[' | ']' | '<' | '>');
        let end = path.find(|c: char| !is_path(c)).unwrap_or(path.len());
        let path = path.get(..end).filter(|path| path.len() > 1)?;
        syntax::read(&format!("{method} {path}"))
    })
}

/// A name for an operation that its page names nowhere, from its method and path:
/// `GET /stacks/{StackName}` is `GetStacksByStackName`.
pub fn name_of_request(method: &str, path: &str) -> Option<String> {
    let camel = |word: &str| {
        let parts = word.split(|c: char| !c.is_ascii_alphanumeric());
        parts
            .filter_map(|part| {
                let (first, rest) = (part.get(..1)?, part.get(1..)?);
                Some(first.to_ascii_uppercase() + rest)
            })
            .collect::<String>()
    };
    let segments = path.split('/').filter(|segment| !segment.is_empty());
    let words: Vec<String> = segments
        .map(|segment| match segment.strip_prefix('{') {
            Some(name) => format!("By{}", camel(name)),
            None => camel(segment),
        })
        .collect();
    let method = method.to_ascii_lowercase();
    (!words.is_empty()).then(|| camel(&method) + &words.concat())
}

/// A version as `2017-03-20`, also where a translator wrote `2017/03/20` or `2/28/2018`.
pub(super) fn version(text: &str) -> Option<String> {
    let parts: Vec<u32> = text
        .split(['-', '/'])
        .map_while(|part| part.trim().parse().ok())
        .collect();
    let [first, second, third] = parts[..] else {
        return None;
    };
    let (year, month, day) = if first > 31 {
        (first, second, third)
    } else {
        (third, first, second)
    };
    let date = format!("{year:04}-{month:02}-{day:02}");
    (is_date(&date) && month <= 12 && day <= 31).then_some(date)
}

pub(super) fn is_date(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, b)| {
            if matches!(at, 4 | 7) {
                b == b'-'
            } else {
                b.is_ascii_digit()
            }
        })
}

/// The first host of the vendor in a text, if it is no regional one.
pub(super) fn host(dialect: &Dialect, text: &str) -> Option<String> {
    label(dialect.host_suffix, text).map(|label| format!("{label}{}", dialect.host_suffix))
}

/// The service in the first host of older times.
pub(super) fn older_service(dialect: &Dialect, text: &str) -> Option<String> {
    label(dialect.older_host_suffix, text).map(str::to_owned)
}

/// What stands before the end of a host, where it is one label.
fn label<'t>(suffix: &str, text: &'t str) -> Option<&'t str> {
    if suffix.is_empty() {
        return None;
    }
    text.match_indices(suffix).find_map(|(at, _)| {
        let before = &text[..at];
        let start = before
            .rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '.'))
            .map_or(0, |at| {
                at + before[at..].chars().next().map_or(1, char::len_utf8)
            });
        let label = &before[start..];
        let is_label = !label.is_empty() && !label.contains('.') && label != "X";
        is_label.then_some(label)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialects;

    #[test]
    fn requests_in_running_text() {
        let read =
            |text| request_in_text(text).map(|syntax| (syntax.http.methods, syntax.http.path));
        let of = |method: &str, path: &str| Some((vec![method.to_owned()], path.to_owned()));
        assert_eq!(
            read("通过 GET 方法调用 /stacks/{StackName}/{StackId} 查询。"),
            of("GET", "/stacks/{StackName}/{StackId}")
        );
        assert_eq!(
            read("Call /stacks with the POST method, to make one."),
            of("POST", "/stacks")
        );
        for text in [
            "GET the file at a/b.",
            "It gets /dev/sda.",
            "用 GET 方法。见 /dev",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(
            name_of_request("GET", "/stacks/{StackName}/event-logs").as_deref(),
            Some("GetStacksByStackNameEventLogs")
        );
        assert_eq!(name_of_request("GET", "/"), None);
    }

    #[test]
    fn versions_in_every_spelling() {
        for (text, expected) in [
            ("2017-03-12", Some("2017-03-12")),
            ("2017/03/20", Some("2017-03-20")),
            ("2/28/2018", Some("2018-02-28")),
            ("soon", None),
        ] {
            assert_eq!(version(text).as_deref(), expected);
        }
    }

    #[test]
    fn the_host_is_the_services_and_not_a_regions() {
        let tencent = dialects::find("tencent").unwrap();
        let text = "such as cbs.ap-shanghai-fsi.tencentcloudapi.com, or cbs.tencentcloudapi.com 。";
        assert_eq!(
            host(tencent, text).as_deref(),
            Some("cbs.tencentcloudapi.com")
        );
        assert_eq!(
            host(tencent, "请求域名：cvm.tencentcloudapi.com").as_deref(),
            Some("cvm.tencentcloudapi.com")
        );
    }

    #[test]
    fn the_stated_value_stands_after_the_last_colon() {
        assert_eq!(
            stated_value("公共参数，本接口取值：CreateSnapshot。"),
            "CreateSnapshot"
        );
        assert_eq!(
            stated_value("Common parameter. The value used for this API: `X`"),
            "X"
        );
        for glued in [
            "系统规定参数，取值为`CreateSnapshot`。",
            "系统规定参数，取值CreateSnapshot",
            "The name of this interface. Value: CreateSnapshot:",
        ] {
            assert_eq!(
                stated_value(&glued.replace('`', "")),
                "CreateSnapshot",
                "{glued}"
            );
        }
        assert_eq!(stated_value("系统规定参数。"), "系统规定参数");
        for text in [
            "The value to pass in is ListThings.",
            "公共参数，本接口取值为ListThings",
            "公共参数，本接口取值为“ListThings”。",
            "共通パラメータ。本インターフェースの取得値：ListThings",
            "공통 매개변수, 본 API의 값: ListThings",
        ] {
            assert_eq!(stated_value(text), "ListThings", "{text}");
        }
    }
}
