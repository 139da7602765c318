//! Random names and ids.

use altostrat_ssh::{OneTimeId, PlaceName};

use super::DeskProblem;

pub(super) fn place() -> Result<PlaceName, DeskProblem> {
    PlaceName::parse(&letters(PlaceName::LENGTH)?).map_err(|_| DeskProblem::Randomness)
}

/// An id with 165 bits that cannot be guessed.
pub(super) fn one_time(place: &PlaceName) -> Result<OneTimeId, DeskProblem> {
    let secret = letters(OneTimeId::SECRET_LENGTH)?;
    OneTimeId::parse(&format!("{}{secret}", place.as_str())).map_err(|_| DeskProblem::Randomness)
}

/// So many letters and digits, each equally likely.
fn letters(count: usize) -> Result<String, DeskProblem> {
    const ALPHABET: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
    let mut text = String::with_capacity(count);
    while text.len() < count {
        let mut bytes = [0_u8; 64];
        getrandom::fill(&mut bytes).map_err(|_| DeskProblem::Randomness)?;
        // 252 is the largest multiple of 36 in a byte; the rest would favour the first letters.
        let fair = bytes.iter().filter(|byte| **byte < 252);
        let drawn = fair.filter_map(|byte| ALPHABET.get(usize::from(byte % 36)));
        text.extend(drawn.take(count - text.len()).map(|letter| char::from(*letter)));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_ids_are_alike_and_all_letters_occur() {
        let place = place().unwrap();
        let ids: HashSet<String> = (0..500).map(|_| one_time(&place).unwrap().as_str().to_owned()).collect();
        assert_eq!(ids.len(), 500);
        let letters: HashSet<char> = ids.iter().flat_map(|id| id.chars().skip(PlaceName::LENGTH)).collect();
        assert_eq!(letters.len(), 36);
    }
}
