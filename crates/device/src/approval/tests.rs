use saifu_api::wallet::{FundingLegView, MerchantView, RewardsView};
use saifu_money::{Amount, TaxRate};
use saifu_terms::{ChargeTerms, FundingLeg, InstrumentKind, LineItem, Payee};

use super::*;

const SESSION: &str = "3b1ff7b5-3f6a-4c1e-9d0e-6a1f0c2b4d5e";
const CREDENTIAL: &str = "Y3JlZGVudGlhbA";

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + second).unwrap()
}

fn session() -> CheckoutSessionId {
    SESSION.parse().unwrap()
}

fn terms() -> ChargeTerms {
    let item = |name: &str, yen| LineItem {
        name: name.into(),
        quantity: 1,
        unit_price: Amount::yen(yen),
        amount: Amount::yen(yen),
        tax_rate: TaxRate::Reduced,
    };
    let leg = |kind, id: &str, yen| FundingLeg { kind, instrument_id: id.into(), amount: Amount::yen(yen) };
    ChargeTerms {
        proposal_id: "p1".into(),
        nonce: "0f".repeat(32),
        checkout_session_id: SESSION.into(),
        payee: Payee {
            merchant_id: "m1".into(),
            name: "山ねこ珈琲".into(),
            domain: "yamaneko.example".into(),
        },
        amount: Amount::yen(5880),
        items: vec![item("深煎りブレンド", 2960), item("ドリッパー", 2920)],
        funding: vec![leg(InstrumentKind::Gift, "lot1", 3000), leg(InstrumentKind::Card, "card1", 2880)],
        standing: None,
        expires_at: at(300),
    }
}

fn proposal() -> ChargeProposalView {
    let terms = terms();
    let funding = terms.funding.iter().map(described).collect();
    ChargeProposalView {
        terms,
        merchant: MerchantView {
            merchant_id: "m1".into(),
            name: "山ねこ珈琲".into(),
            mark: "山".into(),
            tint: 1,
            domain: "yamaneko.example".into(),
            registered: true,
        },
        times_paid: 0,
        funding,
        preference: FundingPreference::default(),
        unusable: vec![],
        cards: vec![],
        points_available: Amount::yen(0),
        gift_available: Amount::yen(3000),
        rewards: RewardsView { total: Amount::yen(58), granted: false, promised_for: None, reasons: vec![] },
        tax: Amount::yen(435),
        credential_ids: vec!["b3RoZXI".into(), CREDENTIAL.into()],
        second_factor: false,
    }
}

fn described(leg: &FundingLeg) -> FundingLegView {
    FundingLegView {
        kind: leg.kind,
        instrument_id: leg.instrument_id.clone(),
        amount: leg.amount,
        refunded: Amount::yen(0),
        per_mille: 500,
        source: String::new(),
        expires_at: None,
        brand: None,
        last4: None,
    }
}

fn opened() -> Approval {
    let approval = Approval::default();
    approval.open(session(), OpenedFrom::Link).unwrap();
    approval
}

fn show(approval: &Approval, proposal: ChargeProposalView) -> Result<ApprovalScreen, DeviceError> {
    let fetch = approval.begin_fetch(None).unwrap();
    approval.show(&fetch, proposal, Language::Ja, CREDENTIAL, at(0))
}

fn code<T>(answer: Result<T, DeviceError>) -> String {
    answer.err().map_or_else(|| "ok".to_owned(), |error| error.code().to_owned())
}

#[test]
fn what_is_signed_is_what_the_screen_was_given() {
    let approval = opened();
    let screen = show(&approval, proposal()).unwrap();
    let signing = approval.begin_signing(at(10)).unwrap();
    let challenge = signing.shown.challenge_of(signing.shown.terms(), at(10)).unwrap();
    assert_eq!(challenge, screen.proposal.terms.challenge());
}

#[test]
fn terms_altered_between_showing_and_signing_are_not_signed() {
    let approval = opened();
    show(&approval, proposal()).unwrap();
    let signing = approval.begin_signing(at(10)).unwrap();
    let alterations: [fn(&mut ChargeTerms); 7] = [
        |terms| terms.amount = Amount::yen(58_800),
        |terms| terms.payee.name = "山ねこ珈排".into(),
        |terms| terms.payee.merchant_id = "m2".into(),
        |terms| terms.items[0].name = "ギフト券".into(),
        |terms| terms.funding.swap(0, 1),
        |terms| terms.expires_at = at(3_000),
        |terms| terms.nonce = "00".repeat(32),
    ];
    for (index, alter) in alterations.iter().enumerate() {
        let mut altered = terms();
        alter(&mut altered);
        let refused = signing.shown.challenge_of(&altered, at(10));
        assert_eq!(code(refused), "approval.terms_changed", "alteration {index}");
    }
}

#[test]
fn terms_that_do_not_hold_together_are_not_shown() {
    let alterations: [fn(&mut ChargeProposalView); 10] = [
        |p| p.terms.amount = Amount::yen(5881),
        |p| p.terms.items[0].amount = Amount::yen(1),
        |p| p.terms.funding[0].amount = Amount::yen(1),
        |p| p.terms.funding[1].amount = Amount::new(2880, saifu_money::Currency::Usd).unwrap(),
        |p| p.terms.checkout_session_id = "8d2cbe4e-8ed0-4e58-9f5a-6f5a4b1f5a11".into(),
        |p| p.merchant.name = "山ねこ珈琲 公式".into(),
        |p| p.merchant.domain = "yamaneko.example.net".into(),
        |p| p.funding[0].amount = Amount::yen(2999),
        |p| p.funding[1].kind = InstrumentKind::Points,
        |p| p.funding.truncate(1),
    ];
    for (index, alter) in alterations.iter().enumerate() {
        let mut altered = proposal();
        alter(&mut altered);
        let approval = opened();
        assert_eq!(code(show(&approval, altered)), "approval.terms_changed", "alteration {index}");
        assert_eq!(code(approval.begin_signing(at(1))), "approval.terms_changed", "nothing to sign");
    }
}

#[test]
fn the_payment_stays_the_same_while_its_funding_changes() {
    let approval = opened();
    show(&approval, proposal()).unwrap();
    let mut card_only = proposal();
    card_only.terms.proposal_id = "p2".into();
    card_only.terms.funding.remove(0);
    card_only.terms.funding[0].amount = Amount::yen(5880);
    card_only.funding = card_only.terms.funding.iter().map(described).collect();
    show(&approval, card_only).unwrap();

    let mut dearer = proposal();
    dearer.terms.amount = Amount::yen(6880);
    dearer.terms.items[0].amount = Amount::yen(3960);
    dearer.terms.funding[1].amount = Amount::yen(3880);
    dearer.funding = dearer.terms.funding.iter().map(described).collect();
    assert_eq!(code(show(&approval, dearer.clone())), "approval.terms_changed");
    assert_eq!(code(approval.begin_signing(at(1))), "approval.terms_changed", "the old terms are off too");
    assert_eq!(code(show(&approval, dearer)), "ok", "shown afresh, it is a new decision");
}

#[test]
fn expired_terms_are_neither_shown_nor_signed() {
    let approval = opened();
    let fetch = approval.begin_fetch(None).unwrap();
    let late = approval.show(&fetch, proposal(), Language::Ja, CREDENTIAL, at(300));
    assert_eq!(code(late), "approval.proposal_expired");
    show(&approval, proposal()).unwrap();
    assert_eq!(code(approval.begin_signing(at(300))), "approval.proposal_expired");
    let signing = approval.begin_signing(at(299)).unwrap();
    let slow = signing.shown.challenge_of(signing.shown.terms(), at(300));
    assert_eq!(code(slow), "approval.proposal_expired", "time that the PIN took counts");
}

#[test]
fn a_credential_that_may_not_sign_is_told_before_the_pin() {
    let approval = opened();
    let mut foreign = proposal();
    foreign.credential_ids.pop();
    assert_eq!(code(show(&approval, foreign)), "device.passkey_missing");
}

#[test]
fn an_answer_that_was_overtaken_is_not_shown() {
    let approval = opened();
    let first = approval.begin_fetch(None).unwrap();
    let second = approval.begin_fetch(None).unwrap();
    let show = |fetch| approval.show(fetch, proposal(), Language::Ja, CREDENTIAL, at(0));
    assert_eq!(code(show(&second)), "ok");
    assert_eq!(code(show(&first)), "approval.terms_changed");
}

#[test]
fn an_answer_for_the_session_before_is_not_shown() {
    let approval = opened();
    let before = approval.begin_fetch(None).unwrap();
    approval.open("8d2cbe4e-8ed0-4e58-9f5a-6f5a4b1f5a11".parse().unwrap(), OpenedFrom::Link).unwrap();
    let late = approval.show(&before, proposal(), Language::Ja, CREDENTIAL, at(0));
    assert_eq!(code(late), "approval.terms_changed");
}

#[test]
fn a_link_that_is_clicked_twice_changes_nothing() {
    let approval = opened();
    let screen = show(&approval, proposal()).unwrap();
    approval.open(session(), OpenedFrom::Wallet).unwrap();
    let signing = approval.begin_signing(at(1)).unwrap();
    assert_eq!(signing.shown.proposal_id(), screen.proposal.terms.proposal_id);
}

#[test]
fn while_signing_nothing_else_can_be_shown_signed_or_opened() {
    let approval = opened();
    show(&approval, proposal()).unwrap();
    let signing = approval.begin_signing(at(1)).unwrap();
    assert_eq!(code(approval.begin_signing(at(1))), "request.invalid");
    assert_eq!(code(approval.begin_fetch(None)), "request.invalid");
    assert_eq!(code(approval.open(session(), OpenedFrom::Link)), "request.invalid");
    approval.close();
    assert_eq!(approval.session(), Some(session()), "a signature under way is not lost");
    drop(signing);
    assert_eq!(code(approval.begin_signing(at(2))), "ok", "after a wrong PIN the terms still stand");
}

#[test]
fn a_finished_payment_cannot_be_signed_again() {
    let approval = opened();
    show(&approval, proposal()).unwrap();
    approval.begin_signing(at(1)).unwrap().finish();
    assert_eq!(code(approval.begin_signing(at(2))), "request.invalid");
}

#[test]
fn after_a_declined_card_new_terms_are_needed() {
    let approval = opened();
    show(&approval, proposal()).unwrap();
    approval.begin_signing(at(1)).unwrap().start_again();
    assert_eq!(code(approval.begin_signing(at(2))), "approval.terms_changed");
    assert_eq!(code(show(&approval, proposal())), "ok");
}
