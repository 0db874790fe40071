//! The id of a rule to be → a rule about one source, in TOML with comments, with an example of either kind.

use crate::pack::{Grain, Pack, Source};

/// Drafts a rule about a source: whoever stands in it.
pub fn rule_draft(id: &str, source: &Source, pack: &Pack) -> String {
    let name = &source.name;
    let title = &source.title;
    let department = &source.department;
    let risks: Vec<&str> = pack.risk_scoring.risks.keys().map(String::as_str).collect();
    let risk = risks.last().copied().unwrap_or_default();
    let field = &source.key.name;
    format!(
        r#"# 由 bidui rules new rule 起草的一条规则：逐项改成自己的。
# 改好后：bidui rules check 检查写法，bidui rules test {id} 运行例子，再把 status 改成 "active" 就会筛查。

# 编号与文件名相同。
id = "{id}"
title = "{title}里有记录（请改成要查的问题）"
department = "{department}"

# 说的是谁：person 人，household 户，village 村。
subject = "person"

# 风险类型，可用：{risks}
risk = "{risk}"

# 等级：high 高，medium 中，low 低。状态：draft 草稿（只检查，不筛查），active 在用，retired 停用。
severity = "low"
status = "draft"

# 对应工作方案的核查点，如 ["四（二）1.1"]；没有就空着。
plan = []

# 条件，成立就是线索。像 Excel 公式：count(来源, 条件)、sum(来源, 栏目, 条件)、has(来源)、none(来源)，
# 用 AND、OR、NOT 连接。数字写成阈值：参数.名称，在 parameters/ 里的文件中定义。全部写法见 条件语言.md。
# 只查一部分记录的，先给它们起一个名称，条件、线索内容、依据都用这个名称，如
# records."选出的" = "{name} WHERE 条件"
when = "has({name})"

# 线索内容，一句话；大括号里可以写任何式子。
message = "{title}里有{{count({name})}}条记录"

# 依据的 来源.栏目，线索的出处由此而来。
evidence = ["{name}.{field}"]

# 村里核实什么；常见误报；政策依据。
verify = "核实记录是否属实"
false_positives = ""
basis = "请写明文件"

# 条件成立但应排除的情形，如
# exclude = [{{ when = "离开", why = "已死亡、迁出或不在家" }}]

# 例子：给出一个人的数据，说明应为 hit 命中还是 miss 未命中。每条规则至少各一个。
[[example]]
name = "有记录"
expect = "hit"
[example.given]
"{name}" = [ {{ "{field}" = "某人" }} ]

[[example]]
name = "没有记录"
expect = "miss"
"#,
        risks = risks.join("、"),
    )
}

/// The source that a draft is about: the newest of the county's own, else the first that has one row a person.
pub fn telling_source(pack: &Pack) -> Option<&Source> {
    let sources = || pack.sources.values().filter(|source| source.register.is_none() && !source.key.id.is_empty());
    sources()
        .find(|source| pack.overlay.added.contains(&format!("sources/{}.toml", source.name)))
        .or_else(|| sources().find(|source| source.grain == Grain::Person))
}
