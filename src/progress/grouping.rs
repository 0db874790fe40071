//! What figures are broken down by.

use crate::ledger::About;

/// What figures are broken down by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// Township.
    Township,
    /// Township and village.
    Village,
    /// Department.
    Department,
    /// Rule and its title.
    Rule,
}

impl Grouping {
    /// The headings of a group's names.
    pub fn headings(self) -> &'static [&'static str] {
        match self {
            Grouping::Township => &["乡镇"],
            Grouping::Village => &["乡镇", "行政村"],
            Grouping::Department => &["部门"],
            Grouping::Rule => &["规则编号", "规则名称"],
        }
    }

    /// The group of a clue.
    pub fn of(self, about: &About) -> Vec<String> {
        let names: Vec<&str> = match self {
            Grouping::Township => vec![&about.home.village.township],
            Grouping::Village => vec![&about.home.village.township, &about.home.village.name],
            Grouping::Department => vec![&about.department],
            Grouping::Rule => vec![&about.rule, &about.title],
        };
        names.into_iter().map(str::to_owned).collect()
    }
}
