use proptest::prelude::*;
use saifu_ledger::{AccountId, Balance};

use super::*;
use crate::gift::Lot;
use crate::id::ShopperId;
use crate::port::store::LotBalance;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn lot(index: usize, kind: LotKind, yen: u32, life_s: i64) -> LotBalance {
    let expires_at = Timestamp::from_second(life_s).unwrap();
    LotBalance {
        lot: Lot {
            account_id: AccountId::new(format!("lot:{index}")),
            shopper_id: ShopperId::new("s"),
            kind,
            origin: crate::gift::LotOrigin::Code,
            source: String::new(),
            initial: Amount::yen(yen),
            opened_at: NOW,
            expires_at,
            stage: crate::gift::LotStage::Open,
        },
        balance: Balance { credits_posted: yen.into(), ..Balance::default() },
    }
}

fn card(id: &str, year: u16) -> Card {
    Card {
        id: CardId::new(id),
        shopper_id: ShopperId::new("s"),
        customer_id: "cus_1".to_owned(),
        payment_method_id: "pm_1".to_owned(),
        brand: "visa".to_owned(),
        last4: "4242".to_owned(),
        expiry_month: 12,
        expiry_year: year,
        fingerprint: id.to_owned(),
        is_default: false,
        linked_at: NOW,
        removed_at: None,
        funding: crate::port::processor::CardFunding::Credit,
        nickname: String::new(),
        place: 0,
    }
}

prop_compose! {
    /// Lots as the store gives them: the soonest expiry first.
    fn any_holdings()(
        lots in prop::collection::vec((any::<bool>(), 1..5_000_u32, 1..1_000_000_i64), 0..8),
        cards in 0..3_usize,
    ) -> Holdings {
        let lots = lots.into_iter().enumerate();
        let kind = |points| if points { LotKind::Points } else { LotKind::Gift };
        let mut lots: Vec<_> =
            lots.map(|(index, (points, yen, life))| lot(index, kind(points), yen, life)).collect();
        lots.sort_by_key(|it| it.lot.expires_at);
        let cards = (0..cards).map(|index| card(&format!("card:{index}"), 2030)).collect();
        Holdings { lots, cards, reserved: Amount::yen(0) }
    }
}

const KINDS: [InstrumentKind; 3] = [InstrumentKind::Card, InstrumentKind::Gift, InstrumentKind::Points];

fn any_kinds() -> impl Strategy<Value = Vec<InstrumentKind>> {
    prop::sample::subsequence(KINDS.to_vec(), 0..=3).prop_shuffle()
}

fn any_preference() -> impl Strategy<Value = Preference> {
    (any::<bool>(), any::<bool>(), any_kinds()).prop_map(|(use_points, use_gift, order)| Preference {
        use_points,
        use_gift,
        card_id: None,
        order,
    })
}

fn held(holdings: &Holdings, kind: InstrumentKind) -> i64 {
    holdings.lots.iter().filter(|it| it.lot.kind.instrument() == kind).map(|it| it.balance.available()).sum()
}

proptest! {
    #[test]
    fn legs_sum_to_the_amount_and_keep_to_what_is_held(
        yen in 1..30_000_u32,
        holdings in any_holdings(),
        preference in any_preference(),
        excluded in any_kinds(),
    ) {
        let amount = Amount::yen(yen);
        let legs = match plan(amount, &holdings, &preference, &excluded, NOW) {
            Ok(legs) => legs,
            Err(refusal) => {
                let usable = |kind| preference.spends(&excluded).contains(&kind);
                let in_lots = |kind| if usable(kind) { held(&holdings, kind) } else { 0 };
                let enough = in_lots(InstrumentKind::Points) + in_lots(InstrumentKind::Gift);
                prop_assert!(enough < i64::from(yen), "refused though there is enough");
                let card = usable(InstrumentKind::Card);
                prop_assert!(!card || holdings.cards.is_empty());
                let why = if card { "funding.card_required" } else { "funding.card_excluded" };
                prop_assert_eq!(refusal.code(), Some(why));
                return Ok(());
            }
        };
        prop_assert_eq!(Amount::sum(amount.currency(), legs.iter().map(|leg| leg.amount)).unwrap(), amount);
        prop_assert!(legs.iter().all(|leg| !leg.amount.is_zero() && !excluded.contains(&leg.kind)));
        prop_assert!(preference.use_points || legs.iter().all(|leg| leg.kind != InstrumentKind::Points));
        prop_assert!(preference.use_gift || legs.iter().all(|leg| leg.kind != InstrumentKind::Gift));
        for leg in legs.iter().filter(|leg| leg.kind != InstrumentKind::Card) {
            let lot = holdings.lots.iter().find(|it| it.lot.account_id.as_str() == leg.instrument_id).unwrap();
            prop_assert!(leg.amount.minor() <= lot.balance.available());
            prop_assert_eq!(lot.lot.kind.instrument(), leg.kind);
        }
    }

    #[test]
    fn what_expires_first_is_spent_first(
        yen in 1..30_000_u32,
        holdings in any_holdings(),
        preference in any_preference(),
    ) {
        let Ok(legs) = plan(Amount::yen(yen), &holdings, &preference, &[], NOW) else { return Ok(()) };
        for kind in [InstrumentKind::Points, InstrumentKind::Gift] {
            let spent: Vec<&str> =
                legs.iter().filter(|leg| leg.kind == kind).map(|leg| leg.instrument_id.as_str()).collect();
            let of_kind: Vec<_> =
                holdings.lots.iter().filter(|it| it.lot.kind.instrument() == kind).collect();
            let soonest: Vec<&str> =
                of_kind.iter().take(spent.len()).map(|it| it.lot.account_id.as_str()).collect();
            prop_assert_eq!(&spent, &soonest);
            // All but the last of them are spent whole.
            let parts = legs.iter().filter(|leg| leg.kind == kind).zip(&of_kind);
            for (leg, lot) in parts.take(spent.len().saturating_sub(1)) {
                prop_assert_eq!(leg.amount.minor(), lot.balance.available());
            }
        }
    }

    #[test]
    fn kinds_come_in_the_preferred_order(
        yen in 1..30_000_u32,
        holdings in any_holdings(),
        preference in any_preference(),
    ) {
        let Ok(legs) = plan(Amount::yen(yen), &holdings, &preference, &[], NOW) else { return Ok(()) };
        let place = |kind| preference.spends(&[]).iter().position(|it| *it == kind).unwrap();
        let places: Vec<usize> = legs.iter().map(|leg| place(leg.kind)).collect();
        prop_assert!(places.is_sorted());
    }
}

#[test]
fn by_default_points_come_before_gift_balance_before_the_card() {
    let lots = vec![lot(0, LotKind::Gift, 300, 10), lot(1, LotKind::Points, 200, 20)];
    let holdings = Holdings { lots, cards: vec![card("card:1", 2030)], reserved: Amount::yen(0) };
    let legs = plan(Amount::yen(1000), &holdings, &Preference::default(), &[], NOW).unwrap();
    let parts: Vec<_> = legs.iter().map(|leg| (leg.kind, leg.amount.minor())).collect();
    assert_eq!(
        parts,
        [(InstrumentKind::Points, 200), (InstrumentKind::Gift, 300), (InstrumentKind::Card, 500)]
    );
}

#[test]
fn an_expired_card_is_refused_only_where_it_is_needed() {
    let cards = vec![card("old", 1969)];
    let holdings = Holdings { lots: vec![lot(0, LotKind::Gift, 300, 10)], cards, reserved: Amount::yen(0) };
    let planned = |yen| plan(Amount::yen(yen), &holdings, &Preference::default(), &[], NOW);
    assert_eq!(planned(300).unwrap().len(), 1);
    assert_eq!(planned(301).unwrap_err().code(), Some("card.expired"));
}

#[test]
fn an_order_names_a_kind_once() {
    let twice = Preference { order: vec![InstrumentKind::Gift; 2], ..Preference::default() };
    assert_eq!(twice.checked().unwrap_err().code(), Some("funding.order_invalid"));
}
