//! 疑似同一人: whose the records probably are whose ID number cannot be relied on, each pair of record and person asked
//! once, however many lists it stands in; and those that are sure on a sheet of their own, accepted by one cell.

use std::collections::{BTreeMap, BTreeSet};

use super::input::{Quality, department};
use crate::link::{ALL_BELOW, DECISION, MATCH_CODE, MatchDecision};
use crate::schema::{Candidate, CandidateMatch, NOBODY_ELSE, SheetReport, Strength};
use crate::value::{Disclosure, Redacted};
use crate::workbook::{Arrangement, CellOut, Columns, SheetOut};

/// A record and a person, and all places where the record stands.
struct ProposedPair<'a> {
    candidate_match: &'a CandidateMatch,
    candidate: &'a Candidate,
    places: Vec<String>,
    departments: BTreeSet<&'a str>,
    code: String,
}

/// How many places of a record are written out.
const PLACES: usize = 3;

/// The sheets: all proposals by place, and the sure ones by themselves.
pub(super) fn proposals(input: Quality<'_>) -> [SheetOut; 2] {
    let pairs = pairs(input);
    let sure: Vec<&ProposedPair<'_>> = pairs.iter().filter(|pair| pair.candidate.strength == Strength::Sure).collect();
    [all(input, &pairs), at_once(input, &sure)]
}

fn pairs(input: Quality<'_>) -> Vec<ProposedPair<'_>> {
    let mut pairs: BTreeMap<String, ProposedPair<'_>> = BTreeMap::new();
    for candidate_match in input.candidate_matches {
        let sheet = usize::try_from(candidate_match.origin.sheet).ok().and_then(|sheet| input.sheets.get(sheet));
        let place = sheet.map(|sheet: &SheetReport| sheet.place(candidate_match.origin.row)).unwrap_or_default();
        for candidate in &candidate_match.candidates {
            let code = input.naming.match_code(candidate_match, candidate);
            let places = Vec::new();
            let departments = BTreeSet::new();
            let new = || ProposedPair { candidate_match, candidate, places, departments, code: code.clone() };
            let pair = pairs.entry(code.clone()).or_insert_with(new);
            if candidate.strength < pair.candidate.strength {
                (pair.candidate_match, pair.candidate) = (candidate_match, candidate);
            }
            pair.places.push(place.clone());
            pair.departments.insert(department(input, candidate_match.origin.sheet));
        }
    }
    let mut pairs: Vec<ProposedPair<'_>> = pairs.into_values().collect();
    pairs.sort_by(|a, b| order(a).cmp(&order(b)));
    pairs
}

/// By place; within a household by record, the surest first.
fn order<'p>(pair: &'p ProposedPair<'_>) -> impl Ord + use<'p> {
    (&pair.candidate.home, &pair.candidate_match.name, pair.candidate.strength, &pair.candidate.name, &pair.code)
}

fn all(input: Quality<'_>, pairs: &[ProposedPair<'_>]) -> SheetOut {
    let notes = [
        "这些记录的证号有误、缺失或写成了别人的，没有关联到任何人。最多列出三个可能的人；“记录上的证号”只显示与花名册不同的数字。"
            .to_owned(),
        "“因此暂不推送的规则”：如果记录就是此人的，这些规则的结论会变，所以先不推送，也不算已消除。花名册里自己的行有误的，此人本期没有筛查，列出的是确认以后对此人或本户会变的规则。".to_owned(),
        "核实后填写“结论”，用 bidui collect 数据质量.xlsx 收下（也可以把本工作簿另存为“确认.xlsx”，放在 bidui.toml 旁边）；收下的结论以后各期都有效。"
            .to_owned(),
    ];
    SheetOut {
        name: "疑似同一人".to_owned(),
        title: Some("疑似为花名册中某人的记录".to_owned()),
        notes: notes.into(),
        arrangement: Arrangement::Sorted,
        ..SheetOut::of(&columns(input), pairs)
    }
}

fn columns(input: Quality<'_>) -> Columns<'_, ProposedPair<'_>> {
    let columns = Columns::<ProposedPair<'_>>::new()
        .text(("把握", 8.0), |pair| pair.candidate.strength.label())
        .text(("乡镇", 10.0), |pair| pair.candidate.home.village.township.clone())
        .text(("行政村", 10.0), |pair| pair.candidate.home.village.name.clone())
        .text(("户编号", 10.0), |pair| Redacted::household_number(&pair.candidate.home.number))
        .text(("户主", 9.0), |pair| pair.candidate.head.clone())
        .text(("花名册姓名", 10.0), |pair| pair.candidate.name.clone());
    // Other files of the run show the ends of numbers: with a birth date beside the name they would be all of it. What
    // speaks for the person is said in 依据.
    let columns = match input.disclosure {
        Disclosure::Masked => columns,
        Disclosure::Full => columns.text(("花名册证号", 20.0), |pair| Redacted::in_full(pair.candidate.person)),
    };
    columns
        .text(("记录上的姓名", 11.0), |pair| pair.candidate_match.name.clone())
        .text(("记录上的证号", 22.0), move |pair| written(pair, input.disclosure))
        .text(("依据", 40.0), |pair| pair.candidate.evidence.clone())
        .text(("部门", 10.0), |pair| pair.departments.iter().copied().collect::<Vec<_>>().join("、"))
        .text(("出处", 44.0), |pair| listed(&pair.places))
        .text(("因此暂不推送的规则", 20.0), move |pair| withheld(input, pair))
        .text((MATCH_CODE, 14.0), |pair| Redacted::code(&pair.code))
        .and(decided())
}

/// The columns that people fill in.
fn decided<'a, T>() -> Columns<'a, T> {
    let words = MatchDecision::WORDS.map(|(word, _)| word.to_owned());
    Columns::<T>::new().fill_in((DECISION, 12.0), &words, |_| CellOut::Blank).fill_in(
        ("核实人及依据", 20.0),
        &[],
        |_| CellOut::Blank,
    )
}

/// The rules that wait for a decision; that somebody is not screened at all is said.
fn withheld(input: Quality<'_>, pair: &ProposedPair<'_>) -> String {
    let ProposedPair { candidate_match, candidate, .. } = pair;
    let rules = input.doubts.get(&candidate.person).map(|rules| rules.iter().cloned().collect::<Vec<_>>().join("、"));
    let unscreened = match candidate.household {
        _ if candidate_match.source != input.pack.register().0.name => None,
        NOBODY_ELSE => Some("此人和全户本期没有筛查".to_owned()),
        _ => Some("此人本期没有筛查".to_owned()),
    };
    rules.into_iter().chain(unscreened).collect::<Vec<_>>().join("；")
}

fn listed(places: &[String]) -> String {
    let shown = places.iter().take(PLACES).cloned().collect::<Vec<_>>().join("；");
    if places.len() > PLACES { format!("{shown}等{}处", places.len()) } else { shown }
}

/// The number of a record: only what differs from the person's, unless numbers are shown.
fn written(pair: &ProposedPair<'_>, disclosure: Disclosure) -> Redacted {
    match (&pair.candidate_match.fragment, disclosure) {
        (None, _) => Redacted::default(),
        (Some(fragment), Disclosure::Masked) => Redacted::of(&fragment.shown_beside(pair.candidate.person)),
        (Some(fragment), Disclosure::Full) => Redacted::code(fragment.written()),
    }
}

/// A line of the sure ones: the first, which accepts all of so many below it, or one of these.
enum SureLine<'a> {
    All(usize),
    One(&'a ProposedPair<'a>),
}

impl SureLine<'_> {
    fn text<V: Into<CellOut>>(&self, of_pair: impl Fn(&ProposedPair<'_>) -> V) -> CellOut {
        match self {
            SureLine::All(_) => CellOut::Blank,
            SureLine::One(pair) => of_pair(pair).into(),
        }
    }
}

fn sure_columns<'a>(disclosure: Disclosure) -> Columns<'a, SureLine<'a>> {
    Columns::<SureLine<'_>>::new()
        .text(("乡镇", 10.0), |line| match line {
            SureLine::All(_) => "以下共".to_owned(),
            SureLine::One(pair) => pair.candidate.home.village.township.clone(),
        })
        .text(("行政村", 10.0), |line| match line {
            SureLine::All(pairs) => CellOut::from(*pairs),
            SureLine::One(pair) => pair.candidate.home.village.name.clone().into(),
        })
        .text(("户编号", 10.0), |line| match line {
            SureLine::All(_) => Redacted::of("条"),
            SureLine::One(pair) => Redacted::household_number(&pair.candidate.home.number),
        })
        .text(("花名册姓名", 12.0), |line| line.text(|pair| pair.candidate.name.clone()))
        .text(("记录上的姓名", 12.0), |line| line.text(|pair| pair.candidate_match.name.clone()))
        .text(("记录上的证号", 22.0), move |line| line.text(|pair| written(pair, disclosure)))
        .text(("依据", 40.0), |line| line.text(|pair| pair.candidate.evidence.clone()))
        .text((MATCH_CODE, 14.0), |line| match line {
            SureLine::All(_) => Redacted::code(ALL_BELOW),
            SureLine::One(pair) => Redacted::code(&pair.code),
        })
        .and(decided())
}

/// The sure ones, to be accepted at once by whoever has looked through them.
fn at_once(input: Quality<'_>, sure: &[&ProposedPair<'_>]) -> SheetOut {
    let columns = sure_columns(input.disclosure);
    let all = (!sure.is_empty()).then_some(SureLine::All(sure.len()));
    let lines = all.into_iter().chain(sure.iter().map(|pair| SureLine::One(pair)));
    let notes = vec![format!(
        "看过全部各条、没有疑问的，在“{ALL_BELOW}”一行的“结论”填“同一人”，以下各条就都算确认；有疑问的，在那一条自己的“结论”填“不是同一人”。"
    )];
    SheetOut {
        name: "确定的（一次确认）".to_owned(),
        title: Some("把握为“确定”的，可以一次确认".to_owned()),
        notes,
        arrangement: Arrangement::Filtered,
        ..SheetOut::of(&columns, lines)
    }
}
