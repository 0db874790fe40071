//! Thresholds that somebody has to confirm: what is announced anew each year, and what only the county itself knows.

use jiff::civil::Date;

use super::compiled::Pack;
use super::config::Config;
use super::environment::InForce;
use super::literal::civil;
use super::parameter::Confirmation;

impl Pack {
    /// What the county should set or confirm, in Chinese: an outdated value, a value of its own, days off.
    pub fn unconfirmed(&self, as_of: Date, config: &Config) -> Vec<String> {
        let unset = self.unset(config).into_iter().filter_map(|name| self.unset_line(&name));
        let outdated = self.named_values().filter_map(|named| {
            let InForce { value, dated, own } = named.in_force(as_of, config)?;
            let year = civil(&dated?.from)?.year();
            let old = named.parameter.confirm == Some(Confirmation::Yearly) && !own && year < as_of.year();
            old.then(|| {
                let name = named.parameter_name;
                let unit = named.parameter.unit.as_deref().unwrap_or_default();
                format!(
                    "参数“{name}”用的是{year}年的{value}{unit}，{}年的没有写明；核对后在 bidui.toml 的 [parameters] 里写 \"{name}\" = {value}",
                    as_of.year()
                )
            })
        });
        unset.chain(outdated).chain(self.calendar_line(as_of)).collect()
    }

    fn unset_line(&self, name: &str) -> Option<String> {
        let rules: Vec<&str> =
            self.active_rules().filter(|rule| rule.parameters.contains(name)).map(|rule| rule.id.as_str()).collect();
        (!rules.is_empty()).then(|| {
            format!(
                "参数“{name}”是当地自己的数，没有写明，{} 没有运行；在 bidui.toml 的 [parameters] 里写 \"{name}\" = …",
                rules.join("、")
            )
        })
    }

    /// Deadlines of the coming month may fall on days off that are not known yet.
    fn calendar_line(&self, as_of: Date) -> Option<String> {
        const AHEAD: i64 = 31;
        let until = as_of.checked_add(jiff::Span::new().days(AHEAD)).ok()?;
        let last = self.calendar.holidays.last()?.year();
        (until.year() > last).then(|| {
            format!(
                "calendar.toml 的节假日只写到{last}年，以后的节假日按工作日算，期限可能偏早；按国务院办公厅的通知补上"
            )
        })
    }
}
