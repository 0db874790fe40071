//! Which year and month is written around a table: 2026年9月, 202609, 9月, 1-11月; in names also Sep-2026, 第9期.
//!
//! Only what speaks of the table counts: the day of a document or of printing in a title does not, `2026年9月起` and
//! `〔2026〕9号` do not; of a range the end does.

use jiff::civil::Date;

use super::caption::{Caption, Spot};
use crate::pack::Dating;
use crate::schema::StatedPeriod;
use crate::value::text;

/// A time that stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct WrittenTime {
    year: Option<i16>,
    month: Option<i8>,
    /// Whether it goes down to the day.
    day: bool,
    /// Whether only names are written so: `26.10`, `第10期`.
    brief: bool,
    start: usize,
    end: usize,
}

impl Caption {
    /// The year and month that the texts closest to the table state.
    pub fn stated(&self, dating: &Dating, as_of: Date) -> Option<StatedPeriod> {
        let told: Vec<(Spot, &str, WrittenTime)> =
            self.texts().flat_map(|(spot, text)| of_text(spot, text, dating)).collect();
        let year = told.iter().find(|(.., told)| told.month.is_none()).map(|(.., told)| *told);
        let stated = |spot: Spot, text: &str, year: i16, month: Option<i8>| StatedPeriod {
            year,
            month,
            place: format!("{}“{text}”", spot.label()),
        };
        let closest = told.iter().find(|(.., told)| told.month.is_some()).map(|(spot, ..)| *spot);
        let of_closest = told.iter().filter(|(spot, ..)| Some(*spot) == closest);
        let dated = of_closest.filter_map(|(spot, text, told)| {
            let month = told.month?;
            let year = told.year.or(year.and_then(|year| year.year)).unwrap_or_else(|| year_of(month, as_of));
            Some((year, month, *spot, *text))
        });
        match dated.max_by_key(|(year, month, ..)| (*year, *month)) {
            Some((year, month, spot, text)) => Some(stated(spot, text, year, Some(month))),
            None => {
                let (spot, text, told) = told.first()?;
                Some(stated(*spot, text, told.year?, None))
            }
        }
    }
}

impl Caption {
    /// The month in which the school year began that the texts closest to the table name: `2025-2026学年`, `2026年春季`.
    pub fn school_year(&self) -> Option<StatedPeriod> {
        self.texts().find_map(|(spot, text)| {
            let year = school_year(&text::clean(text))?;
            Some(StatedPeriod { year, month: Some(SCHOOL_YEAR_BEGINS), place: format!("{}“{text}”", spot.label()) })
        })
    }
}

/// The month in which school years begin.
pub const SCHOOL_YEAR_BEGINS: i8 = 9;

/// The year in which the school year of a text began.
fn school_year(text: &str) -> Option<i16> {
    let year = |before: &str| -> Option<i16> {
        let digits = before.trim_end_matches('年').trim_end();
        let start = digits.len().checked_sub(4)?;
        digits.get(start..)?.parse().ok().filter(|year| (1990..=2100).contains(year))
    };
    if let Some((before, _)) = text.split_once("学年") {
        let last = year(before)?;
        let bare = before.trim_end_matches('年').trim_end_matches(|c: char| c.is_ascii_digit());
        let first = bare.strip_suffix(|c| is_dash(Some(&c))).and_then(year);
        return Some(first.unwrap_or(last));
    }
    let autumn = ["年秋", "秋季", "秋期"].iter().find_map(|word| year(text.split_once(word)?.0));
    let spring = ["年春", "春季", "春期"].iter().find_map(|word| year(text.split_once(word)?.0));
    autumn.or(spring.map(|year| year - 1))
}

/// The year of a month that is written without one: it is not yet to come.
pub fn year_of(month: i8, as_of: Date) -> i16 {
    if month <= as_of.month() { as_of.year() } else { as_of.year() - 1 }
}

fn of_text<'t>(spot: Spot, raw: &'t str, dating: &Dating) -> Vec<(Spot, &'t str, WrittenTime)> {
    let spans = dating.spans.iter();
    let plain =
        spans.fold(text::clean(raw).into_owned(), |text, (span, month)| text.replace(span, &format!("{month}月")));
    let plain: Vec<char> = plain.chars().collect();
    let plain = if spot == Spot::Title { plain } else { named_months(&plain, dating) };
    let cleaned = numerals(&plain);
    let counts = |told: &WrittenTime| {
        let before: String = cleaned[told.start.saturating_sub(8)..told.start].iter().collect();
        let after: String = cleaned[told.end..].iter().take(4).collect();
        let up_to = dating.up_to.iter().any(|word| before.contains(word.as_str()));
        let from = dating.from.iter().any(|word| after.starts_with(word.as_str()));
        !from && (spot != Spot::Title || !told.brief && (!told.day || up_to))
    };
    times(&cleaned).into_iter().filter(counts).map(|told| (spot, raw, told)).collect()
}

/// Months by their English names as figures, behind their year: `Oct-2026`, `2026 Oct` and `Oct-26` are 2026年10月.
fn named_months(text: &[char], dating: &Dating) -> Vec<char> {
    let mut plain = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let run = text[at..].iter().take_while(|character| character.is_ascii_alphabetic()).count();
        let word = text[at..at + run].iter().collect::<String>().to_ascii_lowercase();
        match dating.months.get(&word) {
            Some(month) => {
                let (year, skipped) = year_behind(&text[at + run..]);
                let year = year.or_else(|| year_before(&mut plain));
                let year = year.map(|year| format!("{year}年")).unwrap_or_default();
                plain.extend(format!("{year}{month}月").chars());
                at += run + skipped;
            }
            None => {
                plain.extend(&text[at..at + run.max(1)]);
                at += run.max(1);
            }
        }
    }
    plain
}

/// The year behind a month's name, and how many characters it takes with the sign before it.
fn year_behind(text: &[char]) -> (Option<u32>, usize) {
    let sign = usize::from(text.first().is_some_and(is_between));
    let (number, end) = digits(text, sign);
    match end - sign {
        4 if is_year(number) => (Some(number), end),
        2 if text.first() == Some(&'-') && (20..=40).contains(&number) => (Some(2000 + number), end),
        _ => (None, 0),
    }
}

/// Takes the year that a text ends with, and the sign behind it.
fn year_before(text: &mut Vec<char>) -> Option<u32> {
    let end = text.len() - usize::from(text.last().is_some_and(is_between));
    let start = text[..end].iter().rposition(|character| !character.is_ascii_digit()).map_or(0, |at| at + 1);
    let (year, _) = digits(&text[..end], start);
    let told = (end - start == 4 && is_year(year)).then_some(year);
    told.inspect(|_| text.truncate(start))
}

fn is_between(character: &char) -> bool {
    matches!(character, ' ' | '-' | '_' | '.' | '/')
}

fn is_year(number: u32) -> bool {
    (1990..=2100).contains(&number)
}

/// Chinese numerals before 年, 月, 日, 号 and 期 as digits: 二〇二六年十一月.
fn numerals(text: &[char]) -> Vec<char> {
    let mut plain = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let run = text[at..].iter().take_while(|character| numeral(**character).is_some()).count();
        let behind = text.get(at + run);
        match (run, behind) {
            (0, _) => plain.push(text[at]),
            (_, Some('年' | '月' | '日' | '号' | '期')) => plain.extend(number_of(&text[at..at + run])),
            _ => plain.extend(&text[at..at + run]),
        }
        at += run.max(1);
    }
    plain
}

/// The digits of Chinese numerals, which stand one for one or with 十 between tens and ones.
fn number_of(numerals: &[char]) -> Vec<char> {
    let digits = |numerals: &[char]| numerals.iter().filter_map(|character| numeral(*character)).collect::<Vec<char>>();
    match numerals.iter().position(|character| *character == '十') {
        None => digits(numerals),
        Some(ten) => {
            let tens = digits(&numerals[..ten]);
            let ones = digits(&numerals[ten + 1..]);
            let or = |own: Vec<char>, other: char| if own.is_empty() { vec![other] } else { own };
            [or(tens, '1'), or(ones, '0')].concat()
        }
    }
}

fn numeral(character: char) -> Option<char> {
    Some(match character {
        '〇' | '○' | '零' => '0',
        '一' => '1',
        '二' => '2',
        '三' => '3',
        '四' => '4',
        '五' => '5',
        '六' => '6',
        '七' => '7',
        '八' => '8',
        '九' => '9',
        '十' => 'X',
        _ => return None,
    })
}

/// All times in a text.
fn times(text: &[char]) -> Vec<WrittenTime> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        match text[at].is_ascii_digit() {
            false => at += 1,
            true => {
                let told = time(text, at);
                at = told.map_or_else(|| digits(text, at).1, |told| told.end);
                found.extend(told);
            }
        }
    }
    found
}

/// The time that begins with a run of digits.
fn time(text: &[char], start: usize) -> Option<WrittenTime> {
    let (number, end) = digits(text, start);
    let told = |year: u32, month: u32, day: bool, end: usize| {
        let year = i16::try_from(year).ok().filter(|year| (1990..=2100).contains(year))?;
        Some(WrittenTime { year: Some(year), month: Some(month_of(month)?), day, brief: false, start, end })
    };
    match end - start {
        8 => told(number / 10_000, number / 100 % 100, true, end),
        6 => told(number / 100, number % 100, false, end),
        4 => {
            let year = i16::try_from(number).ok().filter(|year| (1990..=2100).contains(year))?;
            match text.get(end) {
                Some('年') => Some(in_year(text, start, year, end + 1)),
                Some('第') => Some(in_year(text, start, year, end)).filter(|told| told.month.is_some()),
                Some('-' | '.' | '/' | '_') => punctuated(text, start, year, end),
                _ => None,
            }
        }
        2 if (20..=40).contains(&number) && text.get(end) == Some(&'年') => {
            let year = i16::try_from(2000 + number).ok()?;
            Some(in_year(text, start, year, end + 1)).filter(|told| told.month.is_some())
        }
        2 if (20..=40).contains(&number) && text.get(end) == Some(&'.') && stands_alone(text, start) => {
            let year = i16::try_from(2000 + number).ok()?;
            punctuated(text, start, year, end).map(|told| WrittenTime { brief: true, ..told })
        }
        1 | 2 => month_at(text, start).or_else(|| issue_at(text, start)),
        _ => None,
    }
}

/// Whether a number does not go on from letters, digits or a point before it.
fn stands_alone(text: &[char], start: usize) -> bool {
    start.checked_sub(1).is_none_or(|before| !text[before].is_ascii_alphanumeric() && text[before] != '.')
}

/// What follows 年: a month, or months up to one; else it is the year that is told.
fn in_year(text: &[char], start: usize, year: i16, at: usize) -> WrittenTime {
    let number = at + usize::from(text.get(at) == Some(&'第'));
    let period = short(text, number).filter(|(_, end)| text.get(*end) == Some(&'期'));
    let period = period.and_then(|(month, end)| Some((month_of(month)?, end + 1)));
    match (month_at(text, at), period) {
        (None, Some((month, end))) => {
            WrittenTime { year: Some(year), month: Some(month), day: false, brief: false, start, end }
        }
        (Some(told), _) => WrittenTime { year: Some(year), start, ..told },
        (None, None) => WrittenTime { year: Some(year), month: None, day: false, brief: false, start, end: at },
    }
}

/// `9月`, `1-11月`, `9月至11月`, `9月5日`.
fn month_at(text: &[char], at: usize) -> Option<WrittenTime> {
    let (number, mut end) = short(text, at)?;
    let mut month = month_of(number)?;
    if text.get(end) == Some(&'月') {
        end += 1 + usize::from(text.get(end + 1) == Some(&'份'));
    } else if !is_dash(text.get(end)) {
        return None;
    }
    if is_dash(text.get(end))
        && let Some((last, after)) = short(text, end + 1)
        && text.get(after) == Some(&'月')
    {
        (month, end) = (month_of(last)?, after + 1);
    } else if text.get(end.wrapping_sub(1)) != Some(&'月') && text.get(end.wrapping_sub(1)) != Some(&'份') {
        return None;
    }
    let day = short(text, end).filter(|(_, after)| matches!(text.get(*after), Some('日' | '号')));
    let (day, end) = (day.is_some(), day.map_or(end, |(_, after)| after + 1));
    Some(WrittenTime { year: None, month: Some(month), day, brief: false, start: at, end })
}

/// `第9期`, of a list that comes out every month.
fn issue_at(text: &[char], start: usize) -> Option<WrittenTime> {
    let (number, end) = short(text, start)?;
    let numbered = start > 0 && text[start - 1] == '第' && text.get(end) == Some(&'期');
    let month = month_of(number).filter(|_| numbered)?;
    Some(WrittenTime { year: None, month: Some(month), day: false, brief: true, start, end: end + 1 })
}

/// `2026-9`, `2026.11`, `2026-11-05`.
fn punctuated(text: &[char], start: usize, year: i16, at: usize) -> Option<WrittenTime> {
    let (month, end) = short(text, at + 1)?;
    let month = month_of(month)?;
    let day = short(text, end + 1).filter(|_| text.get(end) == text.get(at));
    let (day, end) = (day.is_some(), day.map_or(end, |(_, after)| after));
    let end = end + usize::from(text.get(end) == Some(&'月'));
    (text.get(end) != Some(&'号')).then_some(WrittenTime {
        year: Some(year),
        month: Some(month),
        day,
        brief: false,
        start,
        end,
    })
}

fn is_dash(character: Option<&char>) -> bool {
    matches!(character, Some('-' | '~' | '—' | '–' | '－' | '～' | '至' | '到'))
}

fn month_of(number: u32) -> Option<i8> {
    i8::try_from(number).ok().filter(|month| (1..=12).contains(month))
}

/// A run of one or two digits.
fn short(text: &[char], at: usize) -> Option<(u32, usize)> {
    let (number, end) = digits(text, at);
    (1..=2).contains(&(end - at.min(end))).then_some((number, end))
}

/// The number that a run of digits makes, and where it ends; too long a run makes none that means anything.
fn digits(text: &[char], start: usize) -> (u32, usize) {
    let run = text.iter().skip(start).take_while(|character| character.is_ascii_digit());
    let (number, length) = run.fold((0_u32, 0), |(number, length), digit| {
        (number.saturating_mul(10).saturating_add(digit.to_digit(10).unwrap_or(0)), length + 1)
    });
    (number, start + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stated(path: &str, sheet: &str, titles: &[&str]) -> Option<(i16, Option<i8>)> {
        let titles = titles.iter().map(|title| (*title).to_owned()).collect();
        let caption = Caption { path: path.to_owned(), sheet: sheet.to_owned(), titles };
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let spans = [("上半年", 6), ("第三季度", 9), ("三季度", 9)];
        let spans = spans.into_iter().map(|(span, month)| (span.to_owned(), month)).collect();
        let months = ["jan", "sept", "oct", "october"].into_iter().zip([1, 9, 10, 10]);
        let months = months.map(|(month, number)| (month.to_owned(), number)).collect();
        let dating = Dating { up_to: words(&["截至", "截止"]), from: words(&["起", "以来"]), spans, months };
        let stated = caption.stated(&dating, jiff::civil::date(2026, 11, 30))?;
        Some((stated.year, stated.month))
    }

    #[test]
    fn months_are_read_from_titles_and_names() {
        let title = |text: &str| stated("a.xlsx", "Sheet1", &[text]);
        assert_eq!(title("2026年9月农村低保备案表"), Some((2026, Some(9))));
        assert_eq!(title("２０２６年０９月份发放表"), Some((2026, Some(9))));
        assert_eq!(title("2026年1-11月资金发放表"), Some((2026, Some(11))));
        assert_eq!(title("2026年9月至11月发放表"), Some((2026, Some(11))));
        assert_eq!(title("9月份低保"), Some((2026, Some(9))));
        assert_eq!(title("九月份低保"), Some((2026, Some(9))));
        assert_eq!(title("二〇二六年九月农村低保"), Some((2026, Some(9))));
        assert_eq!(title("二○二五年十二月农村低保"), Some((2025, Some(12))));
        assert_eq!(title("2026年09期"), Some((2026, Some(9))));
        assert_eq!(title("2026年第9期"), Some((2026, Some(9))));
        assert_eq!(title("26年9月"), Some((2026, Some(9))));
        assert_eq!(title("2026年三季度低保"), Some((2026, Some(9))));
        assert_eq!(title("2026年上半年低保"), Some((2026, Some(6))));
        assert_eq!(title("数据截至二〇二六年九月三十日"), Some((2026, Some(9))));
        assert_eq!(title("12月份低保"), Some((2025, Some(12))));
        assert_eq!(title("数据截至2025年5月31日"), Some((2025, Some(5))));
        assert_eq!(title("2027年度参保缴费名单"), Some((2027, None)));
        assert_eq!(stated("民政/2026年9月/低保.xlsx", "Sheet1", &[]), Some((2026, Some(9))));
        assert_eq!(stated("低保202609.csv", "低保202609", &[]), Some((2026, Some(9))));
        assert_eq!(stated("低保.xlsx", "2026.9", &[]), Some((2026, Some(9))));
        assert_eq!(stated("2025年/低保.xlsx", "9月", &[]), Some((2025, Some(9))));
        assert_eq!(stated("2026年9月.xlsx", "Sheet1", &["2026年11月低保"]), Some((2026, Some(11))));
    }

    #[test]
    fn names_have_short_years() {
        assert_eq!(stated("低保26.10.xlsx", "Sheet1", &[]), Some((2026, Some(10))));
        assert_eq!(stated("v26.10.xlsx", "Sheet1", &[]), None);
        assert_eq!(stated("a.xlsx", "Sheet1", &["增长26.10"]), None);
    }

    #[test]
    fn names_have_months_by_their_english_names_and_numbers_of_issues() {
        for (name, expected) in [
            ("低保Oct", Some((2026, 10))),
            ("低保_october_终", Some((2026, 10))),
            ("Oct-2025低保", Some((2025, 10))),
            ("OCT2025", Some((2025, 10))),
            ("2025 Oct", Some((2025, 10))),
            ("2025Jan", Some((2025, 1))),
            ("2025-Sept", Some((2025, 9))),
            ("Oct-25", Some((2025, 10))),
            ("Octopus", None),
            ("低保第10期", Some((2026, 10))),
            ("低保第十期", Some((2026, 10))),
            ("2025第10期", Some((2025, 10))),
            ("低保第13期", None),
            ("低保10期", None),
        ] {
            let expected = expected.map(|(year, month)| (year, Some(month)));
            assert_eq!(stated(&format!("{name}.xlsx"), "Sheet1", &[]), expected, "{name}");
        }
        assert_eq!(stated("a.xlsx", "Sheet1", &["Oct"]), None);
        assert_eq!(stated("2025年/第10期/低保.xlsx", "Sheet1", &[]), Some((2025, Some(10))));
    }

    #[test]
    fn school_years_begin_in_autumn() {
        for (text, expected) in [
            ("2025-2026学年第二学期学籍", Some(2025)),
            ("2026—2027学年学籍", Some(2026)),
            ("2026学年学籍", Some(2026)),
            ("2026年秋季学籍", Some(2026)),
            ("2026年春季学期学籍", Some(2025)),
            ("2025秋学籍", None),
            ("三年级学籍", None),
        ] {
            assert_eq!(school_year(text), expected, "{text}");
        }
    }

    #[test]
    fn other_figures_are_no_months() {
        let title = |text: &str| stated("a.xlsx", "Sheet1", &[text]);
        assert_eq!(title("某民发〔2026〕9号"), None);
        assert_eq!(title("导出日期：2026-10-01"), None);
        assert_eq!(title("2026年10月8日打印"), None);
        assert_eq!(title("自2026年9月起执行"), None);
        assert_eq!(title("2026-2027学年第一学期"), None);
        assert_eq!(title("连续3个月未领取"), None);
        assert_eq!(title("联系电话 13900000000"), None);
        assert_eq!(title("2026年第3批"), Some((2026, None)));
        assert_eq!(title("第十期简报"), None);
        assert_eq!(title("连续三个月未领取"), None);
        assert_eq!(title("26年来"), None);
    }
}
