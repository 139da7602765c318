//! Reads SPDX licence expressions, as far as packages use them: <https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/>.

use std::collections::BTreeSet;

use anyhow::{Result, bail};

/// Licences that hold together, by their SPDX names.
pub(super) type Terms = BTreeSet<String>;

/// Every way to take what is offered: `(MIT OR Apache-2.0) AND ISC` is two. The old `/` stands for `OR`.
pub(super) fn ways(expression: &str) -> Result<Vec<Terms>> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut left = words.as_slice();
    let ways = either(&mut left)?;
    if !left.is_empty() {
        bail!("\"{expression}\" is no licence expression");
    }
    Ok(ways)
}

fn either(words: &mut &[&str]) -> Result<Vec<Terms>> {
    let mut ways = both(words)?;
    while let ["OR", rest @ ..] = *words {
        *words = rest;
        ways.extend(both(words)?);
    }
    Ok(ways)
}

fn both(words: &mut &[&str]) -> Result<Vec<Terms>> {
    let mut ways = one(words)?;
    while let ["AND", rest @ ..] = *words {
        *words = rest;
        let more = one(words)?;
        ways = ways.iter().flat_map(|way| more.iter().map(move |other| way | other)).collect();
    }
    Ok(ways)
}

fn one(words: &mut &[&str]) -> Result<Vec<Terms>> {
    match *words {
        ["(", rest @ ..] => {
            *words = rest;
            let ways = either(words)?;
            let [")", rest @ ..] = *words else { bail!("a parenthesis stays open") };
            *words = rest;
            Ok(ways)
        }
        [name, "WITH", exception, rest @ ..] => {
            *words = rest;
            Ok(vec![Terms::from([format!("{name} WITH {exception}")])])
        }
        [name, rest @ ..] if !["OR", "AND", "WITH", ")"].contains(name) => {
            *words = rest;
            Ok(vec![Terms::from([(*name).to_owned()])])
        }
        _ => bail!("a licence is missing"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(expression: &str) -> Vec<String> {
        let ways = ways(expression).unwrap();
        ways.into_iter().map(|way| way.into_iter().collect::<Vec<_>>().join(" + ")).collect()
    }

    #[test]
    fn every_form_that_packages_use_is_read() {
        assert_eq!(told("MIT"), ["MIT"]);
        assert_eq!(told("Apache-2.0 / MIT"), ["Apache-2.0", "MIT"]);
        assert_eq!(
            told("(MIT OR Apache-2.0) AND Unicode-3.0"),
            ["MIT + Unicode-3.0", "Apache-2.0 + Unicode-3.0"]
        );
        assert_eq!(told("Apache-2.0 AND ISC OR MIT"), ["Apache-2.0 + ISC", "MIT"]);
        assert_eq!(told("Apache-2.0 WITH LLVM-exception OR MIT"), ["Apache-2.0 WITH LLVM-exception", "MIT"]);
    }

    #[test]
    fn what_is_no_expression_is_refused() {
        for text in ["", "MIT OR", "(MIT", "MIT Apache-2.0", "AND MIT"] {
            assert!(ways(text).is_err(), "{text:?}");
        }
    }
}
