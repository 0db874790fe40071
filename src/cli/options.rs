//! Options that several commands have, worded once. Their types have no comments: clap would print those as the
//! description of the command.

use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

#[derive(Debug, Args)]
pub struct CountyOption {
    /// 县的文件夹（bidui.toml 所在）；不写时从当前文件夹往上找
    #[arg(short = 'C', value_name = "文件夹", help_heading = "选项")]
    county: Option<PathBuf>,
}

impl CountyOption {
    /// The folder, if one is named.
    pub fn path(&self) -> Option<&Path> {
        self.county.as_deref()
    }
}

#[derive(Debug, Args)]
pub struct PackOption {
    /// 使用这个文件夹里的规则包；不写时用工作区的 rules/，没有则用内置规则
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    pack: Option<PathBuf>,
}

impl PackOption {
    /// The folder, if one is named.
    pub fn path(&self) -> Option<&Path> {
        self.pack.as_deref()
    }
}

/// Reads a word as what it stands for.
pub fn choice<T: Copy + Send + Sync + 'static>(
    choices: &'static [(&'static str, T)],
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(choices.iter().map(|(word, _)| *word)).try_map(|word| {
        let found = choices.iter().find(|(known, _)| *known == word);
        found.map(|(_, meant)| *meant).ok_or(word)
    })
}
