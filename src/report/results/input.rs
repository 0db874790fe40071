//! What the lists of results are made from.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::pack::{Dispositions, RiskScoring};
use crate::progress::AnsweredClue;
use crate::schema::RegisteredHousehold;

/// What the lists of results are made from.
#[derive(Debug, Clone, Copy)]
pub struct ResultsInput<'a> {
    /// The county's name.
    pub county: &'a str,
    /// The period.
    pub period: &'a str,
    /// The day it is counted from.
    pub as_of: Date,
    /// The clues that it asked, each with the answer in force.
    pub answered: &'a [AnsweredClue<'a>],
    /// The words of answers.
    pub dispositions: &'a Dispositions,
    /// Which kinds of risk count.
    pub risk_scoring: &'a RiskScoring,
    /// The households of the run, by code, as far as known.
    pub households: &'a BTreeMap<String, RegisteredHousehold>,
}

/// Who signs: the people who verified, and the heads of Party and government. Every line fits an upright page.
const SIGN_OFF: [&str; 4] = [
    "核实人（2人以上）签字：__________  __________    驻村第一书记签字：__________",
    "村党支部书记签字（盖章）：__________    乡镇包村干部签字：__________",
    "乡镇党委主要领导签字：__________    乡镇政府主要领导签字（盖章）：__________",
    "______年____月____日",
];

/// The lines for signatures.
pub(super) fn sign_off() -> Vec<String> {
    SIGN_OFF.map(str::to_owned).into()
}
