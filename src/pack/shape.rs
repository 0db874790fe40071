//! What a TOML reader says of a file that has not the shape it should have → a diagnostic in Chinese.

use crate::diagnostic::{Diagnostic, nearest};

/// The diagnostic for a reader's message, without its place.
pub(super) fn explain(message: &str) -> Diagnostic {
    let words = quoted(message);
    let (first, known) = words.split_first().map_or(("", &[][..]), |(first, known)| (*first, known));
    let near = || match nearest(first, known.iter().copied()) {
        Some(near) => format!("是不是“{near}”？"),
        None => format!("可用：{}", known.join("、")),
    };
    match message.split([' ', ':']).collect::<Vec<_>>().as_slice() {
        ["unknown", "field", ..] => Diagnostic::new(format!("无法识别“{first}”这一项")).hint(near()),
        ["unknown", "variant", ..] => Diagnostic::new(format!("“{first}”不是可用的值")).hint(near()),
        ["missing", "field", ..] => Diagnostic::new(format!("缺少“{first}”这一项")),
        ["duplicate", "key", ..] | ["duplicate", "field", ..] => Diagnostic::new("同一项写了两次"),
        ["invalid", "type", ..] | ["invalid", "value", ..] => {
            let wanted = message.rsplit_once("expected ").map_or("", |(_, wanted)| wanted);
            Diagnostic::new(format!("值的类型不对，应为{}", kind(wanted.trim())))
        }
        _ => Diagnostic::new(format!("不符合 TOML 的写法（{}）", message.lines().next().unwrap_or_default()))
            .hint("检查引号、括号、逗号是否成对，键名含中文时要加引号"),
    }
}

/// The words between backquotes.
fn quoted(message: &str) -> Vec<&str> {
    message.split('`').skip(1).step_by(2).collect()
}

fn kind(wanted: &str) -> &str {
    match wanted {
        "a string" => "文字（加引号）",
        "a boolean" => "true 或 false",
        "a sequence" => "列表 [ … ]",
        "a map" => "表",
        _ if wanted.starts_with(['i', 'u']) && wanted[1..].parse::<u8>().is_ok() => "整数",
        "usize" => "整数",
        _ => wanted,
    }
}
