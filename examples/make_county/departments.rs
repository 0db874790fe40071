//! What each department exports: one layout and one function from a household to rows for every source.

use super::household::{Class, DISABILITIES, Household, Identified, Monitoring, Person, Stay};
use super::pen::Pen;
use super::sheet::{Cell, Layout, Row, Saved};
use super::truth::Fate;
use super::when::{When, days_before};

/// One department's table.
pub struct Department {
    pub layout: fn(&When) -> Layout,
    pub rows: fn(&Household, &When, &mut Pen<'_>) -> Vec<Row>,
    /// Whether people who are not in the register can stand in it.
    pub knows_outsiders: bool,
    /// Whether a row that is there twice is recognised as such.
    pub merges_repeats: bool,
    /// Whether a record without a legible ID number is lost.
    pub needs_id: bool,
}

const fn table(layout: fn(&When) -> Layout, rows: fn(&Household, &When, &mut Pen<'_>) -> Vec<Row>) -> Department {
    Department { layout, rows, knows_outsiders: true, merges_repeats: true, needs_id: true }
}

/// All tables; the register first.
pub const DEPARTMENTS: [Department; 15] = [
    Department { knows_outsiders: false, ..table(register_layout, register) },
    Department { knows_outsiders: false, ..table(lifted_layout, lifted) },
    Department { knows_outsiders: false, ..table(monitored_layout, monitored) },
    table(pupils_layout, pupils),
    table(roll_call_layout, roll_call),
    table(grants_layout, grants),
    table(insured_layout, insured),
    table(stays_layout, stays),
    Department { merges_repeats: false, ..table(houses_layout, houses) },
    Department { merges_repeats: false, needs_id: false, ..table(water_layout, water) },
    table(allowance_layout, allowance),
    table(support_layout, support),
    table(disabled_layout, disabled),
    table(subsidies_layout, subsidies),
    table(dead_layout, dead),
];

fn layout(source: &'static str, path: impl Into<String>, saved: Saved, headings: &[&'static str]) -> Layout {
    Layout {
        source,
        path: path.into(),
        sheet: "Sheet1",
        preface: None,
        titles: Vec::new(),
        headings: vec![headings.to_vec()],
        footers: Vec::new(),
        saved,
    }
}

fn row(pen: &Pen<'_>, cells: Vec<Cell>) -> Row {
    Row { cells, fates: vec![pen.fate] }
}

fn month(when: &When) -> String {
    when.as_of.strftime("%Y年%-m月").to_string()
}

fn register_layout(when: &When) -> Layout {
    let headings = &[
        "乡（镇）",
        "村（居）",
        "村民小组",
        "户号",
        "户主",
        "成员姓名",
        "公民身份号码",
        "性别",
        "出生年月",
        "与户主的关系",
        "户籍状态",
        "联系电话",
    ];
    let titles = vec![format!("示例县农户花名册（{}）", month(when))];
    let footers = vec![vec!["填表人：", "", "", "审核人："]];
    Layout {
        titles, footers, sheet: "花名册", ..layout("农户花名册", "乡村振兴/农户花名册", Saved::Xlsx, headings)
    }
}

fn register(home: &Household, _: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for person in &home.members {
        let relation: &[&'static str] = match person.relation {
            "户主" => &["户主", "本人"],
            "配偶" => &["配偶", "妻"],
            "之子" => &["之子", "长子", "儿子"],
            "之女" => &["之女", "长女", "女儿"],
            "之父" => &["之父", "父亲"],
            _ => &["之母", "母亲"],
        };
        let cells = vec![
            home.township.as_str().into(),
            home.village.as_str().into(),
            format!("{}组", home.group).into(),
            home.number.as_str().into(),
            home.members[0].name.as_str().into(),
            person.name.as_str().into(),
            pen.id(person),
            if person.male { "男" } else { "女" }.into(),
            pen.day(person.birth),
            pen.word(relation),
            person.state.into(),
            Cell::Blank,
        ];
        rows.push(row(pen, cells));
    }
    rows
}

fn lifted_layout(when: &When) -> Layout {
    let headings = &[
        "县",
        "乡",
        "村",
        "户编号",
        "人编号",
        "姓名",
        "证件类型",
        "证件号码",
        "人数",
        "与户主关系",
        "在校生状况",
        "健康状况",
        "劳动技能",
        "户类型",
        "务工时间（月）",
        "是否易地扶贫搬迁人口",
        "人均纯收入（元）",
        "是否解决安全饮用水",
        "户联系电话",
    ];
    let titles = vec!["（自定义）脱贫户信息".to_owned(), format!("导出日期：{}", when.as_of)];
    Layout {
        titles, ..layout("脱贫户信息", "乡村振兴/（自定义）脱贫户信息 (3)", Saved::Xlsx, headings)
    }
}

fn lifted(home: &Household, _: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let unstable = home.monitoring.as_ref().is_some_and(|monitoring| monitoring.category == "脱贫不稳定户");
    if home.class != Class::Lifted && !unstable {
        return Vec::new();
    }
    let mut rows = Vec::new();
    for (at, person) in home.members.iter().enumerate() {
        let work = if person.work_months > 0 { person.work_months.into() } else { Cell::Blank };
        let cells = vec![
            "示例县".into(),
            home.township.as_str().into(),
            home.village.as_str().into(),
            format!("T{}", home.number).into(),
            format!("T{}{at:02}", home.number).into(),
            pen.name(&person.name),
            if person.disability.is_some() { "残疾人证" } else { "居民身份证" }.into(),
            pen.card_or_id(person),
            i64::try_from(home.members.len()).unwrap_or(0).into(),
            person.relation.into(),
            person.schooling.as_ref().map_or("", |schooling| schooling.stage).into(),
            if person.disability.is_some() { "长期慢性病,残疾" } else { "健康" }.into(),
            person.skill.into(),
            "脱贫户".into(),
            work,
            if home.relocated { "是" } else { "否" }.into(),
            home.income.into(),
            "是".into(),
            Cell::Blank,
        ];
        rows.push(row(pen, cells));
    }
    rows
}

fn monitored_layout(when: &When) -> Layout {
    let headings = &[
        "县",
        "乡",
        "村",
        "户编号",
        "姓名",
        "证件类型",
        "证件号码",
        "与户主关系",
        "户类型",
        "监测对象类别",
        "劳动技能",
        "风险是否已消除",
        "识别监测时间",
        "消除监测时间",
        "风险消除方式",
        "致贫/返贫风险1",
        "致贫/返贫风险2",
        "健康帮扶",
        "教育帮扶",
        "综合保障",
        "社会帮扶",
    ];
    let titles = vec!["（自定义）监测对象信息".to_owned(), format!("导出日期：{}", when.as_of)];
    Layout {
        titles, ..layout("监测对象信息", "乡村振兴/（自定义）监测对象信息 (22)", Saved::Xlsx, headings)
    }
}

fn monitored(home: &Household, _: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let Some(monitoring) = &home.monitoring else { return Vec::new() };
    home.members.iter().map(|person| monitored_row(home, person, monitoring, pen)).collect()
}

fn monitored_row(home: &Household, person: &Person, monitoring: &Monitoring, pen: &mut Pen<'_>) -> Row {
    let measure = |risk: &str, what: &'static str| -> Cell {
        if monitoring.measures && monitoring.risks.contains(&risk) { what.into() } else { Cell::Blank }
    };
    let was_lifted = monitoring.category == "脱贫不稳定户";
    let (cleared, how) = monitoring.cleared.map_or((Cell::Blank, ""), |(day, how)| (pen.month(day), how));
    let cells = vec![
        "示例县".into(),
        home.township.as_str().into(),
        home.village.as_str().into(),
        format!("J{}", home.number).into(),
        pen.name(&person.name),
        if person.disability.is_some() { "残疾人证" } else { "居民身份证" }.into(),
        pen.card_or_id(person),
        person.relation.into(),
        if was_lifted { "脱贫户" } else { "一般农户" }.into(),
        monitoring.category.into(),
        person.skill.into(),
        if monitoring.cleared.is_some() { "是" } else { "否" }.into(),
        pen.month(monitoring.found),
        cleared,
        how.into(),
        monitoring.risks[0].into(),
        monitoring.risks.get(1).copied().unwrap_or("").into(),
        measure("因病", "参加大病保险"),
        measure("因学", "教育补助"),
        measure("因残", "残疾人补贴"),
        measure("缺劳动力", "结对帮扶"),
    ];
    row(pen, cells)
}

fn pupils_layout(when: &When) -> Layout {
    let headings = &[
        "学生姓名",
        "身份证件号",
        "性别",
        "学校名称",
        "学段",
        "年级",
        "全国学籍号",
        "学籍状态",
        "就读方式★",
        "监护人姓名",
        "监护人身份证号",
    ];
    layout("在校生学籍", format!("教育/{}在校生信息", when.as_of.strftime("%Y%m%d")), Saved::CsvGbk, headings)
}

fn school(home: &Household, stage: &str) -> String {
    match stage {
        "小学" => format!("{}中心小学", home.township),
        "初中" => format!("{}初级中学", home.township),
        _ => "示例县第一中学".to_owned(),
    }
}

/// A number armoured so that a spreadsheet program leaves it alone.
fn armoured(cell: Cell) -> Cell {
    match cell {
        Cell::Text(text) => Cell::Text(format!("=\"{text}\"")),
        other => other,
    }
}

fn pupils(home: &Household, _: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for person in &home.members {
        let Some(schooling) = &person.schooling else { continue };
        let (number, legible) = (pen.id(person), pen.fate != Fate::Quarantined);
        let pupil = if legible { Cell::Text(format!("G{}", person.id.text())) } else { number.clone() };
        // The pupil number pasted into the ID column.
        let number = if legible && pen.dice.percent(3) { pupil.clone() } else { armoured(number) };
        let cells = vec![
            pen.name(&person.name),
            number,
            if person.male { "男" } else { "女" }.into(),
            school(home, schooling.stage).into(),
            schooling.stage.into(),
            schooling.grade.into(),
            pupil,
            pen.word(match schooling.status {
                "在籍在校" => &["在籍在校", "在校", "在读"],
                _ => &["转出", "已转出"],
            }),
            schooling.mode.into(),
            home.members[0].name.as_str().into(),
            home.members[0].id.text().into(),
        ];
        rows.push(row(pen, cells));
    }
    rows
}

fn roll_call_layout(when: &When) -> Layout {
    let headings = &["学校", "学生姓名", "身份证号码", "是否实到", "核对日期", "备注"];
    let titles = vec![format!("{}初各校点名核对表", month(when))];
    Layout { titles, ..layout("在校学生点名册", "教育/点名核对表", Saved::Xlsx, headings) }
}

fn roll_call(home: &Household, when: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for person in &home.members {
        let Some(seen) = person.roll_call else { continue };
        let stage = person.schooling.as_ref().map_or("小学", |schooling| schooling.stage);
        let seen: &[&'static str] = match seen {
            "实到" => &["实到", "是", "在校"],
            "请假" => &["请假", "病假"],
            "未到" => &["未到", "缺勤"],
            _ => &["县外就读", "省外就读"],
        };
        let cells = vec![
            school(home, stage).into(),
            pen.name(&person.name),
            pen.id(person),
            pen.word(seen),
            pen.day(when.as_of.first_of_month()),
            Cell::Blank,
        ];
        rows.push(row(pen, cells));
    }
    rows
}

fn grants_layout(when: &When) -> Layout {
    let headings =
        &["学校", "受助学生", "学生身份证号", "项目", "学期", "发放金额", "发放时间", "户名", "开户人身份证号"];
    let titles = vec![format!("学生资助发放明细（截至{}）", month(when))];
    let footers = vec![vec!["合计", "", "", "", "", "", "", "", ""], vec!["经办人：            单位（盖章）"]];
    Layout { titles, footers, ..layout("教育资助", "教育/学生资助发放明细", Saved::Xlsx, headings) }
}

fn grants(home: &Household, _: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for person in &home.members {
        let stage = person.schooling.as_ref().map_or("小学", |schooling| schooling.stage);
        for paid in &person.grants {
            let term = if paid.month() >= 8 { "秋季" } else { "春季" };
            let cells = vec![
                school(home, stage).into(),
                pen.name(&person.name),
                pen.id(person),
                if stage == "普通高中" { "国家助学金" } else { "寄宿生生活补助" }.into(),
                format!("{}年{term}", paid.year()).into(),
                pen.money(if stage == "普通高中" { 1000 } else { 625 }),
                pen.day(*paid),
                home.members[0].name.as_str().into(),
                home.members[0].id.text().into(),
            ];
            rows.push(row(pen, cells));
        }
    }
    rows
}

fn insured_layout(when: &When) -> Layout {
    let headings = &[
        "人员姓名",
        "证件号码",
        "镇（街）",
        "村（居）",
        "年度",
        "险种类型",
        "医保状态",
        "特殊人员身份类别",
        "个人缴费",
        "导出日期",
    ];
    layout("医保参保", format!("医保/{}年参保明细", when.year()), Saved::CsvUtf8, headings)
}

fn insured(home: &Household, when: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let identity = match home.class {
        Class::Monitored => "边缘易致贫户-7204",
        Class::Lifted => "脱贫人口",
        Class::Ordinary | Class::Cleared => "",
    };
    let mut rows = Vec::new();
    for person in &home.members {
        for insurance in &person.insurance {
            let kind: &[&'static str] =
                if insurance.kind == "居民" { &["390", "居民"] } else { &["310", "职工"] };
            let status: &[&'static str] = match insurance.status {
                "正常参保" => &["1", "正常参保", "已参保"],
                "暂停参保" => &["2", "暂停参保"],
                _ => &["4", "终止参保"],
            };
            let cells = vec![
                pen.name(&person.name),
                pen.id(person),
                home.township.as_str().into(),
                home.village.as_str().into(),
                i64::from(insurance.year).into(),
                pen.word(kind),
                pen.word(status),
                identity.into(),
                400_i64.into(),
                Cell::Day(when.as_of),
            ];
            rows.push(row(pen, cells));
        }
    }
    rows
}

fn stays_layout(when: &When) -> Layout {
    let headings = &[
        "结算单号",
        "患者姓名",
        "患者身份证号",
        "医药机构",
        "是否县域内",
        "医疗类别",
        "入院日期",
        "出院日期",
        "出院诊断",
        "总费用",
        "统筹报销",
        "大病报销",
        "医疗救助",
        "其他补充",
        "个人负担",
    ];
    let titles = vec![format!("{}年住院结算明细（截至{}）", when.year(), month(when))];
    Layout { titles, ..layout("住院结算", "医保/住院结算明细", Saved::Xlsx, headings) }
}

fn stays(home: &Household, _: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for (at, person) in home.members.iter().enumerate() {
        for (number, stay) in person.stays.iter().enumerate() {
            let number = format!("JS{}{at}{number}", home.number);
            rows.push(settled(person, stay, &number, pen));
            // Settled wrongly, taken back and settled again: three rows that come to one.
            if pen.dice.percent(6) {
                let back = Stay {
                    total: -stay.total,
                    pooled: -stay.pooled,
                    serious: -stay.serious,
                    relief: -stay.relief,
                    own: -stay.own,
                    ..*stay
                };
                rows.push(settled(person, &back, &format!("{number}T"), pen));
                rows.push(settled(person, stay, &format!("{number}R"), pen));
            }
        }
    }
    rows
}

fn settled(person: &Person, stay: &Stay, number: &str, pen: &mut Pen<'_>) -> Row {
    let cells = vec![
        number.into(),
        pen.name(&person.name),
        pen.id(person),
        if stay.local { "示例县人民医院" } else { "省立医院" }.into(),
        if stay.local { "是" } else { "否" }.into(),
        "普通住院".into(),
        pen.day(days_before(stay.day, 8)),
        pen.day(stay.day),
        pen.word(&["脑梗死", "肺炎", "骨折", "高血压"]),
        pen.money(stay.total),
        pen.money(stay.pooled),
        pen.money(stay.serious),
        pen.money(stay.relief),
        Cell::Blank,
        pen.money(stay.own),
    ];
    row(pen, cells)
}

fn houses_layout(_: &When) -> Layout {
    let headings = &[
        "镇街",
        "村居",
        "户主姓名",
        "户主证件号码",
        "对象类别",
        "房屋等级",
        "鉴定时间",
        "改造类型",
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

fn houses(home: &Household, _: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let Some(house) = &home.house else { return Vec::new() };
    let owner = &home.members[house.owner];
    let grade: &[&'static str] = match house.grade {
        Some("A级") => &["A级", "A", "安全"],
        Some("B级") => &["B级", "Ｂ级", "基本安全"],
        Some("C级") => &["C级", "Ｃ级", "丙"],
        Some(_) => &["D级", "d级", "整栋危险"],
        None => &["-", ""],
    };
    let mut rebuilt = [Cell::Blank, Cell::Blank, Cell::Blank, Cell::Blank];
    if let Some((accepted, due, paid)) = house.rebuilt {
        rebuilt = ["原址重建".into(), pen.day(accepted), pen.money(due), pen.money(paid)];
    }
    let [how, accepted, due, paid] = rebuilt;
    let living = house.living.map_or("", |living| if living == "仍居住" { "是" } else { "否" });
    let cells = vec![
        home.township.as_str().into(),
        home.village.as_str().into(),
        pen.name(&owner.name),
        pen.id(owner),
        if home.allowance.is_some() { "农村低保户" } else { "" }.into(),
        pen.word(grade),
        pen.day(house.appraised),
        how,
        accepted,
        due,
        paid,
        living.into(),
        if house.elsewhere { "是" } else { "" }.into(),
    ];
    vec![row(pen, cells)]
}

fn water_layout(_: &When) -> Layout {
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

fn water(home: &Household, _: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let Some(water) = &home.water else { return Vec::new() };
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
        format!("{}供水站", home.township).into(),
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
    vec![Row { cells, fates: vec![fate] }]
}

/// Members that the filing table has columns for, besides the head.
const SIDE_BY_SIDE: usize = 4;

fn allowance_layout(_: &When) -> Layout {
    let mut upper =
        vec!["乡镇", "行政村", "低保证号", "户主信息", "户主信息", "保障人数", "低保类别", "月保障金额", "资金月份"];
    let mut lower = vec!["乡镇", "行政村", "", "姓名", "身份证号", "", "", "", ""];
    for _ in 0..SIDE_BY_SIDE {
        upper.extend(["家庭成员", "家庭成员"]);
        lower.extend(["姓名", "身份证号"]);
    }
    Layout {
        preface: Some("填表说明"),
        sheet: "备案表",
        titles: vec!["农村最低生活保障备案表".to_owned()],
        headings: vec![upper, lower],
        footers: vec![vec!["合计"]],
        ..layout("农村低保", "民政/{}农村低保备案表", Saved::XlsxByTownship, &[])
    }
}

fn allowance(home: &Household, when: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let Some(allowance) = &home.allowance else { return Vec::new() };
    let covered: Vec<&Person> = allowance.covered.iter().filter_map(|at| home.members.get(*at)).collect();
    let Some((head, others)) = covered.split_first() else { return Vec::new() };
    let mut cells = vec![
        home.township.as_str().into(),
        home.village.as_str().into(),
        format!("DB{}", home.number).into(),
        pen.name(&head.name),
        pen.id(head),
        i64::try_from(covered.len()).unwrap_or(0).into(),
        pen.word(&["B类", "B", "二类"]),
        pen.money(380 * i64::try_from(covered.len()).unwrap_or(0)),
        pen.month(allowance.last_month.unwrap_or(when.as_of)),
    ];
    for other in others {
        cells.extend([pen.name(&other.name), pen.id(other)]);
    }
    vec![Row { cells, fates: vec![pen.fate; covered.len()] }]
}

fn support_layout(_: &When) -> Layout {
    let headings = &[
        "镇",
        "村",
        "特困证号",
        "特困人员姓名",
        "特困人员身份证号",
        "供养形式",
        "生活自理能力",
        "基本生活费",
        "发放月份",
        "照料服务人",
    ];
    let titles = vec!["特困人员备案表".to_owned()];
    Layout { titles, ..layout("特困供养", "民政/{}特困人员备案表", Saved::XlsxByTownship, headings) }
}

fn support(home: &Household, when: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for (at, person) in home.members.iter().enumerate() {
        let Some(support) = person.support else { continue };
        let cells = vec![
            home.township.as_str().into(),
            home.village.as_str().into(),
            format!("TK{}{at}", home.number).into(),
            pen.name(&person.name),
            pen.id(person),
            pen.word(if support == "分散" { &["分散", "分散供养"] } else { &["集中", "集中供养"] }),
            pen.word(&["全自理", "完全自理"]),
            pen.money(860),
            pen.month(when.as_of),
            Cell::Blank,
        ];
        rows.push(row(pen, cells));
    }
    rows
}

fn disabled_layout(when: &When) -> Layout {
    let headings = &[
        "镇街",
        "村（社区）",
        "残疾人姓名",
        "残疾人身份证号",
        "残疾人证号",
        "残疾类型",
        "残疾级别",
        "证件状态",
        "办证日期",
    ];
    layout("残疾人持证", format!("残联/{}持证残疾人名单", when.as_of.strftime("%Y.%-m")), Saved::Xlsx, headings)
}

fn disabled(home: &Household, when: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for person in &home.members {
        let Some(card) = &person.disability else { continue };
        if card.replaced {
            let fate = if pen.fate == Fate::Quarantined { pen.fate } else { Fate::Merged };
            let cells = card_cells(home, person, "注销", days_before(when.epoch, 3000), pen);
            rows.push(Row { cells, fates: vec![fate] });
        }
        let cells = card_cells(home, person, card.status, days_before(when.epoch, 900), pen);
        rows.push(row(pen, cells));
    }
    rows
}

fn card_cells(
    home: &Household,
    person: &Person,
    status: &'static str,
    issued: jiff::civil::Date,
    pen: &mut Pen<'_>,
) -> Vec<Cell> {
    let Some(card) = &person.disability else { return Vec::new() };
    let grade: &[&'static str] = match card.grade {
        1 => &["一级", "1", "壹级"],
        2 => &["二级", "2", "贰级"],
        3 => &["三级", "3", "叁级"],
        _ => &["四级", "4", "肆级"],
    };
    let number = pen.id(person);
    let card_number = match pen.fate {
        Fate::Quarantined => number.clone(),
        _ => Cell::Text(format!("{}{}{}", person.id.text(), card.kind, card.grade)),
    };
    vec![
        home.township.as_str().into(),
        home.village.as_str().into(),
        pen.name(&person.name),
        number,
        card_number,
        DISABILITIES[card.kind].into(),
        pen.word(grade),
        status.into(),
        pen.day(issued),
    ]
}

fn subsidies_layout(_: &When) -> Layout {
    let headings = &["乡（镇）", "村", "残疾人姓名", "身份证号码", "补贴项目", "月补贴标准", "发放年月", "开户人"];
    layout("残疾人两项补贴", "民政/残疾人两项补贴发放", Saved::TsvGb18030, headings)
}

fn subsidies(home: &Household, when: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for person in &home.members {
        for kind in &person.subsidies {
            let kind: &[&'static str] = match *kind {
                "重度残疾人护理补贴" => &["重度残疾人护理补贴", "护理补贴", "重残护理补贴"],
                _ => &["困难残疾人生活补贴", "生活补贴"],
            };
            let cells = vec![
                home.township.as_str().into(),
                home.village.as_str().into(),
                pen.name(&person.name),
                pen.id(person),
                pen.word(kind),
                pen.money(90),
                pen.month(when.as_of),
                home.members[0].name.as_str().into(),
            ];
            rows.push(row(pen, cells));
        }
    }
    rows
}

fn dead_layout(_: &When) -> Layout {
    let headings = &["死者姓名", "死者身份证号", "死亡日期", "注销日期", "镇街", "备注"];
    layout("死亡人员", "卫健/死亡人员名单", Saved::Xlsx, headings)
}

fn dead(home: &Household, _: &When, pen: &mut Pen<'_>) -> Vec<Row> {
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
