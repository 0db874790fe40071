//! 水利: every household's water, and the waterworks of the villages.

use jiff::civil::Date;

use super::super::household::Household;
use super::super::pen::Pen;
use super::super::records::{Identified, Water};
use super::super::sheet::{Cell, Layout, Row, Saved};
use super::super::truth::Fate;
use super::super::village::{Village, Waterworks};
use super::super::when::When;
use super::{layout, row};

pub fn water_layout(_: &When) -> Layout {
    let headings = &[
        "乡镇",
        "村名",
        "屯/组",
        "户主",
        "身份证号",
        "供水工程名称",
        "供水类型",
        "水质是否符合要求",
        "水量(升/人·日)",
        "往返取水时间(分钟)",
        "水平距离（米）",
        "垂直距离（米）",
        "年缺水天数（天）",
        "是否自愿不入户",
    ];
    let titles = vec!["农村饮水安全排查表".to_owned(), "填报单位：示例县水利局".to_owned()];
    let footers = vec![vec!["制表：", "", "", "负责人："]];
    Layout { titles, footers, ..layout("农村饮水", "水利/农村饮水安全排查表", Saved::Xlsx, headings) }
}

pub fn water(home: &Household, _: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let Some(water) = &home.water else { return Vec::new() };
    let first = water_row(home, water, &format!("{}供水站", home.township), pen);
    let second = home.second_water.as_ref().map(|water| water_row(home, water, "县城水厂", pen));
    [first].into_iter().chain(second).collect()
}

fn water_row(home: &Household, water: &Water, works: &str, pen: &mut Pen<'_>) -> Row {
    let head = &home.members[0];
    let number = if water.identified == Identified::ById { pen.id(head) } else { Cell::Blank };
    let far = |value: i32| if water.piped { Cell::Blank } else { value.into() };
    let quality: &[&'static str] = match water.quality {
        "达标" => &["符合", "合格", "达标"],
        "基本达标" => &["基本符合", "基本达标"],
        _ => &["不符合", "浑浊", "有肉眼可见杂质"],
    };
    let village = home.village.trim_end_matches('村');
    let cells = vec![
        home.township.as_str().into(),
        if pen.dice.percent(20) { format!("{village}村委会") } else { home.village.clone() }.into(),
        format!("{}组", home.group).into(),
        pen.name(&head.name),
        number,
        works.into(),
        pen.word(if water.piped {
            &["24小时连续供水", "定时供水"]
        } else {
            &["山泉水", "农户自打井"]
        }),
        pen.word(quality),
        water.litres.into(),
        far(water.minutes),
        far(water.metres),
        far(water.rise),
        water.dry_days.into(),
        if water.by_choice { "是" } else { "否" }.into(),
    ];
    let fate = if water.identified == Identified::Ambiguously { Fate::Ambiguous } else { pen.fate };
    Row { cells, fates: vec![fate] }
}

pub fn works_layout(_: &When) -> Layout {
    let headings = &[
        "乡镇",
        "行政村",
        "工程名称",
        "受益人口",
        "运行状态",
        "报修日期",
        "修复日期",
        "最近水质检测时间",
        "管护责任人",
    ];
    layout("供水工程", "水利/农村供水工程运行台账", Saved::CsvUtf8, headings)
}

pub fn works(village: &Village, _: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let first = works_row(village, &village.works, "供水工程", pen);
    let second = village.second_works.as_ref().map(|works| works_row(village, works, "二期供水工程", pen));
    [first].into_iter().chain(second).collect()
}

fn works_row(village: &Village, works: &Waterworks, name: &str, pen: &mut Pen<'_>) -> Row {
    let state: &[&'static str] = match works.state {
        "正常运行" => &["运行管护良好", "正常", "正常运行"],
        "停运" => &["停用", "停水", "停运"],
        _ => &["处于失管状态", "失管"],
    };
    let day = |day: Option<Date>, pen: &mut Pen<'_>| day.map_or(Cell::Blank, |day| pen.day(day));
    let cells = vec![
        village.township.as_str().into(),
        village.name.as_str().into(),
        format!("{}{name}", village.name).into(),
        works.people.into(),
        pen.word(state),
        day(works.reported, pen),
        day(works.mended, pen),
        day(works.tested, pen),
        Cell::Blank,
    ];
    row(pen, cells)
}
