use proptest::prelude::*;

use super::*;

/// A short form: `{a:1 b:[x y]}`, `-` for null.
fn short(value: &SampleValue) -> String {
    match &value.data {
        Data::Null => "-".to_owned(),
        Data::List(items) => format!(
            "[{}]",
            items.iter().map(short).collect::<Vec<_>>().join(" ")
        ),
        Data::Map(entries) => {
            format!(
                "{{{}}}",
                entries
                    .iter()
                    .map(|e| format!("{}:{}", e.key, short(&e.value)))
                    .collect::<Vec<_>>()
                    .join(" ")
            )
        }
        Data::String(text) => text.clone(),
        other => unreachable!("XML has no {other:?}"),
    }
}

fn read(text: &str) -> (String, Vec<SlipKind>) {
    let reading = parse(text);
    let documents: Vec<String> = reading.documents.iter().map(short).collect();
    (
        documents.join(" "),
        reading.slips.iter().map(|slip| slip.kind).collect(),
    )
}

use SlipKind::*;

macro_rules! reads {
    ($($name:ident: $text:expr => $tree:expr, $slips:expr;)*) => {$(
        #[test]
        fn $name() {
            let slips: &[SlipKind] = &$slips;
            assert_eq!(read($text), ($tree.to_owned(), slips.to_vec()));
        }
    )*};
}

reads! {
    elements_are_members: "<R><A>1</A><B><C/></B></R>" => "{R:{A:1 B:{C:-}}}", [];
    repeated_elements_are_a_list: "<L><I>1</I><I>2</I><J>3</J><I>4</I></L>" => "{L:{I:[1 2 4] J:3}}", [];
    prolog_and_attributes_are_dropped: "<?xml version=\"1.0\"?><A b=\"c\">1</A>" => "{A:1}", [];
    entities: "<A>a &amp; b &#65; &lt;</A>" => "{A:a & b A <}", [];
    cdata: "<A><![CDATA[<x>&]]></A>" => "{A:<x>&}", [];
    a_bare_ampersand: "<A>a & b</A>" => "{A:a & b}", [UnknownEntity];
    several_roots: "<A>1</A><B>2</B>" => "{A:1 B:2}", [SeveralRoots];
    an_end_tag_with_a_typo: "<R><Name>x</Nmae><B>1</B></R>" => "{R:{Name:x B:1}}", [MismatchedTag];
    a_forgotten_end_tag: "<R><A><B>1</B></R>" => "{R:{A:{B:1}}}", [MismatchedTag];
    a_forgotten_slash: "<R><A>1<A><B>2</B></R>" => "{R:{A:1 B:2}}", [MismatchedTag];
    an_end_tag_too_many: "<R><A>1</A></B></R>" => "{R:{A:1}}", [MismatchedTag];
    cut_off: "<R><A>1</A><B>" => "{R:{A:1 B:-}}", [UnclosedContainer, UnclosedContainer];
    dots_for_items: "<R><A>1</A>\n...\n</R>" => "{R:{A:1}}", [Ellipsis];
    an_http_head: "HTTP/1.1 200 OK\n\n<R><A>1</A></R>" => "{R:{A:1}}", [HttpHead];
    a_number_for_a_name: "<R><200>1</200></R>" => "{R:{200:1}}", [OddName];
    a_declaration_with_blanks: "<? xml version=\"1.0\" ? >\n<R><A>1</A></R>" => "{R:{A:1}}", [MisplacedMark];
    a_line_above: "//xml response\n<R/>" => "{R:-}", [Comment];
    text_beside_the_root: "see below <R/>" => "{R:-}", [Skipped];
}

#[test]
fn spans_are_those_of_names_and_texts() {
    let text = "<R>\n  <Id> x1 </Id>\n</R>";
    let reading = parse(text);
    let id = &reading.documents[0].entries()[0].value.entries()[0];
    assert_eq!(&text[id.key_span.start..id.key_span.end], "Id");
    assert_eq!(&text[id.value.span.start..id.value.span.end], "x1");
}

#[test]
fn the_root_of_a_response_is_stepped_over() {
    for text in [
        "<ListDisksResponse><A>1</A></ListDisksResponse>",
        "<ListDisks><A>1</A></ListDisks>",
        "<A>1</A>",
    ] {
        let reading = parse(text);
        assert_eq!(
            short(body(&reading.documents[0], "ListDisks")),
            "{A:1}",
            "{text}"
        );
    }
    let one_member = parse("<Disks><Disk/></Disks>");
    assert_eq!(
        short(body(&one_member.documents[0], "ListDisks")),
        "{Disks:{Disk:-}}"
    );
}

#[test]
fn depth_has_an_end() {
    let reading = parse(&"<a>".repeat(100_000));
    assert!(reading.slips.iter().any(|slip| slip.kind == TooDeep));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC*|(<|</|>|/>|&|;|a|b|<a>|</a>|<!--|-->|<!\\[CDATA\\[|<\\?|\"|'|é|\n| ){0,40}") {
        let reading = parse(&text);
        for slip in &reading.slips {
            prop_assert!(text.get(slip.span.start..slip.span.end).is_some(), "{:?} of {:?}", slip, text);
        }
        for mut document in reading.documents {
            document.for_each_span(&mut |span| assert!(text.get(span.start..span.end).is_some(), "{span:?} of {text:?}"));
        }
    }
}
