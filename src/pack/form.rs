//! Declarations of the forms that villages fill in.

use indexmap::IndexMap;
use serde::Deserialize;

/// The layout of a sheet to be filled in, from `rules/forms/`; its columns show attributes of a kind.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form<A> {
    /// Its version, which travels with every list.
    pub version: String,
    /// The classes of townships it is for; all others, if none is told.
    #[serde(default)]
    pub townships: Vec<String>,
    /// The sheet's name; `{县}`, `{乡镇}`, `{村}`, `{期}` are filled in here and below.
    pub sheet: String,
    /// The heading of each sheet.
    pub title: String,
    /// The line under it; also `{推送日期}`, `{反馈截止日期}`, `{户数}` and `{线索数}` or `{问题数}`, `{村数}`.
    pub subtitle: String,
    /// The parameter that says within how many working days answers are due.
    pub due: String,
    /// Lines that tell how to fill the form.
    #[serde(default)]
    pub notes: Vec<String>,
    /// What stands on a household's own page, if every household has one.
    #[serde(default)]
    pub page: Option<Page>,
    /// The sheet before all others.
    #[serde(default)]
    pub cover: Option<Cover>,
    /// The columns, in order.
    #[serde(rename = "column")]
    pub columns: Vec<FormColumn<A>>,
    /// Lines for signatures: 谁排查、谁签字、谁负责.
    pub sign_off: Vec<String>,
}

/// The head of a household's page; `{户主姓名}`, `{线索}` and the like are filled in.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Its heading.
    pub title: String,
    /// The lines under it.
    pub lines: Vec<String>,
}

/// The sheet before all others: what the book holds, and who stands for it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cover {
    pub sheet: String,
    /// Its heading.
    pub title: String,
    /// Lines under it.
    pub notes: Vec<String>,
    /// Lines for signatures.
    pub sign_off: Vec<String>,
}

/// One column of a form.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormColumn<A> {
    /// Its heading.
    pub name: String,
    /// Its width in characters.
    pub width: f64,
    /// Which attribute it shows.
    #[serde(default = "nothing")]
    pub from: Option<A>,
    /// What the village says in it, if it is to be filled in.
    #[serde(default)]
    pub to: Option<AnswerItem>,
    /// Whether it is printed; what is not stands behind what is.
    #[serde(default = "printed")]
    pub print: bool,
}

fn printed() -> bool {
    true
}

impl<A> Form<A> {
    /// The form with its columns in the order in which they stand: first those that are printed.
    pub(super) fn laid_out(mut self) -> Self {
        self.columns.sort_by_key(|column| !column.print);
        self
    }
}

fn nothing<A>() -> Option<A> {
    None
}

/// What a village says of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum AnswerItem {
    /// Whether the clue is true, in a word of `dispositions.toml`.
    核实结论,
    /// What is to be done, in a word of `dispositions.toml`.
    处理意见,
    /// The answer to a question, in one of its words.
    核查结果,
    /// What was found, in the village's own words.
    核实情况,
    /// Who verified.
    核实人,
    /// The day of verification.
    核实日期,
    /// Anything else.
    备注,
}

/// The layouts for questions that only a visit can answer.
#[derive(Debug, Clone)]
pub struct VisitForms {
    /// Those to households.
    pub household: Form<VisitAttribute>,
    /// Those to villages.
    pub village: Form<VisitAttribute>,
}

/// What a form can show of a clue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum ClueAttribute {
    /// Number in the list.
    序号,
    /// Clue id.
    线索编号,
    /// Township.
    乡镇,
    /// Village.
    行政村,
    /// Village group.
    组,
    /// Household number.
    户编号,
    /// Name of the household's head.
    户主姓名,
    /// The head's masked ID number.
    户主身份证号,
    /// Name of the person concerned.
    涉及人姓名,
    /// The masked ID number of the person concerned.
    涉及人身份证号,
    /// Relation to the head.
    与户主关系,
    /// Population class of the household.
    户类型,
    /// Grade of the household by all its clues.
    户风险等级,
    /// The household's main risk.
    主要风险,
    /// Its other risks.
    次要风险,
    /// The rule's title.
    规则名称,
    /// Kind of risk.
    风险类型,
    /// Level of risk.
    风险等级,
    /// Department whose table gave the clue.
    来源部门,
    /// What was found, in a sentence.
    线索内容,
    /// What to verify.
    核实要点,
    /// File, sheet and row.
    出处,
    /// What stands at the household's head, such as 应纳未纳; why the clue is on the list; what was found out before.
    推送情况,
    /// Checksum of the row.
    校验码,
}

/// What a form can show of a question to a household or village.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum VisitAttribute {
    /// Number in the list.
    序号,
    /// The question's id.
    问题编号,
    /// The checkpoints of the work plan that it answers.
    核查点,
    /// Township.
    乡镇,
    /// Village.
    行政村,
    /// Village group.
    组,
    /// Household number.
    户编号,
    /// Name of the household's head.
    户主姓名,
    /// The head's masked ID number.
    户主身份证号,
    /// Population class of the household.
    户类型,
    /// Grade of the household by all its clues.
    户风险等级,
    /// The household's main risk.
    主要风险,
    /// What stands at its head, such as 应纳未纳.
    综合研判,
    /// The question.
    核查内容,
    /// Checksum of the row.
    校验码,
}

/// The workbook that waivers are imported from, from `rules/forms/豁免名单.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WaiverForm {
    /// How many rows from the top are searched for headings.
    pub header_search_rows: usize,
    /// The headings under which each item may stand.
    pub columns: IndexMap<WaiverItem, Vec<String>>,
}

/// What a row of that workbook says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
pub enum WaiverItem {
    /// Clue id.
    线索编号,
    /// Township.
    乡镇,
    /// Village.
    行政村,
    /// Household number.
    户编号,
    /// Rule id.
    规则编号,
    /// Why.
    豁免原因,
    /// The document that says so.
    依据文件,
    /// Who verified it.
    核实人,
    /// The first day.
    起始日期,
    /// The last day.
    截止日期,
}
