//! A text that people complete, set as official documents are (GB/T 9704-2012) → a `.docx` file.

use std::path::Path;

use anyhow::Context;
use docx_rs::{
    AlignmentType, Docx, LineSpacing, LineSpacingType, PageMargin, Paragraph, Run, RunFonts, SpecialIndentType,
};

use crate::access;
use crate::value::{Redacted, full_width};

/// Stands wherever only people know what to write, and is highlighted.
pub const BLANK: &str = "（请补充）";

/// A text of several parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub title: String,
    pub parts: Vec<DocumentPart>,
    /// What stands at the end, to the right.
    pub close: String,
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentPart {
    pub heading: String,
    pub paragraphs: Vec<String>,
}

/// Sizes in half points: 二号 and 三号.
const TITLE: usize = 44;
const BODY: usize = 32;

/// The distance of lines, in twentieths of a point.
const LINE: i32 = 560;

/// Two characters of the body, in twentieths of a point.
const INDENT: i32 = 640;

/// Writes a document; the same document makes the same bytes.
///
/// # Errors
/// If the file cannot be written.
pub fn write(path: &Path, document: &Document) -> anyhow::Result<()> {
    let file = access::create_file(path).with_context(|| format!("无法写入 {}", path.display()))?;
    let spacing = LineSpacing::new().line_rule(LineSpacingType::Exact).line(LINE);
    let page = Docx::new()
        .page_size(11_906, 16_838)
        .page_margin(PageMargin::new().top(2098).left(1588).right(1474).bottom(1984))
        .default_fonts(fonts("仿宋"))
        .default_size(BODY)
        .default_line_spacing(spacing);
    let title = run(&full_width(&document.title)).size(TITLE).fonts(fonts("方正小标宋简体"));
    let page = page.add_paragraph(Paragraph::new().align(AlignmentType::Center).add_run(title));
    let page = page.add_paragraph(Paragraph::new());
    let page = document.parts.iter().fold(page, add);
    let close = Paragraph::new().align(AlignmentType::Right).add_run(run(&full_width(&document.close)));
    page.add_paragraph(close).build().pack(file).with_context(|| format!("无法写入 {}", path.display()))?;
    Ok(())
}

fn add(page: Docx, part: &DocumentPart) -> Docx {
    let heading = run(&part.heading).fonts(fonts("黑体"));
    let heading = indented().keep_next(true).outline_lvl(0).add_run(heading);
    part.paragraphs.iter().map(|text| paragraph(text)).fold(page.add_paragraph(heading), Docx::add_paragraph)
}

/// A paragraph; what is left to people is highlighted.
fn paragraph(text: &str) -> Paragraph {
    let mut paragraph = indented();
    for (position, known) in text.split(BLANK).enumerate() {
        if position > 0 {
            paragraph = paragraph.add_run(run(&full_width(BLANK)).highlight("yellow"));
        }
        if !known.is_empty() {
            paragraph = paragraph.add_run(run(&full_width(known)));
        }
    }
    paragraph
}

fn indented() -> Paragraph {
    Paragraph::new().indent(None, Some(SpecialIndentType::FirstLine(INDENT)), None, None)
}

fn run(text: &str) -> Run {
    Run::new().add_text(Redacted::of(text).as_str())
}

/// A typeface for Chinese, with the usual one for figures.
fn fonts(chinese: &str) -> RunFonts {
    RunFonts::new().east_asia(chinese).ascii("Times New Roman").hi_ansi("Times New Roman")
}
