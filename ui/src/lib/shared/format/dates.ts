import { m } from '$lib/paraglide/messages';
import { language } from '../language.svelte';
import { dateFormat } from './formatters';

const ZONE = 'Asia/Tokyo';
const DAY_MS = 86_400_000;
const TOKYO_OFFSET_MS = 9 * 3_600_000; // No summer time in Japan.

type Moment = string | number;

function format(at: Moment, options: Intl.DateTimeFormatOptions): string {
	const text = dateFormat(language.tag, { timeZone: ZONE, ...options }).format(new Date(at));
	return language.current === 'en' ? text.replace(',', '') : text;
}

/** The clock on a wall in Japan, as if it showed UTC. */
function inJapan(at: Moment): Date {
	return new Date(new Date(at).getTime() + TOKYO_OFFSET_MS);
}

/** Days since 1970 in Japan. */
function dayNumber(at: Moment): number {
	return Math.floor(inJapan(at).getTime() / DAY_MS);
}

function sameYear(at: Moment, now: number): boolean {
	return inJapan(at).getUTCFullYear() === inJapan(now).getUTCFullYear();
}

/** 11月21日, in another year 2025年11月21日. */
export function dateText(at: Moment, now: number): string {
	const month = language.current === 'ja' ? 'long' : 'short';
	return format(at, { year: sameYear(at, now) ? undefined : 'numeric', month, day: 'numeric' });
}

/** 今日, 昨日, 明日, else the date. */
export function dayText(at: Moment, now: number): string {
	const days = dayNumber(at) - dayNumber(now);
	if (days === 0) return m.date_today();
	if (days === -1) return m.date_yesterday();
	if (days === 1) return m.date_tomorrow();
	return dateText(at, now);
}

/** 18:40. */
export function timeText(at: Moment): string {
	return format(at, { hour: 'numeric', minute: '2-digit', hourCycle: 'h23' });
}

/** 昨日 18:40. */
export function dayTimeText(at: Moment, now: number): string {
	return `${dayText(at, now)} ${timeText(at)}`;
}

/** 明日 10:12 まで, until tomorrow 10:12. */
export function untilText(at: Moment, now: number): string {
	const date = dayTimeText(at, now);
	// Inside a sentence English writes "tomorrow" small.
	return m.date_time_until({
		date: language.current === 'en' ? date[0]?.toLowerCase() + date.slice(1) : date
	});
}

/** 12月5日(土): with the weekday where one plans; other years with the year and without it. */
export function plannedDateText(at: Moment, now: number): string {
	if (!sameYear(at, now)) return dateText(at, now);
	const month = language.current === 'ja' ? 'long' : 'short';
	return format(at, { month, day: 'numeric', weekday: 'short' });
}

/** 2026年11月21日(土) 20:14. */
export function fullDateText(at: Moment): string {
	const month = language.current === 'ja' ? 'long' : 'short';
	return `${format(at, { year: 'numeric', month, day: 'numeric', weekday: 'short' })} ${timeText(at)}`;
}

/** 2026年11月21日. */
export function documentDateText(at: Moment): string {
	return format(at, { year: 'numeric', month: 'long', day: 'numeric' });
}

/** 11/21, in narrow places. */
export function shortDateText(at: Moment): string {
	const month = language.current === 'ja' ? 'numeric' : 'short';
	return format(at, { month, day: 'numeric' });
}

/** 11/21, in another year 2027/11/21: in narrow places where the year matters. */
export function narrowDateText(at: Moment, now: number): string {
	if (sameYear(at, now)) return shortDateText(at);
	const month = language.current === 'ja' ? 'numeric' : 'short';
	return format(at, { year: 'numeric', month, day: 'numeric' });
}

/** 2026年11月. */
export function monthText(at: Moment): string {
	return format(at, { year: 'numeric', month: 'long' });
}

/** The last day on which something can be used that ends at this moment, be it midnight or before. */
export function lastMoment(expiresAt: string): number {
	return Date.parse(expiresAt) - 1;
}

/** Whole days in Japan until the last day on which something can be done; 0 on that day. */
export function daysLeft(endsAt: string, now: number): number {
	return Math.max(0, dayNumber(lastMoment(endsAt)) - dayNumber(now));
}

/** The day in Japan so many days from now, as forms hold it: `2026-12-05`. */
export function dayIn(days: number, now: number): string {
	return new Date(now + TOKYO_OFFSET_MS + days * DAY_MS).toISOString().slice(0, 10);
}

/** A day as forms hold it in words: noon in Japan is that day whatever this machine's zone is. */
export function formDayText(day: string, now: number): string {
	return plannedDateText(`${day}T03:00:00Z`, now);
}

/** The end of a card: 2028年8月, "Aug 2028". */
export function cardExpiryText(year: number, month: number): string {
	const firstDay = Date.UTC(year, month - 1, 1);
	return format(firstDay, { year: 'numeric', month: language.current === 'ja' ? 'long' : 'short' });
}

/** 4:12, for countdowns. */
export function countdownText(leftMs: number): string {
	const left = Math.max(0, Math.ceil(leftMs / 1000));
	return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
}
