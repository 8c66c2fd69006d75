use super::{Decline, Outcome};

/// A number that the sandbox knows (<https://docs.stripe.com/testing>).
pub(super) struct TestNumber {
    number: &'static str,
    pub(super) brand: &'static str,
    pub(super) outcome: Outcome,
}

const TEST_NUMBERS: &[TestNumber] = &[
    approving("4242424242424242", "visa"),
    approving("5555555555554444", "mastercard"),
    approving("3566002020360505", "jcb"),
    approving("378282246310005", "amex"),
    approving("6011111111111117", "discover"),
    approving("3056930009020004", "diners"),
    visa("4000000000000002", Outcome::DeclinesLink(Decline::Generic)),
    visa("4000000000000069", Outcome::DeclinesLink(Decline::ExpiredCard)),
    visa("4000000000000127", Outcome::DeclinesLink(Decline::IncorrectCvc)),
    visa("4000000000000341", Outcome::DeclinesCharge(Decline::Generic)),
    visa("4000000000009995", Outcome::DeclinesCharge(Decline::InsufficientFunds)),
    visa("4000000000009987", Outcome::DeclinesCharge(Decline::LostCard)),
];

const fn approving(number: &'static str, brand: &'static str) -> TestNumber {
    TestNumber { number, brand, outcome: Outcome::Approves }
}

const fn visa(number: &'static str, outcome: Outcome) -> TestNumber {
    TestNumber { number, brand: "visa", outcome }
}

impl TestNumber {
    pub(super) fn find(number: &str) -> Option<&'static Self> {
        TEST_NUMBERS.iter().find(|test| test.number == number)
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::passes_luhn;
    use super::*;

    #[test]
    fn every_test_number_is_well_formed() {
        for test in TEST_NUMBERS {
            assert!(passes_luhn(test.number), "{}", test.number);
        }
    }
}
