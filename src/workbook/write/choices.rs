//! The words that drop-downs offer: each list once, on a hidden sheet, under a name that validations refer to.

use rust_xlsxwriter::{DataValidation, Formula, Workbook, Worksheet, XlsxError};

use super::limit;

/// The hidden sheet that the words stand on.
pub(super) const SHEET: &str = "选项";

/// All lists of a workbook.
#[derive(Default)]
pub(super) struct Choices(Vec<Vec<String>>);

impl Choices {
    /// Offers words in a block of cells.
    pub fn offer(
        &mut self,
        worksheet: &mut Worksheet,
        words: &[String],
        first: u32,
        last: u32,
        column: u16,
    ) -> Result<(), XlsxError> {
        let validation = DataValidation::new()
            .allow_list_formula(Formula::new(format!("={}", name(self.position(words)))))
            .set_error_title("请从下拉列表中选择")?
            .set_error_message("这一栏只能填下拉列表里的内容")?;
        worksheet.add_data_validation(first, column, last, column, &validation)?;
        Ok(())
    }

    fn position(&mut self, words: &[String]) -> usize {
        self.0.iter().position(|list| list == words).unwrap_or_else(|| {
            self.0.push(words.to_vec());
            self.0.len() - 1
        })
    }

    /// Writes the sheet and the names, if anything is offered.
    pub fn write(&self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        if self.0.is_empty() {
            return Ok(());
        }
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(SHEET)?.set_hidden(true);
        for (column, words) in (0..).zip(&self.0) {
            for (row, word) in (0..).zip(words) {
                worksheet.write_string(row, column, limit::cell(word))?;
            }
        }
        for (position, words) in self.0.iter().enumerate() {
            let letter = rust_xlsxwriter::utility::column_number_to_name(u16::try_from(position).unwrap_or(0));
            workbook.define_name(name(position), &format!("={SHEET}!${letter}$1:${letter}${}", words.len().max(1)))?;
        }
        Ok(())
    }
}

fn name(position: usize) -> String {
    format!("{SHEET}_{}", position + 1)
}
