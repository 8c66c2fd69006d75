/// The form that a request carries, in Stripe's encoding: nested values in brackets (`metadata[charge_id]`),
/// amounts as integers of the minor unit, which for yen, a zero-decimal currency, is the yen itself
/// (<https://docs.stripe.com/currencies#zero-decimal>).
#[derive(Default)]
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    pub(super) fn new() -> Self {
        Self::default()
    }

    pub(super) fn field(mut self, name: &str, value: impl ToString) -> Self {
        self.0.push((name.to_owned(), value.to_string()));
        self
    }

    pub(super) fn entry(self, map: &str, name: &str, value: impl ToString) -> Self {
        self.field(&format!("{map}[{name}]"), value)
    }

    pub(super) fn pairs(&self) -> &[(String, String)] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_values_are_written_in_brackets() {
        let form = Form::new().field("amount", 1284_i64).entry("metadata", "charge_id", "S03-C1");
        let pairs: Vec<_> = form.pairs().iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(pairs, ["amount=1284", "metadata[charge_id]=S03-C1"]);
    }
}
