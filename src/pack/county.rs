//! The pack as a county uses it: with what it says of its tables, without the rules that it switched off.

use super::column_hint::ColumnHint;
use super::compiled::Pack;
use super::config::Config;
use super::rule::RuleStatus;

impl Pack {
    /// The pack whose sources know what a county says of some tables.
    pub fn taught<'h>(&self, hints: impl IntoIterator<Item = &'h ColumnHint>) -> Self {
        let mut pack = self.clone();
        for hint in hints {
            for source in pack.sources.values_mut() {
                for lesson in hint.lessons(source) {
                    source.fields.entry(lesson.field.clone()).and_modify(|field| lesson.teach(field, hint.of_files()));
                }
            }
        }
        pack
    }

    /// The pack as a county uses it: rules that it switched off are retired.
    pub fn in_county(mut self, config: &Config) -> Self {
        for rule in self.rules.iter_mut().filter(|rule| config.rules.off.contains(&rule.id)) {
            rule.status = RuleStatus::Retired;
            self.overlay.off.insert(rule.id.clone());
        }
        self
    }
}
