import type { AutomaticTopUpView, SlipView, StoreChain, TopUpView } from '../bindings';
import type { Commands } from '..';
import { answer, refuse } from './answer';
import { inDays, yen } from './data';
import { emit } from './events';
import { scenario } from './scenario';
import { SLIP_BARS, SLIP_DIGITS } from './slip';

const plain = (topUpId: string, amount: number, daysAgo: number): TopUpView => ({
	topUpId,
	amount: yen(amount),
	method: 'slip',
	state: 'pending',
	createdAt: inDays(-daysAgo),
	settledAt: null,
	automatic: false,
	lotId: null,
	orderId: null,
	card: null,
	slip: null,
	bankTransfer: null,
	toReturn: null,
	failure: null
});

const NUMBERS: Partial<Record<StoreChain, readonly [string, string | null]>> = {
	sevenEleven: ['4827019365027', null],
	familyMart: ['20260', '418273645019']
};

/** Chains that scan have the barcode, the others a number and a second one to confirm it. */
function slip(chain: StoreChain, amount: number, days: number): SlipView {
	const scans = chain === 'sevenEleven';
	const [number, confirmationNumber] = NUMBERS[chain] ?? ['482701', '04818273645'];
	return {
		chain,
		number,
		confirmationNumber,
		barcode: scans ? SLIP_DIGITS : null,
		amount: yen(amount),
		fee: yen(0),
		dueAt: inDays(days)
	};
}

const bankTransfer = (days: number): TopUpView['bankTransfer'] => ({
	bankName: 'みほん銀行',
	branchName: 'さくら支店（012）',
	accountType: '普通',
	accountNumber: '4827193',
	accountHolder: 'サイフ（カ',
	reference: '4827193 サトウ ミサキ',
	dueAt: inDays(days)
});

const settled = { state: 'settled' as const, settledAt: inDays(-8) };
const card = { brand: 'visa', last4: '4242' };

let topUps: TopUpView[] = [
	{ ...plain('top-up-1', 3000, 0), slip: slip('sevenEleven', 3000, 2.4) },
	{ ...plain('top-up-2', 5000, 1), method: 'bankTransfer', bankTransfer: bankTransfer(6) },
	{ ...plain('top-up-3', 5000, 8), ...settled, slip: slip('lawson', 5000, -5) },
	{ ...plain('top-up-4', 3000, 14), ...settled, method: 'card', card, automatic: true, orderId: 'S03-1' },
	{
		...plain('top-up-5', 3000, 20),
		state: 'expired',
		slip: slip('familyMart', 3000, -17),
		toReturn: yen(3000)
	},
	{ ...plain('top-up-6', 1000, 26), ...settled, slip: slip('ministop', 1000, -23), toReturn: yen(1000) },
	{
		...plain('top-up-7', 3000, 33),
		method: 'card',
		card,
		automatic: true,
		state: 'failed',
		failure: 'card.declined'
	},
	{ ...plain('top-up-8', 1000, 35), state: 'canceled', slip: slip('seicomart', 1000, -32) }
];
if (scenario.is('empty')) topUps = [];
if (scenario.is('numbers')) topUps.push({ ...plain('top-up-9', 3000, 0), slip: slip('lawson', 3000, 0.2) });

let automatic: AutomaticTopUpView = {
	enabled: scenario.is('automatic'),
	amount: yen(3000),
	below: yen(1000),
	dayOfMonth: null,
	cardId: null,
	nextOn: null,
	lastFailure: scenario.is('automatic-failed') ? 'card.declined' : null
};

const limits = {
	min: yen(500),
	perTransaction: yen(30000),
	leftToday: yen(30000),
	leftThisMonth: yen(42000),
	balanceMax: yen(100000),
	leftOfBalance: yen(86640),
	leftNow: yen(30000)
};

const known = (topUpId: string) => topUps.find((topUp) => topUp.topUpId === topUpId);
const screen = (topUp: TopUpView) =>
	answer({ topUp: { ...topUp }, bars: topUp.slip?.barcode ? SLIP_BARS : null });

function add(topUp: TopUpView) {
	topUps = [topUp, ...topUps];
	return answer(topUp);
}

function refusalOf(amount: string) {
	if (Number(amount) < 500) return { code: 'top_up.too_small', left: limits.leftNow };
	if (Number(amount) > 30000) return { code: 'top_up.limit_transaction', left: limits.perTransaction };
	return scenario.is('month') ? { code: 'top_up.limit_month', left: yen(1200) } : null;
}

export const topUpCommands = {
	topUpByCard: ({ amount }) => {
		const refused = refusalOf(amount.amount);
		if (refused) return refuse(refused);
		return answer({ checkoutSessionId: 'checkout-1', id: 'top-up-4' });
	},
	topUpBySlip: ({ amount, chain }) => {
		const refused = refusalOf(amount.amount);
		if (refused) return refuse(refused);
		const made = plain(`top-up-${topUps.length + 1}`, Number(amount.amount), 0);
		return add({ ...made, slip: slip(chain, Number(amount.amount), 3) });
	},
	topUpByBank: ({ amount }) => {
		const refused = refusalOf(amount.amount);
		if (refused) return refuse(refused);
		const made = plain(`top-up-${topUps.length + 1}`, Number(amount.amount), 0);
		return add({ ...made, method: 'bankTransfer', bankTransfer: bankTransfer(7) });
	},
	topUps: (cursor) =>
		answer({
			topUps: cursor ? topUps.slice(6) : topUps.slice(0, 6),
			cursor: cursor || topUps.length <= 6 ? null : 'next',
			limits
		}),
	topUp: (topUpId) => {
		const found = known(topUpId);
		if (!found) return refuse({ code: 'top_up.not_found' });
		if (scenario.is('arrives'))
			setTimeout(() => {
				Object.assign(found, { state: 'settled', settledAt: inDays(0) });
				emit('wallet-event', { kind: 'topUpChanged', objectId: topUpId });
			}, 300);
		return screen(found);
	},
	cancelTopUp: (topUpId) => {
		const found = known(topUpId);
		if (found?.state !== 'pending') return refuse({ code: 'top_up.not_cancelable' });
		return screen(Object.assign(found, { state: 'canceled' as const }));
	},
	automaticTopUp: () => answer(automatic),
	setAutomaticTopUp: (rule) => {
		automatic = { ...rule, nextOn: rule.dayOfMonth ? inDays(7).slice(0, 10) : null };
		return answer(automatic);
	},
	openSandboxStore: () => answer(null)
} satisfies Partial<Commands>;
