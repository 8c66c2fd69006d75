import { beforeEach, describe, expect, it, vi } from 'vitest';
import { api, type OrderPage, type OrderRowView } from '$lib/api';
import { language } from '$lib/shared/language.svelte';
import { History } from './history.svelte';
import { matches } from './search';

vi.mock('$lib/api', async (original) => ({
	...(await original<typeof import('$lib/api')>()),
	api: { orders: vi.fn() }
}));

const yen = (amount: string) => ({ amount, currencyCode: 'JPY' });

const row = (orderId: string, orderedAt: string, over: Partial<OrderRowView> = {}): OrderRowView => ({
	orderId,
	merchant: {
		merchantId: 'm',
		name: '山ねこ珈琲',
		mark: '山',
		tint: 4,
		domain: 'yamaneko-coffee.example',
		registered: true
	},
	channel: 'online',
	state: 'captured',
	amount: yen('5880'),
	original: null,
	points: yen('54'),
	orderedAt,
	summary: '深煎りブレンド 豆 200g',
	itemCount: 3,
	...over
});

const page = (orders: OrderRowView[], cursor: string | null): OrderPage => ({
	orders,
	cursor,
	asOf: '2026-11-23T01:24:00Z',
	monthTotal: yen('9572')
});

describe('searching', () => {
	const one = row('S03-1234567-7654321', '2026-11-20T00:00:00Z');

	it.each(['山ねこ', '深煎り', '5,880円', '５８８０', '7654321', 'YAMANEKO', '山ねこ 200G', ''])(
		'finds the order by 「%s」',
		(query) => expect(matches(one, query)).toBe(true)
	);

	it.each(['まるふく', '5881', '山ねこ まるふく'])('does not find it by 「%s」', (query) =>
		expect(matches(one, query)).toBe(false)
	);
});

describe('the history', () => {
	beforeEach(() => {
		vi.resetAllMocks();
		language.show('ja');
	});

	async function loaded() {
		vi.mocked(api.orders).mockResolvedValueOnce(
			page(
				[
					row('a', '2026-11-20T00:00:00Z', { channel: 'store' }),
					row('b', '2026-10-31T16:00:00Z'),
					row('c', '2026-10-20T00:00:00Z', { state: 'refunded' })
				],
				'next'
			)
		);
		const history = new History();
		await history.refresh();
		return history;
	}

	it('groups by month in Japan', async () => {
		const history = await loaded();
		const months = history.months.map((month) => [month.title, month.rows.length]);
		expect(months).toEqual([
			['2026年11月', 2],
			['2026年10月', 1]
		]);
	});

	it('filters what is loaded', async () => {
		const history = await loaded();
		const ids = (filter: History['filter']) => {
			history.filter = filter;
			return history.found.map((one) => one.orderId).join();
		};
		expect([ids('all'), ids('online'), ids('store'), ids('refund')]).toEqual(['a,b,c', 'b,c', 'a', 'c']);
	});

	it('adds the next page and lists nothing twice', async () => {
		const history = await loaded();
		const next = page([row('c', '2026-10-20T00:00:00Z'), row('d', '2026-10-01T00:00:00Z')], null);
		vi.mocked(api.orders).mockResolvedValueOnce(next);
		await history.loadMore();
		expect(api.orders).toHaveBeenLastCalledWith('next');
		expect(history.value?.rows.map((one) => one.orderId)).toEqual(['a', 'b', 'c', 'd']);
		expect(history.value?.cursor).toBeNull();
	});

	it('keeps what it has when the service is silent', async () => {
		const history = await loaded();
		vi.mocked(api.orders).mockRejectedValueOnce({ code: 'device.service_unreachable', message: '' });
		await history.refresh();
		expect(history.value?.rows).toHaveLength(3);
		expect(history.error?.code).toBe('device.service_unreachable');
	});
});
