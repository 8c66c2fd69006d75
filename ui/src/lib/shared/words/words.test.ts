import { describe, expect, it } from 'vitest';
import { language } from '../language.svelte';
import { DECLINE_WORDS, declineWords, ERROR_WORDS, refusalWords } from '.';

const rust = import.meta.glob<string>(
	[
		'../../../../../crates/{wallet,service,device}/src/**/*.rs',
		'!../../../../../crates/**/tests.rs',
		'!../../../../../crates/**/tests/**'
	],
	{ query: '?raw', import: 'default', eager: true }
);
const screens = import.meta.glob<string>(
	['/src/**/*.{svelte,ts}', '!/src/lib/{paraglide,api/fake}/**', '!**/*.test.ts'],
	{ query: '?raw', import: 'default', eager: true }
);

/** Literals of the same shape that are no codes. */
const FILES = /\.(pem|json|db|js|css|key)$/;

/** Codes that no screen meets: a shop's server, the operator or a page of the service gets them. */
const ELSEWHERE = `
charge.amount_exceeded charge.not_found charge.status_invalid checkout.amount_mismatch checkout.items_invalid
checkout.status_invalid refund.amount_exceeded refund.not_found merchant.not_found page.not_found
permission.each_exceeded permission.month_exceeded permission.paused permission.status_invalid
permission.not_modifiable permission.rhythm_invalid
top_up.nothing_owed law.no_base_date law.not_paid_out request.cross_origin checkout.closed passkey.unknown email.taken
passkey.link_invalid browser.canceled browser.exists browser.offline
browser.code_missing`
	.trim()
	.split(/\s+/);

function literals(sources: Record<string, string>, shape: RegExp): string[] {
	return Object.values(sources).flatMap((source) =>
		[...source.matchAll(shape)].map(([, code]) => code ?? '')
	);
}

/** What stands in the Rust sources as a code, but for comments and their own tests. */
const SENT = literals(
	Object.fromEntries(
		Object.entries(rust).map(([file, source]) => [
			file,
			(source.split(/^#\[cfg\(test\)\]\nmod \w+ \{/m)[0] ?? '').replace(/^\s*\/\/.*$/gm, '')
		])
	),
	/"([a-z_]+\.[a-z_]+)"/g
).filter((code) => !FILES.test(code));

/** What the interface refuses by itself. */
const OWN = literals(screens, /code: '([a-z_]+\.[a-z_]+)'/g);

/** Every code that a screen may have to tell. */
const CODES = [...new Set([...SENT, ...OWN, 'internal'].filter((code) => !ELSEWHERE.includes(code)))].sort();

const JAPANESE = /[ぁ-んァ-ヶ一-龠]/;

describe.each(['ja', 'en'] as const)('refusals in %s', (chosen) => {
	it.each(CODES)('%s says what happened, what happened to the money, and what to do', (code) => {
		language.show(chosen);
		expect(Object.keys(ERROR_WORDS)).toContain(code);
		const { title, money, next } = refusalWords({ code, message: '' });
		for (const sentence of [title, money, next]) {
			expect(sentence).not.toMatch(/^(error_|money_)|^$/);
			expect(JAPANESE.test(sentence)).toBe(chosen === 'ja');
		}
	});

	it.each(Object.keys(DECLINE_WORDS))('a card that refuses with %s', (reason) => {
		language.show(chosen);
		const { title, next } = declineWords(reason);
		for (const sentence of [title, next]) expect(JAPANESE.test(sentence)).toBe(chosen === 'ja');
	});
});

describe('refusals', () => {
	it('knows no code that nobody sends', () => {
		expect(Object.keys(ERROR_WORDS).sort()).toEqual(CODES);
	});

	it('leaves no code out that is not there any more', () => {
		expect(ELSEWHERE.filter((code) => !SENT.includes(code))).toEqual([]);
	});

	it('says how often may still be tried', () => {
		language.show('ja');
		expect(refusalWords({ code: 'sign_up.code_wrong', message: '', triesLeft: 4 }).next).toContain('4');
	});

	it('says when to try again, in Japan', () => {
		language.show('ja');
		const retryAt = '2026-11-23T09:40:00Z';
		expect(refusalWords({ code: 'approval.pin_locked', message: '', retryAt }).next).toContain('18:40');
	});

	it('reads a code that is not known as internal and keeps it for support', () => {
		const words = refusalWords({ code: 'brand.new', message: '' });
		expect(words.title).toBe(refusalWords({ code: 'internal', message: '' }).title);
		expect(words.code).toBe('brand.new');
	});

	it('reads an unknown reason of a card as a plain refusal', () => {
		expect(declineWords('do_not_honor').title).toBe(declineWords('generic_decline').title);
	});
});
