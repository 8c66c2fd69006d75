import type { SignInMethodView, SignInView } from '../bindings';
import type { Commands } from '..';
import { answer, refuse } from './answer';
import { inDays, inMinutes, shopper } from './data';
import { scenario } from './scenario';

const signIn = (
	signInId: string,
	name: string,
	method: SignInMethodView,
	days: number,
	more: Partial<SignInView> = {}
): SignInView => ({
	signInId,
	name,
	method,
	network: '203.0.113.0/24',
	at: inDays(days),
	current: false,
	thisDevice: false,
	refused: false,
	disownedAt: null,
	...more
});

let history = [
	signIn('sign-in-5', 'このパソコン', 'passkey', 0, { current: true, thisDevice: true }),
	signIn('sign-in-4', 'このパソコン', 'passkey', -1, { refused: true, network: '198.51.100.0/24' }),
	signIn('sign-in-3', 'Chrome（Windows）', 'pagePasskey', -1),
	signIn('sign-in-2', '美咲のスマホ', 'join', -4),
	signIn('sign-in-1', 'このパソコン', 'mailedCode', -90)
];

const recovery = (readyAt: string | null) => ({ recoveryId: 'recovery-1', email: shopper.email, readyAt });
export const begunRecovery = () => {
	if (scenario.is('recovery-ready')) return recovery(inDays(-1));
	return scenario.is('recovery-waiting') ? recovery(inDays(2)) : null;
};
let stopped = false;

export const accessCommands = {
	startRecovery: () => answer(recovery(null)),
	proveRecovery: (code) =>
		code === '000000' ? refuse({ code: 'recovery.codes_wrong', triesLeft: 4 }) : answer(recovery(inDays(3))),
	finishRecovery: () => answer(shopper),
	leaveRecovery: () => answer(null),
	recoveryUnderWay: () =>
		answer({
			recovery:
				scenario.is('recovering') && !stopped
					? { deviceName: '新しいスマホ', begunAt: inDays(-1), readyAt: inDays(2) }
					: null
		}),
	stopRecovery: () => {
		stopped = true;
		return answer(null);
	},
	signIns: () => answer({ signIns: scenario.is('empty') ? [] : history, cursor: null }),
	disownSignIn: (signInId) => {
		const found = history.find((one) => one.signInId === signInId);
		history = history.map((one) => (one === found ? { ...one, disownedAt: inDays(0) } : one));
		return answer({ sessionsEnded: 1, revoked: found?.name ?? null });
	},
	emailChange: () =>
		answer({ emailChangeId: 'email-1', email: 'misaki@new.example', expiresAt: inMinutes(10) }),
	confirmEmailChange: (code) =>
		code === '000000'
			? refuse({ code: 'email.code_wrong', triesLeft: 4 })
			: answer({ ...shopper, email: 'misaki@new.example' })
} satisfies Partial<Commands>;
