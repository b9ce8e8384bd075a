//! HTML as a tree: the one door from the text of pages to a browser.
//!
//! Names of elements and attributes are those of this crate's code; texts and values of attributes may be
//! anybody's and are escaped when they are written. There is no way to put markup in as text.

use std::fmt::Write;

/// A node: an element, or a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// An element.
    Element(Element),
    /// A text; anything at all.
    Text(String),
}

/// An element with attributes and children.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    children: Vec<Node>,
}

/// Elements that have no content and no end.
const VOID: &[&str] = &["br", "hr", "input", "link", "meta", "wbr"];

/// An element of this name.
pub fn el(name: &'static str) -> Element {
    Element {
        name,
        attributes: Vec::new(),
        children: Vec::new(),
    }
}

impl Element {
    /// With a class, or several with spaces between.
    pub fn class(self, class: impl Into<String>) -> Self {
        self.attr("class", class)
    }

    /// With an attribute. Where it leads somewhere use [`link`].
    pub fn attr(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// With a text behind what it has.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.children.push(Node::Text(text.into()));
        self
    }

    /// With a child behind what it has.
    pub fn child(mut self, child: impl Into<Node>) -> Self {
        self.children.push(child.into());
        self
    }

    /// With children behind what it has.
    pub fn children<N: Into<Node>>(mut self, children: impl IntoIterator<Item = N>) -> Self {
        self.children.extend(children.into_iter().map(Into::into));
        self
    }

    /// The text of a document with this element as its root.
    pub fn document(&self) -> String {
        let mut text = String::from("<!doctype html>\n");
        self.write(&mut text);
        text.push('\n');
        text
    }

    fn write(&self, to: &mut String) {
        let _ = write!(to, "<{}", self.name);
        for (name, value) in &self.attributes {
            let _ = write!(to, " {name}=\"");
            escape(value, to);
            to.push('"');
        }
        to.push('>');
        if VOID.contains(&self.name) {
            return;
        }
        for child in &self.children {
            match child {
                Node::Element(element) => element.write(to),
                Node::Text(text) => escape(text, to),
            }
        }
        let _ = write!(to, "</{}>", self.name);
        // A line a block, so that a difference can be read.
        if matches!(
            self.name,
            "tr" | "li" | "section" | "head" | "p" | "div" | "pre"
        ) {
            to.push('\n');
        }
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// A wire name in an element, with places where a line may break: before a capital, after a sign.
pub fn name(element: Element, name: &str) -> Element {
    let mut named = element;
    let mut word = String::new();
    for letter in name.chars() {
        let ends_in_small =
            word.ends_with(|c: char| c.is_lowercase() || matches!(c, '.' | '_' | '-'));
        if ends_in_small && (letter.is_uppercase() || !letter.is_alphanumeric()) {
            named = named.text(std::mem::take(&mut word)).child(el("wbr"));
        }
        word.push(letter);
    }
    named.text(word)
}

/// A link to a path of the catalogue, below `root`, perhaps to an item on the page. Never leads elsewhere.
pub fn link(root: &str, path: &str, item: Option<&str>) -> Element {
    let mut href = String::from(root);
    percent(path, "/", &mut href);
    if let Some(item) = item {
        href.push('#');
        percent(item, "", &mut href);
    }
    el("a").attr("href", href)
}

/// A link to a vendor's page, if the address is one that a browser may be sent to.
pub fn outward(address: &str) -> Option<Element> {
    let rest = address.strip_prefix("https://")?;
    let is_plain = !rest.is_empty() && rest.chars().all(|c| !c.is_control() && !c.is_whitespace());
    is_plain.then(|| {
        el("a")
            .attr("href", address)
            .attr("rel", "noreferrer noopener")
    })
}

fn percent(text: &str, plain: &str, to: &mut String) {
    for byte in text.bytes() {
        let letter = char::from(byte);
        if letter.is_ascii_alphanumeric() || "-._~".contains(letter) || plain.contains(letter) {
            to.push(letter);
        } else {
            let _ = write!(to, "%{byte:02X}");
        }
    }
}

/// Letters stay themselves, whatever they are to a browser. What no document may hold, and what turns the
/// direction of the text around it, is shown as a replacement.
fn escape(text: &str, to: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => to.push_str("&amp;"),
            '<' => to.push_str("&lt;"),
            '>' => to.push_str("&gt;"),
            '"' => to.push_str("&quot;"),
            '\'' => to.push_str("&#39;"),
            '\n' | '\t' => to.push(letter),
            letter if is_unfit(letter) => to.push('\u{fffd}'),
            letter => to.push(letter),
        }
    }
}

/// Control characters and those that reorder what stands around them.
pub(crate) fn is_unfit(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
        || matches!(u32::from(letter) & 0xffff, 0xfffe | 0xffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_text_and_a_value_stays_in_its_quotes() {
        let hostile = "</td><script>alert('x')</script>\" onload=\"y & z\u{0}\u{202e}";
        let node = el("td").attr("title", hostile).text(hostile).document();
        let escaped = "&lt;/td&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot; onload=&quot;y &amp; z\u{fffd}\u{fffd}";
        assert_eq!(
            node,
            format!("<!doctype html>\n<td title=\"{escaped}\">{escaped}</td>\n")
        );
    }

    #[test]
    fn links_stay_in_the_catalogue() {
        for path in [
            "javascript:alert(1)",
            "a\"b<c>",
            "?x#y",
            "\\\\host",
            "data:text/html,x",
        ] {
            let html = link("", path, Some("a b#c")).document();
            let href = html.split('"').nth(1).unwrap_or_default().to_owned();
            assert!(!href.contains([':', '<', '?', '\\']), "{href}");
            assert!(href.ends_with("#a%20b%23c"), "{href}");
        }
    }

    #[test]
    fn only_plain_https_leads_outward() {
        assert!(outward("https://example.com/a?b#c").is_some());
        for address in [
            "http://a",
            "javascript:alert(1)",
            "https://",
            "https://a b",
            "//a",
        ] {
            assert_eq!(outward(address), None, "{address}");
        }
    }
}
