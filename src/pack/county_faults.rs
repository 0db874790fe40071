//! What is wrong with what a county says of tables and rules.

use super::compiled::Pack;
use super::config::Config;
use super::hint::SheetHint;
use crate::diagnostic::{Diagnostic, nearest};

impl SheetHint {
    /// What is wrong with it, if anything is.
    pub fn mistake(&self, pack: &Pack) -> Option<Diagnostic> {
        let named = |key: &str, value: &Option<String>| value.as_ref().map(|value| format!("{key} = \"{value}\""));
        let Some(what) = named("file", &self.file).or_else(|| named("headings", &self.headings)) else {
            let fault = Diagnostic::new("bidui.toml 的 [[sheet]]：没有说明是哪张表");
            return Some(fault.hint("写明 file 或 headings"));
        };
        let place = format!("bidui.toml 的 [[sheet]]（{what}）");
        let known = || pack.sources.keys().map(String::as_str);
        match &self.source {
            Some(source) if !pack.sources.contains_key(source) => {
                let hint = match nearest(source, known()) {
                    Some(near) => format!("是不是“{near}”？"),
                    None => format!("可用：{}", known().collect::<Vec<_>>().join("、")),
                };
                Some(Diagnostic::new(format!("{place}：没有名为“{source}”的来源")).hint(hint))
            }
            None if !self.ignore && !self.separate && self.header_row.is_none() => Some(
                Diagnostic::new(format!("{place}：没有说明是什么"))
                    .hint("写明 source、header_row、ignore = true 或 separate = true"),
            ),
            Some(_) | None => None,
        }
    }
}

impl Pack {
    /// What a county says of tables and rules that the pack does not know.
    pub fn wrong_hints(&self, config: &Config) -> Vec<Diagnostic> {
        let of_sheets = config.sheets.iter().filter_map(|hint| hint.mistake(self));
        let of_columns = config.columns.iter().enumerate();
        let of_columns = of_columns.flat_map(|(position, hint)| hint.mistakes(position, self, config));
        let of_sharings = self.unknown_sharings(config);
        of_sheets.chain(of_columns).chain(self.unknown_switches(config)).chain(of_sharings).collect()
    }

    /// Sharings of sources or departments that the pack does not have, and of nothing.
    fn unknown_sharings(&self, config: &Config) -> Vec<Diagnostic> {
        let departments = || self.sources.values().map(|source| source.department.as_str());
        config
            .sharings
            .iter()
            .filter_map(|sharing| match (&sharing.source, &sharing.department) {
                (Some(source), _) if !self.sources.contains_key(source) => {
                    let known = self.sources.keys().map(String::as_str);
                    Some(sharing_fault(&format!("没有名为“{source}”的来源")).hint_nearest(source, known))
                }
                (None, Some(department)) if !departments().any(|known| known == department) => Some(
                    sharing_fault(&format!("没有部门“{department}”的来源")).hint_nearest(department, departments()),
                ),
                (None, None) => Some(sharing_fault("没有说明是哪种数据").hint("写明 source 或 department")),
                _ => None,
            })
            .collect()
    }

    /// Rules to be switched off that the pack does not have.
    fn unknown_switches(&self, config: &Config) -> Vec<Diagnostic> {
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

fn sharing_fault(what: &str) -> Diagnostic {
    Diagnostic::new(format!("bidui.toml 的 [[sharing]]：{what}"))
}
