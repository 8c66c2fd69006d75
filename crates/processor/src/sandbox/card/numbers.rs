use super::{Authentication, Decline, Funding, Outcome, Trouble};

/// A number that the sandbox knows (<https://docs.stripe.com/testing>, but for those of its own below).
#[derive(Clone, Copy)]
pub(super) struct TestNumber {
    number: &'static str,
    pub(super) brand: &'static str,
    pub(super) funding: Funding,
    pub(super) outcome: Outcome,
    pub(super) authentication: Authentication,
    pub(super) trouble: Trouble,
}

const TEST_NUMBERS: &[TestNumber] = &[
    visa("4242424242424242"),
    of_brand("5555555555554444", "mastercard"),
    of_brand("3566002020360505", "jcb"),
    of_brand("378282246310005", "amex"),
    of_brand("6011111111111117", "discover"),
    of_brand("3056930009020004", "diners"),
    visa("4000056655665556").funded(Funding::Debit),
    of_brand("5200828282828210", "mastercard").funded(Funding::Debit),
    of_brand("5105105105105100", "mastercard").funded(Funding::Prepaid),
    visa("4000000000000002").with(Outcome::DeclinesLink(Decline::Generic)),
    visa("4000000000000069").with(Outcome::DeclinesLink(Decline::ExpiredCard)),
    visa("4000000000000127").with(Outcome::DeclinesLink(Decline::IncorrectCvc)),
    visa("4000000000000341").with(Outcome::DeclinesCharge(Decline::Generic)),
    visa("4000000000009995").with(Outcome::DeclinesCharge(Decline::InsufficientFunds)),
    visa("4000000000009987").with(Outcome::DeclinesCharge(Decline::LostCard)),
    visa("4000000000006975").with(Outcome::DeclinesCharge(Decline::VelocityExceeded)),
    visa("4000002500003155").authenticates(Authentication::UnlessSetUp),
    visa("4000002760003184").authenticates(Authentication::Always),
    visa("4000008260003178")
        .authenticates(Authentication::Always)
        .with(Outcome::DeclinesCharge(Decline::InsufficientFunds)),
    // The sandbox's own: Stripe has no numbers for these.
    visa("4000000000008708").with(Outcome::DeclinesCharge(Decline::LimitExceeded)),
    visa("4000000000008716").troubled(Trouble::Down),
    visa("4000000000008724").troubled(Trouble::Slow),
    visa("4000000000008732").troubled(Trouble::AnswerLost),
];

const fn of_brand(number: &'static str, brand: &'static str) -> TestNumber {
    TestNumber {
        number,
        brand,
        funding: Funding::Credit,
        outcome: Outcome::Approves,
        authentication: Authentication::Never,
        trouble: Trouble::None,
    }
}

const fn visa(number: &'static str) -> TestNumber {
    of_brand(number, "visa")
}

impl TestNumber {
    pub(super) fn find(number: &str) -> Option<&'static Self> {
        TEST_NUMBERS.iter().find(|test| test.number == number)
    }

    const fn with(self, outcome: Outcome) -> Self {
        Self { outcome, ..self }
    }

    const fn funded(self, funding: Funding) -> Self {
        Self { funding, ..self }
    }

    const fn authenticates(self, authentication: Authentication) -> Self {
        Self { authentication, ..self }
    }

    const fn troubled(self, trouble: Trouble) -> Self {
        Self { trouble, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::passes_luhn;
    use super::*;

    #[test]
    fn every_test_number_is_told() {
        let told: String = include_str!("../../../../../docs/SANDBOX.md").split(' ').collect();
        for test in TEST_NUMBERS {
            assert!(told.contains(test.number), "{} is not in SANDBOX.md", test.number);
        }
    }

    #[test]
    fn every_test_number_is_well_formed_and_there_once() {
        for test in TEST_NUMBERS {
            assert!(passes_luhn(test.number), "{}", test.number);
            assert_eq!(TEST_NUMBERS.iter().filter(|other| other.number == test.number).count(), 1);
        }
    }
}
