//! How a shell reads a line of words: quotes and backslashes of POSIX, and nothing else. What a shell would do
//! beyond that (expand, redirect, run) is refused, so that a line which is read is a line of words.

/// The words of a line; `None` where a shell would see more than words.
pub(super) fn read(line: &str) -> Option<Vec<String>> {
    let mut letters = line.chars();
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    while let Some(letter) = letters.next() {
        match letter {
            ' ' | '\t' => words.extend(word.take()),
            '\'' => loop {
                match letters.next()? {
                    '\'' => {
                        word.get_or_insert_default();
                        break;
                    }
                    inside => word.get_or_insert_default().push(inside),
                }
            },
            '\\' => word.get_or_insert_default().push(letters.next().filter(|next| *next != '\n')?),
            '~' | '#' if word.is_none() => return None,
            '"' | '$' | '`' | ';' | '&' | '|' | '<' | '>' | '(' | ')' | '*' | '?' | '[' | '{' | '!'
            | '\n' => {
                return None;
            }
            letter => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    Some(words)
}

#[test]
fn only_lines_of_plain_words_are_read() {
    assert_eq!(read(r"exec 'a b'\''c' run"), Some(vec!["exec".into(), "a b'c".into(), "run".into()]));
    for more in ["a; b", "$(a)", "`a`", "a > b", "~/a", "'open", "a*", "a # b\n", "\"$x\""] {
        assert_eq!(read(more), None, "{more}");
    }
}
