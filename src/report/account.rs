//! 排查报告: the county's report on a period as a text to be completed, with all figures that are known filled in.

use super::due::due_as;
use super::share::{percent, reasons_text, true_share};
use super::verification::Verification;
use crate::document::{BLANK, Document, DocumentPart};
use crate::pack::Resolution;
use crate::progress::{
    Grouping, ProgressLine, Questions, VerificationProgress, Visits, hardly_true, progress, progress_by, visits,
};
use crate::value::date::chinese;

/// Lays the report out: seven parts, with a blank wherever only people know.
pub fn account(input: Verification<'_>) -> Document {
    let all = progress(&input.asked.iter().collect::<Vec<_>>(), input.clock);
    let parts = [
        ("一、工作开展情况", work(input, &all)),
        ("二、数据比对与线索情况", clues(input, &all)),
        ("三、核实结果", results(input, &all)),
        ("四、新增监测对象与帮扶措施", measures(input, &all)),
        ("五、存在问题", problems(input, &all)),
        ("六、整改措施与下一步", vec![BLANK.to_owned()]),
        ("七、附表", enclosures(input)),
    ];
    let part = |(heading, paragraphs): (&str, _)| DocumentPart { heading: heading.to_owned(), paragraphs };
    Document {
        title: format!("{}防返贫监测线索排查报告（{}）", input.county, input.period),
        parts: parts.map(part).into(),
        close: "（签字、盖章）".to_owned(),
    }
}

fn enclosures(input: Verification<'_>) -> Vec<String> {
    vec![
        "见“核实汇总.xlsx”和各部门“数据更正清单”。".to_owned(),
        format!("台账摘要：{}（写出本报告时的台账，查验时用）。", input.anchor),
    ]
}

fn work(input: Verification<'_>, all: &VerificationProgress) -> Vec<String> {
    let townships = progress_by(input.asked, Grouping::Township, input.clock).len();
    let deadline = due_as(all, chinese);
    vec![
        format!(
            "本期数据截至{}。经部门数据比对，向 {townships} 个乡镇推送疑似风险线索 {} 条，村干部走访另发现风险 {} 条，共涉及 {} 户，反馈期限 {deadline}。",
            chinese(input.as_of),
            all.asked,
            all.reported,
            all.households
        ),
        format!("组织领导、业务培训、数据比对次数：{BLANK}"),
    ]
}

fn clues(input: Verification<'_>, all: &VerificationProgress) -> Vec<String> {
    let departments = progress_by(input.asked, Grouping::Department, input.clock);
    let department =
        |line: &ProgressLine| format!("{} {} 条", line.group.concat(), line.progress.asked + line.progress.reported);
    let departments: Vec<String> = departments.iter().map(department).collect();
    let risks: Vec<String> = all.risks.iter().map(|(risk, clues)| format!("{risk} {clues} 条")).collect();
    vec![
        format!("按来源部门：{}。", listed(&departments)),
        format!("按风险类型：{}。", listed(&risks)),
        format!("其中以前推送过、本期再次推送的 {} 条。", all.repeated),
    ]
}

fn listed(items: &[String]) -> String {
    if items.is_empty() { "无".to_owned() } else { items.join("，") }
}

fn results(input: Verification<'_>, all: &VerificationProgress) -> Vec<String> {
    let Visits { household, village } = visits(input.questions, input.wording);
    let counted = |what: &str, questions: Questions| {
        let Questions { asked, answered, worrying, contradicted } = questions;
        format!("{what} {asked} 个问题，已答复 {answered} 个，其中需跟进 {worrying} 个，矛盾待裁定 {contradicted} 个")
    };
    let late = match all.late {
        0 => String::new(),
        late => format!("另有 {late} 条的答复在下一期筛查以后才收到，不计入以上数目。"),
    };
    vec![
        format!(
            "已核实 {} 条，核实率 {}；其中属实 {} 条，属实率 {}。",
            all.verified,
            shown(all.verified_share),
            all.truths,
            shown(all.true_share)
        ),
        format!(
            "{} {} 条，{} {} 条，{} {} 条；结论互相矛盾、待裁定 {} 条；未反馈而已不再成立或已豁免 {} 条；未反馈 {} 条。{late}",
            Resolution::Untrue.label(),
            all.untrue,
            Resolution::Erroneous.label(),
            all.erroneous,
            Resolution::Unresolved.label(),
            all.unresolved,
            all.contradicted,
            all.lapsed + all.waived,
            all.waiting
        ),
        format!(
            "{}；{}。见“核实汇总.xlsx”的“入户驻村核查”“需跟进的答复”。",
            counted("入户核查", household),
            counted("驻村核查", village)
        ),
        format!("原因分析：{BLANK}"),
    ]
}

fn shown(share: Option<f64>) -> String {
    if share.is_some() { percent(share) } else { "—".to_owned() }
}

fn measures(input: Verification<'_>, all: &VerificationProgress) -> Vec<String> {
    let townships = progress_by(input.asked, Grouping::Township, input.clock);
    let with = townships.iter().filter(|line| line.progress.monitored_households > 0);
    let households: Vec<String> =
        with.map(|line| format!("{} {} 户", line.group.concat(), line.progress.monitored_households)).collect();
    vec![
        format!("拟纳入监测 {} 户（{} 条线索）：{}。", all.monitored_households, all.monitored, listed(&households)),
        format!("已落实帮扶、不纳入监测 {} 条；属实待处理 {} 条。", all.aided, all.confirmed),
        format!("帮扶措施：{BLANK}"),
    ]
}

fn problems(input: Verification<'_>, all: &VerificationProgress) -> Vec<String> {
    let wrong = progress_by(input.asked, Grouping::Department, input.clock);
    let wrong = wrong.iter().filter(|line| line.progress.erroneous > 0);
    let wrong: Vec<String> =
        wrong.map(|line| format!("{} {} 条", line.group.concat(), line.progress.erroneous)).collect();
    let mut problems = vec![format!("部门数据有误：{}。", listed(&wrong))];
    for rule in hardly_true(input.verified, input.naming) {
        problems.push(format!(
            "规则 {}“{}”（{}）核实 {} 条，属实率仅 {}：{}。",
            rule.rule,
            rule.title,
            rule.department,
            rule.precision.verified,
            true_share(&rule.precision),
            reasons_text(&rule)
        ));
    }
    if let Some(late) = all.lateness {
        problems.push(format!("逾期未反馈 {} 条，最长逾期 {} 个工作日。", late.overdue, late.longest));
    }
    problems.push(format!("其他问题：{BLANK}"));
    problems
}
