//! How clues of a household add up to its risk profile, from `rules/picture.toml`.

use indexmap::IndexMap;
use serde::Deserialize;
use toml::Spanned;

use super::files::PackFile;
use super::parameter::Parameters;
use super::rule::Severity;
use crate::diagnostic::{Diagnostic, nearest};
use crate::expr::{Catalog, Relation, Subject, Type};

/// The relation under which rules read the clues of the other rules.
pub const CLUES: &str = "线索";

/// The household's grade by the clues of the rules that do not read it: 高, 中, 低, or 无 without a clue.
pub const GRADE: &str = "风险等级";
/// The household's points.
pub const SCORE: &str = "风险分";
/// The kind of risk with most points; 无 without one that counts.
pub const MAIN_RISK: &str = "主要风险";
/// The other kinds of risk that count, in order; 无 without any.
pub const OTHER_RISKS: &str = "次要风险";
/// What stands where there is no grade or risk.
pub const NO_RISK: &str = "无";

/// The fields of a household that its clues make, known to rules only, and only after those that give the clues.
pub const RISK_PROFILE: [&str; 4] = [GRADE, SCORE, MAIN_RISK, OTHER_RISKS];

/// The weights of clues and the kinds of risk.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RiskScoring {
    /// Its title, for people.
    pub title: String,
    /// The document it follows.
    pub basis: String,
    /// The parameter that says how many sources must know a household, lest it be a blind spot.
    pub(super) little_known: Spanned<String>,
    /// Points of one clue.
    pub points: Points,
    /// From how many points a household has which grade.
    pub grades: Grades,
    /// Kinds of risk, in order of weight where points are equal.
    #[serde(rename = "risk")]
    pub risks: IndexMap<String, Risk>,
}

/// Points of a clue by its level.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Points {
    /// What they mean.
    pub title: String,
    /// Who laid them down.
    pub basis: String,
    /// Of a clue of level 高.
    pub high: u32,
    /// Of level 中.
    pub medium: u32,
    /// Of level 低.
    pub low: u32,
}

/// The points from which a household has a grade; all others with clues are 低.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grades {
    /// What they mean.
    pub title: String,
    /// Who laid them down.
    pub basis: String,
    /// 高.
    pub(super) high: Spanned<u32>,
    /// 中.
    pub medium: u32,
}

/// A kind of risk.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Risk {
    /// What it means.
    pub title: String,
    /// Whether it raises a household's grade; data to be corrected do not.
    pub counts: bool,
    /// The document it follows.
    pub basis: String,
}

impl Points {
    /// Points of a clue of a level.
    pub fn of(&self, severity: Severity) -> u32 {
        match severity {
            Severity::High => self.high,
            Severity::Medium => self.medium,
            Severity::Low => self.low,
        }
    }
}

impl Grades {
    /// From how many points a household is 高.
    pub fn high(&self) -> u32 {
        *self.high.get_ref()
    }
}

impl RiskScoring {
    /// Points of a clue; 0 for a kind of risk that does not count.
    pub fn points(&self, risk: &str, severity: Severity) -> u32 {
        match self.risks.get(risk) {
            Some(risk) if risk.counts => self.points.of(severity),
            Some(_) | None => 0,
        }
    }

    /// The grade of a household with clues.
    pub fn grade(&self, score: u32) -> Severity {
        match score {
            score if score >= self.grades.high() => Severity::High,
            score if score >= self.grades.medium => Severity::Medium,
            _ => Severity::Low,
        }
    }

    /// All that grades hang on, as text.
    pub(super) fn deciding(&self) -> String {
        let Points { high, medium, low, .. } = &self.points;
        let counting = self.risks.iter().filter(|(_, risk)| risk.counts).map(|(name, _)| name.as_str());
        let counting = counting.collect::<Vec<_>>().join("、");
        format!("{high} {medium} {low} {} {} {counting}", self.grades.high(), self.grades.medium)
    }

    /// The parameter that says how many sources must know a household.
    pub fn little_known(&self) -> &str {
        self.little_known.get_ref()
    }

    /// What is wrong with the weights.
    pub(super) fn check(&self, file: PackFile<'_>, parameters: &Parameters) -> Vec<Diagnostic> {
        let mut faults = Vec::new();
        if self.grades.high() <= self.grades.medium {
            let fault = Diagnostic::new("高等级的分数线应大于中等级的分数线").at(file.place(self.grades.high.span()));
            faults.push(fault.hint(format!("中等级从 {} 分起", self.grades.medium)));
        }
        if !parameters.contains_key(self.little_known()) {
            let fault = Diagnostic::new(format!("没有名为“{}”的参数", self.little_known()));
            let near = nearest(self.little_known(), parameters.keys().map(String::as_str));
            let fault = fault.at(file.place(self.little_known.span()));
            faults.push(match near {
                Some(near) => fault.hint(format!("是不是“{near}”？")),
                None => fault.hint("参数见 parameters.toml"),
            });
        }
        faults
    }

    /// What is wrong with a rule's kind of risk.
    pub(super) fn check_risk(&self, file: PackFile<'_>, risk: &Spanned<String>) -> Option<Diagnostic> {
        if self.risks.contains_key(risk.get_ref()) {
            return None;
        }
        let fault = Diagnostic::new(format!("没有“{}”这种风险类型", risk.get_ref())).at(file.place(risk.span()));
        Some(match nearest(risk.get_ref(), self.risks.keys().map(String::as_str)) {
            Some(near) => fault.hint(format!("是不是“{near}”？风险类型见 picture.toml")),
            None => fault.hint("风险类型见 picture.toml"),
        })
    }

    /// Adds the clues and the risk profiles made of them to the names that rules may use.
    pub(super) fn declare(&self, catalog: &mut Catalog) {
        let code = |words: &[&str]| Type::Code(words.iter().map(|word| (*word).to_owned()).collect());
        let risks: Vec<&str> = self.risks.keys().map(String::as_str).collect();
        let levels = Severity::ALL.map(Severity::label);
        let fields = [
            ("规则编号", Type::Text),
            ("风险类型", code(&risks)),
            ("风险等级", code(&levels)),
            ("来源部门", Type::Text),
        ];
        let fields = fields.map(|(name, ty)| (name.to_owned(), ty)).into();
        let subjects = [Subject::Person, Subject::Household, Subject::Village].into();
        catalog.relations.insert(CLUES.to_owned(), Relation { fields, subjects });
        let none = [NO_RISK];
        let risk_profile = [
            (GRADE, code(&[&levels[..], &none[..]].concat())),
            (SCORE, Type::Int),
            (MAIN_RISK, code(&[&risks[..], &none[..]].concat())),
            (OTHER_RISKS, Type::Text),
        ];
        catalog.household.extend(risk_profile.map(|(name, ty)| (name.to_owned(), ty)));
    }
}
