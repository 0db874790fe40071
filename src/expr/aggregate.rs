//! The closed set of questions about related records: `count(成员, 年龄 < 16)` reads like COUNTIF.

/// The relation of a household to its persons.
pub const MEMBERS: &str = "成员";
/// The relation of a village to its households.
pub const HOUSEHOLDS: &str = "户";

/// "In our list, not in theirs": the other spelling of `none`.
const MISSING_IN: &str = "missing_in";

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aggregate {
    Has,
    None,
    Any,
    All,
    Count,
    CountDistinct,
    Sum,
    Min,
    Max,
    Average,
    Latest,
    List,
}

impl Aggregate {
    const ALL: [Aggregate; 12] = [
        Aggregate::Has,
        Aggregate::None,
        Aggregate::Any,
        Aggregate::All,
        Aggregate::Count,
        Aggregate::CountDistinct,
        Aggregate::Sum,
        Aggregate::Min,
        Aggregate::Max,
        Aggregate::Average,
        Aggregate::Latest,
        Aggregate::List,
    ];

    /// All names; one that several people look for has two.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Self::ALL.into_iter().map(Self::name).chain([MISSING_IN])
    }

    /// The aggregate of a name.
    pub fn named(name: &str) -> Option<Self> {
        let named = Self::ALL.into_iter().find(|aggregate| aggregate.name() == name);
        named.or((name == MISSING_IN).then_some(Aggregate::None))
    }

    /// Its name in conditions.
    pub fn name(self) -> &'static str {
        match self {
            Aggregate::Has => "has",
            Aggregate::None => "none",
            Aggregate::Any => "any",
            Aggregate::All => "all",
            Aggregate::Count => "count",
            Aggregate::CountDistinct => "count_distinct",
            Aggregate::Sum => "sum",
            Aggregate::Min => "min",
            Aggregate::Max => "max",
            Aggregate::Average => "avg",
            Aggregate::Latest => "latest",
            Aggregate::List => "list",
        }
    }

    /// How many values stand between the relation and the condition.
    pub fn values(self) -> usize {
        match self {
            Aggregate::Has | Aggregate::None | Aggregate::Any | Aggregate::All | Aggregate::Count => 0,
            Aggregate::CountDistinct
            | Aggregate::Sum
            | Aggregate::Min
            | Aggregate::Max
            | Aggregate::Average
            | Aggregate::List => 1,
            Aggregate::Latest => 2,
        }
    }
}
