//! Where a file lies: in a folder, or in an archive there.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::archive;
use super::input::Input;

/// Where a file lies: in a folder, or in an archive there, which may lie in another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The file in the folder.
    pub path: PathBuf,
    /// From the outermost archive on, the number and the name of the file in it; none if the file is no archive.
    #[serde(default)]
    pub within: Vec<(usize, String)>,
}

impl From<&Path> for Place {
    fn from(path: &Path) -> Self {
        Self { path: path.to_owned(), within: Vec::new() }
    }
}

impl Place {
    /// The file's name.
    pub fn name(&self) -> &Path {
        self.within.last().map_or(&self.path, |(_, name)| Path::new(name))
    }

    /// Its name without extension.
    pub(super) fn stem(&self) -> String {
        self.name().file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// Its bytes.
    ///
    /// # Errors
    /// If they cannot be read.
    pub fn open(&self) -> io::Result<Box<dyn Read>> {
        Ok(Box::new(self.input()?.open()?))
    }

    /// What lies there.
    pub(super) fn input(&self) -> io::Result<Input> {
        self.within.iter().try_fold(Input::file(&self.path)?, |outer, (number, _)| {
            archive::member(&outer, *number).map(Input::memory)
        })
    }
}
