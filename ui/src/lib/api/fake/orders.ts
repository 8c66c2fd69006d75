import type {
	FundingLegView,
	LineItem,
	OrderState,
	OrderView,
	ReceiptView,
	RewardsView,
	TaxRate,
	TimelineView
} from '../bindings';
import { inDays, rows, shopper, yen } from './data';

export const item = (name: string, quantity: number, unitPrice: number, taxRate: TaxRate): LineItem => ({
	name,
	quantity,
	unitPrice: yen(unitPrice),
	amount: yen(unitPrice * quantity),
	taxRate
});

export const leg = (
	kind: FundingLegView['kind'],
	amount: number,
	perMille: number,
	refunded = 0,
	days: number | null = null
): FundingLegView => ({
	kind,
	instrumentId: kind,
	amount: yen(amount),
	refunded: yen(refunded),
	perMille,
	source: '',
	expiresAt: days === null ? null : inDays(days),
	brand: kind === 'card' ? 'visa' : null,
	last4: kind === 'card' ? '4242' : null
});

export const rewards = (base: number, granted: boolean): RewardsView => ({
	total: yen(Math.floor(base / 100)),
	granted,
	promisedFor: null,
	reasons: [
		{ rule: 'base', base: yen(base), rate: 100, points: yen(Math.floor(base / 100)) },
		{ rule: 'pointsExcluded', base: yen(480), rate: 0, points: yen(0) }
	]
});

const event = (name: TimelineView['event'], daysAgo: number | null, amount: number | null): TimelineView => ({
	event: name,
	at: daysAgo === null ? null : inDays(-daysAgo),
	amount: amount === null ? null : yen(amount)
});

const TIMELINES: Partial<Record<OrderState, TimelineView[]>> = {
	partiallyRefunded: [
		event('approved', 2, 3740),
		event('captured', 1.6, 3740),
		event('refunded', 1, 660),
		event('pointsGranted', null, 30)
	],
	authorized: [event('approved', 8, 1200), event('captureExpected', null, 1200)],
	declined: [event('approved', 33, 24800), event('declined', 33, 24800)]
};

export function orderOf(orderId: string): OrderView | undefined {
	const found = rows.find((candidate) => candidate.orderId === orderId);
	if (!found) return undefined;
	const paid = [
		event(found.channel === 'store' ? 'scanned' : 'approved', 1, null),
		event('captured', 1, 1284)
	];
	return {
		row: found,
		chargeId: `${found.orderId}-C012345`,
		items: [
			item('手しごとの道具帖', 1, 1870, 'standard'),
			item('湯気のある台所', 1, 1210, 'standard'),
			item('布のブックカバー', 1, 660, 'standard')
		],
		total: found.original ?? found.amount,
		tax: yen(280),
		funding: [
			leg('gift', 1540, 500, found.original ? 330 : 0),
			leg('card', 1540, 500, found.original ? 330 : 0)
		],
		rewards: rewards(3080, found.state === 'captured'),
		timeline: TIMELINES[found.state] ?? [...paid, event('pointsGranted', 1, 12)],
		receiptAvailable: !['authorized', 'declined'].includes(found.state),
		declineCode: found.state === 'declined' ? 'insufficient_funds' : null
	};
}

export const receipt: ReceiptView = {
	number: 'S03-4820877-1186402',
	transactionAt: inDays(-1),
	issuedAt: inDays(-1),
	recipient: shopper.name,
	issuer: {
		name: 'まるふく青果',
		legalName: '株式会社まるふく',
		address: '東京都文京区見本 1-2-3',
		registrationNumber: 'T1234567890123'
	},
	items: [
		item('りんご ふじ', 3, 166, 'reduced'),
		item('長ねぎ', 1, 158, 'reduced'),
		item('牛乳 1L', 1, 238, 'reduced'),
		item('食器用スポンジ', 1, 390, 'standard')
	],
	taxTotals: [
		{ rate: 'reduced', total: yen(894), tax: yen(66) },
		{ rate: 'standard', total: yen(390), tax: yen(35) }
	],
	total: yen(1284),
	tax: yen(101),
	payments: [
		{ kind: 'gift', brand: null, last4: null, amount: yen(1000) },
		{ kind: 'card', brand: 'visa', last4: '4242', amount: yen(284) }
	],
	refunded: yen(0),
	sandbox: true
};
