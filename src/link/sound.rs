//! How a name sounds: its syllables without tones, so that names taken down by ear are found.

use pinyin::ToPinyin;

use crate::value::name::key;

/// The syllables of a name; a character without a reading stands for itself.
pub(super) fn sound(name: &str) -> String {
    let mut sound = String::new();
    for character in key(name).chars() {
        match character.to_pinyin() {
            Some(syllable) => sound.push_str(syllable.plain()),
            None => sound.push(character),
        }
        sound.push(' ');
    }
    sound
}
