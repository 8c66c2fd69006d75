import { beforeEach, describe, expect, it, vi } from 'vitest';
import { api, type FingerStep, type PinPurpose, type PinRequest } from '$lib/api';
import { PinQuestion } from './question.svelte';

vi.mock('$lib/api', async (original) => ({
	...(await original<typeof import('$lib/api')>()),
	channel: vi.fn(async (handle: (step: FingerStep) => void) => ({ onmessage: handle })),
	api: { pinRequest: vi.fn(), answerPin: vi.fn(), answerByFingerprint: vi.fn(), closePin: vi.fn() }
}));

const request = (purpose: PinPurpose): PinRequest => ({
	requestId: 7,
	purpose,
	shopperName: '佐藤 美咲',
	join: null,
	device: null,
	permission: null,
	passkey: null,
	mark: { picture: 3, tint: 2 },
	fingerprint: false,
	language: 'ja'
});

async function asked(purpose: PinPurpose): Promise<PinQuestion> {
	vi.mocked(api.pinRequest).mockResolvedValue(request(purpose));
	const question = new PinQuestion();
	await question.read();
	return question;
}

function type(question: PinQuestion, digits: string) {
	for (const digit of digits) question.entry.press(Number(digit));
}

beforeEach(() => {
	vi.clearAllMocks();
	vi.mocked(api.answerPin).mockResolvedValue({ kind: 'done' });
});

describe('the window that asks for the PIN', () => {
	it('sends a PIN once, for the question that it shows', async () => {
		const question = await asked({ kind: 'signIn' });
		type(question, '246801');
		await vi.waitFor(() => expect(api.answerPin).toHaveBeenCalledExactlyOnceWith(7, '246801', null, null));
		expect(question.entry.length).toBe(0);
	});

	it('asks twice where the PIN is chosen', async () => {
		const question = await asked({ kind: 'createPasskey' });
		type(question, '246801');
		expect([question.phase, vi.mocked(api.answerPin).mock.calls.length]).toEqual(['repeat', 0]);
		type(question, '246801');
		await vi.waitFor(() => expect(api.answerPin).toHaveBeenCalledWith(7, '246801', null, null));
	});

	it('asks for the old PIN before another is chosen', async () => {
		const question = await asked({ kind: 'changePin' });
		type(question, '246801');
		expect(question.phase).toBe('choose');
		type(question, '735208');
		type(question, '735208');
		await vi.waitFor(() =>
			expect(api.answerPin).toHaveBeenCalledExactlyOnceWith(7, '246801', '735208', null)
		);
	});

	it('takes a mark before the PIN', async () => {
		const question = await asked({ kind: 'chooseMark' });
		expect([question.phase, question.picture, question.tint]).toEqual(['mark', 3, 2]);
		question.picture = 5;
		question.takeMark();
		type(question, '246801');
		const mark = { picture: 5, tint: 2 };
		await vi.waitFor(() => expect(api.answerPin).toHaveBeenCalledExactlyOnceWith(7, '246801', null, mark));
	});

	it('begins anew when the two differ', async () => {
		const question = await asked({ kind: 'createPasskey' });
		type(question, '246801');
		type(question, '246802');
		expect([question.phase, question.differed]).toEqual(['choose', true]);
		expect(api.answerPin).not.toHaveBeenCalled();
	});

	it('says how often may still be tried, and takes the next one', async () => {
		vi.mocked(api.answerPin).mockRejectedValue({ code: 'approval.pin_wrong', message: '', triesLeft: 3 });
		const question = await asked({ kind: 'signIn' });
		type(question, '000000');
		await vi.waitFor(() => expect(question.triesLeft).toBe(3));
		expect(question.phase).toBe('enter');
	});

	it('shows what the PIN opened, in this window alone', async () => {
		vi.mocked(api.answerPin).mockResolvedValue({ kind: 'recoveryCodes', codes: ['K7QD-2M4X-9RTB-0Z8W'] });
		const question = await asked({ kind: 'renewRecoveryCodes' });
		type(question, '246801');
		await vi.waitFor(() => expect(question.phase).toBe('result'));
		expect(question.result).toEqual({ kind: 'recoveryCodes', codes: ['K7QD-2M4X-9RTB-0Z8W'] });
	});

	it('waits for a finger beside the pad, and says why it was not known', async () => {
		vi.mocked(api.pinRequest).mockResolvedValue({ ...request({ kind: 'unlock' }), fingerprint: true });
		let refuse: ((cause: unknown) => void) | undefined;
		vi.mocked(api.answerByFingerprint).mockImplementation((_, steps) => {
			steps.onmessage('slower');
			return new Promise((_, reject) => (refuse = reject));
		});
		const question = new PinQuestion();
		await question.read();
		await vi.waitFor(() => expect(question.finger.words).toBe('短すぎました。もう少し長く触れてください'));
		expect(question.phase).toBe('enter');
		refuse?.({ code: 'fingerprint.no_match', message: '' });
		await vi.waitFor(() => expect(question.finger.error?.code).toBe('fingerprint.no_match'));
		expect([question.finger.waiting, question.phase]).toEqual([false, 'enter']);
	});

	it('does not take the end of a wait for a refusal', async () => {
		vi.mocked(api.pinRequest).mockResolvedValue({ ...request({ kind: 'unlock' }), fingerprint: true });
		vi.mocked(api.answerByFingerprint).mockRejectedValue({ code: 'fingerprint.stopped', message: '' });
		const question = new PinQuestion();
		await question.read();
		await vi.waitFor(() => expect(question.finger.waiting).toBe(false));
		expect([question.finger.error, question.error, question.phase]).toEqual([null, null, 'enter']);
	});

	it('goes no further after a refusal that no other PIN mends', async () => {
		vi.mocked(api.answerPin).mockRejectedValue({ code: 'approval.pin_wiped', message: '' });
		const question = await asked({ kind: 'signIn' });
		type(question, '000000');
		await vi.waitFor(() => expect(question.phase).toBe('refused'));
	});
});
