//! 卫健: who died, who is treated for a serious illness, the villages' clinics.

use super::super::household::Household;
use super::super::pen::Pen;
use super::super::sheet::{Cell, Layout, Row, Saved};
use super::super::village::{Clinic, Village};
use super::super::when::When;
use super::{layout, month, row};

pub fn dead_layout(_: &When) -> Layout {
    let headings = &["死者姓名", "死者身份证号", "死亡日期", "注销日期", "镇街", "备注"];
    layout("死亡人员", "卫健/死亡人员名单", Saved::Xlsx, headings)
}

pub fn dead(home: &Household, _: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for person in &home.members {
        let Some(day) = person.death else { continue };
        let cells = vec![
            pen.name(&person.name),
            pen.id(person),
            pen.day(day),
            Cell::Blank,
            home.township.as_str().into(),
            Cell::Blank,
        ];
        rows.push(row(pen, cells));
    }
    rows
}

pub fn illnesses_layout(when: &When) -> Layout {
    let headings =
        &["镇（街）", "村（社区）", "姓名", "身份证号码", "专项救治病种", "确诊日期", "定点医院", "救治状态"];
    let titles = vec![format!("大病专项救治台账（{}更新）", month(when))];
    Layout {
        titles, preface: Some("病种说明"), ..layout("大病救治", "卫健/大病专项救治台账", Saved::Xlsx, headings)
    }
}

pub fn illnesses(home: &Household, _: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for person in &home.members {
        for (disease, diagnosed) in &person.illnesses {
            let cells = vec![
                home.township.as_str().into(),
                home.village.as_str().into(),
                pen.name(&person.name),
                pen.id(person),
                (*disease).into(),
                pen.day(*diagnosed),
                "示例县人民医院".into(),
                pen.word(&["治疗中", "随访"]),
            ];
            rows.push(row(pen, cells));
        }
    }
    rows
}

pub fn clinics_layout(_: &When) -> Layout {
    let headings = &["乡（镇）", "村（社区）", "村卫生室", "乡村医生人数", "卫生室状态", "服务方式"];
    let titles = vec!["村卫生室和乡村医生配备情况".to_owned()];
    let footers = vec![vec!["填报：卫生健康局"]];
    Layout { titles, footers, ..layout("村卫生室", "卫健/村卫生室情况", Saved::Xlsx, headings) }
}

pub fn clinics(village: &Village, _: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let first = clinic_row(village, &village.clinic, "卫生室", pen);
    let second = village.second_clinic.as_ref().map(|clinic| clinic_row(village, clinic, "第二卫生室", pen));
    [first].into_iter().chain(second).collect()
}

fn clinic_row(village: &Village, clinic: &Clinic, name: &str, pen: &mut Pen<'_>) -> Row {
    let running: &[&'static str] = match clinic.running {
        "正常运行" => &["正常运行", "正常"],
        "未运行" => &["停业", "关闭"],
        _ => &["无", "无卫生室"],
    };
    let covered: &[&'static str] = match clinic.covered {
        "本村设置" => &["本村设置", "自有"],
        "邻村联办" => &["邻村联办", "联办"],
        _ => &["乡镇卫生院覆盖", "乡镇所在地"],
    };
    let cells = vec![
        village.township.as_str().into(),
        village.name.as_str().into(),
        format!("{}{name}", village.name).into(),
        clinic.doctors.into(),
        pen.word(running),
        pen.word(covered),
    ];
    row(pen, cells)
}
