//! What a run was told, read and found, as `manifest.json` keeps it.

use polars::prelude::DataFrame;

use super::lists;
use super::release::Release;
use crate::schema::RuleTally;
use crate::screening::Screened;
use crate::store::{Manifest, ManifestRule};
use crate::value::Disclosure;

/// The record of the run.
pub(super) fn manifest(release: &Release<'_>, screened: &Screened) -> anyhow::Result<Manifest> {
    let identity = &release.setup.pack.identity;
    let overlay = &release.setup.pack.overlay;
    let pack = [("name", &identity.name), ("version", &identity.version), ("hash", &release.setup.pack.hash)];
    let below = Some(("built_in", &overlay.built_in)).filter(|(_, version)| !version.is_empty());
    let size = |frame: &DataFrame| u32::try_from(frame.height()).unwrap_or(u32::MAX);
    let tables = &screened.tables;
    let population = [("persons", &tables.person), ("households", &tables.household), ("villages", &tables.village)];
    let fingerprint =
        |id: &str| release.setup.pack.rule(id).map(|rule| release.setup.pack.fingerprint(rule)).unwrap_or_default();
    let rule = |tally: &RuleTally| ManifestRule::of(tally, fingerprint(&tally.rule));
    let blindness = screened.findings.blindness();
    let blindness = [
        ("undetermined", blindness.undetermined),
        ("undetermined_rules", blindness.undetermined_rules),
        ("skipped_rules", blindness.skipped_rules),
        ("little_known_households", blindness.little_known_households),
    ];
    Ok(Manifest {
        tool: format!("bidui {}", env!("CARGO_PKG_VERSION")),
        pack: pack.into_iter().chain(below).map(|(key, value)| (key.to_owned(), value.clone())).collect(),
        own_files: overlay.labelled().map(|(file, what)| (file.to_owned(), what.to_owned())).collect(),
        rules_off: overlay.off.iter().cloned().collect(),
        period: release.setup.workspace.period.clone(),
        as_of: release.setup.as_of.to_string(),
        due: lists::usual_due(release)?.to_string(),
        full_ids: release.disclosure == Disclosure::Full,
        tables: release.tables,
        parameters: release
            .setup
            .environment
            .parameters
            .iter()
            .map(|(name, value)| (name.clone(), value.to_string()))
            .collect(),
        files: screened.files.iter().map(Into::into).collect(),
        sheets: screened.sheets.iter().map(Into::into).collect(),
        compositions: screened.compositions.clone(),
        population: population.map(|(name, frame)| (name.to_owned(), size(frame))).into(),
        rules: screened.findings.tallies.iter().map(rule).collect(),
        clues: screened.findings.clues.len(),
        households: screened.findings.grades().map(|(grade, count)| (grade.name().to_owned(), count)).into(),
        blind_spots: blindness.map(|(what, count)| (what.to_owned(), count)).into(),
        ledger: None,
        results: None,
        accepted: release.setup.config.accepted.clone(),
    })
}
