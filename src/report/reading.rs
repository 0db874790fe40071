//! What could not be read or was not used, a line a file or sheet.

use crate::schema::{FileReport, FileState, SheetReport, SheetState, rivals};
use crate::value::Redacted;

/// One line for every file that gave no records.
pub fn explain_files(files: &[FileReport]) -> Vec<String> {
    let explain = |file: &FileReport| match &file.state {
        FileState::Read => None,
        FileState::Unrecognised => Some(format!("注意：{} 未识别出是哪种数据，未使用", file.path)),
        FileState::Unreadable(why) => Some(format!("注意：{} 无法读取：{why}", file.path)),
        FileState::Foreign(what) => Some(format!("注意：{} 没有读：{what}", file.path)),
        FileState::Skipped(what) => Some(format!("略过：{}（{what}）", file.path)),
    };
    files.iter().filter_map(explain).map(|line| Redacted::of(&line).into()).collect()
}

/// One line for every file that may hold a table which was not used: nobody is to miss these.
pub fn explain_unused(files: &[FileReport]) -> Vec<String> {
    let is_unused = |file: &&FileReport| matches!(file.state, FileState::Foreign(_) | FileState::Unrecognised);
    let unused: Vec<FileReport> = files.iter().filter(is_unused).cloned().collect();
    explain_files(&unused)
}

/// One line for every sheet that nearly was a source, or could be several.
pub fn explain_sheets(sheets: &[SheetReport]) -> Vec<String> {
    let explain = |sheet: &SheetReport| match &sheet.state {
        SheetState::Unrecognised { nearest: Some(nearest) } => {
            Some(format!("注意：{}[{}] 没有识别，{nearest}", sheet.file, sheet.name))
        }
        SheetState::Asked { candidates, .. } => {
            Some(format!("注意：{}[{}] 无法区分是{}，未使用", sheet.file, sheet.name, rivals(candidates)))
        }
        SheetState::Recognised { .. } | SheetState::Ignored | SheetState::Unrecognised { nearest: None } => None,
    };
    sheets.iter().filter_map(explain).map(|line| Redacted::of(&line).into()).collect()
}
