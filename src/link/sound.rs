//! How a name sounds: its syllables without tones, so that names taken down by ear are found.

use pinyin::ToPinyin;

/// The syllables of a name as names are compared; a character without a reading stands for itself.
pub(super) fn sound(called: &str) -> String {
    let mut sound = String::new();
    for character in called.chars() {
        match character.to_pinyin() {
            Some(syllable) => sound.push_str(syllable.plain()),
            None => sound.push(character),
        }
        sound.push(' ');
    }
    sound
}
