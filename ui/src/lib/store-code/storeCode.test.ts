import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
	api,
	onPinAnswered,
	onWalletEvent,
	type PinAnswered,
	type EventView,
	type OrderPage,
	type OrderRowView,
	type OrderView
} from '$lib/api';
import { barsPath, modulesPath } from '$lib/shared/codes';
import { groupedDigits, scanOf } from './scan';
import { StoreCode } from './storeCode.svelte';

vi.mock('$lib/api', async (original) => ({
	...(await original<typeof import('$lib/api')>()),
	api: { issueStoreCode: vi.fn(), orders: vi.fn(), order: vi.fn(), askPin: vi.fn() },
	onPinAnswered: vi.fn(),
	onWalletEvent: vi.fn()
}));

const NOW = Date.parse('2026-11-23T01:24:00Z');
const at = (offsetMs: number) => new Date(NOW + offsetMs).toISOString();
const picture = (skewMs = 0) => ({
	code: { digits: '48270193650274418260', issuedAt: at(skewMs), expiresAt: at(skewMs + 300_000) },
	bars: [2, 1, 1],
	qr: { size: 2, modules: ['10', '11'] }
});

let emit: (event: EventView) => void;
let answer: (answered: PinAnswered) => void;

beforeEach(() => {
	vi.useFakeTimers({ now: NOW });
	vi.resetAllMocks();
	vi.mocked(onWalletEvent).mockImplementation((handle) => {
		emit = handle;
		return () => undefined;
	});
	vi.mocked(onPinAnswered).mockImplementation((handle) => {
		answer = handle;
		return () => undefined;
	});
	vi.mocked(api.issueStoreCode).mockResolvedValue(picture());
});
afterEach(() => vi.useRealTimers());

async function started() {
	const code = new StoreCode();
	const stop = code.start();
	await vi.advanceTimersByTimeAsync(0);
	return { code, stop };
}

describe('a device that asks for the PIN first', () => {
	it('shows the code once the PIN was right, and not before', async () => {
		vi.mocked(api.issueStoreCode).mockRejectedValueOnce({ code: 'device.pin_required', message: '' });
		const { code, stop } = await started();
		expect([code.needsPin, code.picture]).toEqual([true, null]);
		await code.askPin();
		expect(api.askPin).toHaveBeenCalledWith({ kind: 'storeCode' });
		answer({ purpose: { kind: 'storeCode' }, done: false });
		expect(api.issueStoreCode).toHaveBeenCalledOnce();
		answer({ purpose: { kind: 'storeCode' }, done: true });
		await vi.advanceTimersByTimeAsync(0);
		expect([code.needsPin, code.picture?.code.digits]).toEqual([false, picture().code.digits]);
		stop();
	});
});

describe('the pictures', () => {
	it('draw a bar for every odd width', () => {
		expect(barsPath([2, 1, 3])).toEqual({ path: 'M0 0h2v1h-2zM3 0h3v1h-3z', modules: 6 });
	});

	it('draw neighbouring modules together', () => {
		expect(modulesPath(['110', '001'])).toBe('M0 0h2v1h-2zM2 1h1v1h-1z');
	});

	it('write the digits in groups', () => {
		expect(groupedDigits('48270193650274418260')).toBe('4827 0193 6502 7441 8260');
	});
});

describe('the store code', () => {
	it('is renewed when it ends', async () => {
		const { code, stop } = await started();
		expect(code.msLeft).toBe(300_000);
		await vi.advanceTimersByTimeAsync(301_000);
		expect(api.issueStoreCode).toHaveBeenCalledTimes(2);
		stop();
	});

	it('warns under thirty seconds', async () => {
		const { code, stop } = await started();
		expect(code.soon).toBe(false);
		await vi.advanceTimersByTimeAsync(271_000);
		expect(code.soon).toBe(true);
		stop();
	});

	it('counts by the service’s clock and says that ours is off', async () => {
		vi.mocked(api.issueStoreCode).mockResolvedValue(picture(-60_000));
		const { code, stop } = await started();
		expect([code.msLeft, code.skewSeconds, code.clockWrong]).toEqual([300_000, 60, true]);
		stop();
	});

	it('comes by itself when the service is back', async () => {
		vi.mocked(api.issueStoreCode).mockRejectedValueOnce({ code: 'device.service_unreachable', message: '' });
		const { code, stop } = await started();
		expect([code.picture, code.error?.code]).toEqual([null, 'device.service_unreachable']);
		await vi.advanceTimersByTimeAsync(5000);
		expect(code.picture).not.toBeNull();
		stop();
	});

	it('shows the order that the scan made', async () => {
		const row = { orderId: 'o', channel: 'store', orderedAt: at(2000) } as OrderRowView;
		vi.mocked(api.orders).mockResolvedValue({ orders: [row] } as OrderPage);
		vi.mocked(api.order).mockResolvedValue({ row } as OrderView);
		const { code, stop } = await started();
		emit({ kind: 'storeCodeUsed', objectId: 'x' });
		expect(code.used).toBe(true);
		await vi.advanceTimersByTimeAsync(0);
		expect(code.order?.row.orderId).toBe('o');
		stop();
	});

	it('looks for the order again when the service was silent', async () => {
		const row = { orderId: 'o', channel: 'store', orderedAt: at(2000) } as OrderRowView;
		vi.mocked(api.orders).mockRejectedValueOnce({ code: 'device.service_unreachable', message: '' });
		vi.mocked(api.orders).mockResolvedValue({ orders: [row] } as OrderPage);
		vi.mocked(api.order).mockResolvedValue({ row } as OrderView);
		const { code, stop } = await started();
		emit({ kind: 'storeCodeUsed', objectId: 'x' });
		await vi.advanceTimersByTimeAsync(0);
		expect([code.order, code.error?.code]).toEqual([null, 'device.service_unreachable']);
		await vi.advanceTimersByTimeAsync(5000);
		expect([code.order?.row.orderId, code.error]).toEqual(['o', null]);
		stop();
	});

	it('is not ended by an order that another channel made', async () => {
		const row = { orderId: 'o', channel: 'online', orderedAt: at(2000) } as OrderRowView;
		vi.mocked(api.orders).mockResolvedValue({ orders: [row] } as OrderPage);
		const { code, stop } = await started();
		emit({ kind: 'orderChanged', objectId: 'o' });
		await vi.advanceTimersByTimeAsync(0);
		expect([code.used, code.order]).toEqual([false, null]);
		stop();
	});

	it('takes no order from before it was issued', () => {
		const row = { orderId: 'o', channel: 'store', orderedAt: at(-1000) } as OrderRowView;
		expect(scanOf(picture().code, [row])).toBeUndefined();
	});
});
