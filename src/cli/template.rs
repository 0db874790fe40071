//! How help pages are laid out.

use comfy_table::Table;
use textwrap::core::Word;
use textwrap::{Options, WordSeparator, wrap};
use unicode_width::UnicodeWidthStr;

/// Help pages in Chinese.
pub(super) const TEMPLATE: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}";

/// How wide a page is that is not read in a terminal.
const PAGE: usize = 100;

/// A page whose lines fit the terminal: what goes over goes on below the text that it belongs to. Chinese is broken
/// between characters, never before a mark.
pub(super) fn fitted(page: &str) -> String {
    let width = Table::new().width().map_or(PAGE, usize::from);
    page.lines().map(|line| fitted_line(line, width) + "\n").collect()
}

fn fitted_line(line: &str, width: usize) -> String {
    if line.width() <= width {
        return line.to_owned();
    }
    let indent = " ".repeat(text_begins(line).min(width / 2));
    let options = Options::new(width).subsequent_indent(&indent).word_separator(WordSeparator::Custom(words));
    wrap(line, options).join("\n")
}

/// What is not broken: words between blanks, single Chinese characters with the marks behind them.
fn words(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    let characters = line.char_indices().zip(line.chars().skip(1));
    let breaks = characters.filter(|((_, before), after)| may_break(*before, *after));
    let mut begins: Vec<usize> = breaks.map(|((at, before), _)| at + before.len_utf8()).collect();
    begins.push(line.len());
    let mut from = 0;
    Box::new(begins.into_iter().filter_map(move |to| line.get(std::mem::replace(&mut from, to)..to).map(Word::from)))
}

fn may_break(before: char, after: char) -> bool {
    let is_wide = |c: char| !c.is_ascii();
    match (before, after) {
        (' ', after) => after != ' ',
        (_, ' ') => false,
        (before, after) => (is_wide(before) || is_wide(after)) && !OPENING.contains(before) && !CLOSING.contains(after),
    }
}

/// Marks that end no line.
const OPENING: &str = "“（《〔【";

/// Marks that begin no line.
const CLOSING: &str = "，。；：、？！”）》〕】…";

/// Where the text of a line begins: behind what is named and explained, else where the line does.
fn text_begins(line: &str) -> usize {
    let named = line.len() - line.trim_start().len();
    let text = line.get(named..).and_then(|rest| rest.rfind("  ")).map_or(named, |gap| named + gap + 2);
    line.get(..text).map_or(0, UnicodeWidthStr::width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_goes_on_below_its_text() {
        let line = "      --as-of <日期>  今天是哪一天，如 2026-12-15，用来看有没有到期；不写时取最近一期";
        assert_eq!(
            fitted_line(line, 60),
            "      --as-of <日期>  今天是哪一天，如 2026-12-15，用来看有\n                      没有到期；不写时取最近一期"
        );
        assert_eq!(fitted_line("  screen  筛查", 60), "  screen  筛查");
    }
}
