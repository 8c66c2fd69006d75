import type {
	Amount,
	CardView,
	HomeView,
	InstrumentsView,
	LotView,
	MerchantView,
	OrderRowView,
	OrderState,
	ShopperView
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

export const shop = (name: string, mark: string, tint: number, domain: string): MerchantView => ({
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
	card('card-1', 'visa', '4242', 8, 2028, true, 'usable', 'credit', 'ふだん使い'),
	card('card-2', 'jcb', '3391', 4, 2029, false, 'usable', 'debit'),
	card('card-3', 'mastercard', '0077', 12, 2026, false, 'expiring', 'prepaid')
];

function card(
	cardId: string,
	brand: string,
	last4: string,
	expiryMonth: number,
	expiryYear: number,
	isDefault: boolean,
	state: CardView['state'],
	kind: CardView['kind'],
	nickname = ''
): CardView {
	const inUse: CardView['inUse'] = isDefault
		? [{ kind: 'permission', orderId: 'S03-4820304-7702944', merchant: '森の湯' }]
		: [];
	return { cardId, brand, last4, expiryMonth, expiryYear, isDefault, state, kind, nickname, inUse };
}

const lot = (
	lotId: string,
	origin: LotView['origin'],
	source: string,
	initial: number,
	left: number,
	days: number
): LotView => ({
	lotId,
	origin,
	source,
	initial: yen(initial),
	left: yen(left),
	expiresAt: inDays(days),
	daysLeft: days
});

const gifts = [
	lot('gift-1', 'gift', '田中 一郎', 2000, 1860, 12),
	lot('gift-2', 'topUpSlip', '', 2000, 2000, 128),
	lot('gift-3', 'code', 'まるふく青果の商品券', 10000, 6500, 313)
];
const points = [
	lot('points-1', 'points', '', 1250, 480, 7),
	lot('points-2', 'points', '', 1250, 1250, 69),
	lot('points-3', 'points', '', 1250, 750, 189)
];

export const instruments: InstrumentsView = {
	giftTotal: yen(10360),
	pointsTotal: yen(2480),
	cards,
	gifts,
	points,
	waiting: yen(8000)
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
	row(8, paper, 'declined', 0, 33, '万年筆', 24800),
	row(9, pharmacy, 'captured', 1430, 40, '包帯')
];

export const home: HomeView = {
	asOf: inMinutes(0),
	shopper,
	spendable: yen(12840),
	gift: yen(10360),
	points: yen(2480),
	reserved: yen(1200),
	waiting: yen(8000),
	promised: yen(177),
	promisedNext: inDays(12),
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
