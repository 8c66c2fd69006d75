import { m } from '$lib/paraglide/messages';

/** 「30秒」「5分」. */
export function lockText(seconds: number): string {
	return seconds < 60 ? m.device_seconds({ count: seconds }) : m.device_minutes({ count: seconds / 60 });
}
