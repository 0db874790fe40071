//! What people found out about records whose number cannot be relied on: read from the ledger and from 确认.xlsx, asked
//! again in 数据质量.xlsx, taken in by `collect`.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::failure::Failure;
use super::key::HeldKey;
use super::memory::Memory;
use super::workspace::Workspace;
use crate::detect::ClueNaming;
use crate::ledger::{LedgerTx, Renames, asked_matches, match_decisions, noted_decisions, record_decisions, refuted};
use crate::link::{MatchDecision, MatchDecisions};
use crate::pack::Config;
use crate::schema::{CandidateMatch, Strength};
use crate::value::ClueId;

/// What is known before a run.
pub struct Identities {
    /// The county's key.
    pub key: HeldKey,
    /// Makes ids of clues, and the codes that the county's first run made.
    pub naming: ClueNaming,
    /// What stands decided.
    pub decisions: MatchDecisions,
    /// What the file beside the data says.
    pub from_file: MatchDecisions,
    /// The codes that were ever asked.
    pub asked: BTreeSet<String>,
    /// Clues that villages refuted, with the evidence: they weigh nothing.
    pub refuted: BTreeMap<ClueId, Option<String>>,
    /// What things are called now that were called otherwise before changes of the key.
    pub renames: Renames,
}

impl Identities {
    /// Reads ledger and file; where both decide, the file's holds if it is new.
    pub(crate) fn of(workspace: &Workspace, config: &Config, as_of: Date) -> Result<Self, Failure> {
        let memory = Memory::of(&workspace.root, config)?;
        let naming = memory.naming()?;
        let from_file = workspace.match_decisions()?;
        let Memory { ledger, key } = memory;
        let Some(ledger) = ledger else {
            let asked = BTreeSet::new();
            let renames = Renames::default();
            let refuted = BTreeMap::new();
            return Ok(Self { key, naming, decisions: from_file.clone(), from_file, asked, refuted, renames });
        };
        let renames = Renames::read(&ledger)?;
        let from_file = renamed(from_file, &renames);
        let noted = noted_decisions(&ledger)?;
        let mut decisions = match_decisions(&ledger)?;
        let new = from_file.iter().filter(|(code, decision)| noted.get(*code) != Some(*decision));
        decisions.extend(new.map(|(code, decision)| (code.clone(), *decision)));
        let refuted = refuted(&ledger, &workspace.period, as_of)?;
        Ok(Self { key, naming, decisions, from_file, asked: asked_matches(&ledger)?, refuted, renames })
    }

    /// What is said at the end of a run: what is open, what was used, and codes that nobody knows.
    pub(crate) fn lines(&self, open: &BTreeMap<String, Strength>, used: &BTreeSet<String>) -> Vec<String> {
        let mut lines = Vec::new();
        if !open.is_empty() || !used.is_empty() {
            let of = |strength: Strength| open.values().filter(|other| **other == strength).count();
            let strengths = [Strength::Sure, Strength::Likely, Strength::Possible];
            let counts = strengths.map(|strength| format!("{}{}条", strength.label(), of(strength)));
            lines.push(format!(
                "疑似同一人：待确认{}条（{}），采用已有结论{}条；见“数据质量.xlsx”的“疑似同一人”",
                open.len(),
                counts.join("、"),
                used.len()
            ));
        }
        let is_known = |code: &&String| open.contains_key(*code) || used.contains(*code) || self.asked.contains(*code);
        let unknown: Vec<&String> = self.from_file.keys().filter(|code| !is_known(code)).collect();
        if let Some(first) = unknown.first() {
            lines.push(format!("注意：“确认”文件里有{}个核对码无法识别（如{first}），未采用", unknown.len()));
        }
        lines
    }
}

/// The codes of what is open, each with how sure its surest record is.
pub(crate) fn open_codes(candidate_matches: &[CandidateMatch], naming: &ClueNaming) -> BTreeMap<String, Strength> {
    let mut open = BTreeMap::new();
    for candidate_match in candidate_matches {
        for candidate in &candidate_match.candidates {
            let strength = open.entry(naming.match_code(candidate_match, candidate)).or_insert(candidate.strength);
            *strength = (*strength).min(candidate.strength);
        }
    }
    open
}

/// Decisions under the codes of now: a workbook from before a change of the county's key has others.
fn renamed(decisions: MatchDecisions, renames: &Renames) -> MatchDecisions {
    decisions.into_iter().map(|(code, decision)| (renames.current(&code).to_owned(), decision)).collect()
}

/// Takes in the decisions of a file, and says what came of them.
pub(crate) fn take_in(entry: &LedgerTx<'_>, name: &str, decisions: MatchDecisions) -> Result<Vec<String>, Failure> {
    let asked = asked_matches(entry)?;
    let decisions = renamed(decisions, &Renames::read(entry)?);
    let (known, unknown): (MatchDecisions, MatchDecisions) =
        decisions.into_iter().partition(|(code, _)| asked.contains(code));
    let noted = record_decisions(entry, &known)?;
    let same = known.values().filter(|decision| **decision == MatchDecision::Same).count();
    let mut lines = vec![format!(
        "{name}：“疑似同一人”的结论{}条（同一人{same}条，不是同一人{}条），其中新的{noted}条已记入台账；再次筛查时采用",
        known.len(),
        known.len() - same
    )];
    if let Some((first, _)) = unknown.first_key_value() {
        lines.push(format!("注意：{name} 里有{}个核对码无法识别（如{first}），没有收下", unknown.len()));
    }
    Ok(lines)
}
