//! Top-ups, and the shoppers' rules for them.

use saifu_wallet::top_up::{AutomaticTopUp, TopUp};

use crate::row::Columns;

pub(crate) fn columns(top_up: &TopUp) -> Columns {
    vec![
        ("shopper_id", top_up.shopper_id.as_str().into()),
        ("state", top_up.state.word().into()),
        ("created_at", top_up.created_at.into()),
        ("due_at", top_up.due_at().into()),
    ]
}

pub(crate) fn automatic_columns(rule: &AutomaticTopUp) -> Columns {
    vec![("due_at", rule.due_at().into())]
}
