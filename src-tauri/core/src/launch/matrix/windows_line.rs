//! How an argument list crosses to a program of Windows: as one line, put together and taken apart by rules.

/// Puts a line together as `std::process::Command` does for an `.exe`.
pub(super) fn written(program: &str, arguments: &[String]) -> String {
    let mut line = format!("\"{program}\"");
    for argument in arguments {
        line.push(' ');
        let quoted = argument.is_empty() || argument.contains([' ', '\t']);
        if quoted {
            line.push('"');
        }
        let mut backslashes = 0;
        for letter in argument.chars() {
            match letter {
                '\\' => backslashes += 1,
                '"' => {
                    line.extend(std::iter::repeat_n('\\', backslashes + 1));
                    backslashes = 0;
                }
                _ => backslashes = 0,
            }
            line.push(letter);
        }
        if quoted {
            line.extend(std::iter::repeat_n('\\', backslashes));
            line.push('"');
        }
    }
    line
}

/// Takes a line apart as `CommandLineToArgvW` documents it. The program's name comes first.
pub(super) fn read(line: &str) -> Vec<String> {
    let mut letters = line.chars().peekable();
    let mut words = vec![program(&mut letters)];
    let mut word: Option<String> = None;
    let mut in_quotes = false;
    while let Some(letter) = letters.next() {
        match letter {
            ' ' | '\t' if !in_quotes => words.extend(word.take()),
            '\\' => {
                let mut count = 1;
                while letters.next_if_eq(&'\\').is_some() {
                    count += 1;
                }
                let word = word.get_or_insert_default();
                let before_quote = letters.peek() == Some(&'"');
                word.extend(std::iter::repeat_n('\\', if before_quote { count / 2 } else { count }));
                if before_quote && count % 2 == 1 {
                    letters.next();
                    word.push('"');
                }
            }
            '"' => {
                let word = word.get_or_insert_default();
                if in_quotes && letters.next_if_eq(&'"').is_some() {
                    word.push('"');
                } else {
                    in_quotes = !in_quotes;
                }
            }
            letter => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}

/// The first word knows no backslashes: it ends at the closing quote, or at a blank.
fn program(letters: &mut impl Iterator<Item = char>) -> String {
    match letters.next() {
        Some('"') => letters.take_while(|letter| *letter != '"').collect(),
        Some(first) => {
            [first].into_iter().chain(letters.take_while(|letter| !matches!(letter, ' ' | '\t'))).collect()
        }
        None => String::new(),
    }
}

/// What `wt` makes of the command behind its own words: every argument is split at semicolons, and what has
/// blanks is put in quotes without a look at the quotes inside.
pub(super) fn through_windows_terminal(command: &[String]) -> Vec<String> {
    let pieces = command.iter().flat_map(|argument| argument.split(';'));
    let line: Vec<String> = pieces
        .map(|piece| if piece.contains(' ') { format!("\"{piece}\"") } else { piece.to_owned() })
        .collect();
    read(&line.join(" "))
}

/// The examples of the documentation of `CommandLineToArgvW` and of the C runtime.
#[test]
fn the_reader_reads_the_documented_examples() {
    for (line, words) in [
        (r#"p "abc" d e"#, vec!["p", "abc", "d", "e"]),
        (r#"p a\\\b d"e f"g h"#, vec!["p", r"a\\\b", "de fg", "h"]),
        (r#"p a\\\"b c d"#, vec!["p", r#"a\"b"#, "c", "d"]),
        (r#"p a\\\\"b c" d e"#, vec!["p", r"a\\b c", "d", "e"]),
        (r#"p a"b"" c d"#, vec!["p", r#"ab" c d"#]),
        (r#""C:\a b\p.exe" """#, vec![r"C:\a b\p.exe", ""]),
        ("p  \t x ", vec!["p", "x"]),
    ] {
        assert_eq!(read(line), words, "{line}");
    }
}

#[test]
fn the_writer_quotes_as_rarely_as_the_standard_library() {
    let arguments = ["a b", "", r#"q"q"#, r"back\slash", r"blank end\ ".trim_end(), r"a b\", r#"\""#];
    assert_eq!(
        written(r"C:\x y.exe", &arguments.map(str::to_owned)),
        r#""C:\x y.exe" "a b" "" q\"q back\slash "blank end\\" "a b\\" \\\""#
    );
}
