//! What the system says when it refuses something → the same in plain Chinese, with what helps: a limit of the machine is
//! said as what it is.

use std::io::{Error, ErrorKind};

/// What it says, in words and as it says it.
pub fn explained(error: &Error) -> String {
    in_words(error).map_or_else(|| error.to_string(), |words| format!("{words}（{error}）"))
}

/// The words for a system error that a library gave up on, as its last message has it.
pub fn told_in(message: &str) -> Option<String> {
    let code = message.split("Os { code: ").nth(1)?;
    let code = code.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()?;
    let error = Error::from_raw_os_error(code);
    in_words(&error).map(|_| explained(&error))
}

/// What it says in words, if it is one of the limits that officers meet.
fn in_words(error: &Error) -> Option<&'static str> {
    let words = match error.kind() {
        ErrorKind::StorageFull => "磁盘已满，请腾出空间后重试",
        ErrorKind::QuotaExceeded => "分给这个用户的磁盘空间用完了，请腾出空间，或请管理员增加",
        ErrorKind::ReadOnlyFilesystem => "所在的磁盘只能读，不能写，请把县的文件夹复制到能写的地方",
        ErrorKind::FileTooLarge => "文件大过了这种磁盘格式允许的大小，请换一个磁盘",
        ErrorKind::InvalidFilename => {
            "路径或名称太长，或有系统不允许的字符，请把县的文件夹移到浅一些、名称短一些的地方"
        }
        ErrorKind::OutOfMemory => OUT_OF_MEMORY,
        ErrorKind::PermissionDenied => "没有权限，或正被别的程序占用",
        ErrorKind::NotFound => "没有这个文件或文件夹",
        ErrorKind::NetworkDown | ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable | ErrorKind::TimedOut => {
            DISCONNECTED
        }
        ErrorKind::StaleNetworkFileHandle => DISCONNECTED,
        _ => return if cfg!(windows) { on_windows(error.raw_os_error()?) } else { on_unix(error.raw_os_error()?) },
    };
    Some(words)
}

/// What is said where there is no more memory.
pub const OUT_OF_MEMORY: &str = "内存不够，请关闭别的程序，或换一台内存大一些的电脑后重试";
const DISCONNECTED: &str = "网络磁盘连不上，请等网络恢复后重试";
const FILES: &str = "同时打开的文件太多，请关闭别的程序后重试，或请管理员放宽限制（ulimit -n）";
const BROKEN: &str = "磁盘读写出错，请换一个磁盘，并尽快备份上面的数据";

fn on_unix(code: i32) -> Option<&'static str> {
    match code {
        5 => Some(BROKEN),
        11 => Some("内存或线程数到了系统的限度，请关闭别的程序后重试"),
        23 | 24 => Some(FILES),
        40 => Some("这是一个链接，绕回了自己，不指向任何文件"),
        _ => None,
    }
}

fn on_windows(code: i32) -> Option<&'static str> {
    match code {
        4 => Some(FILES),
        21 => Some("磁盘没有就绪，请插好后重试"),
        23 | 1117 => Some(BROKEN),
        32 | 33 => Some("正被别的程序占用，请关闭 Excel 或 WPS 后重试"),
        53 | 59 | 64 | 67 => Some(DISCONNECTED),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Error;

    use super::{explained, on_windows, told_in};

    #[cfg(target_os = "linux")]
    #[test]
    fn limits_of_the_machine_are_said_as_what_they_are() {
        for (code, word) in [
            (28, "磁盘已满"),
            (122, "磁盘空间用完"),
            (30, "只能读"),
            (27, "磁盘格式"),
            (36, "太长"),
            (12, "内存不够"),
            (13, "没有权限"),
            (24, "打开的文件太多"),
            (23, "打开的文件太多"),
            (5, "读写出错"),
            (116, "网络磁盘"),
        ] {
            let said = explained(&Error::from_raw_os_error(code));
            assert!(said.contains(word) && said.ends_with(&format!("(os error {code})）")), "{said}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_a_library_gives_up_on_is_told() {
        let io = Error::from_raw_os_error(24);
        let said = told_in(&format!("called `Result::unwrap()` on an `Err` value: {io:?}"));
        assert!(said.is_some_and(|said| said.contains("打开的文件太多")));
        assert_eq!(told_in("index out of bounds"), None);
    }

    #[test]
    fn what_has_no_words_of_ours_is_said_as_the_system_says_it() {
        assert_eq!(explained(&Error::other("odd")), "odd");
        assert_eq!(on_windows(4).map(|words| words.contains("文件太多")), Some(true));
        assert_eq!(on_windows(87), None);
    }
}
