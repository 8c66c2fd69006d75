import type { AppState, ErrorView, Stage } from '../bindings';
import type { Listen, ShellEvents } from '../events';
import type { Commands } from '..';
import { approve, screen } from './approval';
import { cards, home, inDays, inMinutes, instruments, rows, shopper, yen } from './data';
import { orderOf, receipt } from './orders';
import { BARS, DIGITS, QR } from './picture';
import { scenario } from './scenario';

const LATENCY_MS = 120;
const refuse = (view: Partial<ErrorView> & { code: string }) => Promise.reject({ message: 'fake', ...view });

function answer<T>(value: T): Promise<T> {
	if (scenario.is('slow')) return new Promise(() => undefined);
	if (scenario.is('offline')) return refuse({ code: 'device.service_unreachable' });
	return new Promise((resolve) => setTimeout(() => resolve(value), LATENCY_MS));
}

let stage: Stage =
	scenario.is('welcome') || scenario.is('signed-out')
		? 'welcome'
		: scenario.is('passkey')
			? 'passkey'
			: 'ready';
const signUp = () => ({
	signUpId: 'sign-up-1',
	email: shopper.email,
	expiresAt: inMinutes(10),
	resendAt: inMinutes(1)
});

const state = (): AppState => ({
	stage,
	shopper: stage === 'welcome' && !scenario.is('signed-out') ? null : shopper,
	serviceUrl: 'http://localhost:8080',
	reachable: !scenario.is('offline'),
	sandbox: true,
	keyring: scenario.is('locked-keyring') ? 'locked' : 'ready'
});

export const commands: Commands = {
	appState: async () => state(),
	signUp: () => answer(signUp()),
	resendCode: () => answer(signUp()),
	confirmEmail: (_, code) => {
		if (code === '000000') return refuse({ code: 'sign_up.code_wrong', triesLeft: 4 });
		stage = 'passkey';
		return answer(shopper);
	},
	createPasskey: () => {
		stage = 'ready';
		return answer({ credentialId: 'credential-1', deviceName: 'このパソコン', createdAt: inDays(0) });
	},
	signIn: (pin) => {
		if (pin === '111111') return refuse({ code: 'approval.pin_wrong', triesLeft: 4 });
		stage = 'ready';
		return answer(shopper);
	},
	home: () => answer(scenario.is('empty') ? emptyHome() : home),
	instruments: () => answer(scenario.is('empty') ? emptyInstruments() : instruments),
	linkCard: ({ number }) => {
		if (number.endsWith('0002')) return refuse({ code: 'card.declined' });
		return answer(cards[0] as (typeof cards)[number]);
	},
	removeCard: () => answer(null),
	setDefaultCard: () => answer(cards[0] as (typeof cards)[number]),
	redeemGift: (code) => {
		if (code.length < 8) return refuse({ code: 'gift.code_malformed' });
		return answer(instruments.gifts[1] as (typeof instruments.gifts)[number]);
	},
	orders: (cursor) =>
		answer({
			orders: scenario.is('empty') ? [] : cursor ? rows.slice(6) : rows.slice(0, 6),
			cursor: cursor || scenario.is('empty') ? null : 'next',
			asOf: inDays(0),
			monthTotal: yen(scenario.is('empty') ? 0 : 9572)
		}),
	order: (orderId) => {
		const found = orderOf(orderId);
		return found ? answer(found) : refuse({ code: 'order.not_found' });
	},
	receipt: () => answer(receipt),
	saveReceipt: () =>
		answer({ path: '/home/misaki/Downloads/Saifu/receipt-S03-4820877.pdf', fileName: 'receipt.pdf' }),
	openReceipt: () => answer(null),
	issueStoreCode: () => {
		if (scenario.is('paid'))
			setTimeout(() => emit('wallet-event', { kind: 'storeCodeUsed', objectId: DIGITS }), 300);
		const issuedAt = scenario.is('paid') ? inDays(-2) : inMinutes(0);
		return answer({
			code: { digits: DIGITS, issuedAt, expiresAt: inMinutes(scenario.is('soon') ? 0.4 : 4.2) },
			bars: BARS,
			qr: QR
		});
	},
	openCheckout: () => answer(null),
	signOut: () => {
		stage = 'welcome';
		return answer(null);
	},
	setLanguage: () => Promise.resolve(null),
	approvalTerms: () => (scenario.is('refused') ? refuse({ code: 'funding.insufficient' }) : answer(screen())),
	approvalChangeFunding: (preference) => answer(screen(preference)),
	approve: async (pin) => answer(approve(pin)),
	declineApproval: () => answer(null),
	closeApproval: () => answer(null)
};

const emptyInstruments = () => ({
	giftTotal: yen(0),
	waiting: yen(0),
	pointsTotal: yen(0),
	cards: [],
	gifts: [],
	points: []
});

const emptyHome = () => ({
	...home,
	spendable: yen(0),
	gift: yen(0),
	points: yen(0),
	reserved: yen(0),
	cards: [],
	awaiting: [],
	expiring: [],
	recent: [],
	advice: ['linkCard' as const, 'redeemGift' as const, 'firstPayment' as const]
});

type Handler = (payload: never) => void;
const handlers = new Map<keyof ShellEvents, Set<Handler>>();

function emit<Name extends keyof ShellEvents>(name: Name, payload: ShellEvents[Name]): void {
	for (const handle of handlers.get(name) ?? []) handle(payload as never);
}

export const listen: Listen = async (name, handle) => {
	const all = handlers.get(name) ?? new Set<Handler>();
	handlers.set(name, all.add(handle as Handler));
	return () => void all.delete(handle as Handler);
};
