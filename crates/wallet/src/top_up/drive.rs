use jiff::{SignedDuration, Timestamp};

use crate::id::TopUpId;
use crate::port::processor::{
    CashAsked, CashKind, CashRequest, Payer, PaymentStatus, Processor, ProcessorError, asked_since,
};
use crate::port::store::{Store, Versioned, unless_stale};
use crate::shopper::Shopper;
use crate::top_up::{Counter, TopUp, TopUpMethod, TopUpState, book, instructions, lapse};
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// Without an answer the processor is asked again after this.
pub(super) const PAUSE: SignedDuration = SignedDuration::from_secs(10);

/// What the processor is asked next.
enum Step {
    /// For numbers or an account.
    Ask,
    /// Where the payment stands.
    Look,
    /// To take nothing more.
    Withdraw,
    /// To give back what is owed.
    Return,
}

/// Asks the processor what is due for a top-up, and writes the answer down, until nothing is due or it does
/// not answer. Each question carries the same idempotency key each time.
///
/// # Errors
/// `top_up.not_found`; the store failed.
pub async fn drive(
    store: &impl Store,
    processor: &impl Processor,
    counter: &Counter,
    moment: &Moment<'_>,
    id: &TopUpId,
) -> Outcome<TopUp> {
    loop {
        let top_up = find(store, id).await?;
        let due = top_up.value.cash.as_ref().and_then(|cash| cash.due_at);
        if due.is_none_or(|due| due > moment.now) {
            return Ok(top_up.value);
        }
        let before = top_up.clone();
        let answer = match step(&top_up.value, moment.now) {
            Step::Ask => asked(store, processor, counter, moment, top_up).await?,
            Step::Look => looked(store, processor, moment, top_up).await?,
            Step::Withdraw => withdrawn(store, processor, moment, top_up).await?,
            Step::Return => book::given_back(processor, moment, top_up).await?,
        };
        let Some(changes) = answer else { return postponed(store, before, moment).await };
        match store.commit(changes).await.map_err(Refusal::from) {
            // Somebody else wrote an answer: read what it says.
            Err(refusal) if refusal.is_stale() => {}
            done => done?,
        }
    }
}

/// What a worker does for a top-up that is due: for cash it asks the processor, by card it ends what nobody
/// approved.
///
/// # Errors
/// The store failed, or somebody else was first.
pub async fn tend(
    store: &impl Store,
    processor: &impl Processor,
    counter: &Counter,
    moment: &Moment<'_>,
    due: &TopUp,
) -> Outcome<()> {
    match due.cash {
        Some(_) => drive(store, processor, counter, moment, &due.id).await.map(|_| ()),
        None => lapse(store, moment, &due.id).await,
    }
}

/// Looks at a payment that somebody told of, such as a webhook, whether or not it is due. What was told is
/// not believed for what it says of the money: that is read again.
///
/// # Errors
/// `top_up.not_found`: no top-up of this id, or it is not paid by this payment; the processor has not
/// answered, or the store failed.
pub async fn look(
    store: &impl Store,
    processor: &impl Processor,
    moment: &Moment<'_>,
    id: &TopUpId,
    payment_id: &str,
) -> Outcome<TopUp> {
    loop {
        let top_up = find(store, id).await?;
        let cash = top_up.value.cash.as_ref().ok_or(Refusal::rule("top_up.not_found"))?;
        if cash.payment_id.as_deref().is_some_and(|known| known != payment_id) {
            return Err(Refusal::rule("top_up.not_found"));
        }
        let payment = processor.payment(payment_id).await?;
        let is_ours = payment.reference.as_deref() == Some(id.as_str());
        let waits = matches!(payment.status, PaymentStatus::RequiresAction | PaymentStatus::Processing);
        if !is_ours || (waits && top_up.value.state == TopUpState::Initiated) {
            return Ok(top_up.value);
        }
        let changes = book::booked(store, moment, top_up, &payment).await?;
        match store.commit(changes).await.map_err(Refusal::from) {
            Err(refusal) if refusal.is_stale() => {}
            done => {
                done?;
                return Ok(find(store, id).await?.value);
            }
        }
    }
}

async fn find(store: &impl Store, id: &TopUpId) -> Outcome<Versioned<TopUp>> {
    store.find::<TopUp>(id.as_str()).await?.ok_or(Refusal::rule("top_up.not_found"))
}

fn step(top_up: &TopUp, now: Timestamp) -> Step {
    let cash = top_up.cash.as_ref();
    match top_up.state {
        TopUpState::Initiated => Step::Ask,
        TopUpState::Pending if now >= top_up.pay_by || cash.is_some_and(|it| it.cancel_asked) => {
            Step::Withdraw
        }
        TopUpState::Pending => Step::Look,
        _ if cash.is_some_and(|it| it.returning.is_some()) => Step::Return,
        _ => Step::Look,
    }
}

async fn asked(
    store: &impl Store,
    processor: &impl Processor,
    counter: &Counter,
    moment: &Moment<'_>,
    top_up: Versioned<TopUp>,
) -> Outcome<Option<ChangeSet>> {
    let request = cash_request(store, &top_up.value, moment).await?;
    match processor.ask_for_cash(&request).await {
        Ok(asked) => answered(store, counter, moment, top_up, &asked).await.map(Some),
        Err(ProcessorError::Unavailable(_)) => Ok(None),
        // Our mistake or the processor's no: asking again changes nothing.
        Err(_) => book::failed(store, moment, top_up, "processing_error").await.map(Some),
    }
}

/// Pending with its instructions; or what the payment says, if somebody was faster than our answer.
async fn answered(
    store: &impl Store,
    counter: &Counter,
    moment: &Moment<'_>,
    mut top_up: Versioned<TopUp>,
    asked: &CashAsked,
) -> Outcome<ChangeSet> {
    let Some(told) = &asked.instructions else {
        return book::booked(store, moment, top_up, &asked.payment).await;
    };
    let value = &mut top_up.value;
    let Some(cash) = &mut value.cash else { return Err(without_cash(value)) };
    cash.payment_id = Some(asked.payment.payment_id.clone());
    let paid = value.amount.add(cash.fee)?;
    let number = || Counter::draw_number(moment);
    cash.instructions = instructions::read(told, cash, counter, paid, number)?;
    if cash.instructions.is_none() {
        // Nobody can pay what has no numbers: it is withdrawn.
        cash.cancel_asked = true;
        value.failure = Some("top_up.chain_unavailable".to_owned());
    }
    value.state = TopUpState::Pending;
    value.updated_at = moment.now;
    let wait = moment.now.checked_add(PAUSE).unwrap_or(moment.now);
    cash.due_at = Some(if cash.cancel_asked { moment.now } else { wait });
    let told = value.told();
    Ok(ChangeSet::new().update(top_up).events([told]))
}

async fn looked(
    store: &impl Store,
    processor: &impl Processor,
    moment: &Moment<'_>,
    top_up: Versioned<TopUp>,
) -> Outcome<Option<ChangeSet>> {
    match processor.payment(payment_id(&top_up.value)?).await {
        Ok(payment) => book::booked(store, moment, top_up, &payment).await.map(Some),
        Err(ProcessorError::Unavailable(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Nobody can pay afterwards. Who paid first is told by the answer.
async fn withdrawn(
    store: &impl Store,
    processor: &impl Processor,
    moment: &Moment<'_>,
    top_up: Versioned<TopUp>,
) -> Outcome<Option<ChangeSet>> {
    let key = format!("{}:withdraw", top_up.value.id);
    match processor.cancel_cash(payment_id(&top_up.value)?, &key).await {
        Ok(payment) => book::booked(store, moment, top_up, &payment).await.map(Some),
        Err(ProcessorError::Unavailable(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Without an answer it stays due, behind those that were asked longer ago.
async fn postponed(store: &impl Store, mut top_up: Versioned<TopUp>, moment: &Moment<'_>) -> Outcome<TopUp> {
    if let Some(cash) = &mut top_up.value.cash {
        cash.due_at = Some(moment.now.checked_add(PAUSE).unwrap_or(moment.now));
    }
    unless_stale(store.commit(ChangeSet::new().update(top_up.clone())).await)?;
    Ok(top_up.value)
}

async fn cash_request(store: &impl Store, top_up: &TopUp, moment: &Moment<'_>) -> Outcome<CashRequest> {
    let cash = top_up.cash.as_ref().ok_or_else(|| without_cash(top_up))?;
    let shopper = store.find::<Shopper>(top_up.shopper_id.as_str()).await?;
    let shopper = shopper.ok_or_else(|| Refusal::Stored(format!("{} has no shopper", top_up.id)))?.value;
    Ok(CashRequest {
        payer: Payer::Shopper(shopper.id),
        name: shopper.name,
        email: shopper.email,
        amount: top_up.amount.add(cash.fee)?,
        key: format!("{}:ask", top_up.id),
        kind: match top_up.method {
            TopUpMethod::Slip => CashKind::Konbini { due_at: top_up.pay_by },
            TopUpMethod::BankTransfer => CashKind::BankTransfer,
            TopUpMethod::Card => return Err(without_cash(top_up)),
        },
        reference: top_up.id.to_string(),
        asked_since: asked_since(top_up.created_at, moment.now),
    })
}

fn payment_id(top_up: &TopUp) -> Outcome<&str> {
    let id = top_up.cash.as_ref().and_then(|cash| cash.payment_id.as_deref());
    id.ok_or_else(|| Refusal::Stored(format!("{} has no payment", top_up.id)))
}

fn without_cash(top_up: &TopUp) -> Refusal {
    Refusal::Stored(format!("{} is paid by no cash", top_up.id))
}
