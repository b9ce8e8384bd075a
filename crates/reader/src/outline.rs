//! A page's blocks as regions: a heading with the blocks below it, and the section it opens.
//! Knows headings, not tables. A region's section is told by words, never by number or level.

use std::ops::Range;

use crate::blocks::{Block, BlockKind, Page};
use crate::dialect::{Dialect, OperationHeads, Section};
use crate::inline;
use crate::repeats;
use crate::text::{Source, Span, is_space};
use crate::type_grammar::is_identifier;

/// A heading and the blocks below it, up to the next heading.
#[derive(Clone, Debug)]
pub struct Region {
    /// The heading's block; nothing for what stands before the first heading.
    pub heading: Option<usize>,
    /// The heading's text without number, marks and punctuation.
    pub title: String,
    /// Where the title stands.
    pub span: Span,
    /// The heading's level; bold headings are below all others.
    pub level: u8,
    /// The section, if the heading's words or a heading above it tell.
    pub section: Option<Section>,
    /// The heading itself has no known words but is an identifier: it may name a structure.
    pub named: bool,
    /// The blocks, without the heading.
    pub blocks: Range<usize>,
}

/// A page as regions, cut into operations where a page holds several.
#[derive(Clone, Debug)]
pub struct Outline {
    /// The first heading of the page, if it is no section: the page's title.
    pub title: Option<Region>,
    /// The parts of the page that stand for an operation each; one for most vendors.
    pub parts: Vec<Part>,
    /// The first block that is no part of the API any more (boilerplate at the end of a page).
    pub end: usize,
}

/// A part of a page: an operation, or a page that is something else.
#[derive(Clone, Debug)]
pub struct Part {
    /// The heading that names the operation, for pages that hold several.
    pub head: Option<Region>,
    /// The regions, in order.
    pub regions: Vec<Region>,
}

/// The level of bold headings: below all others.
const BOLD_LEVEL: u8 = 7;

/// Cuts a page into regions.
pub fn read(dialect: &Dialect, source: &Source, page: &Page) -> Outline {
    let heads = heads(dialect, source, &page.blocks);
    let end = heads
        .iter()
        .find(|head| is_end(dialect, head))
        .map_or(page.blocks.len(), |head| head.block);
    let end = before_rule(&page.blocks, end);
    let mut outline = Outline {
        title: None,
        parts: vec![Part {
            head: None,
            regions: Vec::new(),
        }],
        end,
    };
    let mut open: Vec<Open> = Vec::new();
    let first = heads.first().map_or(end, |head| head.block).min(end);
    if first > 0 {
        let prologue = Region::prologue(0..first);
        outline.parts[0].regions.push(prologue);
    }
    for (index, head) in heads
        .iter()
        .enumerate()
        .filter(|(_, head)| head.block < end)
    {
        let below = heads.get(index + 1).map_or(end, |next| next.block).min(end);
        let blocks = head.block + usize::from(!head.has_text)..below;
        let has_table = page
            .blocks
            .get(blocks.clone())
            .is_some_and(|blocks| blocks.iter().any(is_table));
        outline.add(dialect, head, Below { blocks, has_table }, &mut open);
    }
    if dialect.repeated_sections {
        let regions = outline.parts.drain(..).flat_map(|part| part.regions);
        outline.parts = repeats::parts(dialect, regions.collect());
    }
    outline
}

struct Open {
    level: u8,
    section: Option<Section>,
}

/// What stands below a heading.
struct Below {
    blocks: Range<usize>,
    has_table: bool,
}

fn is_table(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Table(_))
}

struct Head {
    block: usize,
    level: u8,
    title: String,
    span: Span,
    /// It is the first line of a paragraph, whose text follows.
    has_text: bool,
}

impl Region {
    fn prologue(blocks: Range<usize>) -> Self {
        Self {
            heading: None,
            title: String::new(),
            span: Span::default(),
            level: 0,
            section: Some(Section::Description),
            named: false,
            blocks,
        }
    }

    fn of(head: &Head, section: Option<Section>, named: bool, blocks: Range<usize>) -> Self {
        Self {
            heading: Some(head.block),
            title: head.title.clone(),
            span: head.span,
            level: head.level,
            section,
            named,
            blocks,
        }
    }
}

impl Outline {
    fn add(&mut self, dialect: &Dialect, head: &Head, below: Below, open: &mut Vec<Open>) {
        while open.last().is_some_and(|above| above.level >= head.level) {
            open.pop();
        }
        let own = dialect.section(&head.title);
        if own.is_none() && begins_operation(dialect, head) {
            open.clear();
            let region = Region::of(head, Some(Section::Description), false, below.blocks);
            self.parts.push(Part {
                head: Some(region.clone()),
                regions: vec![region],
            });
            return;
        }
        let above = open.last().and_then(|above| above.section);
        let is_title = own.is_none() && self.title.is_none() && self.is_first(head);
        let section = match own {
            Some(own) => Some(within(own, above)),
            None if is_title => Some(Section::Description),
            None => above,
        };
        let name = structure_name(dialect, &head.title, below.has_table)
            .filter(|_| own.is_none() && !is_title);
        let mut region = Region::of(head, section, name.is_some(), below.blocks);
        if let Some(name) = name {
            region.title = name.to_owned();
        }
        if is_title {
            self.title = Some(region.clone());
        } else {
            open.push(Open {
                level: head.level,
                section,
            });
        }
        if let Some(part) = self.parts.last_mut() {
            part.regions.push(region);
        }
    }

    /// Whether no heading came before this one, and it can be a title: some pages begin at level 2.
    fn is_first(&self, head: &Head) -> bool {
        (head.level == 1 || title_tail(&head.title).is_some())
            && self
                .parts
                .iter()
                .all(|part| part.regions.iter().all(|region| region.heading.is_none()))
    }
}

/// `请求参数` below `示例` is a sample's request, not the table of parameters.
fn within(own: Section, above: Option<Section>) -> Section {
    match (above, own) {
        (Some(Section::Samples), Section::Request) => Section::RequestSample,
        (Some(Section::Samples), Section::Response) => Section::ResponseSample,
        _ => own,
    }
}

fn begins_operation(dialect: &Dialect, head: &Head) -> bool {
    match dialect.operations {
        OperationHeads::Page => false,
        OperationHeads::Headings(level) => head.level == level && title_tail(&head.title).is_some(),
    }
}

/// The identifier after the last hyphen of a title: `创建快照 - CreateSnapshot`.
pub fn title_tail(title: &str) -> Option<&str> {
    let tail = title
        .rsplit_once('-')
        .map(|(_, tail)| tail)?
        .trim_matches(is_space);
    is_identifier(tail).then_some(tail)
}

/// What a title says beside the operation's name: `创建快照 - CreateSnapshot`.
pub fn title_text(title: &str, name: &str) -> Option<String> {
    let text = title.strip_suffix(name).unwrap_or(title);
    let text = text
        .trim_end_matches(|c: char| is_space(c) || c == '-')
        .trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The structure that a heading may name: `DiskInfo`; above a table also `分片信息（PartsItem）`
/// and `DataSet Item`.
pub(crate) fn structure_name<'t>(
    dialect: &Dialect,
    title: &'t str,
    has_table: bool,
) -> Option<&'t str> {
    let is_name = |name: &&str| is_identifier(name);
    if !has_table {
        return Some(title).filter(is_name);
    }
    let glossed = || {
        title
            .split_once(['（', '('])
            .map(|(_, gloss)| gloss.trim_end_matches(['）', ')']).trim())
    };
    let item = || title.strip_suffix(" Item");
    let told = Some(title)
        .filter(is_name)
        .or_else(|| glossed().filter(is_name))
        .or_else(|| item().filter(is_name));
    told.or_else(|| only_name(title).filter(|_| dialect.structure_words))
}

/// The one identifier among words in another script: `DBInstance数据结构`.
fn only_name(title: &str) -> Option<&str> {
    let mut names = title
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .filter(|word| word.len() > 2);
    let name = names
        .next()
        .filter(|name| is_identifier(name) && names.next().is_none());
    name.filter(|_| !title.is_ascii())
}

fn heads(dialect: &Dialect, source: &Source, blocks: &[Block]) -> Vec<Head> {
    let head = |(index, block): (usize, &Block)| {
        let (level, span, has_text) = match &block.kind {
            BlockKind::Heading(heading) => (heading.level, heading.text, false),
            BlockKind::Paragraph {
                bold_title: Some(title),
            } if dialect.bold_headings || dialect.bold_sections => (BOLD_LEVEL, *title, false),
            BlockKind::Paragraph { bold_title: None } if dialect.bold_sections => {
                (BOLD_LEVEL, bold_line(source, block.span)?, true)
            }
            _ => return None,
        };
        let title = clean(&inline::plain(source.text(), span));
        let is_heading = level < BOLD_LEVEL || dialect.bold_headings;
        if !is_heading && dialect.section(&title).is_none() {
            return None;
        }
        // An empty heading parts nothing.
        (!title.is_empty()).then_some(Head {
            block: index,
            level,
            title,
            span,
            has_text,
        })
    };
    blocks.iter().enumerate().filter_map(head).collect()
}

/// The first line of a paragraph, if it is nothing but bold text.
fn bold_line(source: &Source, paragraph: Span) -> Option<Span> {
    let text = source.slice(paragraph);
    let line = text.lines().next()?.trim_end_matches(is_space);
    let inner = line.strip_prefix("**")?.strip_suffix("**")?;
    let start = paragraph.start + 2;
    (!inner.contains('*')).then(|| Span::new(start, start + inner.len()))
}

/// A title without its number, the space around it and the punctuation after it.
pub(crate) fn clean(title: &str) -> String {
    let title = title.trim_matches(|c| is_space(c) || c == '*');
    let unnumbered =
        title.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '、' | '．'));
    let numbered = title.starts_with(|c: char| c.is_ascii_digit());
    // `5-10秒 - Switch…` begins with a digit and has no number.
    let number = &title[..title.len() - unnumbered.len()];
    // `2.11设置…`: a number with a point in it, and words that need no space after it.
    let is_glued = number.contains('.') && unnumbered.starts_with(|c: char| !c.is_ascii());
    let is_number = numbered
        && (unnumbered.starts_with(is_space) || number.ends_with(['.', '、', '．']) || is_glued);
    let title = if is_number { unnumbered } else { title };
    title
        .trim_matches(|c| is_space(c) || c == '*')
        .trim_end_matches(['：', ':', '.', '。'])
        .trim_end()
        .to_owned()
}

fn is_end(dialect: &Dialect, head: &Head) -> bool {
    dialect
        .end_marks
        .iter()
        .any(|mark| head.title.starts_with(mark))
}

/// The rule above the end belongs to it.
fn before_rule(blocks: &[Block], end: usize) -> usize {
    match end.checked_sub(1).and_then(|last| blocks.get(last)) {
        Some(Block {
            kind: BlockKind::Rule,
            ..
        }) if end < blocks.len() => end - 1,
        _ => end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_lose_their_numbers_and_nothing_else() {
        for (title, clean_title) in [
            ("1. 接口描述", "接口描述"),
            ("1.　API説明", "API説明"),
            ("**2. Input Parameters**", "Input Parameters"),
            ("Error codes.", "Error codes"),
            ("5.1 创建快照 - CreateSnapshot", "创建快照 - CreateSnapshot"),
            ("5-10秒 - SwitchUDB", "5-10秒 - SwitchUDB"),
            ("2.11设置出口-UpdateGW", "设置出口-UpdateGW"),
            ("示例1 创建", "示例1 创建"),
            ("3D", "3D"),
        ] {
            assert_eq!(clean(title), clean_title);
        }
    }

    #[test]
    fn a_title_beside_the_name() {
        assert_eq!(
            title_text("创建快照 - CreateSnapshot", "CreateSnapshot").as_deref(),
            Some("创建快照")
        );
        assert_eq!(title_text("CreateSnapshot", "CreateSnapshot"), None);
        assert_eq!(
            title_text("5-10秒 - 切换", "Switch").as_deref(),
            Some("5-10秒 - 切换")
        );
    }

    #[test]
    fn headings_name_structures() {
        assert_eq!(
            structure_name(&Dialect::EMPTY, "分片信息（PartsItem）", true),
            Some("PartsItem")
        );
        assert_eq!(
            structure_name(&Dialect::EMPTY, "DataSet Item", true),
            Some("DataSet")
        );
        assert_eq!(
            structure_name(&Dialect::EMPTY, "访问控制（RAM）", false),
            None
        );
        assert_eq!(
            structure_name(&Dialect::EMPTY, "创建一台（预付费）", true),
            None
        );
        let words = Dialect {
            structure_words: true,
            ..Dialect::EMPTY
        };
        assert_eq!(
            structure_name(&words, "DBInstance数据结构", true),
            Some("DBInstance")
        );
        assert_eq!(structure_name(&words, "LogFile参数", false), None);
        assert_eq!(structure_name(&words, "关于ECS和VPC的说明", true), None);
    }

    #[test]
    fn the_name_stands_after_the_last_hyphen() {
        assert_eq!(
            title_tail("获取 --- 【需要下线】 - DescribeLive"),
            Some("DescribeLive")
        );
        assert_eq!(title_tail("标题-Action"), Some("Action"));
        assert_eq!(title_tail("重要说明"), None);
        assert_eq!(title_tail("A - 说明"), None);
    }
}
