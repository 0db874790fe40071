//! Paths that are longer than spreadsheet programs open.

use std::path::Path;

/// What Excel opens at most, in the units of UTF-16.
const LONGEST: usize = 218;

/// A line about the workbooks of a folder that Excel will not open; none if there are none.
pub(super) fn long_paths<'f>(folder: &Path, files: impl Iterator<Item = &'f str>) -> Vec<String> {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let length = |file: &str| folder.join(file).to_string_lossy().encode_utf16().count();
    let books = files.filter(|file| file.ends_with(".xlsx"));
    let long: Vec<(usize, &str)> = books.map(|file| (length(file), file)).filter(|(long, _)| *long > LONGEST).collect();
    let line = |(longest, file): &(usize, &str)| {
        format!(
            "注意：{} 个工作簿的路径超过 {LONGEST} 个字，Excel 无法打开（最长的是 {file}，{longest} 个字）；请把县的文件夹移到浅一些、名称短一些的地方",
            long.len()
        )
    };
    long.iter().max().map(line).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::long_paths;

    #[test]
    fn paths_that_excel_does_not_open_are_told() {
        let folder = Path::new("/").join("县".repeat(200));
        let told = |files: &[&str]| long_paths(&folder, files.iter().copied());
        assert_eq!(told(&["01234567890.xlsx", "0123456789012345678901234.csv"]), Vec::<String>::new());
        let line = told(&["01234567890.xlsx", "01234567890123.xlsx"]).join("");
        assert!(line.starts_with("注意：1 个工作簿") && line.contains("01234567890123.xlsx，221 个字"), "{line}");
    }
}
