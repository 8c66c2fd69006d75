import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Refusal, refusalOf } from '$lib/api';
import { Action } from './action.svelte';
import Amount from './Amount.svelte';
import { language } from './language.svelte';
import { Loadable } from './loadable.svelte';
import { PinEntry } from './pin.svelte';
import PinPad from './PinPad.svelte';
import { givenName, initial } from './words/people';

let mounted: Record<string, unknown> | undefined;
beforeEach(() => language.show('ja'));
afterEach(() => {
	if (mounted) void unmount(mounted);
	mounted = undefined;
	document.body.innerHTML = '';
});

function press(key: string) {
	window.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
	flushSync();
}

describe('an amount', () => {
	it('is one text for a screen reader and can be hidden', () => {
		const amount = { amount: '12840', currencyCode: 'JPY' };
		mounted = mount(Amount, { target: document.body, props: { amount, testid: 'a' } });
		expect(document.querySelector('.unseen')?.textContent).toBe('12,840円');
		expect(document.querySelector('[data-testid=a]')?.textContent).toBe('12,840円');
	});

	it('shows no figure when it is hidden', () => {
		const amount = { amount: '12840', currencyCode: 'JPY' };
		mounted = mount(Amount, { target: document.body, props: { amount, hidden: true } });
		expect(document.body.textContent).not.toMatch(/[0-9]/);
	});
});

describe('the PIN pad', () => {
	it('takes digits and Backspace from the keyboard, and nothing from Enter', () => {
		const done = vi.fn();
		const entry = new PinEntry(done);
		mounted = mount(PinPad, { target: document.body, props: { entry } });
		for (const key of ['1', '2', 'Enter', 'x', 'Backspace', '3', '4', '5', '6']) press(key);
		expect([entry.length, done.mock.calls.length]).toEqual([5, 0]);
		press('7');
		expect(done).toHaveBeenCalledOnce();
		expect([entry.take(), entry.length]).toEqual(['134567', 0]);
	});

	it('takes nothing while it is disabled', () => {
		const entry = new PinEntry();
		mounted = mount(PinPad, { target: document.body, props: { entry, disabled: true } });
		press('1');
		expect(entry.length).toBe(0);
	});
});

describe('what goes wrong', () => {
	it('is a refusal with its code', () => {
		const view = { code: 'card.declined', message: '' };
		expect(refusalOf(new Refusal(view))).toBe(view);
		expect(refusalOf(view)).toBe(view);
		expect(refusalOf(new Error('boom'))).toEqual({ code: 'internal', message: 'boom' });
	});

	it('stays beside the button until it is tried again', async () => {
		const action = new Action();
		expect(await action.run(() => Promise.reject(new Error('boom')))).toBe(false);
		expect([action.error?.code, action.busy]).toEqual(['internal', false]);
		expect(await action.run(() => Promise.resolve())).toBe(true);
		expect(action.error).toBeNull();
	});
});

describe('a view', () => {
	it('shows the answer that was asked for last', async () => {
		const answers: ((value: string) => void)[] = [];
		const view = new Loadable(() => new Promise<string>((resolve) => answers.push(resolve)));
		const reads = [view.refresh(), view.refresh()];
		answers[1]?.('new');
		answers[0]?.('old');
		await Promise.all(reads);
		expect([view.value, view.busy]).toEqual(['new', false]);
	});
});

describe('a name', () => {
	it.each([
		['佐藤 美咲', '美咲', '美'],
		['Misaki Sato', 'Misaki', 'M'],
		['みさき', 'みさき', 'み'],
		['𠮷田　花', '花', '花']
	])('%s', (name, given, letter) => {
		expect([givenName(name), initial(name)]).toEqual([given, letter]);
	});
});
