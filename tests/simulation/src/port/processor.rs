use jiff::Timestamp;
use saifu_money::Amount;
use saifu_wallet::id::ShopperId;
use saifu_wallet::port::processor::{
    CashAsked, CashRequest, Hold, Link, Payer, Payment, PaymentRequest, Processor, ProcessorError,
    ProcessorRefund,
};

use crate::books::{Answer, Request, Said};
use crate::executor::turn;
use crate::weather::Fault;
use crate::world::World;

/// What is on its way to the processor and has not arrived.
#[derive(Default)]
pub struct Wire {
    /// Requests that will arrive late.
    pub late: Vec<Request>,
    /// Whether the processor is down.
    pub is_down: bool,
}

/// How long a slow answer takes, in turns.
const SLOW: u32 = 12;

impl World {
    /// One request over the wire, with what may happen to it there.
    async fn ask(&self, request: Request) -> Said {
        turn().await;
        if self.wire().is_down || self.strikes(Fault::RequestLost) {
            return self.no_answer("did not arrive", &request);
        }
        if self.strikes(Fault::RequestLate) {
            self.wire().late.push(request.clone());
            return self.no_answer("is late", &request);
        }
        if self.strikes(Fault::AnswerSlow) {
            for _ in 0..SLOW {
                turn().await;
            }
        }
        let said = self.deliver(&request);
        if self.strikes(Fault::RequestTwice) {
            let again = self.deliver(&request);
            if again != said && request.key().is_some() {
                self.report(
                    "the same key has the same answer",
                    format!("{request:?}: {said:?}, then {again:?}"),
                );
            }
        }
        turn().await;
        if self.strikes(Fault::AnswerLost) {
            return self.no_answer("was done, its answer lost", &request);
        }
        said
    }

    /// A request arrives.
    pub fn deliver(&self, request: &Request) -> Said {
        let said = self.books().serve(request, self.clock.now());
        self.something_changed();
        self.tell(|| format!("      processor: {request:?} → {said:?}"));
        said
    }

    fn no_answer(&self, why: &str, request: &Request) -> Said {
        self.tell(|| format!("      processor: {request:?} {why}"));
        Err(ProcessorError::Unavailable(format!("weather: {why}")))
    }
}

fn unfit<T>(answer: &Answer) -> Result<T, ProcessorError> {
    Err(ProcessorError::Refused(format!("an answer to something else: {answer:?}")))
}

fn linked(answer: Answer) -> Result<Link, ProcessorError> {
    match answer {
        Answer::Link(link) => Ok(link),
        other => unfit(&other),
    }
}

fn payment(answer: Answer) -> Result<Payment, ProcessorError> {
    match answer {
        Answer::Payment(payment) => Ok(payment),
        other => unfit(&other),
    }
}

/// What no use-case asks for yet; the actor that does brings the answer.
fn nobody_asks<T>() -> Result<T, ProcessorError> {
    Err(ProcessorError::Refused("the simulation's processor does not know this".to_owned()))
}

impl Processor for World {
    async fn link_card(
        &self,
        shopper: &ShopperId,
        payment_method_id: &str,
        _key: &str,
    ) -> Result<Link, ProcessorError> {
        self.ask(Request::Link(shopper.clone(), payment_method_id.to_owned())).await.and_then(linked)
    }

    async fn unlink_card(&self, payment_method_id: &str) -> Result<(), ProcessorError> {
        self.ask(Request::Unlink(payment_method_id.to_owned())).await.map(drop)
    }

    async fn authorize(&self, request: &PaymentRequest) -> Result<Hold, ProcessorError> {
        match self.ask(Request::Hold(request.clone())).await? {
            Answer::Hold(hold) => Ok(hold),
            other => unfit(&other),
        }
    }

    async fn capture(&self, hold_id: &str, amount: Amount, key: &str) -> Result<(), ProcessorError> {
        self.ask(Request::Capture(hold_id.to_owned(), amount, key.to_owned())).await.map(drop)
    }

    async fn cancel(&self, hold_id: &str, key: &str) -> Result<(), ProcessorError> {
        self.ask(Request::Cancel(hold_id.to_owned(), key.to_owned())).await.map(drop)
    }

    async fn refund(&self, hold_id: &str, amount: Amount, key: &str) -> Result<(), ProcessorError> {
        self.ask(Request::Refund(hold_id.to_owned(), amount, key.to_owned())).await.map(drop)
    }

    async fn confirm_link(&self, shopper: &ShopperId, set_up: &str) -> Result<Link, ProcessorError> {
        self.ask(Request::Confirm(shopper.clone(), set_up.to_owned())).await.and_then(linked)
    }

    async fn charge_now(&self, _request: &PaymentRequest) -> Result<Payment, ProcessorError> {
        nobody_asks()
    }

    async fn ask_for_cash(&self, request: &CashRequest) -> Result<CashAsked, ProcessorError> {
        match self.ask(Request::AskForCash(request.clone())).await? {
            Answer::Cash(asked) => Ok(asked),
            other => unfit(&other),
        }
    }

    async fn cancel_cash(&self, payment_id: &str, key: &str) -> Result<Payment, ProcessorError> {
        self.ask(Request::Withdraw(payment_id.to_owned(), key.to_owned())).await.and_then(payment)
    }

    async fn payment(&self, payment_id: &str) -> Result<Payment, ProcessorError> {
        self.ask(Request::Look(payment_id.to_owned())).await.and_then(payment)
    }

    async fn find_payment(
        &self,
        _payer: &Payer,
        _key: &str,
        _since: Timestamp,
    ) -> Result<Option<Payment>, ProcessorError> {
        nobody_asks()
    }

    async fn find_refund(
        &self,
        _payment_id: &str,
        _key: &str,
    ) -> Result<Option<ProcessorRefund>, ProcessorError> {
        nobody_asks()
    }
}
