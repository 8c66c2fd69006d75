import type { AppState } from '../bindings';
import type { Commands } from '..';
import { accessCommands, begunRecovery } from './access';
import { answer, refuse } from './answer';
import { approve, outcome, screen } from './approval';
import { cardCommands, linkedCards } from './cards';
import { home, inDays, inMinutes, instruments, rows, shopper, yen } from './data';
import { deviceCommands } from './devices';
import { fingerCommands } from './finger';
import { emit } from './events';
import { giftCommands } from './gifts';
import { movementCommands } from './movements';
import { orderOf, receipt } from './orders';
import { BARS, DIGITS, QR } from './picture';
import { permissionCommands } from './permissions';
import { passkeyCommands } from './passkeys';
import { pinCommands } from './pin';
import { stage } from './stage';
import { scenario } from './scenario';
import { terms } from './terms';
import { topUpCommands } from './topUps';

export { listen } from './events';
export { channel } from './finger';

const signUp = () => ({
	signUpId: 'sign-up-1',
	email: shopper.email,
	expiresAt: inMinutes(10),
	resendAt: inMinutes(1)
});

const state = (): AppState => ({
	stage: stage.now,
	shopper: stage.now === 'welcome' && !scenario.is('signed-out') ? null : shopper,
	serviceUrl: 'http://localhost:8080',
	reachable: !scenario.is('offline'),
	sandbox: true,
	recovery: begunRecovery(),
	keyring: scenario.is('locked-keyring') ? 'locked' : 'ready'
});

export const commands: Commands = {
	appState: async () => state(),
	signUp: () => answer(signUp()),
	resendCode: () => answer(signUp()),
	confirmEmail: (_, code) => {
		if (code === '000000') return refuse({ code: 'sign_up.code_wrong', triesLeft: 4 });
		stage.now = 'passkey';
		return answer(shopper);
	},
	...accessCommands,
	...deviceCommands,
	...fingerCommands,
	...permissionCommands,
	...passkeyCommands,
	...pinCommands,
	home: () => answer(scenario.is('empty') ? emptyHome() : { ...home, cards: linkedCards() }),
	instruments: () =>
		answer(scenario.is('empty') ? emptyInstruments() : { ...instruments, cards: linkedCards() }),
	...cardCommands,
	...topUpCommands,
	...giftCommands,
	...movementCommands,
	terms: () => answer(terms),
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
		stage.now = 'welcome';
		return answer(null);
	},
	setLanguage: () => Promise.resolve(null),
	approvalTerms: () => (scenario.is('refused') ? refuse({ code: 'funding.insufficient' }) : answer(screen())),
	approvalChangeFunding: (preference) => answer(screen(preference)),
	approve: async (pin) => answer(approve(pin)),
	approvalOutcome: () => answer(outcome()),
	openApprovalBankPage: () => answer(null),
	openOrderBankPage: () => answer(null),
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
	waiting: yen(0),
	gift: yen(0),
	points: yen(0),
	reserved: yen(0),
	promised: yen(0),
	promisedNext: null,
	cards: [],
	awaiting: [],
	expiring: [],
	recent: [],
	advice: ['linkCard' as const, 'redeemGift' as const, 'firstPayment' as const]
});
