use jiff::Timestamp;
use saifu_wallet::port::processor::{ProcessorEvent, ProcessorEventKind};
use serde::Deserialize;
use serde::de::{DeserializeOwned, Error as _};
use serde_json::{Error, Value};

use crate::client::object::{Expandable, PaymentIntent, SetupIntent};

/// <https://docs.stripe.com/api/events/object>
#[derive(Deserialize)]
struct Event {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    created: i64,
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    object: Value,
}

/// A charge or a refund, as far as it says whose it is.
#[derive(Deserialize)]
struct OfPayment {
    payment_intent: Option<Expandable>,
}

pub(super) fn read(payload: &[u8]) -> Result<ProcessorEvent, Error> {
    let Event { id, kind, created, data } = serde_json::from_slice(payload)?;
    let created_at = Timestamp::from_second(created).map_err(Error::custom)?;
    Ok(ProcessorEvent { id, created_at, kind: read_kind(kind, data.object)? })
}

fn read_kind(kind: String, object: Value) -> Result<ProcessorEventKind, Error> {
    match kind.as_str() {
        "setup_intent.succeeded" => {
            let setup: SetupIntent = read_object(object)?;
            Ok(ProcessorEventKind::LinkSucceeded { setup_intent_id: setup.id })
        }
        "setup_intent.setup_failed" => {
            let setup: SetupIntent = read_object(object)?;
            Ok(ProcessorEventKind::LinkFailed { code: setup.failure(), setup_intent_id: setup.id })
        }
        "charge.refunded"
        | "charge.refund.updated"
        | "refund.created"
        | "refund.updated"
        | "refund.failed" => {
            let of: OfPayment = read_object(object)?;
            let payment_id = of.payment_intent.map(|intent| intent.id().to_owned());
            Ok(ProcessorEventKind::Refund { payment_id })
        }
        _ if kind.starts_with("payment_intent.") => {
            let intent: PaymentIntent = read_object(object)?;
            // Of a currency or a status that is none of ours, it is none of ours.
            Ok(intent.into_payment().map_or(ProcessorEventKind::Other { kind }, ProcessorEventKind::Payment))
        }
        _ => Ok(ProcessorEventKind::Other { kind }),
    }
}

fn read_object<T: DeserializeOwned>(object: Value) -> Result<T, Error> {
    serde_json::from_value(object)
}
