//! WAT: water that is unsafe, short or far away, and what the file says of it.

use super::super::family::Template::{Couple, Elders, Family};
use super::super::household::Class::{Cleared, Lifted, Monitored, Ordinary};
use super::super::household::Household;
use super::{Scenario, case, plain, water};

#[rustfmt::skip]
pub const CASES: &[Scenario] = &[
    // WAT-01..04 unsafe water; WAT-07 what the file says otherwise
    case(Family, Ordinary, plain, |h, _| { water(h).quality = "不达标"; h.hit("WAT-01", None); }),
    case(Couple, Monitored, plain, |h, _| { water(h).quality = "不达标"; h.hit("WAT-01", None); h.hit("WAT-07", None); }),
    case(Couple, Ordinary, plain, |h, _| { water(h).quality = "基本达标"; h.decoy("WAT-01", None); }),
    case(Couple, Lifted, plain, |h, _| { water(h).litres = 20; h.hit("WAT-02", None); h.hit("WAT-07", None); }),
    case(Couple, Lifted, plain, |h, _| { water(h).litres = 35; h.decoy("WAT-02", None); h.decoy("WAT-07", None); }),
    case(Elders, Ordinary, plain, |h, _| { fetch(h, 30, 500, 20); h.hit("WAT-03", None); }),
    case(Couple, Ordinary, plain, |h, _| { fetch(h, 18, 900, 20); h.hit("WAT-03", None); }),
    case(Couple, Ordinary, plain, |h, _| { fetch(h, 20, 800, 80); h.decoy("WAT-03", None); }),
    case(Couple, Ordinary, plain, |h, _| { fetch(h, 45, 900, 90); water(h).by_choice = true; h.decoy("WAT-03", None); }),
    case(Couple, Ordinary, plain, |h, _| { water(h).dry_days = 45; h.hit("WAT-04", None); }),
    case(Couple, Ordinary, plain, |h, _| { water(h).dry_days = 35; h.decoy("WAT-04", None); }),
    // WAT-05 no safe water in the file
    case(Couple, Lifted, plain, |h, _| { h.on_file.water_is_safe = false; h.hit("WAT-05", None); }),
    case(Couple, Lifted, plain, |h, _| { water(h).quality = "不达标"; h.on_file.water_is_safe = false; h.hit("WAT-01", None); h.hit("WAT-05", None); h.decoy("WAT-07", None); }),
    case(Couple, Monitored, plain, |h, _| { h.on_file.water_is_safe = false; h.decoy("WAT-05", None); }),
    // WAT-08 water that fails after the risk was cleared
    case(Couple, Cleared, plain, |h, _| { water(h).dry_days = 50; h.hit("WAT-04", None); h.hit("WAT-07", None); h.hit("WAT-08", None); }),
    case(Couple, Cleared, plain, |h, _| { h.on_file.water_is_safe = false; h.hit("WAT-08", None); h.hit("MON-03", None); }),
    case(Couple, Cleared, plain, |h, _| { water(h).dry_days = 35; h.decoy("WAT-08", None); }),
];

fn fetch(household: &mut Household, minutes: i32, metres: i32, rise: i32) {
    let water = water(household);
    (water.piped, water.minutes, water.metres, water.rise) = (false, minutes, metres, rise);
}
