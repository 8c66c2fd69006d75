import type { CardKind, CardUseView, CardView } from '$lib/api';
import { m } from '$lib/paraglide/messages';
import { cardExpiryText } from '$lib/shared/format/dates';
import { language } from '$lib/shared/language.svelte';

const KINDS: Record<CardKind, () => string> = {
	credit: m.cards_kind_credit,
	debit: m.cards_kind_debit,
	prepaid: m.cards_kind_prepaid,
	unknown: m.card_brand_unknown
};

/** クレジット・2028年8月まで. */
export function kindText(card: CardView): string {
	const date = cardExpiryText(card.expiryYear, card.expiryMonth);
	if (card.kind === 'unknown') return m.cards_until({ date });
	return m.cards_kind_until({ kind: KINDS[card.kind](), date });
}

/** 期限切れ, 今月で期限, 来月で期限; nothing where the end is far. */
export function expiryTag(card: CardView, now: number): string {
	if (card.state === 'expired') return m.cards_expired();
	if (card.state === 'usable') return '';
	const parts = new Intl.DateTimeFormat('en', { timeZone: 'Asia/Tokyo', month: 'numeric' });
	return Number(parts.format(now)) === card.expiryMonth ? m.cards_month_this() : m.cards_month_next();
}

/** What needs the card, in one sentence. */
export function useText({ kind, merchant }: CardUseView): string {
	const shop = merchant ?? m.card_use_shop();
	if (kind === 'charge') return m.card_use_charge({ shop });
	return kind === 'permission' ? m.card_use_permission({ shop }) : m.card_use_topup();
}

/** Characters as people count them: one for a kanji of two units. */
export function lengthOf(text: string): number {
	return [...new Intl.Segmenter(language.tag).segment(text)].length;
}
