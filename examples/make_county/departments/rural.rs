//! 乡村振兴: the register, the monitoring system's exports, visits and what households reported themselves.

use jiff::civil::Date;

use super::super::household::Household;
use super::super::pen::Pen;
use super::super::person::Person;
use super::super::records::{Measure, Monitoring};
use super::super::sheet::{Cell, Layout, Row, Saved};
use super::super::truth::Fate;
use super::super::when::When;
use super::{layout, month, row, yes_no};

pub fn register_layout(when: &When) -> Layout {
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

pub fn register(home: &Household, _: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let mut rows: Vec<Row> = home.members.iter().map(|person| registered(home, person, pen)).collect();
    for daughter in &home.married_away {
        let mut second = registered(home, daughter, pen);
        second.fates.fill(Fate::Merged);
        rows.push(second);
    }
    rows
}

fn registered(home: &Household, person: &Person, pen: &mut Pen<'_>) -> Row {
    let relation: &[&'static str] = match person.relation {
        "户主" => &["户主", "本人"],
        "配偶" => &["配偶", "妻"],
        "之子" => &["之子", "长子", "儿子"],
        "之女" => &["之女", "长女", "女儿"],
        "之孙子" => &["之孙子", "孙子", "长孙"],
        "之孙女" => &["之孙女", "孙女"],
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
    row(pen, cells)
}

pub fn lifted_layout(when: &When) -> Layout {
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
        "义务教育阶段未上学原因",
        "是否义务教育阶段适龄儿童少年失学辍学",
        "健康状况",
        "劳动技能",
        "户类型",
        "享受低保政策情况",
        "务工时间（月）",
        "是否易地扶贫搬迁人口",
        "生产经营性收入",
        "人均纯收入（元）",
        "危房户",
        "是否解决安全饮用水",
        "户联系电话",
    ];
    let titles = vec!["（自定义）脱贫户信息".to_owned(), format!("导出日期：{}", when.as_of)];
    Layout {
        titles, ..layout("脱贫户信息", "乡村振兴/（自定义）脱贫户信息 (3)", Saved::Xlsx, headings)
    }
}

pub fn lifted(home: &Household, _: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    if !home.is_lifted() {
        return Vec::new();
    }
    let mut rows = Vec::new();
    for (at, person) in home.members.iter().enumerate() {
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
            person.on_file.schooling.into(),
            person.on_file.not_at_school_for.into(),
            yes_no(person.on_file.dropped_out),
            person.on_file.health.into(),
            person.skill.into(),
            "脱贫户".into(),
            person.on_file.allowance.into(),
            if person.skill == "无劳动力" { Cell::Blank } else { person.work_months.into() },
            yes_no(home.relocated),
            home.on_file.business.into(),
            home.on_file.income.into(),
            yes_no(home.on_file.house_is_dangerous),
            yes_no(home.on_file.water_is_safe),
            Cell::Blank,
        ];
        rows.push(row(pen, cells));
    }
    rows
}

pub fn monitored_layout(when: &When) -> Layout {
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
        "在校生状况",
        "义务教育阶段未上学原因",
        "是否义务教育阶段适龄儿童少年失学辍学",
        "健康状况",
        "劳动技能",
        "享受低保政策情况",
        "整户无劳动能力兜底保障户",
        "是否危房户",
        "是否解决安全饮用水",
        "合规自付支出",
        "生产经营性收入",
        "人均纯收入（元）",
        "风险是否已消除",
        "识别监测时间",
        "消除监测时间",
        "风险消除方式",
        "致贫/返贫风险1",
        "致贫/返贫风险2",
        "产业帮扶",
        "就业帮扶",
        "健康帮扶",
        "教育帮扶",
        "综合保障",
        "社会帮扶",
        "搬迁",
        "金融帮扶",
        "公益岗位帮扶",
        "住房安全保障",
        "饮水安全保障",
        "义务教育保障",
    ];
    let titles = vec!["（自定义）监测对象信息".to_owned(), format!("导出日期：{}", when.as_of)];
    Layout {
        titles, ..layout("监测对象信息", "乡村振兴/（自定义）监测对象信息 (22)", Saved::Xlsx, headings)
    }
}

pub fn monitored(home: &Household, when: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let Some(monitoring) = &home.monitoring else { return Vec::new() };
    let number = format!("J{}", home.number);
    let mut rows: Vec<Row> =
        home.members.iter().map(|person| monitored_row(home, person, monitoring, &number, pen)).collect();
    if let Some((found, cleared)) = monitoring.before {
        let before =
            Monitoring { found, cleared: Some((cleared, "帮扶消除")), unsaid: false, ..monitoring.clone() };
        let number = format!("{number}8");
        rows.extend(home.members.iter().map(|person| monitored_row(home, person, &before, &number, pen)));
    }
    if let Some((member, is_cleared)) = monitoring.elsewhere {
        let cleared = is_cleared.then_some((when.as_of.first_of_month(), "自然消除"));
        let other = Monitoring { cleared, ..monitoring.clone() };
        rows.push(monitored_row(home, &home.members[member], &other, &format!("{number}9"), pen));
    }
    rows
}

fn monitored_row(home: &Household, person: &Person, monitoring: &Monitoring, number: &str, pen: &mut Pen<'_>) -> Row {
    let measure = |measure: Measure, what: &'static str| -> Cell {
        if monitoring.measures.contains(&measure) { what.into() } else { Cell::Blank }
    };
    let risk = |at: usize| monitoring.risks.get(at).copied().unwrap_or("");
    let was_lifted = monitoring.category == "脱贫不稳定户";
    let (cleared, how) = monitoring.cleared.map_or((Cell::Blank, ""), |(day, how)| (pen.month(day), how));
    let cells = vec![
        "示例县".into(),
        home.township.as_str().into(),
        home.village.as_str().into(),
        number.into(),
        pen.name(&person.name),
        if person.disability.is_some() { "残疾人证" } else { "居民身份证" }.into(),
        pen.card_or_id(person),
        person.relation.into(),
        if was_lifted { "脱贫户" } else { "一般农户" }.into(),
        monitoring.category.into(),
        person.on_file.schooling.into(),
        person.on_file.not_at_school_for.into(),
        yes_no(person.on_file.dropped_out),
        person.on_file.health.into(),
        person.skill.into(),
        person.on_file.allowance.into(),
        yes_no(monitoring.provided_for),
        yes_no(home.on_file.house_is_dangerous),
        yes_no(home.on_file.water_is_safe),
        if home.on_file.own_costs > 0 { home.on_file.own_costs.into() } else { Cell::Blank },
        home.on_file.business.into(),
        home.on_file.income.into(),
        if monitoring.unsaid { Cell::Blank } else { yes_no(monitoring.cleared.is_some()) },
        pen.month(monitoring.found),
        cleared,
        how.into(),
        risk(0).into(),
        risk(1).into(),
        measure(Measure::Industry, "发展种植"),
        measure(Measure::Work, "介绍务工"),
        measure(Measure::Health, "参加大病保险"),
        measure(Measure::Education, "教育补助"),
        measure(Measure::Security, "残疾人补贴"),
        measure(Measure::Society, "结对帮扶"),
        measure(Measure::Relocation, "集中安置"),
        Cell::Blank,
        Cell::Blank,
        Cell::Blank,
        Cell::Blank,
        Cell::Blank,
    ];
    row(pen, cells)
}

pub fn visits_layout(when: &When) -> Layout {
    let headings =
        &["乡镇（街道）", "村（居）", "户主", "户主证件号码", "入户时间", "走访干部", "存在问题", "问题类型"];
    let titles = vec![format!("{}年干部走访记录", when.year())];
    Layout {
        titles, sheet: "走访台账", ..layout("干部走访", "乡村振兴/干部走访台账", Saved::Xlsx, headings)
    }
}

pub fn visits(home: &Household, _: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for day in &home.visits {
        let cells = vec![
            home.township.as_str().into(),
            home.village.as_str().into(),
            pen.name(&home.members[0].name),
            pen.id(&home.members[0]),
            pen.day(*day),
            pen.word(&["驻村工作队", "村支书", "包组干部"]),
            pen.word(&["无", "饮水季节性不足", ""]),
            Cell::Blank,
        ];
        rows.push(row(pen, cells));
    }
    rows
}

pub fn reports_layout(_: &When) -> Layout {
    let headings =
        &["申报日期", "申报人姓名", "身份证号码", "镇", "村", "诉求", "上户核实时间", "处理结果", "反馈日期"];
    layout("自主申报", "乡村振兴/防返贫二维码自主申报导出", Saved::CsvUtf8, headings)
}

pub fn reports(home: &Household, _: &When, pen: &mut Pen<'_>) -> Vec<Row> {
    let day = |day: Option<Date>, pen: &mut Pen<'_>| day.map_or(Cell::Blank, |day| pen.day(day));
    let mut rows = Vec::new();
    for report in &home.reports {
        let cells = vec![
            pen.day(report.day),
            pen.name(&home.members[0].name),
            pen.id(&home.members[0]),
            home.township.as_str().into(),
            home.village.as_str().into(),
            pen.word(&["家中有人住院", "收入减少", "房屋漏雨"]),
            day(report.verified, pen),
            if report.verified.is_some() { "已核实" } else { "" }.into(),
            day(report.verified, pen),
        ];
        rows.push(row(pen, cells));
    }
    rows
}
