//! Names of people and places that nobody bears: the area code 360799 is unassigned.

use super::dice::Dice;

const SURNAMES: [&str; 36] = [
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "周", "吴", "徐", "孙", "朱", "马", "胡", "郭", "林", "何", "高",
    "罗", "郑", "梁", "谢", "宋", "唐", "许", "邓", "韩", "冯", "曹", "彭", "曾", "肖", "田", "钟", "廖",
];
const MALE: [&str; 32] = [
    "建国", "大山", "有田", "水生", "明辉", "志强", "国庆", "永福", "长根", "春生", "小军", "伟", "勇", "家旺", "金宝",
    "树林", "德贵", "福来", "文斌", "俊杰", "浩宇", "子轩", "宇航", "嘉豪", "天佑", "石头", "平", "海涛", "庆云",
    "新民", "学军", "爱华",
];
const FEMALE: [&str; 32] = [
    "秀英", "桂兰", "玉珍", "春梅", "小红", "丽", "芳", "冬梅", "菊香", "金凤", "招弟", "翠花", "美玲", "晓燕", "雨涵",
    "欣怡", "梓涵", "诗雨", "佳怡", "水莲", "月娥", "素珍", "淑芬", "荷花", "彩霞", "艳", "燕子", "慧敏", "巧云",
    "玉兰", "香秀", "细妹",
];
/// Given names with a middle dot, which exports write in several ways.
const DOTTED: [&str; 4] = ["阿依·木沙", "买买提·艾力", "尼玛·次仁", "吉克·拉哈"];

/// A surname.
pub fn surname(dice: &mut Dice) -> &'static str {
    dice.pick(&SURNAMES)
}

/// A full name; one in two hundred has a middle dot and no surname of its own.
pub fn full_name(surname: &str, male: bool, dice: &mut Dice) -> String {
    match dice.below(200) {
        0 => dice.pick(&DOTTED).to_owned(),
        1..=60 => {
            let first = dice.pick(if male { &MALE } else { &FEMALE }).chars().next().unwrap_or('平');
            let second = dice.pick(if male { &MALE } else { &FEMALE }).chars().last().unwrap_or('平');
            format!("{surname}{first}{second}")
        }
        _ => format!("{surname}{}", dice.pick(if male { &MALE } else { &FEMALE })),
    }
}

/// The name of a township.
pub fn township(number: usize) -> String {
    const FIRST: [&str; 8] = ["青", "柳", "白", "黄", "石", "金", "云", "龙"];
    const SECOND: [&str; 8] = ["石", "河", "马", "岭", "桥", "沙", "泉", "塘"];
    let (first, second) = (FIRST[number % 8], SECOND[(number + number / 8) % 8]);
    format!("{first}{second}{}", if number % 3 == 2 { "乡" } else { "镇" })
}

/// The name of a village; villages of different townships may share it.
pub fn village(township: usize, number: usize) -> String {
    const FIRST: [&str; 10] = ["上", "下", "新", "老", "前", "后", "中", "高", "大", "小"];
    const SECOND: [&str; 9] = ["湾", "坝", "坡", "洼", "井", "寨", "庄", "岗", "沟"];
    let (first, second) = (FIRST[number % 10], SECOND[(number / 10 + number + township) % 9]);
    format!("{first}{second}村")
}
