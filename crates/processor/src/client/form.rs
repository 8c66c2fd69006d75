use saifu_money::Amount;

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

    pub(super) fn optional(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.field(name, value),
            None => self,
        }
    }

    pub(super) fn money(self, amount: Amount) -> Self {
        self.field("amount", amount.minor()).field("currency", amount.currency().code().to_ascii_lowercase())
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
        let form =
            Form::new().money(Amount::yen(1284)).optional("x", None).entry("metadata", "charge_id", "S03-C1");
        let pairs: Vec<_> = form.pairs().iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(pairs, ["amount=1284", "currency=jpy", "metadata[charge_id]=S03-C1"]);
    }
}
