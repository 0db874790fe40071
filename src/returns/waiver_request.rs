//! A waiver as somebody asks for it → what a list of waivers would say under every item.

use crate::diagnostic::Diagnostic;
use crate::ledger::WaiverText;
use crate::pack::WaiverItem;

/// A waiver as it is asked for: of what, why, on whose word and until when.
#[derive(Debug, Clone, Copy)]
pub struct WaiverRequest<'a> {
    /// A clue, by its id.
    pub clue: Option<&'a str>,
    /// A household, as 乡镇/村/户编号.
    pub household: Option<&'a str>,
    /// A village, as 乡镇/村.
    pub village: Option<&'a str>,
    /// The rule that alone is waived.
    pub rule: Option<&'a str>,
    /// Why.
    pub reason: &'a str,
    /// The document that says so.
    pub document: &'a str,
    /// Who verified it.
    pub verifier: &'a str,
    /// The first day; none for that of the latest period.
    pub from: Option<&'a str>,
    /// The last day.
    pub until: &'a str,
}

impl WaiverRequest<'_> {
    /// What it says, item by item.
    ///
    /// # Errors
    /// If it says not of what, or a place is not written as one.
    pub fn text(self) -> Result<WaiverText, Diagnostic> {
        if self.clue.or(self.household).or(self.village).is_none() {
            let hint = "写 --clue 线索编号，或 --household 乡镇/村/户编号，或 --village 乡镇/村 --rule 规则编号";
            return Err(Diagnostic::new("未指明豁免对象").hint(hint));
        }
        let mut said = vec![
            (WaiverItem::豁免原因, self.reason),
            (WaiverItem::依据文件, self.document),
            (WaiverItem::核实人, self.verifier),
            (WaiverItem::截止日期, self.until),
        ];
        said.extend(self.clue.map(|clue| (WaiverItem::线索编号, clue)));
        said.extend(self.rule.map(|rule| (WaiverItem::规则编号, rule)));
        said.extend(self.from.map(|from| (WaiverItem::起始日期, from)));
        let levels = [WaiverItem::乡镇, WaiverItem::行政村, WaiverItem::户编号];
        for (place, form) in [(self.household, "乡镇/村/户编号"), (self.village, "乡镇/村")] {
            let Some(place) = place else { continue };
            if place.split('/').count() != form.split('/').count() {
                return Err(Diagnostic::new(format!("“{place}”应写成 {form}")));
            }
            said.extend(levels.into_iter().zip(place.split('/')));
        }
        let said = said.into_iter().map(|(item, words)| (item, words.trim().to_owned()));
        Ok(said.filter(|(_, words)| !words.is_empty()).collect())
    }
}
