//! `bidui completions` and `bidui man`: what shells and manuals are told of the program.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, Command};
use clap_complete::Shell;

use super::ui;
use crate::access;
use crate::county::Failure;

#[derive(Debug, Args)]
pub struct CompletionsArguments {
    /// 哪种命令行：bash、zsh、fish、powershell、elvish
    #[arg(value_name = "命令行", hide_possible_values = true, help_heading = "参数")]
    shell: Shell,
}

#[derive(Debug, Args)]
pub struct ManArguments {
    /// 写到哪个文件夹
    #[arg(value_name = "文件夹", help_heading = "参数")]
    folder: PathBuf,
}

/// Prints the script by which a shell completes the program's commands and options.
pub fn complete(arguments: &CompletionsArguments, mut program: Command) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut program, "bidui", &mut script);
    Ok(ui::page(&String::from_utf8_lossy(&script))?)
}

/// Writes a manual page a command.
pub fn manuals(arguments: &ManArguments, mut program: Command) -> Result<(), Failure> {
    let folder = &arguments.folder;
    access::create_folder(folder).with_context(|| format!("无法创建文件夹 {}", folder.display()))?;
    // Gives every command its whole name, such as `bidui-rules-list`.
    program.build();
    let mut pages = Vec::new();
    collect(&program, &mut pages);
    for (name, page) in &pages {
        let path = folder.join(format!("{name}.1"));
        let write = || access::create_file(&path)?.write_all(page);
        write().with_context(|| format!("无法写入 {}", path.display()))?;
    }
    ui::say(&format!("{} 页命令手册已写到 {}，用 man -l 打开", pages.len(), folder.display()));
    Ok(())
}

/// The pages of a command and of those below it, by their names.
fn collect(command: &Command, pages: &mut Vec<(String, Vec<u8>)>) {
    let mut page = Vec::new();
    // Writing into memory cannot fail.
    let _ = clap_mangen::Man::new(command.clone()).render(&mut page);
    pages.push((command.get_display_name().unwrap_or(command.get_name()).to_owned(), page));
    command.get_subcommands().for_each(|below| collect(below, pages));
}
