//! Mistakes on the command line, told in Chinese.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::diagnostic::Diagnostic;

/// What is wrong with the arguments, and what to do.
pub fn explain(error: &clap::Error) -> Diagnostic {
    let named = |kind: ContextKind| error.get(kind).map(shown).unwrap_or_default();
    let argument = named(ContextKind::InvalidArg);
    let message = match error.kind() {
        ErrorKind::InvalidSubcommand => format!("没有“{}”这个命令", named(ContextKind::InvalidSubcommand)),
        ErrorKind::UnknownArgument => format!("没有“{argument}”这个选项"),
        ErrorKind::MissingRequiredArgument => format!("缺少 {argument}"),
        ErrorKind::ArgumentConflict => format!("“{argument}”重复,或与别的选项不能同时使用"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if named(ContextKind::InvalidValue).is_empty() => {
            format!("“{argument}”后面要写上内容")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("“{argument}”不能是“{}”", named(ContextKind::InvalidValue))
        }
        _ => "看不懂这条命令".to_owned(),
    };
    let suggested = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg].map(named).concat();
    let hint = match suggested.as_str() {
        "" => "运行 bidui --help 查看用法".to_owned(),
        near => format!("是不是 {near}?运行 bidui --help 查看用法"),
    };
    Diagnostic::new(message).hint(hint)
}

fn shown(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join("、"),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::StyledStrs(texts) => texts.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"),
        ContextValue::Bool(flag) => flag.to_string(),
        ContextValue::Number(number) => number.to_string(),
        _ => String::new(),
    }
}
