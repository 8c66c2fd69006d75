//! Lists (<https://docs.stripe.com/api/pagination>): the newest first, page by page.

use std::cmp::Reverse;

use serde_json::{Value, json};

use super::call::Call;
use super::error::ApiError;

/// One page of `rows` (created, id, view), narrowed by `created[…]`, after `starting_after`, at most `limit` long.
pub(super) fn page<'a>(
    call: &Call,
    url: &str,
    rows: impl Iterator<Item = (i64, &'a str, Value)>,
) -> Result<Value, ApiError> {
    let (from, to) = (bound(call, "created[gte]")?, bound(call, "created[lte]")?);
    let within = |created: i64| from.is_none_or(|from| created >= from) && to.is_none_or(|to| created <= to);
    let mut rows: Vec<_> = rows.filter(|(created, ..)| within(*created)).collect();
    // Stable: rows of one second stay as they came.
    rows.sort_by_key(|(created, ..)| Reverse(*created));
    let start = match call.params.text("starting_after") {
        None => 0,
        Some(after) => {
            let place = rows.iter().position(|(_, id, _)| *id == after);
            1 + place.ok_or_else(|| ApiError::missing("object", after, Some("starting_after")))?
        }
    };
    let limit = read_limit(call)?;
    let has_more = rows.len() > start + limit;
    let data: Vec<Value> = rows.into_iter().skip(start).take(limit).map(|(.., view)| view).collect();
    Ok(json!({ "object": "list", "data": data, "has_more": has_more, "url": url }))
}

/// 1 to 100; 10 if it is not said.
fn read_limit(call: &Call) -> Result<usize, ApiError> {
    let invalid = || ApiError::parameter("parameter_invalid_integer", "limit", "Invalid limit");
    match call.params.text("limit") {
        None => Ok(10),
        Some(text) => text.parse().ok().filter(|limit| (1..=100).contains(limit)).ok_or_else(invalid),
    }
}

fn bound(call: &Call, name: &str) -> Result<Option<i64>, ApiError> {
    let invalid = || ApiError::parameter("parameter_invalid_integer", name, "Invalid timestamp");
    call.params.text(name).map(|text| text.parse().map_err(|_| invalid())).transpose()
}
