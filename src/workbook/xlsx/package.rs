//! The zip file around a workbook: which part holds what.

use std::collections::BTreeMap;
use std::io::{BufReader, Read};
use std::sync::Arc;

use zip::ZipArchive;
use zip::read::ZipFile;

use super::super::book::{Unreadable, Visibility};
use super::super::bounded::Bounded;
use super::super::budget::Budget;
use super::super::encoding::utf8_part;
use super::super::input::{Input, Opened};
use super::super::xml::{Tag, XmlNode, corrupt, unpacking, walk};

/// An open workbook file.
pub(in super::super) struct Package {
    archive: ZipArchive<BufReader<Opened>>,
    budget: Arc<Budget>,
}

/// What the workbook part tells.
#[derive(Debug, Default)]
pub(in super::super) struct Workbook {
    pub sheets: Vec<XlsxSheet>,
    pub strings: Option<String>,
    pub styles: Option<String>,
    /// Whether days are counted from 1904, as old Macintoshes did, and not from 1900.
    pub since_1904: bool,
}

/// A sheet of cells.
#[derive(Debug)]
pub(in super::super) struct XlsxSheet {
    pub name: String,
    pub visibility: Visibility,
    pub part: String,
}

/// A link from one part to another.
pub(in super::super) struct Relationship {
    pub kind: String,
    pub target: String,
}

impl Package {
    /// Opens the package of a file.
    pub fn open(input: &Input) -> Result<Self, Unreadable> {
        let archive = ZipArchive::new(BufReader::new(input.open()?));
        let archive = archive.map_err(|error| Unreadable::Corrupt(error.to_string()))?;
        Ok(Self { archive, budget: Arc::clone(input.budget()) })
    }

    /// The part that lists the sheets.
    pub fn main(&mut self) -> Result<Option<String>, Unreadable> {
        let related = self.relationships("", "_rels/.rels")?;
        let main = related.into_values().find(|related| related.kind.ends_with("/officeDocument"));
        let usual = || self.archive.index_for_name("xl/workbook.xml").map(|_| "xl/workbook.xml".to_owned());
        Ok(main.map(|related| related.target).or_else(usual))
    }

    /// What its main part says of the book.
    pub fn workbook(&mut self) -> Result<Workbook, Unreadable> {
        let main = self.main()?.ok_or_else(|| corrupt("no workbook part"))?;
        let related = self.related_to(&main)?;
        let mut book = Workbook::default();
        let of_kind = |kind: &str| related.values().find(|part| part.kind.ends_with(kind)).map(|part| &part.target);
        (book.strings, book.styles) = (of_kind("/sharedStrings").cloned(), of_kind("/styles").cloned());
        let budget = Arc::clone(&self.budget);
        self.each_tag(&main, |tag| {
            match tag.name {
                // An extension of the workbook has properties of the same name.
                "workbookPr" => book.since_1904 |= tag.attribute("date1904").is_some_and(|flag| is_true(&flag)),
                "sheet" => {
                    book.sheets.extend(listed(tag, &related)?);
                    budget.sheets(book.sheets.len())?;
                }
                _ => {}
            }
            Ok(())
        })?;
        Ok(book)
    }

    /// The parts that a part refers to, by the names that it has for them.
    pub fn related_to(&mut self, part: &str) -> Result<BTreeMap<String, Relationship>, Unreadable> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        self.relationships(folder, &joined(folder, &format!("_rels/{name}.rels")))
    }

    /// The names and values that were given to the file besides its sheets.
    pub fn properties(&mut self) -> Result<BTreeMap<String, String>, Unreadable> {
        let related = self.relationships("", "_rels/.rels")?;
        let own = related.into_values().find(|related| related.kind.ends_with("/custom-properties"));
        let Some(part) = own.map(|own| self.part(&own.target)).transpose()?.flatten() else {
            return Ok(BTreeMap::new());
        };
        let mut properties: BTreeMap<String, String> = BTreeMap::new();
        let mut name = None;
        walk(part, |node| {
            match node {
                XmlNode::Open(tag) if tag.name == "property" => name = tag.attribute("name"),
                XmlNode::Close("property") => name = None,
                XmlNode::Text(text) => {
                    if let Some(name) = &name {
                        properties.entry(name.clone()).or_default().push_str(text);
                    }
                }
                XmlNode::Open(_) | XmlNode::Close(_) => {}
            }
            Ok(())
        })?;
        Ok(properties)
    }

    /// A part of XML in UTF-8, opened; none if there is no such part.
    pub fn part(&mut self, name: &str) -> Result<Option<Box<dyn Read + '_>>, Unreadable> {
        let Some(part) = self.bytes(name)? else { return Ok(None) };
        utf8_part(part).map(Some).map_err(unpacking)
    }

    /// A part as it is, opened; none if there is no such part.
    pub fn bytes(&mut self, name: &str) -> Result<Option<impl Read + use<'_>>, Unreadable> {
        let Some(index) = self.index(name) else { return Ok(None) };
        let part: ZipFile<'_, _> =
            self.archive.by_index(index).map_err(|error| Unreadable::Corrupt(error.to_string()))?;
        Ok(Some(Bounded::of(part, &self.budget)))
    }

    /// Part names are compared without case, and some writers use the wrong slash.
    fn index(&self, name: &str) -> Option<usize> {
        let like = |other: &str| other.replace('\\', "/").eq_ignore_ascii_case(name);
        self.archive
            .index_for_name(name)
            .or_else(|| self.archive.file_names().position(|other| other.is_ok_and(|other| like(&other))))
    }

    fn each_tag(
        &mut self,
        part: &str,
        mut take: impl FnMut(Tag<'_>) -> Result<(), Unreadable>,
    ) -> Result<(), Unreadable> {
        let Some(part) = self.part(part)? else { return Ok(()) };
        walk(part, |node| match node {
            XmlNode::Open(tag) => take(tag),
            XmlNode::Close(_) | XmlNode::Text(_) => Ok(()),
        })
    }

    fn relationships(&mut self, folder: &str, part: &str) -> Result<BTreeMap<String, Relationship>, Unreadable> {
        let mut found = BTreeMap::new();
        let budget = Arc::clone(&self.budget);
        self.each_tag(part, |tag| {
            let told = (tag.attribute("Id"), tag.attribute("Type"), tag.attribute("Target"));
            if let (Some(id), Some(kind), Some(target)) = told {
                budget.keep(size_of::<Relationship>() + 2 * (id.len() + kind.len() + target.len()))?;
                found.insert(id, Relationship { kind, target: joined(folder, &target) });
            }
            Ok(())
        })?;
        Ok(found)
    }
}

/// A sheet that holds cells; chart sheets and dialogs do not. One whose part is missing is no sheet to pass over.
fn listed(tag: Tag<'_>, related: &BTreeMap<String, Relationship>) -> Result<Option<XlsxSheet>, Unreadable> {
    let name = tag.attribute("name").unwrap_or_default();
    let part = tag.attribute("id").and_then(|id| related.get(&id));
    let part = part.ok_or_else(|| Unreadable::SheetMissing(name.clone()))?;
    let visibility = match tag.attribute("state").as_deref() {
        None | Some("visible") => Visibility::Visible,
        Some(_) => Visibility::Hidden,
    };
    let of_cells = part.kind.ends_with("/worksheet");
    Ok(of_cells.then(|| XlsxSheet { name, visibility, part: part.target.clone() }))
}

/// A target as a name in the package: from its root, or from a folder.
fn joined(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let path = match target.strip_prefix('/') {
        Some(from_root) => from_root.to_owned(),
        None => format!("{folder}/{target}"),
    };
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

pub(super) fn is_true(flag: &str) -> bool {
    matches!(flag, "1" | "true" | "on")
}
