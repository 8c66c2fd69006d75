import type { DeviceView } from '$lib/api';
import { m } from '$lib/paraglide/messages';
import { dayTimeText } from '$lib/shared/format/dates';
import { lockText } from '$lib/shared/words/times';

/** In yen. */
export const SECOND_FROM = ['1000', '5000', '10000', '30000', '50000', '100000'];
/** In seconds. */
export const LOCK_AFTER = [30, 60, 300, 900, 3600];

/** When it was used, and when it locks itself. */
export function deviceText({ seenAt, policy }: DeviceView, now: number): string {
	const seen = dayTimeText(seenAt, now);
	return m.device_line({ time: seen, lock: lockText(policy.lockAfterSeconds) });
}
