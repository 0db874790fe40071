//! Units of figures by what they measure, from `rules/units.toml`.

use indexmap::IndexMap;
use serde::Deserialize;

use crate::value::text;

/// The units of a pack: for every thing that is measured its units, with how many times the first one they are.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct Units(IndexMap<String, IndexMap<String, f64>>);

/// What figures in one unit are in another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Conversion {
    /// So many times as much; once as much if the units are the same.
    Times(f64),
    /// The word is a unit of something else.
    Impossible,
}

impl Units {
    /// All units.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.0.values().flat_map(IndexMap::keys).map(String::as_str)
    }

    /// Whether a word is a unit of anything.
    pub fn knows(&self, word: &str) -> bool {
        let word = normal(word);
        self.0.values().any(|units| units.contains_key(&word))
    }

    /// How figures in the unit `from` become figures in the unit `to`; none if `from` is no unit.
    ///
    /// Of a word that measures several things (分) the meaning counts that fits `to`. What stands behind a stroke
    /// (升/人·日) says of whom or how often, and changes no figure.
    pub fn convert(&self, from: &str, to: &str) -> Option<Conversion> {
        let from = normal(from);
        let to = normal(to);
        let ratio = |units: &IndexMap<String, f64>| Some(units.get(&from)? / units.get(&to)?);
        match self.0.values().find_map(ratio) {
            Some(times) => Some(Conversion::Times(times)),
            None => self.knows(&from).then_some(Conversion::Impossible),
        }
    }

    /// A figure and the unit behind it, if one of what `to` measures stands there: `1.2公里`.
    pub fn cut<'t>(&self, figure: &'t str, to: &str) -> Option<(&'t str, Conversion)> {
        let at = figure.rfind(|c: char| c.is_ascii_digit() || c == '.')? + 1;
        let (number, unit) = figure.split_at(at);
        Some((number, self.convert(unit, to)?))
    }
}

fn normal(word: &str) -> String {
    let compact = text::compact(word).to_lowercase();
    compact.split('/').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_one_thing_are_converted() {
        let units: Units = toml::from_str(include_str!("../../rules/units.toml")).expect("units");
        let times = |times: f64| Some(Conversion::Times(times));
        for (from, to, expected) in [
            ("万元", "元", times(10_000.0)),
            ("元", "元", times(1.0)),
            ("元/月", "元", times(1.0)),
            ("公里", "米", times(1000.0)),
            ("KM", "米", times(1000.0)),
            ("小时", "分钟", times(60.0)),
            ("分", "分钟", times(1.0)),
            ("分", "元", times(0.01)),
            ("升/人·日", "升", times(1.0)),
            ("m³", "升", times(1000.0)),
            ("亩", "元", Some(Conversion::Impossible)),
            ("月", "天", Some(Conversion::Impossible)),
            ("镇", "元", None),
            ("", "元", None),
        ] {
            assert_eq!(units.convert(from, to), expected, "{from} {to}");
        }
        assert_eq!(units.cut("1.2公里", "米"), Some(("1.2", Conversion::Times(1000.0))));
        assert_eq!((units.cut("1.2", "米"), units.cut("公里", "米"), units.cut("3人", "米")), (None, None, None));
    }
}
