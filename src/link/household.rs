//! Numbers of households as the register writes them → numbers that tell households apart.
//!
//! Numbers lose digits in spreadsheets, begin anew in every group, stand only beside the head, or count rows. Where the
//! heads and the order of the rows leave one reading only, it is taken and said; where they do not, the run stops.

use std::collections::{BTreeMap, HashMap, HashSet};

use polars::prelude::{Column, DataFrame, PolarsResult};

use crate::pack::{HouseholdNumbers, Register, Source, is_filler};
use crate::schema::{Consequence, Household, Issue, NAME, Origin, Origins, SheetId, Village};

/// What came of the numbers.
#[derive(Debug, Default)]
pub(super) struct Numbered {
    /// What was mended, a line a sheet and kind.
    pub issues: Vec<Issue>,
    /// What cannot be mended.
    pub unsound: Vec<String>,
}

/// One row of the register, as far as households are concerned.
#[derive(Debug)]
struct Line {
    /// Where it stands in the frame.
    position: usize,
    origin: Origin,
    village: Village,
    group: String,
    number: Option<String>,
    relation: Option<String>,
    name: String,
    is_head: bool,
}

impl Line {
    /// The household of the row's village with a number.
    fn household(&self, number: &str) -> Household {
        Household::new(self.village.clone(), number)
    }
}

/// What was done to a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mend {
    Below,
    Lost,
    Split,
    Counted,
}

impl Mend {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Mend::Below => ("空着或不是户号，按户主及其下面各行归户", "请把户编号填到每一个人"),
            Mend::Lost => ("位数丢失，几户成了一个号，按户主及其下面各行归户", "请把户编号设为文本后重新导出"),
            Mend::Split => ("一个号下有几个户主，按组别或所在位置分成几户", "户编号在各组重新编起的，请加上组别"),
            Mend::Counted => ("每行一个号，是行的序号，按户主及其下面各行归户", "请改用户编号导出"),
        }
    }
}

/// Puts numbers that tell households apart into the register's records.
pub(super) fn number(records: &mut DataFrame, source: &Source, register: &Register) -> PolarsResult<Numbered> {
    let field = source.key.household.as_deref().unwrap_or_default();
    let mut lines = lines(records, source, register)?;
    let mut mended: BTreeMap<usize, Mend> = BTreeMap::new();
    void(&mut lines, &register.households, &mut mended);
    let mut numbered = Numbered::default();
    split(&mut lines, &mut mended);
    of_everybody(&mut lines, &register.households, &mut mended);
    below_heads(&mut lines, register, &mut mended, &mut numbered.unsound);
    numbered.issues = issues(&lines, &mended, field);
    numbered.issues.extend(two_heads(&lines, field));
    let mut numbers: Vec<Option<&str>> = vec![None; records.height()];
    lines.iter().for_each(|line| numbers[line.position] = line.number.as_deref());
    let column = Column::new(field.into(), numbers);
    records.with_column(column)?;
    Ok(numbered)
}

/// The rows in the order in which they stand in their sheets.
fn lines(records: &DataFrame, source: &Source, register: &Register) -> PolarsResult<Vec<Line>> {
    let text = |name: &str| records.column(name)?.str();
    let townships = text(source.key.township.as_deref().unwrap_or_default())?;
    let villages = text(source.key.village.as_deref().unwrap_or_default())?;
    let numbers = text(source.key.household.as_deref().unwrap_or_default())?;
    let groups = text(&register.group)?;
    let relations = text(&register.relation)?;
    let names = text(NAME)?;
    let origins = Origins::of(records)?;
    let lines = (0..records.height()).map(|position| Line {
        position,
        origin: origins.at(position),
        village: Village::new(townships.get(position).unwrap_or_default(), villages.get(position).unwrap_or_default()),
        group: groups.get(position).unwrap_or_default().to_owned(),
        number: numbers.get(position).map(str::to_owned),
        relation: relations.get(position).map(str::to_owned),
        name: names.get(position).unwrap_or_default().to_owned(),
        is_head: relations.get(position) == Some(register.head.as_str()),
    });
    let mut lines: Vec<Line> = lines.collect();
    lines.sort_by_key(|line| origins.place(line.position));
    Ok(lines)
}

/// Takes away what is no household's number.
fn void(lines: &mut [Line], known: &HouseholdNumbers, mended: &mut BTreeMap<usize, Mend>) {
    let heads = heads(lines);
    let counted = counting_sheets(lines, known);
    for (at, line) in lines.iter_mut().enumerate() {
        let Some(number) = &line.number else { continue };
        let several = heads.get(&line.household(number)).is_some_and(|heads| heads.len() > 1);
        let mend = match () {
            () if known.is_void(number) => Mend::Below,
            () if counted.contains(&line.origin.sheet) => Mend::Counted,
            () if several && is_filler(number) => Mend::Below,
            () if several && has_lost_digits(number) => Mend::Lost,
            () => continue,
        };
        line.number = None;
        mended.insert(at, mend);
    }
}

/// The heads under every number of every village, by where they stand; one who stands there twice counts once.
fn heads(lines: &[Line]) -> HashMap<Household, Vec<usize>> {
    let mut heads: HashMap<_, Vec<usize>> = HashMap::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.is_head) {
        let Some(number) = &line.number else { continue };
        let heads: &mut Vec<usize> = heads.entry(line.household(number)).or_default();
        let twice = |other: &usize| (&lines[*other].name, &lines[*other].group) == (&line.name, &line.group);
        if !heads.iter().any(twice) {
            heads.push(at);
        }
    }
    heads
}

/// The sheets whose numbers count rows: hardly any member shares one with somebody.
fn counting_sheets(lines: &[Line], known: &HouseholdNumbers) -> Vec<SheetId> {
    let mut sharing: HashMap<(&Village, &str), usize> = HashMap::new();
    for line in lines {
        *sharing.entry((&line.village, line.number.as_deref().unwrap_or_default())).or_default() += 1;
    }
    let mut members: BTreeMap<SheetId, (usize, usize)> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.relation.is_some() && !line.is_head) {
        let Some(number) = line.number.as_deref().filter(|number| !known.is_void(number)) else { continue };
        let (all, alone) = members.entry(line.origin.sheet).or_default();
        *all += 1;
        *alone += usize::from(sharing[&(&line.village, number)] == 1);
    }
    let counts = |(all, alone): (usize, usize)| all >= known.least && alone * 100 >= all * known.alone_percent;
    members.into_iter().filter(|(_, figures)| counts(*figures)).map(|(sheet, _)| sheet).collect()
}

/// Whether a number is one that a spreadsheet kept fifteen digits of.
fn has_lost_digits(number: &str) -> bool {
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    digits && number.len() > 15 && number.bytes().skip(15).all(|byte| byte == b'0')
}

/// Tells the households apart that have one number, where every run of rows with it has its own head.
fn split(lines: &mut [Line], mended: &mut BTreeMap<usize, Mend>) {
    let mut shared: BTreeMap<_, Vec<usize>> =
        heads(lines).into_iter().filter(|(_, heads)| heads.len() > 1).map(|(key, _)| (key, Vec::new())).collect();
    for (at, line) in lines.iter().enumerate() {
        let key = line.number.as_ref().map(|number| line.household(number));
        key.and_then(|key| shared.get_mut(&key)).into_iter().for_each(|rows| rows.push(at));
    }
    for (Household { number, .. }, at) in shared {
        let runs = runs(&at, lines);
        let head_of = |run: &Vec<usize>| {
            let mut heads = run.iter().filter(|at| lines[**at].is_head);
            heads.next().filter(|_| heads.next().is_none()).copied()
        };
        let Some(heads) = runs.iter().map(head_of).collect::<Option<Vec<usize>>>() else { continue };
        let labels = labels(&heads, lines);
        for (run, label) in runs.iter().zip(&labels) {
            for at in run {
                lines[*at].number = Some(format!("{number}-{label}"));
                mended.insert(*at, Mend::Split);
            }
        }
    }
}

/// Takes away a number that one household of the village after another has, so that it tells none from the others.
fn of_everybody(lines: &mut [Line], known: &HouseholdNumbers, mended: &mut BTreeMap<usize, Mend>) {
    let heads = heads(lines);
    for (at, line) in lines.iter_mut().enumerate() {
        let Some(number) = &line.number else { continue };
        let many = heads.get(&line.household(number)).is_some_and(|heads| heads.len() >= known.heads);
        if many {
            line.number = None;
            mended.insert(at, Mend::Below);
        }
    }
}

/// Heads beside another head of their household: whether they are two households only the county knows.
fn two_heads(lines: &[Line], field: &str) -> Vec<Issue> {
    let heads = heads(lines);
    let second = heads.values().filter_map(|heads| heads.get(1)).map(|at| &lines[*at]);
    let mut issues: Vec<Issue> = second
        .map(|line| Issue {
            sheet: line.origin.sheet,
            row: line.origin.row,
            field: field.to_owned(),
            kind: "一个户编号下有两个户主".to_owned(),
            value: line.number.clone().unwrap_or_default(),
            other: None,
            consequence: Consequence::Doubtful,
            advice: "已作一户；其实是两户的，请给各户不同的户编号".to_owned(),
            count: 1,
        })
        .collect();
    issues.sort();
    issues
}

/// Rows that follow one another in one sheet and group.
fn runs(at: &[usize], lines: &[Line]) -> Vec<Vec<usize>> {
    let mut runs: Vec<Vec<usize>> = Vec::new();
    for at in at.iter().copied() {
        let follows = |last: usize| {
            last + 1 == at && lines[last].origin.sheet == lines[at].origin.sheet && lines[last].group == lines[at].group
        };
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|last| follows(*last)) => run.push(at),
            Some(_) | None => runs.push(vec![at]),
        }
    }
    runs
}

/// What tells heads apart: their groups, else their names, else the order as well.
fn labels(heads: &[usize], lines: &[Line]) -> Vec<String> {
    let distinct = |labels: &Vec<String>| {
        let mut sorted = labels.clone();
        sorted.sort();
        sorted.dedup();
        sorted.len() == labels.len() && labels.iter().all(|label| !label.is_empty())
    };
    let groups: Vec<String> = heads.iter().map(|at| lines[*at].group.clone()).collect();
    if distinct(&groups) {
        return groups;
    }
    let names: Vec<String> = heads.iter().map(|at| lines[*at].name.clone()).collect();
    if distinct(&names) {
        return names;
    }
    names.iter().enumerate().map(|(order, name)| format!("{name}{}", order + 1)).collect()
}

/// Gives rows without a number that of the head above them.
fn below_heads(lines: &mut [Line], register: &Register, mended: &mut BTreeMap<usize, Mend>, unsound: &mut Vec<String>) {
    let only_heads = sheets_with_numbers_of_heads(lines);
    let mut headed: HashSet<_> = heads(lines).into_keys().collect();
    let mut names: HashMap<(Village, String), usize> = HashMap::new();
    let mut head: Option<(usize, bool)> = None;
    let mut once: Vec<String> = Vec::new();
    let mut twice = 0;
    for at in 0..lines.len() {
        let fits = |(head, _): &(usize, bool)| {
            lines[*head].origin.sheet == lines[at].origin.sheet && lines[*head].village == lines[at].village
        };
        let above = head.filter(fits);
        let line = &lines[at];
        if line.is_head {
            let own = line.number.clone().or_else(|| headless_below(lines, at, &headed));
            headed.extend(own.as_ref().map(|number| line.household(number)));
            head = Some((at, own.is_none()));
            once.clear();
            if lines[at].number.is_none() {
                lines[at].number = Some(own.unwrap_or_else(|| unnumbered(&lines[at], register, &mut names)));
                mended.entry(at).or_insert(Mend::Below);
            }
            continue;
        }
        let takes = above.filter(|(_, unnumbered)| *unnumbered || only_heads.contains(&line.origin.sheet));
        let (None, Some(relation), Some((above, _))) = (&line.number, line.relation.clone(), takes) else {
            continue;
        };
        if register.households.once.contains(&relation) {
            twice += usize::from(once.contains(&relation));
            once.push(relation);
        }
        lines[at].number = lines[above].number.clone();
        mended.entry(at).or_insert(Mend::Below);
    }
    if twice > 0 {
        unsound.push(format!(
            "户编号空着、位数丢失或只是行的序号，而各行又不是排在自己的户主下面（有{twice}户出现两个{}），无法归户",
            register.households.once.join("、")
        ));
    }
}

/// The number of the rows right below a head, if they are numbered and have no head.
fn headless_below(lines: &[Line], head: usize, headed: &HashSet<Household>) -> Option<String> {
    let below = lines.get(head + 1).filter(|below| !below.is_head && below.relation.is_some())?;
    let near = below.origin.sheet == lines[head].origin.sheet && below.village == lines[head].village;
    let number = below.number.as_ref().filter(|_| near)?;
    (!headed.contains(&below.household(number))).then(|| number.clone())
}

/// The number of a household that has none: its head's name, and how manieth of that name in the village.
fn unnumbered(head: &Line, register: &Register, names: &mut HashMap<(Village, String), usize>) -> String {
    let count = names.entry((head.village.clone(), head.name.clone())).or_default();
    *count += 1;
    let order = if *count > 1 { count.to_string() } else { String::new() };
    format!("{}{}{order}", register.households.unnumbered, head.name)
}

/// The sheets where heads have numbers and most of the others have none.
fn sheets_with_numbers_of_heads(lines: &[Line]) -> Vec<SheetId> {
    let mut members: BTreeMap<SheetId, (usize, usize)> = BTreeMap::new();
    for line in lines.iter().filter(|line| !line.is_head) {
        let (all, blank) = members.entry(line.origin.sheet).or_default();
        *all += 1;
        *blank += usize::from(line.number.is_none());
    }
    members.into_iter().filter(|(_, (all, blank))| blank * 2 > *all).map(|(sheet, _)| sheet).collect()
}

/// What was mended, a line a sheet and kind.
fn issues(lines: &[Line], mended: &BTreeMap<usize, Mend>, field: &str) -> Vec<Issue> {
    let mut issues: BTreeMap<(SheetId, Mend), Issue> = BTreeMap::new();
    for (at, mend) in mended.iter().filter(|(at, _)| lines[**at].number.is_some()) {
        let (line, (kind, advice)) = (&lines[*at], mend.words());
        let issue = issues.entry((line.origin.sheet, *mend)).or_insert_with(|| Issue {
            sheet: line.origin.sheet,
            row: line.origin.row,
            field: field.to_owned(),
            kind: kind.to_owned(),
            value: String::new(),
            other: None,
            consequence: Consequence::Mended,
            advice: advice.to_owned(),
            count: 0,
        });
        issue.count += 1;
    }
    issues.into_values().collect()
}
