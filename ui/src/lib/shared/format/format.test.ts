import { beforeEach, describe, expect, it } from 'vitest';
import { language } from '../language.svelte';
import {
	cardExpiryText,
	countdownText,
	dateText,
	dayTimeText,
	fullDateText,
	lastMoment,
	plannedDateText,
	shortDateText
} from './dates';
import { amountParts, amountText, figureText, isZero, percentText } from './money';

const yen = (amount: string) => ({ amount, currencyCode: 'JPY' });
const NOW = Date.parse('2026-11-23T01:24:00Z'); // 10:24 in Japan

describe('in Japanese', () => {
	beforeEach(() => language.show('ja'));

	it('writes yen as they are spoken', () => {
		expect(amountText(yen('12840'))).toBe('12,840円');
		expect(amountParts(yen('1280'))).toEqual({ before: '', figure: '1,280', after: '円' });
	});

	it('keeps every digit of an amount that a number cannot hold', () => {
		expect(figureText(yen('9223372036854775807'))).toBe('9,223,372,036,854,775,807');
	});

	it('writes other currencies with their decimals', () => {
		expect(amountText({ amount: '10.50', currencyCode: 'USD' })).toBe('$10.50');
	});

	it('knows nothing from something', () => {
		expect([isZero(yen('0')), isZero(yen('10')), isZero({ amount: '0.00', currencyCode: 'USD' })]).toEqual([
			true,
			false,
			true
		]);
	});

	it('writes rates as percent', () => {
		expect([percentText(100), percentText(150)]).toEqual(['1', '1.5']);
	});

	it('counts days in Japan', () => {
		expect(dayTimeText('2026-11-22T15:10:00Z', NOW)).toBe('今日 0:10');
		expect(dayTimeText('2026-11-22T09:40:00Z', NOW)).toBe('昨日 18:40');
		expect(dayTimeText('2026-11-24T01:12:00Z', NOW)).toBe('明日 10:12');
		expect(dayTimeText('2026-11-21T09:40:00Z', NOW)).toBe('11月21日 18:40');
	});

	it('gives a weekday where one plans and a year where it is another', () => {
		expect(plannedDateText('2026-12-05T03:00:00Z', NOW)).toBe('12月5日(土)');
		expect(plannedDateText('2027-03-31T03:00:00Z', NOW)).toBe('2027年3月31日');
		expect(dateText('2025-11-21T03:00:00Z', NOW)).toBe('2025年11月21日');
	});

	it('names the last day on which something can be used', () => {
		const midnight = '2026-11-30T15:00:00Z';
		expect(dateText(lastMoment(midnight), NOW)).toBe('11月30日');
	});

	it('writes dates for head, table and card', () => {
		expect(fullDateText('2026-11-21T11:14:00Z')).toBe('2026年11月21日(土) 20:14');
		expect(shortDateText('2026-11-21T11:14:00Z')).toBe('11/21');
		expect(cardExpiryText(2028, 8)).toBe('2028年8月');
	});

	it('counts down to nothing and not below', () => {
		expect([countdownText(252_000), countdownText(9_001), countdownText(-5)]).toEqual([
			'4:12',
			'0:10',
			'0:00'
		]);
	});
});

describe('in English', () => {
	beforeEach(() => language.show('en'));

	it('writes yen with their sign', () => {
		expect(amountParts(yen('1280'))).toEqual({ before: '¥', figure: '1,280', after: '' });
	});

	it('writes days before months', () => {
		expect(plannedDateText('2026-12-05T03:00:00Z', NOW)).toBe('Sat 5 Dec');
		expect(dayTimeText('2026-11-22T09:40:00Z', NOW)).toBe('Yesterday 18:40');
	});
});
