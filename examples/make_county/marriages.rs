//! Marriages within the county: the wife stands in her husband's rows of the register and still in her parents'. She
//! lives with her husband, whatever order the rows are in.

use std::collections::BTreeMap;

use super::dice::Dice;
use super::family::{HEAD, SPOUSE};
use super::household::Household;

/// How much older than a daughter her parents are, at the least.
const GENERATION: i16 = 18;

/// What the parents' rows say of a daughter who has married: that she left, or nothing.
const STATES: [&str; 3] = ["常住", "出嫁", "迁出"];

/// Gives old couples of the village a daughter who has married a neighbour, whose house is on the list before or after;
/// says where the daughters live, by ID number.
pub fn marry(homes: &mut [Household], seed: u64) -> BTreeMap<String, String> {
    let mut wed = BTreeMap::new();
    for parents in 0..homes.len() {
        let number = homes[parents].number.parse().expect("households are numbered");
        let mut dice = Dice::new(seed, "marriage", number);
        let neighbours = [parents + 1, parents.wrapping_sub(1)];
        let is_free = |home: &Household| !wed.contains_key(&home.members[SPOUSE].id.text());
        let is_daughter =
            |at: &usize| homes.get(*at).is_some_and(|home| may_be_daughter(&homes[parents], home) && is_free(home));
        if let (Some(at), true) = (neighbours.into_iter().find(is_daughter), dice.percent(60)) {
            let mut daughter = homes[at].members[SPOUSE].clone();
            (daughter.relation, daughter.state) = ("之女", dice.pick(&STATES));
            let home = &homes[at];
            wed.insert(daughter.id.text(), format!("{}/{}/{}", home.township, home.village, home.number));
            homes[parents].married_away.push(daughter);
        }
    }
    wed
}

fn may_be_daughter(parents: &Household, home: &Household) -> bool {
    let Some(wife) = home.members.get(SPOUSE).filter(|wife| wife.relation == "配偶" && wife.stays_here()) else {
        return false;
    };
    let head = &parents.members[HEAD];
    head.birth.year() + GENERATION <= wife.birth.year() && parents.members.iter().all(|person| person.name != wife.name)
}
