//! A case file: its fences, the bytes of its page, and the comparison with what came out.

use std::fmt::Write;

/// One fence of a case file.
struct Part<'a> {
    /// The line of the opening marks as written.
    opening: &'a str,
    /// The first word after the marks.
    word: &'a str,
    /// The other words.
    options: Vec<&'a str>,
    body: String,
    closing: &'a str,
}

/// A case file, in order.
enum Piece<'a> {
    Text(&'a str),
    Part(Part<'a>),
}

/// A page of a case.
pub struct CasePage<'a> {
    /// Whose page it is.
    pub vendor: &'a str,
    /// Where it lies.
    pub path: &'a str,
    /// Its date, if the collection tells one.
    pub date: Option<&'a str>,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// A case file.
pub struct Case<'a> {
    pieces: Vec<Piece<'a>>,
}

impl<'a> Case<'a> {
    /// Reads a case file.
    pub fn parse(text: &'a str) -> Result<Self, String> {
        if !text.starts_with("# ") {
            return Err("a case begins with a title: `# What must hold`".to_owned());
        }
        let mut pieces = Vec::new();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            let marks = line.bytes().take_while(|&b| b == b'`').count();
            if marks < 3 {
                pieces.push(Piece::Text(line));
                continue;
            }
            let mut words = line[marks..].split_ascii_whitespace();
            let word = words.next().ok_or("a fence of a case has a word")?;
            let mut body = String::new();
            let closing = loop {
                let line = lines
                    .next()
                    .ok_or_else(|| format!("```{word} is never closed"))?;
                if line.len() == marks && line.bytes().all(|b| b == b'`') {
                    break line;
                }
                body.push_str(line);
                body.push('\n');
            };
            pieces.push(Piece::Part(Part {
                opening: line,
                word,
                options: words.collect(),
                body,
                closing,
            }));
        }
        Ok(Case { pieces })
    }

    fn parts(&self) -> impl Iterator<Item = &Part<'a>> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Part(part) => Some(part),
            Piece::Text(_) => None,
        })
    }

    /// Whether the case expects something of that name.
    pub fn has(&self, word: &str) -> bool {
        self.parts().any(|part| part.word == word)
    }

    /// The pages.
    pub fn pages(&self, signs: &[(&str, &[u8])]) -> Result<Vec<CasePage<'a>>, String> {
        let pages: Vec<_> = self.parts().filter(|part| part.word == "page").collect();
        if pages.len() > 1 && !self.has("facts") {
            return Err("a case without ```facts has one ```page".to_owned());
        }
        pages
            .into_iter()
            .map(|page| Self::page(page, signs))
            .collect()
    }

    fn page(page: &Part<'a>, signs: &[(&str, &[u8])]) -> Result<CasePage<'a>, String> {
        let (vendor, options) = page.options.split_first().ok_or("```page names a vendor")?;
        let mut path = "case.md";
        let mut date = None;
        let mut bytes = page.body.clone().into_bytes();
        for option in options {
            match *option {
                "no-final-newline" => bytes.truncate(bytes.len().saturating_sub(1)),
                "crlf" => bytes = replace(&bytes, b"\n", b"\r\n"),
                "cr" => bytes = replace(&bytes, b"\n", b"\r"),
                "bom" => bytes = [b"\xef\xbb\xbf", bytes.as_slice()].concat(),
                other if other.starts_with("path=") => path = other.trim_start_matches("path="),
                other if other.starts_with("date=") => {
                    date = Some(other.trim_start_matches("date="));
                }
                other => return Err(format!("```page knows no option {other}")),
            }
        }
        for (sign, value) in signs {
            bytes = replace(&bytes, sign.as_bytes(), value);
        }
        Ok(CasePage {
            vendor,
            path,
            date,
            bytes,
        })
    }

    /// Compares every expectation with its outcome.
    pub fn check(&self, outcome: impl Fn(&str) -> Result<String, String>) -> Result<(), String> {
        let expectations: Vec<_> = self.parts().filter(|part| part.word != "page").collect();
        if expectations.is_empty() {
            return Err("a case expects something".to_owned());
        }
        let mut wrong = String::new();
        for part in &expectations {
            compare(part.word, &part.body, &outcome(part.word)?, &mut wrong);
        }
        if !expectations.iter().any(|part| part.word == "diagnostics") {
            compare("diagnostics", "", &outcome("diagnostics")?, &mut wrong);
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    /// The case file with the outcomes in place of the expectations.
    pub fn bless(
        &self,
        outcome: impl Fn(&str) -> Result<String, String>,
    ) -> Result<String, String> {
        let mut text = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(line) => {
                    text.push_str(line);
                    text.push('\n');
                }
                Piece::Part(part) => {
                    let body = if part.word == "page" {
                        part.body.clone()
                    } else {
                        outcome(part.word)?
                    };
                    let _ = write!(text, "{}\n{body}{}\n", part.opening, part.closing);
                }
            }
        }
        let said = self.parts().any(|part| part.word == "diagnostics");
        let diagnostics = outcome("diagnostics")?;
        if !said && !diagnostics.is_empty() {
            let _ = write!(text, "```diagnostics\n{diagnostics}```\n");
        }
        Ok(text)
    }
}

fn compare(word: &str, expected: &str, found: &str, wrong: &mut String) {
    if expected != found {
        let _ = write!(
            wrong,
            "{word}, expected:\n{expected}{word}, found:\n{found}"
        );
    }
}

fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at..].starts_with(from) {
            out.extend_from_slice(to);
            at += from.len();
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    out
}
