//! Columns that no field takes and that look like one that the sheet lacks: somebody renamed a heading.

use super::cells::{FieldContent, Fit, Sample};
use super::mapping::Mapping;
use crate::pack::Field;
use crate::schema::LookAlike;
use crate::value::text;
use crate::workbook::Grid;

/// Shorter headings are alike by chance.
const SHORTEST: usize = 5;

/// The columns that are probably a field which has none.
pub fn look_alikes(mapping: &Mapping<'_>, grid: &Grid, sample_rows: usize) -> Vec<LookAlike> {
    let sample = Sample::below(grid, mapping.header.end, sample_rows);
    let fields = mapping.source.fields.iter().enumerate();
    let lacking = fields.filter(|(position, (_, field))| !field.optional && !mapping.tells(*position));
    let alike = lacking.flat_map(|(_, (name, field))| {
        let columns = mapping.unclaimed.iter().filter(|column| !sample.is_blank(**column));
        let wanted = WantedField { name, field, content: FieldContent::of(field) };
        let why = |column: &usize| Some((&mapping.headings[*column], why(*column, mapping, &sample, &wanted)?));
        let told =
            move |(heading, why): (&String, String)| LookAlike { heading: heading.clone(), field: name.clone(), why };
        columns.filter_map(why).map(told).collect::<Vec<_>>()
    });
    alike.collect()
}

/// A field without a column.
struct WantedField<'a> {
    name: &'a str,
    field: &'a Field,
    content: FieldContent,
}

/// What makes a column look like a field: its cells are the field's words, or its heading is nearly the field's.
fn why(column: usize, mapping: &Mapping<'_>, sample: &Sample<'_>, wanted: &WantedField<'_>) -> Option<String> {
    let WantedField { name, field, content } = wanted;
    if sample.speaks(column, content) {
        return Some(format!("里面的内容都是“{name}”的写法"));
    }
    let heading = mapping.headings[column].rsplit('/').next().unwrap_or_default();
    let spellings = || std::iter::once(*name).chain(field.aliases.iter().map(String::as_str));
    let near = spellings().find(|spelling| is_near(&normal(heading), &normal(spelling)))?;
    (sample.fit(column, content) == Fit::Fits).then(|| format!("表头与“{near}”只差几个字"))
}

fn normal(heading: &str) -> String {
    text::heading(heading).pop().unwrap_or_default()
}

/// Whether four fifths of two headings are the same characters in the same order.
fn is_near(heading: &str, spelling: &str) -> bool {
    let (heading, spelling): (Vec<char>, Vec<char>) = (heading.chars().collect(), spelling.chars().collect());
    let both = heading.len() + spelling.len();
    heading.len().min(spelling.len()) >= SHORTEST && common(&heading, &spelling) * 10 >= both * 4
}

/// The length of the longest common subsequence.
fn common(left: &[char], right: &[char]) -> usize {
    let mut row = vec![0; right.len() + 1];
    for a in left {
        let mut diagonal = 0;
        for (at, b) in right.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if a == b { diagonal + 1 } else { above.max(row[at]) };
            diagonal = above;
        }
    }
    row[right.len()]
}
