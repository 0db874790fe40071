//! 汇总表: a run at a glance, with what changed since the period before.

use super::release::Release;
use super::results::village_sizes;
use crate::compare::PeriodComparison;
use crate::report::{SummaryInput, period_change_sheet, summary};
use crate::screening::Screened;
use crate::store::Staging;
use crate::workbook;

/// Writes 汇总表, with what changed since the period before if that is known.
pub(super) fn write_summary(
    release: &Release<'_>,
    screened: &Screened,
    comparison: Option<&PeriodComparison>,
    staging: &Staging,
) -> anyhow::Result<()> {
    let findings = &screened.findings;
    let villages = village_sizes(screened, &release.setup.pack)?;
    let input = SummaryInput {
        pack: &release.setup.pack,
        county: release.setup.config.county_name(),
        period: &release.setup.workspace.period,
        as_of: release.setup.as_of,
        clues: &findings.clues,
        risk_profiles: &findings.risk_profiles,
        disclosure: release.disclosure,
        tallies: &findings.tallies,
        villages: &villages,
    };
    let mut book = summary(input);
    book.sheets.extend(comparison.map(period_change_sheet));
    workbook::write(&staging.file("汇总表.xlsx")?, &book, None)
}
