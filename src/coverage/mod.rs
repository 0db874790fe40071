//! Linked records → what each source cannot tell: a list proves by absence only where it knows most of those it should.
//!
//! For every source that declares what it is a list of, and for every term that rules ask it about, the people whom it
//! knows are counted by township. A roster that knows few of those expected there, a list without anybody of a township
//! from which some must be, a list of another year, a list whose ID numbers cannot be used: there it means nothing not
//! to be in it.

mod context;
mod count;
mod verdict;

use std::collections::BTreeMap;

use polars::prelude::PolarsResult;

use crate::expr::{Related, Term};
use crate::facts::Tables;
use crate::pack::{ListOf, Pack};
use crate::schema::{Coverage, Gap};
pub use context::CoverageContext;
use count::{Counted, Expected, counted};
use verdict::verdicts;

/// Measures what the sources of a run cannot tell.
///
/// # Errors
/// Only if polars refuses an expression that the pack's check let through.
pub fn measure(tables: &Tables, context: CoverageContext<'_>) -> PolarsResult<Coverage> {
    let expected = Expected::of(tables, context)?;
    let mut coverage = Coverage::default();
    for (source, list) in &context.pack.lists_of {
        if !tables.records.contains_key(source) {
            continue;
        }
        coverage.terms.extend(list.term.iter().map(|field| (source.clone(), field.clone())));
        for (key, term) in terms(context.pack, source, list) {
            let counted = counted(tables, source, list, &term, &expected, context)?;
            coverage.gaps.extend(gaps(source, key, list, &counted, context));
        }
    }
    Ok(coverage)
}

/// The terms that facts and rules ask a source about.
fn terms<'p>(pack: &'p Pack, source: &str, list: &'p ListOf) -> BTreeMap<String, Term<'p>> {
    let field = list.term.as_deref().unwrap_or_default();
    let of_facts = pack.facts.iter().map(|fact| &fact.value);
    let of_rules = pack.active_rules().flat_map(|rule| rule.conditions());
    let calls = of_facts.chain(of_rules).flat_map(|expression| expression.related());
    let calls = calls.filter(|call: &&Related| call.relation() == source);
    calls.map(|call| call.term(field)).map(|term| (term.key(), term)).collect()
}

fn gaps(source: &str, term: String, list: &ListOf, counted: &Counted, context: CoverageContext<'_>) -> Vec<Gap> {
    let gap = |verdict: verdict::CoverageVerdict| Gap {
        source: source.to_owned(),
        term: term.clone(),
        township: verdict.township,
        villages: verdict.villages,
        cause: verdict.cause,
        usual: verdict.usual,
    };
    verdicts(list, counted, &context.pack.checks.coverage).into_iter().map(gap).collect()
}
