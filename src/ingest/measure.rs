//! What the figures of a table are measured in: what its headings and the texts around it say → how every field's
//! figures become figures in the unit that its source declares.

use super::caption::Caption;
use super::mapping::Mapping;
use super::unit::{in_caption, in_heading};
use crate::pack::{Conversion, Field, Units};

/// How the figures of one field are taken.
#[derive(Debug, Clone, PartialEq)]
pub enum Measure {
    /// As they stand.
    AsTheyStand,
    /// So many times as much, being in another unit.
    Times {
        /// How many.
        times: f64,
        /// The unit written there.
        from: String,
        /// The unit of the field.
        to: String,
    },
    /// Not at all: the unit written there is one of something else, or two are.
    Not {
        /// What is written there.
        from: String,
        /// The unit of the field.
        to: String,
    },
}

/// How the figures of every field of a mapping are taken, in the order of the source's fields.
pub fn measures(mapping: &Mapping<'_>, caption: &Caption, units: &Units) -> Vec<Measure> {
    let around = around(caption, units);
    let measure = |(field, columns): (&Field, &Vec<usize>)| match (&field.unit, columns.first()) {
        (Some(unit), Some(column)) => measure(&mapping.headings[*column], &around, unit, units),
        (Some(_), None) | (None, _) => Measure::AsTheyStand,
    };
    mapping.source.fields.values().zip(&mapping.fields).map(measure).collect()
}

/// The unit a heading names counts; where it names none, the one named nearest to the table that measures the same.
fn measure(heading: &str, around: &[Vec<String>], to: &str, units: &Units) -> Measure {
    let own = in_heading(heading, units);
    if !own.is_empty() {
        return agreed(&own, to, units);
    }
    let fitting = |words: &Vec<String>| {
        let fits = |word: &&String| matches!(units.convert(word, to), Some(Conversion::Times(_)));
        words.iter().filter(fits).cloned().collect::<Vec<_>>()
    };
    match around.iter().map(fitting).find(|words| !words.is_empty()) {
        Some(words) => agreed(&words, to, units),
        None => Measure::AsTheyStand,
    }
}

/// What several words say together.
fn agreed(words: &[String], to: &str, units: &Units) -> Measure {
    let from = words.join("、");
    let to = to.to_owned();
    let mut times = None;
    for word in words {
        match units.convert(word, &to) {
            Some(Conversion::Times(factor)) if times.is_none_or(|times| times == factor) => times = Some(factor),
            Some(Conversion::Times(_) | Conversion::Impossible) => return Measure::Not { from, to },
            None => {}
        }
    }
    match times {
        Some(times) if times != 1.0 => Measure::Times { times, from: words[0].clone(), to },
        Some(_) | None => Measure::AsTheyStand,
    }
}

/// The units of every text around a table, the nearest first.
fn around(caption: &Caption, units: &Units) -> Vec<Vec<String>> {
    caption.texts().map(|(_, text)| in_caption(text, units)).filter(|found| !found.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units() -> Units {
        toml::from_str(include_str!("../../rules/units.toml")).expect("units")
    }

    fn shown(measure: &Measure) -> String {
        match measure {
            Measure::AsTheyStand => "=".to_owned(),
            Measure::Times { times, from, .. } => format!("{from}×{times}"),
            Measure::Not { from, .. } => format!("{from}?"),
        }
    }

    #[test]
    fn headings_name_units() {
        for (heading, to, expected) in [
            ("损失金额（万元）", "元", "万元×10000"),
            ("损失金额(单位：万元)", "元", "万元×10000"),
            ("损失金额【千元】", "元", "千元×1000"),
            ("贷款余额/万元", "元", "万元×10000"),
            ("贷款余额万元", "元", "万元×10000"),
            ("补助资金/应补助金额（万元）", "元", "万元×10000"),
            ("取水距离(公里)", "米", "公里×1000"),
            ("取水时间\n（小时）", "分钟", "小时×60"),
            ("水量(升/人·日)", "升", "="),
            ("补助标准（元/月）", "元", "="),
            ("补助资金(元)", "元", "="),
            ("取水时间(分)", "分钟", "="),
            ("贷款余额（本金）", "元", "="),
            ("取水距离", "米", "="),
            ("损失面积（亩）", "元", "亩?"),
        ] {
            assert_eq!(shown(&measure(heading, &[], to, &units())), expected, "{heading}");
        }
    }

    #[test]
    fn texts_around_a_table_name_units() {
        let caption = |title: &str, sheet: &str| Caption {
            path: "住建/台账.xlsx".to_owned(),
            sheet: sheet.to_owned(),
            titles: vec![title.to_owned()],
        };
        for (title, sheet, expected) in [
            ("单位：万元", "Sheet1", "万元×10000"),
            ("填报单位:青石镇 单位: 万元 日期:2026年", "Sheet1", "万元×10000"),
            ("危房改造台账（万元）", "Sheet1", "万元×10000"),
            ("计量单位：户、万元", "Sheet1", "万元×10000"),
            ("万元", "Sheet1", "万元×10000"),
            ("台账", "危改台账(万元)", "万元×10000"),
            ("单位：元", "危改台账(万元)", "="),
            ("单位：公里", "Sheet1", "="),
            ("填报单位：元墩村", "Sheet1", "="),
            ("单位：万元、千元", "Sheet1", "万元、千元?"),
        ] {
            let around = around(&caption(title, sheet), &units());
            assert_eq!(shown(&measure("应补助金额", &around, "元", &units())), expected, "{title} {sheet}");
        }
        let around = around(&caption("单位：万元", ""), &units());
        assert_eq!(shown(&measure("应补助金额（元）", &around, "元", &units())), "=", "the heading counts");
    }
}
