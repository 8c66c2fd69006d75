import { describe, expect, it } from 'vitest';
import { language } from '$lib/shared/language.svelte';
import { emailHint, meant } from './emailHint';

describe('an address that is typed', () => {
	it.each([
		['misaki@gmial.com', 'misaki@gmail.com'],
		['misaki@gmail.co', 'misaki@gmail.com'],
		['Misaki@yaho.co.jp', 'misaki@yahoo.co.jp'],
		['misaki@docomo.ne.jo', 'misaki@docomo.ne.jp']
	])('%s probably means %s', (typed, right) => expect(meant(typed)).toBe(right));

	it.each([
		'misaki@gmail.com',
		'misaki@example.jp',
		'misaki@saifu.example',
		'misaki',
		'misaki@',
		'@gmial.com',
		'a@b@gmial.com'
	])('%s is left alone', (typed) => expect(meant(typed)).toBeNull());

	it('tells of filters where a carrier has them', () => {
		language.show('ja');
		expect(emailHint('misaki@docomo.ne.jp')).toContain('受信');
		expect(emailHint('misaki@gmail.com')).toBeUndefined();
	});
});
