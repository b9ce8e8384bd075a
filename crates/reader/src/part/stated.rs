//! Values that pages state in passing: the operation's name and version on the rows of common
//! parameters, the host in running text.

use crate::dialect::Dialect;

/// The value that a common parameter's description states: what stands after the last colon.
pub(super) fn stated_value(description: &str) -> &str {
    let is_mark =
        |c: char| matches!(c, '。' | '.' | '`' | '“' | '”' | '"' | '\u{200b}') || c.is_whitespace();
    let tail = description
        .rsplit(['：', ':'])
        .next()
        .unwrap_or(description)
        .trim_matches(is_mark);
    // `Set the value to X.`: no colon, but the last word.
    tail.rsplit(char::is_whitespace)
        .next()
        .unwrap_or(tail)
        .trim_matches(is_mark)
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
    if dialect.host_suffix.is_empty() {
        return None;
    }
    text.match_indices(dialect.host_suffix)
        .find_map(|(at, suffix)| {
            let before = &text[..at];
            let start = before
                .rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '.'))
                .map_or(0, |at| {
                    at + before[at..].chars().next().map_or(1, char::len_utf8)
                });
            let label = &before[start..];
            let is_label = !label.is_empty() && !label.contains('.') && label != "X";
            is_label.then(|| format!("{label}{suffix}"))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialects;

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
    }
}
