//! Mistakes on the command line, told in Chinese.

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::diagnostic::Diagnostic;

/// What is wrong with the arguments of a program, and what to do.
pub fn explain(error: &clap::Error, program: &Command, arguments: impl Iterator<Item = String>) -> Diagnostic {
    let named = |kind: ContextKind| error.get(kind).map(shown).unwrap_or_default();
    let suggested =
        [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue].map(named).concat();
    let help = format!("运行 {} --help 查看用法", called(program, arguments));
    let hint = match (suggested.as_str(), named(ContextKind::ValidValue).as_str()) {
        ("", "") => help,
        ("", choices) => format!("可以是：{choices}；{help}"),
        (near, "") => format!("是不是 {near}？{help}"),
        (near, choices) => format!("是不是 {near}？可以是：{choices}；{help}"),
    };
    Diagnostic::new(message(error)).hint(hint)
}

fn message(error: &clap::Error) -> String {
    let named = |kind: ContextKind| error.get(kind).map(shown).unwrap_or_default();
    let argument = named(ContextKind::InvalidArg);
    let value = named(ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::InvalidSubcommand => format!("没有“{}”这个命令", named(ContextKind::InvalidSubcommand)),
        ErrorKind::UnknownArgument if argument.starts_with('-') => format!("没有“{argument}”这个选项"),
        ErrorKind::UnknownArgument => format!("多了“{argument}”"),
        ErrorKind::MissingRequiredArgument => format!("缺少 {argument}"),
        ErrorKind::ArgumentConflict => match named(ContextKind::PriorArg) {
            other if other.is_empty() || other == argument => format!("“{argument}”只能写一次"),
            other => format!("“{argument}”不能与“{other}”同时使用"),
        },
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            format!("“{argument}”后面要写上内容")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => format!("“{argument}”不能是“{value}”"),
        _ => "无法识别这条命令".to_owned(),
    }
}

/// The command that was meant, as it is typed.
fn called(program: &Command, arguments: impl Iterator<Item = String>) -> String {
    let mut command = program;
    let mut called = program.get_name().to_owned();
    for argument in arguments {
        let Some(found) = command.find_subcommand(&argument) else { break };
        command = found;
        called = format!("{called} {argument}");
    }
    called
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
