import { beforeEach, describe, expect, it, vi } from 'vitest';
import { api, type AppState } from '$lib/api';
import { SignUp } from './signUp.svelte';

vi.mock('$lib/api', async (original) => ({
	...(await original<typeof import('$lib/api')>()),
	api: {
		signUp: vi.fn(),
		resendCode: vi.fn(),
		confirmEmail: vi.fn(),
		createPasskey: vi.fn(),
		signIn: vi.fn()
	}
}));

const shopper = { shopperId: 's', name: '佐藤 美咲', email: 'misaki@example.jp' };
const state = (stage: AppState['stage'], who: AppState['shopper'] = null) =>
	({ stage, shopper: who }) as AppState;
const later = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
const sent = () => ({ signUpId: 'u', email: shopper.email, expiresAt: later(10), resendAt: later(1) });
const settled = () => vi.waitFor(() => undefined);

beforeEach(() => {
	vi.resetAllMocks();
	localStorage.clear();
	vi.mocked(api.signUp).mockImplementation(() => Promise.resolve(sent()));
});

function press(entry: SignUp['first'], digits: string) {
	for (const digit of digits) entry.press(Number(digit));
}

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
		press(signUp.first, '246801');
		expect(signUp.step).toBe('pinAgain');
		press(signUp.second, '246801');
		await vi.waitFor(() => expect(signUp.step).toBe('done'));
		expect(api.createPasskey).toHaveBeenCalledWith('246801');
	});

	it('asks for both PINs again when they differ', async () => {
		const signUp = new SignUp(vi.fn());
		signUp.resume(state('passkey', shopper));
		press(signUp.first, '246801');
		press(signUp.second, '246802');
		await settled();
		expect([signUp.step, signUp.differed]).toEqual(['pin', true]);
		expect(api.createPasskey).not.toHaveBeenCalled();
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

	it('opens the wallet that was closed on this device by its PIN', async () => {
		const open = vi.fn();
		const signUp = new SignUp(open);
		signUp.resume(state('welcome', shopper));
		expect(signUp.step).toBe('signIn');
		press(signUp.key, '246801');
		await vi.waitFor(() => expect(open).toHaveBeenCalledOnce());
		expect(api.signIn).toHaveBeenCalledWith('246801');
	});
});
