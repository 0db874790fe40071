//! What the sentence of a clue must say, by the plan's words: the amounts, days, names and thresholds of what was
//! planted, in the words of the office. Nothing here asks the engine.

mod civil_affairs;
mod education;
mod employment;
mod health;
mod housing;
mod monitoring;

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::household::{Class, Household};
use super::person::Person;
use super::records::DISABILITIES;
use super::when::When;

/// What a sentence is about.
pub struct SentenceSubject<'a> {
    home: &'a Household,
    member: usize,
    when: &'a When,
}

/// What the sentences of one rule say.
type RuleSentences = (&'static str, fn(&SentenceSubject<'_>) -> Vec<String>);

const RULES: [&[RuleSentences]; 6] = [
    education::SENTENCES,
    health::SENTENCES,
    housing::SENTENCES,
    civil_affairs::SENTENCES,
    employment::SENTENCES,
    monitoring::SENTENCES,
];

/// What the sentence of a rule's hit must say.
pub fn says(rule: &str, home: &Household, member: Option<usize>, when: &When) -> BTreeSet<String> {
    let told = SentenceSubject { home, member: member.unwrap_or(0), when };
    let of_rule = RULES.iter().flat_map(|rules| rules.iter()).filter(|(of, _)| *of == rule);
    of_rule.flat_map(|(_, says)| says(&told)).filter(|text| !text.is_empty()).collect()
}

impl<'a> SentenceSubject<'a> {
    fn person(&self) -> &'a Person {
        &self.home.members[self.member]
    }

    /// Full years on the last day of the period.
    fn age(&self, person: &Person) -> i16 {
        age_on(person.birth, self.when.as_of)
    }

    fn years_old(&self) -> String {
        format!("{}周岁", self.age(self.person()))
    }

    /// 户类型, if it is known.
    fn class(&self) -> String {
        let word = match self.home.class {
            _ if self.home.monitoring.as_ref().is_some_and(|monitoring| monitoring.unsaid) => "帮扶户",
            Class::Ordinary => "一般农户",
            Class::Lifted => "脱贫户",
            Class::Monitored => "监测户",
            Class::Cleared => "已消除风险户",
        };
        word.to_owned()
    }

    fn this_year(&self) -> String {
        format!("{}年", self.when.year())
    }

    /// The year that residents pay for now.
    fn next_year(&self) -> String {
        format!("{}年度", self.when.year_ahead().unwrap_or(self.when.year()))
    }

    /// Members who live here still.
    fn staying(&self) -> impl Iterator<Item = &'a Person> {
        self.home.members.iter().filter(|person| person.stays_here())
    }

    /// Members of working age who can work and are not at school.
    fn able(&self) -> Vec<&'a Person> {
        let at_school =
            |person: &Person| person.schooling.as_ref().is_some_and(|schooling| schooling.status == "在籍在校");
        let of_age = |person: &Person| (16..=59).contains(&self.age(person));
        self.staying().filter(|person| person.skill == "普通劳动力" && of_age(person) && !at_school(person)).collect()
    }

    /// `残疾类别` and `残疾等级` of the person's card, with a word between.
    fn card(&self, between: &str) -> String {
        let grade = |grade: usize| ["", "一级", "二级", "三级", "四级"][grade];
        self.person()
            .disability
            .as_ref()
            .map_or_else(String::new, |card| format!("{}{between}{}", DISABILITIES[card.kind], grade(card.grade)))
    }
}

fn age_on(birth: Date, day: Date) -> i16 {
    let had_birthday = (day.month(), day.day()) >= (birth.month(), birth.day());
    day.year() - birth.year() - i16::from(!had_birthday)
}

fn names(people: &[&Person]) -> Vec<String> {
    people.iter().map(|person| person.name.clone()).collect()
}

fn yuan(amount: i64) -> String {
    format!("{amount}元")
}
