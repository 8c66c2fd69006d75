import type { LotOrigin, LotView, TopUpMethod } from '$lib/api';
import { m } from '$lib/paraglide/messages';
import { topUpTitle } from './topUps';

/** The way of topping up that filled a lot. */
export const TOP_UP_OF = {
	topUpCard: 'card',
	topUpSlip: 'slip',
	topUpBankTransfer: 'bankTransfer'
} as const satisfies Partial<Record<LotOrigin, TopUpMethod>>;

/** What a part of the balance is called: who gave it, or how it came. */
export function lotTitle({ origin, source }: LotView): string {
	switch (origin) {
		case 'gift':
			return source ? m.lot_gift_from({ name: source }) : m.lot_gift();
		case 'refund':
			return source ? m.lot_refund_from({ shop: source }) : m.lot_refund();
		case 'code':
			return source || m.lot_code();
		case 'points':
			return source || m.lot_points();
		default:
			return topUpTitle(TOP_UP_OF[origin]);
	}
}
