//! 盲区: whom which rule could not judge for want of what, and the households that nearly no source knows.

use jiff::civil::Date;

use crate::detect::Findings;
use crate::pack::{Pack, Rule};
use crate::schema::{BlindSpot, LittleKnown, Want};
use crate::value::{Disclosure, Redacted};
use crate::workbook::{BookOut, Columns, SheetOut};

/// Lays out the workbook.
pub fn blind_spots(findings: &Findings, pack: &Pack, disclosure: Disclosure, as_of: Date) -> BookOut {
    let sheets = vec![by_rule(&findings.blind_spots, pack), unknown(&findings.little_known, disclosure)];
    BookOut { created: as_of, sheets, ..BookOut::default() }
}

/// A value or source that a rule lacks in a township, and for how many subjects.
struct MissingInput<'a> {
    rule: &'a Rule,
    spot: &'a BlindSpot,
    what: &'a str,
    subjects: u32,
}

fn by_rule(spots: &[BlindSpot], pack: &Pack) -> SheetOut {
    let columns = Columns::<MissingInput<'_>>::new()
        .text(("规则编号", 10.0), |lack| lack.rule.id.clone())
        .text(("规则名称", 34.0), |lack| lack.rule.title.clone())
        .text(("部门", 10.0), |lack| lack.rule.department.clone())
        .text(("对象", 6.0), |lack| lack.rule.subject.word())
        .text(("乡镇", 14.0), |lack| lack.spot.township.clone())
        .text(("情形", 16.0), |lack| match lack.spot.want {
            Want::Value => "缺数据无法判定",
            Want::Source => "缺来源未运行",
        })
        .count(("无法判定", 10.0), |lack| lack.spot.subjects)
        .text(("缺少的值或来源", 44.0), |lack| lack.what.to_owned())
        .count(("其中缺此项", 10.0), |lack| lack.subjects);
    let lacks = spots.iter().filter_map(|spot| Some((pack.rule(&spot.rule)?, spot))).flat_map(|(rule, spot)| {
        spot.missing.iter().map(move |(what, subjects)| MissingInput { rule, spot, what, subjects: *subjects })
    });
    SheetOut {
        name: "按规则".to_owned(),
        title: Some("盲区：规则无法判定的对象和缺少的数据".to_owned()),
        notes: vec!["一个对象可能同时缺几项，所以“其中缺此项”之和可能大于“无法判定”。".to_owned()],
        ..SheetOut::of(&columns, lacks)
    }
}

fn unknown(households: &[LittleKnown], disclosure: Disclosure) -> SheetOut {
    let columns = Columns::<LittleKnown>::new()
        .text(("乡镇", 14.0), |household| household.location.village.township.clone())
        .text(("行政村", 14.0), |household| household.location.village.name.clone())
        .text(("组", 8.0), |household| household.location.group.clone())
        .text(("户编号", 14.0), |household| Redacted::household_number(&household.location.household_number))
        .text(("户主姓名", 10.0), |household| household.location.head_name.clone())
        .text(("户主身份证号", 20.0), |household| disclosure.show(household.location.head))
        .text(("农户类型", 11.0), |household| household.location.class.clone())
        .count(("人口", 7.0), |household| household.members)
        .count(("有记录的来源数", 8.0), |household| household.sources.len())
        .text(("知晓的来源", 30.0), |household| household.sources.join("、"));
    SheetOut {
        name: "各部门数据基本未覆盖的农户".to_owned(),
        title: Some("除花名册外各部门数据基本未覆盖的农户，请优先走访".to_owned()),
        ..SheetOut::of(&columns, households)
    }
}
