import type {
	Amount,
	CardView,
	FundingLegView,
	HomeView,
	InstrumentsView,
	LineItem,
	LotView,
	MerchantView,
	OrderRowView,
	OrderState,
	OrderView,
	ReceiptView,
	RewardsView,
	ShopperView,
	TaxRate,
	TimelineView
} from '../bindings';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export const yen = (amount: number): Amount => ({ amount: String(amount), currencyCode: 'JPY' });
export const inMinutes = (minutes: number) => new Date(Date.now() + minutes * MINUTE_MS).toISOString();
export const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

export const shopper: ShopperView = {
	shopperId: 'shopper-1',
	name: '佐藤 美咲',
	email: 'misaki@example.jp'
};

const shop = (name: string, mark: string, tint: number, domain: string): MerchantView => ({
	merchantId: domain || name,
	name,
	mark,
	tint,
	domain,
	registered: true
});

export const coffee = shop('山ねこ珈琲', '山', 4, 'yamaneko-coffee.example');
const grocer = shop('まるふく青果', '福', 2, '');
const books = shop('ひかり書房', '光', 3, 'hikari-books.example');
const paper = shop('つばめ文具', '燕', 5, 'tsubame.example');
const bath = shop('森の湯', '湯', 6, '');
const pharmacy = shop('みなと薬局', '港', 1, '');

export const cards: CardView[] = [
	card('card-1', 'visa', '4242', 8, 2028, true, 'usable'),
	card('card-2', 'jcb', '3391', 4, 2029, false, 'usable'),
	card('card-3', 'mastercard', '0077', 12, 2026, false, 'expiring')
];

function card(
	cardId: string,
	brand: string,
	last4: string,
	expiryMonth: number,
	expiryYear: number,
	isDefault: boolean,
	state: CardView['state']
): CardView {
	return { cardId, brand, last4, expiryMonth, expiryYear, isDefault, state };
}

const lot = (lotId: string, source: string, initial: number, left: number, days: number): LotView => ({
	lotId,
	source,
	initial: yen(initial),
	left: yen(left),
	expiresAt: inDays(days),
	daysLeft: days
});

const gifts = [
	lot('gift-1', '田中さんからのギフト', 2000, 1860, 12),
	lot('gift-2', 'ギフトコード', 2000, 2000, 128),
	lot('gift-3', 'まるふく青果の商品券', 10000, 6500, 313)
];
const points = [
	lot('points-1', '', 1250, 480, 7),
	lot('points-2', '', 1250, 1250, 69),
	lot('points-3', '', 1250, 750, 189)
];

export const instruments: InstrumentsView = {
	giftTotal: yen(10360),
	pointsTotal: yen(2480),
	cards,
	gifts,
	points
};

const row = (
	number: number,
	merchant: MerchantView,
	state: OrderState,
	amount: number,
	daysAgo: number,
	summary: string,
	original: number | null = null
): OrderRowView => ({
	orderId: `S03-48203${String(number).padStart(2, '0')}-770294${number % 10}`,
	merchant,
	channel: merchant.domain ? 'online' : 'store',
	state,
	amount: yen(amount),
	original: original === null ? null : yen(original),
	points: yen(Math.floor(amount / 100)),
	orderedAt: inDays(-daysAgo),
	summary,
	itemCount: 2
});

export const rows: OrderRowView[] = [
	row(1, grocer, 'captured', 1284, 1, 'りんご ふじ'),
	row(2, books, 'partiallyRefunded', 3080, 2, '手しごとの道具帖', 3740),
	row(3, paper, 'refunded', 0, 5, 'ノート A5', 1650),
	row(4, bath, 'authorized', 1200, 8, '入浴券'),
	row(5, pharmacy, 'captured', 982, 11, 'のどあめ'),
	row(6, grocer, 'captured', 2146, 19, '長ねぎ'),
	row(7, books, 'captured', 1760, 29, '湯気のある台所'),
	row(8, paper, 'declined', 24800, 33, '万年筆'),
	row(9, pharmacy, 'captured', 1430, 40, '包帯')
];

export const home: HomeView = {
	asOf: inMinutes(0),
	shopper,
	spendable: yen(12840),
	gift: yen(10360),
	points: yen(2480),
	reserved: yen(1200),
	cards,
	awaiting: [
		{
			checkoutSessionId: 'checkout-1',
			merchant: coffee,
			amount: yen(5880),
			itemCount: 3,
			expiresAt: inDays(1)
		}
	],
	expiring: [
		{ isPoints: true, lot: points[0] as LotView },
		{ isPoints: false, lot: gifts[0] as LotView }
	],
	recent: rows.slice(0, 4),
	advice: ['renewCard', 'redeemGift']
};

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
	const paid = [event(found.channel === 'store' ? 'scanned' : 'approved', 1, null), event('captured', 1, 1284)];
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
		funding: [leg('gift', 1540, 500, found.original ? 330 : 0), leg('card', 1540, 500, found.original ? 330 : 0)],
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
