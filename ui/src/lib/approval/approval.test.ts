import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { api, type ApprovalScreen, type ApprovalView } from '$lib/api';
import { Approval } from './approval.svelte';

vi.mock('$lib/api', async (original) => ({
	...(await original<typeof import('$lib/api')>()),
	api: {
		approvalTerms: vi.fn(),
		approvalChangeFunding: vi.fn(),
		approve: vi.fn(),
		approvalOutcome: vi.fn(),
		openApprovalBankPage: vi.fn(),
		declineApproval: vi.fn(),
		closeApproval: vi.fn()
	}
}));

const NOW = Date.parse('2026-11-23T01:24:00Z');
const preference = { usePoints: true, useGift: true, cardId: null };

function screen(expiresAt = '2026-11-23T01:29:00Z'): ApprovalScreen {
	const proposal = { terms: { proposalId: 'p', expiresAt }, preference } as ApprovalScreen['proposal'];
	return { proposal, language: 'ja', openedFrom: 'link', mark: null, fingerprint: false };
}

const view = (outcome: ApprovalView['outcome']): ApprovalView => ({
	orderId: 'o',
	outcome,
	declineCode: null
});
const refusal = (code: string, more = {}) => ({ code, message: '', ...more });

beforeEach(() => {
	vi.useFakeTimers({ now: NOW });
	vi.resetAllMocks();
});
afterEach(() => vi.useRealTimers());

async function opened() {
	vi.mocked(api.approvalTerms).mockResolvedValue(screen());
	const approval = new Approval();
	await approval.read();
	return approval;
}

function typePin(approval: Approval) {
	for (const digit of [1, 2, 3, 4, 5, 6]) approval.pin.press(digit);
}

const settled = () => vi.advanceTimersByTimeAsync(0);

describe('the approval', () => {
	it('reads the terms before it can be given', async () => {
		const approval = new Approval();
		expect(approval.phase).toBe('reading');
		approval.pay();
		typePin(approval);
		expect(api.approve).not.toHaveBeenCalled();
	});

	it('asks what became of a payment that waits for the bank, until it knows', async () => {
		vi.mocked(api.approve).mockResolvedValue(view('atBank'));
		vi.mocked(api.approvalOutcome).mockRejectedValueOnce(refusal('device.service_unreachable'));
		vi.mocked(api.approvalOutcome).mockResolvedValueOnce(view('atBank'));
		vi.mocked(api.approvalOutcome).mockResolvedValueOnce(view('declined'));
		const approval = await opened();
		typePin(approval);
		approval.pay();
		await settled();
		const phases = [approval.phase];
		const stop = approval.followOutcome();
		for (let asked = 0; asked < 3; asked += 1) {
			await vi.advanceTimersByTimeAsync(2000);
			phases.push(approval.phase);
		}
		stop?.();
		expect(phases).toEqual(['bank', 'bank', 'bank', 'declined']);
		expect(approval.followOutcome()).toBeUndefined();
	});

	it('needs the button and the PIN, whichever comes first', async () => {
		vi.mocked(api.approve).mockResolvedValue(view('authorized'));
		const buttonFirst = await opened();
		buttonFirst.pay();
		typePin(buttonFirst);
		await settled();
		expect(buttonFirst.phase).toBe('done');

		const pinFirst = await opened();
		typePin(pinFirst);
		expect(api.approve).toHaveBeenCalledTimes(1);
		pinFirst.pay();
		await settled();
		expect(pinFirst.phase).toBe('done');
		expect(api.approve).toHaveBeenLastCalledWith('123456', 'p', null);
	});

	it.each([
		['authorized', 'done'],
		['processing', 'processing'],
		['declined', 'declined']
	] as const)('that is %s ends as %s', async (outcome, phase) => {
		vi.mocked(api.approve).mockResolvedValue(view(outcome));
		const approval = await opened();
		approval.pay();
		typePin(approval);
		await settled();
		expect(approval.phase).toBe(phase);
	});

	it('clears a wrong PIN, says how often it may be tried, and stays', async () => {
		vi.mocked(api.approve).mockRejectedValue(refusal('approval.pin_wrong', { triesLeft: 4 }));
		const approval = await opened();
		approval.pay();
		typePin(approval);
		await settled();
		expect([approval.phase, approval.pin.length, approval.triesLeft]).toEqual(['ready', 0, 4]);
	});

	it('is locked until the time that the core says', async () => {
		const retryAt = '2026-11-23T01:26:00Z';
		vi.mocked(api.approve).mockRejectedValue(refusal('approval.pin_locked', { retryAt }));
		const approval = await opened();
		approval.pay();
		typePin(approval);
		await settled();
		expect(approval.lockedUntil).toBe(retryAt);
		vi.setSystemTime(Date.parse(retryAt));
		expect(approval.lockedUntil).toBeNull();
	});

	it.each([
		['approval.terms_changed', 'changed'],
		['approval.proposal_expired', 'expired'],
		['approval.assertion_refused', 'refused'],
		['funding.insufficient', 'refused'],
		// The answer did not come: it may have been paid.
		['device.service_unreachable', 'processing']
	])('that ends with %s shows %s', async (code, phase) => {
		vi.mocked(api.approve).mockRejectedValue(refusal(code));
		const approval = await opened();
		approval.pay();
		typePin(approval);
		await settled();
		expect(approval.phase).toBe(phase);
	});

	it('expires by itself and can be started again with the same wishes', async () => {
		const approval = await opened();
		vi.setSystemTime(NOW + 5 * 60_000);
		expect(approval.phase).toBe('expired');
		approval.pay();
		typePin(approval);
		expect(api.approve).not.toHaveBeenCalled();
		vi.mocked(api.approvalChangeFunding).mockResolvedValue(screen('2026-11-23T01:34:00Z'));
		await approval.again();
		expect(api.approvalChangeFunding).toHaveBeenCalledWith(preference);
		expect([approval.phase, approval.pin.length, approval.armed]).toEqual(['ready', 0, false]);
	});

	it('forgets PIN and button when the terms change under them', async () => {
		const approval = await opened();
		approval.pay();
		approval.pin.press(1);
		vi.mocked(api.approvalChangeFunding).mockResolvedValue(screen());
		approval.changing = true;
		await approval.fund({ ...preference, useGift: false });
		expect([approval.changing, approval.armed, approval.pin.length]).toEqual([false, false, 0]);
	});

	it('keeps the terms when another funding is refused', async () => {
		const approval = await opened();
		vi.mocked(api.approvalChangeFunding).mockRejectedValue(refusal('funding.card_required'));
		approval.changing = true;
		await approval.fund({ ...preference, useGift: false });
		expect([approval.phase, approval.changing]).toEqual(['ready', true]);
		expect(approval.change.error?.code).toBe('funding.card_required');
	});

	it('cannot be declined while it is being signed', async () => {
		vi.mocked(api.approve).mockReturnValue(new Promise(() => undefined));
		const approval = await opened();
		approval.pay();
		typePin(approval);
		expect(approval.phase).toBe('verifying');
		await approval.decline();
		expect(api.declineApproval).not.toHaveBeenCalled();
	});
});
