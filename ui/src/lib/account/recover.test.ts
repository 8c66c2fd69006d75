import { beforeEach, describe, expect, it, vi } from 'vitest';
import { api } from '$lib/api';
import { Recover } from './recover.svelte';

vi.mock('$lib/api', async (original) => ({
	...(await original<typeof import('$lib/api')>()),
	api: { startRecovery: vi.fn(), proveRecovery: vi.fn(), finishRecovery: vi.fn(), leaveRecovery: vi.fn() }
}));

const begun = (hours: number | null) => ({
	recoveryId: 'r',
	email: 'misaki@example.jp',
	readyAt: hours === null ? null : new Date(Date.now() + hours * 3_600_000).toISOString()
});

beforeEach(() => vi.resetAllMocks());

describe('a wallet whose devices are gone', () => {
	it('takes the address, then both codes, then waits', async () => {
		vi.mocked(api.startRecovery).mockResolvedValue(begun(null));
		vi.mocked(api.proveRecovery).mockResolvedValue(begun(72));
		const recover = new Recover(null, vi.fn());
		recover.email = ' misaki@example.jp ';
		await recover.ask();
		expect(api.startRecovery).toHaveBeenCalledWith('misaki@example.jp');
		recover.typeCode('１２３ 456');
		expect([recover.code, recover.complete]).toEqual(['123456', false]);
		recover.recoveryCode = ' K7QD-2M4X ';
		await recover.prove();
		expect(api.proveRecovery).toHaveBeenCalledWith('123456', 'K7QD-2M4X');
		expect([recover.begun?.readyAt !== null, recover.ready]).toEqual([true, false]);
	});

	it('goes on after a restart, and comes in once the wait is over', async () => {
		const come = vi.fn();
		const recover = new Recover(begun(-1), come);
		expect(recover.ready).toBe(true);
		vi.mocked(api.finishRecovery).mockResolvedValueOnce(null);
		await recover.finish();
		expect([recover.early, come.mock.calls.length]).toEqual([true, 0]);
		const shopper = { shopperId: 's', name: '佐藤', email: 'misaki@example.jp' };
		vi.mocked(api.finishRecovery).mockResolvedValueOnce(shopper);
		await recover.finish();
		expect([recover.early, come.mock.calls.length]).toEqual([false, 1]);
	});

	it('says that it was stopped, and begins anew', async () => {
		vi.mocked(api.finishRecovery).mockRejectedValue({ code: 'recovery.stopped', message: '' });
		const recover = new Recover(begun(-1), vi.fn());
		await recover.finish();
		expect(recover.finishing.error?.code).toBe('recovery.stopped');
		await recover.restart();
		expect([recover.begun, recover.finishing.error]).toEqual([null, null]);
	});
});
