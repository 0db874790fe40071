//! A synthetic county: people, their lives, what the departments' tables say of them, and what a screening must find.
//!
//! Households are made one village at a time, so that memory does not grow with the county; the same seed always
//! gives the same county.

mod beside;
mod departments;
mod dice;
mod family;
mod household;
mod life;
mod marriages;
mod names;
mod pen;
mod person;
mod person_id;
mod records;
mod scenario;
mod sentences;
mod settle;
mod sheet;
mod truth;
mod village;
mod when;

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

use departments::{Rows, departments};
use dice::Dice;
use family::{HEAD, Place, Template, found};
use household::{Class, Household, Planted};
use life::live;
use pen::Pen;
use person_id::Registry;
use records::Identified;
use sheet::{Cell, Row, Table};
use truth::Fate;
#[allow(unused_imports, reason = "the truth test reads it")]
pub use truth::{Figures, SheetTruth, Truth};
use village::Village;
use when::When;

/// What county to make.
#[derive(Debug, Clone)]
pub struct Plan {
    /// How many people the register holds, at the least.
    pub people: usize,
    pub seed: u64,
    /// Months such as `2026-11`, in order.
    pub periods: Vec<String>,
    /// The county's folder.
    pub out: PathBuf,
    pub breadth: Breadth,
}

/// How much is planted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breadth {
    /// A case for every rule and a look-alike.
    Usual,
    /// Beside every record that hits one that does not count, a look-alike for every exclusion, people who are in the
    /// register twice, twins, and a list beside its corrected edition.
    Full,
}

/// What differs in the county: its name, and the numbers that only a county knows.
const CONFIG: &str = r#"county = "示例县"
clue_secret = "示例县的数据都是虚构的"  # 练习用；正式使用时删去这一行，由程序生成密钥

[parameters]
"年度收入监测线" = 8700
"县内报销比例下限" = 0.85
"县内报销比例上限" = 0.95
"大病保险起付线" = 7000
"居民医保个人缴费标准" = 400
"#;

/// What the officers of a county with a list beside its corrected edition answered.
const EDITIONS: &str = r#"
[[sheet]]  # 与更正后的名单都要用
file = "金融/脱贫人口小额信贷台账.*"
separate = true
"#;

/// Writes `data/<period>/…`, `truth.json` and, if there is none, `bidui.toml`.
pub fn make_county(plan: &Plan) -> anyhow::Result<BTreeMap<String, Truth>> {
    let mut truths = BTreeMap::new();
    for when in When::all(&plan.periods)? {
        let folder = plan.out.join("data").join(&when.period);
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| format!("cannot clear {}", folder.display()))?;
        }
        truths.insert(when.period.clone(), make_period(plan, &when, &folder)?);
    }
    let text = serde_json::to_string_pretty(&truths).context("cannot write the truth")?;
    fs::write(plan.out.join("truth.json"), text + "\n").context("cannot write truth.json")?;
    let config = plan.out.join("bidui.toml");
    if !config.exists() {
        let editions = if plan.breadth == Breadth::Full { EDITIONS } else { "" };
        fs::write(config, [CONFIG, editions].concat())?;
    }
    Ok(truths)
}

/// How many people live in a village, and how many villages make a township.
fn settlement(people: usize) -> (usize, usize) {
    match people {
        ..10_000 => (240, 3),
        10_000..100_000 => (900, 8),
        _ => (1_700, 15),
    }
}

/// How many of how many households are cases.
fn share_of_cases(people: usize) -> (usize, usize) {
    if people < 10_000 { (3, 5) } else { (1, 8) }
}

fn make_period(plan: &Plan, when: &When, folder: &Path) -> anyhow::Result<Truth> {
    let mut county = County {
        plan,
        when,
        tables: departments(plan.breadth).map(|department| Table::new(folder, (department.layout)(when))).collect(),
        registry: Registry::default(),
        truth: Truth::default(),
        made: 0,
        villages: 0,
    };
    let (village_size, villages) = settlement(plan.people);
    for number in 0.. {
        let (township, village) = (number / villages, number % villages);
        if village == 0 {
            let name = names::township(township);
            county.tables.iter_mut().try_for_each(|table| table.enter(&name))?;
        }
        county.village(township, village, village_size)?;
        if county.truth.people >= plan.people {
            break;
        }
    }
    for table in county.tables {
        county.truth.sheets.extend(table.finish()?);
    }
    county.truth.sheets.sort_by(|a, b| a.file.cmp(&b.file));
    roster_of_duty(folder)?;
    Ok(county.truth)
}

/// A table that is none of ours, as such folders hold.
fn roster_of_duty(folder: &Path) -> anyhow::Result<()> {
    let path = folder.join("其他/值班表.csv");
    fs::create_dir_all(path.parent().expect("stands in a folder"))?;
    fs::write(path, "日期,值班人,电话\r\n星期一,甲,\r\n星期二,乙,\r\n").context("cannot write a file")
}

/// A county in the making.
struct County<'a> {
    plan: &'a Plan,
    when: &'a When,
    tables: Vec<Table>,
    registry: Registry,
    truth: Truth,
    /// Households made so far, strangers included.
    made: usize,
    villages: usize,
}

impl County<'_> {
    fn village(&mut self, township: usize, village: usize, size: usize) -> anyhow::Result<()> {
        let (township, village) = (names::township(township), names::village(township, village));
        self.found_village(&township, &village)?;
        let mut homes: Vec<Household> = Vec::new();
        let mut strangers = Vec::new();
        let mut people = 0;
        while people < size && self.truth.people + people < self.plan.people {
            let mut dice = Dice::new(self.plan.seed, "household", self.made as u64);
            let (cases, of) = share_of_cases(self.plan.people);
            let slot = (self.made % of < cases).then(|| self.made / of * cases + self.made % of);
            let stranger = slot.is_none() && dice.percent(2);
            let mut home = self.household(&township, &village, slot, stranger, &mut dice);
            if !stranger && home.planted.hits.is_empty() && dice.percent(3) {
                let namesake = homes.last().map(|last| last.members[HEAD].name.clone());
                home.members[HEAD].name = namesake.unwrap_or_else(|| home.members[HEAD].name.clone());
            }
            self.issue_numbers(&mut home);
            if stranger {
                strangers.push(home);
            } else {
                self.note(&home);
                people += home.members.len();
                homes.push(home);
            }
        }
        if self.plan.breadth == Breadth::Full {
            self.truth.registered_twice.extend(marriages::marry(&mut homes, self.plan.seed));
        }
        self.truth.people += people;
        self.truth.households += homes.len();
        identify_water(&mut homes, self.plan.seed);
        homes.iter().try_for_each(|home| self.export(home, Fate::Linked))?;
        strangers.iter().try_for_each(|home| self.export(home, Fate::Outside))
    }

    /// One household, ordinary or with the case of its slot; ID numbers are still to be issued.
    fn household(
        &mut self,
        township: &str,
        village: &str,
        slot: Option<usize>,
        stranger: bool,
        dice: &mut Dice,
    ) -> Household {
        let when = self.when;
        let place = Place { township, village, number: format!("{:06}", self.made) };
        self.made += 1;
        match slot {
            None => {
                let class = if stranger { Class::Ordinary } else { usual_class(dice) };
                let mut home = found(place, Template::any(dice), class, when, dice);
                live(&mut home, when, dice);
                home.settle(when);
                home
            }
            Some(slot) => {
                let scenario = scenario::of_slot(slot, self.plan.breadth);
                let mut home = found(place, scenario.template, scenario.class, when, dice);
                scenario.arrange(&mut home, when, dice);
                home.settle(when);
                if !scenario.plants(&home, when) || is_here(slot, when, self.plan.breadth) {
                    scenario.disturb(&mut home, when);
                    if self.plan.breadth == Breadth::Full {
                        beside::put_beside(&mut home, when);
                    }
                }
                home
            }
        }
    }

    /// Issues ID numbers in order, the same in every period, and leaves out who is not born yet.
    fn issue_numbers(&mut self, home: &mut Household) {
        for person in &mut home.members {
            person.id = self.registry.issue(person.birth, person.male);
            person.birth = person.id.birth();
        }
        let as_of = self.when.as_of;
        if home.members.iter().any(|person| person.birth > as_of) {
            home.planted.decoys.clear();
            home.members.retain(|person| person.birth <= as_of);
        }
    }

    fn note(&mut self, home: &Household) {
        let subject = |member: Option<usize>| match member {
            Some(member) => home.members[member].id.text(),
            None => format!("{}/{}/{}", home.township, home.village, home.number),
        };
        self.note_planted(&home.planted, subject);
        self.note_figures(home, subject);
    }

    /// Notes what the sentences about a household's hits say, and the reasons for which look-alikes are none.
    fn note_figures(&mut self, home: &Household, subject: impl Fn(Option<usize>) -> String) {
        for (rule, member) in &home.planted.hits {
            let says = sentences::says(rule, home, *member, self.when);
            let never = home.planted.never.iter().filter(|(of, who, _)| of == rule && who == member);
            let figures = Figures { says, never: never.map(|(.., text)| text.clone()).collect() };
            if figures != Figures::default() {
                self.truth.figures.entry((*rule).to_owned()).or_default().insert(subject(*member), figures);
            }
        }
        for (rule, member, why) in &home.planted.excluded {
            let of_rule = self.truth.excluded.entry((*rule).to_owned()).or_default();
            of_rule.entry((*why).to_owned()).or_default().insert(subject(*member));
        }
    }

    fn note_planted(&mut self, planted: &Planted, subject: impl Fn(Option<usize>) -> String) {
        let truth = &mut self.truth;
        let lists = [
            (&planted.hits, &mut truth.clues),
            (&planted.decoys, &mut truth.decoys),
            (&planted.doubts, &mut truth.doubts),
        ];
        for (list, all) in lists {
            for (rule, member) in list {
                all.entry((*rule).to_owned()).or_default().insert(subject(*member));
            }
        }
    }

    /// Writes what departments have on file about a village.
    fn found_village(&mut self, township: &str, name: &str) -> anyhow::Result<()> {
        let village = Village::found(self.villages, township.to_owned(), name.to_owned(), self.when, self.plan.breadth);
        self.note_planted(&village.planted, |_| format!("{township}/{name}"));
        for (rule, figures) in village.told(self.when) {
            let of_rule = self.truth.figures.entry(rule.to_owned()).or_default();
            of_rule.insert(format!("{township}/{name}"), figures);
        }
        for (department, table) in departments(self.plan.breadth).zip(&mut self.tables) {
            let Rows::Village(rows) = department.rows else { continue };
            let purpose = (department.layout)(self.when).source;
            let mut dice = Dice::new(self.plan.seed, purpose, self.villages as u64);
            rows(&village, self.when, &mut Pen::new(&mut dice, Fate::Linked))
                .iter()
                .try_for_each(|row| table.row(row))?;
        }
        self.villages += 1;
        Ok(())
    }

    /// Writes a household's rows into all tables, now and then a row twice or one more that nobody can read.
    fn export(&mut self, home: &Household, fate: Fate) -> anyhow::Result<()> {
        let number: u64 = home.number.parse().expect("households are numbered");
        for (department, table) in departments(self.plan.breadth).zip(&mut self.tables) {
            let Rows::Household(rows_of) = department.rows else { continue };
            if fate == Fate::Outside && !department.knows_outsiders {
                continue;
            }
            let purpose = (department.layout)(self.when).source;
            let mut dice = Dice::new(self.plan.seed, purpose, number);
            let misprinted = home.misprinted.contains(&purpose);
            let mut pen = if misprinted { Pen::misprinting(&mut dice) } else { Pen::new(&mut dice, fate) };
            let rows = with_swapped_numbers(home, purpose, |home| rows_of(home, self.when, &mut pen));
            rows.iter().try_for_each(|row| table.row(row))?;
            let Some(mut first) = rows.into_iter().next().filter(|_| !misprinted) else { continue };
            if department.merges_repeats && dice.percent(1) {
                first.fates.fill(Fate::Merged);
                table.row(&first)?;
            }
            if department.needs_id && home.planted.hits.is_empty() && dice.percent(1) {
                let spoiled = rows_of(home, self.when, &mut Pen::spoiling(&mut dice));
                spoiled.iter().take(1).try_for_each(|row| table.row(row))?;
            }
        }
        Ok(())
    }
}

/// A household's rows in a table; where a clerk wrote a twin's number on the other's row, that row cannot be used.
fn with_swapped_numbers(home: &Household, source: &str, rows_of: impl FnOnce(&Household) -> Vec<Row>) -> Vec<Row> {
    let Some((_, of, whose)) = home.swapped.filter(|(table, ..)| *table == source) else { return rows_of(home) };
    let mut mistaken = home.clone();
    mistaken.members[of].id = home.members[whose].id;
    let mut rows = rows_of(&mistaken);
    let names_twin = |cell: &Cell| matches!(cell, Cell::Text(text) if *text == home.members[of].name);
    for row in rows.iter_mut().filter(|row| row.cells.iter().any(names_twin)) {
        row.fates.fill(Fate::Quarantined);
    }
    rows
}

/// Cases come and go with the periods; those of the first round are there in all of them.
fn is_here(slot: usize, when: &When, breadth: Breadth) -> bool {
    match slot % 4 {
        _ if slot < scenario::count(breadth) => true,
        0 | 1 => true,
        2 => when.as_of == when.epoch,
        _ => when.as_of == when.end,
    }
}

fn usual_class(dice: &mut Dice) -> Class {
    match dice.below(100) {
        0..14 => Class::Lifted,
        14..17 => Class::Monitored,
        17..20 => Class::Cleared,
        _ => Class::Ordinary,
    }
}

/// The water table gives few ID numbers: where nobody else of the village has the head's name, none is needed.
fn identify_water(homes: &mut [Household], seed: u64) {
    let mut namesakes: HashMap<String, usize> = HashMap::new();
    for person in homes.iter().flat_map(|home| &home.members) {
        *namesakes.entry(person.name.clone()).or_insert(0) += 1;
    }
    for home in homes {
        let alone = namesakes.get(&home.members[HEAD].name) == Some(&1);
        let plain = home.planted.hits.is_empty() && home.planted.decoys.is_empty();
        let mut dice = Dice::new(seed, "water", home.number.parse().expect("households are numbered"));
        let Some(water) = &mut home.water else { continue };
        water.identified = match (alone, plain, dice.percent(50)) {
            (true, _, true) => Identified::ByName,
            (false, true, true) => Identified::Ambiguously,
            _ => Identified::ById,
        };
    }
}
