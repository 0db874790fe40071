//! HTML tables, which many systems send under the name .xls → grids, one sheet a table.

mod table;

use std::sync::Arc;

use html5gum::{HtmlString, Spanned, StartTag, Token, Tokenizer};

use super::book::{Book, Format, Sheet, Unreadable, Visibility};
use super::budget::Budget;
use super::foreign::Foreign;
use table::{OpenTable, Table};

/// How many tables may stand in one another.
const DEEPEST: usize = 64;

pub(super) fn read(text: &str, budget: &Arc<Budget>) -> Result<Book, Unreadable> {
    let text = text.replace('\0', "");
    let mut page = HtmlPage::of(&text, budget)?;
    if page.done.is_empty() {
        // Rows without a table around them: some programs write no more.
        page = HtmlPage::of(&format!("<table>{text}</table>"), budget)?;
    }
    if page.asks_for_password && page.done.iter().all(|table| table.grid.rows() < 3 || table.grid.width() < 3) {
        return Err(Unreadable::Foreign(Foreign::LoginPage));
    }
    if page.done.is_empty() {
        return Err(Unreadable::Foreign(Foreign::WebPage));
    }
    let sheets = page
        .done
        .into_iter()
        .zip(1..)
        .map(|(table, number): (Table, usize)| Sheet {
            name: format!("表{number}"),
            visibility: Visibility::Visible,
            hidden_rows: 0,
            grid: table.grid,
        })
        .collect();
    Ok(Book { format: Format::Html, sheets, properties: Default::default() })
}

/// The tables of a page: those that are done, and those in the making, each in a cell of the one before it.
struct HtmlPage<'a> {
    budget: &'a Arc<Budget>,
    done: Vec<Table>,
    open: Vec<OpenTable>,
    begun: usize,
    asks_for_password: bool,
}

impl<'a> HtmlPage<'a> {
    /// Reads a page: its tables that have cells, in the order in which they begin.
    fn of(text: &str, budget: &'a Arc<Budget>) -> Result<Self, Unreadable> {
        let mut page = Self { budget, done: Vec::new(), open: Vec::new(), begun: 0, asks_for_password: false };
        for token in Tokenizer::new(text) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => page.start(&tag)?,
                Token::EndTag(tag) => page.end(&tag.name)?,
                Token::String(text) => page.text(&String::from_utf8_lossy(&text)),
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
        // A page that ends in the middle of a table still has its rows.
        while !page.open.is_empty() {
            page.close()?;
        }
        page.done.retain(|table| table.grid.rows() > 0);
        page.done.sort_by_key(|table| table.begun);
        Ok(page)
    }

    fn start(&mut self, tag: &StartTag<()>) -> Result<(), Unreadable> {
        match tag.name.as_slice() {
            b"table" if self.open.len() >= DEEPEST => return Err(Unreadable::TooLarge),
            b"table" => {
                self.begun += 1;
                self.budget.sheets(self.begun)?;
                self.open.push(OpenTable::new(self.begun, self.budget));
                return Ok(());
            }
            b"input" if attribute(tag, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("password")) => {
                self.asks_for_password = true;
            }
            _ => {}
        }
        let Some(open) = self.open.last_mut() else { return Ok(()) };
        match tag.name.as_slice() {
            b"tr" => open.row()?,
            b"td" | b"th" => open.cell(span(tag, "colspan"), span(tag, "rowspan"))?,
            b"br" | b"p" | b"div" => open.text(" "),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &HtmlString) -> Result<(), Unreadable> {
        match (name.as_slice(), self.open.last_mut()) {
            (b"table", Some(_)) => self.close()?,
            (b"td" | b"th" | b"tr", Some(open)) => open.close_cell()?,
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        self.open.last_mut().into_iter().for_each(|open| open.text(text));
    }

    /// Ends the innermost table: one in a cell of another goes to that one, which knows at its end whether it is more
    /// than a frame around it.
    fn close(&mut self) -> Result<(), Unreadable> {
        let Some(tables) = self.open.pop().map(OpenTable::finish).transpose()? else { return Ok(()) };
        match self.open.last_mut() {
            Some(outer) => outer.hold(tables)?,
            None => self.done.extend(tables),
        }
        Ok(())
    }
}

fn attribute<'a>(tag: &'a StartTag<()>, name: &str) -> Option<&'a str> {
    let value: Option<&Spanned<HtmlString, ()>> = tag.attributes.get(name.as_bytes());
    value.and_then(|value| std::str::from_utf8(value).ok()).map(str::trim)
}

/// How many columns or rows a cell covers: the digits that its attribute begins with, as browsers read it.
fn span(tag: &StartTag<()>, name: &str) -> usize {
    let value = attribute(tag, name).unwrap_or_default();
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    value[..digits].parse().unwrap_or(1_usize).clamp(1, 1000)
}
