//! A returned row → the row that was sent, found by the checksum that only the county can make; or why there is none.

use super::heading::Item;
use super::read::ReturnedRow;
use super::snapshot::LedgerSnapshot;
use crate::dispatch::ListIdentity;
use crate::ledger::{Asked, Readable, SentRow, says_the_same, still_asks};
use crate::value::text;

/// What a returned row is.
pub(super) enum Identified<'k> {
    /// A row that was sent.
    Sent(&'k SentRow),
    /// A risk that the village added.
    Added,
    /// A row that cannot be matched, with the reason.
    Refused(String),
}

/// Finds the row that was sent.
pub(super) fn identify<'k>(
    row: &ReturnedRow<'_>,
    list: Option<&ListIdentity>,
    snapshot: &'k LedgerSnapshot,
) -> Identified<'k> {
    let code = |item: Item| text::compact(&row.text(item)).to_uppercase();
    let checksum = code(Item::Checksum);
    let id = Some(code(Item::Clue)).filter(|id| !id.is_empty());
    let id = id.unwrap_or_else(|| code(Item::Question));
    let id = snapshot.current(&id).to_owned();
    match (checksum.is_empty(), id.is_empty()) {
        (false, _) => by_checksum(&checksum, &id, list, snapshot),
        (true, false) => by_id(&id, list, snapshot),
        (true, true) => nameless(row),
    }
}

fn by_checksum<'k>(
    checksum: &str,
    id: &str,
    list: Option<&ListIdentity>,
    snapshot: &'k LedgerSnapshot,
) -> Identified<'k> {
    let Some(sent) = snapshot.row(checksum) else {
        return Identified::Refused("校验码不是本县推送的：这一行被改动过，或不是本县的清单".to_owned());
    };
    if !id.is_empty() && id != sent.asked.id().to_uppercase() {
        return Identified::Refused("校验码与编号不符：这一行被改动或拼接过".to_owned());
    }
    match list.filter(|list| list.township != sent.township) {
        Some(list) => Identified::Refused(format!(
            "这一行是{}的清单上的，不应在{}的清单里；请放回原清单报送",
            sent.township, list.township
        )),
        None => Identified::Sent(sent),
    }
}

/// Without a checksum, a clue or question is looked up on the list that the file says it is.
fn by_id<'k>(id: &str, list: Option<&ListIdentity>, snapshot: &'k LedgerSnapshot) -> Identified<'k> {
    let Some(list) = list else {
        return Identified::Refused(
            "没有校验码，文件里也没有清单标识，无法识别是哪一份清单；请在原清单上填写".to_owned(),
        );
    };
    let mut found = snapshot.list(&list.batch).filter(|sent| sent.asked.id().to_uppercase() == id);
    match (found.next(), found.next()) {
        (Some(sent), None) => Identified::Sent(sent),
        (Some(_), Some(_)) => Identified::Refused("没有校验码，无法识别问的是哪一户；请在原清单上填写".to_owned()),
        (None, _) => Identified::Refused(format!("{}的这份清单上没有这个编号", list.township)),
    }
}

/// A row without codes was added by the village, unless its codes were removed.
fn nameless<'k>(row: &ReturnedRow<'_>) -> Identified<'k> {
    let columns = [Item::Clue, Item::Question, Item::Checksum].into_iter().any(|item| row.has_column(item));
    let refusal = match (columns, row.text(Item::History).is_empty(), row.text(Item::HeadName).is_empty()) {
        (false, ..) => "线索编号和校验码两栏都没有了，无法识别是哪条线索；请在原清单上填写",
        (true, false, _) => "线索编号和校验码被删去了，无法识别是哪条线索；请在原清单上填写",
        (true, true, true) => "没有线索编号和校验码，也没有户主姓名，无法识别是哪条线索、哪一户",
        (true, true, false) => return Identified::Added,
    };
    Identified::Refused(refusal.to_owned())
}

/// The row that an answer counts for.
pub(super) enum Counted<'k> {
    /// It was not answered in its own period, and a later list asks the same: the answer is late, and counts there.
    Later(&'k SentRow),
    /// The row itself.
    Here,
    /// None, with the reason.
    Nowhere(String),
}

/// The row that an answer to a row that was sent counts for; `is_open` tells whether nobody found out in its period.
pub(super) fn counted<'k>(
    sent: &SentRow,
    is_open: bool,
    snapshot: &'k LedgerSnapshot,
    from: &impl Readable,
) -> anyhow::Result<Counted<'k>> {
    let later = snapshot.last_asked(&sent.asked).filter(|last| last.period > sent.period);
    let asking = later.unwrap_or(sent);
    if let Asked::Clue(clue) = &sent.asked
        && !still_asks(from, &asking.period, clue)?
    {
        let why = format!("{}期重新筛查后不再推送这条线索，不需要核实", asking.period);
        return Ok(Counted::Nowhere(why));
    }
    Ok(match later {
        None => Counted::Here,
        Some(last) if !is_open => {
            Counted::Nowhere(format!("该线索已在{0}期清单中再次推送，请填写{0}期的清单", last.period))
        }
        Some(last) if says_the_same(from, sent, last)? => Counted::Later(last),
        Some(last) => {
            Counted::Nowhere(format!("该线索已在{0}期清单中再次推送，内容有变化，请按{0}期的清单核实填写", last.period))
        }
    })
}
