//! What has to be asked before a run goes on: what a sheet is that could be several things, or that
//! holds registered people and is not understood; whether a column is the one that rules miss in its sheet.

use std::collections::{BTreeMap, BTreeSet};

use super::intake::Intake;
use super::one_register::pairs;
use crate::pack::{Config, Pack};
use crate::schema::{LookAlike, Nearest, SetupAnswer, SetupQuestion, SheetReport, SheetState, UnusedIds, rivals};
use crate::value::Redacted;

/// Everything that has to be asked about what was read; it is asked together, once.
pub(super) fn questions(pack: &Pack, config: &Config, intake: &Intake) -> Vec<SetupQuestion> {
    let registered = registered(pack, intake);
    let mut questions: Vec<SetupQuestion> = intake.sheets.iter().filter_map(what_it_is).collect();
    questions
        .extend(unused_sheets(intake).filter_map(|(sheet, keys)| passed_by(pack, sheet, count(&keys, &registered))));
    questions.extend(renamed(pack, config, intake));
    questions.extend(intake.questions.iter().cloned());
    questions.sort();
    questions.dedup();
    questions
}

/// What is not used although registered people stand in it, a line each; said even to who wants to hear only errors.
pub(super) fn passed_over(pack: &Pack, intake: &Intake) -> Vec<String> {
    let registered = registered(pack, intake);
    let place = |sheet: &SheetReport| format!("{}[{}]", sheet.file, sheet.name);
    let sheets = unused_sheets(intake).filter_map(|(sheet, keys)| {
        let people = count(&keys, &registered);
        (people > 0).then(|| format!("注意：{} 没有识别，没有使用，里面有 {people} 名花名册上的人", place(sheet)))
    });
    let columns = intake.unused.iter().filter_map(|(id, unused)| {
        let sheet = intake.sheets.get(usize::try_from(*id).ok()?)?;
        let heading = unused.heading.as_ref()?;
        let people = count(&unused.keys.iter().copied().collect(), &registered);
        let line =
            || format!("注意：{}“{heading}”一栏的身份证号没有用到，里面有 {people} 名花名册上的人", place(sheet));
        (people > 0).then(line)
    });
    sheets.chain(columns).map(|line| Redacted::of(&line).into()).collect()
}

/// The ID numbers of the register.
fn registered(pack: &Pack, intake: &Intake) -> BTreeSet<i64> {
    let frame = intake.records.get(&pack.register().0.name);
    frame.map(|frame| pairs(frame).into_iter().map(|(_, key)| key).collect()).unwrap_or_default()
}

fn count(keys: &BTreeSet<i64>, registered: &BTreeSet<i64>) -> usize {
    keys.intersection(registered).count()
}

/// Sheets that are not read, with all ID numbers in them.
fn unused_sheets(intake: &Intake) -> impl Iterator<Item = (&SheetReport, BTreeSet<i64>)> {
    let mut keys: BTreeMap<usize, BTreeSet<i64>> = BTreeMap::new();
    for (id, UnusedIds { heading: _, keys: found }) in
        intake.unused.iter().filter(|(_, unused)| unused.heading.is_none())
    {
        keys.entry(usize::try_from(*id).unwrap_or(usize::MAX)).or_default().extend(found);
    }
    let unread = |sheet: &&SheetReport| matches!(sheet.state, SheetState::Unrecognised { .. });
    keys.into_iter().filter_map(move |(id, keys)| Some((intake.sheets.get(id).filter(unread)?, keys)))
}

/// A sheet that could be one source as well as another, or nearly is one.
fn what_it_is(sheet: &SheetReport) -> Option<SetupQuestion> {
    let SheetState::Asked { candidates, doubts } = &sheet.state else { return None };
    let sources: Vec<&str> = candidates.iter().map(|(source, _)| source.as_str()).collect();
    Some(SetupQuestion {
        file: sheet.file.to_string(),
        sheet: Some(sheet.name.to_string()),
        asks: format!("无法区分是{}", rivals(candidates)),
        evidence: doubts.iter().map(|doubt| format!("存疑：{doubt}")).collect(),
        answers: answers(sheet, &sources),
    })
}

/// What to do with a sheet that no source is near to.
const ELSE: &str = "是别的数据的，source 写那种数据的名称；规则包里没有的，先不使用，再用“bidui rules new source”起草";

/// A sheet that is not understood and holds registered people, unless its title says that it is none of the sources.
fn passed_by(pack: &Pack, sheet: &SheetReport, people: usize) -> Option<SetupQuestion> {
    let SheetState::Unrecognised { nearest } = &sheet.state else { return None };
    if people == 0 || nearest.as_ref().is_some_and(|nearest| nearest.denied) {
        return None;
    }
    let sources: Vec<&str> = nearest.iter().map(|nearest| nearest.source.as_str()).collect();
    let department = department(pack, sheet.file.as_written());
    let stands = department.map(|department| format!("，又放在“{department}”的文件夹里")).unwrap_or_default();
    Some(SetupQuestion {
        file: sheet.file.to_string(),
        sheet: Some(sheet.name.to_string()),
        asks: format!("没有识别是哪种数据，而里面有 {people} 名花名册上的人{stands}"),
        evidence: nearest.iter().map(Nearest::to_string).chain([ELSE.to_owned()]).collect(),
        answers: answers(sheet, &sources),
    })
}

/// The department whose folder a file stands in.
fn department<'p>(pack: &'p Pack, file: &str) -> Option<&'p str> {
    let folders: Vec<&str> = file.split('/').rev().skip(1).collect();
    let of_folder = |department: &&str| folders.iter().any(|folder| folder.contains(*department));
    pack.sources.values().map(|source| source.department.as_str()).find(of_folder)
}

/// Columns that are probably those which rules read and the sheet lacks.
fn renamed(pack: &Pack, config: &Config, intake: &Intake) -> Vec<SetupQuestion> {
    let mut read: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut questions = Vec::new();
    for sheet in intake.sheets.iter().filter(|sheet| !sheet.look_alikes.is_empty()) {
        let Some(source) = sheet.source() else { continue };
        let read = read.entry(source).or_insert_with(|| pack.fields_read(source));
        let denied = |heading: &str| config.columns.iter().any(|hint| hint.denies(sheet.names(), source, heading));
        let open = sheet.look_alikes.iter().filter(|alike| read.contains(&alike.field) && !denied(&alike.heading));
        questions.extend(open.map(|alike| is_it(sheet, source, alike)));
    }
    questions
}

/// Whether a column is a field under another heading.
fn is_it(sheet: &SheetReport, source: &str, LookAlike { heading, field, why }: &LookAlike) -> SetupQuestion {
    let column = format!("[[columns]]\nsource = \"{source}\"\nheading = {heading:?}");
    SetupQuestion {
        file: sheet.file.to_string(),
        sheet: Some(sheet.name.to_string()),
        asks: format!("无法识别“{heading}”是哪一栏，像“{source}”的“{field}”；表里没有别的“{field}”，有关规则无法运行"),
        evidence: vec![format!("“{heading}”{why}")],
        answers: vec![
            SetupAnswer::new(format!("就是“{field}”的"), format!("{column}\nfield = \"{field}\"")),
            SetupAnswer::new("不是的", format!("{column}\nignore = true")),
        ],
    }
}

/// The answers to what a sheet is: each source, and that it is not to be used.
fn answers(sheet: &SheetReport, sources: &[&str]) -> Vec<SetupAnswer> {
    let which = match &sheet.fingerprint {
        Some(fingerprint) => format!("[[sheet]]\nheadings = \"{fingerprint}\"  # {}[{}]", sheet.file, sheet.name),
        None => format!("[[sheet]]\nfile = \"{}\"\nsheet = \"{}\"", sheet.file, sheet.name),
    };
    let source = |source: &&str| SetupAnswer::new(format!("是“{source}”的"), format!("{which}\nsource = \"{source}\""));
    let ignore = SetupAnswer::new("不使用的", format!("{which}\nignore = true"));
    sources.iter().map(source).chain([ignore]).collect()
}
