//! A condition's part with what came out of it.

use serde::Serialize;

/// A part of a condition, what came out of it, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explained {
    /// What kind of part it is.
    pub part: ExplainedPart,
    /// The part as written, or the place of a record.
    pub text: String,
    /// Its value, with the unit; none of conditions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Whether it holds, of conditions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// What it means, or where it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What it hangs on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Explained>,
}

/// Kinds of parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ExplainedPart {
    /// Holds if all below hold.
    All,
    /// Holds if one below holds.
    Any,
    /// Holds if what is below does not.
    Not,
    /// Holds if what is below surely holds.
    SurelyTrue,
    /// Holds if what is below surely does not hold.
    SurelyFalse,
    /// The value of the first condition below that holds.
    Choice,
    /// Any other value or condition.
    Value,
    /// A record, or a member.
    Record,
    /// Words in place of records.
    Remark,
}

/// Whether a condition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It does.
    True,
    /// It does not.
    False,
    /// A value is unknown.
    Unknown,
}

/// How an unknown value is written.
pub(super) const UNKNOWN: &str = "不详";

impl Explained {
    /// A part without value, note and children.
    pub(super) fn new(part: ExplainedPart, text: String) -> Self {
        Self { part, text, value: None, verdict: None, note: None, children: Vec::new() }
    }

    /// Words in place of records.
    pub(super) fn remark(text: impl Into<String>) -> Self {
        Self::new(ExplainedPart::Remark, text.into())
    }

    /// The part with the values it is made of, in one line.
    pub fn line(&self) -> String {
        match (&self.value, self.values().as_slice()) {
            (Some(value), _) => format!("{} = {value}", self.text),
            (None, []) => self.text.clone(),
            (None, values) => format!("{} → {}", self.text, values.join("，")),
        }
    }

    /// The values right below; of records only how many there are.
    fn values(&self) -> Vec<String> {
        let records = self.children.iter().filter(|child| child.part == ExplainedPart::Record).count();
        let below = self.children.iter().filter_map(|child| match (child.part, &child.value) {
            (ExplainedPart::Record, _) => None,
            (ExplainedPart::Remark, _) => Some(child.text.clone()),
            (_, value) => Some(format!("{} = {}", child.text, value.as_ref()?)),
        });
        below.chain((records > 0).then(|| format!("看了{records}条记录"))).collect()
    }

    /// The first part that keeps a condition from holding.
    pub(super) fn failing(&self) -> &Explained {
        let fails = |child: &&Explained| child.verdict == Some(Verdict::False);
        match self.part {
            ExplainedPart::All => self.children.iter().find(fails).map_or(self, Explained::failing),
            ExplainedPart::Any
            | ExplainedPart::Not
            | ExplainedPart::SurelyTrue
            | ExplainedPart::SurelyFalse
            | ExplainedPart::Choice
            | ExplainedPart::Value
            | ExplainedPart::Record
            | ExplainedPart::Remark => self,
        }
    }

    /// The parts that are unknown of themselves, not because one below is.
    pub(super) fn unknowns(&self) -> Vec<&Explained> {
        if !self.is_unknown() {
            return Vec::new();
        }
        let below: Vec<&Explained> = self.children.iter().flat_map(Explained::unknowns).collect();
        if below.is_empty() { vec![self] } else { below }
    }

    fn is_unknown(&self) -> bool {
        self.verdict == Some(Verdict::Unknown) || self.value.as_deref() == Some(UNKNOWN)
    }
}
