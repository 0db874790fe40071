//! Which rules' hits are the same matter: what rules say of one another, checked and followed to its end.
//!
//! A household whose bills pass three limits is asked once. The rule that asks it declares the others by `implies`;
//! their hits on its subject, or on members of its household, become further reasons of its clue.

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;

use super::files::PackFile;
use super::rule::Rule;
use crate::diagnostic::Diagnostic;
use crate::expr::Subject;

/// What a rule's file says of another rule.
pub(super) struct Claim<'f> {
    pub file: PackFile<'f>,
    pub rule: String,
    pub implied: Spanned<String>,
}

/// Gives every rule all that it implies; what is wrong with what the files say.
/// `ids` are those of all rules, the faulty ones as well.
pub(super) fn imply(rules: &mut [Rule], claims: &[Claim<'_>], ids: &BTreeSet<String>) -> Vec<Diagnostic> {
    let mut said: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for claim in claims {
        said.entry(claim.rule.clone()).or_default().insert(claim.implied.get_ref().clone());
    }
    let closed: BTreeMap<&str, BTreeSet<String>> =
        said.keys().map(|rule| (rule.as_str(), closure(rule, &said))).collect();
    let unknown = claims.iter().filter(|claim| !ids.contains(claim.implied.get_ref())).map(|claim| absent(claim, ids));
    let wrong = claims.iter().filter_map(|claim| fault(claim, rules, &closed));
    let faults: Vec<Diagnostic> = unknown.chain(wrong).collect();
    for rule in rules {
        rule.implies = closed.get(rule.id.as_str()).cloned().unwrap_or_default();
    }
    faults
}

/// All that follows from a rule.
fn closure(rule: &str, said: &BTreeMap<String, BTreeSet<String>>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![rule];
    while let Some(next) = open.pop() {
        for implied in said.get(next).into_iter().flatten() {
            if found.insert(implied.clone()) {
                open.push(implied);
            }
        }
    }
    found
}

fn absent(claim: &Claim<'_>, ids: &BTreeSet<String>) -> Diagnostic {
    let name = claim.implied.get_ref();
    let fault = Diagnostic::new(format!("没有规则“{name}”")).at(claim.file.place(claim.implied.span()));
    fault.hint_nearest(name, ids.iter().map(String::as_str))
}

/// What is wrong with a claim about a rule that is there.
fn fault(claim: &Claim<'_>, rules: &[Rule], closed: &BTreeMap<&str, BTreeSet<String>>) -> Option<Diagnostic> {
    let Claim { file, rule: id, implied } = claim;
    let told = |message: String| Diagnostic::new(message).at(file.place(implied.span()));
    let name = implied.get_ref();
    let rule = rules.iter().find(|rule| rule.id == *id)?;
    let other = rules.iter().find(|rule| rule.id == *name)?;
    if closed.get(id.as_str()).is_some_and(|implied| implied.contains(id)) {
        return Some(told(format!("“{id}”和“{name}”互相包含：只能由一条说另一条是同一事项")));
    }
    if rule.reads_clues || other.reads_clues {
        return Some(told("汇总其他线索的规则不能与别的规则算作同一事项".to_owned()));
    }
    let fits = rule.subject == other.subject || (rule.subject, other.subject) == (Subject::Household, Subject::Person);
    (!fits).then(|| {
        let words = (rule.subject.word(), other.subject.word());
        told(format!("“{id}”是{}的规则，“{name}”是{}的规则，不会是同一事项", words.0, words.1))
    })
}
