//! What stands around every page: the head, the bar at the top, the way back.

use crate::File;
use crate::html::{Element, el, link};

/// Scripts and styles come from the catalogue's own folder, and nothing else is loaded.
const POLICY: &str = "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src data:; \
                      base-uri 'none'; form-action 'none'";

/// A page to be.
pub(crate) struct Page<'p> {
    /// Below the catalogue's folder.
    pub(crate) path: String,
    /// The title of the window.
    pub(crate) title: String,
    /// The way back, from the top: words and paths.
    pub(crate) trail: Vec<(&'p str, Option<String>)>,
    /// The kind, for the design: `home`, `operation`.
    pub(crate) kind: &'static str,
    /// The service that the page is about: vendor's and service's folder, and the page's own file.
    pub(crate) beside: Option<[&'p str; 3]>,
}

impl Page<'_> {
    /// The way from the page to the catalogue's folder.
    pub(crate) fn root(&self) -> String {
        "../".repeat(self.path.matches('/').count())
    }

    /// The file, with this content.
    pub(crate) fn with(self, content: Vec<Element>) -> File {
        let root = self.root();
        let mut html = el("html").attr("lang", "en").attr("data-root", &root);
        if let Some([vendor, service, page]) = self.beside {
            html = html
                .attr("data-vendor", vendor)
                .attr("data-service", service)
                .attr("data-page", page);
        }
        let mut layout = el("div").class("layout");
        if self.beside.is_some() {
            layout = layout.child(
                el("nav")
                    .class("beside")
                    .attr("id", "beside")
                    .attr("aria-label", "Operations of this service"),
            );
        }
        let main = el("main")
            .attr("id", "main")
            .class(self.kind)
            .children(self.trail(&root))
            .children(content);
        let body = el("body")
            .child(
                el("a")
                    .class("skip")
                    .attr("href", "#main")
                    .text("Skip to content"),
            )
            .child(bar(&root))
            .child(layout.child(main))
            .child(search());
        File {
            path: self.path.clone(),
            text: html.child(self.head(&root)).child(body).document(),
        }
    }

    fn head(&self, root: &str) -> Element {
        let meta = |name: &'static str, content: &str| {
            el("meta").attr("name", name).attr("content", content)
        };
        el("head")
            .child(el("meta").attr("charset", "utf-8"))
            .child(
                el("meta")
                    .attr("http-equiv", "Content-Security-Policy")
                    .attr("content", POLICY),
            )
            .child(meta("viewport", "width=device-width, initial-scale=1"))
            .child(meta("color-scheme", "light dark"))
            .child(el("title").text(&self.title))
            .child(el("link").attr("rel", "icon").attr("href", "data:,"))
            .child(
                el("link")
                    .attr("rel", "stylesheet")
                    .attr("href", format!("{root}assets/style.css")),
            )
            .child(el("script").attr("src", format!("{root}assets/app.js")))
            .child(
                el("script")
                    .attr("defer", "")
                    .attr("src", format!("{root}assets/search-index.js")),
            )
    }

    fn trail(&self, root: &str) -> Option<Element> {
        let step = |(word, path): &(&str, Option<String>)| match path {
            Some(path) => el("li").child(link(root, path, None).text(*word)),
            None => el("li").attr("aria-current", "page").text(*word),
        };
        let steps = el("ol").children(self.trail.iter().map(step));
        (!self.trail.is_empty()).then(|| {
            el("nav")
                .class("trail")
                .attr("aria-label", "Where this is")
                .child(steps)
        })
    }
}

fn bar(root: &str) -> Element {
    el("header")
        .class("bar")
        .child(
            link(root, "index.html", None)
                .class("mark")
                .text("specwright"),
        )
        .child(
            el("button")
                .class("seek")
                .attr("type", "button")
                .attr("data-open-search", "")
                .child(el("span").text("Search operations"))
                .child(el("kbd").text("/")),
        )
        .child(
            el("nav")
                .class("places")
                .attr("aria-label", "Catalogue")
                .child(link(root, "compare.html", None).text("Compare"))
                .child(
                    el("button")
                        .class("theme")
                        .attr("type", "button")
                        .attr("id", "theme")
                        .attr("aria-label", "Switch between light and dark")
                        .text("◐"),
                ),
        )
}

fn search() -> Element {
    let input = el("input")
        .attr("id", "query")
        .attr("type", "search")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr(
            "placeholder",
            "An operation, a service, a parameter, an error code",
        )
        .attr("aria-label", "Search")
        .attr("role", "combobox")
        .attr("aria-expanded", "true")
        .attr("aria-controls", "hits");
    let key =
        |key: &'static str, means: &'static str| el("span").child(el("kbd").text(key)).text(means);
    el("dialog")
        .attr("id", "search")
        .attr("aria-label", "Search")
        .child(input)
        .child(el("ul").attr("id", "hits").attr("role", "listbox"))
        .child(
            el("p")
                .class("keys")
                .child(el("span").attr("id", "found").attr("role", "status"))
                .child(key("↑↓", "choose"))
                .child(key("↵", "open"))
                .child(key("esc", "close")),
        )
}

/// A heading with an id that links can lead to.
pub(crate) fn section(id: &'static str, title: &str, note: Option<String>) -> Element {
    let heading = el("h2").child(el("a").attr("href", format!("#{id}")).text(title));
    let note = note.map(|note| el("span").class("count").text(note));
    el("section").attr("id", id).child(heading.children(note))
}
