//! What people write who know SQL or Excel, and how the same is said here.

use sqlparser::ast::{Expr, Spanned};
use sqlparser::tokenizer::Span;

use super::super::aggregate::Aggregate;
use super::super::function::Function;
use super::checker::{Checker, Typed};
use crate::diagnostic::nearest;

/// Functions of other tools, and how the same is written here.
const ELSEWHERE: [(&str, &str); 43] = [
    ("and", "写成 甲 AND 乙"),
    ("or", "写成 甲 OR 乙"),
    ("if", "写成 CASE WHEN 条件 THEN 值 ELSE 值 END"),
    ("iif", "写成 CASE WHEN 条件 THEN 值 ELSE 值 END"),
    ("ifs", "写成 CASE WHEN 条件 THEN 值 WHEN 条件 THEN 值 ELSE 值 END"),
    ("iferror", "空值用 coalesce(值, 代替的值)"),
    ("ifna", "空值用 coalesce(值, 代替的值)"),
    ("ifnull", "写成 coalesce(值, 代替的值)"),
    ("nvl", "写成 coalesce(值, 代替的值)"),
    ("isblank", "写成 … IS NULL"),
    ("isnull", "写成 … IS NULL"),
    ("countif", "写成 count(来源, 条件)"),
    ("countifs", "写成 count(来源, 条件 AND 条件)"),
    ("sumif", "写成 sum(来源, 栏目, 条件)"),
    ("sumifs", "写成 sum(来源, 栏目, 条件 AND 条件)"),
    ("averageif", "写成 avg(来源, 栏目, 条件)"),
    ("averageifs", "写成 avg(来源, 栏目, 条件 AND 条件)"),
    ("average", "写成 avg(来源, 栏目, 条件)"),
    ("minifs", "写成 min(来源, 栏目, 条件)"),
    ("maxifs", "写成 max(来源, 栏目, 条件)"),
    ("vlookup", "人的规则直接写 户.x、户主.x；别的表写 latest(来源, 栏目, 日期栏目) 或 max(来源, 栏目)"),
    ("xlookup", "人的规则直接写 户.x、户主.x；别的表写 latest(来源, 栏目, 日期栏目) 或 max(来源, 栏目)"),
    ("exists", "写成 has(来源, 条件)"),
    ("today", "写成 截止日期"),
    ("now", "写成 截止日期"),
    ("datedif", "足月用 months_between(起, 止)，周岁用 age(日期)"),
    ("datediff", "写成 days_between(起, 止)"),
    ("days", "写成 days_between(起, 止)"),
    ("networkdays", "写成 working_days_between(起, 止)"),
    ("workday", "写成 add_working_days(日期, 天数)"),
    ("edate", "写成 add_months(日期, 月数)"),
    ("eomonth", "写成 add_days(date(年, 月, 1), 天数)"),
    ("extract", "写成 year(日期)、month(日期)、day(日期)"),
    ("left", "写成 substr(文字, 1, 字数)，或 starts_with(文字, 开头)"),
    ("right", "写成 ends_with(文字, 结尾)"),
    ("mid", "写成 substr(文字, 从第几个字, 字数)"),
    ("len", "写成 length(文字)"),
    ("find", "写成 contains(文字, 一段文字)"),
    ("search", "写成 contains(文字, 一段文字)"),
    ("position", "写成 contains(文字, 一段文字)"),
    ("concatenate", "用 || 连接"),
    ("concat", "用 || 连接"),
    ("trim", "读取表格时已去掉空白、统一全角半角、认出日期，这里不必再整理"),
];

impl Checker<'_> {
    /// A call of a function that is not there.
    pub(super) fn unknown_function(&mut self, name: &str, span: Span) -> Option<Typed> {
        let elsewhere = ELSEWHERE.iter().find(|(other, _)| *other == name).map(|(_, hint)| (*hint).to_owned());
        let near = || nearest(name, Function::names().chain(Aggregate::names())).map(|near| format!("是不是 {near}？"));
        let hint = elsewhere.or_else(near).unwrap_or_else(|| "全部函数见《条件语言》".to_owned());
        self.wrong(span, format!("没有 {name} 这个函数"), Some(hint))
    }

    /// SQL that has no place in a condition.
    pub(super) fn foreign(&mut self, expr: &Expr) -> Option<Typed> {
        let name = match expr {
            Expr::Trim { .. } => "trim",
            Expr::Position { .. } => "position",
            Expr::Extract { .. } => "extract",
            Expr::Exists { .. } => "exists",
            Expr::Cast { .. } | Expr::Convert { .. } => {
                let hint = "栏目的类型由来源声明，不必转换".to_owned();
                return self.wrong(expr.span(), "条件里不能转换类型", Some(hint));
            }
            Expr::Subquery(_) => {
                let hint = "别的表写 has(来源, 条件)、count(来源, 条件)、sum(来源, 栏目, 条件)".to_owned();
                return self.wrong(expr.span(), "条件里不能写查询", Some(hint));
            }
            _ => {
                let hint = "可用比较、AND/OR/NOT、IN、BETWEEN、CASE 和《条件语言》列出的函数".to_owned();
                return self.wrong(expr.span(), "条件里不能这样写", Some(hint));
            }
        };
        self.unknown_function(name, expr.span())
    }
}
