//! A real table → the declaration of a source, in TOML with comments.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::column::{Guess, PrivateWords, guess};
use super::known::{KnownHeadings, ends_with_any, normal};
use super::table::{DraftColumn, DraftTable};
use crate::pack::{Kind, Pack};
use crate::value::text;

/// A drafted source.
#[derive(Debug)]
pub struct Drafted {
    /// Its declaration.
    pub text: String,
    /// The fields that it takes for ID numbers.
    pub ids: Vec<String>,
    /// The field that it takes for the name.
    pub name: String,
    /// Whether that field's heading is known as one of names.
    pub is_named: bool,
}

/// One field of the draft.
struct DraftField {
    field: String,
    heading: String,
    guess: Guess,
}

/// Drafts a source of a name; `department` is who sends it, as far as that is known.
pub fn source_draft(
    name: &str,
    department: &str,
    table: &DraftTable<'_>,
    pack: &Pack,
    known: &KnownHeadings,
) -> Drafted {
    let mut columns = columns(table, pack, known);
    let key = DraftKey::of(&mut columns, known);
    let required = required(&columns, &key, known);
    let event = key.id.iter().any(|id| columns.iter().any(|column| column.field == *id && column.guess.repeats));
    let mut text = String::new();
    let quoted = |fields: &[String]| fields.iter().map(|field| quote(field)).collect::<Vec<_>>().join(", ");
    let _ = write!(
        text,
        "# 由 bidui rules new source 按一份真实的表起草。逐项核对，改好后用 bidui rules check 检查，用 bidui inspect 试读。\n\n\
         # 规则里用的名称、全称、提供的部门。\n\
         name = {}\ntitle = {}\ndepartment = {}\n\n\
         # 一行是什么：person 一人一行，event 一人可以多行，household 一户一行，village 一村一行。\n\
         grain = \"{}\"\n\n\
         # 怎么找到人：id 身份证号（可写多个，依次采用），name 姓名，township 乡镇，village 行政村；\n\
         # by_name = true 表示没有身份证号时按村和姓名对应。\n\
         key = {{ id = [{}], name = {}{}{}{} }}\n\n\
         # 没有这些栏目就不是这种表：写最少的几个，要能与别的表分开。\n\
         required = [{}]\n",
        quote(name),
        quote(name),
        quote(department),
        if event { "event" } else { "person" },
        quoted(&key.id),
        quote(&key.name),
        key.township.as_ref().map(|field| format!(", township = {}", quote(field))).unwrap_or_default(),
        key.village.as_ref().map(|field| format!(", village = {}", quote(field))).unwrap_or_default(),
        if key.id.is_empty() { ", by_name = true" } else { "" },
        quoted(&required),
    );
    text.push_str(EVENT);
    text.push_str(FIELDS);
    for column in &columns {
        text.push_str(&line(column));
    }
    let is_named = columns.iter().any(|column| column.field == key.name && column.guess.kind == Kind::Name);
    Drafted { text, ids: key.id, name: key.name, is_named }
}

const EVENT: &str =
    "\n# 一人多行的表，写明哪几个栏目都相同才是同一件事（重复的行只算一次），如\n# unique = [\"发放月份\"]\n";

const FIELDS: &str = "\n# 栏目 = { kind = 类型, aliases = 别的表头, values = 词表 }\n\
    # 类型按单元格猜的：id 身份证号，name 人的姓名，text 文字，code 词表中的一个词，date 日期，month 年月，money 金额，\n\
    # number 数字，integer 整数，bool 是否，place 地名。词表里左边是规则用的词，右边的括号里写别的写法；\n# 像姓名的词没有写进词表，确是词的请自己补上。\n[fields]\n";

fn line(column: &DraftField) -> String {
    let mut line = format!("{} = {{ kind = \"{}\"", quote(&column.field), word(column.guess.kind));
    if column.guess.kind == Kind::Money {
        line.push_str(", unit = \"元\"");
    }
    if column.heading != column.field {
        let _ = write!(line, ", aliases = [{}]", quote(&column.heading));
    }
    if !column.guess.words.is_empty() {
        let words: Vec<String> = column.guess.words.iter().map(|word| format!("{} = []", quote(word))).collect();
        let _ = write!(line, ", values = {{ {} }}", words.join(", "));
    }
    line.push_str(" }\n");
    line
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Id => "id",
        Kind::Code => "code",
        Kind::Codes => "codes",
        Kind::Date => "date",
        Kind::Month => "month",
        Kind::Money => "money",
        Kind::Number => "number",
        Kind::Integer => "integer",
        Kind::Bool => "bool",
        Kind::Place => "place",
        Kind::Text => "text",
        Kind::Name => "name",
    }
}

fn quote(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn columns(table: &DraftTable<'_>, pack: &Pack, known: &KnownHeadings) -> Vec<DraftField> {
    let named = table.columns.iter().filter(|column| known.is_name(&column.heading) || known.is_text(&column.heading));
    let names = named.flat_map(|column| table.cells(column)).map(|(cell, _)| text::compact(&cell).into_owned());
    let names: BTreeSet<String> = names.collect();
    let private = PrivateWords { surnames: &pack.layout.surnames, names: &names, words: &known.words };
    let mut taken = BTreeSet::new();
    let column = |column: &DraftColumn| {
        let guess = in_light_of(&column.heading, guess(&table.cells(column), &private), known);
        let counts_rows = guess.kind == Kind::Integer && pack.layout.row_numbers.contains(&normal(&column.heading));
        let field = (!counts_rows).then(|| field_name(&column.heading, &mut taken))?;
        Some(DraftField { field, heading: column.heading.clone(), guess })
    };
    table.columns.iter().filter_map(column).collect()
}

/// A guess from the cells, mended by what the pack knows of the heading.
fn in_light_of(heading: &str, guess: Guess, known: &KnownHeadings) -> Guess {
    match guess.kind {
        Kind::Id => guess,
        Kind::Text | Kind::Integer | Kind::Number if known.is_id(heading) => Guess { kind: Kind::Id, ..guess },
        _ if known.is_name(heading) => Guess { kind: Kind::Name, words: Vec::new(), ..guess },
        _ if known.is_text(heading) => Guess { kind: Kind::Text, words: Vec::new(), ..guess },
        _ if guess.words.is_empty() && known.is_place(heading) => Guess { kind: Kind::Place, ..guess },
        Kind::Integer | Kind::Number if known.is_money(heading) => Guess { kind: Kind::Money, ..guess },
        _ => guess,
    }
}

/// A heading as a name that conditions can use, of which there is no other.
fn field_name(heading: &str, taken: &mut BTreeSet<String>) -> String {
    let last = heading.rsplit('/').next().unwrap_or(heading);
    let kept = |c: &char| c.is_alphanumeric() || *c == '_';
    let bare: String = normal(last).chars().filter(kept).collect();
    let begun = bare.trim_start_matches(|c: char| c.is_numeric());
    let stem = if begun.is_empty() { "栏目" } else { begun };
    let spellings = std::iter::once(stem.to_owned()).chain((2..).map(|number| format!("{stem}{number}")));
    let free = spellings.into_iter().find(|name| !taken.contains(name)).expect("there is no end of numbers");
    taken.insert(free.clone());
    free
}

/// The fields that tell whose row it is.
struct DraftKey {
    id: Vec<String>,
    name: String,
    township: Option<String>,
    village: Option<String>,
}

impl DraftKey {
    /// A field that serves as a key must be there; if nothing looks like a name, the first text is taken for one.
    fn of(columns: &mut Vec<DraftField>, known: &KnownHeadings) -> Self {
        let ids = columns.iter().filter(|column| column.guess.kind == Kind::Id).map(|column| column.field.clone());
        let township = under(columns, &known.townships, Kind::Place);
        let id = ids.take(1).collect();
        let village = under(columns, &known.villages, Kind::Place);
        let name = under(columns, &known.names, Kind::Name).or_else(|| {
            columns.iter().find(|column| column.guess.kind == Kind::Text).map(|column| column.field.clone())
        });
        let name = name.unwrap_or_else(|| {
            let guess = Guess { kind: Kind::Name, words: Vec::new(), repeats: false };
            columns.push(DraftField { field: "姓名".to_owned(), heading: "姓名".to_owned(), guess });
            "姓名".to_owned()
        });
        Self { id, name, township, village }
    }
}

/// The field of a kind whose heading is one of these, or ends with one of them.
fn under(columns: &[DraftField], headings: &BTreeSet<String>, kind: Kind) -> Option<String> {
    let of_kind = || columns.iter().filter(|column| column.guess.kind == kind);
    let exact = of_kind().find(|column| headings.contains(&normal(&column.heading)));
    let column = exact.or_else(|| of_kind().find(|column| ends_with_any(&column.heading, headings)));
    column.map(|column| column.field.clone())
}

/// The key, and what tells the table from those of all other sources.
fn required(columns: &[DraftField], key: &DraftKey, known: &KnownHeadings) -> Vec<String> {
    let keys: Vec<&String> =
        [&key.township, &key.village].into_iter().flatten().chain(&key.id).chain([&key.name]).collect();
    let mut others: Vec<&DraftField> = columns.iter().filter(|column| !keys.contains(&&column.field)).collect();
    others.sort_by_key(|column| {
        // Headings with figures in them are of one month or year only.
        let is_dated = column.heading.contains(|c: char| c.is_numeric());
        (is_dated, known.holders.get(&normal(&column.heading)).copied().unwrap_or(0))
    });
    let telling = others.into_iter().take(2).map(|column| column.field.clone());
    let place = key.village.iter().filter(|_| key.id.is_empty()).cloned();
    std::iter::once(key.name.clone())
        .chain(key.id.clone())
        .chain(place)
        .chain(telling)
        .filter(|field| columns.iter().any(|column| column.field == *field))
        .collect()
}
