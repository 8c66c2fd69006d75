import type { CardView, FundingLegView, MerchantView, OrderChannel, OrderState, TaxRate } from '$lib/api';
import { m } from '$lib/paraglide/messages';

/** The wallet's own shop, which sells gifts and balance (`crates/wallet/src/house`). */
const HOUSE_ID = 'M0SAIFU';

/** Whether the wallet itself was paid. */
export const isHouse = (merchant: MerchantView): boolean => merchant.merchantId === HOUSE_ID;

const STATES: Record<OrderState, () => string> = {
	processing: m.state_processing,
	authorized: m.state_authorized,
	captured: m.state_captured,
	partiallyRefunded: m.state_partially_refunded,
	refunded: m.state_refunded,
	canceled: m.state_canceled,
	declined: m.state_declined
};

/** Where an order stands. */
export function stateWord(state: OrderState): string {
	return STATES[state]();
}

const BRANDS: Record<string, string> = {
	visa: 'VISA',
	mastercard: 'Mastercard',
	jcb: 'JCB',
	amex: 'American Express',
	diners: 'Diners Club',
	discover: 'Discover'
};

/** A card brand as its owner writes it. */
export function brandWord(brand: string | null): string {
	return BRANDS[brand ?? ''] ?? m.card_brand_unknown();
}

/** VISA •• 4242. */
export function cardName(card: Pick<CardView, 'brand' | 'last4'>): string {
	return m.card_name({ brand: brandWord(card.brand), last4: card.last4 });
}

/** ポイント, ギフト残高 or the card's name. */
export function legName(leg: Pick<FundingLegView, 'kind' | 'brand' | 'last4'>): string {
	if (leg.kind === 'points') return m.leg_points();
	if (leg.kind === 'gift') return m.leg_gift();
	return cardName({ brand: leg.brand ?? '', last4: leg.last4 ?? '' });
}

const CHANNELS: Record<OrderChannel, () => string> = {
	online: m.channel_online,
	store: m.channel_store,
	automatic: m.channel_automatic
};

/** How an order came about. */
export function channelWord(channel: OrderChannel): string {
	return CHANNELS[channel]();
}

/** Percent of the consumption tax rates; what is exempt has none. */
export const TAX_PERCENT = { reduced: 8, standard: 10 } as const;

/** 10%, or 非課税. */
export function taxWord(rate: TaxRate): string {
	return rate === 'exempt' ? m.tax_exempt() : m.tax_percent({ percent: TAX_PERCENT[rate] });
}
