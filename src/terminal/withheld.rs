//! What no list could tell, aloud: a clue that is not there for want of data must not look like a household in order.

use std::collections::{BTreeMap, BTreeSet};

use crate::schema::{BlindSpot, Coverage, Gap};

/// One line for every gap in a source that left a rule without a result.
pub fn withheld_lines(coverage: &Coverage, spots: &[BlindSpot]) -> Vec<String> {
    let told: BTreeMap<String, &Gap> =
        coverage.gaps.iter().filter(|gap| !gap.usual).map(|gap| (gap.words(), gap)).collect();
    told.iter().filter_map(|(words, gap)| withheld_line(words, gap, spots)).collect()
}

fn withheld_line(words: &str, gap: &Gap, spots: &[BlindSpot]) -> Option<String> {
    let here = |spot: &&BlindSpot| gap.township.as_ref().is_none_or(|township| *township == spot.township);
    let hindered = spots.iter().filter(here).filter(|spot| spot.missing.contains_key(words));
    let rules: BTreeSet<&str> = hindered.map(|spot| spot.rule.as_str()).collect();
    let named = match rules.iter().take(3).copied().collect::<Vec<_>>() {
        first if first.is_empty() => return None,
        first if first.len() == rules.len() => first.join("、"),
        first => format!("{}等{}条规则", first.join("、"), rules.len()),
    };
    let place = if gap.township.is_some() { "在该乡镇" } else { "" };
    Some(format!("无法判定：{}：{}，{named}{place}无法判定", gap.source, gap.cause))
}
