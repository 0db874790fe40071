//! What a county teaches of tables in `[[columns]]`: what of it held for a sheet, and what for none.

use std::collections::BTreeSet;

use crate::pack::{ColumnHint, Lesson, LessonEffect, Pack, SheetNames, Source};
use crate::schema::{AppliedHint, SheetReport};
use crate::value::text;

/// What held for a sheet of a source, in which fields were found under these headings.
pub(crate) fn applied(
    hints: &[ColumnHint],
    names: SheetNames<'_>,
    source: &Source,
    columns: &[(String, String)],
) -> Vec<AppliedHint> {
    let covering = hints.iter().enumerate().filter(|(_, hint)| hint.covers(names));
    let lessons = covering.flat_map(|(hint, told)| told.lessons(source).into_iter().map(move |lesson| (hint, lesson)));
    let held = lessons.filter(|(_, lesson)| holds(lesson, columns));
    held.map(|(hint, lesson)| AppliedHint { hint, what: lesson.title(), constant: constant(lesson) }).collect()
}

fn holds(lesson: &Lesson, columns: &[(String, String)]) -> bool {
    let mut own = columns.iter().filter(|(field, _)| *field == lesson.field).map(|(_, heading)| heading);
    match &lesson.says {
        LessonEffect::Heading(told) => own.any(|heading| is_written(heading, told)),
        LessonEffect::Missing(_) => own.next().is_none(),
        LessonEffect::Word(..) => own.next().is_some(),
    }
}

/// Whether a heading is the one that was told, alone or as the last of several rows.
fn is_written(heading: &str, told: &str) -> bool {
    let wanted = text::heading(told).into_iter().next();
    let last = heading.rsplit('/').next().unwrap_or_default();
    [heading, last].iter().flat_map(|heading| text::heading(heading)).any(|key| Some(key) == wanted)
}

fn constant(lesson: Lesson) -> Option<String> {
    matches!(lesson.says, LessonEffect::Missing(_)).then_some(lesson.field)
}

/// What is said of columns and held for no sheet, a line each.
pub(crate) fn idle(hints: &[ColumnHint], pack: &Pack, sheets: &[SheetReport]) -> Vec<String> {
    let held: BTreeSet<(usize, &str)> =
        sheets.iter().flat_map(|sheet| &sheet.taught).map(|taught| (taught.hint, taught.what.as_str())).collect();
    let lines = hints.iter().enumerate().filter(|(_, hint)| !hint.ignore).flat_map(|(position, hint)| {
        let without = |lesson: &Lesson| !held.contains(&(position, lesson.title().as_str()));
        let lessons = lessons_at_large(hint, pack, sheets);
        let whys: BTreeSet<String> = match lessons.is_empty() {
            true => ["没有这样的表".to_owned()].into(),
            false => lessons.iter().filter(|lesson| without(lesson)).map(why_idle).collect(),
        };
        whys.into_iter()
            .map(|why| format!("注意：bidui.toml 的 [[columns]]（{}）未采用：{why}", hint.scope()))
            .collect::<Vec<_>>()
    });
    lines.collect()
}

/// What a hint says of the source that it names, or of those that the tables turned out to be that it speaks of.
fn lessons_at_large(hint: &ColumnHint, pack: &Pack, sheets: &[SheetReport]) -> Vec<Lesson> {
    let covered = sheets.iter().filter(|sheet| hint.covers(sheet.names())).filter_map(SheetReport::source);
    let named = hint.source.as_ref().map(|name| name.get_ref().as_str());
    let names: BTreeSet<&str> = named.map_or_else(|| covered.collect(), |name| [name].into());
    names.into_iter().filter_map(|name| pack.sources.get(name)).flat_map(|source| hint.lessons(source)).collect()
}

fn why_idle(lesson: &Lesson) -> String {
    let why = match lesson.says {
        LessonEffect::Heading(_) => "没有这样的表，或表里没有这一栏",
        LessonEffect::Missing(_) => "没有这样的表，或表里有这一栏",
        LessonEffect::Word(..) => "没有这样的表，或表里没有这个栏目",
    };
    format!("{}（{why}）", lesson.title())
}
