//! Licence texts: which licence a text is, and keeping each long one once.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// Part of what is to be read for a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Piece {
    /// The place of a text in the list.
    Long(usize),
    /// A few lines, such as who holds the copyright.
    Short(String),
}

/// Below this a text stands where it is used.
const LONG: usize = 240;

const MIT: &str = "to any person obtaining a copy of this software and associated documentation";
const BSD: &str = "redistribution and use in source and binary forms";
const ISC: &str = "for any purpose with or without fee is hereby granted provided";

/// Words by which a licence's own text is known; a sentence that merely names the licence has none of them.
const MARKS: [(&str, &str); 11] = [
    ("MIT", MIT),
    ("Apache-2.0", "terms and conditions for use reproduction and distribution"),
    ("MPL-2.0", "contributor means each individual or legal entity that creates"),
    ("ISC", ISC),
    ("BSD-2-Clause", BSD),
    ("BSL-1.0", "free of charge to any person or organization obtaining a copy of the software"),
    ("Unicode-3.0", "to any person obtaining a copy of data files"),
    ("Zlib", "will the authors be held liable for any damages arising from the use of this software"),
    ("Unlicense", "this is free and unencumbered software released into the public domain"),
    ("CC0-1.0", "creative commons legal code cc0 1 0 universal"),
    ("GPL-2.0-only", "gnu general public license terms and conditions for copying"),
];

/// How a licence's body begins, after title and copyright.
const BEGINNINGS: [&str; 6] = [
    "permission is hereby granted",
    "permission to use copy modify",
    "redistribution and use in source",
    "this software is provided as is without any express",
    "this is free and unencumbered software",
    "mozilla public license version 2 0",
];

/// Lower-case words alone: two texts are one when they differ in breaks, quotes and marks only.
pub(super) fn words(text: &str) -> String {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// The licences whose texts stand in this one, by their SPDX names.
pub(super) fn licences_in(text: &str) -> BTreeSet<&'static str> {
    let words = words(text);
    let has = |mark: &str| words.contains(mark);
    let mut found: BTreeSet<&str> =
        MARKS.iter().filter(|(_, mark)| has(mark)).map(|(name, _)| *name).collect();
    let mut turn = |from: &str, into: &'static str| {
        found.remove(from);
        found.insert(into);
    };
    if has(BSD) && has("neither the name") {
        turn("BSD-2-Clause", "BSD-3-Clause");
    }
    if has("llvm exceptions to the apache 2 0 license") {
        turn("Apache-2.0", "Apache-2.0 WITH LLVM-exception");
    }
    if has(MIT) && !has("permission notice shall be included") {
        turn("MIT", "MIT-0");
    }
    if has("for any purpose with or without fee is hereby granted") && !has(ISC) {
        turn("ISC", "0BSD");
    }
    found
}

/// The text in UNIX lines, without blanks at their ends and empty lines around.
pub(super) fn clean(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace(['\r', '\u{c}'], "\n");
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// Cuts a text before the body of a licence and behind Apache's terms, so that bodies are the same for all.
pub(super) fn cut(text: &str) -> Vec<String> {
    let text = clean(text);
    let mut pieces = vec![String::new()];
    for line in text.lines() {
        let words = words(line);
        let begins =
            BEGINNINGS.iter().any(|beginning| words.starts_with(beginning)) || words == "apache license";
        if begins {
            pieces.push(String::new());
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push_str(line);
            piece.push('\n');
        }
        if words == "end of terms and conditions" {
            pieces.push(String::new());
        }
    }
    pieces.iter().map(|piece| clean(piece)).filter(|piece| !piece.trim().is_empty()).collect()
}

/// Long texts, each once.
#[derive(Default)]
pub(super) struct Table {
    texts: Vec<String>,
    by_words: BTreeMap<String, usize>,
}

impl Table {
    /// The pieces of a text; its long ones are put into the table, or found there.
    pub(super) fn pieces(&mut self, text: &str) -> Vec<Piece> {
        cut(text).into_iter().map(|piece| self.piece(piece)).collect()
    }

    fn piece(&mut self, piece: String) -> Piece {
        if piece.len() < LONG {
            return Piece::Short(piece);
        }
        let at = *self.by_words.entry(words(&piece)).or_insert_with(|| {
            self.texts.push(piece);
            self.texts.len() - 1
        });
        Piece::Long(at)
    }

    pub(super) fn into_texts(self) -> Vec<String> {
        self.texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = include_str!("../../../LICENSE-MIT");
    const APACHE: &str = include_str!("../../../LICENSE-APACHE");

    #[test]
    fn a_text_is_known_by_its_own_words_and_not_by_a_name_in_passing() {
        assert_eq!(licences_in(OURS), BTreeSet::from(["MIT"]));
        assert_eq!(licences_in(APACHE), BTreeSet::from(["Apache-2.0"]));
        assert_eq!(licences_in(&format!("{OURS}\n{APACHE}")), BTreeSet::from(["Apache-2.0", "MIT"]));
        assert_eq!(licences_in("Licensed under the Apache License, Version 2.0, or MIT."), BTreeSet::new());
    }

    #[test]
    fn bodies_that_differ_in_breaks_alone_are_kept_once_and_each_holder_stays() {
        let mut table = Table::default();
        let here = OURS.replace("Copyright", "Copyright (c) 2020 Somebody,");
        let other =
            here.replace("Somebody", "Else").replace('\n', "\r\n").replace("of charge,", "of\r\ncharge,");
        let (first, second) = (table.pieces(&here), table.pieces(&other));
        assert_eq!(table.into_texts().len(), 1);
        assert_eq!(first.last(), second.last());
        let Some(Piece::Short(holder)) = second.first() else { panic!("{second:?}") };
        assert!(holder.contains("Else") && !holder.contains('\r'), "{holder:?}");
    }

    #[test]
    fn nothing_but_blanks_is_lost_by_cutting() {
        for text in [OURS, APACHE] {
            assert_eq!(words(&cut(text).join("\n")), words(text));
        }
    }
}
