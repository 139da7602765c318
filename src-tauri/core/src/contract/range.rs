//! What a typed source range means, in the words of the contract.

use super::{RangeFinding, RangeView};
use crate::domain::{RangeProblem, SourceRange};

impl From<Result<SourceRange, RangeProblem>> for RangeView {
    fn from(read: Result<SourceRange, RangeProblem>) -> Self {
        match read {
            Ok(range) => Self {
                range: Some(range.to_string()),
                problem: None,
                findings: findings(range),
                addresses: range.addresses().to_string(),
            },
            Err(problem) => {
                Self { range: None, problem: Some(problem), findings: Vec::new(), addresses: "0".to_owned() }
            }
        }
    }
}

fn findings(range: SourceRange) -> Vec<RangeFinding> {
    [
        (range.is_single(), RangeFinding::SingleAddress),
        (range.is_wide() && !range.is_open_to_all(), RangeFinding::Wide),
        (range.is_open_to_all(), RangeFinding::OpenToAll),
        (range.is_private(), RangeFinding::Private),
    ]
    .into_iter()
    .filter_map(|(holds, finding)| holds.then_some(finding))
    .collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("203.0.113.42", &[RangeFinding::SingleAddress], "1")]
    #[case("203.0.113.0/24", &[], "256")]
    #[case("203.0.112.0/20", &[RangeFinding::Wide], "4096")]
    #[case("0.0.0.0/0", &[RangeFinding::OpenToAll], "4294967296")]
    #[case("10.0.0.0/8", &[RangeFinding::Wide, RangeFinding::Private], "16777216")]
    fn what_a_range_opens_is_told(
        #[case] text: &str,
        #[case] findings: &[RangeFinding],
        #[case] addresses: &str,
    ) {
        let view = RangeView::from(SourceRange::parse(text));
        assert_eq!((view.findings.as_slice(), view.addresses.as_str()), (findings, addresses));
    }
}
