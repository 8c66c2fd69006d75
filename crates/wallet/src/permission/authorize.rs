use jiff::Timestamp;
use saifu_ledger::{AccountId, AccountKind, Phase, Transfer, TransferId, TransferKind};
use saifu_money::Amount;
use saifu_terms::{FundingLeg, InstrumentKind, LineItem};

use crate::card::CardToken;
use crate::charge::{Channel, Charge, ChargeState, Due, DueKind, Leg};
use crate::house::Purpose;
use crate::id::{ChargeId, ChargePermissionId, CheckoutSessionId, MerchantId, ShopperId};
use crate::merchant::Metadata;
use crate::permission::{
    CHARGE_MAX_MINOR, ChargePermission, PERMISSION_LIFE_S, PermissionState, Standing, UNUSED_LIFE_DAYS,
};
use crate::{Moment, Outcome, Refusal};

/// What the shopper consented to: terms that were signed, or a code that a till scanned.
#[derive(Clone, Debug)]
pub struct Consent {
    /// Who consents.
    pub shopper_id: ShopperId,
    /// To whom.
    pub merchant_id: MerchantId,
    /// In which session; none at a till.
    pub checkout_session_id: Option<CheckoutSessionId>,
    /// How much.
    pub amount: Amount,
    /// For what.
    pub items: Vec<LineItem>,
    /// Something that the merchant sells, or prepaid value.
    pub purpose: Purpose,
    /// Paid with what.
    pub funding: Vec<FundingLeg>,
    /// The token of the card that pays a part.
    pub card: Option<CardToken>,
    /// Where.
    pub channel: Channel,
    /// Whether the charge is captured as soon as it is authorized.
    pub capture_now: bool,
    /// When the authorization lapses if nobody completes or captures it.
    pub lapses_at: Timestamp,
    /// Made with a sandbox key.
    pub sandbox: bool,
    /// What may be charged again and again from now on; its first charge is in it.
    pub standing: Option<Standing>,
    /// What the merchant keeps with the charge; none: what its session says.
    pub metadata: Option<Metadata>,
}

/// What a consent turns into.
#[derive(Clone, Debug)]
pub struct Authorized {
    /// The permission.
    pub permission: ChargePermission,
    /// Its charge.
    pub charge: Charge,
    /// A reservation of each leg.
    pub transfers: Vec<Transfer>,
}

/// A charge and the reservation of each leg.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The charge.
    pub charge: Charge,
    /// A reservation of each leg.
    pub transfers: Vec<Transfer>,
}

/// Turns a consent into a permission, its charge and the reservation of each leg. Pure: whether the
/// lots hold enough is the ledger's guard at commit.
///
/// # Errors
/// `approval.terms_changed`: the legs do not sum to the amount, or there is nothing to charge;
/// `charge.amount_exceeded` above [`CHARGE_MAX_MINOR`].
pub fn authorize(consent: Consent, moment: &Moment<'_>) -> Outcome<Authorized> {
    let permission_id = match consent.standing {
        Some(_) => ChargePermissionId::draw_standing(moment, consent.sandbox),
        None => ChargePermissionId::draw(moment, consent.sandbox),
    };
    let Claim { charge, transfers } = claim(&consent, &permission_id, moment)?;
    Ok(Authorized { permission: new_permission(&consent, permission_id, moment), charge, transfers })
}

/// A charge on a permission that there is, and the reservation of each leg. Pure, as [`authorize`].
///
/// # Errors
/// As [`authorize`].
pub fn claim(consent: &Consent, permission: &ChargePermissionId, moment: &Moment<'_>) -> Outcome<Claim> {
    if consent.amount.minor() > CHARGE_MAX_MINOR {
        return Err(Refusal::rule("charge.amount_exceeded"));
    }
    let legs = consent.funding.iter().map(|leg| leg.amount);
    if Amount::sum(consent.amount.currency(), legs)? != consent.amount || consent.amount.is_zero() {
        return Err(Refusal::rule("approval.terms_changed"));
    }
    let charge_id = ChargeId::draw(moment, permission, consent.sandbox);
    let transfers: Vec<Transfer> = consent
        .funding
        .iter()
        .enumerate()
        .map(|(index, leg)| reservation(&charge_id, index, leg, &consent.merchant_id, moment.now))
        .collect();
    let legs = consent.funding.iter().zip(&transfers).map(|(leg, transfer)| Leg::reserved(leg, transfer));
    let charge = new_charge(consent, charge_id, permission.clone(), legs.collect(), moment);
    Ok(Claim { charge, transfers })
}

fn reservation(
    charge: &ChargeId,
    index: usize,
    leg: &FundingLeg,
    merchant: &MerchantId,
    at: Timestamp,
) -> Transfer {
    let currency = leg.amount.currency();
    let debit = match leg.kind {
        InstrumentKind::Card => AccountId::house(AccountKind::CardClearing, currency),
        InstrumentKind::Gift | InstrumentKind::Points => AccountId::new(leg.instrument_id.clone()),
    };
    Transfer {
        id: TransferId::new(format!("{charge}:{index}")),
        debit,
        credit: AccountId::merchant_payable(merchant.as_str(), currency),
        amount: leg.amount,
        kind: TransferKind::Charge,
        phase: Phase::Pending,
        at,
    }
}

fn new_permission(consent: &Consent, id: ChargePermissionId, moment: &Moment<'_>) -> ChargePermission {
    let life_s = match consent.standing {
        Some(_) => UNUSED_LIFE_DAYS * 24 * 3600,
        None => PERMISSION_LIFE_S,
    };
    ChargePermission {
        id,
        shopper_id: consent.shopper_id.clone(),
        merchant_id: consent.merchant_id.clone(),
        checkout_session_id: consent.checkout_session_id.clone(),
        standing: consent.standing.clone(),
        limit: consent.amount,
        remaining: Amount::zero(consent.amount.currency()),
        state: PermissionState::NonChargeable,
        closed_for: None,
        closure_reason: None,
        metadata: None,
        rhythm: None,
        created_at: moment.now,
        updated_at: moment.now,
        expires_at: moment.after_seconds(life_s),
    }
}

fn new_charge(
    consent: &Consent,
    id: ChargeId,
    permission_id: ChargePermissionId,
    legs: Vec<Leg>,
    moment: &Moment<'_>,
) -> Charge {
    let by_card = legs.iter().any(|leg| leg.kind == InstrumentKind::Card);
    let due = by_card.then_some(Due { kind: DueKind::Authorize, since: moment.now });
    Charge {
        id,
        permission_id,
        checkout_session_id: consent.checkout_session_id.clone(),
        shopper_id: consent.shopper_id.clone(),
        merchant_id: consent.merchant_id.clone(),
        channel: consent.channel,
        amount: consent.amount,
        items: consent.items.clone(),
        purpose: consent.purpose.clone(),
        legs,
        state: if by_card { ChargeState::AuthorizationInitiated } else { ChargeState::Authorized },
        reason: None,
        metadata: consent.metadata.clone(),
        soft_descriptor: None,
        decline_code: None,
        capture_now: consent.capture_now,
        card: consent.card.clone(),
        hold_id: None,
        bank_page: None,
        due,
        captured: None,
        refunded: Amount::zero(consent.amount.currency()),
        reward: None,
        approved_at: moment.now,
        captured_at: None,
        closed_at: None,
        updated_at: moment.now,
        expires_at: consent.lapses_at,
    }
}
