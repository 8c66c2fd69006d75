import { describe, expect, it } from 'vitest';
import en from '../../../../messages/en.json';
import ja from '../../../../messages/ja.json';

type Catalogue = Record<string, unknown>;

const sources = Object.values(
	import.meta.glob<string>(['/src/**/*.{svelte,ts}', '!/src/lib/paraglide/**', '!**/*.test.ts'], {
		query: '?raw',
		import: 'default',
		eager: true
	})
).join('\n');

function placeholders(message: unknown): string[] {
	const text = typeof message === 'string' ? message : JSON.stringify(message);
	return [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
}

describe('the catalogue', () => {
	it('has the same messages in both languages', () => {
		expect(Object.keys(en).sort()).toEqual(Object.keys(ja).sort());
	});

	it.each(Object.keys(ja))('%s takes the same inputs in both languages', (key) => {
		expect(placeholders((en as Catalogue)[key])).toEqual(placeholders((ja as Catalogue)[key]));
	});

	it.each(Object.keys(ja).filter((key) => key !== '$schema'))('%s is on some screen', (key) => {
		expect(sources).toMatch(new RegExp(`\\bm\\.${key}\\b`));
	});

	it('writes Japanese as the design asks', () => {
		for (const [key, message] of Object.entries(ja)) {
			const text = JSON.stringify(message);
			expect(text, key).not.toMatch(/させていただ|！|!|エラーが発生|￥|下さい|加盟店/);
		}
	});
});
