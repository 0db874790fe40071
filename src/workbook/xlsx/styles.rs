//! How the cell formats of a book show a number: as a day or a moment, with two digits behind the point.

use std::collections::BTreeMap;

use super::super::book::Unreadable;
use super::super::budget::Budget;
use super::super::format::{is_built_in_day, is_day};
use super::super::number::NumberFormat;
use super::super::xml::{XmlNode, walk};
use super::package::Package;

/// For every cell format how it shows a number.
pub(super) fn read(package: &mut Package, part: &str, budget: &Budget) -> Result<Vec<NumberFormat>, Unreadable> {
    let Some(part) = package.part(part)? else { return Ok(Vec::new()) };
    let mut own = BTreeMap::new();
    let mut formats = Vec::new();
    let mut in_formats = false;
    walk(part, |node| {
        match node {
            XmlNode::Open(tag) => match tag.name {
                "numFmt" => {
                    if let (Some(id), Some(code)) = (tag.attribute("numFmtId"), tag.attribute("formatCode")) {
                        budget.keep(size_of::<String>() + 2 * id.len() + size_of::<NumberFormat>())?;
                        own.insert(id, shown(&code));
                    }
                }
                "cellXfs" => in_formats = true,
                "xf" if in_formats => {
                    budget.keep(size_of::<NumberFormat>())?;
                    let id = tag.attribute("numFmtId").unwrap_or_default();
                    let built_in = || id.parse().map_or(NumberFormat::Plain, built_in);
                    formats.push(own.get(&id).copied().unwrap_or_else(built_in));
                }
                _ => {}
            },
            XmlNode::Close("cellXfs") => in_formats = false,
            XmlNode::Close(_) | XmlNode::Text(_) => {}
        }
        Ok(())
    })?;
    Ok(formats)
}

/// How a built-in format shows a number.
fn built_in(id: u16) -> NumberFormat {
    match id {
        2 | 4 => NumberFormat::Hundredths,
        _ if is_built_in_day(id) => NumberFormat::Day,
        _ => NumberFormat::Plain,
    }
}

fn shown(code: &str) -> NumberFormat {
    let first = code.split(';').next().unwrap_or_default();
    let decimals = first.trim_end_matches(['_', ' ', ')']).rsplit_once('.').map(|(_, decimals)| decimals);
    match decimals {
        _ if is_day(code) => NumberFormat::Day,
        Some("00") => NumberFormat::Hundredths,
        Some(_) | None => NumberFormat::Plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_with_two_digits_behind_the_point_are_told_from_others() {
        for (code, expected) in [
            ("0.00", NumberFormat::Hundredths),
            ("0.00_);(0.00)", NumberFormat::Hundredths),
            ("#,##0.00", NumberFormat::Hundredths),
            ("0.0", NumberFormat::Plain),
            ("0.000", NumberFormat::Plain),
            ("0.0#", NumberFormat::Plain),
            ("0.00%", NumberFormat::Plain),
            ("yyyy.mm", NumberFormat::Day),
        ] {
            assert_eq!(shown(code), expected, "{code}");
        }
    }
}
