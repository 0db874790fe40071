//! Rules that a county switches off, from `[rules]` in `bidui.toml`.

use serde::Deserialize;

use super::{Config, Pack, Status};
use crate::diagnostic::Diagnostic;

/// What a county says of single rules.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Switches {
    /// Ids of rules that are not run.
    #[serde(default)]
    pub off: Vec<String>,
}

impl Pack {
    /// The pack as a county uses it: rules that it switched off are retired.
    pub fn in_county(mut self, config: &Config) -> Self {
        for rule in self.rules.iter_mut().filter(|rule| config.rules.off.contains(&rule.id)) {
            rule.status = Status::Retired;
            self.overlay.off.insert(rule.id.clone());
        }
        self
    }

    /// Rules to be switched off that the pack does not have.
    pub(super) fn unknown_switches(&self, config: &Config) -> Vec<Diagnostic> {
        let unknown = config.rules.off.iter().filter(|id| self.rule(id).is_none());
        let fault = |id: &String| {
            let fault = Diagnostic::new(format!("bidui.toml 的 [rules] 里的“{id}”不是规则的编号"));
            let fault = Diagnostic { place: config.place_of(&["[rules]", "off", id]), ..fault };
            let near = fault.hint_nearest(id, self.rules.iter().map(|rule| rule.id.as_str()));
            if near.hint.is_some() { near } else { near.hint("全部规则见 bidui rules list") }
        };
        unknown.map(fault).collect()
    }
}
