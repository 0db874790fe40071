//! The boilerplate that forms print around their rows, to recognise what people wrote there.

use crate::pack::{Form, Pack};
use crate::value::text;

/// The lines of the forms, as patterns of what stands beside what is filled in.
#[derive(Debug)]
pub(super) struct Boilerplate(Vec<PrintedLine>);

/// One line.
#[derive(Debug)]
struct PrintedLine {
    /// Whether it begins with the first of the parts.
    begins: bool,
    parts: Vec<String>,
}

impl Boilerplate {
    /// The lines of a pack's forms.
    pub fn of(pack: &Pack) -> Self {
        let covers = pack.push_lists.iter().filter_map(|form| form.cover.as_ref());
        let covers = covers.flat_map(|cover| cover.notes.iter().chain(&cover.sign_off).chain([&cover.title]));
        let lists = pack.push_lists.iter().flat_map(lines);
        let visits = [&pack.visits.household, &pack.visits.village].into_iter().flat_map(lines);
        Self(covers.chain(lists).chain(visits).map(|pattern| PrintedLine::of(pattern)).collect())
    }

    /// Whether a form prints a text; a line for signatures is one whatever is written into it.
    pub fn is(&self, written: &str) -> bool {
        let written = text::compact(written);
        self.0.iter().any(|line| line.is(&written))
    }
}

fn lines<A>(form: &Form<A>) -> impl Iterator<Item = &String> {
    let page = form.page.iter().flat_map(|page| page.lines.iter().chain([&page.title]));
    [&form.title, &form.subtitle].into_iter().chain(&form.notes).chain(&form.sign_off).chain(page)
}

impl PrintedLine {
    fn of(pattern: &str) -> Self {
        let (shown, blanks) = pattern.split_once("__").map_or((pattern, None), |(before, after)| (before, Some(after)));
        let outside = shown.split('{').enumerate().map(|(at, part)| match at {
            0 => part,
            _ => part.split_once('}').map_or("", |(_, after)| after),
        });
        let parts = outside.map(|part| text::compact(part).into_owned()).filter(|part| !part.is_empty());
        Self { begins: blanks.is_some() || !pattern.starts_with('{'), parts: parts.collect() }
    }

    fn is(&self, written: &str) -> bool {
        let mut rest = written;
        for (at, part) in self.parts.iter().enumerate() {
            let Some(found) = rest.find(part.as_str()).filter(|found| at > 0 || !self.begins || *found == 0) else {
                return false;
            };
            rest = &rest[found + part.len()..];
        }
        !self.parts.is_empty()
    }
}
