import type { TopUpView } from '$lib/api';
import { m } from '$lib/paraglide/messages';
import { amountText } from '$lib/shared/format/money';

/** What waits, in a few characters: its amount, or of several how many there are. */
export function waitingText(topUps: TopUpView[]): string {
	const [only, second] = topUps;
	if (!only) return '';
	return second ? m.topup_waiting_count({ count: topUps.length }) : amountText(only.amount);
}
