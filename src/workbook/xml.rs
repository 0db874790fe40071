//! What the readers of XML parts share.

use quick_xml::escape::unescape;
use quick_xml::events::BytesStart;

/// The value of an attribute, whatever its prefix; one with broken escapes as it stands.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|found| found.key.local_name().as_ref() == name)?;
    let raw = found.value.as_ref();
    Some(unescape(raw).map_or_else(|_| raw.to_owned(), |text| text.into_owned()))
}
