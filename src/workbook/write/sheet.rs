//! One sheet: its pages from top to bottom, its cells, what may be written to, how it prints.

use rust_xlsxwriter::{Color, ConditionalFormatFormula, Format, FormatAlign, ProtectionOptions, Worksheet, XlsxError};

use super::super::book::Visibility;
use super::choices::Choices;
use super::layout::{Arrangement, CellOut, ColumnKind, ColumnOut, Entry, Paper, Section, SheetOut};
use super::limit;
use super::style::{Styles, cell};
use crate::value::Redacted;

/// The height that a row has at most.
const TALLEST: f64 = 400.0;

/// Writes everything of a sheet.
pub(super) fn fill(
    worksheet: &mut Worksheet,
    sheet: &SheetOut,
    styles: &Styles,
    choices: &mut Choices,
) -> Result<(), XlsxError> {
    for (position, column) in (0..).zip(&sheet.columns) {
        worksheet.set_column_width(position, column.width)?;
    }
    let formats: Vec<Format> = sheet.columns.iter().map(format).collect();
    let mut pen = Pen { worksheet, sheet, styles, formats: &formats, choices, row: 0 };
    let heading = pen.part(SheetPart::first(sheet))?;
    let mut breaks = Vec::new();
    for section in &sheet.further {
        breaks.push(pen.row);
        pen.part(SheetPart::of(section))?;
    }
    let bottom = pen.row.saturating_sub(1);
    worksheet.set_page_breaks(&breaks)?;
    if sheet.arrangement != Arrangement::Fixed && !sheet.rows.is_empty() {
        let (fitting, _) = limit::rows(&sheet.rows, heading + 1);
        let rows = u32::try_from(fitting.len()).unwrap_or_default();
        worksheet.autofilter(heading, 0, heading + rows, last(&sheet.columns))?;
    }
    let filled_in = sheet.columns.iter().any(|column| column.entry == Entry::FillIn);
    if filled_in && sheet.arrangement != Arrangement::Sorted {
        protect(worksheet);
    }
    if sheet.visibility == Visibility::Hidden {
        worksheet.set_very_hidden(true);
    }
    match (sheet.further.is_empty(), sheet.paper) {
        (true, Some(paper)) => {
            full_size(page(worksheet), paper).set_repeat_rows(0, heading)?.set_freeze_panes(heading + 1, 0)?
        }
        (true, None) => page(worksheet)
            .set_print_fit_to_pages(1, 0)
            .set_repeat_rows(0, heading)?
            .set_freeze_panes(heading + 1, 0)?,
        // Where pages are fitted by themselves, those that were laid down do not count.
        (false, _) => page(worksheet).set_print_scale(scale(sheet.printed())),
    };
    if sheet.printed().len() < sheet.columns.len() {
        worksheet.set_print_area(0, 0, bottom, last(sheet.printed()))?;
    }
    Ok(())
}

/// What stands on one page.
#[derive(Clone, Copy)]
struct SheetPart<'a> {
    title: Option<&'a str>,
    notes: &'a [String],
    rows: &'a [Vec<CellOut>],
    footer: &'a [String],
}

impl<'a> SheetPart<'a> {
    fn first(sheet: &'a SheetOut) -> Self {
        let SheetOut { title, notes, rows, footer, .. } = sheet;
        Self { title: title.as_deref(), notes, rows, footer }
    }

    fn of(section: &'a Section) -> Self {
        let Section { title, notes, rows, footer } = section;
        Self { title: title.as_deref(), notes, rows, footer }
    }
}

/// Where the next row goes.
struct Pen<'a> {
    worksheet: &'a mut Worksheet,
    sheet: &'a SheetOut,
    styles: &'a Styles,
    formats: &'a [Format],
    choices: &'a mut Choices,
    row: u32,
}

impl Pen<'_> {
    /// Writes a page; gives the row of its headings.
    fn part(&mut self, part: SheetPart<'_>) -> Result<u32, XlsxError> {
        if let Some(title) = part.title {
            self.band(title, &self.styles.title, 28.0, 0.0)?;
        }
        for note in part.notes {
            self.band(note, &self.styles.note, 0.0, 15.0)?;
        }
        let heading = self.row;
        headings(self.worksheet, self.sheet, heading, self.styles)?;
        self.row += 1;
        let (fitting, beyond) = limit::rows(part.rows, self.row);
        fitting.iter().try_for_each(|cells| self.cells(cells))?;
        self.answers(heading + 1)?;
        if beyond > 0 {
            self.band(&format!("工作表写满了，还有 {beyond} 行没有写出"), &self.styles.note, 0.0, 15.0)?;
        }
        for line in part.footer {
            self.row += 1;
            self.band(line, &self.styles.footer, 0.0, 22.0)?;
            self.row -= 1;
        }
        self.row += if part.footer.is_empty() { 0 } else { 2 };
        Ok(heading)
    }

    /// A line across all columns: of one height, or of so much a line.
    fn band(&mut self, text: &str, format: &Format, height: f64, each: f64) -> Result<(), XlsxError> {
        let text = Redacted::of(text);
        let text = &*limit::cell(&text);
        let columns = self.sheet.printed();
        let last = last(columns);
        let width: f64 = columns.iter().map(|column| column.width).sum();
        match last {
            0 => self.worksheet.write_string_with_format(self.row, 0, text, format)?,
            _ => self.worksheet.merge_range(self.row, 0, self.row, last, text, format)?,
        };
        self.worksheet.set_row_height(self.row, (height + each * lines(text, width)).min(TALLEST))?;
        self.row += 1;
        Ok(())
    }

    fn cells(&mut self, cells: &[CellOut]) -> Result<(), XlsxError> {
        for ((column, value), format) in (0..).zip(cells).zip(self.formats) {
            put(self.worksheet, self.row, column, value, format)?;
            if let CellOut::Choice(words) = value {
                self.choices.offer(self.worksheet, words, self.row, self.row, column)?;
            }
        }
        self.worksheet.set_row_height(self.row, row_height(cells, &self.sheet.columns))?;
        self.row += 1;
        Ok(())
    }

    /// Drop-downs of the rows written since `first`, and the colour of those without an answer.
    fn answers(&mut self, first: u32) -> Result<(), XlsxError> {
        let Some(last) = self.row.checked_sub(1).filter(|last| *last >= first) else { return Ok(()) };
        for (position, column) in (0..).zip(&self.sheet.columns).filter(|(_, column)| !column.choices.is_empty()) {
            self.choices.offer(self.worksheet, &column.choices, first, last, position)?;
        }
        let Some(answered) = self.sheet.answered.and_then(|column| u16::try_from(column).ok()) else { return Ok(()) };
        let letter = rust_xlsxwriter::utility::column_number_to_name(answered);
        let blank = ConditionalFormatFormula::new()
            .set_rule(format!("=AND(LEN($A{row})>0,LEN(TRIM(${letter}{row}))=0)", row = first + 1).as_str())
            .set_format(Format::new().set_background_color(Color::RGB(0xFCE4D6)));
        // What is to be filled in keeps its own colour.
        let given = answered.saturating_sub(1);
        self.worksheet.add_conditional_format(first, 0, last, given, &blank)?;
        Ok(())
    }
}

/// Only cells to fill in can be written to; there is no password, and widths and heights stay free.
fn protect(worksheet: &mut Worksheet) {
    let free = ProtectionOptions {
        format_columns: true,
        format_rows: true,
        use_autofilter: true,
        ..ProtectionOptions::default()
    };
    worksheet.protect_with_options(&free);
}

fn headings(worksheet: &mut Worksheet, sheet: &SheetOut, row: u32, styles: &Styles) -> Result<(), XlsxError> {
    for (position, column) in (0..).zip(&sheet.columns) {
        let format = match column.entry {
            Entry::Given => &styles.heading,
            Entry::FillIn => &styles.heading_fill,
        };
        worksheet.write_string_with_format(row, position, &*limit::cell(&Redacted::of(&column.heading)), format)?;
    }
    let height = sheet.columns.iter().map(|column| lines(&column.heading, column.width)).fold(1.5, f64::max);
    worksheet.set_row_height(row, (15.0 * height).min(TALLEST))?;
    Ok(())
}

fn format(column: &ColumnOut) -> Format {
    let format = match column.kind {
        ColumnKind::Text | ColumnKind::Share => cell().set_num_format("@"),
        ColumnKind::Integer => cell().set_num_format("0").set_align(FormatAlign::Center),
    };
    match column.entry {
        Entry::Given => format,
        Entry::FillIn => open(format),
    }
}

fn open(format: Format) -> Format {
    format.set_background_color(Color::RGB(0xFFF9E5)).set_unlocked()
}

fn put(worksheet: &mut Worksheet, row: u32, column: u16, value: &CellOut, format: &Format) -> Result<(), XlsxError> {
    match value {
        CellOut::Blank | CellOut::Choice(_) => worksheet.write_blank(row, column, format)?,
        CellOut::Open => worksheet.write_blank(row, column, &open(format.clone()))?,
        CellOut::Text(text) => worksheet.write_string_with_format(row, column, limit::cell(text), format)?,
        CellOut::Integer(number) => worksheet.write_number_with_format(row, column, *number as f64, format)?,
    };
    Ok(())
}

fn page(worksheet: &mut Worksheet) -> &mut Worksheet {
    /// A4.
    const PAPER: u8 = 9;
    worksheet
        .set_paper_size(PAPER)
        .set_landscape()
        .set_print_center_horizontally(true)
        .set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3)
        .set_footer("&C第 &P 页 共 &N 页")
}

/// The same at full size, upright or across.
fn full_size(worksheet: &mut Worksheet, paper: Paper) -> &mut Worksheet {
    let worksheet = worksheet.set_print_scale(100);
    match paper {
        Paper::Portrait => worksheet.set_portrait(),
        Paper::Landscape => worksheet,
    }
}

/// The last of some columns.
fn last(columns: &[ColumnOut]) -> u16 {
    u16::try_from(columns.len().max(1) - 1).unwrap_or(u16::MAX)
}

/// The scale, in percent, at which columns fit the width of a page.
fn scale(columns: &[ColumnOut]) -> u16 {
    /// What a landscape page of A4 holds between its margins, in characters of the usual font.
    const CHARACTERS: f64 = 112.0;
    let width: f64 = columns.iter().map(|column| column.width + 1.0).sum();
    (CHARACTERS / width.max(1.0) * 100.0).clamp(10.0, 100.0) as u16
}

/// Height of a row whose cells wrap; Excel does not do it by itself for files it did not write.
fn row_height(cells: &[CellOut], columns: &[ColumnOut]) -> f64 {
    let lines = cells.iter().zip(columns).map(|(value, column)| match value {
        CellOut::Text(text) => lines(text, column.width),
        CellOut::Blank | CellOut::Open | CellOut::Choice(_) | CellOut::Integer(_) => 1.0,
    });
    (15.0 * lines.fold(1.5, f64::max) + 3.0).min(TALLEST)
}

/// Lines that a text takes in a column of so many characters, Chinese ones counting double.
fn lines(text: &str, width: f64) -> f64 {
    let room = (width - 1.0).max(2.0);
    let wrapped = |line: &str| (unicode_width::UnicodeWidthStr::width(line) as f64 * 1.05 / room).ceil().max(1.0);
    text.split('\n').map(wrapped).sum()
}
