import type { GiftDesign, GiftState, GiftView } from '$lib/api';
import { m } from '$lib/paraglide/messages';
import { dateText } from '$lib/shared/format/dates';

/** The pictures, and what they are good for. */
export const DESIGNS: readonly { design: GiftDesign; name: () => string; use: () => string }[] = [
	{ design: 'mizuhiki', name: m.send_design_mizuhiki, use: m.send_design_mizuhiki_for },
	{ design: 'ume', name: m.send_design_ume, use: m.send_design_ume_for },
	{ design: 'nami', name: m.send_design_nami, use: m.send_design_nami_for },
	{ design: 'hoshi', name: m.send_design_hoshi, use: m.send_design_hoshi_for }
];

const STATES: Record<GiftState, { word: () => string; text: () => string }> = {
	unpaid: { word: m.gifts_state_unpaid, text: m.gifts_unpaid_text },
	scheduled: { word: m.gifts_state_scheduled, text: m.gifts_scheduled_text },
	sent: { word: m.gifts_state_sent, text: m.gifts_sent_text },
	redeemed: { word: m.gifts_state_redeemed, text: m.gifts_redeemed_text },
	canceled: { word: m.gifts_state_canceled, text: m.gifts_canceled_text },
	expired: { word: m.gifts_state_expired, text: m.gifts_expired_text }
};

/** Where a gift stands, in a word. */
export const giftState = (state: GiftState): string => STATES[state].word();

/** Where it stands, in a sentence. */
export function giftStateText({ state, deliverAt }: GiftView, now: number): string {
	if (state === 'scheduled' && Date.parse(deliverAt) <= now) return m.gifts_sending_text();
	return STATES[state].text();
}

const TONES: Partial<Record<GiftState, 'positive' | 'accent'>> = {
	redeemed: 'positive',
	unpaid: 'accent'
};

/** The colour of its badge. */
export const giftTone = (state: GiftState): 'positive' | 'accent' | 'plain' => TONES[state] ?? 'plain';

/** The date that matters most in a list. */
export function giftLine(gift: GiftView, now: number): string {
	const on = (at: string) => ({ date: dateText(at, now) });
	if (gift.state === 'redeemed' && gift.redeemedAt) return m.gifts_row_redeemed(on(gift.redeemedAt));
	if (gift.state === 'scheduled') return m.gifts_row_scheduled(on(gift.deliverAt));
	if (gift.state === 'sent') return m.gifts_row_sent(on(gift.deliverAt));
	return m.gifts_row_other(on(gift.createdAt));
}
