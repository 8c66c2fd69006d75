import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { PasskeyLink, PasskeyView, PinAnswered } from '$lib/api';
import { Adding } from './adding.svelte';
import { Passkeys } from './passkeys.svelte';

const shell = vi.hoisted(() => ({ askPin: vi.fn(), passkeyLink: vi.fn(), pagePasskeys: vi.fn() }));
vi.mock('$lib/api', async (original) => ({ ...(await original()), api: shell }));

const link = (minutes: number): PasskeyLink => ({
	link: 'http://localhost:8080/passkeys/add#K7QD-2M4X-9RTB',
	code: 'K7QD-2M4X-9RTB',
	qr: { size: 1, dark: [] } as unknown as PasskeyLink['qr'],
	expiresAt: new Date(Date.now() + minutes * 60_000).toISOString()
});
const passkey = (passkeyId: string): PasskeyView => ({
	passkeyId,
	kind: 'browser',
	name: 'Chrome',
	createdAt: '2026-11-23T01:12:00Z',
	usedAt: null
});
const answered = (kind: 'addPasskey' | 'unlock', done: boolean): PinAnswered => ({ purpose: { kind }, done });

describe('adding a browser or a key', () => {
	let passkeys: Passkeys;
	let adding: Adding;
	beforeEach(() => {
		vi.resetAllMocks();
		shell.askPin.mockResolvedValue(null);
		shell.passkeyLink.mockResolvedValue(link(5));
		shell.pagePasskeys.mockResolvedValue({ passkeys: [passkey('old')] });
		passkeys = new Passkeys();
		adding = new Adding(passkeys);
	});

	it('shows a link only when the PIN was right', async () => {
		await adding.ask();
		expect(shell.askPin).toHaveBeenCalledWith({ kind: 'addPasskey' });
		adding.answered(answered('addPasskey', false));
		adding.answered(answered('unlock', true));
		await vi.waitFor(() => expect(adding.asking.busy).toBe(false));
		expect(adding.link).toBeNull();
		adding.answered(answered('addPasskey', true));
		await vi.waitFor(() => expect(adding.link?.code).toBe('K7QD-2M4X-9RTB'));
		expect(adding.msLeft).toBeGreaterThan(0);
	});

	it('tells what was added from what was there', async () => {
		adding.answered(answered('addPasskey', true));
		await vi.waitFor(() => expect(adding.link).not.toBeNull());
		expect(adding.added).toBeUndefined();
		shell.pagePasskeys.mockResolvedValue({ passkeys: [passkey('new'), passkey('old')] });
		await passkeys.refresh();
		expect(adding.added?.passkeyId).toBe('new');
	});
});
