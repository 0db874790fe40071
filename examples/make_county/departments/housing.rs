//! 住建, 搬迁: houses appraised and rebuilt, what was paid for them, who was relocated.

use jiff::civil::Date;

use super::super::household::Household;
use super::super::pen::Pen;
use super::super::records::House;
use super::super::sheet::{Cell, Layout, Row, Saved};
use super::super::when::{When, days_before};
use super::{layout, row, yes_no};

pub fn houses_layout(_: &When) -> Layout {
    let headings = &[
        "镇街",
        "村居",
        "户主姓名",
        "户主证件号码",
        "对象类别",
        "结构",
        "房屋等级",
        "鉴定时间",
        "任务年度",
        "改造类型",
        "开工日期",
        "竣工日期",
        "验收日期",
        "补助标准",
        "已拨金额",
        "是否居住危房",
        "是否有其他安全住房",
    ];
    let titles = vec!["示例县农村住房安全鉴定及危房改造台账".to_owned()];
    let footers = vec![vec!["注：鉴定等级按农村危险房屋鉴定技术导则"]];
    Layout { titles, footers, ..layout("危房改造台账", "住建/危房改造台账", Saved::Xlsx, headings) }
}

pub fn houses(home: &Household, _: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let Some(house) = &home.house else { return Vec::new() };
    let mut rows = Vec::new();
    if let Some(grade) = house.grade_before {
        let before = House { grade: Some(grade), appraised: days_before(house.appraised, 2_000), ..house.clone() };
        rows.push(house_row(home, &before, None, pen));
    }
    if let Some(accepted) = house.rebuilt_before {
        rows.push(house_row(home, house, Some((accepted, PAID_BEFORE, PAID_BEFORE)), pen));
    }
    rows.push(house_row(home, house, house.rebuilt, pen));
    rows
}

/// What an earlier rebuilding was paid with.
const PAID_BEFORE: i64 = 12_000;

fn house_row(home: &Household, house: &House, rebuilt: Option<(Date, i64, i64)>, pen: &mut Pen<'_>) -> Row {
    let owner = &home.members[house.owner];
    let grade: &[&'static str] = match house.grade {
        Some("A级") => &["A级", "A", "安全"],
        Some("B级") => &["B级", "Ｂ级", "基本安全"],
        Some("C级") => &["C级", "Ｃ级", "丙"],
        Some("无房户") => &["无房户", "无房"],
        Some(_) => &["D级", "d级", "整栋危险"],
        None => &["-", ""],
    };
    let mut paid = [Cell::Blank, Cell::Blank, Cell::Blank, Cell::Blank];
    if let Some((accepted, due, amount)) = rebuilt {
        paid = ["原址重建".into(), pen.day(accepted), pen.money(due), pen.money(amount)];
    }
    let [how, accepted, due, paid] = paid;
    let day = |day: Option<Date>, pen: &mut Pen<'_>| day.map_or(Cell::Blank, |day| pen.day(day));
    let living = house.living.map_or("", |living| if living == "仍居住" { "是" } else { "否" });
    let cells = vec![
        home.township.as_str().into(),
        home.village.as_str().into(),
        pen.name(&owner.name),
        pen.id(owner),
        if home.allowance.is_some() { "农村低保户" } else { "" }.into(),
        house.structure.into(),
        pen.word(grade),
        pen.day(house.appraised),
        house.planned.map_or(Cell::Blank, |year| i64::from(year).into()),
        how,
        day(house.begun, pen),
        day(house.finished, pen),
        accepted,
        due,
        paid,
        living.into(),
        if house.elsewhere { "是" } else { "" }.into(),
    ];
    row(pen, cells)
}

pub fn payouts_layout(_: &When) -> Layout {
    let headings = &[
        "乡镇（街道）",
        "村",
        "户主姓名",
        "户主身份证号码",
        "补助年度",
        "实拨金额",
        "拨款日期",
        "一卡通户名",
        "一卡通身份证号",
    ];
    let titles = vec!["农村危房改造补助资金拨付花名册".to_owned()];
    let footers = vec![vec!["合计"], vec!["审核："]];
    Layout {
        titles, footers, ..layout("危改资金拨付", "住建/危改补助资金拨付花名册", Saved::Xlsx, headings)
    }
}

pub fn payouts(home: &Household, _: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let Some(house) = &home.house else { return Vec::new() };
    let mut rows = Vec::new();
    if let Some((accepted, _, paid)) = house.rebuilt.filter(|(.., paid)| *paid > 0) {
        rows.push(payout(home, house, (accepted, paid), house.payee, pen));
    }
    if let Some(accepted) = house.rebuilt_before.filter(|_| house.paid_before) {
        rows.push(payout(home, house, (accepted, PAID_BEFORE), None, pen));
    }
    rows
}

/// What was paid for a rebuilding, and to whom if not to the owner.
fn payout(
    home: &Household,
    house: &House,
    (accepted, paid): (Date, i64),
    payee: Option<&str>,
    pen: &mut Pen<'_>,
) -> Row {
    let owner = &home.members[house.owner];
    let cells = vec![
        home.township.as_str().into(),
        home.village.as_str().into(),
        owner.name.as_str().into(),
        pen.id(owner),
        i64::from(accepted.year()).into(),
        pen.money(paid),
        pen.day(days_before(accepted, -20)),
        payee.unwrap_or(owner.name.as_str()).into(),
        Cell::Blank,
    ];
    row(pen, cells)
}

pub fn resettled_layout(_: &When) -> Layout {
    let headings = &[
        "镇",
        "村（社区）",
        "户主",
        "户主身份证号码",
        "集中安置点",
        "入住时间",
        "旧房拆除",
        "仍居住旧房",
        "帮扶措施更新时间",
    ];
    let titles = vec!["易地扶贫搬迁后续扶持台账".to_owned(), "填报单位：示例县搬迁安置办".to_owned()];
    Layout { titles, ..layout("易地搬迁", "搬迁/{}易地搬迁后扶台账", Saved::XlsxByTownship, headings) }
}

pub fn resettled(home: &Household, _: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let Some(resettlement) = &home.resettlement else { return Vec::new() };
    let cells = vec![
        home.township.as_str().into(),
        home.village.as_str().into(),
        pen.name(&home.members[0].name),
        pen.id(&home.members[0]),
        pen.word(&["幸福家园", "城南安置区"]),
        pen.day(resettlement.moved),
        yes_no(resettlement.old_house_gone),
        yes_no(resettlement.lives_in_old_house),
        pen.day(resettlement.measures_updated),
    ];
    vec![row(pen, cells)]
}
