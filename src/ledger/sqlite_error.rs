//! What SQLite says when the machine refuses it something → the same in plain Chinese.

use std::error::Error;

use rusqlite::ErrorCode;

/// An error in words and as it says itself.
pub fn explained(error: &(dyn Error + 'static)) -> String {
    code(error).and_then(in_words).map_or_else(|| error.to_string(), |words| format!("{words}（{error}）"))
}

/// An error with what it means for the ledger said first, where the disk is full: nothing was lost.
pub fn with_advice(error: anyhow::Error) -> anyhow::Error {
    match error.chain().any(|cause| code(cause) == Some(ErrorCode::DiskFull)) {
        true => error.context("磁盘已满，台账没能写入，也没有改动；请腾出空间后重试"),
        false => error,
    }
}

fn code(error: &(dyn Error + 'static)) -> Option<ErrorCode> {
    error.downcast_ref().and_then(rusqlite::Error::sqlite_error_code)
}

fn in_words(code: ErrorCode) -> Option<&'static str> {
    match code {
        ErrorCode::DiskFull => Some("磁盘已满，请腾出空间后重试"),
        ErrorCode::ReadOnly => Some("台账所在的磁盘或文件只能读，不能写"),
        ErrorCode::OutOfMemory => Some("内存不够，请关闭别的程序后重试"),
        ErrorCode::SystemIoFailure => Some("读写台账时磁盘出错，请检查磁盘，并用备份核对"),
        ErrorCode::CannotOpen => Some("台账文件或它所在的文件夹没有写入权限，或同时打开的文件太多"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::{Error, ffi};

    use super::explained;

    #[test]
    fn limits_of_the_machine_are_said_as_what_they_are() {
        for (code, word) in
            [(ffi::SQLITE_FULL, "磁盘已满"), (ffi::SQLITE_READONLY, "只能读"), (ffi::SQLITE_IOERR, "磁盘出错")]
        {
            let said = explained(&Error::SqliteFailure(ffi::Error::new(code), None));
            assert!(said.contains(word), "{said}");
        }
        assert_eq!(explained(&std::fmt::Error), std::fmt::Error.to_string());
    }
}
