import { beforeEach, describe, expect, it, vi } from 'vitest';
import { api, type AppState } from '$lib/api';
import { SignUp } from './signUp.svelte';

vi.mock('$lib/api', async (original) => ({
	...(await original<typeof import('$lib/api')>()),
	api: {
		signUp: vi.fn(),
		resendCode: vi.fn(),
		confirmEmail: vi.fn(),
		askPin: vi.fn()
	}
}));

const shopper = { shopperId: 's', name: '佐藤 美咲', email: 'misaki@example.jp' };
const state = (stage: AppState['stage'], who: AppState['shopper'] = null) =>
	({ stage, shopper: who }) as AppState;
const later = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
const sent = () => ({ signUpId: 'u', email: shopper.email, expiresAt: later(10), resendAt: later(1) });

beforeEach(() => {
	vi.resetAllMocks();
	localStorage.clear();
	vi.mocked(api.signUp).mockImplementation(() => Promise.resolve(sent()));
});

describe('signing up', () => {
	it('goes from the address to the code, to the PIN, to the wallet', async () => {
		const signUp = new SignUp(vi.fn());
		signUp.start();
		signUp.name = ' 佐藤 美咲 ';
		signUp.email = 'misaki@example.jp';
		await signUp.send();
		expect(api.signUp).toHaveBeenCalledWith({ name: '佐藤 美咲', email: 'misaki@example.jp' });
		expect(signUp.step).toBe('code');
		signUp.typeCode('１２３ 456');
		await vi.waitFor(() => expect(signUp.step).toBe('pin'));
		expect(api.confirmEmail).toHaveBeenCalledWith('u', '123456');
		await signUp.ask({ kind: 'createPasskey' });
		expect(api.askPin).toHaveBeenCalledWith({ kind: 'createPasskey' });
		signUp.answered({ purpose: { kind: 'createPasskey' }, done: false });
		expect(signUp.step).toBe('pin');
		signUp.answered({ purpose: { kind: 'createPasskey' }, done: true });
		expect(signUp.step).toBe('done');
	});

	it('goes on to its own passkey when another device let it in', () => {
		const signUp = new SignUp(vi.fn());
		signUp.startJoin();
		expect(signUp.step).toBe('join');
		signUp.joined();
		expect(signUp.step).toBe('pin');
	});

	it('clears a wrong code and keeps the refusal', async () => {
		vi.mocked(api.confirmEmail).mockRejectedValue({ code: 'sign_up.code_wrong', message: '', triesLeft: 4 });
		const signUp = new SignUp(vi.fn());
		await signUp.send();
		signUp.typeCode('000000');
		await vi.waitFor(() => expect(signUp.confirming.error?.triesLeft).toBe(4));
		expect([signUp.step, signUp.code]).toEqual(['code', '']);
	});

	it('is found again after a restart, while its code is good', async () => {
		await new SignUp(vi.fn()).send();
		const restarted = new SignUp(vi.fn());
		restarted.resume(state('welcome'));
		expect([restarted.step, restarted.signUp?.signUpId]).toEqual(['code', 'u']);
	});

	it('begins anew when the code has ended meanwhile', async () => {
		vi.mocked(api.signUp).mockResolvedValue({ ...sent(), expiresAt: later(-1) });
		await new SignUp(vi.fn()).send();
		const restarted = new SignUp(vi.fn());
		restarted.resume(state('welcome'));
		expect(restarted.step).toBe('welcome');
	});

	it('counts down to the next code', async () => {
		const signUp = new SignUp(vi.fn());
		await signUp.send();
		expect(signUp.resendIn).toBeGreaterThan(50);
		vi.mocked(api.resendCode).mockResolvedValue({ ...sent(), resendAt: later(0) });
		await signUp.resend();
		expect([signUp.resent, signUp.resendIn]).toEqual([true, 0]);
	});

	it('opens the wallet that was closed on this device by its PIN', () => {
		const open = vi.fn();
		const signUp = new SignUp(open);
		signUp.resume(state('welcome', shopper));
		expect(signUp.step).toBe('signIn');
		signUp.answered({ purpose: { kind: 'signIn' }, done: true });
		expect(open).toHaveBeenCalledOnce();
	});
});
