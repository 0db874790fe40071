//! How our workbooks look: fonts, borders, colours.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// The formats of a workbook.
#[derive(Debug)]
pub(super) struct Styles {
    pub title: Format,
    pub note: Format,
    pub heading: Format,
    pub heading_fill: Format,
    pub footer: Format,
}

const FONT: &str = "宋体";

impl Styles {
    /// The looks of all workbooks.
    pub fn new() -> Self {
        let base = || Format::new().set_font_name(FONT).set_font_size(10);
        let heading = || cell().set_bold().set_align(FormatAlign::Center);
        Self {
            title: base()
                .set_font_size(16)
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter),
            note: base().set_text_wrap().set_align(FormatAlign::VerticalCenter),
            heading: heading().set_background_color(Color::RGB(0xD9E2F3)),
            heading_fill: heading().set_background_color(Color::RGB(0xFFE699)),
            footer: base().set_font_size(11).set_text_wrap().set_align(FormatAlign::VerticalCenter),
        }
    }
}

/// A bordered, wrapped cell.
pub(super) fn cell() -> Format {
    Format::new()
        .set_font_name(FONT)
        .set_font_size(10)
        .set_border(FormatBorder::Thin)
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
}
