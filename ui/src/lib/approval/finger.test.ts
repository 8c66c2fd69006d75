import { beforeEach, describe, expect, it, vi } from 'vitest';
import { api, type ApprovalScreen, type ApprovalView, type FingerStep } from '$lib/api';
import { Approval } from './approval.svelte';

vi.mock('$lib/api', async (original) => ({
	...(await original<typeof import('$lib/api')>()),
	channel: async (handle: (step: FingerStep) => void) => ({ onmessage: handle }),
	api: { approvalTerms: vi.fn(), approve: vi.fn(), approveByFingerprint: vi.fn(), stopFingerprint: vi.fn() }
}));

const EXPIRES_AT = '2126-11-23T01:29:00Z';
const proposal = { terms: { proposalId: 'p', expiresAt: EXPIRES_AT } } as ApprovalScreen['proposal'];
const screen: ApprovalScreen = {
	proposal,
	language: 'ja',
	openedFrom: 'link',
	mark: null,
	fingerprint: true
};
const authorized: ApprovalView = { orderId: 'o', outcome: 'authorized', declineCode: null };
const refusal = (code: string) => ({ code, message: '' });
const settled = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => void vi.resetAllMocks());

describe('a finger that approves', () => {
	async function withReader() {
		vi.mocked(api.approvalTerms).mockResolvedValue(screen);
		const approval = new Approval();
		await approval.read();
		return approval;
	}

	it('is waited for once the button with the amount was pressed', async () => {
		vi.mocked(api.approveByFingerprint).mockResolvedValue(authorized);
		const approval = await withReader();
		expect(api.approveByFingerprint).not.toHaveBeenCalled();
		approval.pay();
		await settled();
		expect(vi.mocked(api.approveByFingerprint).mock.calls[0]?.[0]).toBe('p');
		expect(approval.phase).toBe('done');
	});

	it('that is another leaves the terms as they are', async () => {
		vi.mocked(api.approveByFingerprint).mockRejectedValue(refusal('fingerprint.no_match'));
		const approval = await withReader();
		approval.pay();
		await settled();
		expect([approval.phase, approval.finger.error?.code]).toEqual(['ready', 'fingerprint.no_match']);
	});

	it('is not waited for any more where the shopper takes the PIN', async () => {
		let refuse: ((cause: unknown) => void) | undefined;
		vi.mocked(api.approveByFingerprint).mockReturnValue(new Promise((_, reject) => (refuse = reject)));
		vi.mocked(api.stopFingerprint).mockImplementation(async () => {
			refuse?.(refusal('fingerprint.stopped'));
			return null;
		});
		vi.mocked(api.approve).mockResolvedValue(authorized);
		const approval = await withReader();
		approval.pay();
		await settled();
		await approval.changeMeans();
		await settled();
		expect([approval.finger.waiting, approval.byFinger, approval.phase]).toEqual([false, false, 'ready']);
		for (const digit of [1, 2, 3, 4, 5, 6]) approval.pin.press(digit);
		approval.pay();
		await settled();
		expect(api.approve).toHaveBeenCalledExactlyOnceWith('123456', 'p', null);
	});

	it('does not hide what went wrong with the payment', async () => {
		vi.mocked(api.approveByFingerprint).mockRejectedValue(refusal('approval.terms_changed'));
		const approval = await withReader();
		approval.pay();
		await settled();
		expect(approval.phase).toBe('changed');
	});

	it('waits for nothing before the second factor is there', async () => {
		const needed = { ...proposal, secondFactor: true };
		vi.mocked(api.approvalTerms).mockResolvedValue({ ...screen, proposal: needed });
		vi.mocked(api.approveByFingerprint).mockRejectedValue(refusal('factor.code_wrong'));
		const approval = new Approval();
		await approval.read();
		approval.pay();
		await settled();
		expect(api.approveByFingerprint).not.toHaveBeenCalled();
		approval.factor = ' 123456 ';
		approval.pay();
		await settled();
		expect(vi.mocked(api.approveByFingerprint).mock.calls[0]?.slice(0, 2)).toEqual(['p', '123456']);
		expect([approval.phase, approval.factor, approval.error?.code]).toEqual([
			'ready',
			'',
			'factor.code_wrong'
		]);
	});
});
