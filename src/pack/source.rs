//! Declarations of department tables: which headings they have and what their cells mean.

use indexmap::IndexMap;
use serde::Deserialize;

use super::coverage::{CoverageText, Season};
use super::derive::Derive;
use super::fan::Fan;
use super::guest::GuestOf;
use super::household::{HouseholdNumbers, Residence};
use super::marks::Marks;
use super::taught::Taught;
use super::wording::Gone;

/// One kind of department table, from `rules/sources/<name>.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The name that rules use.
    pub name: String,
    /// The full title, for people.
    pub title: String,
    /// The department that sends it.
    pub department: String,
    /// The document by which the department shares it, where all counties have the same one.
    #[serde(default)]
    pub basis: Option<String>,
    /// What one record stands for.
    pub grain: Grain,
    /// Present on the register only, the population that is screened.
    #[serde(default)]
    pub register: Option<Register>,
    /// Which fields tell whose record it is.
    pub key: Key,
    /// Fields without which its records could not be joined.
    pub required: Vec<String>,
    /// What tells its tables from all others.
    #[serde(default)]
    pub recognition: Marks,
    /// Fields that, with the person, tell one event from another; records equal in all of them are duplicates.
    #[serde(default)]
    pub unique: Vec<String>,
    /// Which of several records of a person is kept: fields in order of weight, `-` before one for latest first.
    #[serde(default)]
    pub order: Vec<String>,
    /// Whether the list is sent anew every month, so that last month's file cannot be this month's.
    #[serde(default)]
    pub monthly: bool,
    /// The field that tells the month a list is about, of lists that are sent anew every month.
    #[serde(default)]
    pub period: Option<String>,
    /// The field that tells how a record stands, which few records change from month to month.
    #[serde(default)]
    pub status: Option<String>,
    /// Whether it is a list of a school year, which begins anew in September: what its title, sheet or file says of an
    /// earlier one is old.
    #[serde(default)]
    pub school_year: bool,
    /// Whether a list grows over a year and begins anew, so that fewer rows than before say nothing.
    #[serde(default)]
    pub accumulates: bool,
    /// What it is a list of; without it nothing is concluded about how complete it is.
    #[serde(default)]
    pub coverage: Option<CoverageText>,
    /// The words by which its rows are ended, in place of the general ones of `rules/layout.toml`; empty where rules
    /// read themselves what ended rows say.
    #[serde(default)]
    pub ended: Option<Vec<String>>,
    /// Which of its rows are another list's.
    #[serde(default)]
    pub belongs: Option<Belongs>,
    /// Fields of which a row must hold one, as a day or as 是, to be a record of the source.
    #[serde(default)]
    pub row_needs: Vec<String>,
    /// Things that one row may tell of, each in columns of its own.
    #[serde(default)]
    pub fan: Vec<Fan>,
    /// Figures that tables without their column tell by others, the first way that a table allows.
    #[serde(default)]
    pub derive: Vec<Derive>,
    /// Whose tables may hold its records besides their own.
    #[serde(default)]
    pub guest: Option<GuestOf>,
    /// The headings of household members standing side by side.
    #[serde(default)]
    pub members: Option<Members>,
    /// The certificate whose number tells its kind and grade.
    #[serde(default)]
    pub certificate: Option<Certificate>,
    /// The fields, in the order of their columns.
    pub fields: IndexMap<String, Field>,
}

/// What one record of a source stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grain {
    /// One record a person; further ones are duplicates.
    Person,
    /// Any number of records a person.
    Event,
    /// One or more records a household, under the ID of any member.
    Household,
    /// One or more records a village.
    Village,
}

/// The fields that tell whose record it is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// ID fields, the first usable one counts.
    pub id: Vec<String>,
    /// The person's name.
    pub name: String,
    /// The household number (register only).
    #[serde(default)]
    pub household: Option<String>,
    /// The township.
    #[serde(default)]
    pub township: Option<String>,
    /// The village.
    #[serde(default)]
    pub village: Option<String>,
    /// The address, which may say township and village where their own columns do not.
    #[serde(default)]
    pub address: Option<String>,
    /// Whether records without any ID are matched by village and name.
    #[serde(default)]
    pub by_name: bool,
    /// The birth date: with what follows, evidence of whose record it is when the number cannot be relied on.
    #[serde(default)]
    pub birth: Option<String>,
    /// The sex.
    #[serde(default)]
    pub sex: Option<String>,
    /// A phone number.
    #[serde(default)]
    pub phone: Option<String>,
    /// The guardian's ID number.
    #[serde(default)]
    pub guardian_id: Option<String>,
    /// The guardian's name.
    #[serde(default)]
    pub guardian_name: Option<String>,
}

impl Key {
    /// The fields that it names besides those of ID numbers.
    fn fields(&self) -> impl Iterator<Item = &str> {
        let others = [&self.household, &self.township, &self.village, &self.birth, &self.sex, &self.phone];
        let further = [&self.address, &self.guardian_id, &self.guardian_name];
        std::iter::once(self.name.as_str()).chain(others.into_iter().chain(further).flatten().map(String::as_str))
    }
}

/// How the register's people become households.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// The field that says how a person is related to the head.
    pub relation: String,
    /// Its value for the head.
    pub head: String,
    /// The field that takes the birth date told by the ID number.
    pub birth: String,
    /// The field that takes the sex told by the ID number.
    pub sex: String,
    /// The field that names the head.
    pub head_name: String,
    /// The field of the village group.
    pub group: String,
    /// The name under which households and villages know the class of their township, which a county lays down.
    #[serde(default)]
    pub township_class: Option<String>,
    /// Fields that speak of the household.
    pub household_fields: Vec<String>,
    /// How household numbers are read.
    pub households: HouseholdNumbers,
    /// Where somebody lives who stands in two households.
    #[serde(default)]
    pub residence: Residence,
    /// How remarks tell that somebody is no longer there.
    #[serde(default)]
    pub gone: Option<Gone>,
}

/// How rows of another list are told in a table that holds both.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Belongs {
    /// The field that households of this list have filled in some row.
    pub field: String,
    /// The field that says which rows are one household's.
    pub household: String,
    /// The source that other rows are records of.
    pub otherwise: String,
    /// The values of fields by which they are; rows with others are of neither list.
    pub r#where: IndexMap<String, String>,
}

/// Headings of members side by side; `{n}` stands for the member's number.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Members {
    /// Headings of the name columns.
    pub name: Vec<String>,
    /// Headings of the ID columns.
    pub id: Vec<String>,
}

/// The fields of a certificate whose number ends with the digits of its kind and grade.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    pub number: String,
    /// The kind; its vocabulary has the number's digits.
    pub kind: String,
    /// The grade; likewise.
    pub grade: String,
}

impl Certificate {
    /// The grade's field for the kind's, the kind's for the grade's: some tables have both in one column.
    pub fn beside(&self, field: &str) -> Option<&str> {
        match field {
            _ if field == self.kind => Some(&self.grade),
            _ if field == self.grade => Some(&self.kind),
            _ => None,
        }
    }
}

/// One field of a source.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// How its cells are read.
    pub kind: Kind,
    /// The unit of its figures.
    #[serde(default)]
    pub unit: Option<String>,
    /// Other headings it has been seen under.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Headings that it shares with other sources, from `rules/headings.toml`.
    #[serde(skip)]
    pub shared: Vec<String>,
    /// Canonical values and their other spellings.
    #[serde(default)]
    pub values: IndexMap<String, Vec<String>>,
    /// Whether it speaks of the household, so that only the head's record of a wide row carries it.
    #[serde(default)]
    pub head_only: bool,
    /// Whether a table without its column says it for all rows by a word of the vocabulary in its title.
    #[serde(default)]
    pub titled: bool,
    /// Whether a table without its column says as much as one whose cells are blank; else nothing follows from their
    /// being blank there.
    #[serde(default)]
    pub optional: bool,
    /// What a county teaches of it.
    #[serde(skip)]
    pub taught: Taught,
}

/// How a cell is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A citizen ID number in any of its forms.
    Id,
    /// Free text.
    Text,
    /// The name of a person: notes beside it are left out.
    Name,
    /// One word of the field's vocabulary.
    Code,
    /// Several words of the vocabulary, in one cell or several columns.
    Codes,
    /// A day.
    Date,
    /// A month, kept as its first day.
    Month,
    /// An amount of money.
    Money,
    /// Any number.
    Number,
    /// A whole number.
    Integer,
    /// 是 or 否.
    Bool,
    /// A township or village name.
    Place,
}

impl Kind {
    /// The Chinese word for the kind, for diagnostics and data-quality lists.
    pub fn label(self) -> &'static str {
        match self {
            Kind::Id => "身份证号",
            Kind::Text => "文字",
            Kind::Name => "姓名",
            Kind::Code | Kind::Codes => "代码",
            Kind::Date => "日期",
            Kind::Month => "年月",
            Kind::Money => "金额",
            Kind::Number => "数字",
            Kind::Integer => "整数",
            Kind::Bool => "是否",
            Kind::Place => "地名",
        }
    }
}

impl Source {
    /// The field that tells which year a record is about.
    pub fn term(&self) -> Option<&str> {
        self.coverage.as_ref()?.term()
    }

    /// What a day says of the year that a record is about.
    pub fn season(&self) -> Option<&Season> {
        self.coverage.as_ref()?.season()
    }

    /// Whether a field is one of the key's ID fields.
    pub fn is_key_id(&self, field: &str) -> bool {
        self.key.id.iter().any(|id| id == field)
    }

    /// The sources that the declaration names, with the part that does.
    pub fn named_sources(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let otherwise = self.belongs.iter().map(|belongs| ("belongs.otherwise", belongs.otherwise.as_str()));
        otherwise.chain(self.guest.iter().flat_map(|guest| &guest.of).map(|name| ("guest.of", name.as_str())))
    }

    /// The fields that must exist because another part of the declaration names them, with the part's name.
    pub fn named_fields(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let order = self.order.iter().map(|name| name.trim_start_matches('-'));
        let register = self.register.iter().flat_map(|register| {
            [&register.relation, &register.birth, &register.sex, &register.head_name, &register.group]
                .into_iter()
                .chain(&register.household_fields)
                .chain(register.gone.iter().map(|gone| &gone.field))
        });
        let certificate = self.certificate.iter().flat_map(|Certificate { number, kind, grade }| [number, kind, grade]);
        let proof = self.recognition.any_of.iter().flatten();
        (self.required.iter().map(|name| ("required", name.as_str())))
            .chain(proof.map(|name| ("recognition.any_of", name.as_str())))
            .chain(self.row_needs.iter().map(|name| ("row_needs", name.as_str())))
            .chain(self.fan.iter().flat_map(Fan::fields).map(|name| ("fan", name)))
            .chain(self.derive.iter().flat_map(Derive::fields).map(|name| ("derive", name)))
            .chain(self.guest.iter().flat_map(|guest| &guest.when).map(|name| ("guest", name.as_str())))
            .chain(self.period.iter().map(|name| ("period", name.as_str())))
            .chain(self.status.iter().map(|name| ("status", name.as_str())))
            .chain(self.season().into_iter().flat_map(|season| {
                std::iter::once(&season.field)
                    .chain(season.except.keys())
                    .map(|name| ("coverage.season", name.as_str()))
            }))
            .chain(self.unique.iter().map(|name| ("unique", name.as_str())))
            .chain(self.belongs.iter().flat_map(|belongs| {
                let named = [&belongs.field, &belongs.household].into_iter().chain(belongs.r#where.keys());
                named.map(|name| ("belongs", name.as_str()))
            }))
            .chain(order.map(|name| ("order", name)))
            .chain(self.key.id.iter().map(|name| ("key.id", name.as_str())))
            .chain(certificate.map(|name| ("certificate", name.as_str())))
            .chain(register.map(|name| ("register", name.as_str())))
            .chain(self.key.fields().map(|name| ("key", name)))
    }
}
