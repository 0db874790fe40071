//! What happens to rows on their way: every kind of damage to numbers and names, and decoys.

use std::collections::HashMap;

/// A person of the register.
#[derive(Debug, Clone)]
pub struct Person {
    pub place: [String; 2],
    pub household: String,
    pub name: String,
    pub id: String,
    pub relation: String,
}

/// A row of the list, and whose it is.
#[derive(Debug, Clone)]
pub struct Row {
    pub name: String,
    pub id: String,
    pub place: [String; 2],
    pub birth: String,
    /// The position of its person; none for decoys.
    pub person: Option<usize>,
    /// The kind of damage; none for sound rows.
    pub kind: Option<&'static str>,
}

impl Row {
    /// The row as it should be.
    pub fn sound(person: &Person) -> Self {
        let birth = format!("{}-{}-{}", &person.id[6..10], &person.id[10..12], &person.id[12..14]);
        let (name, id, place) = (person.name.clone(), person.id.clone(), person.place.clone());
        Row { name, id, place, birth, person: None, kind: None }
    }
}

/// The same numbers for the same seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides.max(1)
    }
}

const HOMOPHONES: [(char, char); 12] = [
    ('伟', '玮'),
    ('小', '晓'),
    ('明', '鸣'),
    ('英', '瑛'),
    ('华', '桦'),
    ('平', '萍'),
    ('军', '君'),
    ('红', '宏'),
    ('芳', '方'),
    ('强', '墙'),
    ('兰', '岚'),
    ('秀', '绣'),
];

/// Kinds of damage, every one as often as the others.
const KINDS: [&str; 15] = [
    "一位录错",
    "两位录错",
    "相邻两位颠倒",
    "隔一位颠倒",
    "少一位",
    "多一位",
    "末几位舍为零",
    "科学计数",
    "字母代数字",
    "年份录错",
    "年份录错校验码对",
    "没有证号",
    "临时证号",
    "写家人的证号",
    "一位录错且姓名同音",
];

/// One row in eleven damaged, one in a hundred missing, and one decoy for a hundred people.
pub fn damaged(people: &[Person], seed: u64) -> Vec<Row> {
    let mut dice = Dice(seed.wrapping_mul(7_919).wrapping_add(17));
    let mut families: HashMap<(&[String; 2], &str), Vec<usize>> = HashMap::new();
    for (at, person) in people.iter().enumerate() {
        families.entry((&person.place, &person.household)).or_default().push(at);
    }
    let mut rows = Vec::new();
    for (at, person) in people.iter().enumerate() {
        let sound = Row { person: Some(at), ..Row::sound(person) };
        match dice.roll(1_100) {
            0..11 => {}
            11..111 => {
                let kind = KINDS[dice.roll(KINDS.len())];
                let family = &families[&(&person.place, person.household.as_str())];
                let relative = family.iter().find(|other| **other != at).map(|other| people[*other].id.clone());
                rows.push(spoilt(sound, kind, relative, &mut dice));
            }
            111..122 => {
                rows.push(sound);
                rows.push(decoy(person, &mut dice));
            }
            _ => rows.push(sound),
        }
    }
    rows
}

fn spoilt(row: Row, kind: &'static str, relative: Option<String>, dice: &mut Dice) -> Row {
    let id = row.id.clone();
    let other = |id: &str, at: usize, by: usize| {
        let digit = (usize::from(id.as_bytes()[at].wrapping_sub(b'0')) + 1 + by) % 10;
        format!("{}{digit}{}", &id[..at], &id[at + 1..])
    };
    let swapped = |at: usize, to: usize| {
        let mut bytes = id.clone().into_bytes();
        bytes.swap(at, to);
        String::from_utf8(bytes).expect("digits")
    };
    let at = 6 + dice.roll(11);
    let written = match kind {
        "两位录错" => other(&other(&id, at, dice.roll(8)), 1 + dice.roll(5), dice.roll(8)),
        "相邻两位颠倒" => swapped(at, at + usize::from(at < 16)),
        "隔一位颠倒" => swapped(at.min(14), at.min(14) + 2),
        "少一位" => format!("{}{}", &id[..at], &id[at + 1..]),
        "多一位" => format!("{}{}{}", &id[..at], dice.roll(10), &id[at..]),
        "末几位舍为零" => format!("{}000", &id[..15]),
        "科学计数" => format!("{}.{}E+17", &id[..1], &id[1..6]),
        "字母代数字" => id.replace('0', "O").replace('1', "l"),
        "年份录错" => other(&other(&id, 9, dice.roll(8)), 8, dice.roll(8)),
        "年份录错校验码对" => checked(&other(&id, 9, dice.roll(8))[..17]),
        "没有证号" => String::new(),
        "临时证号" => format!("999360799{:09}", dice.roll(100_000)),
        "写家人的证号" => relative.unwrap_or_default(),
        _ => other(&id, at, dice.roll(8)),
    };
    // What came out the same by chance is wrong in its last place.
    let id = if written == id { other(&id[..17], 16, 3) + &id[17..] } else { written };
    let heard = |c: char| HOMOPHONES.iter().find(|(known, _)| *known == c).map_or(c, |(_, heard)| *heard);
    let name = if kind.ends_with("同音") { row.name.chars().map(heard).collect() } else { row.name };
    let birth = if dice.roll(2) == 0 { String::new() } else { row.birth };
    Row { id, name, birth, kind: Some(kind), ..row }
}

/// Somebody of the same name and another age, or a brother who is not in the register.
fn decoy(person: &Person, dice: &mut Dice) -> Row {
    let body = format!("{}{:04}{}{:03}", &person.id[..6], 1940 + dice.roll(70), "0615", dice.roll(1_000));
    let (id, kind) = match dice.roll(2) {
        0 => (checked(&body), "同名的外人"),
        _ => (String::new(), "同名的外人，没有证号"),
    };
    let birth = format!("{}-06-15", &body[6..10]);
    let (name, place) = (person.name.clone(), person.place.clone());
    Row { name, id, place, birth, person: None, kind: Some(kind) }
}

/// A number with its check character.
fn checked(body: &str) -> String {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let digits = body.bytes().map(|digit| usize::from(digit - b'0'));
    let sum: usize = digits.zip(weights).map(|(digit, weight)| digit * weight).sum();
    format!("{body}{}", char::from(b"10X98765432"[sum % 11]))
}
