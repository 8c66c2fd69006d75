import type { DeviceView } from '$lib/api';
import { m } from '$lib/paraglide/messages';
import { dayTimeText } from '$lib/shared/format/dates';
import { amountText } from '$lib/shared/format/money';
import { lockText } from '$lib/shared/words/times';

/** In seconds. */
export const LOCK_AFTER = [30, 60, 300, 900, 3600];
/** In yen. */
export const SECOND_FACTOR_FROM = ['5000', '10000', '30000', '50000', '100000'];

/** When it was used, and when it locks itself. */
export function deviceText({ seenAt, policy }: DeviceView, now: number): string {
	const seen = dayTimeText(seenAt, now);
	return m.device_line({ time: seen, lock: lockText(policy.lockAfterSeconds) });
}

/** From which amount a second factor is asked. */
export function secondFactorText(amount: string): string {
	return m.device_second_from({ amount: amountText({ amount, currencyCode: 'JPY' }) });
}
