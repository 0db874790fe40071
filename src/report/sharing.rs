//! 数据共享登记: by whom every source was shared, on what basis and until when, and what has run out.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use crate::pack::{Config, Pack, Sharing, Source};
use crate::value::{Redacted, chinese};

/// A source and how it was shared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SharingLine {
    /// The source.
    pub source: String,
    /// The department.
    pub department: String,
    /// Who shares it.
    pub provider: Redacted,
    /// The document that lets it be shared; empty if none is known.
    pub basis: Redacted,
    /// What it may be used for.
    pub purpose: Redacted,
    /// The last day on which it may be used.
    pub until: Option<Date>,
    /// How that stands.
    pub state: SharingState,
}

/// How a sharing stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SharingState {
    /// It holds.
    Valid,
    /// It holds for some days only.
    EndsSoon,
    /// It has run out.
    Ended,
    /// Nothing is written down of it.
    Unknown,
}

/// So many days before its end a sharing has to be renewed.
const SOON: i32 = 30;

impl SharingState {
    fn of(until: Option<Date>, day: Date) -> Self {
        match until {
            Some(until) if until < day => Self::Ended,
            Some(until) if until < day.saturating_add(jiff::Span::new().days(SOON)) => Self::EndsSoon,
            Some(_) | None => Self::Valid,
        }
    }

    /// The Chinese word.
    pub fn label(self) -> &'static str {
        match self {
            Self::Valid => "有效",
            Self::EndsSoon => "即将到期",
            Self::Ended => "已到期",
            Self::Unknown => "没有登记",
        }
    }
}

/// The register on a day: of the sources that were delivered, and of those of which something is written down.
pub fn sharing_register(pack: &Pack, config: &Config, delivered: &BTreeSet<String>, day: Date) -> Vec<SharingLine> {
    let line = |source: &Source| {
        let mut sharings: Vec<&Sharing> =
            config.sharings.iter().filter(|sharing| sharing.covers(&source.name, &source.department)).collect();
        // What is said of the source itself holds before what is said of its department, and of two the one that ends last.
        sharings.sort_by_key(|sharing| (sharing.source.is_some(), sharing.until().is_none(), sharing.until()));
        let is_known = sharings.iter().any(|sharing| sharing.source.is_some()) || source.basis.is_some();
        match sharings.last() {
            Some(sharing) => Some(registered(source, sharing, day)),
            None => (is_known || delivered.contains(&source.name)).then(|| unregistered(source)),
        }
    };
    let wanted = pack.sources.values().filter(|source| Some(&source.name) != Some(&pack.register().0.name));
    wanted.filter_map(line).collect()
}

fn registered(source: &Source, sharing: &Sharing, day: Date) -> SharingLine {
    let text = |text: &Option<String>| Redacted::of(text.as_deref().unwrap_or_default());
    SharingLine {
        source: source.name.clone(),
        department: source.department.clone(),
        provider: text(&sharing.provider),
        basis: Redacted::of(&sharing.basis),
        purpose: text(&sharing.purpose),
        until: sharing.until(),
        state: SharingState::of(sharing.until(), day),
    }
}

fn unregistered(source: &Source) -> SharingLine {
    SharingLine {
        source: source.name.clone(),
        department: source.department.clone(),
        provider: Redacted::default(),
        basis: Redacted::of(source.basis.as_deref().unwrap_or_default()),
        purpose: Redacted::default(),
        until: None,
        state: if source.basis.is_some() { SharingState::Valid } else { SharingState::Unknown },
    }
}

/// What has run out or is about to, and what nothing is written down of where a county keeps the register, a line each.
pub fn sharing_notices(pack: &Pack, config: &Config, delivered: &BTreeSet<String>, day: Date) -> Vec<String> {
    if config.sharings.is_empty() {
        return Vec::new();
    }
    let lines = sharing_register(pack, config, delivered, day);
    let used = lines.iter().filter(|line| delivered.contains(&line.source));
    let mut notices: Vec<String> = used.clone().filter_map(ending).collect();
    let unknown: Vec<&str> =
        used.filter(|line| line.state == SharingState::Unknown).map(|line| line.source.as_str()).collect();
    if let Some(first) = unknown.first() {
        let count = unknown.len();
        notices.push(format!("注意：有 {count} 种数据没有登记共享的依据和期限（如“{first}”），见 bidui sharing"));
    }
    notices
}

fn ending(line: &SharingLine) -> Option<String> {
    let until = line.until.map(chinese)?;
    let (source, basis) = (&line.source, &line.basis);
    match line.state {
        SharingState::Ended => Some(format!(
            "注意：“{source}”的共享期限到 {until} 为止（{basis}），已经到期；请办理续期，不再使用的请删去数据"
        )),
        SharingState::EndsSoon => Some(format!("注意：“{source}”的共享期限到 {until} 为止（{basis}），请及时办理续期")),
        SharingState::Valid | SharingState::Unknown => None,
    }
}
