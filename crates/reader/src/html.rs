//! The few HTML tags and entities that vendors put into Markdown, and what each does to the text around it.
//!
//! A tag that is not in the table is no tag: `<ip-address>` and `array<string>` are text.

/// What a tag does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tag {
    /// Breaks the line.
    Break,
    /// Stands on lines of its own.
    Block,
    /// Holds items.
    List,
    /// An item of a list.
    Item,
    /// A cell of an HTML table.
    Cell,
    /// Code.
    Code,
    /// Bold.
    Bold,
    /// A link or an anchor.
    Link,
    /// Nothing that matters to the text.
    Other,
}

const TAGS: &[(&str, Tag)] = &[
    ("a", Tag::Link),
    ("b", Tag::Bold),
    ("br", Tag::Break),
    ("code", Tag::Code),
    ("div", Tag::Block),
    ("em", Tag::Other),
    ("font", Tag::Other),
    ("h1", Tag::Block),
    ("h2", Tag::Block),
    ("h3", Tag::Block),
    ("h4", Tag::Block),
    ("hr", Tag::Block),
    ("i", Tag::Other),
    ("img", Tag::Other),
    ("li", Tag::Item),
    ("mark", Tag::Other),
    ("ol", Tag::List),
    ("p", Tag::Block),
    ("pre", Tag::Block),
    ("span", Tag::Other),
    ("strong", Tag::Bold),
    ("sub", Tag::Other),
    ("sup", Tag::Other),
    ("table", Tag::Block),
    ("tbody", Tag::Block),
    ("td", Tag::Cell),
    ("th", Tag::Cell),
    ("thead", Tag::Block),
    ("tr", Tag::Block),
    ("u", Tag::Other),
    ("ul", Tag::List),
];

/// No attributes at hand are longer; the bound keeps a hostile text linear.
const MAX_TAG: usize = 1024;

/// A tag at the start of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HtmlTag<'a> {
    pub tag: Tag,
    pub is_end: bool,
    /// Length of all of it.
    pub len: usize,
    /// The value of `href`; empty if there is none.
    pub href: &'a str,
}

impl<'a> HtmlTag<'a> {
    /// Reads the tag that a text starts with, if it is one of those in the table.
    pub fn parse(text: &'a str) -> Option<Self> {
        let inner = text.strip_prefix('<')?;
        let is_end = inner.starts_with('/');
        let inner = inner.strip_prefix('/').unwrap_or(inner);
        let name_len = inner.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let name = &inner[..name_len];
        let (_, tag) = TAGS
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        let rest = &inner[name_len..];
        let close = rest
            .bytes()
            .take(MAX_TAG)
            .position(|b| matches!(b, b'>' | b'<'))
            .filter(|&at| rest.as_bytes()[at] == b'>')?;
        let attributes = &rest[..close];
        let separated = attributes.is_empty() || attributes.starts_with([' ', '\t', '\n', '/']);
        let len = text.len() - rest.len() + close + 1;
        separated.then(|| HtmlTag {
            tag: *tag,
            is_end,
            len,
            href: attribute(attributes, "href"),
        })
    }
}

fn attribute<'a>(attributes: &'a str, name: &str) -> &'a str {
    let value = attributes
        .find(name)
        .and_then(|at| attributes[at + name.len()..].trim_start().strip_prefix('='));
    let value = value.unwrap_or_default().trim_start();
    match value.chars().next() {
        Some(quote @ ('"' | '\'')) => value[1..].split(quote).next().unwrap_or_default(),
        _ => value.split(char::is_whitespace).next().unwrap_or_default(),
    }
}

/// The address in `<https://…>`, if the text starts with one.
pub(crate) fn autolink(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('<')?;
    let is_address = ["http://", "https://", "mailto:"]
        .iter()
        .any(|scheme| inner.starts_with(scheme));
    if !is_address {
        return None;
    }
    let end = inner
        .bytes()
        .take(MAX_TAG)
        .position(|b| matches!(b, b'>' | b'<') || b.is_ascii_whitespace())?;
    (inner.as_bytes()[end] == b'>').then(|| &inner[..end])
}

/// Length of the comment that a text starts with.
pub(crate) fn comment(text: &str) -> Option<usize> {
    if !text.starts_with("<!--") {
        return None;
    }
    let window = text.as_bytes().get(4..text.len().min(4 + MAX_TAG))?;
    window
        .windows(3)
        .position(|end| end == b"-->")
        .map(|at| at + 7)
}

/// The sign that an entity at the start of a text stands for, and the entity's length.
pub(crate) fn entity(text: &str) -> Option<(char, usize)> {
    const NAMED: &[(&str, char)] = &[
        ("amp", '&'),
        ("apos", '\''),
        ("emsp", '\u{2003}'),
        ("ensp", '\u{2002}'),
        ("gt", '>'),
        ("hellip", '…'),
        ("ldquo", '“'),
        ("lt", '<'),
        ("mdash", '—'),
        ("middot", '·'),
        ("nbsp", ' '),
        ("ndash", '–'),
        ("quot", '"'),
        ("rdquo", '”'),
        ("times", '×'),
    ];
    let inner = text.strip_prefix('&')?;
    let len = inner.bytes().take(10).position(|b| b == b';')?;
    let name = &inner[..len];
    let number = |digits: &str, radix| {
        let code = u32::from_str_radix(digits, radix).ok()?;
        char::from_u32(code).filter(|c| !c.is_control() || *c == '\n' || *c == '\t')
    };
    let found = match name.strip_prefix('#') {
        Some(hex) if hex.starts_with(['x', 'X']) => number(&hex[1..], 16),
        Some(decimal) => number(decimal, 10),
        None => NAMED
            .iter()
            .find(|(known, _)| *known == name)
            .map(|&(_, c)| c),
    };
    found.map(|c| (c, len + 2))
}

/// The text of a piece of HTML that is taken as it stands, such as the body of `<pre>`: tags gone, entities resolved, lines kept.
pub fn text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let (c, len) = match (HtmlTag::parse(rest), entity(rest)) {
            (Some(tag), _) => ((tag.tag == Tag::Break).then_some('\n'), tag.len),
            (None, Some((c, len))) => (Some(c), len),
            (None, None) => (rest.chars().next(), 1),
        };
        text.extend(c);
        rest = &rest[len..];
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_names_are_tags() {
        assert_eq!(
            HtmlTag::parse("<br />x").map(|t| (t.tag, t.len)),
            Some((Tag::Break, 6))
        );
        assert_eq!(
            HtmlTag::parse("</LI>").map(|t| (t.tag, t.is_end)),
            Some((Tag::Item, true))
        );
        assert_eq!(
            HtmlTag::parse("<a href=\"#x\" id=y>").map(|t| t.href),
            Some("#x")
        );
        for text in [
            "<ip-address>",
            "<string>",
            "<br",
            "<p<b>",
            "<bravo>",
            "<a-b>",
            "<>",
        ] {
            assert_eq!(HtmlTag::parse(text), None, "{text}");
        }
    }

    #[test]
    fn entities_by_name_and_number() {
        assert_eq!(entity("&lt;"), Some(('<', 4)));
        assert_eq!(entity("&#124;x"), Some(('|', 6)));
        assert_eq!(entity("&#x20;"), Some((' ', 6)));
        for text in ["&Region=x;", "&#xD800;", "&#;", "&", "&lt"] {
            assert_eq!(entity(text), None, "{text}");
        }
    }

    #[test]
    fn verbatim_text_keeps_its_lines() {
        assert_eq!(
            text("<code>a &#x3C;b>\n<strong>c</strong></code> <d>"),
            "a <b>\nc <d>"
        );
    }

    #[test]
    fn attribute_values_with_and_without_quotes() {
        assert_eq!(attribute(" id='a' href='b c'", "href"), "b c");
        assert_eq!(attribute(" href=b id=a", "href"), "b");
        assert_eq!(attribute(" id=a", "href"), "");
    }
}
